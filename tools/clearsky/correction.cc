#include "correction.h"

#include <initializer_list>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "event_lines.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "input.h"
#include "names.h"
#include "plan/history.h"
#include "verb.h"

namespace clearsky::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The change that is set; nullptr when none is.
Message* ChangeOf(v1::PlanEvent* event) {
  const FieldDescriptor* const set =
      event->GetReflection()->GetOneofFieldDescriptor(
          *event, v1::PlanEvent::descriptor()->FindOneofByName("change"));
  return set == nullptr ? nullptr
                        : event->GetReflection()->MutableMessage(event, set);
}

// The first of `names` that is a field of this type; nullptr when none is.
const FieldDescriptor* FindField(const Message& change, const Descriptor* type,
                                 std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const FieldDescriptor* const field =
        change.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr && field->message_type() == type) return field;
  }
  return nullptr;
}

absl::Status HasNone(absl::string_view option, const Message& change,
                     absl::string_view what) {
  const std::string& name = change.GetDescriptor()->name();
  return absl::InvalidArgumentError(absl::StrCat(
      option, ": ", name, " tells no ", what,
      "; --event takes the whole event, as JSON, if it has to be another"));
}

const FieldDescriptor* DateField(const Message& change) {
  return FindField(change, v1::PartialDate::descriptor(),
                   {"date", "new_date", "planned_date", "period"});
}

const FieldDescriptor* DeliveryField(const Message& change) {
  return FindField(change, v1::Delivery::descriptor(),
                   {"delivery", "new_delivery"});
}

const FieldDescriptor* VenueField(const Message& change) {
  return FindField(change, v1::Venue::descriptor(),
                   {"venues", "new_venues", "venue"});
}

void SetMessage(const FieldDescriptor* field, const Message& value,
                Message* change) {
  const auto* reflection = change->GetReflection();
  if (field->is_repeated()) {
    reflection->ClearField(change, field);
    reflection->AddMessage(change, field)->CopyFrom(value);
  } else {
    reflection->MutableMessage(change, field)->CopyFrom(value);
  }
}

// Whether the change became so on the date that it tells.
bool HappenedOnItsDate(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityHeld:
    case v1::PlanEvent::kOccurrenceLogged:
    case v1::PlanEvent::kOperationEnded:
    case v1::PlanEvent::kDeliverableStarted:
    case v1::PlanEvent::kDeliverableCompleted:
    case v1::PlanEvent::kAgreementSigned:
      return true;
    default:
      return false;
  }
}

absl::Status AmendDate(const std::string& words,
                       const notation::Context& context, v1::PlanEvent* event) {
  Message* const change = ChangeOf(event);
  const FieldDescriptor* const field = DateField(*change);
  if (field == nullptr) return HasNone("--date", *change, "date");
  ASSIGN_OR_RETURN(const DateWordsRead read,
                   ReadDateWords("--date", words, context));
  const auto& old_date = static_cast<const v1::PartialDate&>(
      change->GetReflection()->GetMessage(*change, field));
  v1::PartialDate* const effective =
      event->mutable_provenance()->mutable_effective();
  if (HappenedOnItsDate(*event) && effective->edtf() == old_date.edtf()) {
    *effective = read.date;
    effective->clear_verbatim();
  }
  SetMessage(field, read.date, change);
  const FieldDescriptor* const delivery = DeliveryField(*change);
  if (read.delivery.has_value() && delivery != nullptr) {
    SetMessage(delivery, *read.delivery, change);
  }
  const FieldDescriptor* const venue = VenueField(*change);
  if (!read.venues.empty() && venue != nullptr) {
    SetMessage(venue, read.venues.front(), change);
  }
  return absl::OkStatus();
}

