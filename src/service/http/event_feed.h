#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "log/subscription.h"
#include "service/http/event_source.h"

namespace clearsky::service {

// The events of a ledger as Server-Sent Events: `id` is the position, `event`
// the type, `data` the CloudEvent. When a filter skips many, an event
// `clearsky-checkpoint` says how far it has come. An error is the last event,
// `clearsky-error`, with a problem as its data.
class EventFeed final : public EventSource {
 public:
  EventFeed(std::string ledger_id,
            std::unique_ptr<log::Subscription> subscription)
      : ledger_id_(std::move(ledger_id)),
        subscription_(std::move(subscription)) {}

  bool Pull(size_t max_bytes, std::string* out) override;
  void NotifyWhenReady(std::function<void()> ready) override {
    subscription_->NotifyWhenReady(std::move(ready));
  }

 private:
  const std::string ledger_id_;
  const std::unique_ptr<log::Subscription> subscription_;
  bool has_begun_ = false;
};

// One Server-Sent Event. `id` may be empty: the last one holds on. REQUIRES:
// no newline in any of them.
void AppendServerSentEvent(absl::string_view id, absl::string_view event,
                           absl::string_view data, std::string* out);

// What a stream of events begins with: how long, in milliseconds, a client is
// to wait before it connects again.
inline constexpr char kStreamBeginning[] = "retry: 3000\n\n";

}  // namespace clearsky::service
