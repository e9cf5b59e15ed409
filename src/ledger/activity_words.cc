// Sentences about activities: how they were planned, and how they went.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/change_words.h"
#include "ledger/value_words.h"

namespace clearsky::ledger {
namespace {

// `; it had been planned for 3.5~6 (2020-03-05/2020-03-06)`.
std::string FormerDate(bool has_date, const v1::PartialDate& date) {
  if (!has_date || date.edtf().empty()) return "";
  return absl::StrCat("; it had been planned for ", DateWords(date));
}

// Whether anything is said of how.
bool IsSaid(const v1::Delivery& delivery) {
  return delivery.mode() != v1::DELIVERY_MODE_UNSPECIFIED ||
         !delivery.verbatim().empty();
}

// `, 비대면 (remote), in 서울, within “...”`: what is said of how and where.
std::string HowAndWhere(
    const v1::Delivery& delivery,
    const google::protobuf::RepeatedPtrField<v1::Venue>& venues,
    const v1::HostMeeting* host, const WordContext& context) {
  std::string words;
  if (IsSaid(delivery)) absl::StrAppend(&words, ", ", DeliveryWords(delivery));
  const std::string places = VenueWords(venues);
  if (!places.empty()) absl::StrAppend(&words, ", in ", places);
  if (host != nullptr) {
    absl::StrAppend(&words, ", within ", context.names->Host(*host));
  }
  return words;
}

std::string DeliveryMove(const v1::Delivery& old_delivery,
                         const v1::Delivery& new_delivery) {
  return absl::StrCat(DeliveryWords(old_delivery), " -> ",
                      DeliveryWords(new_delivery));
}

// Where the activity was to be when it moved online: ` (서울)`. Only what was
// known by then and still stands can be told.
std::string PlannedPlace(const std::string& activity_id,
                         const WordContext& context) {
  const auto& activities = context.names->state().activities();
  const auto activity = activities.find(activity_id);
  if (activity == activities.end()) return "";
  const auto set_by = activity->second.set_by().find("venues");
  if (set_by == activity->second.set_by().end() ||
      set_by->second > context.revision) {
    return "";
  }
  const std::string places = VenueWords(activity->second.venues());
  return places.empty() ? ""
                        : absl::StrCat(", it had been planned in ", places);
}

std::string RegisteredWords(const v1::ActivityRegistered& activity,
                            const WordContext& context) {
  std::string words =
      absl::StrCat("The ", ActivityKindWords(activity.kind()), " ",
                   context.names->Of(activity.activity_id()), " became known");
  if (activity.project_ids_size() > 0) {
    absl::StrAppend(
        &words,
        activity.project_ids_size() > 1 ? " for projects " : " for project ",
        context.names->List(activity.project_ids()));
  }
  return words;
}

std::string ScheduledWords(const v1::ActivityScheduled& scheduled,
                           const WordContext& context) {
  return absl::StrCat(
      context.names->Of(scheduled.activity_id()), " was planned for ",
      DateWords(scheduled.date()),
      HowAndWhere(scheduled.delivery(), scheduled.venues(),
                  scheduled.has_host() ? &scheduled.host() : nullptr, context));
}

std::string PostponedWords(const v1::ActivityPostponed& postponed,
                           const WordContext& context) {
  std::string words = absl::StrCat(context.names->Of(postponed.activity_id()),
                                   " was postponed");
  if (!postponed.condition().empty()) {
    absl::StrAppend(&words, " (", postponed.condition(), ")");
  }
  return absl::StrCat(words, FormerDate(postponed.has_previous_date(),
                                        postponed.previous_date()));
}

std::string SplitWords(const v1::ActivitySplit& split,
                       const WordContext& context) {
  std::vector<std::string> parts;
  for (const v1::ActivityPart& part : split.parts()) {
    parts.push_back(absl::StrCat(
        context.names->Of(part.activity_id()),
        part.has_new_date() ? absl::StrCat(" for ", DateWords(part.new_date()))
                            : ""));
  }
  return absl::StrCat(context.names->Of(split.activity_id()),
                      " was split into ", absl::StrJoin(parts, " and "));
}

std::string HeldWords(const v1::ActivityHeld& held,
                      const WordContext& context) {
  std::string words = absl::StrCat(
      context.names->Of(held.activity_id()), " was held on ",
      DateWords(held.date()),
      HowAndWhere(held.delivery(), held.venues(),
                  held.has_host() ? &held.host() : nullptr, context));
  std::vector<std::string> heads;
  for (const v1::Delegate& head : held.heads()) {
    heads.push_back(context.names->Delegate(head));
  }
  if (!heads.empty()) {
    absl::StrAppend(&words, "; led by ", absl::StrJoin(heads, " and "));
  }
  return words;
}

}  // namespace

std::string ScheduleWords(const v1::PlanEvent& event,
                          const WordContext& context) {
  const EntityNames& names = *context.names;
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityRegistered:
      return RegisteredWords(event.activity_registered(), context);
    case v1::PlanEvent::kActivityDetailsChanged: {
      const auto& changed = event.activity_details_changed();
      return absl::StrCat(
          "The description of ", names.Of(changed.activity_id()),
          " changed: ", absl::StrJoin(changed.changed_fields(), ", "));
    }
    case v1::PlanEvent::kActivityScheduled:
      return ScheduledWords(event.activity_scheduled(), context);
    case v1::PlanEvent::kScheduleRefined: {
      const v1::ScheduleRefined& refined = event.schedule_refined();
      return absl::StrCat(
          "The date of ", names.Of(refined.activity_id()),
          " became more precise: ", DateWords(refined.new_date()),
          FormerDate(refined.has_old_date(), refined.old_date()));
    }
    case v1::PlanEvent::kActivityRescheduled: {
      const v1::ActivityRescheduled& moved = event.activity_rescheduled();
      return absl::StrCat(names.Of(moved.activity_id()), " was moved to ",
                          DateWords(moved.new_date()),
                          FormerDate(moved.has_old_date(), moved.old_date()));
    }
    case v1::PlanEvent::kActivityPostponed:
      return PostponedWords(event.activity_postponed(), context);
    case v1::PlanEvent::kActivityMovedOnline: {
      const v1::ActivityMovedOnline& moved = event.activity_moved_online();
      return absl::StrCat(
          names.Of(moved.activity_id()), " moved online: ",
          DeliveryMove(moved.old_delivery(), moved.new_delivery()),
          PlannedPlace(moved.activity_id(), context));
    }
    case v1::PlanEvent::kDeliveryModeChanged: {
      const v1::DeliveryModeChanged& changed = event.delivery_mode_changed();
      return absl::StrCat(
          "The mode of ", names.Of(changed.activity_id()),
          changed.refinement() ? " became more precise: " : " changed: ",
          DeliveryMove(changed.old_delivery(), changed.new_delivery()));
    }
    case v1::PlanEvent::kVenueChanged: {
      const v1::VenueChanged& changed = event.venue_changed();
      const std::string before = VenueWords(changed.old_venues());
      return absl::StrCat(
          "The place of ", names.Of(changed.activity_id()), " became ",
          VenueWords(changed.new_venues()),
          before.empty() ? "" : absl::StrCat("; it had been ", before));
    }
    case v1::PlanEvent::kActivityHostedWithin:
      return absl::StrCat(
          names.Of(event.activity_hosted_within().activity_id()),
          " takes place within ",
          names.Host(event.activity_hosted_within().host()));
    case v1::PlanEvent::kActivitySplit:
      return SplitWords(event.activity_split(), context);
    default:
      return "";
  }
}

