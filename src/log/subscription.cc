#include "log/subscription.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "log/log_reader.h"
#include "log/subscription_hub.h"

namespace clearsky::log {

Subscription::Subscription(SubscriptionHub* hub, const LogReader* reader,
                           const SubscribeRequest& request)
    : hub_(hub),
      reader_(reader),
      self_(std::make_shared<Subscriber>()),
      cursor_(request.from),
      told_(request.from) {
  self_->filter = request.filter;
  self_->checkpoint_every = std::max<uint64_t>(1, request.checkpoint_every);
  self_->cursor = cursor_;
}

Subscription::~Subscription() { hub_->Remove(self_.get()); }

void Subscription::Cancel() { hub_->Cancel(self_.get()); }

uint64_t Subscription::position() const {
  if (!fetched_.has_value()) return cursor_;
  return fetched_->kind == Item::Kind::kEvent ? fetched_->event.position
                                              : fetched_->next_position;
}

bool Subscription::IsCheckpointDue() const {
  return cursor_ - told_ >= self_->checkpoint_every;
}

bool Subscription::SkipTo(uint64_t position) {
  if (position <= cursor_) return !IsCheckpointDue();
  const uint64_t most = self_->checkpoint_every - (cursor_ - told_);
  cursor_ += std::min(position - cursor_, most);
  return !IsCheckpointDue();
}

absl::StatusOr<bool> Subscription::NextInMemory(EventView* event,
                                                uint64_t end) {
  while (cursor_ < end && !IsCheckpointDue()) {
    Tail::Stored stored = hub_->tail().StoredAt(cursor_);
    if (stored.commit == nullptr) return false;
    const Commit& commit = *stored.commit;
    pinned_ = std::move(stored.commit);
    for (size_t i = stored.index; cursor_ < end && i < commit.events.size();
         ++i) {
      if (absl::StartsWith(commit.stream(i), self_->filter.stream_prefix)) {
        ASSIGN_OR_RETURN(*event, ParseEventView(cursor_, commit.stored(i)));
        if (self_->filter.Matches(event->stream, event->type)) {
          ++cursor_;
          return true;
        }
      }
      ++cursor_;
      if (IsCheckpointDue()) break;
    }
  }
  return false;
}

absl::StatusOr<bool> Subscription::NextEvent(EventView* event, uint64_t end) {
  while (cursor_ < end && SkipTo(skip_to_)) {
    if (catch_up_ == nullptr) {
      if (cursor_ >= end) return false;
      ASSIGN_OR_RETURN(const bool is_found, NextInMemory(event, end));
      if (is_found) return true;
      if (cursor_ >= end || IsCheckpointDue()) return false;
      catch_up_end_ = end;
      const uint64_t stretch = self_->checkpoint_every - (cursor_ - told_);
      ASSIGN_OR_RETURN(catch_up_, reader_->CatchUp(self_->filter, cursor_,
                                                   stretch, &catch_up_end_));
    }
    if (is_ahead_ || catch_up_->Next()) {
      is_ahead_ = !SkipTo(catch_up_->event().position);
      if (is_ahead_) return false;
      *event = catch_up_->event();
      cursor_ = event->position + 1;
      return true;
    }
    RETURN_IF_ERROR(catch_up_->status());
    catch_up_.reset();
    skip_to_ = std::max(skip_to_, catch_up_end_);
    if (self_->is_cancelled) return false;
  }
  return false;
}

absl::StatusOr<std::optional<Subscription::Item>> Subscription::Fetch() {
  const auto cancelled = [] {
    return absl::CancelledError("the subscription was cancelled");
  };
  if (self_->is_cancelled) return cancelled();
  if (fetched_.has_value()) return std::exchange(fetched_, std::nullopt);
  const uint64_t end = hub_->tail().size();
  EventView event;
  const absl::StatusOr<bool> found = NextEvent(&event, end);
  self_->cursor.store(cursor_, std::memory_order_relaxed);
  RETURN_IF_ERROR(found.status());
  const bool is_found = *found;
  // What was found is given even so: the position is behind it.
  if (!is_found && self_->is_cancelled) return cancelled();
  if (!is_found && !IsCheckpointDue()) return std::nullopt;
  told_ = cursor_;
  return Item{is_found ? Item::Kind::kEvent : Item::Kind::kCheckpoint, event,
              cursor_};
}

absl::StatusOr<std::optional<Subscription::Item>> Subscription::TryNext() {
  skip_to_ = std::max(skip_to_, hub_->TakeSkip(self_.get(), cursor_));
  return Fetch();
}

absl::StatusOr<Subscription::Item> Subscription::Next(absl::Duration timeout) {
  const absl::Time deadline = timeout == absl::InfiniteDuration()
                                  ? absl::InfiniteFuture()
                                  : absl::Now() + timeout;
  while (true) {
    ASSIGN_OR_RETURN(std::optional<Item> item, Fetch());
    if (item.has_value()) return *item;
    if (deadline <= absl::Now()) {
      return absl::DeadlineExceededError(
          "nothing came within the time given to wait");
    }
    skip_to_ = std::max(skip_to_, hub_->Wait(self_, cursor_, told_, deadline));
  }
}

void Subscription::NotifyWhenReady(std::function<void()> ready) {
  while (true) {
    absl::StatusOr<std::optional<Item>> item = TryNext();
    // An error is told again by the next TryNext.
    if (!item.ok()) break;
    if (item->has_value()) {
      fetched_ = **item;
      break;
    }
    if (hub_->CallWhenReady(self_, cursor_, told_, ready)) return;
  }
  ready();
}

}  // namespace clearsky::log
