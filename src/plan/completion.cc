#include "plan/completion.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "plan/activity_rules.h"
#include "plan/apply_activity.h"
#include "plan/delivery.h"
#include "plan/history.h"
#include "plan/ordinals.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

using State = v1::ActivityState;

uint64_t SetBy(const v1::ActivityState& activity, const char* field) {
  const auto found = activity.set_by().find(field);
  return found == activity.set_by().end() ? activity.registered_revision()
                                          : found->second;
}

Refusal OldValueDiffers(const v1::ActivityState& activity, const char* field,
                        absl::string_view given, absl::string_view holds) {
  return Forbidden(
      "old-value-differs",
      absl::StrCat("the event says the old ", field, " of `",
                   activity.details().activity_id(), "` was ", given,
                   ", but it is ", holds, " since revision ",
                   SetBy(activity, field),
                   "; leave the old value out to have it filled in"),
      {{"entity", activity.details().activity_id()},
       {"field", field},
       {"given", std::string(given)},
       {"actual", std::string(holds)},
       {"set_by", absl::StrCat(SetBy(activity, field))}});
}

Refusal NoChange(const v1::ActivityState& activity, const char* field,
                 absl::string_view value) {
  return Forbidden(
      "no-change",
      absl::StrCat("the ", field, " of `", activity.details().activity_id(),
                   "` is ", value, " already, since revision ",
                   SetBy(activity, field)),
      {{"entity", activity.details().activity_id()},
       {"field", field},
       {"actual", std::string(value)},
       {"set_by", absl::StrCat(SetBy(activity, field))}});
}

Refusal Mislabelled(const v1::ActivityState& activity, const char* field,
                    const v1::PlanEvent& event, absl::string_view what,
                    absl::string_view expected) {
  return Forbidden("mislabelled",
                   absl::StrCat("this change is ", what, ", no ",
                                ChangeName(event), "; record an ", expected),
                   {{"entity", activity.details().activity_id()},
                    {"field", field},
                    {"state", StateName(activity.state())},
                    {"set_by", absl::StrCat(SetBy(activity, field))},
                    {"accepted", std::string(expected)}});
}

absl::string_view EventOf(v1::DateChangeClass change_class) {
  switch (change_class) {
    case v1::DATE_CHANGE_CLASS_REFINED:
      return "ScheduleRefined";
    case v1::DATE_CHANGE_CLASS_POSTPONED:
      return "ActivityPostponed";
    default:
      return "ActivityRescheduled";
  }
}

// `old_date` is the event's own, filled in when it has none.
template <typename Change>
ApplyResult CompleteDateChange(const v1::ActivityState& activity,
                               v1::DateChangeClass label,
                               const v1::PlanEvent& event, Change* change) {
  const v1::PartialDate& planned = activity.planned_date();
  if (change->has_old_date() && !SameDate(change->old_date(), planned)) {
    return OldValueDiffers(activity, "planned_date",
                           DateWords(change->old_date()), DateWords(planned));
  }
  *change->mutable_old_date() = planned;
  if (!activity.has_planned_date()) change->clear_old_date();
  v1::DateChangeClass actual = ClassifyDateChange(planned, change->new_date());
  // A postponed activity has no date that a new one could refine.
  if (activity.state() == State::STATE_POSTPONED &&
      actual != v1::DATE_CHANGE_CLASS_POSTPONED) {
    actual = v1::DATE_CHANGE_CLASS_RESCHEDULED;
  }
  if (actual == v1::DATE_CHANGE_CLASS_NONE) {
    return NoChange(activity, "planned_date", DateWords(planned));
  }
  if (actual == label) return std::nullopt;
  return Mislabelled(activity, "planned_date", event,
                     absl::StrCat("from ",
                                  activity.state() == State::STATE_POSTPONED
                                      ? "postponed"
                                      : DateWords(planned),
                                  " to ", DateWords(change->new_date())),
                     EventOf(actual));
}

template <typename Change>
ApplyResult CompleteModeChange(const v1::ActivityState& activity,
                               const v1::PlanEvent& event, Change* change,
                               v1::ModeChangeClass* actual) {
  const v1::Delivery& now = activity.delivery();
  const auto words = [](const v1::Delivery& delivery) {
    return v1::DeliveryMode_Name(delivery.mode());
  };
  if (change->has_old_delivery() &&
      !SameDelivery(change->old_delivery(), now)) {
    return OldValueDiffers(activity, "delivery", words(change->old_delivery()),
                           words(now));
  }
  *change->mutable_old_delivery() = now;
  *actual = ClassifyModeChange(now, change->new_delivery());
  if (*actual == v1::MODE_CHANGE_CLASS_NONE) {
    return NoChange(activity, "delivery", words(now));
  }
  const bool moved = *actual == v1::MODE_CHANGE_CLASS_MOVED_ONLINE;
  if (moved == event.has_activity_moved_online()) return std::nullopt;
  return Mislabelled(
      activity, "delivery", event,
      absl::StrCat("from ", words(now), " to ", words(change->new_delivery())),
      moved ? "ActivityMovedOnline" : "DeliveryModeChanged");
}

