#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "log/commit.h"
#include "log/event_log.h"

namespace clearsky::log {

// What a decision rests on: the log as it is before the commit.
class LogView {
 public:
  virtual ~LogView() = default;
  // The stream's last revision; nullopt when there is no such stream.
  virtual absl::StatusOr<std::optional<uint64_t>> LastRevision(
      absl::string_view stream) const = 0;
  // The event of this id; nullopt when it is not known.
  virtual absl::StatusOr<std::optional<RecordedEvent>> EventOfId(
      const Uuid& id) const = 0;
};

// A CommitDecision decides appends, one after the other, into one commit. It is
// deterministic: the same view, first position, record time and appends give
// the same answers and the same bytes, on every machine. It neither orders
// appends nor reads a clock nor writes; that is the sequencer's part.
//
// An answer holds once the commit is durable, as it may rest on an append
// decided before in the same commit. For use by one thread.
class CommitDecision {
 public:
  // `view` must outlive the decision. `record_time` is whole microseconds.
  CommitDecision(const LogView* view, uint64_t first_position,
                 absl::Time record_time);

  // What EventLog::Append answers; on an error nothing is added.
  // REQUIRES: ValidateAppend(entries) is OK.
  absl::StatusOr<AppendResult> Add(const std::vector<StreamAppend>& entries);

  // Whether nothing is to be written.
  bool empty() const { return commit_.events.empty(); }
  // What is to be written. Nothing can be added afterwards.
  Commit TakeCommit();

 private:
  absl::StatusOr<std::optional<uint64_t>> LastRevision(
      absl::string_view stream) const;
  absl::StatusOr<std::optional<RecordedEvent>> EventOfId(const Uuid& id) const;
  // The places of events all known before; nullopt when all are new.
  absl::StatusOr<std::optional<AppendResult>> FindDuplicate(
      const std::vector<StreamAppend>& entries) const;
  // Adds the events of `entry` behind `last`, and their places to `places`.
  void AddEvents(const StreamAppend& entry, std::optional<uint64_t> last,
                 std::vector<EventPlace>* places);
  // The stored bytes of an event of the commit.
  absl::string_view Stored(size_t index) const;
  // Ends the chunk that is being filled.
  void CloseChunk();

  const LogView* const view_;
  // Its events' offsets count from the chunk's body until the chunk is closed.
  Commit commit_;
  // The chunk being filled: its events from this index on, each after its size.
  size_t open_from_ = 0;
  std::string open_body_;
  // Of the streams in `commit_`: index of the name, last revision.
  struct StreamEnd {
    uint32_t index;
    uint64_t last_revision;
  };
  absl::flat_hash_map<std::string, StreamEnd> streams_;
  // Of the events in `commit_`.
  absl::flat_hash_map<Uuid, size_t> indexes_;
};

}  // namespace clearsky::log
