#pragma once

#include "clearsky/v1/plan_state.pb.h"
#include "plan/apply.h"

// What the engine decides of a new event at its place: the old values, and
// whether it is labelled rightly. Internal to src/plan.

namespace clearsky::plan {

// Fills in the old values that `event` leaves out, from the state at its place.
// Refuses it when a value given differs, when it changes nothing, or when the
// engine's class of the change is another event's (design, section 3, "Changes
// of date" and "Changes of mode"). Leaves to Apply what the state forbids.
ApplyResult CompleteEvent(const v1::PlanState& state, v1::PlanEvent* event);

}  // namespace clearsky::plan
