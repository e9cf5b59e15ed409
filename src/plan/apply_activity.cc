// Activities: introduced, scheduled, moved, held, cancelled.

#include "plan/apply_activity.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "plan/activity_rules.h"
#include "plan/apply.h"
#include "plan/delivery.h"
#include "plan/history.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

using State = v1::ActivityState;

ActivityAction ActionOf(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityScheduled:
      return ActivityAction::kSchedule;
    case v1::PlanEvent::kScheduleRefined:
    case v1::PlanEvent::kActivityRescheduled:
      return ActivityAction::kMoveDate;
    case v1::PlanEvent::kActivityPostponed:
      return ActivityAction::kPostpone;
    case v1::PlanEvent::kActivityHeld:
      return ActivityAction::kHold;
    case v1::PlanEvent::kOccurrenceLogged:
      return ActivityAction::kLogOccurrence;
    case v1::PlanEvent::kDeliverableStarted:
      return ActivityAction::kStart;
    case v1::PlanEvent::kDeliverableCompleted:
    case v1::PlanEvent::kOperationEnded:
      return ActivityAction::kComplete;
    case v1::PlanEvent::kActivitySplit:
      return ActivityAction::kSplit;
    case v1::PlanEvent::kActivityCancelled:
      return ActivityAction::kCancel;
    case v1::PlanEvent::kActivityReinstated:
      return ActivityAction::kReinstate;
    default:
      return ActivityAction::kDescribe;
  }
}

uint64_t StateSetBy(const v1::ActivityState& activity) {
  const auto found = activity.set_by().find("state");
  return found == activity.set_by().end() ? activity.registered_revision()
                                          : found->second;
}

Refusal StateForbids(const v1::ActivityState& activity, ActivityAction action) {
  return Forbidden("state-forbids",
                   absl::StrCat("cannot ", ActionName(action), " `",
                                activity.details().activity_id(), "`: it is ",
                                StateName(activity.state()), " since revision ",
                                StateSetBy(activity), "; ",
                                AcceptedIn(activity.state(), action)),
                   {{"entity", activity.details().activity_id()},
                    {"state", StateName(activity.state())},
                    {"set_by", absl::StrCat(StateSetBy(activity))},
                    {"accepted", EventsAcceptedIn(activity.state())}});
}

ApplyResult Register(const Step& step) {
  const v1::ActivityRegistered& change = step.event().activity_registered();
  auto& activities = *step.state->mutable_activities();
  if (const auto found = activities.find(change.activity_id());
      found != activities.end()) {
    return TakenId("activity", change.activity_id(),
                   found->second.registered_revision());
  }
  v1::ActivityState& activity = activities[change.activity_id()];
  *activity.mutable_details() = change;
  activity.set_state(State::STATE_REGISTERED);
  activity.set_registered_revision(step.placed->revision);
  (*activity.mutable_set_by())["details"] = step.revision();
  (*activity.mutable_set_by())["state"] = step.revision();
  return std::nullopt;
}

// How and where a table prints an activity is no part of what took place: like
// its names, it may change in every state.
bool ChangesPrintOnly(const v1::PlanEvent& event) {
  if (!event.has_activity_details_changed()) return false;
  const auto& fields = event.activity_details_changed().changed_fields();
  return std::all_of(fields.begin(), fields.end(), [](const auto& field) {
    return field == "line_order" || field == "project_ids" ||
           field == "ordinal_text" || field == "title_suffix";
  });
}

ApplyResult ChangeDetails(const ActivityStep& step) {
  const v1::ActivityDetailsChanged& change =
      step.event().activity_details_changed();
  v1::ActivityRegistered details = step.activity->details();
  if (ApplyResult refused = PutDetails(change, &details)) return refused;
  *step.activity->mutable_details() = std::move(details);
  for (const std::string& name : change.changed_fields()) step.Blame(name);
  return std::nullopt;
}

