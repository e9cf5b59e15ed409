// Sentences about activities: how they were planned, and how they went.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/change_words.h"
#include "ledger/date_words.h"
#include "plan/partial_date.h"

namespace clearsky::ledger {
namespace {

// The date until then; empty when there was none.
std::string FormerDate(bool has_date, const v1::PartialDate& date,
                       Speech& speech) {
  return has_date && !date.edtf().empty() ? speech.Date(date) : "";
}

// What is said of how and where.
template <typename Change>
void AddHowAndWhere(const Change& change, Speech& speech, Slots* slots) {
  (*slots)["how"] = speech.DeliveryIfSaid(change.delivery());
  (*slots)["place"] = speech.Venues(change.venues());
  if (change.has_host()) (*slots)["host"] = speech.Host(change.host());
}

// Whether the activity is work rather than a meeting, which takes place.
bool IsWork(const std::string& activity_id, const Speech& speech) {
  const EntityNaming naming = speech.names().Of(activity_id);
  if (naming.activity == nullptr) return false;
  return naming.activity->kind() == v1::ACTIVITY_KIND_DELIVERABLE ||
         naming.activity->kind() == v1::ACTIVITY_KIND_STANDING_OPERATION;
}

// Where the activity was to be when it moved online. Only what was known by
// then and still stands can be told.
std::string PlannedPlace(const std::string& activity_id,
                         const WordContext& context) {
  const auto& activities = context.speech->names().state().activities();
  const auto activity = activities.find(activity_id);
  if (activity == activities.end()) return "";
  const auto set_by = activity->second.set_by().find("venues");
  if (set_by == activity->second.set_by().end() ||
      set_by->second > context.revision) {
    return "";
  }
  return context.speech->Venues(activity->second.venues());
}

Sentence RegisteredSentence(const v1::ActivityRegistered& activity,
                            Speech& speech) {
  const char* const key = activity.project_ids().empty() ? "ActivityRegistered"
                          : activity.project_ids_size() == 1
                              ? "ActivityRegistered.project"
                              : "ActivityRegistered.projects";
  return {key,
          {{"kind", speech.EnumWord(v1::ActivityKind_Name(activity.kind()),
                                    "ACTIVITY_KIND_UNSPECIFIED")},
           {"activity", speech.Name(activity.activity_id())},
           {"projects", speech.Names(activity.project_ids())}}};
}

Sentence DetailsSentence(const v1::ActivityDetailsChanged& changed,
                         Speech& speech) {
  std::vector<std::string> fields;
  for (const std::string& field : changed.changed_fields()) {
    fields.push_back(speech.WordOf("field", field));
  }
  return {"ActivityDetailsChanged",
          {{"activity", speech.Name(changed.activity_id())},
           {"fields", speech.language().Join(fields)}}};
}

Sentence ScheduledSentence(const v1::ActivityScheduled& scheduled,
                           Speech& speech) {
  Sentence sentence{IsWork(scheduled.activity_id(), speech)
                        ? "ActivityScheduled.work"
                        : "ActivityScheduled",
                    {{"activity", speech.Name(scheduled.activity_id())}}};
  AddHowAndWhere(scheduled, speech, &sentence.slots);
  const v1::PartialDate& date = scheduled.date();
  if (date.edtf().empty() &&
      date.reading() != v1::PartialDate::READING_ON_DEMAND &&
      date.condition().empty() && date.relative().empty()) {
    sentence.key = "ActivityScheduled.undecided";
    if (date.verbatim() != speech.language().Word("date.undecided")) {
      sentence.slots["words"] = date.verbatim();
    }
  } else {
    sentence.slots["date"] = speech.Date(date);
  }
  return sentence;
}

// Put off, brought forward, or neither for sure.
const char* RescheduledKey(const v1::ActivityRescheduled& moved) {
  const plan::DayBounds from = plan::BoundsOf(moved.old_date());
  const plan::DayBounds to = plan::BoundsOf(moved.new_date());
  if (!moved.has_old_date() || moved.old_date().edtf().empty()) {
    return "ActivityRescheduled";
  }
  if (from.latest && to.earliest && *to.earliest > *from.latest) {
    return "ActivityRescheduled.later";
  }
  if (from.earliest && to.latest && *to.latest < *from.earliest) {
    return "ActivityRescheduled.earlier";
  }
  return "ActivityRescheduled";
}

Sentence SplitSentence(const v1::ActivitySplit& split, Speech& speech) {
  std::vector<std::string> parts;
  for (const v1::ActivityPart& part : split.parts()) {
    parts.push_back(speech.Say(
        "part",
        {{"activity", speech.Name(part.activity_id())},
         {"date", FormerDate(part.has_new_date(), part.new_date(), speech)}}));
  }
  return {"ActivitySplit",
          {{"activity", speech.Name(split.activity_id())},
           {"parts", speech.language().Join(parts)}}};
}

Sentence HeldSentence(const v1::ActivityHeld& held, Speech& speech) {
  std::vector<std::string> heads;
  for (const v1::Delegate& head : held.heads()) {
    heads.push_back(speech.Delegate(head));
  }
  Sentence sentence{
      IsOfDays(held.date()) ? "ActivityHeld" : "ActivityHeld.within",
      {{"activity", speech.Name(held.activity_id())},
       {"date", speech.Date(held.date())},
       {"heads", speech.language().Join(heads)}}};
  AddHowAndWhere(held, speech, &sentence.slots);
  return sentence;
}

// A sentence of an activity and its date.
template <typename Change>
Sentence DatedSentence(const char* key, const Change& change, Speech& speech) {
  return {key,
          {{"activity", speech.Name(change.activity_id())},
           {"date", speech.Date(change.date())}}};
}

// A deliverable's; with its document, when there is one.
template <typename Change>
Sentence DeliverableSentence(const char* key, const Change& change,
                             Speech& speech) {
  Sentence sentence = DatedSentence(key, change, speech);
  if (!change.document_id().empty()) {
    sentence.slots["document"] = speech.Name(change.document_id());
  }
  return sentence;
}

// A sentence of a change of mode.
template <typename Change>
Sentence ModeSentence(const char* key, const Change& change, Speech& speech) {
  return {key,
          {{"activity", speech.Name(change.activity_id())},
           {"old", speech.Delivery(change.old_delivery())},
           {"new", speech.Delivery(change.new_delivery())}}};
}

// A sentence of a change of date.
template <typename Change>
Sentence MoveSentence(const char* key, const Change& change, Speech& speech) {
  return {
      key,
      {{"activity", speech.Name(change.activity_id())},
       {"old", FormerDate(change.has_old_date(), change.old_date(), speech)},
       {"new", speech.Date(change.new_date())}}};
}

}  // namespace

Sentence ScheduleSentence(const v1::PlanEvent& event,
                          const WordContext& context) {
  Speech& speech = *context.speech;
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityRegistered:
      return RegisteredSentence(event.activity_registered(), speech);
    case v1::PlanEvent::kActivityDetailsChanged:
      return DetailsSentence(event.activity_details_changed(), speech);
    case v1::PlanEvent::kActivityScheduled:
      return ScheduledSentence(event.activity_scheduled(), speech);
    case v1::PlanEvent::kScheduleRefined:
      return MoveSentence("ScheduleRefined", event.schedule_refined(), speech);
    case v1::PlanEvent::kActivityRescheduled:
      return MoveSentence(RescheduledKey(event.activity_rescheduled()),
                          event.activity_rescheduled(), speech);
    case v1::PlanEvent::kActivityPostponed: {
      const v1::ActivityPostponed& postponed = event.activity_postponed();
      return {"ActivityPostponed",
              {{"activity", speech.Name(postponed.activity_id())},
               {"condition", postponed.condition()},
               {"old", FormerDate(postponed.has_previous_date(),
                                  postponed.previous_date(), speech)}}};
    }
    case v1::PlanEvent::kActivityMovedOnline: {
      const v1::ActivityMovedOnline& moved = event.activity_moved_online();
      Sentence sentence = ModeSentence("ActivityMovedOnline", moved, speech);
      sentence.slots["place"] = PlannedPlace(moved.activity_id(), context);
      return sentence;
    }
    case v1::PlanEvent::kDeliveryModeChanged:
      return ModeSentence(event.delivery_mode_changed().refinement()
                              ? "DeliveryModeChanged.refined"
                              : "DeliveryModeChanged",
                          event.delivery_mode_changed(), speech);
    case v1::PlanEvent::kVenueChanged: {
      const v1::VenueChanged& changed = event.venue_changed();
      return {"VenueChanged",
              {{"activity", speech.Name(changed.activity_id())},
               {"old", speech.Venues(changed.old_venues())},
               {"new", speech.Venues(changed.new_venues())}}};
    }
    case v1::PlanEvent::kActivityHostedWithin: {
      const auto& hosted = event.activity_hosted_within();
      return {"ActivityHostedWithin",
              {{"activity", speech.Name(hosted.activity_id())},
               {"host", speech.Host(hosted.host())}}};
    }
    case v1::PlanEvent::kActivitySplit:
      return SplitSentence(event.activity_split(), speech);
    default:
      return {};
  }
}

