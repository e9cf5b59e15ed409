// What accompanies a plan in every state: documents, responsibilities, labels,
// outcomes, reviews, publications, discrepancies, confirmations.

#include "absl/strings/str_cat.h"
#include "plan/apply.h"
#include "plan/apply_activity.h"

namespace clearsky::plan {
namespace {

using State = v1::ActivityState;

bool SameLabel(const v1::Label& a, const v1::Label& b) {
  return a.language() == b.language() && a.text() == b.text() &&
         a.kind() == b.kind();
}

ApplyResult ChangeLabel(const Step& step) {
  const v1::LabelChanged& change = step.event().label_changed();
  const auto [labels, set_by] = FindLabelled(step.state, change.entity());
  if (labels == nullptr) return UnknownEntity("entity", change.entity());
  v1::Label* replaced = nullptr;
  if (!change.has_old_label()) replaced = labels->Add();
  for (v1::Label& label : *labels) {
    if (SameLabel(label, change.old_label())) replaced = &label;
  }
  if (replaced != nullptr) {
    *replaced = change.new_label();
    if (set_by != nullptr) (*set_by)["labels"] = step.revision();
    return std::nullopt;
  }
  return Forbidden(
      "old-value-differs",
      absl::StrCat("`", change.entity(), "` has no label \"",
                   change.old_label().text(), "\" of language `",
                   change.old_label().language(), "` and this kind; it has \"",
                   FirstLabel(*labels, change.entity()), "\""),
      {{"entity", change.entity()},
       {"field", "labels"},
       {"given", change.old_label().text()},
       {"actual", FirstLabel(*labels, change.entity())}});
}

ApplyResult RecordOutcome(const Step& step) {
  const v1::OutcomeRecorded& change = step.event().outcome_recorded();
  auto& outcomes = *step.state->mutable_outcomes();
  if (const auto found = outcomes.find(change.outcome_id());
      found != outcomes.end()) {
    return TakenId("outcome", change.outcome_id(), found->second.revision());
  }
  if (!step.state->activities().contains(change.activity_id())) {
    return UnknownEntity("activity", change.activity_id());
  }
  v1::OutcomeState& outcome = outcomes[change.outcome_id()];
  *outcome.mutable_outcome() = change;
  outcome.set_revision(step.revision());
  return std::nullopt;
}

ApplyResult PublishTable(const Step& step) {
  const v1::TablePublished& change = step.event().table_published();
  auto& publications = *step.state->mutable_publications();
  if (const auto found = publications.find(change.publication_id());
      found != publications.end()) {
    return TakenId("publication", change.publication_id(),
                   found->second.revision());
  }
  v1::PublicationState& publication = publications[change.publication_id()];
  *publication.mutable_publication() = change;
  publication.set_revision(step.revision());
  return std::nullopt;
}

ApplyResult NoteDiscrepancy(const Step& step) {
  const v1::DiscrepancyNoted& change = step.event().discrepancy_noted();
  auto& discrepancies = *step.state->mutable_discrepancies();
  if (const auto found = discrepancies.find(change.discrepancy_id());
      found != discrepancies.end()) {
    return TakenId("discrepancy", change.discrepancy_id(),
                   found->second.set_by().at("noted"));
  }
  v1::DiscrepancyState& discrepancy = discrepancies[change.discrepancy_id()];
  *discrepancy.mutable_noted() = change;
  (*discrepancy.mutable_set_by())["noted"] = step.revision();
  return std::nullopt;
}

// The accepted value takes hold where it is the date or mode of an activity.
void AcceptValue(const Step& step, const v1::DiscrepancyNoted& noted,
                 const v1::DiscrepantValue& value) {
  auto& activities = *step.state->mutable_activities();
  const auto found = activities.find(noted.entity());
  if (found == activities.end()) return;
  const ActivityStep activity{step, &found->second};
  const bool held = found->second.state() == State::STATE_HELD;
  if (noted.field() == "date" && value.has_date() && held) {
    *found->second.mutable_actual_date() = value.date();
    activity.Blame("actual_date");
  } else if (noted.field() == "date" && value.has_date()) {
    NoteDateMove(activity, found->second.planned_date(), value.date());
    *found->second.mutable_planned_date() = value.date();
    activity.Blame("planned_date");
  } else if (noted.field() == "mode" && value.has_delivery() && held) {
    *found->second.mutable_actual_delivery() = value.delivery();
    activity.Blame("actual_delivery");
  } else if (noted.field() == "mode" && value.has_delivery()) {
    NoteModeMove(activity, found->second.delivery(), value.delivery());
    *found->second.mutable_delivery() = value.delivery();
    activity.Blame("delivery");
  }
}

ApplyResult ResolveDiscrepancy(const Step& step) {
  const v1::DiscrepancyResolved& change = step.event().discrepancy_resolved();
  auto& discrepancies = *step.state->mutable_discrepancies();
  const auto found = discrepancies.find(change.discrepancy_id());
  if (found == discrepancies.end()) {
    return UnknownEntity("discrepancy", change.discrepancy_id());
  }
  v1::DiscrepancyState& discrepancy = found->second;
  if (discrepancy.resolved()) {
    return Forbidden(
        "discrepancy-resolved",
        absl::StrCat("`", change.discrepancy_id(),
                     "` was resolved at revision ",
                     discrepancy.set_by().at("resolution")),
        {{"entity", change.discrepancy_id()},
         {"state", "resolved"},
         {"set_by", absl::StrCat(discrepancy.set_by().at("resolution"))}});
  }
  const int count = discrepancy.noted().values_size();
  if (change.accepted_value() >= static_cast<uint32_t>(count)) {
    return Refusal{absl::StatusCode::kInvalidArgument,
                   "value-out-of-range",
                   absl::StrCat("discrepancy_resolved.accepted_value: ",
                                change.accepted_value(), " is not below ",
                                count, ", the number of values"),
                   {{"entity", change.discrepancy_id()},
                    {"field", "discrepancy_resolved.accepted_value"},
                    {"given", absl::StrCat(change.accepted_value())},
                    {"below", absl::StrCat(count)}}};
  }
  discrepancy.set_resolved(true);
  *discrepancy.mutable_resolution() = change;
  (*discrepancy.mutable_set_by())["resolution"] = step.revision();
  AcceptValue(
      step, discrepancy.noted(),
      discrepancy.noted().values(static_cast<int>(change.accepted_value())));
  return std::nullopt;
}

ApplyResult NoteConfirmation(const Step& step) {
  const v1::PlanEvent& event = step.event();
  v1::ConfirmationState* confirmation = step.state->add_confirmations();
  confirmation->set_revision(step.revision());
  if (event.has_change_confirmed()) {
    confirmation->set_of_revision(
        event.change_confirmed().confirmed_revision());
    confirmation->set_party_id(event.change_confirmed().party_id());
  } else {
    confirmation->set_of_revision(event.change_disputed().disputed_revision());
    confirmation->set_party_id(event.change_disputed().party_id());
    confirmation->set_statement(event.change_disputed().statement());
    confirmation->set_disputed(true);
  }
  return std::nullopt;
}

}  // namespace

ApplyResult ApplyAccount(const Step& step) {
  const v1::PlanEvent& event = step.event();
  switch (event.change_case()) {
    case v1::PlanEvent::kLabelChanged:
      return ChangeLabel(step);
    case v1::PlanEvent::kOutcomeRecorded:
      return RecordOutcome(step);
    case v1::PlanEvent::kTablePublished:
      return PublishTable(step);
    case v1::PlanEvent::kDiscrepancyNoted:
      return NoteDiscrepancy(step);
    case v1::PlanEvent::kDiscrepancyResolved:
      return ResolveDiscrepancy(step);
    case v1::PlanEvent::kDocumentAttached: {
      v1::AttachmentState* attachment = step.state->add_attachments();
      *attachment->mutable_attachment() = event.document_attached();
      attachment->set_revision(step.revision());
      return std::nullopt;
    }
    case v1::PlanEvent::kProgressReviewed: {
      v1::ReviewState* review = step.state->add_reviews();
      *review->mutable_review() = event.progress_reviewed();
      review->set_revision(step.revision());
      return std::nullopt;
    }
    case v1::PlanEvent::kResponsibilityAssigned: {
      const auto& change = event.responsibility_assigned();
      v1::ResponsibilityState& responsibility =
          (*step.state->mutable_responsibilities())[absl::StrCat(
              change.organisation_id(), "|", change.entity())];
      *responsibility.mutable_assignment() = change;
      responsibility.set_revision(step.revision());
      return std::nullopt;
    }
    default:
      return NoteConfirmation(step);
  }
}

}  // namespace clearsky::plan
