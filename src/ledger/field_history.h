#pragma once

#include "absl/status/statusor.h"
#include "clearsky/v1/field_history.pb.h"
#include "ledger/core.h"

namespace clearsky::ledger {

// All values of one field of an entity. As v1::LedgerService.GetFieldHistory.
// Safe to call from many threads.
absl::StatusOr<v1::GetFieldHistoryResponse> GetFieldHistory(
    const Core& core, const v1::GetFieldHistoryRequest& request);

}  // namespace clearsky::ledger
