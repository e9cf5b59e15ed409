#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/apply.h"
#include "plan/fold.h"

// The fold taken apart, for the check of a new event at its place. Internal to
// src/plan.

namespace clearsky::plan {

// The state before any event.
v1::PlanState EmptyState(absl::string_view stream);

// Folds one event into the state; an event that cannot be applied becomes a
// finding, and its refusal is returned.
std::optional<Refusal> FoldStep(const PlacedEvent& placed,
                                v1::PlanState* state);

}  // namespace clearsky::plan
