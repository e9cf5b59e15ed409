// Dates and modes of an activity: planned, moved, put off, held.

#include "absl/strings/str_cat.h"
#include "plan/apply_activity.h"
#include "plan/delivery.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

using State = v1::ActivityState;

// Whether [inner] lies inside [outer]; open sides of `outer` hold all.
bool Inside(const DayBounds& inner, const DayBounds& outer) {
  const bool after_start =
      !outer.earliest.has_value() ||
      (inner.earliest.has_value() && *inner.earliest >= *outer.earliest);
  const bool before_end =
      !outer.latest.has_value() ||
      (inner.latest.has_value() && *inner.latest <= *outer.latest);
  return after_start && before_end;
}

void FlagOutsidePlan(const ActivityStep& step, const v1::PartialDate& held) {
  if (!step.activity->has_planned_date()) return;
  const v1::PartialDate& planned = step.activity->planned_date();
  if (planned.edtf().empty()) return;
  if (Inside(BoundsOf(held), BoundsOf(planned))) return;
  step.base.Flag(
      "held-outside-planned", step.activity->details().activity_id(),
      absl::StrCat("held ", DateWords(held), ", planned ", DateWords(planned)));
}

// The last moves are kept, so that a state does not grow with its history.
constexpr int kDateMovesKept = 8;
constexpr int kModeMovesKept = 2;

v1::DateMove* AddDateMove(v1::ActivityState* activity) {
  if (activity->date_moves_size() == kDateMovesKept) {
    activity->mutable_date_moves()->DeleteSubrange(0, 1);
    activity->set_date_moves_left_out(activity->date_moves_left_out() + 1);
  }
  return activity->add_date_moves();
}

v1::ModeMove* AddModeMove(v1::ActivityState* activity) {
  if (activity->mode_moves_size() == kModeMovesKept) {
    activity->mutable_mode_moves()->DeleteSubrange(0, 1);
    activity->set_mode_moves_left_out(activity->mode_moves_left_out() + 1);
  }
  return activity->add_mode_moves();
}

}  // namespace

void NoteDateMove(const ActivityStep& step, const v1::PartialDate& from,
                  const v1::PartialDate& to) {
  const v1::DateChangeClass change_class = ClassifyDateChange(from, to);
  if (change_class == v1::DATE_CHANGE_CLASS_NONE) return;
  v1::DateMove* move = AddDateMove(step.activity);
  move->set_revision(step.base.revision());
  move->set_change_class(change_class);
  *move->mutable_old_date() = from;
  *move->mutable_new_date() = to;
}

void NoteModeMove(const ActivityStep& step, const v1::Delivery& from,
                  const v1::Delivery& to) {
  const v1::ModeChangeClass change_class = ClassifyModeChange(from, to);
  if (change_class == v1::MODE_CHANGE_CLASS_NONE) return;
  v1::ModeMove* move = AddModeMove(step.activity);
  move->set_revision(step.base.revision());
  move->set_change_class(change_class);
  *move->mutable_old_delivery() = from;
  *move->mutable_new_delivery() = to;
}

ApplyResult Schedule(const ActivityStep& step) {
  const v1::ActivityScheduled& change = step.event().activity_scheduled();
  v1::ActivityState& activity = *step.activity;
  *activity.mutable_planned_date() = change.date();
  *activity.mutable_first_planned_date() = change.date();
  step.Blame("planned_date");
  step.Blame("first_planned_date");
  if (change.has_delivery()) {
    *activity.mutable_delivery() = change.delivery();
    step.Blame("delivery");
  }
  if (!change.venues().empty()) {
    *activity.mutable_venues() = change.venues();
    step.Blame("venues");
  }
  if (change.has_host()) {
    *activity.mutable_host() = change.host();
    step.Blame("host");
  }
  step.SetState(State::STATE_PLANNED);
  return std::nullopt;
}

ApplyResult MoveDate(const ActivityStep& step, const v1::PartialDate& to) {
  v1::ActivityState& activity = *step.activity;
  NoteDateMove(step, activity.planned_date(), to);
  *activity.mutable_planned_date() = to;
  step.Blame("planned_date");
  if (!activity.has_first_planned_date()) {
    *activity.mutable_first_planned_date() = to;
    step.Blame("first_planned_date");
  }
  if (activity.state() == State::STATE_POSTPONED) {
    activity.clear_condition();
    step.SetState(State::STATE_PLANNED);
  }
  return std::nullopt;
}

ApplyResult Postpone(const ActivityStep& step) {
  const v1::ActivityPostponed& change = step.event().activity_postponed();
  v1::ActivityState& activity = *step.activity;
  if (!activity.has_planned_date() && change.has_previous_date()) {
    *activity.mutable_planned_date() = change.previous_date();
    *activity.mutable_first_planned_date() = change.previous_date();
    step.Blame("planned_date");
    step.Blame("first_planned_date");
  }
  v1::DateMove* move = AddDateMove(&activity);
  move->set_revision(step.base.revision());
  move->set_change_class(v1::DATE_CHANGE_CLASS_POSTPONED);
  if (activity.has_planned_date()) {
    *move->mutable_old_date() = activity.planned_date();
  }
  activity.set_condition(change.condition());
  if (!change.condition().empty()) step.Blame("condition");
  step.SetState(State::STATE_POSTPONED);
  return std::nullopt;
}

ApplyResult Hold(const ActivityStep& step) {
  const v1::ActivityHeld& change = step.event().activity_held();
  v1::ActivityState& activity = *step.activity;
  FlagOutsidePlan(step, change.date());
  // Held just when it was planned, if only tentatively, it did not move.
  if (activity.has_planned_date() &&
      BoundsOf(activity.planned_date()) != BoundsOf(change.date())) {
    NoteDateMove(step, activity.planned_date(), change.date());
  }
  *activity.mutable_actual_date() = change.date();
  step.Blame("actual_date");
  if (change.has_delivery()) {
    if (activity.has_delivery()) {
      NoteModeMove(step, activity.delivery(), change.delivery());
    }
    *activity.mutable_actual_delivery() = change.delivery();
    step.Blame("actual_delivery");
  }
  if (!change.venues().empty()) {
    *activity.mutable_venues() = change.venues();
    step.Blame("venues");
  }
  if (change.has_host()) {
    *activity.mutable_host() = change.host();
    step.Blame("host");
  }
  for (const v1::Delegate& head : change.heads()) {
    *activity.add_delegates() = head;
    step.Blame("delegates");
  }
  if (!change.participants().empty()) {
    *activity.mutable_participants() = change.participants();
    step.Blame("participants");
  }
  step.SetState(State::STATE_HELD);
  return std::nullopt;
}

ApplyResult ChangeDelivery(const ActivityStep& step, const v1::Delivery& to) {
  NoteModeMove(step, step.activity->delivery(), to);
  *step.activity->mutable_delivery() = to;
  step.Blame("delivery");
  return std::nullopt;
}

}  // namespace clearsky::plan
