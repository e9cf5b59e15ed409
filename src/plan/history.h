#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"

namespace clearsky::plan {

// The stream that holds what is shared by all plans.
inline constexpr char kDirectoryStream[] = "directory";

// An event of one stream as the domain sees it.
struct HistoryEvent {
  uint64_t revision = 0;
  uint64_t position = 0;
  // The day, in the ledger's zone, on which it was recorded.
  absl::CivilDay record_day;
  // Full name of the type as stored, `clearsky.v1.ActivityHeld`.
  std::string type;
  // Absent when the type or its version is not known, or the data did not
  // parse: the fold skips it with a finding.
  std::optional<v1::PlanEvent> event;
};

// The events of one stream, in order of revision; [i].revision == i.
using History = std::vector<HistoryEvent>;

// What events exist. One place lists them, from the schema's descriptor.

// Short name of the change, `ActivityHeld`; empty when none is set.
std::string ChangeName(const v1::PlanEvent& event);
// Full name, `clearsky.v1.ActivityHeld`, as stored in StoredEvent.type.
std::string TypeName(const v1::PlanEvent& event);
// Whether there are events of that full name.
bool IsTypeName(absl::string_view type);
// Version of the schema that this build writes.
inline constexpr uint32_t kSchemaVersion = 1;

// Decodes stored data, upcasting old versions; the only place that does.
// nullopt when the type or its version is not known, the data does not parse,
// or the change set in it is not of that type.
std::optional<v1::PlanEvent> DecodeEvent(absl::string_view type,
                                         uint32_t schema_version,
                                         absl::string_view data);

// Bytes of an event, the same for equal events (deterministic serialisation).
std::string EncodeEvent(const v1::PlanEvent& event);

// Id of the entity that the event is about (`air-policy-exchange-7`); empty for
// the plan as a whole, and for what is about another event. Of a correction,
// that of its replacement. It lives as long as the event.
const std::string& MainEntityOf(const v1::PlanEvent& event);

// Ids of the entities that the event is about, the main one first
// (`air-policy-exchange-7`); empty for the plan as a whole.
std::vector<std::string> EntitiesOf(const v1::PlanEvent& event);

// Whether events of this kind may be recorded before they take effect: names,
// roles and periods.
bool MayTakeEffectLater(const v1::PlanEvent& event);

// Whether events of this kind belong into stream `directory` only.
bool IsDirectoryEvent(const v1::PlanEvent& event);

}  // namespace clearsky::plan
