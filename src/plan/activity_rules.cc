#include "plan/activity_rules.h"

#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace clearsky::plan {
namespace {

using State = v1::ActivityState;

constexpr Transition kNo{};
constexpr Transition kTo(State::State next) { return {true, false, next}; }
constexpr Transition kFlaggedTo(State::State next) {
  return {true, true, next};
}

constexpr auto kPlanned = State::STATE_PLANNED;
constexpr auto kPostponed = State::STATE_POSTPONED;
constexpr auto kOngoing = State::STATE_ONGOING;
constexpr auto kHeld = State::STATE_HELD;
constexpr auto kCompleted = State::STATE_COMPLETED;
constexpr auto kCancelled = State::STATE_CANCELLED;
constexpr auto kSplit = State::STATE_SPLIT;
constexpr auto kRegistered = State::STATE_REGISTERED;

using Row = std::array<Transition, kActivityActionCount>;

// Columns: schedule, move date, postpone, describe, hold, occurrence, start,
// complete, split, cancel, reinstate.
constexpr Row kRegisteredRow = {kTo(kPlanned),
                                kNo,
                                kTo(kPostponed),
                                kTo(kRegistered),
                                kTo(kHeld),
                                kTo(kOngoing),
                                kTo(kOngoing),
                                kTo(kCompleted),
                                kNo,
                                kTo(kCancelled),
                                kNo};
constexpr Row kPlannedRow = {kNo,
                             kTo(kPlanned),
                             kTo(kPostponed),
                             kTo(kPlanned),
                             kTo(kHeld),
                             kTo(kOngoing),
                             kTo(kOngoing),
                             kTo(kCompleted),
                             kTo(kSplit),
                             kTo(kCancelled),
                             kNo};
constexpr Row kPostponedRow = {kNo,
                               kTo(kPlanned),
                               kFlaggedTo(kPostponed),
                               kTo(kPostponed),
                               kFlaggedTo(kHeld),
                               kFlaggedTo(kOngoing),
                               kTo(kOngoing),
                               kTo(kCompleted),
                               kTo(kSplit),
                               kTo(kCancelled),
                               kNo};
constexpr Row kOngoingRow = {kNo,
                             kTo(kOngoing),
                             kTo(kPostponed),
                             kTo(kOngoing),
                             kNo,
                             kTo(kOngoing),
                             kNo,
                             kTo(kCompleted),
                             kNo,
                             kTo(kCancelled),
                             kNo};
constexpr Row kDoneRow = {kNo, kNo, kNo, kNo, kNo, kNo,
                          kNo, kNo, kNo, kNo, kNo};
constexpr Row kCancelledRow = {kNo, kNo, kNo, kNo, kNo,          kNo,
                               kNo, kNo, kNo, kNo, kTo(kPlanned)};
constexpr Row kSplitRow = {kNo, kNo, kNo, kNo,         kNo, kNo,
                           kNo, kNo, kNo, kTo(kSplit), kNo};

constexpr const char* kActionNames[kActivityActionCount] = {
    "schedule", "change the date of",
    "postpone", "change details of",
    "hold",     "log an occurrence of",
    "start",    "complete",
    "split",    "cancel",
    "reinstate"};

// The events of each action.
constexpr const char* kActionEvents[kActivityActionCount] = {
    "ActivityScheduled",
    "ScheduleRefined,ActivityRescheduled",
    "ActivityPostponed",
    ("ActivityDetailsChanged,ActivityMovedOnline,DeliveryModeChanged,"
     "VenueChanged,ActivityHostedWithin,DelegateAssigned,DelegateSubstituted"),
    "ActivityHeld",
    "OccurrenceLogged",
    "DeliverableStarted",
    "DeliverableCompleted,OperationEnded",
    "ActivitySplit",
    "ActivityCancelled",
    "ActivityReinstated"};

}  // namespace

Transition TransitionOf(State::State from, ActivityAction action) {
  const auto column = static_cast<size_t>(action);
  switch (from) {
    case State::STATE_REGISTERED:
      return kRegisteredRow[column];
    case State::STATE_PLANNED:
      return kPlannedRow[column];
    case State::STATE_POSTPONED:
      return kPostponedRow[column];
    case State::STATE_ONGOING:
      return kOngoingRow[column];
    case State::STATE_HELD:
    case State::STATE_COMPLETED:
      return kDoneRow[column];
    case State::STATE_CANCELLED:
      return kCancelledRow[column];
    case State::STATE_SPLIT:
      return kSplitRow[column];
    default:
      return kNo;
  }
}

absl::string_view ActionName(ActivityAction action) {
  return kActionNames[static_cast<size_t>(action)];
}

std::string StateName(State::State state) {
  absl::string_view name = State::State_Name(state);
  absl::ConsumePrefix(&name, "STATE_");
  return absl::AsciiStrToLower(name);
}

std::string AcceptedIn(State::State state, ActivityAction refused) {
  if (state == State::STATE_HELD || state == State::STATE_COMPLETED) {
    return "what took place is corrected, not changed: record a FactCorrected, "
           "or an EventVoided, of the event that set it";
  }
  if (state == State::STATE_CANCELLED) return "reinstate it first";
  if (state == State::STATE_SPLIT) {
    return "change its parts, or cancel it to cancel those still open";
  }
  if (state == State::STATE_REGISTERED &&
      (refused == ActivityAction::kMoveDate ||
       refused == ActivityAction::kSplit)) {
    return "schedule it first";
  }
  if (state == State::STATE_ONGOING && refused == ActivityAction::kHold) {
    return "log an occurrence instead";
  }
  if (refused == ActivityAction::kSchedule) {
    return "it has a date: refine or reschedule it";
  }
  std::vector<std::string> accepted;
  for (int i = 0; i < kActivityActionCount; ++i) {
    const auto action = static_cast<ActivityAction>(i);
    if (TransitionOf(state, action).allowed) {
      accepted.emplace_back(ActionName(action));
    }
  }
  return absl::StrCat("accepted now: ", absl::StrJoin(accepted, ", "));
}

std::string EventsAcceptedIn(State::State state) {
  std::vector<absl::string_view> events;
  for (int i = 0; i < kActivityActionCount; ++i) {
    if (TransitionOf(state, static_cast<ActivityAction>(i)).allowed) {
      events.emplace_back(kActionEvents[i]);
    }
  }
  if (events.empty()) return "FactCorrected,EventVoided";
  return absl::StrJoin(events, ",");
}

}  // namespace clearsky::plan
