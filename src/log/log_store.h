#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "log/commit.h"
#include "log/database.h"
#include "log/database_options.h"
#include "log/format.h"

namespace clearsky::log {

// A LogStore is the truth on disk: the RocksDB instance `log/` with the
// commits, the tree frontier, the identity and the documents. It is safe for
// concurrent use, but commits are to be written one at a time and in order.
class LogStore {
 public:
  // Makes an empty one in `path`, which must not exist.
  static absl::StatusOr<std::unique_ptr<LogStore>> Create(
      const std::string& path, const format::Identity& identity,
      rocksdb::Env* env, const MemoryBudget& budget);

  // DATA_LOSS when it is damaged, as far as its head and end tell.
  static absl::StatusOr<std::unique_ptr<LogStore>> Open(
      const std::string& path, bool read_only, rocksdb::Env* env,
      const MemoryBudget& budget);

  LogStore(const LogStore&) = delete;
  LogStore& operator=(const LogStore&) = delete;
  // Closes; what is much in the write-ahead log is written as table files.
  ~LogStore();

  const format::Identity& identity() const { return identity_; }
  // The log's end when it was opened.
  const LogEnd& end_at_open() const { return end_at_open_; }

  // Writes and syncs a commit and the frontier behind it, all or nothing. After
  // a failure nothing more is written: what the file holds is not known, so
  // that INTERNAL is the answer to this and all later writes.
  absl::Status Write(const Commit& commit, const MerkleFrontier& after);

  // The failure that stopped writing; OK when none did.
  absl::Status failure() const ABSL_LOCKS_EXCLUDED(mu_);

  // An iterator over the chunks as they are now.
  std::unique_ptr<rocksdb::Iterator> NewChunkIterator(
      const rocksdb::ReadOptions& options) const;

  // Documents by the 32 bytes of their SHA-256.
  absl::Status PutDocument(absl::string_view sha256, absl::string_view content);
  // NOT_FOUND; DATA_LOSS when the content's hash is another.
  absl::StatusOr<std::string> GetDocument(absl::string_view sha256) const;

 private:
  LogStore(std::unique_ptr<Database> database, bool read_only)
      : read_only_(read_only), database_(std::move(database)) {}

  absl::Status ReadIdentity();
  absl::Status ReadEnd();
  absl::StatusOr<std::string> GetMeta(absl::string_view key) const;
  absl::Status WriteSynced(rocksdb::WriteBatch* batch);

  const bool read_only_;
  const std::unique_ptr<Database> database_;
  // Set once, on opening.
  format::Identity identity_;
  LogEnd end_at_open_;

  // Held while writing: a write that began before another one's failure must
  // not come after it.
  Mutex write_mu_ ABSL_ACQUIRED_BEFORE(mu_);
  mutable Mutex mu_;
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::log
