#pragma once

#include <string>

#include "plan/apply.h"

// Dates and modes of an activity in the fold. Internal to src/plan.

namespace clearsky::plan {

// A step on one activity.
struct ActivityStep {
  const Step& base;
  v1::ActivityState* activity = nullptr;

  const v1::PlanEvent& event() const { return base.event(); }
  v1::PlanState* state() const { return base.state; }

  // Notes that the event at hand set `field`.
  void Blame(const std::string& field) const {
    (*activity->mutable_set_by())[field] = base.revision();
  }
  void SetState(v1::ActivityState::State state) const {
    activity->set_state(state);
    Blame("state");
  }
};

ApplyResult Schedule(const ActivityStep& step);
ApplyResult MoveDate(const ActivityStep& step, const v1::PartialDate& to);
ApplyResult Postpone(const ActivityStep& step);
ApplyResult Hold(const ActivityStep& step);
ApplyResult ChangeDelivery(const ActivityStep& step, const v1::Delivery& to);

// Puts the fields of `change` into `details`; refuses names of no field, and
// then leaves `details` as whatever.
ApplyResult PutDetails(const v1::ActivityDetailsChanged& change,
                       v1::ActivityRegistered* details);

// Notes a move of the date, unless both say the same.
void NoteDateMove(const ActivityStep& step, const v1::PartialDate& from,
                  const v1::PartialDate& to);
// Notes a change of mode, unless both say the same.
void NoteModeMove(const ActivityStep& step, const v1::Delivery& from,
                  const v1::Delivery& to);

}  // namespace clearsky::plan
