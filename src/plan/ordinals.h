#pragma once

#include <optional>

#include "clearsky/v1/plan_state.pb.h"
#include "plan/apply.h"

// Numbers of meetings in their series. They are data, never counted; one that
// is taken is refused when recorded, and a finding when a late event or a
// correction made it so. The fold leaves them to the end, so that what happens
// to one activity never depends on another. Internal to src/plan.

namespace clearsky::plan {

// The rule of a number that is taken.
inline constexpr char kOrdinalTaken[] = "ordinal-taken";

// Refuses the number of `details` when another activity of `state` has it,
// unless it is said to be meant.
ApplyResult CheckOrdinal(const v1::PlanState& state,
                         const v1::ActivityRegistered& details);

// Adds a finding for each number that is taken twice, to the activity
// registered later, and for each that skips some of those registered before it.
void FlagOrdinals(v1::PlanState* state);

// The finding of the number of `details`, an activity of `state` registered
// last, when it skips some.
std::optional<v1::Finding> SkippedOrdinal(
    const v1::PlanState& state, const v1::ActivityRegistered& details);

}  // namespace clearsky::plan
