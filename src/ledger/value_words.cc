#include "ledger/value_words.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace clearsky::ledger {
namespace {

// Lower is better.
int LabelRank(const v1::Label& label) {
  int rank = 0;
  if (label.language() != "ko") rank += label.language() == "en" ? 10 : 20;
  switch (label.kind()) {
    case v1::Label::KIND_TABLE:
    case v1::Label::KIND_TRANSLATION:
      return rank + 1;
    case v1::Label::KIND_SHORT:
      return rank + 2;
    default:
      return rank;
  }
}

// The word of `value` in a list of pairs; `otherwise` when it has none.
template <typename Enum, size_t kSize>
std::string WordOf(const std::pair<Enum, const char*> (&words)[kSize],
                   Enum value, const char* otherwise) {
  for (const auto& [known, word] : words) {
    if (known == value) return word;
  }
  return otherwise;
}

constexpr std::pair<v1::DeliveryMode, const char*> kModes[] = {
    {v1::DELIVERY_MODE_IN_PERSON, "in person"},
    {v1::DELIVERY_MODE_VIDEO_CONFERENCE, "by video conference"},
    {v1::DELIVERY_MODE_REMOTE, "remote"},
    {v1::DELIVERY_MODE_HYBRID, "hybrid"},
    {v1::DELIVERY_MODE_WRITTEN, "in writing"},
    {v1::DELIVERY_MODE_CORRESPONDENCE, "by correspondence"},
};

constexpr std::pair<v1::Reason::Code, const char*> kReasons[] = {
    {v1::Reason::CODE_PUBLIC_HEALTH, "public health"},
    {v1::Reason::CODE_SCHEDULING, "scheduling"},
    {v1::Reason::CODE_PREPARATION, "preparation"},
    {v1::Reason::CODE_DIPLOMATIC, "diplomatic reasons"},
    {v1::Reason::CODE_BUDGET, "budget"},
    {v1::Reason::CODE_FORCE_MAJEURE, "force majeure"},
    {v1::Reason::CODE_ENTRY_ERROR, "entered in error"},
    {v1::Reason::CODE_OTHER, "another reason"},
};

constexpr std::pair<v1::ActivityKind, const char*> kActivityKinds[] = {
    {v1::ACTIVITY_KIND_MEETING, "meeting"},
    {v1::ACTIVITY_KIND_SEMINAR, "seminar"},
    {v1::ACTIVITY_KIND_WORKSHOP, "workshop"},
    {v1::ACTIVITY_KIND_DIALOGUE, "dialogue"},
    {v1::ACTIVITY_KIND_CONFERENCE, "conference"},
    {v1::ACTIVITY_KIND_FORUM, "forum"},
    {v1::ACTIVITY_KIND_EXHIBITION, "exhibition"},
    {v1::ACTIVITY_KIND_DELIVERABLE, "deliverable"},
    {v1::ACTIVITY_KIND_STANDING_OPERATION, "standing operation"},
};

constexpr std::pair<v1::AgreementKind, const char*> kAgreementKinds[] = {
    {v1::AGREEMENT_KIND_FIVE_YEAR_PLAN, "five-year plan"},
    {v1::AGREEMENT_KIND_MEMORANDUM, "memorandum"},
    {v1::AGREEMENT_KIND_ANNUAL_PLAN, "annual plan"},
    {v1::AGREEMENT_KIND_TREATY, "treaty"},
};

constexpr std::pair<v1::OutcomeKind, const char*> kOutcomeKinds[] = {
    {v1::OUTCOME_KIND_AGENDA, "had on its agenda"},
    {v1::OUTCOME_KIND_DISCUSSED, "discussed"},
    {v1::OUTCOME_KIND_SHARED_VIEW, "shared the view on"},
    {v1::OUTCOME_KIND_ASSESSED, "assessed"},
    {v1::OUTCOME_KIND_AGREED, "agreed on"},
    {v1::OUTCOME_KIND_INTENDED, "intends"},
    {v1::OUTCOME_KIND_STATEMENT, "heard a statement on"},
};

}  // namespace

std::string BestLabel(const Labels& labels) {
  const v1::Label* best = nullptr;
  for (const v1::Label& label : labels) {
    if (best == nullptr || LabelRank(label) < LabelRank(*best)) best = &label;
  }
  return best == nullptr ? "" : best->text();
}

std::string InQuotes(const std::string& text) {
  return absl::StrCat("“", text, "”");
}

std::string DateWords(const v1::PartialDate& date) {
  std::string words;
  if (!date.edtf().empty()) {
    words = date.verbatim().empty() || date.verbatim() == date.edtf()
                ? date.edtf()
                : absl::StrCat(date.verbatim(), " (", date.edtf(), ")");
  } else {
    const char* meaning = date.reading() == v1::PartialDate::READING_ON_DEMAND
                              ? "on demand"
                              : "a date to be decided";
    words = date.verbatim().empty()
                ? meaning
                : absl::StrCat(date.verbatim(), " (", meaning, ")");
  }
  if (!date.condition().empty()) {
    absl::StrAppend(&words, " (", date.condition(), ")");
  }
  return words;
}

std::string ModeWords(v1::DeliveryMode mode) {
  return WordOf(kModes, mode, "mode not said");
}

std::string DeliveryWords(const v1::Delivery& delivery) {
  const std::string mode = ModeWords(delivery.mode());
  std::string words = delivery.verbatim().empty()
                          ? mode
                          : absl::StrCat(delivery.verbatim(), " (", mode, ")");
  for (const v1::PartyDelivery& party : delivery.parties()) {
    absl::StrAppend(&words, "; ", party.party_id(), " ",
                    ModeWords(party.mode()));
  }
  return words;
}

std::string VenueWords(
    const google::protobuf::RepeatedPtrField<v1::Venue>& venues) {
  std::vector<std::string> places;
  for (const v1::Venue& venue : venues) {
    std::vector<std::string> parts;
    for (const std::string& part :
         {BestLabel(venue.names()), BestLabel(venue.localities()),
          venue.country()}) {
      if (!part.empty()) parts.push_back(part);
    }
    if (!parts.empty()) places.push_back(absl::StrJoin(parts, ", "));
  }
  return absl::StrJoin(places, " and ");
}

std::string ReasonWords(const v1::Reason& reason) {
  if (!reason.text().empty()) return reason.text();
  return WordOf(kReasons, reason.code(), "");
}

std::string ActivityKindWords(v1::ActivityKind kind) {
  return WordOf(kActivityKinds, kind, "activity");
}

std::string AgreementKindWords(v1::AgreementKind kind) {
  return WordOf(kAgreementKinds, kind, "agreement");
}

std::string OutcomeKindWords(v1::OutcomeKind kind) {
  return WordOf(kOutcomeKinds, kind, "came to an outcome on");
}

}  // namespace clearsky::ledger