// Sets a field of text, number or name.
absl::Status AmendField(const std::string& text, Message* change) {
  const size_t equals = text.find('=');
  const std::string name =
      absl::StrReplaceAll(text.substr(0, equals), {{"-", "_"}});
  const std::string words =
      equals == std::string::npos ? "" : text.substr(equals + 1);
  const std::string where = absl::StrCat("--set ", text, ": ");
  const FieldDescriptor* const field =
      change->GetDescriptor()->FindFieldByName(name);
  if (equals == std::string::npos || field == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat(where, "accepted is FIELD=WORDS with a field of ",
                     change->GetDescriptor()->name(), " in plan_event.proto"));
  }
  const auto* reflection = change->GetReflection();
  uint32_t number = 0;
  if (field->is_repeated()) {
    return absl::InvalidArgumentError(absl::StrCat(
        where, "the field may hold several; --event takes the whole event"));
  }
  if (field->type() == FieldDescriptor::TYPE_STRING) {
    reflection->SetString(change, field, words);
  } else if (field->type() == FieldDescriptor::TYPE_UINT32 &&
             absl::SimpleAtoi(words, &number)) {
    reflection->SetUInt32(change, field, number);
  } else if (field->type() == FieldDescriptor::TYPE_UINT32) {
    return absl::InvalidArgumentError(
        absl::StrCat(where, "the field takes a number"));
  } else if (field->type() == FieldDescriptor::TYPE_ENUM) {
    const std::optional<int> value = NumberOfName(field->enum_type(), words);
    if (!value.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, "accepted are ", AllNames(field->enum_type())));
    }
    reflection->SetEnumValue(change, field, *value);
  } else {
    return absl::InvalidArgumentError(absl::StrCat(
        where, "the field takes no words; --event takes the whole event"));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PlanEvent> ReadWholeEvent(const std::string& words) {
  std::string json = words;
  if (!absl::StartsWith(absl::StripLeadingAsciiWhitespace(words), "{")) {
    ASSIGN_OR_RETURN(json, ReadFile(words));
  }
  // One event over many lines: JSON has no line ends inside of its words.
  const auto events =
      ReadEventLines(absl::StrReplaceAll(json, {{"\n", " "}, {"\r", " "}}));
  if (!events.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--event: ", events.status().message()));
  }
  if (events->size() != 1 || events->front().events.size() != 1 ||
      !events->front().at.empty()) {
    return absl::InvalidArgumentError(
        "--event: accepted is one event in JSON, without a time");
  }
  return events->front().events.front().event.event();
}

// What the engine derives from the state that the event meets.
void ClearDerived(Message* change) {
  for (const char* name :
       {"old_date", "old_delivery", "old_venues", "previous_date"}) {
    const FieldDescriptor* const field =
        change->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) change->GetReflection()->ClearField(change, field);
  }
}

}  // namespace

absl::Status Amend(const Amendment& amendment, const notation::Context& context,
                   v1::PlanEvent* event) {
  if (!amendment.event.empty()) {
    ASSIGN_OR_RETURN(v1::PlanEvent whole, ReadWholeEvent(amendment.event));
    if (!whole.provenance().has_effective() &&
        event->provenance().has_effective()) {
      *whole.mutable_provenance()->mutable_effective() =
          event->provenance().effective();
    }
    *event = std::move(whole);
    return absl::OkStatus();
  }
  Message* const change = ChangeOf(event);
  if (change == nullptr) {
    return absl::FailedPreconditionError(
        "the event is of a type that this version does not read");
  }
  if (!amendment.date.empty()) {
    RETURN_IF_ERROR(AmendDate(amendment.date, context, event));
  }
  if (!amendment.mode.empty()) {
    const FieldDescriptor* const field = DeliveryField(*change);
    if (field == nullptr) return HasNone("--mode", *change, "mode");
    ASSIGN_OR_RETURN(const v1::Delivery delivery, ReadDelivery(amendment.mode));
    SetMessage(field, delivery, change);
  }
  if (!amendment.venue.empty()) {
    const FieldDescriptor* const field = VenueField(*change);
    if (field == nullptr) return HasNone("--venue", *change, "place");
    ASSIGN_OR_RETURN(const v1::Venue venue, ReadVenue(amendment.venue));
    SetMessage(field, venue, change);
  }
  for (const std::string& field : amendment.fields) {
    RETURN_IF_ERROR(AmendField(field, change));
  }
  ClearDerived(change);
  return absl::OkStatus();
}

bool Relabel(v1::PlanEvent* event) {
  const auto move = [](const auto& from, auto* to) {
    to->set_activity_id(from.activity_id());
    return to;
  };
  switch (event->change_case()) {
    case v1::PlanEvent::kScheduleRefined: {
      const v1::ScheduleRefined from = event->schedule_refined();
      *move(from, event->mutable_activity_rescheduled())->mutable_new_date() =
          from.new_date();
      return true;
    }
    case v1::PlanEvent::kActivityRescheduled: {
      const v1::ActivityRescheduled from = event->activity_rescheduled();
      *move(from, event->mutable_schedule_refined())->mutable_new_date() =
          from.new_date();
      return true;
    }
    case v1::PlanEvent::kActivityMovedOnline: {
      const v1::ActivityMovedOnline from = event->activity_moved_online();
      *move(from, event->mutable_delivery_mode_changed())
           ->mutable_new_delivery() = from.new_delivery();
      return true;
    }
    case v1::PlanEvent::kDeliveryModeChanged: {
      const v1::DeliveryModeChanged from = event->delivery_mode_changed();
      *move(from, event->mutable_activity_moved_online())
           ->mutable_new_delivery() = from.new_delivery();
      return true;
    }
    default:
      return false;
  }
}

}  // namespace clearsky::cli
