#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/plan_state.pb.h"

namespace clearsky::plan {

// Adds what is odd about the way an event is recorded: recorded more than 31
// days after it became so, one side's word only,
// a weekday that does not match. Told to
// who records; derivable later, so not part of the state. Internal to src/plan.
void AddOddities(const v1::PlanState& state, const v1::PlanEvent& event,
                 uint64_t revision, absl::CivilDay record_day,
                 std::vector<v1::Finding>* findings);

}  // namespace clearsky::plan
