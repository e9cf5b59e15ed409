#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "log/event.h"
#include "log/event_iterator.h"
#include "log/event_view.h"
#include "log/metrics.h"
#include "log/progress.h"
#include "log/subscription.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace clearsky::log {

struct BackupOptions;
struct BackupResult;
struct Compacted;

// Version of the on-disk format (docs/format.md).
inline constexpr uint32_t kFormatVersion = 1;

struct LogOptions {
  // The engine's clock; must outlive the log. nullptr: the machine's.
  const Clock* clock = nullptr;
  // Opens without the lock and without writing, beside a writer or on a
  // read-only medium. The log is seen as it is at that moment; to see what was
  // appended since, open it again. Appends are FAILED_PRECONDITION.
  bool read_only = false;
  // Through which files are touched; must outlive the log. nullptr: RocksDB's
  // default. It must lead to the file system of the machine: tests put an
  // environment around the default one, to make writes and syncs fail.
  rocksdb::Env* env = nullptr;
  // Bounds what the open log keeps in memory: cached blocks, write buffers, and
  // the events that are not indexed yet. At least 16 MiB are taken.
  size_t memory_budget_bytes = size_t{256} << 20;
  // Told of the events that are read again when derived/ was lost or is far
  // behind.
  Progress progress;
};

// An EventLog is the durable, append-only, totally ordered record of events in
// streams, in a directory of its own. It knows streams and bytes, nothing of
// plans. It is safe for concurrent use by many threads.
//
// Errors of every call: DATA_LOSS when stored bytes fail their checksum or do
// not parse, naming the position; INTERNAL, and for every later append too,
// after a failed write or sync, RESOURCE_EXHAUSTED when the disk was full:
// reopen the log.
class EventLog {
 public:
  // Makes a new log in directory `path`, which must not exist or be empty.
  // `attributes` are kept for ever and returned by attributes(); their keys and
  // values are UTF-8.
  //
  // ALREADY_EXISTS when a ledger is there; FAILED_PRECONDITION when the
  // directory holds other files; PERMISSION_DENIED when it cannot be written.
  static absl::StatusOr<std::unique_ptr<EventLog>> Create(
      const std::string& path,
      const std::map<std::string, std::string>& attributes,
      const LogOptions& options);

  // Opens an existing log.
  //
  // NOT_FOUND when there is no such directory; FAILED_PRECONDITION when it is
  // no ledger, or of a newer format (naming both versions); UNAVAILABLE when
  // another process has it open; PERMISSION_DENIED when it cannot be read or,
  // without `read_only`, written; DATA_LOSS when it is damaged.
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(
      const std::string& path, const LogOptions& options);

  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  ~EventLog();

  // Random UUID of this ledger, made at creation.
  Uuid ledger_id() const;
  const std::map<std::string, std::string>& attributes() const;

  // Appends all events of all entries, or none, durably, in one commit. Blocks
  // until the commit is synced. The events of an entry become consecutive
  // revisions; all of one append consecutive positions, in the order given. A
  // stream may occur in one entry only.
  //
  // Ids are checked before expectations: all known with equal content (stream,
  // type, schema version, data, metadata) returns the first places; some known,
  // or other content, is ALREADY_EXISTS naming the id and its position.
  // ABORTED on a revision mismatch, naming stream, expected and actual.
  // INVALID_ARGUMENT outside the limits; an event counts with its data and
  // metadata. UNAVAILABLE while the last record time, or a time that
  // CountAtTime has answered for, lies more than five minutes ahead of the
  // clock.
  // FAILED_PRECONDITION on a read-only log.
  absl::StatusOr<AppendResult> Append(const std::vector<StreamAppend>& entries);

  // The same without waiting: `done` is called once with the answer, when it is
  // durable, on a thread of the log or of a caller of Append; or here, when it
  // is refused without being queued. It must not block; it may append
  // asynchronously. The destructor answers what waits before it returns.
  // RESOURCE_EXHAUSTED while more than 64 MiB wait to be committed.
  void AppendAsync(std::vector<StreamAppend> entries,
                   std::function<void(absl::StatusOr<AppendResult>)> done);

