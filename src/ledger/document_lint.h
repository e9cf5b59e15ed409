#pragma once

#include "absl/status/statusor.h"
#include "clearsky/v1/lint_service.pb.h"
#include "ledger/ledger.h"

namespace clearsky::ledger {

// The call of the same name of v1::LintService, which documents it. Safe to
// call from many threads.
absl::StatusOr<v1::LintDocumentResponse> LintDocument(
    const Ledger& ledger, const v1::LintDocumentRequest& request);

}  // namespace clearsky::ledger