ApplyResult Split(const ActivityStep& step) {
  const v1::ActivitySplit& change = step.event().activity_split();
  auto& activities = *step.state()->mutable_activities();
  for (const v1::ActivityPart& part : change.parts()) {
    if (const auto found = activities.find(part.activity_id());
        found != activities.end()) {
      return TakenId("activity", part.activity_id(),
                     found->second.registered_revision());
    }
  }
  // Inserting into the map may move the parent: copy it, and find it again.
  const v1::ActivityState parent = *step.activity;
  for (const v1::ActivityPart& part : change.parts()) {
    v1::ActivityState made = parent;
    made.set_part_of(parent.details().activity_id());
    made.clear_set_by();
    made.mutable_details()->set_activity_id(part.activity_id());
    if (!part.titles().empty()) {
      *made.mutable_details()->mutable_titles() = part.titles();
    }
    if (part.has_new_date()) {
      NoteDateMove({step.base, &made}, made.planned_date(), part.new_date());
      *made.mutable_planned_date() = part.new_date();
      made.set_state(State::STATE_PLANNED);
    }
    made.set_registered_revision(step.base.placed->revision);
    for (const char* field : {"details", "state", "planned_date"}) {
      (*made.mutable_set_by())[field] = step.base.revision();
    }
    activities[part.activity_id()] = std::move(made);
  }
  v1::ActivityState& container = activities[change.activity_id()];
  for (const v1::ActivityPart& part : change.parts()) {
    container.add_parts(part.activity_id());
  }
  container.set_state(State::STATE_SPLIT);
  (*container.mutable_set_by())["state"] = step.base.revision();
  return std::nullopt;
}

ApplyResult Cancel(const ActivityStep& step) {
  if (step.activity->state() != State::STATE_SPLIT) {
    step.activity->set_state_before(step.activity->state());
    step.SetState(State::STATE_CANCELLED);
    return std::nullopt;
  }
  bool cancelled = false;
  for (const std::string& id : step.activity->parts()) {
    auto& part = (*step.state()->mutable_activities())[id];
    if (!TransitionOf(part.state(), ActivityAction::kCancel).allowed) continue;
    part.set_state_before(part.state());
    part.set_state(State::STATE_CANCELLED);
    (*part.mutable_set_by())["state"] = step.base.revision();
    cancelled = true;
  }
  if (cancelled) return std::nullopt;
  return Forbidden(
      "no-open-part",
      absl::StrCat("no part of `", step.activity->details().activity_id(),
                   "` is open, nothing is left to cancel"),
      {{"entity", step.activity->details().activity_id()},
       {"state", StateName(step.activity->state())},
       {"set_by", absl::StrCat(StateSetBy(*step.activity))}});
}

// Events that fit one kind of activity only: accepted, and flagged.
void FlagKind(const ActivityStep& step, v1::ActivityKind expected,
              absl::string_view what) {
  if (step.activity->details().kind() == expected) return;
  step.base.Flag(
      "kind-mismatch", step.activity->details().activity_id(),
      absl::StrCat(what, ", but it is registered as ",
                   v1::ActivityKind_Name(step.activity->details().kind())));
}

ApplyResult LogOccurrence(const ActivityStep& step) {
  const v1::OccurrenceLogged& change = step.event().occurrence_logged();
  FlagKind(step, v1::ACTIVITY_KIND_STANDING_OPERATION,
           "occurrences are of standing operations");
  v1::Occurrence* occurrence = step.activity->add_occurrences();
  *occurrence->mutable_date() = change.date();
  occurrence->set_level(change.level());
  occurrence->set_revision(step.base.revision());
  step.SetState(State::STATE_ONGOING);
  step.Blame("occurrences");
  return std::nullopt;
}

ApplyResult Progress(const ActivityStep& step) {
  const v1::PlanEvent& event = step.event();
  v1::ActivityState& activity = *step.activity;
  if (event.has_operation_ended()) {
    FlagKind(step, v1::ACTIVITY_KIND_STANDING_OPERATION,
             "standing operations end");
    *activity.mutable_end_date() = event.operation_ended().date();
    step.Blame("end_date");
    step.SetState(State::STATE_COMPLETED);
    return std::nullopt;
  }
  FlagKind(step, v1::ACTIVITY_KIND_DELIVERABLE,
           "deliverables are started and completed");
  const bool started = event.has_deliverable_started();
  const std::string& document =
      started ? event.deliverable_started().document_id()
              : event.deliverable_completed().document_id();
  if (!document.empty()) {
    activity.set_document_id(document);
    step.Blame("document_id");
  }
  if (started) {
    *activity.mutable_actual_date() = event.deliverable_started().date();
    step.Blame("actual_date");
    step.SetState(State::STATE_ONGOING);
  } else {
    *activity.mutable_end_date() = event.deliverable_completed().date();
    step.Blame("end_date");
    step.SetState(State::STATE_COMPLETED);
  }
  return std::nullopt;
}