  // Number of durable events: the last position is one less.
  uint64_t size() const;
  // Record time of the last durable event; absl::InfinitePast() when empty.
  absl::Time last_record_time() const;
  // Number of durable events of `stream`; 0 when there is none.
  absl::StatusOr<uint64_t> StreamSize(absl::string_view stream) const;
  // Names of streams that start with `prefix`, in byte order, from `after`
  // (exclusive), at most `limit`.
  absl::StatusOr<std::vector<std::string>> ListStreams(absl::string_view prefix,
                                                       absl::string_view after,
                                                       size_t limit) const;

  // Goes over the events that are durable now and that the request wants.
  absl::StatusOr<std::unique_ptr<EventIterator>> Read(
      const ReadRequest& request) const;

  // Delivers events from a position on: those that are there, and those that
  // come. Nothing comes to a read-only log.
  std::unique_ptr<Subscription> Subscribe(const SubscribeRequest& request);

  // Calls `visit` for each event from `from` on, in `direction`, until it
  // returns false or the end is reached. Reads at most up to the durable size
  // at the time of the call. Reading from past the end visits nothing.
  absl::Status ReadAll(
      uint64_t from, Direction direction,
      const std::function<bool(const RecordedEvent&)>& visit) const;

  // The same for one stream, `from` being a revision. Visits nothing when the
  // stream does not exist.
  absl::Status ReadStream(
      absl::string_view stream, uint64_t from, Direction direction,
      const std::function<bool(const RecordedEvent&)>& visit) const;

  // The event at `position`; OUT_OF_RANGE past the end.
  absl::StatusOr<RecordedEvent> ReadAt(uint64_t position) const;

  // Where the event of this id is; nullopt when it is not known.
  absl::StatusOr<std::optional<EventPlace>> FindEvent(const Uuid& id) const;

  // Number of durable events recorded at or before `time`. Commits being
  // decided that could be stamped at or before `time` are waited for. For a
  // `time` not after the clock's now the answer holds for ever: no later
  // commit is stamped at or before it, though the clock be set back while the
  // log is open.
  absl::StatusOr<uint64_t> CountAtTime(absl::Time time) const;

  // Blocks until derived/ holds all that is durable now; for those who measure.
  // INTERNAL when it cannot be written.
  absl::Status WaitUntilIndexed();
  // The same, and until compactions have nothing left to do: a log at rest. It
  // may wait for ever while others append.
  absl::Status WaitUntilAtRest();

  // Figures of this open log. To be asked for every few seconds, not for every
  // append: RocksDB's are gathered under its locks.
  LogFigures Figures() const;

  // Root of the Merkle tree (RFC 6962) over the stored bytes of all durable
  // events, 32 bytes.
  std::string MerkleRoot() const;

  // Stores a document durably by its SHA-256 and returns the 32 bytes.
  // Storing it again does nothing. INVALID_ARGUMENT above kMaxAppendBytes.
  absl::StatusOr<std::string> PutDocument(absl::string_view content);
  // The document of that hash; NOT_FOUND; DATA_LOSS when its hash differs.
  absl::StatusOr<std::string> GetDocument(absl::string_view sha256) const;

  // Backs the ledger up to `directory`, beside those that are there already
  // (log/backup.h), while appends and reads go on: all that is durable when it
  // begins, documents among it, and maybe some of what is appended meanwhile.
  // Only what changed since the backup before is copied. One that is cut short
  // leaves those before as they were, and is cleared away by the next.
  //
  // FAILED_PRECONDITION on a read-only log; when the directory holds other
  // files, or backups of another ledger, or of more events than this one has;
  // or when it lies inside the ledger. UNAVAILABLE while another backup is
  // written there.
  absl::StatusOr<BackupResult> Backup(const std::string& directory,
                                      const BackupOptions& options);

  // Rewrites the files on disk (log/compaction.h), while appends and reads go
  // on. `progress`, which may be null, is told the bytes done, and of all.
  // FAILED_PRECONDITION on a read-only log.
  absl::StatusOr<Compacted> Compact(
      const std::function<void(uint64_t done, uint64_t total)>& progress);

 private:
  class Impl;
  explicit EventLog(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace clearsky::log
