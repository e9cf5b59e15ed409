#include "document/reconcile_statements.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "document/line_meaning.h"
#include "document/reconcile_labels.h"
#include "plan/activity_rules.h"
#include "plan/delivery.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

using notation::Status;
using State = v1::ActivityState;

const v1::PartialDate& DoneOn(const State& state) {
  return state.has_actual_date() ? state.actual_date() : state.end_date();
}

const v1::Delivery& DoneAs(const State& state) {
  return state.has_actual_delivery() ? state.actual_delivery()
                                     : state.delivery();
}

bool Inside(const v1::PartialDate& inner, const v1::PartialDate& outer) {
  const plan::DayBounds in = plan::BoundsOf(inner);
  const plan::DayBounds out = plan::BoundsOf(outer);
  return in.earliest && in.latest && out.earliest && out.latest &&
         *in.earliest >= *out.earliest && *in.latest <= *out.latest;
}

v1::DiscrepantValue ValueOf(absl::string_view text) {
  v1::DiscrepantValue value;
  value.set_text(std::string(text));
  return value;
}

std::string WordsOfMode(const v1::Delivery& delivery) {
  if (!delivery.verbatim().empty()) return delivery.verbatim();
  return std::string(notation::ModeWord(delivery.mode()));
}

std::string WordOf(Status status) {
  switch (status) {
    case Status::kPlanned:
      return "예정";
    case Status::kPostponed:
      return "연기";
    case Status::kCancelled:
      return "취소";
    default:
      return "";
  }
}

// What the event says, as a correction of another or by itself.
v1::PlanEvent ContentOf(const plan::HistoryEvent& event) {
  return event.event->has_fact_corrected()
             ? event.event->fact_corrected().replacement()
             : *event.event;
}

}  // namespace

std::vector<std::string> PlacesOf(const State& state) {
  std::vector<std::string> places;
  for (const v1::Venue& venue : state.venues()) {
    const v1::Label* label = PrintedLabel(
        venue.localities_size() > 0 ? venue.localities() : venue.names());
    if (label != nullptr) places.push_back(label->text());
  }
  return places;
}

void StatementWriter::Write(const std::optional<v1::Delivery>& delivery) {
  const bool other_status = CompareStatus();
  const bool other_date = !other_status && CompareDate();
  CompareMode(delivery);
  CompareRest();
  if (other_status) {
    OfferVoid();
  } else if (other_date || out_->notes_discrepancy) {
    OfferCorrection(delivery);
  }
}

bool StatementWriter::IsKnown(absl::string_view field,
                              absl::string_view text) const {
  for (const v1::DiscrepancyNoted* noted : beside_.known_discrepancies) {
    if (noted->field() != std::string(field)) continue;
    for (const v1::DiscrepantValue& value : noted->values()) {
      if (value.text() == std::string(text)) return true;
    }
  }
  return false;
}

void StatementWriter::Note(absl::string_view field, v1::DiscrepancyKind kind,
                           v1::DiscrepantValue of_plan,
                           v1::DiscrepantValue of_line) {
  if (IsKnown(field, of_line.text())) {
    out_->findings.push_back(
        {"known-discrepancy",
         absl::StrCat("that the document says `", of_line.text(), "` of the ",
                      field, " is noted already")});
    return;
  }
  const std::string& id = beside_.details->activity_id();
  out_->words.push_back(absl::StrCat("the plan says `", of_plan.text(),
                                     "` of the ", field, ", the document `",
                                     of_line.text(), "`"));
  out_->notes_discrepancy = true;
  out_->adds_only = false;
  v1::DiscrepancyNoted* noted = events_
                                    ->Add(plan::DateOfDay(beside_.day),
                                          v1::BASIS_STATED, beside_.line->range)
                                    .mutable_discrepancy_noted();
  noted->set_discrepancy_id(beside_.take_id(absl::StrCat(id, "-", field)));
  noted->set_entity(id);
  noted->set_field(std::string(field));
  noted->set_kind(kind);
  *noted->add_values() = std::move(of_plan);
  v1::SourceRef* source = of_line.mutable_source();
  source->set_document_id(beside_.source->document_id);
  source->set_sha256(beside_.source->sha256);
  source->set_begin_byte(beside_.line->range.begin);
  source->set_end_byte(beside_.line->range.end);
  if (!beside_.source->asserted_by.empty()) {
    of_line.add_asserted_by(beside_.source->asserted_by);
  }
  *noted->add_values() = std::move(of_line);
}

// What took place is planned, put off or called off no more.
bool StatementWriter::CompareStatus() {
  const std::string word = WordOf(status_);
  if (word.empty()) return false;
  Note("status", v1::DISCREPANCY_KIND_CONFLICT,
       ValueOf(plan::StateName(beside_.state->state())), ValueOf(word));
  out_->is_doubtful = true;
  return true;
}

