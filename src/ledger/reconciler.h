#pragma once

#include "absl/status/statusor.h"
#include "clearsky/v1/document_service.pb.h"
#include "ledger/core.h"
#include "ledger/recorder.h"

namespace clearsky::ledger {

// Reads `request`'s document and proposes the events that explain how its table
// differs from the plan. Records nothing. As
// v1::DocumentService.ReconcileDocument. Safe to call from many threads.
absl::StatusOr<v1::ReconcileDocumentResponse> ReconcileDocument(
    const Core& core, const v1::ReconcileDocumentRequest& request);

// Records what was agreed to of that, in one atomic append. As
// v1::DocumentService.ApplyReconciliation. Safe to call from many threads.
absl::StatusOr<v1::ApplyReconciliationResponse> ApplyReconciliation(
    const Core& core, const v1::ApplyReconciliationRequest& request,
    Recorder* recorder);

}  // namespace clearsky::ledger
