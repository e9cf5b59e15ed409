#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "ledger/ledger.h"
#include "plan/new_year.h"

// A new year's plan prepared from what a ledger knows (plan/new_year.h).

namespace clearsky::ledger {

// Who answers: a ledger in this process, or the calls of a service.
struct NewYearQuestions {
  std::function<absl::StatusOr<v1::GetPlanResponse>(const v1::GetPlanRequest&)>
      get_plan;
  std::function<absl::StatusOr<v1::GetSeriesResponse>(
      const v1::GetSeriesRequest&)>
      get_series;
};

// Those of `ledger`, which must outlive them.
NewYearQuestions QuestionsTo(const Ledger* ledger);

struct PreparedYear {
  plan::NewYearProposal proposal;
  // Number of events of the old plan that it rests on.
  uint64_t from_count = 0;
};

// Proposes plan `request.to` from plan `from` as it stands on `day`; numbers of
// meetings are looked up in their series across all plans. NOT_FOUND when
// `from`, or an id to include or exclude, is not known, with names near it;
// ALREADY_EXISTS when `request.to` is registered; others as
// plan::ProposeNewYear and GetPlan.
absl::StatusOr<PreparedYear> PrepareNewYear(
    const NewYearQuestions& questions, const std::string& from,
    absl::CivilDay day, const plan::NewYearRequest& request);

// What records the accepted items, and all that they stand on, if the old plan
// has not changed meanwhile. REQUIRES: indices of the items, at least one.
v1::RecordEventsRequest RequestOf(const PreparedYear& prepared,
                                  const std::set<size_t>& accepted);

}  // namespace clearsky::ledger
