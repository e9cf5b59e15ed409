#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "clearsky/v1/comparison.pb.h"
#include "clearsky/v1/implementation_table.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/history.h"
#include "report/phrases.h"

namespace clearsky::report {

// A plan at one point. Borrows all of it.
struct PlanAt {
  const v1::PlanState* state = nullptr;
  // The table of that state.
  const v1::ImplementationTable* table = nullptr;
  // The events known there.
  const plan::History* history = nullptr;
  // The effective day.
  absl::CivilDay as_of;
};

// What differs between two points of one plan: lines are matched by activity
// and project. Each line that differs has the fields that differ, what happened
// in words of `language`, and the events behind it; an event whose words do not
// show is behind no line. Positions, sentences and names are left to the
// ledger. Pure; safe to call from many threads.
//
// Taking the ends the other way round swaps added and removed, old and new, and
// for which end events count; the classes tell the way from `from` to `to`.
v1::PlanComparison Compare(const PlanAt& from, const PlanAt& to,
                           Language language);

// The events behind each of `activities`, as Compare would tell them of its
// lines, in order of revision; also of those whose lines do not differ. An
// activity without any is left out. The tables are not looked at and may be
// null. Pure; safe to call from many threads.
std::map<std::string, std::vector<v1::EventBehind>> EventsBehind(
    const PlanAt& from, const PlanAt& to,
    const std::set<std::string>& activities);

}  // namespace clearsky::report
