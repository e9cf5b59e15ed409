#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/plan_state.pb.h"

// The state machine of an activity (design, section 3, "States of an
// activity"): one table, from which refusals tell what would be accepted.

namespace clearsky::plan {

// The columns of the table.
enum class ActivityAction {
  kSchedule,       // ActivityScheduled.
  kMoveDate,       // ScheduleRefined, ActivityRescheduled.
  kPostpone,       // ActivityPostponed.
  kDescribe,       // Mode, venue, host, details, delegates.
  kHold,           // ActivityHeld.
  kLogOccurrence,  // OccurrenceLogged.
  kStart,          // DeliverableStarted.
  kComplete,       // DeliverableCompleted, OperationEnded.
  kSplit,          // ActivitySplit.
  kCancel,         // ActivityCancelled.
  kReinstate,      // ActivityReinstated.
};
inline constexpr int kActivityActionCount = 11;

// A cell of the table.
struct Transition {
  bool allowed = false;
  // Accepted with a finding.
  bool flagged = false;
  // The state after; for kReinstate the state before the cancellation counts.
  v1::ActivityState::State next = v1::ActivityState::STATE_UNSPECIFIED;
};

// The cell for an activity in state `from`.
Transition TransitionOf(v1::ActivityState::State from, ActivityAction action);

// `schedule`, `change the date of`, ...
absl::string_view ActionName(ActivityAction action);

// `planned`, `held`, ...
std::string StateName(v1::ActivityState::State state);

// What would be accepted in `state`, in words, with a hint where the table has
// one (`log an occurrence instead`).
std::string AcceptedIn(v1::ActivityState::State state, ActivityAction refused);

// The same for programs: names of events, by commas. What is over accepts a
// correction or a void only.
std::string EventsAcceptedIn(v1::ActivityState::State state);

}  // namespace clearsky::plan
