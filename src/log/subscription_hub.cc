#include "log/subscription_hub.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "log/log_reader.h"

namespace clearsky::log {
namespace {

// Where the next checkpoint is due.
uint64_t CheckpointAt(uint64_t told, uint64_t every) {
  return told + std::min(every, UINT64_MAX - told);
}

}  // namespace

SubscriptionHub::SubscriptionHub(const LogReader* reader, const Tail* tail)
    : reader_(reader), tail_(tail), dispatched_(tail->size()) {}

SubscriptionHub::~SubscriptionHub() {
  std::thread thread;
  {
    MutexLock lock(&mu_);
    is_stopped_ = true;
    thread.swap(thread_);
    has_pending_.NotifyAll();
  }
  if (thread.joinable()) thread.join();
}

std::unique_ptr<Subscription> SubscriptionHub::Subscribe(
    const SubscribeRequest& request) {
  std::unique_ptr<Subscription> subscription(
      new Subscription(this, reader_, request));
  MutexLock lock(&mu_);
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  open_.insert(subscription->self_.get());
  return subscription;
}

void SubscriptionHub::Fill(LogFigures* figures) const {
  const uint64_t size = tail_->size();
  MutexLock lock(&mu_);
  figures->subscriptions = open_.size();
  figures->woken = woken_;
  for (const Subscriber* subscriber : open_) {
    // One that waits has seen what there is; what it skipped is not noted.
    if (subscriber->is_idle) continue;
    const uint64_t cursor = subscriber->cursor.load(std::memory_order_relaxed);
    if (cursor >= size) continue;
    figures->subscription_lag =
        std::max(figures->subscription_lag, size - cursor);
  }
}

void SubscriptionHub::OnPublish(const std::shared_ptr<const Commit>& commit) {
  Calls calls;
  {
    MutexLock lock(&mu_);
    if (pending_.empty() && !is_outrun_ && IsSmall(*commit)) {
      Dispatch(*commit, &calls);
    } else if (pending_.size() < kMaxPending) {
      pending_.push_back(commit);
      has_pending_.NotifyOne();
    } else {
      is_outrun_ = true;
      pending_.clear();
      pending_.push_back(commit);  // Says how far the log has come.
    }
  }
  for (const auto& call : calls) call();
}

bool SubscriptionHub::IsSmall(const Commit& commit) const {
  if (idle_count_ == 0) return true;
  if (commit.streams.size() > kStreamsOfWriter ||
      commit.end() >= next_checkpoint_) {
    return false;
  }
  size_t concerned = 0;
  for (const absl::string_view name : commit.streams) {
    for (const auto& [length, count] : lengths_) {
      if (length > name.size()) break;
      const auto it = idle_.find(name.substr(0, length));
      if (it != idle_.end()) concerned += it->second.size();
      if (concerned > kWokenByWriter) return false;
    }
  }
  return true;
}

void SubscriptionHub::Run() {
  mu_.Lock();
  while (true) {
    while (!is_stopped_ && pending_.empty()) has_pending_.Wait(&mu_);
    if (is_stopped_) break;
    Calls calls;
    const std::shared_ptr<const Commit> commit = std::move(pending_.front());
    pending_.pop_front();
    if (std::exchange(is_outrun_, false)) {
      dispatched_ = commit->end();
      WakeAll(&calls);
    } else {
      Dispatch(*commit, &calls);
    }
    mu_.Unlock();
    for (const auto& call : calls) call();
    mu_.Lock();
  }
  mu_.Unlock();
}

void SubscriptionHub::Dispatch(const Commit& commit, Calls* calls) {
  dispatched_ = commit.end();
  if (idle_count_ == 0) return;
  for (size_t i = 0; i < commit.streams.size(); ++i) {
    const absl::string_view name = commit.streams[i];
    // Waking changes the map of lengths.
    std::vector<size_t> lengths;
    for (const auto& [length, count] : lengths_) lengths.push_back(length);
    for (const size_t length : lengths) {
      if (length > name.size()) break;
      const auto it = idle_.find(name.substr(0, length));
      if (it == idle_.end()) continue;
      // A copy, as waking takes out of it.
      const std::vector<std::shared_ptr<Subscriber>> waiting(it->second.begin(),
                                                             it->second.end());
      for (const std::shared_ptr<Subscriber>& subscriber : waiting) {
        if (commit.end() <= subscriber->idle_at) continue;
        bool matches = subscriber->filter.types.empty();
        for (size_t e = 0; !matches && e < commit.events.size(); ++e) {
          if (commit.events[e].stream != i) continue;
          const absl::StatusOr<EventView> event =
              ParseEventView(commit.first_position + e, commit.stored(e));
          // What does not parse is told by whoever reads it.
          matches = !event.ok() ||
                    subscriber->filter.Matches(event->stream, event->type);
        }
        if (matches) Wake(subscriber.get(), commit.first_position, calls);
      }
    }
  }
  if (dispatched_ >= next_checkpoint_) WakeForCheckpoints(calls);
}

void SubscriptionHub::WakeForCheckpoints(Calls* calls) {
  std::vector<std::shared_ptr<Subscriber>> due;
  next_checkpoint_ = UINT64_MAX;
  for (const auto& [prefix, waiting] : idle_) {
    for (const std::shared_ptr<Subscriber>& subscriber : waiting) {
      const uint64_t at =
          CheckpointAt(subscriber->told, subscriber->checkpoint_every);
      if (at <= dispatched_) {
        due.push_back(subscriber);
      } else {
        next_checkpoint_ = std::min(next_checkpoint_, at);
      }
    }
  }
  for (const auto& subscriber : due) {
    Wake(subscriber.get(), dispatched_, calls);
  }
}

void SubscriptionHub::WakeAll(Calls* calls) {
  std::vector<std::shared_ptr<Subscriber>> all;
  for (const auto& [prefix, waiting] : idle_) {
    all.insert(all.end(), waiting.begin(), waiting.end());
  }
  for (const auto& subscriber : all) {
    Wake(subscriber.get(), subscriber->idle_at, calls);
  }
}

void SubscriptionHub::Wake(Subscriber* self, uint64_t skip_to, Calls* calls) {
  if (!self->is_idle) return;
  ++woken_;
  self->skip_to = std::max(self->idle_at, skip_to);
  LeaveIdle(self);
  if (self->ready != nullptr) {
    calls->push_back(std::exchange(self->ready, nullptr));
  } else {
    self->woken.NotifyOne();
  }
}

bool SubscriptionHub::BecomeIdle(const std::shared_ptr<Subscriber>& self,
                                 uint64_t cursor, uint64_t told) {
  // What was looked at before it waits would wake it no more.
  if (self->is_cancelled || dispatched_ > cursor) return false;
  self->is_idle = true;
  self->idle_at = cursor;
  self->told = told;
  self->skip_to = cursor;
  absl::flat_hash_set<std::shared_ptr<Subscriber>>& waiting =
      idle_[self->filter.stream_prefix];
  if (waiting.empty()) ++lengths_[self->filter.stream_prefix.size()];
  waiting.insert(self);
  ++idle_count_;
  next_checkpoint_ =
      std::min(next_checkpoint_, CheckpointAt(told, self->checkpoint_every));
  return true;
}

void SubscriptionHub::LeaveIdle(Subscriber* self) {
  if (!self->is_idle) return;
  self->is_idle = false;
  --idle_count_;
  const auto it = idle_.find(self->filter.stream_prefix);
  it->second.erase(it->second.find(self));
  if (!it->second.empty()) return;
  const auto length = lengths_.find(it->first.size());
  if (--length->second == 0) lengths_.erase(length);
  idle_.erase(it);
}

uint64_t SubscriptionHub::Wait(const std::shared_ptr<Subscriber>& self,
                               uint64_t cursor, uint64_t told,
                               absl::Time deadline) {
  MutexLock lock(&mu_);
  if (!BecomeIdle(self, cursor, told)) return cursor;
  while (self->is_idle) {
    if (deadline == absl::InfiniteFuture()) {
      self->woken.Wait(&mu_);
      continue;
    }
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) {
      LeaveIdle(self.get());
      break;
    }
    self->woken.WaitFor(&mu_, left);
  }
  return self->skip_to;
}

bool SubscriptionHub::CallWhenReady(const std::shared_ptr<Subscriber>& self,
                                    uint64_t cursor, uint64_t told,
                                    std::function<void()> ready) {
  MutexLock lock(&mu_);
  if (!BecomeIdle(self, cursor, told)) return false;
  self->ready = std::move(ready);
  return true;
}

uint64_t SubscriptionHub::TakeSkip(Subscriber* self, uint64_t cursor) {
  MutexLock lock(&mu_);
  // Looking before having been called ends the waiting.
  LeaveIdle(self);
  self->ready = nullptr;
  return std::max(cursor, self->skip_to);
}

void SubscriptionHub::Cancel(Subscriber* self) {
  Calls calls;
  {
    MutexLock lock(&mu_);
    self->is_cancelled = true;
    Wake(self, self->idle_at, &calls);
  }
  for (const auto& call : calls) call();
}

void SubscriptionHub::Remove(Subscriber* self) {
  MutexLock lock(&mu_);
  LeaveIdle(self);
  self->ready = nullptr;
  open_.erase(self);
}

}  // namespace clearsky::log