ApplyResult ChangeDelegates(const ActivityStep& step) {
  v1::ActivityState& activity = *step.activity;
  if (step.event().has_delegate_assigned()) {
    *activity.add_delegates() = step.event().delegate_assigned().delegate();
    step.Blame("delegates");
    return std::nullopt;
  }
  const v1::DelegateSubstituted& change = step.event().delegate_substituted();
  for (v1::Delegate& delegate : *activity.mutable_delegates()) {
    if (delegate.party_id() == change.old_delegate().party_id() &&
        delegate.person_id() == change.old_delegate().person_id()) {
      delegate = change.new_delegate();
      step.Blame("delegates");
      return std::nullopt;
    }
  }
  return Forbidden("unknown-delegate",
                   absl::StrCat("`", change.old_delegate().person_id(),
                                "` is no delegate of `", change.activity_id(),
                                "`; assign the new one instead"),
                   {{"entity", change.activity_id()},
                    {"field", "delegates"},
                    {"given", change.old_delegate().person_id()},
                    {"accepted", "DelegateAssigned"}});
}

ApplyResult Dispatch(const ActivityStep& step) {
  switch (step.event().change_case()) {
    case v1::PlanEvent::kActivityDetailsChanged:
      return ChangeDetails(step);
    case v1::PlanEvent::kActivityScheduled:
      return Schedule(step);
    case v1::PlanEvent::kScheduleRefined:
      return MoveDate(step, step.event().schedule_refined().new_date());
    case v1::PlanEvent::kActivityRescheduled:
      return MoveDate(step, step.event().activity_rescheduled().new_date());
    case v1::PlanEvent::kActivityPostponed:
      return Postpone(step);
    case v1::PlanEvent::kActivityMovedOnline:
      return ChangeDelivery(
          step, step.event().activity_moved_online().new_delivery());
    case v1::PlanEvent::kDeliveryModeChanged:
      return ChangeDelivery(
          step, step.event().delivery_mode_changed().new_delivery());
    case v1::PlanEvent::kVenueChanged:
      *step.activity->mutable_venues() =
          step.event().venue_changed().new_venues();
      step.Blame("venues");
      return std::nullopt;
    case v1::PlanEvent::kActivityHostedWithin:
      *step.activity->mutable_host() =
          step.event().activity_hosted_within().host();
      step.Blame("host");
      return std::nullopt;
    case v1::PlanEvent::kActivitySplit:
      return Split(step);
    case v1::PlanEvent::kActivityHeld:
      return Hold(step);
    case v1::PlanEvent::kOccurrenceLogged:
      return LogOccurrence(step);
    case v1::PlanEvent::kActivityCancelled:
      return Cancel(step);
    case v1::PlanEvent::kActivityReinstated:
      step.SetState(step.activity->state_before());
      return std::nullopt;
    case v1::PlanEvent::kDelegateAssigned:
    case v1::PlanEvent::kDelegateSubstituted:
      return ChangeDelegates(step);
    default:
      return Progress(step);
  }
}

}  // namespace

ApplyResult PutDetails(const v1::ActivityDetailsChanged& change,
                       v1::ActivityRegistered* details) {
  const auto* descriptor = v1::ActivityRegistered::descriptor();
  const auto* reflection = v1::ActivityRegistered::GetReflection();
  v1::ActivityRegistered source = change.details();
  for (const std::string& name : change.changed_fields()) {
    const auto* field = descriptor->FindFieldByName(name);
    if (field == nullptr || name == "activity_id") {
      return Refusal{
          absl::StatusCode::kInvalidArgument,
          "unknown-field",
          absl::StrCat("activity_details_changed.changed_fields: `", name,
                       "` is no field of ActivityRegistered that "
                       "can change"),
          {{"entity", change.activity_id()},
           {"field", "activity_details_changed.changed_fields"},
           {"given", name}}};
    }
    reflection->SwapFields(details, &source, {field});
    source = change.details();
  }
  return std::nullopt;
}

ApplyResult ApplyActivity(const Step& step) {
  if (step.event().has_activity_registered()) return Register(step);
  const std::string& id = MainEntityOf(step.event());
  auto& activities = *step.state->mutable_activities();
  const auto found = activities.find(id);
  if (found == activities.end()) return UnknownEntity("activity", id);
  const ActivityAction action = ActionOf(step.event());
  const Transition transition = TransitionOf(found->second.state(), action);
  const bool is_free = found->second.state() != State::STATE_SPLIT &&
                       ChangesPrintOnly(step.event());
  if (!transition.allowed && !is_free) {
    return StateForbids(found->second, action);
  }
  const size_t findings = static_cast<size_t>(step.state->findings_size());
  if (transition.flagged) {
    step.Flag("odd-in-state", id,
              absl::StrCat("it was ", StateName(found->second.state()),
                           " since revision ", StateSetBy(found->second)));
  }
  ApplyResult refused = Dispatch({step, &found->second});
  if (refused.has_value()) {
    // A refused event leaves nothing behind, its flags included.
    while (static_cast<size_t>(step.state->findings_size()) > findings) {
      step.state->mutable_findings()->RemoveLast();
    }
  }
  return refused;
}

}  // namespace clearsky::plan
