#include "reconciliation.h"

#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "describe.h"

namespace clearsky::cli {
namespace {

constexpr char kBold[] = "\x1b[1m";
constexpr char kGreen[] = "\x1b[32m";
constexpr char kYellow[] = "\x1b[33m";
constexpr char kOff[] = "\x1b[0m";

// The sign of a kind, as a plan of changes is read.
struct Sign {
  const char* sign;
  const char* colour;
};

Sign SignOf(v1::ReconciliationKind kind) {
  switch (kind) {
    case v1::RECONCILIATION_KIND_NEW:
      return {"+", kGreen};
    case v1::RECONCILIATION_KIND_CHANGED:
      return {"~", kBold};
    case v1::RECONCILIATION_KIND_DISCREPANCY:
      return {"=/=", kYellow};
    default:
      return {"?", kYellow};
  }
}

const char* ConfidenceWord(v1::ReconciliationConfidence confidence) {
  switch (confidence) {
    case v1::RECONCILIATION_CONFIDENCE_CERTAIN:
      return "certain";
    case v1::RECONCILIATION_CONFIDENCE_LIKELY:
      return "likely";
    default:
      return "doubtful";
  }
}

std::string Counted(size_t count, absl::string_view one,
                    absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

void AppendEvents(
    const google::protobuf::RepeatedPtrField<v1::EventToRecord>& events,
    absl::string_view indent, std::string* words) {
  for (const v1::EventToRecord& event : events) {
    absl::StrAppend(words, indent, EventWords(event.event()));
    const v1::PartialDate& effective = event.event().provenance().effective();
    if (!effective.edtf().empty()) {
      absl::StrAppend(words, "  [effective ", effective.edtf(), "]");
    }
    absl::StrAppend(words, "\n");
  }
}

}  // namespace

std::string SummaryOf(const v1::Reconciliation& reconciliation) {
  size_t fresh = 0;
  size_t changed = 0;
  size_t discrepancies = 0;
  size_t questions = 0;
  size_t safe = 0;
  for (const auto& proposal : reconciliation.proposals()) {
    switch (proposal.kind()) {
      case v1::RECONCILIATION_KIND_NEW:
        ++fresh;
        break;
      case v1::RECONCILIATION_KIND_CHANGED:
        ++changed;
        break;
      case v1::RECONCILIATION_KIND_DISCREPANCY:
        ++discrepancies;
        break;
      default:
        ++questions;
    }
    safe += proposal.safe() ? 1 : 0;
  }
  return absl::StrCat(
      fresh, " new, ", changed, " changed, ",
      Counted(discrepancies, "discrepancy", "discrepancies"), ", ",
      Counted(questions, "question", "questions"), ", ",
      Counted(static_cast<size_t>(reconciliation.findings_size()), "finding",
              "findings"),
      "; ", reconciliation.unchanged_count(), " unchanged; ", safe, " safe");
}

std::string ProposalWords(const v1::ReconciliationProposal& proposal,
                          bool coloured) {
  const Sign sign = SignOf(proposal.kind());
  const bool is_question = proposal.kind() == v1::RECONCILIATION_KIND_QUESTION;
  std::string words = absl::StrFormat(
      "%s%s %d  %s%s", coloured ? sign.colour : "", sign.sign,
      proposal.number(), proposal.entity(), coloured ? kOff : "");
  if (!proposal.place().empty()) {
    absl::StrAppend(&words, "  (", proposal.place(), ")");
  }
  if (!is_question) {
    absl::StrAppend(&words, "  ", ConfidenceWord(proposal.confidence()));
    absl::StrAppendFormat(&words, " %.2f", proposal.score());
    if (proposal.safe()) absl::StrAppend(&words, ", safe");
  }
  absl::StrAppend(&words, "\n    ", proposal.words(), "\n");
  const bool same = proposal.line_before() == proposal.line_after();
  if (!proposal.line_before().empty()) {
    absl::StrAppend(&words, same ? "      " : "    - ", proposal.line_before(),
                    "\n");
  }
  if (!proposal.line_after().empty() && !same) {
    absl::StrAppend(&words, "    + ", proposal.line_after(), "\n");
  }
  if (!proposal.document_line().empty() &&
      proposal.document_line() != proposal.line_after()) {
    absl::StrAppend(&words, "    document: ", proposal.document_line(), "\n");
  }
  for (const std::string& reason : proposal.reasons()) {
    absl::StrAppend(&words, "    because: ", reason, "\n");
  }
  AppendEvents(proposal.events(), "      ", &words);
  for (int i = 0; i < proposal.alternatives_size(); ++i) {
    const v1::ReconciliationAlternative& other = proposal.alternatives(i);
    absl::StrAppend(&words, "    ", proposal.number(), ":", i + 1, "  ",
                    other.words(), "\n");
    AppendEvents(other.events(), "      ", &words);
  }
  return words;
}

std::string ReconciliationWords(const v1::Reconciliation& reconciliation,
                                bool coloured) {
  std::string words;
  for (const auto& proposal : reconciliation.proposals()) {
    absl::StrAppend(&words, ProposalWords(proposal, coloured), "\n");
  }
  for (const v1::ReconciliationFinding& finding : reconciliation.findings()) {
    absl::StrAppend(&words, "! ",
                    finding.place().empty() ? "" : finding.place(),
                    finding.place().empty() ? "" : ": ", finding.rule(), ": ",
                    finding.message(), "\n");
  }
  if (!reconciliation.findings().empty()) absl::StrAppend(&words, "\n");
  return absl::StrCat(words, SummaryOf(reconciliation), "\n");
}

absl::StatusOr<std::vector<v1::AgreedProposal>> ReadAccepted(
    absl::string_view text, const v1::Reconciliation& reconciliation) {
  std::vector<v1::AgreedProposal> agreed;
  const auto agree = [&agreed](uint32_t number, uint32_t alternative) {
    v1::AgreedProposal& added = agreed.emplace_back();
    added.set_number(number);
    added.set_alternative(alternative);
  };
  if (text == "all" || text == "safe") {
    for (const auto& proposal : reconciliation.proposals()) {
      if (proposal.kind() == v1::RECONCILIATION_KIND_QUESTION) continue;
      if (text == "safe" && !proposal.safe()) continue;
      agree(proposal.number(), 0);
    }
    return agreed;
  }
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::vector<absl::string_view> numbers = absl::StrSplit(part, ':');
    uint32_t number = 0;
    uint32_t alternative = 0;
    const bool is_read =
        numbers.size() <= 2 && absl::SimpleAtoi(numbers.front(), &number) &&
        number > 0 &&
        (numbers.size() == 1 ||
         (absl::SimpleAtoi(numbers.back(), &alternative) && alternative > 0));
    if (!is_read) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--accept: `", part,
          "` is none of: all, safe, or numbers of proposals such as 1,3 or, "
          "for the second alternative of 4, 4:2"));
    }
    const auto count = static_cast<uint32_t>(reconciliation.proposals_size());
    if (number > count) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--accept: there is no proposal ", number, "; ",
          count == 0 ? "nothing is proposed"
                     : absl::StrCat("they are numbered 1 to ", count)));
    }
    agree(number, alternative);
  }
  return agreed;
}

}  // namespace clearsky::cli
