#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "log/commit_decision.h"
#include "log/condition.h"
#include "log/counters.h"
#include "log/event.h"
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
// sync. The role has two halves, so that commits overlap: the holder decides
// and encodes its commit, then waits for the commit before to be synced, and
// only then gives up deciding and writes. While it syncs, another may decide,
// once enough has queued to be worth a commit of its own: deciding a few takes
// less time than the sync that they would miss.
//
// Asynchronous appends queue as well; they are committed by whoever holds the
// role, or by threads of the sequencer's own when no caller waits.
//
// Invariants:
// 1. Commits are decided one at a time, each on those decided before it, and
//    written one at a time in the same order.
// 2. Nobody is answered before all that was decided before the answer is
//    durable. When a write fails, so does all that was decided after it.
// 3. Record times, in whole microseconds, increase from commit to commit, and
//    are not before the clock's time when an append came.
//
// It is safe for concurrent use.
class Sequencer {
 public:
  // The last record time may be this far ahead of the clock.
  static constexpr absl::Duration kMaxAhead = absl::Minutes(5);
  // The holder takes waiting appends up to this size of event data.
  static constexpr size_t kMaxCommitBytes = kMaxAppendBytes;
  // So much waiting is worth deciding while the commit before syncs.
  static constexpr size_t kPipelineEvents = 64;
  static constexpr size_t kPipelineBytes = size_t{64} << 10;
  // A holder commits for others so often before it gives up the role: to be
  // woken takes the next holder time in which nothing is synced.
  static constexpr int kMaxLed = 4;
  // More than this waiting, and asynchronous appends are turned away.
  static constexpr size_t kMaxWaitingBytes = size_t{64} << 20;

  using Answer = absl::StatusOr<AppendResult>;
  using Callback = std::function<void(Answer)>;

  // All must outlive the sequencer. `view` sees what was decided.
  // `on_publish`, if any, is called after each commit became visible.
  Sequencer(
      const Clock* clock, const LogView* view, LogStore* store, Tail* tail,
      std::function<void(const std::shared_ptr<const Commit>&)> on_publish);
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;
  // Answers what waits first. REQUIRES: nobody appends any more.
  ~Sequencer();

  // As EventLog's.
  Answer Append(const std::vector<StreamAppend>& entries)
      ABSL_LOCKS_EXCLUDED(mu_);
  void AppendAsync(std::vector<StreamAppend> entries, Callback done)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Waits for the commits under way whose time is not after `time`. When `time`
  // is not after the clock's now, later commits are stamped after it, as long
  // as this sequencer lives, however the clock is set.
  void SettleUpTo(absl::Time time) ABSL_LOCKS_EXCLUDED(mu_);

  // Counts an append that was answered without coming here.
  void CountRefused(absl::StatusCode code) {
    counters_.CountAnswer(code, /*is_duplicate=*/false);
  }
  // Sets the figures of appends.
  void Fill(LogFigures* figures) const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // An append that waits for its answer.
  struct Waiter;
  // A commit decided and not yet written.
  struct Decided;
  using Waiters = std::vector<std::shared_ptr<Waiter>>;

  // The threads that commit when no caller waits: one may decide while the
  // other writes.
  static constexpr int kCommitters = 2;

  bool MayDecide() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Enqueue(std::shared_ptr<Waiter> waiter)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Waiters TakeWaiting() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Wakes who should take the role, when it can be taken.
  void WakeNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Takes the role and commits what waits, and what came meanwhile, for some
  // commits. Releases `mu_` meanwhile. REQUIRES: MayDecide().
  void Lead() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // One commit; whether to go on with another.
  bool LeadOne(bool may_go_on) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The steps of a commit, called by the holder of the role alone.
  Decided Decide(const Waiters& waiters) ABSL_LOCKS_EXCLUDED(mu_);
  void Write(Decided* decided) ABSL_LOCKS_EXCLUDED(mu_);
  void Deliver(const Waiters& waiters, Decided* decided);
  // The time of the commit about to be decided, which is under way from now on.
  absl::StatusOr<absl::Time> BeginCommit() ABSL_LOCKS_EXCLUDED(mu_);
  void RunCommitter() ABSL_LOCKS_EXCLUDED(mu_);

  const Clock* const clock_;
  const LogView* const view_;
  LogStore* const store_;
  Tail* const tail_;
  const std::function<void(const std::shared_ptr<const Commit>&)> on_publish_;

  AppendCounters counters_;

  mutable Mutex mu_;
  // Signalled when the writing half is free, for who has decided.
  Condition written_;
  // Signalled when a commit has ended, for SettleUpTo.
  Condition settled_changed_;
  // Signalled when a committer is wanted.
  Condition committer_;
  bool is_deciding_ ABSL_GUARDED_BY(mu_) = false;
  bool is_writing_ ABSL_GUARDED_BY(mu_) = false;
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<std::shared_ptr<Waiter>> waiting_ ABSL_GUARDED_BY(mu_);
  size_t waiting_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  size_t waiting_events_ ABSL_GUARDED_BY(mu_) = 0;
  // Times of the commits under way, in order.
  std::deque<absl::Time> under_way_ ABSL_GUARDED_BY(mu_);
  // No commit may be stamped at or before this.
  absl::Time settled_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
  std::vector<std::thread> committers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::log
