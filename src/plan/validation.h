#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"

// What can be told of an event by itself, from the schema and without any
// state. Internal to src/plan.

namespace clearsky::plan {

// The event with its dates normalised and its effective date filled in:
// INVALID_ARGUMENT naming the field when a required one is missing, an enum
// value is not known, a text is not UTF-8, an id is no slug, a date cannot be,
// or the event does not belong into `stream`.
absl::StatusOr<v1::PlanEvent> NormalizeEvent(absl::string_view stream,
                                             const v1::PlanEvent& event,
                                             absl::CivilDay record_day);

// The event's own date, of what happens on a date (held, logged, started,
// completed, ended, signed); nullptr for others and when it has none.
const v1::PartialDate* HappenedOn(const v1::PlanEvent& event);

}  // namespace clearsky::plan
