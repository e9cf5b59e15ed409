#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "log/condition.h"

namespace clearsky::service {

// Threads that do what must not be done on those of gRPC or of a dispatcher of
// sockets: reading, folding, waiting for a sync. What waits for a thread is
// bounded; the rest is turned away at once, so that an overloaded server says
// so and does not grow. Threads are started when they are needed. Safe for
// concurrent use.
class WorkPool {
 public:
  struct Options {
    // Threads, at most. Work may block (an append waits for its sync), so that
    // more of them than processors are of use.
    size_t max_threads = 64;
    // What may wait for a thread, at most.
    size_t max_waiting = 4096;
  };

  explicit WorkPool(const Options& options) : options_(options) {}
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;
  // Does what waits, then ends.
  ~WorkPool() { Stop(); }

  // Has `work` done on a thread of the pool; false, and it is not done, when
  // too much waits or the pool has stopped.
  [[nodiscard]] bool TrySubmit(std::function<void()> work);
  // The same, however much waits: for the next step of work that was admitted
  // before. False only when the pool has stopped.
  bool Submit(std::function<void()> work);

  // Takes nothing more, does what waits, and ends the threads.
  void Stop();

  // What waits for a thread now.
  size_t waiting() const;
  // What was turned away so far.
  uint64_t turned_away() const;

 private:
  bool Add(std::function<void()> work, size_t max_waiting);
  void Run();

  const Options options_;
  mutable Mutex mu_;
  log::Condition wake_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mu_);
  size_t idle_ ABSL_GUARDED_BY(mu_) = 0;
  uint64_t turned_away_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace clearsky::service
