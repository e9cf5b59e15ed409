#pragma once

#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "ledger/ledger.h"
#include "log/condition.h"
#include "log/subscription.h"

namespace clearsky::feed {

// Tells those who wait that a new day has begun for the ledger. One thread for
// all of them, from the first on; it looks again and again instead of reckoning
// when midnight is, so that a clock that steps, or a machine that slept, is
// noticed as late as any midnight. The day of a simulated ledger moves with
// what is recorded, and is looked at after each commit.
//
// It is safe for concurrent use.
class DayTicker {
 public:
  // `ledger` must outlive the ticker. `interval` lies between two looks.
  DayTicker(ledger::Ledger* ledger, absl::Duration interval)
      : ledger_(ledger), interval_(interval) {}
  DayTicker(const DayTicker&) = delete;
  DayTicker& operator=(const DayTicker&) = delete;
  ~DayTicker();

  // Calls `ready` once, as soon as the ledger's day is another than `day`:
  // here, when it is so already, else on the ticker's thread. It must not
  // block. It takes the place of what `who` waited for before.
  void NotifyWhenNot(const void* who, absl::CivilDay day,
                     std::function<void()> ready) ABSL_LOCKS_EXCLUDED(mu_);
  // `who` waits no more; a call that is under way is not waited for.
  void Forget(const void* who) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Waiting {
    absl::CivilDay day;
    std::function<void()> ready;
  };

  void Run() ABSL_LOCKS_EXCLUDED(mu_);
  // Calls those for whom it is another day.
  void Tell(absl::CivilDay today) ABSL_LOCKS_EXCLUDED(mu_);

  ledger::Ledger* const ledger_;
  const absl::Duration interval_;

  Mutex mu_;
  log::Condition wake_;
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::map<const void*, Waiting> waiting_ ABSL_GUARDED_BY(mu_);
  // Of a simulated ledger: woken by any event. Made with the thread.
  std::unique_ptr<log::Subscription> commits_;
  std::thread thread_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::feed