std::string ProgressWords(const v1::PlanEvent& event,
                          const WordContext& context) {
  const EntityNames& names = *context.names;
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityHeld:
      return HeldWords(event.activity_held(), context);
    case v1::PlanEvent::kOccurrenceLogged: {
      const v1::OccurrenceLogged& logged = event.occurrence_logged();
      return absl::StrCat(names.Of(logged.activity_id()), " was used on ",
                          DateWords(logged.date()),
                          logged.level().empty()
                              ? ""
                              : absl::StrCat(" (", logged.level(), ")"));
    }
    case v1::PlanEvent::kOperationEnded:
      return absl::StrCat(names.Of(event.operation_ended().activity_id()),
                          " ended on ",
                          DateWords(event.operation_ended().date()));
    case v1::PlanEvent::kDeliverableStarted:
      return absl::StrCat(
          "Work on ", names.Of(event.deliverable_started().activity_id()),
          " started: ", DateWords(event.deliverable_started().date()));
    case v1::PlanEvent::kDeliverableCompleted:
      return absl::StrCat(
          names.Of(event.deliverable_completed().activity_id()),
          " was completed: ", DateWords(event.deliverable_completed().date()));
    case v1::PlanEvent::kActivityCancelled:
      return absl::StrCat(names.Of(event.activity_cancelled().activity_id()),
                          " was cancelled");
    case v1::PlanEvent::kActivityReinstated:
      return absl::StrCat(names.Of(event.activity_reinstated().activity_id()),
                          " was reinstated");
    case v1::PlanEvent::kDelegateAssigned:
      return absl::StrCat(names.Delegate(event.delegate_assigned().delegate()),
                          " was named for ",
                          names.Of(event.delegate_assigned().activity_id()));
    case v1::PlanEvent::kDelegateSubstituted: {
      const v1::DelegateSubstituted& change = event.delegate_substituted();
      return absl::StrCat(names.Delegate(change.new_delegate()),
                          " took the place of ",
                          names.Delegate(change.old_delegate()), " at ",
                          names.Of(change.activity_id()));
    }
    default:
      return "";
  }
}

}  // namespace clearsky::ledger
