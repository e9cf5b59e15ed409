#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/document_service.pb.h"

// A document beside a plan, as people read it before they agree to any of it.

namespace clearsky::cli {

// `3 to record (1 new, 2 changed), 1 question, 2 findings, 13 lines unchanged`.
std::string SummaryOf(const v1::Reconciliation& reconciliation);

// One proposal: what it is, where it stands, the line before and after, the
// events, and the alternatives, on several lines. `coloured`: for a terminal.
std::string ProposalWords(const v1::ReconciliationProposal& proposal,
                          bool coloured);

// All of it: proposals, findings, and the summary.
std::string ReconciliationWords(const v1::Reconciliation& reconciliation,
                                bool coloured);

// What `all`, `safe` or `1,3:2` agrees to. INVALID_ARGUMENT for anything else,
// saying what is accepted.
absl::StatusOr<std::vector<v1::AgreedProposal>> ReadAccepted(
    absl::string_view text, const v1::Reconciliation& reconciliation);

}  // namespace clearsky::cli
