#include "plan/apply.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "plan/history.h"

namespace clearsky::plan {

void Step::Flag(absl::string_view rule, absl::string_view entity,
                absl::string_view message) const {
  v1::Finding* finding = state->add_findings();
  finding->set_severity(v1::Finding::SEVERITY_ODD);
  finding->set_rule(std::string(rule));
  finding->set_revision(revision());
  finding->set_entity(std::string(entity));
  finding->set_message(std::string(message));
}

Refusal UnknownEntity(absl::string_view kind, absl::string_view id) {
  return {absl::StatusCode::kNotFound,
          "unknown-id",
          absl::StrCat("unknown ", kind, " `", id, "`"),
          {{"entity", std::string(id)}, {"kind", std::string(kind)}}};
}

Refusal TakenId(absl::string_view kind, absl::string_view id,
                uint64_t revision) {
  return {absl::StatusCode::kAlreadyExists,
          "id-taken",
          absl::StrCat("the id `", id, "` of this ", kind,
                       " is taken since revision ", revision,
                       "; ids are never reused, choose another"),
          {{"entity", std::string(id)},
           {"kind", std::string(kind)},
           {"set_by", absl::StrCat(revision)}}};
}

Refusal Forbidden(absl::string_view rule, absl::string_view message,
                  std::map<std::string, std::string> about) {
  return {absl::StatusCode::kFailedPrecondition, std::string(rule),
          std::string(message), std::move(about)};
}

void MergeLabel(const v1::Label& label,
                google::protobuf::RepeatedPtrField<v1::Label>* labels) {
  for (v1::Label& known : *labels) {
    if (known.language() == label.language() && known.kind() == label.kind()) {
      known = label;
      return;
    }
  }
  *labels->Add() = label;
}

std::string FirstLabel(
    const google::protobuf::RepeatedPtrField<v1::Label>& labels,
    absl::string_view id) {
  return labels.empty() ? std::string(id) : labels[0].text();
}

std::string DateWords(const v1::PartialDate& date) {
  if (date.edtf().empty()) {
    return date.verbatim().empty() ? "to be decided" : date.verbatim();
  }
  return date.edtf();
}

Labelled FindLabelled(v1::PlanState* state, const std::string& id) {
  const auto in = [&](auto* entities) {
    const auto found = entities->find(id);
    return found == entities->end() ? nullptr : &found->second;
  };
  if (auto* e = in(state->mutable_activities())) {
    return {e->mutable_details()->mutable_titles(), e->mutable_set_by()};
  }
  if (auto* e = in(state->mutable_projects())) {
    return {e->mutable_definition()->mutable_labels(), e->mutable_set_by()};
  }
  if (auto* e = in(state->mutable_areas())) {
    return {e->mutable_definition()->mutable_labels(), e->mutable_set_by()};
  }
  if (auto* e = in(state->mutable_agreements())) {
    return {e->mutable_titles(), e->mutable_set_by()};
  }
  if (auto* e = in(state->mutable_measures())) {
    return {e->mutable_definition()->mutable_labels(), e->mutable_set_by()};
  }
  if (auto* e = in(state->mutable_organisations())) {
    return {e->mutable_registration()->mutable_labels(), e->mutable_set_by()};
  }
  if (auto* e = in(state->mutable_series())) {
    return {e->mutable_definition()->mutable_labels(), e->mutable_set_by()};
  }
  if (auto* e = in(state->mutable_roles())) {
    return {e->mutable_assignment()->mutable_titles(), e->mutable_set_by()};
  }
  if (auto* e = in(state->mutable_parties())) return {e->mutable_labels()};
  if (auto* e = in(state->mutable_documents())) {
    return {e->mutable_registration()->mutable_titles()};
  }
  if (id == state->stream() && state->has_plan()) {
    return {state->mutable_plan()->mutable_titles(),
            state->mutable_plan()->mutable_set_by()};
  }
  return {};
}

ApplyResult Apply(const Step& step) {
  using Event = v1::PlanEvent;
  switch (step.event().change_case()) {
    case Event::kDocumentRegistered:
    case Event::kPartyRegistered:
    case Event::kOrganisationRegistered:
    case Event::kOrganisationRenamed:
    case Event::kPersonRegistered:
    case Event::kRoleAssigned:
    case Event::kRoleEnded:
    case Event::kSeriesDefined:
      return ApplyDirectory(step);
    case Event::kAgreementProposed:
    case Event::kAgreementAgreed:
    case Event::kAgreementSigned:
    case Event::kAgreementAmended:
    case Event::kAgreementEnded:
      return ApplyAgreement(step);
    case Event::kPlanRegistered:
    case Event::kPlanAdopted:
    case Event::kPlanAmended:
    case Event::kPlanClosed:
    case Event::kAreaDefined:
    case Event::kProjectDefined:
    case Event::kProjectDiscontinued:
    case Event::kProjectCarriedOver:
    case Event::kMeasureDefined:
      return ApplyPlan(step);
    case Event::kActivityRegistered:
    case Event::kActivityDetailsChanged:
    case Event::kActivityScheduled:
    case Event::kScheduleRefined:
    case Event::kActivityRescheduled:
    case Event::kActivityPostponed:
    case Event::kActivityMovedOnline:
    case Event::kDeliveryModeChanged:
    case Event::kVenueChanged:
    case Event::kActivityHostedWithin:
    case Event::kActivitySplit:
    case Event::kActivityHeld:
    case Event::kOccurrenceLogged:
    case Event::kOperationEnded:
    case Event::kDeliverableStarted:
    case Event::kDeliverableCompleted:
    case Event::kActivityCancelled:
    case Event::kActivityReinstated:
    case Event::kDelegateAssigned:
    case Event::kDelegateSubstituted:
      return ApplyActivity(step);
    case Event::kDocumentAttached:
    case Event::kResponsibilityAssigned:
    case Event::kLabelChanged:
    case Event::kOutcomeRecorded:
    case Event::kProgressReviewed:
    case Event::kTablePublished:
    case Event::kDiscrepancyNoted:
    case Event::kDiscrepancyResolved:
    case Event::kChangeConfirmed:
    case Event::kChangeDisputed:
      return ApplyAccount(step);
    case Event::kFactCorrected:  // Placed as what they amount to.
    case Event::kEventVoided:
    case Event::CHANGE_NOT_SET:
      break;
  }
  return Forbidden("no-change", "the event has no change");
}

}  // namespace clearsky::plan
