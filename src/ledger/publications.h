#pragma once

#include "absl/status/statusor.h"
#include "clearsky/v1/publication.pb.h"
#include "ledger/core.h"

// What was told. Each is the call of the same name of v1::LedgerService. Safe
// to call from many threads.

namespace clearsky::ledger {

// NOT_FOUND when nothing was published on or before the day, saying when the
// first publication is; DATA_LOSS when its bytes are missing or others.
absl::StatusOr<v1::GetPublishedResponse> GetPublished(
    const Core& core, const v1::GetPublishedRequest& request);

// Publications whose bytes are missing or others are in the list, and said not
// to be intact.
absl::StatusOr<v1::ListPublicationsResponse> ListPublications(
    const Core& core, const v1::ListPublicationsRequest& request);

}  // namespace clearsky::ledger
