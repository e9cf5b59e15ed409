#include "plan/units.h"

#include "plan/history.h"

namespace clearsky::plan {
namespace {

const std::string& Common() {
  static const std::string* const kCommon = new std::string(kCommonUnit);
  return *kCommon;
}

}  // namespace

const std::string& Units::OfId(absl::string_view id) const {
  const auto found = units_.find(id);
  return found == units_.end() ? Common() : found->second;
}

const std::string& Units::Of(const v1::PlanEvent& event) const {
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityRegistered: {
      const std::string& id = event.activity_registered().activity_id();
      const auto found = units_.find(id);
      return found == units_.end() ? id : found->second;
    }
    case v1::PlanEvent::kOutcomeRecorded:
      return OfId(event.outcome_recorded().activity_id());
    case v1::PlanEvent::kDiscrepancyNoted:
      return OfId(event.discrepancy_noted().entity());
    case v1::PlanEvent::kLabelChanged:
    case v1::PlanEvent::kDiscrepancyResolved:
    case v1::PlanEvent::kActivityDetailsChanged:
    case v1::PlanEvent::kActivityScheduled:
    case v1::PlanEvent::kScheduleRefined:
    case v1::PlanEvent::kActivityRescheduled:
    case v1::PlanEvent::kActivityPostponed:
    case v1::PlanEvent::kActivityMovedOnline:
    case v1::PlanEvent::kDeliveryModeChanged:
    case v1::PlanEvent::kVenueChanged:
    case v1::PlanEvent::kActivityHostedWithin:
    case v1::PlanEvent::kActivitySplit:
    case v1::PlanEvent::kActivityHeld:
    case v1::PlanEvent::kOccurrenceLogged:
    case v1::PlanEvent::kOperationEnded:
    case v1::PlanEvent::kDeliverableStarted:
    case v1::PlanEvent::kDeliverableCompleted:
    case v1::PlanEvent::kActivityCancelled:
    case v1::PlanEvent::kActivityReinstated:
    case v1::PlanEvent::kDelegateAssigned:
    case v1::PlanEvent::kDelegateSubstituted:
      return OfId(MainEntityOf(event));
    default:
      return Common();
  }
}

std::vector<std::pair<std::string, std::string>> Units::Learn(
    const v1::PlanEvent& event) {
  std::vector<std::pair<std::string, std::string>> learnt;
  const std::string unit = Of(event);
  if (unit == kCommonUnit) return learnt;
  const auto learn = [&](const std::string& id) {
    if (units_.try_emplace(id, unit).second) learnt.emplace_back(id, unit);
  };
  if (event.has_activity_registered()) {
    learn(event.activity_registered().activity_id());
  } else if (event.has_activity_split()) {
    for (const auto& part : event.activity_split().parts()) {
      learn(part.activity_id());
    }
  } else if (event.has_discrepancy_noted()) {
    learn(event.discrepancy_noted().discrepancy_id());
  }
  return learnt;
}

}  // namespace clearsky::plan
