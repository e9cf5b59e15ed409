// Sentences about what is shared, agreements, and the frame of a plan.

#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/change_words.h"

namespace clearsky::ledger {
namespace {

std::string InBackquotes(const std::string& id) {
  return id.empty() ? "" : absl::StrCat("`", id, "`");
}

// The name of what is named at all; empty otherwise.
std::string NameIfSaid(const std::string& id, Speech& speech) {
  return id.empty() ? "" : speech.Name(id);
}

std::string DateIfSaid(bool has_date, const v1::PartialDate& date,
                       Speech& speech) {
  return has_date ? speech.Date(date) : "";
}

Sentence LabelSentence(const v1::LabelChanged& changed, Speech& speech) {
  const v1::Label& label = changed.new_label();
  Sentence sentence{"LabelChanged.added",
                    {{"id", InBackquotes(changed.entity())},
                     {"language", speech.WordOf("language", label.language())},
                     {"new", speech.Quote(label.text())}}};
  if (!changed.old_label().text().empty()) {
    sentence.key = "LabelChanged";
    sentence.slots["old"] = speech.Quote(changed.old_label().text());
  }
  return sentence;
}

Sentence CarriedOverSentence(const v1::ProjectCarriedOver& carried,
                             Speech& speech) {
  const bool comes = !carried.from_project().empty();
  const bool goes_on = !carried.to_project().empty();
  return {comes && goes_on ? "ProjectCarriedOver.both"
          : comes          ? "ProjectCarriedOver.from"
          : goes_on        ? "ProjectCarriedOver.to"
                           : "ProjectCarriedOver",
          {{"project", speech.Name(carried.project_id())},
           {"from", InBackquotes(carried.from_project())},
           {"to", InBackquotes(carried.to_project())}}};
}

// What a proposal and a signature tell of the agreement alike.
template <typename Change>
Slots AgreementSlots(const Change& change, Speech& speech) {
  return {{"kind", speech.EnumWord(v1::AgreementKind_Name(change.kind()),
                                   "AGREEMENT_KIND_UNSPECIFIED")},
          {"agreement",
           change.titles().empty()
               ? speech.Name(change.agreement_id())
               : speech.Introduced(change.titles(), change.agreement_id())},
          {"period", DateIfSaid(change.has_period(), change.period(), speech)},
          {"activity", NameIfSaid(change.at_activity(), speech)}};
}

Sentence SignedSentence(const v1::AgreementSigned& change, Speech& speech) {
  Sentence sentence{"AgreementSigned", AgreementSlots(change, speech)};
  sentence.slots["date"] = DateIfSaid(change.has_date(), change.date(), speech);
  const std::string occasion = speech.Label(change.occasion());
  // The occasion that is the activity is told once.
  if (!occasion.empty() && occasion != speech.Plain(change.at_activity())) {
    sentence.slots["occasion"] = speech.Quote(occasion);
  }
  if (change.has_venue()) {
    google::protobuf::RepeatedPtrField<v1::Venue> venues;
    *venues.Add() = change.venue();
    sentence.slots["place"] = speech.Venues(venues);
  }
  sentence.slots["by"] = speech.Names(change.signatories());
  return sentence;
}

Sentence ProposedSentence(const v1::AgreementProposed& change, Speech& speech) {
  Sentence sentence{"AgreementProposed", AgreementSlots(change, speech)};
  sentence.slots["date"] =
      DateIfSaid(change.has_planned_date(), change.planned_date(), speech);
  return sentence;
}

}  // namespace

Sentence DirectorySentence(const v1::PlanEvent& event,
                           const WordContext& context) {
  Speech& speech = *context.speech;
  switch (event.change_case()) {
    case v1::PlanEvent::kDocumentRegistered: {
      const v1::DocumentRegistered& document = event.document_registered();
      return {
          "DocumentRegistered",
          {{"document",
            speech.Introduced(document.titles(), document.document_id())},
           {"kind", speech.WordOf("document", document.kind())},
           {"date", DateIfSaid(document.has_date(), document.date(), speech)}}};
    }
    case v1::PlanEvent::kDocumentAttached:
      return {
          "DocumentAttached",
          {{"document", speech.Name(event.document_attached().document_id())},
           {"entity", speech.Name(event.document_attached().entity())}}};
    case v1::PlanEvent::kPartyRegistered: {
      const v1::PartyRegistered& party = event.party_registered();
      return {"PartyRegistered",
              {{"party", speech.Introduced(party.labels(), party.party_id())}}};
    }
    case v1::PlanEvent::kOrganisationRegistered: {
      const auto& organisation = event.organisation_registered();
      return {"OrganisationRegistered",
              {{"organisation",
                speech.Introduced(organisation.labels(),
                                  organisation.organisation_id())}}};
    }
    case v1::PlanEvent::kOrganisationRenamed: {
      const auto& renamed = event.organisation_renamed();
      return {"OrganisationRenamed",
              {{"id", InBackquotes(renamed.organisation_id())},
               {"name", speech.Quote(speech.Label(
                            renamed.labels(), renamed.organisation_id()))}}};
    }
    case v1::PlanEvent::kPersonRegistered:
      return {"PersonRegistered",
              {{"person", speech.Name(event.person_registered().person_id())}}};
    case v1::PlanEvent::kRoleAssigned: {
      const v1::RoleAssigned& role = event.role_assigned();
      return {"RoleAssigned",
              {{"person", speech.Name(role.person_id())},
               {"role", speech.Introduced(role.titles(), role.role_id())},
               {"organisation", speech.Name(role.organisation_id())}}};
    }
    case v1::PlanEvent::kRoleEnded:
      return {"RoleEnded",
              {{"role", speech.Name(event.role_ended().role_id())}}};
    case v1::PlanEvent::kResponsibilityAssigned: {
      const auto& assigned = event.responsibility_assigned();
      return {assigned.kind() == v1::RESPONSIBILITY_KIND_LEAD
                  ? "ResponsibilityAssigned.lead"
                  : "ResponsibilityAssigned.joint",
              {{"organisation", speech.Name(assigned.organisation_id())},
               {"entity", speech.Name(assigned.entity())}}};
    }
    case v1::PlanEvent::kSeriesDefined: {
      const v1::SeriesDefined& series = event.series_defined();
      return {
          "SeriesDefined",
          {{"series", speech.Introduced(series.labels(), series.series_id())}}};
    }
    case v1::PlanEvent::kLabelChanged:
      return LabelSentence(event.label_changed(), speech);
    default:
      return {};
  }
}

Sentence AgreementSentence(const v1::PlanEvent& event,
                           const WordContext& context) {
  Speech& speech = *context.speech;
  switch (event.change_case()) {
    case v1::PlanEvent::kAgreementProposed:
      return ProposedSentence(event.agreement_proposed(), speech);
    case v1::PlanEvent::kAgreementAgreed: {
      const v1::AgreementAgreed& agreed = event.agreement_agreed();
      return {"AgreementAgreed",
              {{"agreement", speech.Name(agreed.agreement_id())},
               {"activity", NameIfSaid(agreed.at_activity(), speech)}}};
    }
    case v1::PlanEvent::kAgreementSigned:
      return SignedSentence(event.agreement_signed(), speech);
    case v1::PlanEvent::kAgreementAmended: {
      const v1::AgreementAmended& amended = event.agreement_amended();
      return {"AgreementAmended",
              {{"agreement", speech.Name(amended.agreement_id())},
               {"change", amended.change()},
               {"period",
                DateIfSaid(amended.has_period(), amended.period(), speech)}}};
    }
    case v1::PlanEvent::kAgreementEnded:
      return {
          "AgreementEnded",
          {{"agreement", speech.Name(event.agreement_ended().agreement_id())}}};
    default:
      return {};
  }
}

Sentence PlanSentence(const v1::PlanEvent& event, const WordContext& context) {
  Speech& speech = *context.speech;
  switch (event.change_case()) {
    case v1::PlanEvent::kPlanRegistered: {
      const v1::PlanRegistered& plan = event.plan_registered();
      return {
          "PlanRegistered",
          {{"plan",
            speech.Introduced(plan.titles(), speech.names().state().stream())},
           {"period", DateIfSaid(plan.has_period(), plan.period(), speech)}}};
    }
    case v1::PlanEvent::kPlanAdopted: {
      const v1::PlanAdopted& adopted = event.plan_adopted();
      return {"PlanAdopted",
              {{"by", NameIfSaid(adopted.adopted_by(), speech)},
               {"activity", NameIfSaid(adopted.at_activity(), speech)}}};
    }
    case v1::PlanEvent::kPlanAmended: {
      const v1::PlanAmended& amended = event.plan_amended();
      return {"PlanAmended",
              {{"change", amended.change()},
               {"period",
                DateIfSaid(amended.has_period(), amended.period(), speech)},
               {"activity", NameIfSaid(amended.at_activity(), speech)}}};
    }
    case v1::PlanEvent::kPlanClosed:
      return {"PlanClosed",
              {{"activity",
                NameIfSaid(event.plan_closed().at_activity(), speech)}}};
    case v1::PlanEvent::kAreaDefined: {
      const v1::AreaDefined& area = event.area_defined();
      return {"AreaDefined",
              {{"order", absl::StrCat(area.order())},
               {"area", speech.Introduced(area.labels(), area.area_id())}}};
    }
    case v1::PlanEvent::kProjectDefined: {
      const v1::ProjectDefined& project = event.project_defined();
      return {"ProjectDefined",
              {{"number", absl::StrCat(project.number())},
               {"project",
                speech.Introduced(project.labels(), project.project_id())},
               {"area", speech.Name(project.area_id())}}};
    }
    case v1::PlanEvent::kProjectDiscontinued:
      return {"ProjectDiscontinued",
              {{"project",
                speech.Name(event.project_discontinued().project_id())}}};
    case v1::PlanEvent::kProjectCarriedOver:
      return CarriedOverSentence(event.project_carried_over(), speech);
    case v1::PlanEvent::kMeasureDefined: {
      const v1::MeasureDefined& measure = event.measure_defined();
      return {"MeasureDefined",
              {{"measure",
                speech.Introduced(measure.labels(), measure.measure_id())},
               {"party", speech.Name(measure.party_id())},
               {"period", speech.Date(measure.period())}}};
    }
    default:
      return {};
  }
}

}  // namespace clearsky::ledger
