#include "event_print.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/uuid.h"
#include "describe.h"
#include "plan/history.h"
#include "print.h"

namespace clearsky::cli {
namespace {

std::string EventLineWords(const v1::ReadEvent& event,
                           const std::string& zone) {
  const v1::StoredEvent& stored = event.stored();
  const auto id = UuidFromBytes(stored.event_id());
  const std::vector<std::string> entities =
      event.has_event() ? plan::EntitiesOf(event.event())
                        : std::vector<std::string>();
  return absl::StrCat(
      stored.position(), "  ", stored.stream(), "@", stored.revision(), "  ",
      TimeWords(stored.record_time(), zone), "  ",
      id.ok() ? id->ToString() : "?", "  ",
      entities.empty() ? "-" : entities.front(), "  ",
      event.has_event() ? EventWords(event.event())
                        : absl::StrCat("unknown type ", stored.type(),
                                       " version ", stored.schema_version()),
      "\n");
}

}  // namespace

v1::ReadEvent Decoded(v1::StoredEvent stored) {
  v1::ReadEvent event;
  std::optional<v1::PlanEvent> decoded =
      plan::DecodeEvent(stored.type(), stored.schema_version(), stored.data());
  if (decoded.has_value()) *event.mutable_event() = *std::move(decoded);
  *event.mutable_stored() = std::move(stored);
  return event;
}

absl::Status PrintEvent(const v1::ReadEvent& event, const std::string& format,
                        const std::string& zone) {
  if (format == "json") return PrintJson(event, JsonLayout::kOneLine);
  Print(EventLineWords(event, zone));
  return absl::OkStatus();
}

}  // namespace clearsky::cli
