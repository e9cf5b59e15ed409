#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "log/commit.h"
#include "log/condition.h"
#include "log/event_log.h"

namespace clearsky::log {

// The Tail is the durable end of the log and, in memory, the index of those
// events that the derived instance has not reached. What becomes visible to
// readers becomes so here, all at once. It is safe for concurrent use.
//
// Invariants:
// 1. Events are published once durable, and in order of position.
// 2. Events leave in the order in which they came, and only after the derived
//    instance holds them. So who looks here first and there second misses none.
class Tail {
 public:
  // More events than this make WaitForRoom wait: some 30 MiB.
  static constexpr size_t kMaxEvents = 100'000;

  explicit Tail(LogEnd end) : end_(std::move(end)) {}

  // Adds durable events that the derived instance does not hold yet, without
  // moving the end: for opening. They follow each other.
  void Add(const EventPlace& place);
  // Makes a durable commit visible. `end` is the log's end behind it.
  void Publish(const Commit& commit, LogEnd end);

  LogEnd end() const;
  uint64_t size() const;
  absl::Time last_record_time() const;

  // Nullopt when the tail does not know; the derived instance may.
  std::optional<uint64_t> LastRevision(absl::string_view stream) const;
  std::optional<uint64_t> PositionOf(const Uuid& id) const;
  // Positions of the stream's revisions from max(`first`, first revision in the
  // tail) up to `first` + `count`.
  struct Slice {
    uint64_t first_revision = 0;
    std::vector<uint64_t> positions;
  };
  Slice Positions(absl::string_view stream, uint64_t first,
                  uint64_t count) const;
  // At most `limit` names with `prefix`, behind `after`, in byte order.
  std::vector<std::string> Streams(absl::string_view prefix,
                                   absl::string_view after, size_t limit) const;

  // For the indexer. Blocks until there are events or Stop is called, and
  // returns a copy of the first `limit`; empty after Stop when none are left.
  std::vector<EventPlace> WaitForEvents(size_t limit);
  // The derived instance holds the first `count` events.
  void Forget(size_t count);
  // The indexer has stopped for this reason; the tail grows no more.
  void Fail(const absl::Status& status);
  void Stop();

  // For the sequencer. Blocks while the tail is full. INTERNAL when the indexer
  // has failed: nothing would bound the tail.
  absl::Status WaitForRoom();

 private:
  struct Stream {
    uint64_t first_revision = 0;
    std::deque<uint64_t> positions;
  };

  void AddLocked(const EventPlace& place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable Mutex mu_;
  Condition has_events_;
  Condition has_room_;
  LogEnd end_ ABSL_GUARDED_BY(mu_);
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
  std::deque<EventPlace> events_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, Stream, std::less<>> streams_ ABSL_GUARDED_BY(mu_);
  std::map<Uuid, uint64_t> positions_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::log