Sentence ProgressSentence(const v1::PlanEvent& event,
                          const WordContext& context) {
  Speech& speech = *context.speech;
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityHeld:
      return HeldSentence(event.activity_held(), speech);
    case v1::PlanEvent::kOccurrenceLogged: {
      Sentence sentence =
          DatedSentence("OccurrenceLogged", event.occurrence_logged(), speech);
      sentence.slots["level"] = event.occurrence_logged().level();
      return sentence;
    }
    case v1::PlanEvent::kOperationEnded:
      return DatedSentence("OperationEnded", event.operation_ended(), speech);
    case v1::PlanEvent::kDeliverableStarted:
      return DeliverableSentence("DeliverableStarted",
                                 event.deliverable_started(), speech);
    case v1::PlanEvent::kDeliverableCompleted:
      return DeliverableSentence("DeliverableCompleted",
                                 event.deliverable_completed(), speech);
    case v1::PlanEvent::kActivityCancelled:
      return {"ActivityCancelled",
              {{"activity",
                speech.Name(event.activity_cancelled().activity_id())}}};
    case v1::PlanEvent::kActivityReinstated:
      return {"ActivityReinstated",
              {{"activity",
                speech.Name(event.activity_reinstated().activity_id())}}};
    case v1::PlanEvent::kDelegateAssigned: {
      const v1::DelegateAssigned& change = event.delegate_assigned();
      return {"DelegateAssigned",
              {{"delegate", speech.Delegate(change.delegate())},
               {"activity", speech.Name(change.activity_id())}}};
    }
    case v1::PlanEvent::kDelegateSubstituted: {
      const v1::DelegateSubstituted& change = event.delegate_substituted();
      return {"DelegateSubstituted",
              {{"old", speech.Delegate(change.old_delegate())},
               {"new", speech.Delegate(change.new_delegate())},
               {"activity", speech.Name(change.activity_id())}}};
    }
    default:
      return {};
  }
}

}  // namespace clearsky::ledger
