#include "ledger/change_words.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace clearsky::ledger {
namespace {

Sentence OutcomeSentence(const v1::OutcomeRecorded& outcome, Speech& speech) {
  const std::string kind = v1::OutcomeKind_Name(outcome.kind());
  return {speech.language().Has(kind) ? kind : "OUTCOME_KIND_UNSPECIFIED",
          {{"activity", speech.Name(outcome.activity_id())},
           {"about", speech.Label(outcome.about(), outcome.outcome_id())},
           {"speaker",
            outcome.speaker().empty() ? "" : speech.Name(outcome.speaker())},
           {"parties", speech.PlainNames(outcome.party_ids())},
           {"due", outcome.has_due() ? speech.Date(outcome.due()) : ""}}};
}

Sentence DiscrepancySentence(const v1::DiscrepancyNoted& noted,
                             Speech& speech) {
  std::vector<std::string> values;
  for (const v1::DiscrepantValue& value : noted.values()) {
    values.push_back(
        speech.Say("sayer", {{"value", speech.Quote(value.text())},
                             {"parties", speech.Names(value.asserted_by())}}));
  }
  return {noted.kind() == v1::DISCREPANCY_KIND_CONFLICT
              ? "DiscrepancyNoted.conflict"
              : "DiscrepancyNoted.compatible",
          {{"field", speech.WordOf("field", noted.field())},
           {"entity", speech.Name(noted.entity())},
           {"values", speech.language().Join(values)}}};
}

Sentence ResolutionSentence(const v1::DiscrepancyResolved& resolved,
                            Speech& speech) {
  const auto& known = speech.names().state().discrepancies();
  const auto found = known.find(resolved.discrepancy_id());
  if (found == known.end()) {
    return {"DiscrepancyResolved",
            {{"id", absl::StrCat("`", resolved.discrepancy_id(), "`")},
             {"resolution", resolved.resolution()}}};
  }
  const v1::DiscrepancyNoted& noted = found->second.noted();
  Sentence sentence{"DiscrepancyResolved.known",
                    {{"field", speech.WordOf("field", noted.field())},
                     {"entity", speech.Name(noted.entity())},
                     {"resolution", resolved.resolution()}}};
  if (resolved.accepted_value() < static_cast<uint32_t>(noted.values_size())) {
    const int accepted = static_cast<int>(resolved.accepted_value());
    sentence.slots["accepted"] = speech.Quote(noted.values(accepted).text());
  }
  return sentence;
}

}  // namespace

std::string SentenceAt(uint64_t revision, const WordContext& context) {
  const plan::History& history = *context.history;
  // Corrections and voids name earlier events only, so that this ends.
  if (revision >= context.revision || revision >= history.size() ||
      !history[revision].event.has_value()) {
    return context.speech->Say("entity.event",
                               {{"revision", absl::StrCat(revision)}});
  }
  WordContext at = context;
  at.revision = revision;
  return ChangeWords(*history[revision].event, at);
}

std::string ChangeWords(const v1::PlanEvent& event,
                        const WordContext& context) {
  for (const auto make :
       {DirectorySentence, AgreementSentence, PlanSentence, ScheduleSentence,
        ProgressSentence, AccountSentence}) {
    const Sentence sentence = make(event, context);
    if (!sentence.key.empty()) {
      return context.speech->Say(sentence.key, sentence.slots);
    }
  }
  return "";
}

Sentence AccountSentence(const v1::PlanEvent& event,
                         const WordContext& context) {
  Speech& speech = *context.speech;
  switch (event.change_case()) {
    case v1::PlanEvent::kOutcomeRecorded:
      return OutcomeSentence(event.outcome_recorded(), speech);
    case v1::PlanEvent::kProgressReviewed: {
      const v1::ProgressReviewed& review = event.progress_reviewed();
      return {"ProgressReviewed",
              {{"activity", speech.Name(review.at_activity())},
               {"about", speech.Label(review.about())}}};
    }
    case v1::PlanEvent::kTablePublished: {
      const v1::TablePublished& published = event.table_published();
      return {"TablePublished",
              {{"day", speech.Day(published.as_of_day())},
               {"document", published.document_id().empty()
                                ? ""
                                : speech.Name(published.document_id())}}};
    }
    case v1::PlanEvent::kDiscrepancyNoted:
      return DiscrepancySentence(event.discrepancy_noted(), speech);
    case v1::PlanEvent::kDiscrepancyResolved:
      return ResolutionSentence(event.discrepancy_resolved(), speech);
    case v1::PlanEvent::kChangeConfirmed: {
      const v1::ChangeConfirmed& confirmed = event.change_confirmed();
      return {
          "ChangeConfirmed",
          {{"party", speech.Name(confirmed.party_id())},
           {"sentence", SentenceAt(confirmed.confirmed_revision(), context)}}};
    }
    case v1::PlanEvent::kChangeDisputed: {
      const v1::ChangeDisputed& disputed = event.change_disputed();
      return {"ChangeDisputed",
              {{"party", speech.Name(disputed.party_id())},
               {"sentence", SentenceAt(disputed.disputed_revision(), context)},
               {"statement", disputed.statement()}}};
    }
    case v1::PlanEvent::kFactCorrected: {
      const v1::FactCorrected& corrected = event.fact_corrected();
      return {"FactCorrected",
              {{"sentence", ChangeWords(corrected.replacement(), context)},
               {"old", SentenceAt(corrected.corrected_revision(), context)}}};
    }
    case v1::PlanEvent::kEventVoided:
      return {"EventVoided",
              {{"sentence",
                SentenceAt(event.event_voided().voided_revision(), context)}}};
    default:
      return {};
  }
}

}  // namespace clearsky::ledger
