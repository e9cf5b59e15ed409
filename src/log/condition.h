#pragma once

#include <condition_variable>

#include "absl/time/time.h"
#include "base/mutex.h"

namespace clearsky::log {

// A condition variable for Mutex. Safe for concurrent use.
class Condition {
 public:
  // Releases `mu`, sleeps until notified (or woken for no reason), and takes
  // `mu` again. The analysis sees `mu` held throughout, as the caller does.
  void Wait(Mutex* mu)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    Lockable lockable{mu};
    condition_.wait(lockable);
  }

  // The same, but at most for `timeout`.
  void WaitFor(Mutex* mu, absl::Duration timeout)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    Lockable lockable{mu};
    condition_.wait_for(lockable, absl::ToChronoNanoseconds(timeout));
  }

  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  // Mutex under the names that the standard library calls.
  struct Lockable {
    Mutex* mu;
    void lock() ABSL_NO_THREAD_SAFETY_ANALYSIS { mu->Lock(); }
    void unlock() ABSL_NO_THREAD_SAFETY_ANALYSIS { mu->Unlock(); }
  };

  std::condition_variable_any condition_;
};

}  // namespace clearsky::log
