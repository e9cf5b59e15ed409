#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "log/commit_decision.h"
#include "log/condition.h"
#include "log/event_log.h"
#include "log/log_store.h"
#include "log/tail.h"

namespace clearsky::log {

// The Sequencer orders appends into commits, and gives each commit its time.
// What an append answers and which bytes it makes is CommitDecision's part; a
// replicated log could take the sequencer's place and leave that one alone.
//
// Sequencing is a role. A caller that finds it free takes it and commits at
// once, without handing its work to another thread; callers that come meanwhile
// queue, and the next holder takes all of them into one commit: one write, one
// sync. Each holder commits until its own append is answered.
//
// Invariants:
// 1. One commit is under way at a time; the next is decided on what is durable.
// 2. Nobody is answered before the commit that the answer rests on is durable.
// 3. Record times, in whole microseconds, increase from commit to commit.
//
// It is safe for concurrent use.
class Sequencer {
 public:
  // The last record time may be this far ahead of the clock.
  static constexpr absl::Duration kMaxAhead = absl::Minutes(5);
  // The holder takes waiting appends up to this size of event data.
  static constexpr size_t kMaxCommitBytes = kMaxAppendBytes;

  // All must outlive the sequencer.
  Sequencer(const Clock* clock, const LogView* view, LogStore* store,
            Tail* tail)
      : clock_(clock), view_(view), store_(store), tail_(tail) {}

  // As EventLog::Append.
  absl::StatusOr<AppendResult> Append(const std::vector<StreamAppend>& entries)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Waits for the commit under way when its time is not after `time`. When
  // `time` is not after the clock's now, later commits are stamped after it, as
  // long as this sequencer lives, however the clock is set.
  void SettleUpTo(absl::Time time) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // An append whose caller sleeps.
  struct Waiter {
    const std::vector<StreamAppend>* entries;
    size_t bytes;
    std::optional<absl::StatusOr<AppendResult>> answer;
  };

  std::vector<Waiter*> TakeWaiting() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Decides, writes and publishes one commit; answers come back in the order
  // of `waiters`. Called by the holder of the role alone.
  std::vector<absl::StatusOr<AppendResult>> CommitAll(
      const std::vector<Waiter*>& waiters) ABSL_LOCKS_EXCLUDED(mu_);
  // The time of the commit about to be decided, which is under way from now on.
  absl::StatusOr<absl::Time> BeginCommit() ABSL_LOCKS_EXCLUDED(mu_);

  const Clock* const clock_;
  const LogView* const view_;
  LogStore* const store_;
  Tail* const tail_;

  Mutex mu_;
  // Signalled when a commit has ended and the role is free.
  Condition ended_;
  bool is_taken_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<Waiter*> waiting_ ABSL_GUARDED_BY(mu_);
  // Time of the commit under way.
  std::optional<absl::Time> under_way_ ABSL_GUARDED_BY(mu_);
  // No commit may be stamped at or before this.
  absl::Time settled_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
};

}  // namespace clearsky::log
