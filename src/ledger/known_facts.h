#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/entities.h"

namespace clearsky::ledger {

// Whether `state` has an entity of `kind` and `id`; for kPlan, whether it has a
// plan.
bool KnowsEntity(const v1::PlanState& state, plan::EntityKind kind,
                 absl::string_view id);

// What a stream whose state is `state` knows already of what `event` tells
// (`party kr is known`), so that a document that tells it again adds nothing;
// nullopt when it has to be recorded. A document of the same id with other
// bytes is another one, and not known.
std::optional<std::string> WhatIsKnown(const v1::PlanState& state,
                                       const v1::PlanEvent& event);

}  // namespace clearsky::ledger