bool SameVenues(const google::protobuf::RepeatedPtrField<v1::Venue>& a,
                const google::protobuf::RepeatedPtrField<v1::Venue>& b) {
  if (a.size() != b.size()) return false;
  for (int i = 0; i < a.size(); ++i) {
    if (a[i].SerializeAsString() != b[i].SerializeAsString()) return false;
  }
  return true;
}

ApplyResult CompleteVenueChange(const v1::ActivityState& activity,
                                v1::VenueChanged* change) {
  if (!change->old_venues().empty() &&
      !SameVenues(change->old_venues(), activity.venues())) {
    return OldValueDiffers(activity, "venues", "another",
                           activity.venues().empty() ? "none" : "not that");
  }
  if (SameVenues(change->new_venues(), activity.venues())) {
    return NoChange(activity, "venues", "that");
  }
  *change->mutable_old_venues() = activity.venues();
  return std::nullopt;
}

ApplyResult CompletePostponement(const v1::ActivityState& activity,
                                 v1::ActivityPostponed* change) {
  if (!activity.has_planned_date()) return std::nullopt;
  if (change->has_previous_date() &&
      !SameDate(change->previous_date(), activity.planned_date())) {
    return OldValueDiffers(activity, "planned_date",
                           DateWords(change->previous_date()),
                           DateWords(activity.planned_date()));
  }
  *change->mutable_previous_date() = activity.planned_date();
  return std::nullopt;
}

bool Allowed(const v1::ActivityState& activity, ActivityAction action) {
  return TransitionOf(activity.state(), action).allowed;
}

}  // namespace

ApplyResult CompleteEvent(const v1::PlanState& state, v1::PlanEvent* event) {
  const auto found = state.activities().find(MainEntityOf(*event));
  if (found == state.activities().end()) {
    if (!event->has_activity_registered()) return std::nullopt;
    return CheckOrdinal(state, event->activity_registered());
  }
  const v1::ActivityState& activity = found->second;
  switch (event->change_case()) {
    case v1::PlanEvent::kScheduleRefined:
    case v1::PlanEvent::kActivityRescheduled:
      if (!Allowed(activity, ActivityAction::kMoveDate)) return std::nullopt;
      return event->has_schedule_refined()
                 ? CompleteDateChange(activity, v1::DATE_CHANGE_CLASS_REFINED,
                                      *event, event->mutable_schedule_refined())
                 : CompleteDateChange(activity,
                                      v1::DATE_CHANGE_CLASS_RESCHEDULED, *event,
                                      event->mutable_activity_rescheduled());
    case v1::PlanEvent::kActivityPostponed:
      if (!Allowed(activity, ActivityAction::kPostpone)) return std::nullopt;
      return CompletePostponement(activity,
                                  event->mutable_activity_postponed());
    case v1::PlanEvent::kActivityMovedOnline: {
      v1::ModeChangeClass actual = v1::MODE_CHANGE_CLASS_UNSPECIFIED;
      if (!Allowed(activity, ActivityAction::kDescribe)) return std::nullopt;
      return CompleteModeChange(
          activity, *event, event->mutable_activity_moved_online(), &actual);
    }
    case v1::PlanEvent::kDeliveryModeChanged: {
      v1::ModeChangeClass actual = v1::MODE_CHANGE_CLASS_UNSPECIFIED;
      if (!Allowed(activity, ActivityAction::kDescribe)) return std::nullopt;
      ApplyResult refused = CompleteModeChange(
          activity, *event, event->mutable_delivery_mode_changed(), &actual);
      event->mutable_delivery_mode_changed()->set_refinement(
          actual == v1::MODE_CHANGE_CLASS_REFINED);
      return refused;
    }
    case v1::PlanEvent::kActivityDetailsChanged: {
      if (!Allowed(activity, ActivityAction::kDescribe)) return std::nullopt;
      v1::ActivityRegistered details = activity.details();
      if (PutDetails(event->activity_details_changed(), &details)) {
        return std::nullopt;
      }
      return CheckOrdinal(state, details);
    }
    case v1::PlanEvent::kVenueChanged:
      if (!Allowed(activity, ActivityAction::kDescribe)) return std::nullopt;
      return CompleteVenueChange(activity, event->mutable_venue_changed());
    default:
      return std::nullopt;
  }
}

}  // namespace clearsky::plan
