#pragma once

#include "absl/status/statusor.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "ledger/core.h"
#include "ledger/recorder.h"

namespace clearsky::ledger {

// Reads `request`'s document and proposes the events that explain it, without
// those that tell what the ledger knows. Records nothing. As
// v1::LedgerService.ProposeDocument. Safe to call from many threads.
absl::StatusOr<v1::ProposeDocumentResponse> ProposeDocument(
    const Core& core, const v1::ProposeDocumentRequest& request);

// Records what a document proposes, in one atomic append. As
// v1::LedgerService.ImportDocument. Safe to call from many threads.
absl::StatusOr<v1::ImportDocumentResponse> ImportDocument(
    const Core& core, const v1::ImportDocumentRequest& request,
    Recorder* recorder);

}  // namespace clearsky::ledger
