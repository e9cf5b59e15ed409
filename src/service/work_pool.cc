#include "service/work_pool.h"

#include <cstdint>
#include <limits>
#include <utility>

namespace clearsky::service {

bool WorkPool::TrySubmit(std::function<void()> work) {
  return Add(std::move(work), options_.max_waiting);
}

bool WorkPool::Submit(std::function<void()> work) {
  return Add(std::move(work), std::numeric_limits<size_t>::max());
}

bool WorkPool::Add(std::function<void()> work, size_t max_waiting) {
  MutexLock lock(&mu_);
  if (stopped_ || waiting_.size() >= max_waiting) {
    ++turned_away_;
    return false;
  }
  waiting_.push_back(std::move(work));
  if (waiting_.size() > idle_ && threads_.size() < options_.max_threads) {
    threads_.emplace_back([this] { Run(); });
  } else {
    wake_.NotifyOne();
  }
  return true;
}

void WorkPool::Run() {
  mu_.Lock();
  while (true) {
    while (waiting_.empty() && !stopped_) {
      ++idle_;
      wake_.Wait(&mu_);
      --idle_;
    }
    if (waiting_.empty()) break;
    std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    mu_.Unlock();
    work();
    work = nullptr;
    mu_.Lock();
  }
  mu_.Unlock();
}

void WorkPool::Stop() {
  std::vector<std::thread> threads;
  {
    MutexLock lock(&mu_);
    stopped_ = true;
    threads.swap(threads_);
    wake_.NotifyAll();
  }
  for (std::thread& thread : threads) thread.join();
}

size_t WorkPool::waiting() const {
  MutexLock lock(&mu_);
  return waiting_.size();
}

uint64_t WorkPool::turned_away() const {
  MutexLock lock(&mu_);
  return turned_away_;
}

}  // namespace clearsky::service