bool StatementWriter::CompareDate() {
  const notation::TableLineReading& reading = beside_.line->reading;
  if (!reading.date.has_value() || reading.date->edtf().empty()) return false;
  const v1::PartialDate& done = DoneOn(*beside_.state);
  if (plan::SameDate(done, *reading.date) || done.edtf().empty()) return false;
  const bool compatible =
      Inside(*reading.date, done) || Inside(done, *reading.date);
  v1::DiscrepantValue of_plan = ValueOf(WordsOf(done));
  *of_plan.mutable_date() = done;
  v1::DiscrepantValue of_line = ValueOf(WordsOf(*reading.date));
  *of_line.mutable_date() = *reading.date;
  Note("date",
       compatible ? v1::DISCREPANCY_KIND_COMPATIBLE
                  : v1::DISCREPANCY_KIND_CONFLICT,
       std::move(of_plan), std::move(of_line));
  return true;
}

void StatementWriter::CompareMode(const std::optional<v1::Delivery>& delivery) {
  const v1::Delivery& done = DoneAs(*beside_.state);
  if (!delivery.has_value() || plan::SameDelivery(done, *delivery)) return;
  const bool compatible = plan::ModeContains(done.mode(), delivery->mode()) ||
                          plan::ModeContains(delivery->mode(), done.mode());
  const std::string words = WordsOfMode(done);
  v1::DiscrepantValue of_plan = ValueOf(words.empty() ? "-" : words);
  *of_plan.mutable_delivery() = done;
  v1::DiscrepantValue of_line = ValueOf(WordsOfMode(*delivery));
  *of_line.mutable_delivery() = *delivery;
  Note("mode",
       compatible ? v1::DISCREPANCY_KIND_COMPATIBLE
                  : v1::DISCREPANCY_KIND_CONFLICT,
       std::move(of_plan), std::move(of_line));
}

void StatementWriter::CompareRest() {
  const notation::TableLineReading& reading = beside_.line->reading;
  const v1::ActivityRegistered& details = *beside_.details;
  const auto compare = [&](const char* field, const std::string& plan_text,
                           const std::string& line_text) {
    if (line_text.empty() || plan_text == line_text) return;
    Note(field, v1::DISCREPANCY_KIND_CONFLICT,
         ValueOf(plan_text.empty() ? "-" : plan_text), ValueOf(line_text));
  };
  const v1::Label* host = PrintedLabel(beside_.state->host().labels());
  compare("host", host == nullptr ? "" : host->text(), reading.host);
  compare("venue", absl::StrJoin(PlacesOf(*beside_.state), ", "),
          absl::StrJoin(reading.places, ", "));
  compare("level", details.level(), reading.level);
  if (reading.title.ordinal != details.ordinal()) {
    compare("ordinal", details.ordinal_text(), reading.title.ordinal_text);
  }
  if (reading.coverage.has_value() &&
      reading.coverage->edtf() != details.coverage().edtf()) {
    compare("coverage",
            details.has_coverage() ? WordsOf(details.coverage()) : "",
            WordsOf(*reading.coverage));
  }
}

const plan::HistoryEvent* StatementWriter::SetBy(const char* field) const {
  const auto found = beside_.state->set_by().find(field);
  if (found == beside_.state->set_by().end() ||
      found->second >= beside_.history->size()) {
    return nullptr;
  }
  const plan::HistoryEvent& event = (*beside_.history)[found->second];
  return event.event.has_value() ? &event : nullptr;
}

v1::PlanEvent StatementWriter::CorrectionOf(const plan::HistoryEvent& event,
                                            v1::PlanEvent replacement) const {
  v1::PlanEvent correction;
  v1::FactCorrected* change = correction.mutable_fact_corrected();
  change->set_corrected_revision(event.revision);
  *change->mutable_replacement() = std::move(replacement);
  return correction;
}

void StatementWriter::AddEvent(
    v1::PlanEvent event, v1::ReconciliationAlternative* alternative) const {
  v1::Provenance* provenance = event.mutable_provenance();
  provenance->set_basis(v1::BASIS_STATED);
  if (!beside_.source->asserted_by.empty()) {
    provenance->add_asserted_by(beside_.source->asserted_by);
  }
  v1::SourceRef* source = provenance->mutable_source();
  source->set_document_id(beside_.source->document_id);
  source->set_sha256(beside_.source->sha256);
  source->set_begin_byte(beside_.line->range.begin);
  source->set_end_byte(beside_.line->range.end);
  *alternative->add_events()->mutable_event() = std::move(event);
}

v1::PlanEvent* StatementWriter::Rewritten(const plan::HistoryEvent* event,
                                          Rewrites* rewrites) const {
  if (event == nullptr) return nullptr;
  const auto [found, is_new] = rewrites->try_emplace(event->revision);
  if (is_new) {
    found->second = ContentOf(*event);
    found->second.clear_provenance();
  }
  return &found->second;
}

