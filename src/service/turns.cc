#include "service/turns.h"

#include <algorithm>

namespace clearsky::service {

Turns::~Turns() {
  MutexLock lock(&mu_);
  while (is_running_) idle_.Wait(&mu_);
}

std::optional<Turns::Ticket> Turns::Enter(std::function<void()> work) {
  MutexLock lock(&mu_);
  if (line_.size() >= max_waiting_) return std::nullopt;
  if (!is_running_ && !pool_->TrySubmit([this] { Run(); })) {
    return std::nullopt;
  }
  is_running_ = true;
  line_.emplace_back(next_ticket_, std::move(work));
  return next_ticket_++;
}

bool Turns::Leave(Ticket ticket) {
  MutexLock lock(&mu_);
  const auto found =
      std::find_if(line_.begin(), line_.end(),
                   [&](const auto& place) { return place.first == ticket; });
  if (found == line_.end()) return false;
  line_.erase(found);
  return true;
}

void Turns::Run() {
  mu_.Lock();
  while (!line_.empty()) {
    const std::function<void()> work = std::move(line_.front().second);
    line_.pop_front();
    mu_.Unlock();
    work();
    mu_.Lock();
  }
  is_running_ = false;
  idle_.NotifyAll();
  mu_.Unlock();
}

}  // namespace clearsky::service
