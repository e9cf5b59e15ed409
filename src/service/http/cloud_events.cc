#include "service/http/cloud_events.h"

#include <map>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "clearsky/v1/plan_event.pb.h"
#include "page/words.h"
#include "plan/history.h"
#include "service/http/problem.h"

namespace clearsky::service {
namespace {

void AppendAttribute(absl::string_view name, absl::string_view value,
                     std::string* json) {
  absl::StrAppend(json, "\"", name, "\":", JsonString(value), ",");
}

// Names of attributes have letters and digits only.
constexpr struct {
  const char* metadata;
  const char* attribute;
} kNotes[] = {{"correlation-id", "correlationid"},
              {"causation-id", "causationid"}};

}  // namespace

absl::StatusOr<std::string> CloudEventJson(absl::string_view ledger_id,
                                           const log::EventView& event) {
  std::string json = "{";
  AppendAttribute("specversion", "1.0", &json);
  AppendAttribute("id", event.event_id.ToString(), &json);
  AppendAttribute("source", absl::StrCat("/ledgers/", ledger_id), &json);
  AppendAttribute("type", event.type, &json);
  AppendAttribute("subject", event.stream, &json);
  AppendAttribute("time",
                  absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", event.record_time,
                                   absl::UTCTimeZone()),
                  &json);
  // Integers of CloudEvents have 32 bits; these are strings.
  AppendAttribute("position", absl::StrCat(event.position), &json);
  AppendAttribute("revision", absl::StrCat(event.revision), &json);
  AppendAttribute("schemaversion", absl::StrCat(event.schema_version), &json);
  const std::map<std::string, std::string> metadata = event.Metadata();
  for (const auto& note : kNotes) {
    const auto found = metadata.find(note.metadata);
    if (found != metadata.end()) {
      AppendAttribute(note.attribute, found->second, &json);
    }
  }
  const std::optional<v1::PlanEvent> decoded =
      plan::DecodeEvent(event.type, event.schema_version, event.data);
  if (!decoded.has_value()) {
    AppendAttribute("datacontenttype", "application/protobuf", &json);
    absl::StrAppend(&json, "\"data_base64\":\"", absl::Base64Escape(event.data),
                    "\"}");
    return json;
  }
  AppendAttribute("datacontenttype", "application/json", &json);
  ASSIGN_OR_RETURN(std::string data,
                   page::JsonOf(*decoded, page::JsonLayout::kOneLine));
  data.pop_back();
  absl::StrAppend(&json, "\"data\":", data, "}");
  return json;
}

}  // namespace clearsky::service