// When, where and how it was held.
void StatementWriter::RewriteHeld(const std::optional<v1::Delivery>& delivery,
                                  Rewrites* rewrites) const {
  if (beside_.state->state() != State::STATE_HELD) return;
  const plan::HistoryEvent* event = SetBy("actual_date");
  if (event == nullptr || !ContentOf(*event).has_activity_held()) return;
  v1::PlanEvent* content = Rewritten(event, rewrites);
  v1::ActivityHeld* held = content->mutable_activity_held();
  const notation::TableLineReading& reading = beside_.line->reading;
  if (reading.date.has_value() && !reading.date->edtf().empty() &&
      !plan::SameDate(held->date(), *reading.date)) {
    *held->mutable_date() = *reading.date;
    *content->mutable_provenance()->mutable_effective() =
        EffectiveOf(*reading.date, beside_.day);
  }
  if (delivery.has_value() &&
      !plan::SameDelivery(DoneAs(*beside_.state), *delivery)) {
    *held->mutable_delivery() = *delivery;
  }
  if (!reading.places.empty() && PlacesOf(*beside_.state) != reading.places) {
    held->clear_venues();
    for (const std::string& place : reading.places) {
      AddLabel("ko", place, v1::Label::KIND_TABLE,
               held->add_venues()->mutable_localities());
    }
  }
  const v1::Label* host = PrintedLabel(beside_.state->host().labels());
  if (!reading.host.empty() &&
      (host == nullptr || host->text() != reading.host)) {
    held->clear_host();
    AddLabel("ko", reading.host, v1::Label::KIND_TABLE,
             held->mutable_host()->mutable_labels());
  }
}

// What it is: each field in the event that gave it.
void StatementWriter::RewriteDetails(Rewrites* rewrites) const {
  const notation::TableLineReading& reading = beside_.line->reading;
  const v1::ActivityRegistered& details = *beside_.details;
  const auto details_in = [&](const char* field) -> v1::ActivityRegistered* {
    const plan::HistoryEvent* event = SetBy(field);
    if (event == nullptr) event = SetBy("details");
    if (event == nullptr) return nullptr;
    const v1::PlanEvent content = ContentOf(*event);
    if (!content.has_activity_registered() &&
        !content.has_activity_details_changed()) {
      return nullptr;
    }
    v1::PlanEvent* rewritten = Rewritten(event, rewrites);
    return rewritten->has_activity_registered()
               ? rewritten->mutable_activity_registered()
               : rewritten->mutable_activity_details_changed()
                     ->mutable_details();
  };
  const notation::TitleParts& title = reading.title;
  if (title.ordinal != 0 && title.ordinal != details.ordinal()) {
    if (auto* in = details_in("ordinal")) in->set_ordinal(title.ordinal);
    if (auto* in = details_in("ordinal_text")) {
      in->set_ordinal_text(title.ordinal_text);
    }
  }
  if (!reading.level.empty() && reading.level != details.level()) {
    if (auto* in = details_in("level")) in->set_level(reading.level);
  }
  if (reading.coverage.has_value() &&
      reading.coverage->edtf() != details.coverage().edtf()) {
    if (auto* in = details_in("coverage")) {
      *in->mutable_coverage() = *reading.coverage;
    }
  }
}

// That the plan has it wrong: the events that say what differs are corrected.
void StatementWriter::OfferCorrection(
    const std::optional<v1::Delivery>& delivery) {
  Rewrites rewrites;
  RewriteHeld(delivery, &rewrites);
  RewriteDetails(&rewrites);
  v1::ReconciliationAlternative alternative;
  alternative.set_words(
      "the plan has it wrong: correct it to what the document says");
  for (auto& [revision, content] : rewrites) {
    const plan::HistoryEvent& event = (*beside_.history)[revision];
    v1::PlanEvent as_it_is = ContentOf(event);
    as_it_is.clear_provenance();
    if (plan::EncodeEvent(as_it_is) == plan::EncodeEvent(content)) continue;
    AddEvent(CorrectionOf(event, std::move(content)), &alternative);
  }
  if (alternative.events().empty()) return;
  out_->alternatives.push_back(std::move(alternative));
}

// That it was not held: the event that says so is taken out.
void StatementWriter::OfferVoid() {
  const plan::HistoryEvent* event = SetBy("state");
  if (event == nullptr) return;
  v1::PlanEvent voided;
  voided.mutable_event_voided()->set_voided_revision(event->revision);
  out_->taking_out = out_->alternatives.size();
  v1::ReconciliationAlternative& alternative =
      out_->alternatives.emplace_back();
  alternative.set_words(
      absl::StrCat("the plan has it wrong: take out that it is ",
                   plan::StateName(beside_.state->state())));
  AddEvent(std::move(voided), &alternative);
}

}  // namespace clearsky::document
