#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "plan/history.h"

namespace clearsky::table {

// The line that `activity` of plan `stream` would have on `record_day`, if
// `events` were recorded then after `history`, as published, in Korean; empty
// without one. The events are those that a ledger would record: what they name
// in other streams is taken to be there. Codes as plan::CheckEvent. Pure; safe
// to call from many threads. Cost: a fold of the history for each event, and
// one more.
absl::StatusOr<std::string> LineAfter(absl::string_view stream,
                                      plan::History history,
                                      const std::vector<v1::PlanEvent>& events,
                                      absl::string_view activity,
                                      absl::CivilDay record_day);

}  // namespace clearsky::table
