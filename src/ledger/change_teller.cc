#include "ledger/change_teller.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "plan/fold.h"

namespace clearsky::ledger {
namespace {

// A longer quote is told by its place alone.
constexpr size_t kMaxQuoteBytes = 600;

// The event that a confirmation or dispute is about.
std::optional<uint64_t> StatedOf(const plan::HistoryEvent& event) {
  if (!event.event) return std::nullopt;
  if (event.event->has_change_confirmed()) {
    return event.event->change_confirmed().confirmed_revision();
  }
  if (event.event->has_change_disputed()) {
    return event.event->change_disputed().disputed_revision();
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<Material> GatherMaterial(const Core& core,
                                        const std::string& plan,
                                        const Point& point) {
  Material material;
  const projection::PlanHistories& histories = *core.histories;
  ASSIGN_OR_RETURN(material.history, histories.Read(plan, point.known_count));
  ASSIGN_OR_RETURN(material.state,
                   histories.State(plan, point.known_count, std::nullopt));
  ASSIGN_OR_RETURN(
      material.directory,
      histories.State(plan::kDirectoryStream, point.known_count, std::nullopt));
  ASSIGN_OR_RETURN(material.state_then,
                   histories.State(plan, point.known_count, point.as_of));
  material.entities = EntitiesByRevision(*material.history);
  material.places = OrderChanges(*material.history);
  return material;
}

ChangeTeller::ChangeTeller(const Core* core, const Material* material,
                           const Language* language, const Point& point)
    : core_(*core),
      material_(*material),
      language_(*language),
      point_(point),
      names_(material->state.get(), material->directory.get()) {
  for (const ChangePlace& place : material_.places) {
    if (place.superseded_by || place.told_from > point_.as_of) continue;
    const std::optional<uint64_t> of =
        StatedOf((*material_.history)[place.revision]);
    if (of) statements_[*of].push_back(place.revision);
  }
}

absl::StatusOr<v1::Change> ChangeTeller::Tell(const ChangePlace& place) {
  const plan::HistoryEvent& event = (*material_.history)[place.revision];
  speech_ = std::make_unique<Speech>(&names_, &language_);
  v1::Change change;
  change.set_position(event.position);
  change.set_revision(event.revision);
  for (const std::string& entity : material_.entities[event.revision]) {
    change.add_entities(entity);
  }
  ASSIGN_OR_RETURN(const log::RecordedEvent recorded,
                   core_.log->ReadAt(event.position));
  *change.mutable_record_time() = TimestampOf(recorded.record_time);
  if (place.superseded_by) change.set_superseded_by(*place.superseded_by);
  if (place.supersedes) change.set_supersedes(*place.supersedes);
  change.set_possible(place.earliest <= point_.as_of &&
                      place.day > point_.as_of);
  RETURN_IF_ERROR(TellEvent(event, &change));
  TellMarks(place, &change);
  RETURN_IF_ERROR(TellStatements(event.revision, &change));
  TellFindings(event.revision, &change);
  for (const MissingLabel& label : speech_->missing()) {
    v1::MissingName* missing = change.add_missing_names();
    missing->set_entity(label.entity);
    missing->set_text(label.text);
    missing->set_language(label.language);
  }
  return change;
}

absl::Status ChangeTeller::TellEvent(const plan::HistoryEvent& event,
                                     v1::Change* change) {
  if (!event.event) {
    change->set_type(event.type);
    change->set_sentence(speech_->Say("unknown-type", {{"type", event.type}}));
    return absl::OkStatus();
  }
  change->set_type(plan::ChangeName(*event.event));
  change->set_sentence(ChangeWords(*event.event, ContextAt(event.revision)));
  const v1::PlanEvent& told = event.event->has_fact_corrected()
                                  ? event.event->fact_corrected().replacement()
                                  : *event.event;
  if (told.has_discrepancy_noted()) {
    RETURN_IF_ERROR(TellSides(told.discrepancy_noted(), change));
  }
  return TellProvenance(event.event->provenance(), change);
}

absl::Status ChangeTeller::TellProvenance(const v1::Provenance& provenance,
                                          v1::Change* change) {
  if (provenance.has_effective()) {
    *change->mutable_effective() = provenance.effective();
    change->set_effective_text(speech_->Date(provenance.effective()));
  }
  const v1::Actor& actor = provenance.actor();
  change->set_actor(speech_->Actor(actor));
  if (!actor.on_behalf_of().empty()) {
    change->set_on_behalf_of(speech_->Plain(actor.on_behalf_of()));
  }
  for (const std::string& id : provenance.requested_by()) {
    change->add_requested_by(speech_->Plain(id));
  }
  for (const std::string& id : provenance.asserted_by()) {
    change->add_asserted_by(speech_->Plain(id));
  }
  change->set_reason(speech_->Reason(provenance.reason()));
  change->set_reason_code(provenance.reason().code());
  change->set_basis(provenance.basis());
  const std::string basis = v1::Basis_Name(provenance.basis());
  if (language_.Has(basis)) change->set_basis_text(language_.Word(basis));
  if (!provenance.has_source()) return absl::OkStatus();
  *change->mutable_source() = provenance.source();
  ASSIGN_OR_RETURN(SourceWords words, WordsOf(provenance.source()));
  change->set_source_text(std::move(words.text));
  change->set_quote(std::move(words.quote));
  return absl::OkStatus();
}

void ChangeTeller::TellMarks(const ChangePlace& place, v1::Change* change) {
  const plan::History& history = *material_.history;
  const auto add = [&](v1::ChangeMark::Kind kind, const char* phrase,
                       uint64_t other, const std::string& sentence) {
    v1::ChangeMark* mark = change->add_marks();
    mark->set_kind(kind);
    mark->set_revision(other);
    mark->set_position(history[other].position);
    mark->set_text(speech_->Say(
        phrase, {{"position", absl::StrCat(history[other].position)},
                 {"sentence", sentence}}));
  };
  if (place.superseded_by) {
    const uint64_t other = *place.superseded_by;
    const v1::PlanEvent& event = *history[other].event;
    if (event.has_event_voided()) {
      add(v1::ChangeMark::KIND_ENTERED_IN_ERROR, "mark.voided", other, "");
    } else {
      add(v1::ChangeMark::KIND_CORRECTED, "mark.corrected", other,
          ChangeWords(event.fact_corrected().replacement(), ContextAt(other)));
    }
  }
  if (place.supersedes) {
    const bool is_void = history[place.revision].event->has_event_voided();
    add(is_void ? v1::ChangeMark::KIND_TAKES_OUT
                : v1::ChangeMark::KIND_CORRECTS,
        is_void ? "mark.takes-out" : "mark.corrects", *place.supersedes, "");
  }
}

absl::Status ChangeTeller::TellStatements(uint64_t revision,
                                          v1::Change* change) {
  const auto found = statements_.find(revision);
  if (found == statements_.end()) return absl::OkStatus();
  for (const uint64_t by : found->second) {
    const plan::HistoryEvent& event = (*material_.history)[by];
    const bool disputed = event.event->has_change_disputed();
    const std::string& party = disputed
                                   ? event.event->change_disputed().party_id()
                                   : event.event->change_confirmed().party_id();
    v1::PartyStatement* statement = change->add_statements();
    statement->set_party_id(party);
    statement->set_party(speech_->Plain(party));
    statement->set_disputed(disputed);
    statement->set_statement(event.event->change_disputed().statement());
    *statement->mutable_effective() = event.event->provenance().effective();
    ASSIGN_OR_RETURN(const log::RecordedEvent recorded,
                     core_.log->ReadAt(event.position));
    *statement->mutable_record_time() = TimestampOf(recorded.record_time);
    statement->set_position(event.position);
    statement->set_revision(by);
    statement->set_text(
        speech_->Say(disputed ? "statement.disputed" : "statement.confirmed",
                     {{"party", statement->party()},
                      {"statement", statement->statement()}}));
  }
  return absl::OkStatus();
}

absl::Status ChangeTeller::TellSides(const v1::DiscrepancyNoted& noted,
                                     v1::Change* change) {
  for (const v1::DiscrepantValue& value : noted.values()) {
    v1::SideWord* side = change->add_sides();
    side->set_text(value.text());
    for (const std::string& party : value.asserted_by()) {
      side->add_asserted_by(speech_->Plain(party));
    }
    if (!value.has_source()) continue;
    *side->mutable_source() = value.source();
    ASSIGN_OR_RETURN(SourceWords words, WordsOf(value.source()));
    side->set_source_text(std::move(words.text));
    side->set_quote(std::move(words.quote));
  }
  return absl::OkStatus();
}

void ChangeTeller::TellFindings(uint64_t revision, v1::Change* change) {
  for (const v1::Finding& finding : material_.state_then->findings()) {
    if (finding.revision() != revision) continue;
    *change->add_findings() = finding;
    v1::FindingWords* words = change->add_finding_words();
    words->set_rule(finding.rule());
    const std::string key = absl::StrCat("rule.", finding.rule());
    words->set_text(language_.Has(key) ? language_.Word(key)
                                       : finding.message());
  }
}

absl::StatusOr<ChangeTeller::SourceWords> ChangeTeller::WordsOf(
    const v1::SourceRef& source) {
  SourceWords words;
  words.text = speech_->Plain(source.document_id());
  if (source.end_byte() <= source.begin_byte()) return words;
  ASSIGN_OR_RETURN(const std::string* content, Document(source.sha256()));
  const size_t size = source.end_byte() - source.begin_byte();
  if (size == content->size()) return words;
  const Slots place = {{"title", words.text},
                       {"begin", absl::StrCat(source.begin_byte())},
                       {"end", absl::StrCat(source.end_byte())}};
  words.text = speech_->Say("source.bytes", place);
  if (source.end_byte() > content->size() || size > kMaxQuoteBytes) {
    return words;
  }
  std::string quote = content->substr(source.begin_byte(), size);
  // A range that cuts a character is no quote.
  if (!IsValidUtf8(quote)) return words;
  Slots quoted = place;
  quoted["quote"] = speech_->Quote(quote);
  words.text = speech_->Say("source.quote", quoted);
  words.quote = std::move(quote);
  return words;
}

absl::StatusOr<const std::string*> ChangeTeller::Document(
    const std::string& sha256) {
  const auto found = documents_.find(sha256);
  if (found != documents_.end()) return &found->second;
  std::string content;
  if (!sha256.empty()) {
    absl::StatusOr<std::string> read = core_.log->GetDocument(sha256);
    if (read.ok()) {
      content = *std::move(read);
    } else if (!absl::IsNotFound(read.status())) {
      return read.status();
    }
  }
  return &documents_.emplace(sha256, std::move(content)).first->second;
}

}  // namespace clearsky::ledger
