#include "plan/oddities.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "plan/edtf.h"
#include "plan/history.h"
#include "plan/ordinals.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kLateDays = 31;

// The weekday written in parentheses, `(목)` or `(목요일)`.
std::optional<absl::Weekday> WrittenWeekday(absl::string_view words) {
  constexpr const char* kDays[] = {"월", "화", "수", "목", "금", "토", "일"};
  for (int i = 0; i < 7; ++i) {
    if (absl::StrContains(words, absl::StrCat("(", kDays[i], ")")) ||
        absl::StrContains(words, absl::StrCat("(", kDays[i], "요일)"))) {
      return static_cast<absl::Weekday>(i);
    }
  }
  return std::nullopt;
}

// Collects every date of a message.
void CollectDates(const Message& message,
                  std::vector<const v1::PartialDate*>* dates) {
  if (message.GetDescriptor() == v1::PartialDate::descriptor()) {
    dates->push_back(static_cast<const v1::PartialDate*>(&message));
    return;
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        field->is_map()) {
      continue;
    }
    const google::protobuf::Reflection* reflection = message.GetReflection();
    if (!field->is_repeated()) {
      CollectDates(reflection->GetMessage(message, field), dates);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      CollectDates(reflection->GetRepeatedMessage(message, field, i), dates);
    }
  }
}

// Changes that both parties would have to say to be sure of.
bool IsAgreedBetweenParties(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityScheduled:
    case v1::PlanEvent::kScheduleRefined:
    case v1::PlanEvent::kActivityRescheduled:
    case v1::PlanEvent::kActivityPostponed:
    case v1::PlanEvent::kActivityMovedOnline:
    case v1::PlanEvent::kDeliveryModeChanged:
    case v1::PlanEvent::kActivityHeld:
    case v1::PlanEvent::kActivityCancelled:
    case v1::PlanEvent::kAgreementAgreed:
    case v1::PlanEvent::kAgreementSigned:
      return true;
    default:
      return false;
  }
}

}  // namespace

void AddOddities(const v1::PlanState& state, const v1::PlanEvent& event,
                 uint64_t revision, absl::CivilDay record_day,
                 std::vector<v1::Finding>* findings) {
  const auto flag = [&](const char* rule, const std::string& message) {
    v1::Finding finding;
    finding.set_severity(v1::Finding::SEVERITY_ODD);
    finding.set_rule(rule);
    finding.set_revision(revision);
    finding.set_entity(MainEntityOf(event));
    finding.set_message(message);
    findings->push_back(finding);
  };
  const v1::Provenance& provenance = event.provenance();
  const DayBounds effective = BoundsOf(provenance.effective());
  if (effective.latest.has_value() && !IsDirectoryEvent(event) &&
      record_day - *effective.latest > kLateDays) {
    flag("recorded-late", absl::StrCat("recorded on ", FormatDay(record_day),
                                       ", ", record_day - *effective.latest,
                                       " days after it became so"));
  }
  if (IsAgreedBetweenParties(event) && provenance.asserted_by_size() == 1 &&
      state.plan().party_ids_size() > 1) {
    flag("one-side-only",
         absl::StrCat("only `", provenance.asserted_by(0), "` says so"));
  }
  if (event.has_activity_registered()) {
    if (std::optional<v1::Finding> skipped =
            SkippedOrdinal(state, event.activity_registered())) {
      skipped->set_revision(revision);
      findings->push_back(*std::move(skipped));
    }
  }
  std::vector<const v1::PartialDate*> dates;
  CollectDates(event, &dates);
  for (const v1::PartialDate* date : dates) {
    const auto written = WrittenWeekday(date->verbatim());
    const DayBounds bounds = BoundsOf(*date);
    if (!written.has_value() || !bounds.earliest.has_value() ||
        bounds.earliest != bounds.latest ||
        absl::GetWeekday(*bounds.earliest) == *written) {
      continue;
    }
    flag("weekday-mismatch", absl::StrCat("\"", date->verbatim(),
                                          "\": ", FormatDay(*bounds.earliest),
                                          " is another weekday"));
  }
}

}  // namespace clearsky::plan
