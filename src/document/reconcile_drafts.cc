#include "document/reconcile_drafts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/uuid.h"
#include "plan/edtf.h"
#include "plan/history.h"

namespace clearsky::document {
namespace {

bool GivesProjects(const v1::PlanEvent& event) {
  const auto& fields = event.activity_details_changed().changed_fields();
  return std::find(fields.begin(), fields.end(), "project_ids") != fields.end();
}

}  // namespace

std::string Drafts::PlaceOf(size_t entry) const {
  return PlaceWords(in_.table->lines[entry].place, in_.table->format);
}

v1::ReconciliationProposal* Drafts::Propose(size_t entry,
                                            v1::ReconciliationKind kind,
                                            absl::string_view entity) {
  Draft& draft = drafts_.emplace_back();
  draft.entry = entry;
  draft.proposal.set_kind(kind);
  draft.proposal.set_entity(std::string(entity));
  if (entry != kNowhere) {
    draft.proposal.set_place(PlaceOf(entry));
    draft.proposal.set_line(in_.table->lines[entry].place.line);
    draft.proposal.set_document_line(in_.table->lines[entry].line);
  }
  return &draft.proposal;
}

void Drafts::Find(size_t entry, absl::string_view rule,
                  absl::string_view message) {
  v1::ReconciliationFinding* finding = out_.add_findings();
  if (entry != kNowhere) {
    finding->set_place(PlaceOf(entry));
    finding->set_line(in_.table->lines[entry].place.line);
  }
  finding->set_rule(std::string(rule));
  finding->set_message(std::string(message));
}

void Drafts::Tell(const ReadFinding& finding) {
  v1::ReconciliationFinding* told = out_.add_findings();
  told->set_place(PlaceWords(finding.place, in_.table->format));
  told->set_line(finding.place.line);
  told->set_rule(finding.rule);
  told->set_message(finding.message);
}

void Drafts::GiveIds(
    google::protobuf::RepeatedPtrField<v1::EventToRecord>* events) const {
  for (v1::EventToRecord& event : *events) {
    if (in_.actor.ByteSizeLong() > 0) {
      *event.mutable_event()->mutable_provenance()->mutable_actor() = in_.actor;
    }
    event.set_event_id(
        UuidV8OfContent(absl::StrCat(in_.source.sha256, in_.plan, "\n",
                                     in_.basis, "\n",
                                     plan::EncodeEvent(event.event())))
            .ToString());
  }
}

bool Drafts::Moves(absl::string_view activity) const {
  return std::any_of(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
    const auto& events = draft.proposal.events();
    return absl::string_view(draft.proposal.entity()) == activity &&
           std::any_of(events.begin(), events.end(),
                       [](const v1::EventToRecord& event) {
                         return GivesProjects(event.event());
                       });
  });
}

absl::StatusOr<bool> Drafts::Exists(absl::string_view stream,
                                    plan::EntityKind kind,
                                    absl::string_view id) const {
  if (stream != plan::kDirectoryStream) return false;
  const std::string key(id);
  switch (kind) {
    case plan::EntityKind::kDocument:
      return key == in_.source.document_id ||
             in_.directory->documents().contains(key);
    case plan::EntityKind::kSeries:
      return in_.directory->series().contains(key);
    case plan::EntityKind::kParty:
      return in_.directory->parties().contains(key);
    case plan::EntityKind::kOrganisation:
      return in_.directory->organisations().contains(key);
    default:
      return false;
  }
}

v1::Reconciliation Drafts::Finish(uint32_t unchanged_count) {
  out_.set_plan(in_.plan);
  out_.set_on_day(plan::FormatDay(in_.day));
  out_.set_line_count(static_cast<uint32_t>(in_.table->lines.size()));
  std::stable_sort(
      drafts_.begin(), drafts_.end(),
      [](const Draft& a, const Draft& b) { return a.entry < b.entry; });
  uint32_t number = 0;
  out_.mutable_proposals()->Reserve(static_cast<int>(drafts_.size()));
  for (Draft& draft : drafts_) {
    draft.proposal.set_number(++number);
    *out_.add_proposals() = std::move(draft.proposal);
  }
  std::stable_sort(
      out_.mutable_findings()->begin(), out_.mutable_findings()->end(),
      [](const v1::ReconciliationFinding& a,
         const v1::ReconciliationFinding& b) { return a.line() < b.line(); });
  out_.set_unchanged_count(unchanged_count);
  return std::move(out_);
}

}  // namespace clearsky::document
