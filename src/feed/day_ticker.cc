#include "feed/day_ticker.h"

#include <utility>
#include <vector>

#include "clearsky/v1/ledger_service.pb.h"

namespace clearsky::feed {

DayTicker::~DayTicker() {
  std::thread thread;
  {
    MutexLock lock(&mu_);
    is_stopped_ = true;
    thread.swap(thread_);
    if (commits_ != nullptr) commits_->Cancel();
    wake_.NotifyAll();
  }
  if (thread.joinable()) thread.join();
}

void DayTicker::NotifyWhenNot(const void* who, absl::CivilDay day,
                              std::function<void()> ready) {
  {
    MutexLock lock(&mu_);
    if (is_stopped_) return;
    waiting_[who] = {day, std::move(ready)};
    if (!thread_.joinable()) {
      const auto ledger = ledger_->GetLedger(v1::GetLedgerRequest());
      if (ledger.ok() && ledger->simulated()) {
        log::SubscribeRequest request;
        request.from = ledger_->log().size();
        commits_ = ledger_->log().Subscribe(request);
      }
      thread_ = std::thread([this] { Run(); });
    }
  }
  // The day may have begun before it waited.
  if (ledger_->Today() == day) return;
  std::function<void()> call;
  {
    MutexLock lock(&mu_);
    const auto found = waiting_.find(who);
    if (found == waiting_.end() || found->second.day != day) return;
    call = std::move(found->second.ready);
    waiting_.erase(found);
  }
  call();
}

void DayTicker::Forget(const void* who) {
  MutexLock lock(&mu_);
  waiting_.erase(who);
}

void DayTicker::Tell(absl::CivilDay today) {
  std::vector<std::function<void()>> calls;
  {
    MutexLock lock(&mu_);
    for (auto it = waiting_.begin(); it != waiting_.end();) {
      if (it->second.day == today) {
        ++it;
        continue;
      }
      calls.push_back(std::move(it->second.ready));
      it = waiting_.erase(it);
    }
  }
  for (const std::function<void()>& call : calls) call();
}

void DayTicker::Run() {
  while (true) {
    bool is_watched = false;
    if (commits_ != nullptr) {
      const auto item = commits_->Next(interval_);
      is_watched = item.ok() || absl::IsDeadlineExceeded(item.status());
    }
    {
      MutexLock lock(&mu_);
      // Without a subscription that tells, time alone does.
      if (!is_stopped_ && !is_watched) wake_.WaitFor(&mu_, interval_);
      if (is_stopped_) return;
    }
    Tell(ledger_->Today());
  }
}

}  // namespace clearsky::feed
