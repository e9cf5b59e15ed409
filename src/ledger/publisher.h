#pragma once

#include "absl/status/statusor.h"
#include "clearsky/v1/publication.pb.h"
#include "ledger/core.h"
#include "ledger/recorder.h"

namespace clearsky::ledger {

// Renders the table of a plan, stores its bytes and records that they were
// told, in one atomic append: when a stream that the table rests on moves
// between reading and recording, everything is done again. As
// v1::LedgerService.PublishTable. Safe to call from many threads.
absl::StatusOr<v1::PublishTableResponse> PublishTable(
    const Core& core, const v1::PublishTableRequest& request,
    Recorder* recorder);

}  // namespace clearsky::ledger
