#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/history.h"

namespace clearsky::plan {

// Rises with every change of what the fold makes of equal events.
inline constexpr uint32_t kFoldVersion = 1;

// An event at its place in the fold, after corrections and voids.
struct PlacedEvent {
  // Latest day of its effective date. Documents, parties, organisations,
  // persons, series and the plan itself resolve by position and stand first
  // (absl::CivilDay::min()). An activity's registration stands no later than
  // the first thing that happened to it.
  absl::CivilDay day;
  // Earliest day of its effective date.
  absl::CivilDay earliest;
  // Revision that gives its place; that of the event corrected, when it is.
  uint64_t revision = 0;
  // Revision whose change counts here: `revision`, or that of a correction.
  uint64_t content_revision = 0;
  // What counts here.
  v1::PlanEvent event;
};

// The place of an event that no correction touches and no other event moves.
PlacedEvent PlaceAlone(const v1::PlanEvent& event, uint64_t revision,
                       absl::CivilDay record_day);

// The events of `history` that count, in fold order: by (day, revision), after
// the corrections and voids in it. Corrections, voids, and events that are not
// known are not among them.
std::vector<PlacedEvent> PlaceEvents(const History& history);

// The state of `stream` on the effective day `as_of`, inclusive (nullopt: at
// the end of effective time), as known by all of `history`. Pure, deterministic
// and total: never fails; what disagrees becomes a finding. Changes whose
// effective date spans `as_of` are listed as possible.
v1::PlanState Fold(absl::string_view stream, const History& history,
                   std::optional<absl::CivilDay> as_of);

// The revision of the void or correction that takes out or replaces the event
// of `revision`, as known by all of `history`; nullopt when it counts as
// recorded.
std::optional<uint64_t> SupersededBy(const History& history, uint64_t revision);

}  // namespace clearsky::plan
