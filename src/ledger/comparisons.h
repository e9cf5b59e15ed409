#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "ledger/core.h"

// What differs between two points, and the report of a year. Each is the call
// of the same name of v1::LedgerService. Safe to call from many threads.

namespace clearsky::ledger {

// INVALID_ARGUMENT for a language that is not known; of each end the errors of
// GetPlan, beginning with `from: ` or `to: `.
absl::StatusOr<v1::ComparePlanResponse> ComparePlan(
    const Core& core, const v1::ComparePlanRequest& request);

// The events behind activities of a plan between two points, by activity, in
// order of revision, with sentences in `language`. INVALID_ARGUMENT for a
// language that is not known.
using EventsByActivity = std::map<std::string, std::vector<v1::EventBehind>>;
absl::StatusOr<EventsByActivity> EventsBehind(
    const Core& core, const std::string& plan, const Point& from,
    const Point& to, absl::string_view language,
    const std::set<std::string>& activities);

// INVALID_ARGUMENT for a year past 9999, and for none where the plan's period
// is not known or more than one year.
absl::StatusOr<v1::GetReportResponse> GetReport(
    const Core& core, const v1::GetReportRequest& request);

}  // namespace clearsky::ledger
