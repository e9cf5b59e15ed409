#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "ledger/core.h"
#include "ledger/ledger.h"

// Answers about plans and events. Each is the call of the same name of
// v1::LedgerService. Safe to call from many threads.

namespace clearsky::ledger {

v1::GetLedgerResponse GetLedger(const Core& core);
absl::StatusOr<Standing> GetStanding(const Core& core, const std::string& plan,
                                     const v1::PointInTime& at);

absl::StatusOr<v1::GetPlanResponse> GetPlan(const Core& core,
                                            const v1::GetPlanRequest& request);

absl::StatusOr<v1::GetTableResponse> GetTable(
    const Core& core, const v1::GetTableRequest& request);

absl::StatusOr<v1::ReadEventsResponse> ReadEvents(
    const Core& core, const v1::ReadEventsRequest& request);

absl::StatusOr<v1::ListPlansResponse> ListPlans(
    const Core& core, const v1::ListPlansRequest& request);

}  // namespace clearsky::ledger
