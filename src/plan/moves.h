#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_move.pb.h"
#include "clearsky/v1/value.pb.h"
#include "plan/history.h"

// How the dates, modes and states of activities came to be. Pure; safe to call
// from many threads.

namespace clearsky::plan {

// The slip from one date to another as a message; both sides left out where
// nothing can be told.
v1::DateSlip SlipMessage(const v1::PartialDate& old_date,
                         const v1::PartialDate& new_date);

// All moves of all activities of `stream` up to the effective day `as_of`,
// inclusive (nullopt: the end of effective time), by activity, in fold order.
// An event that left date, mode and state alone is none. The parts of a split
// activity have what happened to it before the split, too. Positions and names
// are left to the ledger.
//
// It folds the events anew: a state keeps what holds, not how it came to be.
std::map<std::string, std::vector<v1::PlanMove>> MovesOf(
    absl::string_view stream, const History& history,
    std::optional<absl::CivilDay> as_of);

}  // namespace clearsky::plan
