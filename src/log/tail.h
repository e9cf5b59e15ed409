#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "log/commit.h"
#include "log/condition.h"

namespace clearsky::log {

// The Tail is the end of the log in memory: the commits that the derived
// instance has not reached, with an index over them. What becomes visible to
// readers becomes so here, all at once. It is safe for concurrent use.
//
// Invariants:
// 1. Commits are added when decided, in order of position, and become visible,
//    in that order, once durable. Only the sequencer sees those that are not.
// 2. Commits leave in the order in which they came, and only after the derived
//    instance holds them. So who looks here first and there second misses none.
class Tail {
 public:
  struct Limits {
    // The indexer writes when so much has gathered.
    size_t flush_events = 65'536;
    size_t flush_bytes = size_t{24} << 20;
    // More than this makes WaitForRoom wait.
    size_t max_bytes = size_t{64} << 20;
  };

  // The tail follows derived/ and log/ that end so.
  Tail(LogEnd end, const Limits& limits)
      : limits_(limits), end_(end), decided_(std::move(end)) {}

  // For opening: adds commits that are durable, without moving the end.
  // `with_bytes` keeps the stored bytes, else only where the events are.
  void AddDurable(std::shared_ptr<const Commit> commit, bool with_bytes);

  // For the sequencer. Adds a decided commit, `end` being the log's end behind
  // it, which readers do not see yet; and makes all up to there visible.
  void Add(std::shared_ptr<const Commit> commit, LogEnd end);
  void Publish(const LogEnd& end);
  // The end behind what was decided, durable or not.
  LogEnd decided_end() const;

  // The durable end.
  LogEnd end() const;
  uint64_t size() const;
  absl::Time last_record_time() const;
  // Number of durable events that need not be here: the derived instance holds
  // them, or this is of a long log opened for reading only.
  uint64_t indexed() const;

  // What a call sees: what is durable, or also what was decided only.
  enum class Scope { kDurable, kDecided };
  // Nullopt when the tail does not know; the derived instance may.
  std::optional<uint64_t> LastRevision(absl::string_view stream,
                                       Scope scope) const;
  std::optional<uint64_t> PositionOf(const Uuid& id, Scope scope) const;
  // An event's stored bytes in memory; null `commit` when they are not here.
  struct Stored {
    std::shared_ptr<const Commit> commit;
    size_t index = 0;
  };
  Stored StoredAt(uint64_t position) const;
  // Positions of the stream's durable revisions from max(`first`, first
  // revision in the tail) up to `first` + `count`.
  struct Slice {
    uint64_t first_revision = 0;
    std::vector<uint64_t> positions;
  };
  Slice Positions(absl::string_view stream, uint64_t first,
                  uint64_t count) const;
  // At most `limit` names with `prefix`, behind `after`, in byte order.
  std::vector<std::string> Streams(absl::string_view prefix,
                                   absl::string_view after, size_t limit) const;

  // For the indexer. Blocks until enough has gathered, or somebody waits for
  // it, and returns durable commits in order; empty after Stop.
  std::vector<std::shared_ptr<const Commit>> WaitForCommits();
  // All durable commits that are here.
  std::vector<std::shared_ptr<const Commit>> DurableCommits() const;
  // The derived instance holds everything before `position`.
  void Forget(uint64_t position);
  // The indexer has stopped for this reason; the tail grows no more.
  void Fail(const absl::Status& status);
  void Stop();
  // Blocks until the derived instance holds what is durable now.
  absl::Status WaitUntilIndexed();

  // For the sequencer. Blocks while the tail is full. INTERNAL when the indexer
  // has failed: nothing would bound the tail.
  absl::Status WaitForRoom();

 private:
  struct Stream {
    uint64_t first_revision = 0;
    std::vector<uint64_t> positions;
  };

  void AddLocked(const std::shared_ptr<const Commit>& commit, bool with_bytes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Number of the stream's positions that `scope` sees.
  size_t CountVisible(const Stream& stream, Scope scope) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool IsFlushDue() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  std::vector<std::shared_ptr<const Commit>> DurableCommitsLocked() const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Limits limits_;
  mutable Mutex mu_;
  Condition has_commits_;
  Condition has_room_;
  LogEnd end_ ABSL_GUARDED_BY(mu_);
  LogEnd decided_ ABSL_GUARDED_BY(mu_);
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  // Somebody waits for everything before this to be indexed.
  uint64_t wanted_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
  std::deque<std::shared_ptr<const Commit>> commits_ ABSL_GUARDED_BY(mu_);
  size_t events_ ABSL_GUARDED_BY(mu_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
  absl::flat_hash_map<std::string, Stream> streams_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<Uuid, uint64_t> positions_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::log
