#pragma once

#include "absl/status/statusor.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "ledger/core.h"

namespace clearsky::ledger {

// The account of how a plan or an entity of it came to be. As
// v1::LedgerService.ListChanges. Safe to call from many threads.
absl::StatusOr<v1::ListChangesResponse> ListChanges(
    const Core& core, const v1::ListChangesRequest& request);

}  // namespace clearsky::ledger
