#include "service/http/event_feed.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "service/http/cloud_events.h"
#include "service/http/problem.h"

namespace clearsky::service {

void AppendServerSentEvent(absl::string_view id, absl::string_view event,
                           absl::string_view data, std::string* out) {
  if (!id.empty()) absl::StrAppend(out, "id: ", id, "\n");
  absl::StrAppend(out, "event: ", event, "\ndata: ", data, "\n\n");
}

bool EventFeed::Pull(size_t max_bytes, std::string* out) {
  const auto end_with = [out](const absl::Status& status) {
    // Cancelled: the server stops. The client comes again to the next one.
    if (!absl::IsCancelled(status)) {
      AppendServerSentEvent("", "clearsky-error",
                            ProblemJson(ProblemOf(status)), out);
    }
    return false;
  };
  if (!has_begun_) out->append(kStreamBeginning);
  has_begun_ = true;
  const size_t begin = out->size();
  while (out->size() - begin < max_bytes) {
    const auto item = subscription_->TryNext();
    if (!item.ok()) return end_with(item.status());
    if (!item->has_value()) return true;
    if ((*item)->kind == log::Subscription::Item::Kind::kCheckpoint) {
      if ((*item)->next_position == 0) continue;
      const std::string last = absl::StrCat((*item)->next_position - 1);
      AppendServerSentEvent(last, "clearsky-checkpoint",
                            absl::StrCat("{\"position\":\"", last, "\"}"), out);
      continue;
    }
    const log::EventView& event = (*item)->event;
    const absl::StatusOr<std::string> json = CloudEventJson(ledger_id_, event);
    if (!json.ok()) return end_with(json.status());
    AppendServerSentEvent(absl::StrCat(event.position), event.type, *json, out);
  }
  return true;
}

}  // namespace clearsky::service
