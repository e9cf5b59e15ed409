// Agreements: proposed, agreed, signed, amended, ended.

#include "absl/strings/str_cat.h"
#include "plan/activity_rules.h"
#include "plan/apply.h"

namespace clearsky::plan {
namespace {

using Stage = v1::AgreementState;

std::string StageWords(Stage::Stage stage) {
  switch (stage) {
    case Stage::STAGE_PROPOSED:
      return "proposed";
    case Stage::STAGE_AGREED:
      return "agreed";
    case Stage::STAGE_SIGNED:
      return "signed";
    case Stage::STAGE_ENDED:
      return "ended";
    default:
      return "unknown";
  }
}

// The events that fit the stage.
std::string EventsAcceptedIn(Stage::Stage stage) {
  switch (stage) {
    case Stage::STAGE_PROPOSED:
      return "AgreementProposed,AgreementAgreed,AgreementSigned,"
             "AgreementAmended,AgreementEnded";
    case Stage::STAGE_AGREED:
      return "AgreementSigned,AgreementAmended,AgreementEnded";
    case Stage::STAGE_SIGNED:
      return "AgreementAmended,AgreementEnded";
    default:
      return "FactCorrected,EventVoided";
  }
}

Refusal Stands(const v1::AgreementState& agreement,
               absl::string_view accepted) {
  return Forbidden(
      "agreement-stage",
      absl::StrCat("the agreement `", agreement.agreement_id(), "` is ",
                   StageWords(agreement.stage()), " since revision ",
                   agreement.set_by().at("stage"), "; ", accepted),
      {{"entity", agreement.agreement_id()},
       {"state", StageWords(agreement.stage())},
       {"set_by", absl::StrCat(agreement.set_by().at("stage"))},
       {"accepted", EventsAcceptedIn(agreement.stage())}});
}

// Sets what a proposal or signature tells of the agreement; what it leaves out
// stays.
template <typename Change>
void Describe(const Step& step, const Change& change,
              v1::AgreementState* agreement) {
  auto& set_by = *agreement->mutable_set_by();
  const auto blame = [&](const char* field) {
    set_by[field] = step.revision();
  };
  agreement->set_agreement_id(change.agreement_id());
  if (change.kind() != v1::AGREEMENT_KIND_UNSPECIFIED) {
    agreement->set_kind(change.kind());
    blame("kind");
  }
  for (const v1::Label& title : change.titles()) {
    MergeLabel(title, agreement->mutable_titles());
    blame("titles");
  }
  if (!change.party_ids().empty()) {
    *agreement->mutable_party_ids() = change.party_ids();
    blame("party_ids");
  }
  if (change.has_period()) {
    *agreement->mutable_period() = change.period();
    blame("period");
  }
  if (!change.at_activity().empty()) {
    agreement->set_at_activity(change.at_activity());
    blame("at_activity");
  }
  if (!change.parent().empty()) {
    agreement->set_parent(change.parent());
    blame("parent");
  }
  if (!change.series_id().empty()) {
    agreement->set_series_id(change.series_id());
    blame("series_id");
  }
  if (change.ordinal() != 0) {
    agreement->set_ordinal(change.ordinal());
    blame("ordinal");
  }
}

void SetStage(const Step& step, Stage::Stage stage,
              v1::AgreementState* agreement) {
  agreement->set_stage(stage);
  (*agreement->mutable_set_by())["stage"] = step.revision();
}

ApplyResult Propose(const Step& step) {
  const v1::AgreementProposed& change = step.event().agreement_proposed();
  auto& agreements = *step.state->mutable_agreements();
  const auto found = agreements.find(change.agreement_id());
  if (found == agreements.end() && change.titles().empty()) {
    return Refusal{absl::StatusCode::kInvalidArgument,
                   "titles-missing",
                   "agreement_proposed.titles: required the first time",
                   {{"entity", change.agreement_id()},
                    {"field", "agreement_proposed.titles"}}};
  }
  if (found != agreements.end() &&
      found->second.stage() != Stage::STAGE_PROPOSED) {
    return Stands(found->second, "an agreed text is amended or proposed anew");
  }
  v1::AgreementState& agreement = agreements[change.agreement_id()];
  Describe(step, change, &agreement);
  if (change.has_planned_date()) {
    *agreement.mutable_planned_date() = change.planned_date();
    (*agreement.mutable_set_by())["planned_date"] = step.revision();
  }
  SetStage(step, Stage::STAGE_PROPOSED, &agreement);
  return std::nullopt;
}

ApplyResult Sign(const Step& step) {
  const v1::AgreementSigned& change = step.event().agreement_signed();
  auto& agreements = *step.state->mutable_agreements();
  const auto found = agreements.find(change.agreement_id());
  if (found == agreements.end() && change.titles().empty()) {
    return UnknownEntity("agreement", change.agreement_id());
  }
  if (found != agreements.end() &&
      (found->second.stage() == Stage::STAGE_SIGNED ||
       found->second.stage() == Stage::STAGE_ENDED)) {
    return Stands(found->second, "accepted now: amend, end");
  }
  v1::AgreementState& agreement = agreements[change.agreement_id()];
  Describe(step, change, &agreement);
  auto& set_by = *agreement.mutable_set_by();
  *agreement.mutable_signed_date() =
      change.has_date() ? change.date() : step.event().provenance().effective();
  *agreement.mutable_signatories() = change.signatories();
  *agreement.mutable_occasion() = change.occasion();
  if (change.has_venue()) *agreement.mutable_venue() = change.venue();
  for (const char* field :
       {"signed_date", "signatories", "occasion", "venue"}) {
    set_by[field] = step.revision();
  }
  SetStage(step, Stage::STAGE_SIGNED, &agreement);
  return std::nullopt;
}

ApplyResult Change(const Step& step, v1::AgreementState* agreement) {
  const v1::PlanEvent& event = step.event();
  const Stage::Stage stage = agreement->stage();
  if (event.has_agreement_agreed()) {
    if (stage != Stage::STAGE_PROPOSED) {
      return Stands(*agreement, "only a proposed text is agreed");
    }
    if (!event.agreement_agreed().at_activity().empty()) {
      agreement->set_at_activity(event.agreement_agreed().at_activity());
      (*agreement->mutable_set_by())["at_activity"] = step.revision();
    }
    SetStage(step, Stage::STAGE_AGREED, agreement);
  } else if (event.has_agreement_amended()) {
    if (stage == Stage::STAGE_ENDED) {
      return Stands(*agreement, "what has ended is not amended");
    }
    agreement->add_amendments(event.agreement_amended().change());
    (*agreement->mutable_set_by())["amendments"] = step.revision();
    if (event.agreement_amended().has_period()) {
      *agreement->mutable_period() = event.agreement_amended().period();
      (*agreement->mutable_set_by())["period"] = step.revision();
    }
  } else {
    if (stage == Stage::STAGE_ENDED) {
      return Stands(*agreement, "it ends once");
    }
    SetStage(step, Stage::STAGE_ENDED, agreement);
  }
  return std::nullopt;
}

}  // namespace

ApplyResult ApplyAgreement(const Step& step) {
  const v1::PlanEvent& event = step.event();
  if (event.has_agreement_proposed()) return Propose(step);
  if (event.has_agreement_signed()) return Sign(step);
  const std::string& id =
      event.has_agreement_agreed()    ? event.agreement_agreed().agreement_id()
      : event.has_agreement_amended() ? event.agreement_amended().agreement_id()
                                      : event.agreement_ended().agreement_id();
  auto& agreements = *step.state->mutable_agreements();
  const auto found = agreements.find(id);
  if (found == agreements.end()) return UnknownEntity("agreement", id);
  return Change(step, &found->second);
}

}  // namespace clearsky::plan
