#include "ledger/known_facts.h"

#include "absl/strings/str_cat.h"

namespace clearsky::ledger {
namespace {

using plan::EntityKind;

v1::AgreementState::Stage StageOf(const v1::PlanState& state,
                                  const std::string& agreement_id) {
  const auto found = state.agreements().find(agreement_id);
  return found == state.agreements().end()
             ? v1::AgreementState::STAGE_UNSPECIFIED
             : found->second.stage();
}

// An agreement's stages follow each other; one that is reached is known.
std::optional<std::string> KnownStage(const v1::PlanState& state,
                                      const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kAgreementProposed: {
      const std::string& id = event.agreement_proposed().agreement_id();
      if (StageOf(state, id) < v1::AgreementState::STAGE_PROPOSED) break;
      return absl::StrCat("agreement ", id, " is known");
    }
    case v1::PlanEvent::kAgreementAgreed: {
      const std::string& id = event.agreement_agreed().agreement_id();
      if (StageOf(state, id) < v1::AgreementState::STAGE_AGREED) break;
      return absl::StrCat("agreement ", id, " is known to be settled");
    }
    case v1::PlanEvent::kAgreementSigned: {
      const std::string& id = event.agreement_signed().agreement_id();
      if (StageOf(state, id) < v1::AgreementState::STAGE_SIGNED) break;
      return absl::StrCat("agreement ", id, " is known to be signed");
    }
    default:
      break;
  }
  return std::nullopt;
}

bool IsOtherDocument(const v1::PlanState& state, const v1::PlanEvent& event) {
  const v1::DocumentRegistered& given = event.document_registered();
  const auto found = state.documents().find(given.document_id());
  return found != state.documents().end() &&
         found->second.registration().sha256() != given.sha256();
}

}  // namespace

bool KnowsEntity(const v1::PlanState& state, EntityKind kind,
                 absl::string_view id) {
  const std::string key(id);
  switch (kind) {
    case EntityKind::kDocument:
      return state.documents().contains(key);
    case EntityKind::kParty:
      return state.parties().contains(key);
    case EntityKind::kOrganisation:
      return state.organisations().contains(key);
    case EntityKind::kPerson:
      return state.persons().contains(key);
    case EntityKind::kRole:
      return state.roles().contains(key);
    case EntityKind::kSeries:
      return state.series().contains(key);
    case EntityKind::kAgreement:
      return state.agreements().contains(key);
    case EntityKind::kArea:
      return state.areas().contains(key);
    case EntityKind::kProject:
      return state.projects().contains(key);
    case EntityKind::kMeasure:
      return state.measures().contains(key);
    case EntityKind::kActivity:
      return state.activities().contains(key);
    case EntityKind::kOutcome:
      return state.outcomes().contains(key);
    case EntityKind::kDiscrepancy:
      return state.discrepancies().contains(key);
    case EntityKind::kPublication:
      return state.publications().contains(key);
    case EntityKind::kPlan:
      return state.has_plan();
    case EntityKind::kAny:
      break;
  }
  for (const EntityKind single :
       {EntityKind::kDocument, EntityKind::kParty, EntityKind::kOrganisation,
        EntityKind::kPerson, EntityKind::kRole, EntityKind::kSeries,
        EntityKind::kAgreement, EntityKind::kArea, EntityKind::kProject,
        EntityKind::kMeasure, EntityKind::kActivity, EntityKind::kOutcome,
        EntityKind::kDiscrepancy, EntityKind::kPublication}) {
    if (KnowsEntity(state, single, id)) return true;
  }
  return false;
}

std::optional<std::string> WhatIsKnown(const v1::PlanState& state,
                                       const v1::PlanEvent& event) {
  if (event.has_document_registered() && IsOtherDocument(state, event)) {
    return std::nullopt;
  }
  if (event.has_responsibility_assigned()) {
    const auto& assigned = event.responsibility_assigned();
    const std::string key =
        absl::StrCat(assigned.organisation_id(), "|", assigned.entity());
    if (!state.responsibilities().contains(key)) return std::nullopt;
    return absl::StrCat("the responsibility of ", assigned.organisation_id(),
                        " for ", assigned.entity(), " is known");
  }
  for (const plan::Introduction& introduced : plan::IntroductionsOf(event)) {
    if (!introduced.by_itself) continue;
    if (!KnowsEntity(state, introduced.kind, introduced.id)) continue;
    if (introduced.kind == EntityKind::kPlan) return "the plan is known";
    return absl::StrCat(std::string(plan::EntityKindName(introduced.kind)), " ",
                        introduced.id, " is known");
  }
  return KnownStage(state, event);
}

}  // namespace clearsky::ledger
