#include "reconcile_dialog.h"

#include <istream>
#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "reconciliation.h"

namespace clearsky::cli {
namespace {

// The answers that a proposal takes.
std::string Accepted(const v1::ReconciliationProposal& proposal) {
  std::string accepted;
  if (proposal.kind() != v1::RECONCILIATION_KIND_QUESTION) accepted = "y, ";
  absl::StrAppend(&accepted, "n");
  if (proposal.alternatives_size() > 0) {
    absl::StrAppend(&accepted, ", 1");
    if (proposal.alternatives_size() > 1) {
      absl::StrAppend(&accepted, "-", proposal.alternatives_size());
    }
  }
  return absl::StrCat(accepted, ", q, ?");
}

std::string Help(const v1::ReconciliationProposal& proposal) {
  std::string help;
  if (proposal.kind() != v1::RECONCILIATION_KIND_QUESTION) {
    absl::StrAppend(&help, "  y  record what is proposed\n");
  }
  absl::StrAppend(&help, "  n  record nothing of it (an empty line, too)\n");
  for (int i = 0; i < proposal.alternatives_size(); ++i) {
    absl::StrAppend(&help, "  ", i + 1, "  ", proposal.alternatives(i).words(),
                    "\n");
  }
  return absl::StrCat(help, "  q  give up: record nothing at all\n");
}

}  // namespace

std::optional<std::vector<v1::AgreedProposal>> AskOneByOne(
    const v1::Reconciliation& reconciliation, bool coloured, std::istream* in,
    std::ostream* out) {
  std::vector<v1::AgreedProposal> agreed;
  for (const auto& proposal : reconciliation.proposals()) {
    *out << ProposalWords(proposal, coloured);
    for (bool answered = false; !answered;) {
      *out << "Record it? [" << Accepted(proposal) << "] " << std::flush;
      std::string line;
      if (!std::getline(*in, line)) {
        *out << "\n";
        return std::nullopt;
      }
      const std::string answer(absl::StripAsciiWhitespace(line));
      int alternative = 0;
      answered = true;
      if (answer == "q") return std::nullopt;
      if (answer.empty() || answer == "n") break;
      if (answer == "y" &&
          proposal.kind() != v1::RECONCILIATION_KIND_QUESTION) {
        agreed.emplace_back().set_number(proposal.number());
      } else if (absl::SimpleAtoi(answer, &alternative) && alternative > 0 &&
                 alternative <= proposal.alternatives_size()) {
        v1::AgreedProposal& added = agreed.emplace_back();
        added.set_number(proposal.number());
        added.set_alternative(static_cast<uint32_t>(alternative));
      } else {
        answered = false;
        *out << Help(proposal);
      }
    }
    *out << "\n";
  }
  return agreed;
}

}  // namespace clearsky::cli
