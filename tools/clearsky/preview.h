#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "connection.h"

namespace clearsky::cli {

// The line that `activity` of `plan` would have if `event` were recorded on
// `day`, from the plan's events; empty without one. For an event that the
// ledger would take.
absl::StatusOr<std::string> PreviewLine(Connection* connection,
                                        const std::string& plan,
                                        const v1::PlanEvent& event,
                                        const std::string& activity,
                                        absl::CivilDay day);

}  // namespace clearsky::cli
