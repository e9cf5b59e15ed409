#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "clearsky/v1/projections.pb.h"
#include "ledger/core.h"

// Answers across plans. Each is the call of the same name of v1::LedgerService.
// Safe to call from many threads.

namespace clearsky::ledger {

absl::StatusOr<v1::ListCalendarResponse> ListCalendar(
    const Core& core, const v1::ListCalendarRequest& request);

absl::StatusOr<v1::GetSeriesResponse> GetSeries(
    const Core& core, const v1::GetSeriesRequest& request);

absl::StatusOr<v1::ListSeriesResponse> ListSeries(
    const Core& core, const v1::ListSeriesRequest& request);

// Calls `tell` with each message of the answer, on this thread; it may be
// empty.
absl::Status RebuildProjections(
    const Core& core, const v1::RebuildProjectionsRequest& request,
    const std::function<void(const v1::RebuildProjectionsResponse&)>& tell);

}  // namespace clearsky::ledger
