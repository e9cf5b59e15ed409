#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "log/condition.h"
#include "service/work_pool.h"

namespace clearsky::service {

// What a call mostly does, so that calls of one kind do not starve those of
// another: a hundred appends that wait for a slow disk leave the readers their
// threads, and a rebuild of everything takes neither's.
enum class CallKind {
  // Reads and folds: held by the processor.
  kRead,
  // Records: held by the sync, which many share.
  kWrite,
  // Reads or writes everything: minutes.
  kLong,
};

// Where the calls of all services are done: threads for each kind, a bound on
// what waits for them, in calls and in bytes, and a count of those that are not
// over. Safe for concurrent use.
class CallRunner {
 public:
  struct Options {
    WorkPool::Options reads = {.max_threads = 32, .max_waiting = 4096};
    // Many, as those that wait for a sync wait for the same one.
    WorkPool::Options writes = {.max_threads = 128, .max_waiting = 4096};
    WorkPool::Options long_work = {.max_threads = 2, .max_waiting = 16};
    // Requests that are not answered yet, all together.
    size_t max_request_bytes = size_t{512} << 20;
  };

  explicit CallRunner(const Options& options);
  CallRunner(const CallRunner&) = delete;
  CallRunner& operator=(const CallRunner&) = delete;
  ~CallRunner() { Stop(); }

  // Has `work`, a call with a request of so many bytes, done on a thread for
  // its kind. Otherwise it is not done: RESOURCE_EXHAUSTED when too much waits,
  // UNAVAILABLE when new calls are turned away (BeginStop).
  absl::Status Run(CallKind kind, size_t request_bytes,
                   std::function<void()> work);

  // Lets a call in that is done in steps of its own (pool); Leave must follow.
  // Errors as Run.
  absl::Status Enter(size_t request_bytes);
  void Leave(size_t request_bytes);
  // Counts a call that is turned away for want of room: its error.
  absl::Status TurnAway(absl::string_view why);
  // What may wait for a thread for writes, at most.
  size_t max_waiting_writes() const { return max_waiting_writes_; }
  // The threads for a kind, for steps of what was let in before.
  WorkPool& pool(CallKind kind);

  // Turns new calls away from now on; those that were let in go on.
  void BeginStop();
  // Waits until no call is left, at most until `deadline`: whether none is.
  bool WaitUntilIdle(absl::Time deadline);
  // Does what was let in, and ends the threads.
  void Stop();

  // Calls that were let in and are not over.
  size_t running() const;
  // Calls that were turned away for want of room.
  uint64_t overloads() const { return overloads_.load(); }

 private:
  const size_t max_request_bytes_;
  const size_t max_waiting_writes_;
  std::atomic<uint64_t> overloads_ = 0;
  mutable Mutex mu_;
  log::Condition idle_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  size_t running_ ABSL_GUARDED_BY(mu_) = 0;
  size_t request_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  // Last, so that their threads end before what they use.
  WorkPool reads_;
  WorkPool writes_;
  WorkPool long_work_;
};

}  // namespace clearsky::service
