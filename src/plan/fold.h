#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/history.h"
#include "plan/partial_date.h"

namespace clearsky::plan {

// Rises with every change of what the fold makes of equal events.
inline constexpr uint32_t kFoldVersion = 2;

// An event at its place in the fold, after corrections and voids. It refers to
// the event it was made of, which must outlive it.
struct PlacedEvent {
  // Latest day of its effective date, but not after the day it was recorded:
  // what is told has happened. Names, roles and periods may take effect later.
  // Documents, parties, organisations,
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
  const v1::PlanEvent& event() const {
    return replaced == nullptr ? *recorded : *replaced;
  }
  // The same to be changed, made its own at first.
  v1::PlanEvent* MutableEvent();

  const v1::PlanEvent* recorded = nullptr;
  // What a correction made of it, or the caller; else nullptr.
  std::shared_ptr<v1::PlanEvent> replaced;
};

// The place of an event that no correction touches and no other event moves.
// `event` must outlive it.
PlacedEvent PlaceAlone(const v1::PlanEvent& event, uint64_t revision,
                       absl::CivilDay record_day);

// The same of an event that corrections replace, in order. All must outlive it.
PlacedEvent PlaceCorrected(const HistoryEvent& event,
                           const std::vector<const HistoryEvent*>& corrections);

// Days between which `event`, recorded on `record_day`, became so; both are
// set. The latest is the day of its place in the fold, unless something moves
// it.
DayBounds EffectiveDays(const v1::PlanEvent& event, absl::CivilDay record_day);

// The events of `history` that count, in fold order: by (day, revision), after
// the corrections and voids in it. Corrections, voids, and events that are not
// known are not among them. `history` must outlive them.
std::vector<PlacedEvent> PlaceEvents(const History& history);

// The state of `stream` on the effective day `as_of`, inclusive (nullopt: at
// the end of effective time), as known by all of `history`. Pure, deterministic
// and total: never fails; what disagrees becomes a finding. Changes whose
// effective date spans `as_of` are listed as possible.
v1::PlanState Fold(absl::string_view stream, const History& history,
                   std::optional<absl::CivilDay> as_of);

// The same, in memory of its own that is made and dropped as a whole: several
// times as quick for a plan of many activities.
std::shared_ptr<const v1::PlanState> FoldShared(
    absl::string_view stream, const History& history,
    std::optional<absl::CivilDay> as_of);

// An empty message in such memory.
std::shared_ptr<v1::PlanState> NewSharedState();

// The corrections and voids of `history` that count, in order of revision.
std::vector<v1::CorrectionState> CountingCorrections(const History& history);

// The revision of the void or correction that takes out or replaces the event
// of `revision`, as known by all of `history`; nullopt when it counts as
// recorded.
std::optional<uint64_t> SupersededBy(const History& history, uint64_t revision);

}  // namespace clearsky::plan
