#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "log/condition.h"
#include "service/work_pool.h"

namespace clearsky::service {

// Has work done on a pool, one after the other, in the order in which it came.
// What waits for its turn holds no thread. Safe for concurrent use.
class Turns {
 public:
  // `pool` must outlive this. At most `max_waiting` wait.
  Turns(WorkPool* pool, size_t max_waiting)
      : pool_(pool), max_waiting_(max_waiting) {}
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;
  // Waits for what is being done. REQUIRES: nothing waits for its turn.
  ~Turns();

  // A place in the line.
  using Ticket = uint64_t;

  // Has `work` done when all before it is; nullopt, and it is not done, when
  // too much waits, or the pool takes no more.
  std::optional<Ticket> Enter(std::function<void()> work);

  // Leaves the line; false when its turn has come already.
  bool Leave(Ticket ticket);

 private:
  void Run();

  WorkPool* const pool_;
  const size_t max_waiting_;
  Mutex mu_;
  log::Condition idle_;
  std::deque<std::pair<Ticket, std::function<void()>>> line_
      ABSL_GUARDED_BY(mu_);
  Ticket next_ticket_ ABSL_GUARDED_BY(mu_) = 0;
  bool is_running_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace clearsky::service
