#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "log/commit.h"
#include "log/condition.h"
#include "log/event_view.h"
#include "log/metrics.h"
#include "log/subscription.h"
#include "log/tail.h"

namespace clearsky::log {

class LogReader;

// What the hub knows of a subscription. All but the constants are guarded by
// the hub.
struct Subscriber {
  EventFilter filter;
  uint64_t checkpoint_every = 1;

  std::atomic<bool> is_cancelled = false;
  // How far it has come, for figures.
  std::atomic<uint64_t> cursor = 0;
  // Has seen or skipped everything before `idle_at` and waits for more.
  bool is_idle = false;
  uint64_t idle_at = 0;
  uint64_t told = 0;
  // Where the subscription may go on: nothing before it matches.
  uint64_t skip_to = 0;
  // Wakes a Next that waits, or is called instead.
  Condition woken;
  std::function<void()> ready;
};

// The SubscriptionHub wakes subscriptions that wait. A commit that became
// visible is looked up by the prefixes that are waited for, so that thousands
// of subscriptions cost it no more than the few that it matches. Appends do not
// wait for more: where many are to be woken, or a commit is wide, a thread of
// the hub does it.
//
// It is safe for concurrent use.
class SubscriptionHub {
 public:
  // The writer itself wakes so many subscriptions, for a commit of so many
  // streams; more are left to the hub's thread.
  static constexpr size_t kWokenByWriter = 4;
  static constexpr size_t kStreamsOfWriter = 32;
  // Commits that wait for the hub's thread; when it lags more, all are woken.
  static constexpr size_t kMaxPending = 1024;

  // Both must outlive the hub.
  SubscriptionHub(const LogReader* reader, const Tail* tail);
  SubscriptionHub(const SubscriptionHub&) = delete;
  SubscriptionHub& operator=(const SubscriptionHub&) = delete;
  // REQUIRES: there are no subscriptions any more.
  ~SubscriptionHub();

  std::unique_ptr<Subscription> Subscribe(const SubscribeRequest& request);

  // Sets the figures of subscriptions.
  void Fill(LogFigures* figures) const ABSL_LOCKS_EXCLUDED(mu_);

  // A commit became visible. Called in order.
  void OnPublish(const std::shared_ptr<const Commit>& commit)
      ABSL_LOCKS_EXCLUDED(mu_);

  const Tail& tail() const { return *tail_; }

  // For Subscription. Waits until `self`, which has come to `cursor`, may have
  // something, is cancelled, or `deadline` has passed; returns where to go on.
  uint64_t Wait(const std::shared_ptr<Subscriber>& self, uint64_t cursor,
                uint64_t told, absl::Time deadline) ABSL_LOCKS_EXCLUDED(mu_);
  // The same, calling `ready` instead of waiting. False, and not called, when
  // there may be something now.
  bool CallWhenReady(const std::shared_ptr<Subscriber>& self, uint64_t cursor,
                     uint64_t told, std::function<void()> ready)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Where to go on after having been called.
  uint64_t TakeSkip(Subscriber* self, uint64_t cursor) ABSL_LOCKS_EXCLUDED(mu_);
  void Cancel(Subscriber* self) ABSL_LOCKS_EXCLUDED(mu_);
  void Remove(Subscriber* self) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  using Calls = std::vector<std::function<void()>>;

  // False when there may be something already.
  bool BecomeIdle(const std::shared_ptr<Subscriber>& self, uint64_t cursor,
                  uint64_t told) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void LeaveIdle(Subscriber* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Wakes one; what is to be called without the lock is added to `calls`.
  void Wake(Subscriber* self, uint64_t skip_to, Calls* calls)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Whether the writer may dispatch it: it wakes few and takes little.
  bool IsSmall(const Commit& commit) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Dispatch(const Commit& commit, Calls* calls)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void WakeForCheckpoints(Calls* calls) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void WakeAll(Calls* calls) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Run() ABSL_LOCKS_EXCLUDED(mu_);

  const LogReader* const reader_;
  const Tail* const tail_;

  mutable Mutex mu_;
  Condition has_pending_;
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  // Every commit before this was looked at.
  uint64_t dispatched_ ABSL_GUARDED_BY(mu_);
  std::deque<std::shared_ptr<const Commit>> pending_ ABSL_GUARDED_BY(mu_);
  // The hub's thread was outrun; all that wait are to be woken.
  bool is_outrun_ ABSL_GUARDED_BY(mu_) = false;
  // Those that wait, by prefix; and how many prefixes have which length.
  absl::flat_hash_map<std::string,
                      absl::flat_hash_set<std::shared_ptr<Subscriber>>>
      idle_ ABSL_GUARDED_BY(mu_);
  std::map<size_t, size_t> lengths_ ABSL_GUARDED_BY(mu_);
  size_t idle_count_ ABSL_GUARDED_BY(mu_) = 0;
  // No checkpoint is due before this position.
  uint64_t next_checkpoint_ ABSL_GUARDED_BY(mu_) = UINT64_MAX;
  std::thread thread_ ABSL_GUARDED_BY(mu_);
  // All that there are, and how often one was woken, for figures.
  absl::flat_hash_set<const Subscriber*> open_ ABSL_GUARDED_BY(mu_);
  uint64_t woken_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace clearsky::log
