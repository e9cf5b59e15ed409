#include "service/http/table_events.h"

#include <atomic>

#include "absl/status/status.h"
#include "page/words.h"
#include "service/http/event_feed.h"
#include "service/http/problem.h"

namespace clearsky::service {

bool TableEvents::Pull(size_t max_bytes, std::string* out) {
  const auto end_with = [out](const absl::Status& status) {
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
    const auto answer = watch_->Next();
    if (!answer.ok()) return end_with(answer.status());
    if (!answer->has_value()) return true;
    absl::StatusOr<std::string> json =
        page::JsonOf(**answer, page::JsonLayout::kOneLine);
    if (!json.ok()) return end_with(json.status());
    json->pop_back();
    AppendServerSentEvent((*answer)->cursor(), "clearsky-table", *json, out);
  }
  return true;
}

void TableEvents::NotifyWhenReady(std::function<void()> ready) {
  // A watch waits for events and for days, and may tell of both.
  const auto told = std::make_shared<std::atomic<bool>>(false);
  watch_->NotifyWhenReady([ready = std::move(ready), told] {
    if (!told->exchange(true)) ready();
  });
}

}  // namespace clearsky::service
