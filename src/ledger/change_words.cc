#include "ledger/change_words.h"

#include <initializer_list>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/value_words.h"

namespace clearsky::ledger {
namespace {

// The sentence of another event of the stream, told as it was recorded.
std::string SentenceAt(uint64_t revision, const WordContext& context) {
  const plan::History& history = *context.history;
  // Corrections and voids name earlier events only, so that this ends.
  if (revision >= context.revision || revision >= history.size() ||
      !history[revision].event.has_value()) {
    return absl::StrCat("the event of revision ", revision);
  }
  WordContext at = context;
  at.revision = revision;
  return ChangeWords(*history[revision].event, at);
}

std::string DiscrepancyWords(const v1::DiscrepancyNoted& noted,
                             const WordContext& context) {
  std::vector<std::string> values;
  for (const v1::DiscrepantValue& value : noted.values()) {
    std::string words = InQuotes(value.text());
    if (value.asserted_by_size() > 0) {
      absl::StrAppend(&words, " (said by ",
                      context.names->List(value.asserted_by()), ")");
    }
    values.push_back(std::move(words));
  }
  return absl::StrCat("Two statements of the ", noted.field(), " of ",
                      context.names->Of(noted.entity()),
                      " differ: ", absl::StrJoin(values, " and "),
                      noted.kind() == v1::DISCREPANCY_KIND_CONFLICT
                          ? "; at most one is true"
                          : "; both can be true");
}

std::string ResolutionWords(const v1::DiscrepancyResolved& resolved,
                            const WordContext& context) {
  const auto& known = context.names->state().discrepancies();
  const auto found = known.find(resolved.discrepancy_id());
  std::string words = absl::StrCat("The discrepancy `",
                                   resolved.discrepancy_id(), "` was settled");
  if (found != known.end()) {
    const v1::DiscrepancyNoted& noted = found->second.noted();
    words = absl::StrCat("The discrepancy about the ", noted.field(), " of ",
                         context.names->Of(noted.entity()), " was settled");
    if (resolved.accepted_value() <
        static_cast<uint32_t>(noted.values_size())) {
      const int accepted = static_cast<int>(resolved.accepted_value());
      absl::StrAppend(&words,
                      "; accepted: ", InQuotes(noted.values(accepted).text()));
    }
  }
  if (!resolved.resolution().empty()) {
    absl::StrAppend(&words, "; ", resolved.resolution());
  }
  return words;
}

std::string PublicationWords(const v1::TablePublished& published,
                             const WordContext& context) {
  std::string words = absl::StrCat("The implementation table as of ",
                                   published.as_of_day(), " was published");
  if (!published.document_id().empty()) {
    absl::StrAppend(&words, " in ", context.names->Of(published.document_id()));
  }
  return words;
}

}  // namespace

std::string ChangeWords(const v1::PlanEvent& event,
                        const WordContext& context) {
  for (const auto words : {DirectoryWords, AgreementWords, PlanWords,
                           ScheduleWords, ProgressWords, AccountWords}) {
    std::string sentence = words(event, context);
    if (!sentence.empty()) return sentence;
  }
  return "";
}

std::string AccountWords(const v1::PlanEvent& event,
                         const WordContext& context) {
  const EntityNames& names = *context.names;
  switch (event.change_case()) {
    case v1::PlanEvent::kOutcomeRecorded: {
      const v1::OutcomeRecorded& outcome = event.outcome_recorded();
      std::string words = absl::StrCat(names.Of(outcome.activity_id()), " ",
                                       OutcomeKindWords(outcome.kind()), ": ",
                                       BestLabel(outcome.about()));
      if (!outcome.speaker().empty()) {
        absl::StrAppend(&words, "; said by ", names.Of(outcome.speaker()));
      }
      if (outcome.has_due()) {
        absl::StrAppend(&words, "; due ", DateWords(outcome.due()));
      }
      return words;
    }
    case v1::PlanEvent::kProgressReviewed: {
      const v1::ProgressReviewed& review = event.progress_reviewed();
      const std::string about = BestLabel(review.about());
      return absl::StrCat("The progress of the plan was reviewed at ",
                          names.Of(review.at_activity()),
                          about.empty() ? "" : ": ", about);
    }
    case v1::PlanEvent::kTablePublished:
      return PublicationWords(event.table_published(), context);
    case v1::PlanEvent::kDiscrepancyNoted:
      return DiscrepancyWords(event.discrepancy_noted(), context);
    case v1::PlanEvent::kDiscrepancyResolved:
      return ResolutionWords(event.discrepancy_resolved(), context);
    case v1::PlanEvent::kChangeConfirmed:
      return absl::StrCat(
          names.Of(event.change_confirmed().party_id()), " confirmed: ",
          SentenceAt(event.change_confirmed().confirmed_revision(), context));
    case v1::PlanEvent::kChangeDisputed: {
      const v1::ChangeDisputed& disputed = event.change_disputed();
      return absl::StrCat(names.Of(disputed.party_id()), " disputed: ",
                          SentenceAt(disputed.disputed_revision(), context),
                          disputed.statement().empty() ? "" : "; instead: ",
                          disputed.statement());
    }
    case v1::PlanEvent::kFactCorrected:
      return absl::StrCat(
          "Corrected: ",
          ChangeWords(event.fact_corrected().replacement(), context),
          "; it had been told as: ",
          SentenceAt(event.fact_corrected().corrected_revision(), context));
    case v1::PlanEvent::kEventVoided:
      return absl::StrCat(
          "Taken out, as it was entered in error: ",
          SentenceAt(event.event_voided().voided_revision(), context));
    default:
      return "";
  }
}

}  // namespace clearsky::ledger
