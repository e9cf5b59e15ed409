#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/apply.h"
#include "plan/fold.h"

// The fold taken apart, for the check of a new event at its place, and for
// answers that fold a part of a history onto what was folded before.
//
// Folding all events in order, then what is possible and unknown, then the
// corrections, then FinishFold comes to what Fold says. Until it is finished, a
// state can be taken apart by unit (plan/units.h), and what is left to fold be
// folded onto each part.

namespace clearsky::plan {

// The state before any event.
v1::PlanState EmptyState(absl::string_view stream);

// Folds one event into the state; an event that cannot be applied becomes a
// finding, and its refusal is returned.
std::optional<Refusal> FoldStep(const PlacedEvent& placed,
                                v1::PlanState* state);

// Lists a change whose day is not certain to have come.
void AddPossible(const PlacedEvent& placed, v1::PlanState* state);

// Adds the finding of an event that is not known.
void AddUnknown(uint64_t revision, absl::string_view type,
                v1::PlanState* state);

// Once, at the end: what follows from several entities, and the order of lists.
void FinishFold(v1::PlanState* state);

}  // namespace clearsky::plan
