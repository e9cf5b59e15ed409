#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_move.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/report.pb.h"

namespace clearsky::report {

// The report of `year`, 1 to 9999, on the day `as_of`: of the state on that day
// and the moves that led to it (plan::MovesOf). It holds the activities of
// which any date, planned first or last, actual or of a use, may fall in the
// year; those without a date when the plan's period may; containers of parts
// never, their parts stand for them. Positions and names of who asked are left
// as they are in `moves`. Pure; safe to call from many threads.
v1::PlanReport MakeReport(
    const v1::PlanState& state,
    const std::map<std::string, std::vector<v1::PlanMove>>& moves, int year,
    absl::CivilDay as_of);

}  // namespace clearsky::report
