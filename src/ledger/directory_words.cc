// Sentences about what is shared, agreements, and the frame of a plan.

#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/change_words.h"
#include "ledger/value_words.h"

namespace clearsky::ledger {
namespace {

// The name of what an event introduces: its own labels, which may since have
// changed, else its id.
std::string Introduced(const Labels& labels, const std::string& id) {
  const std::string label = BestLabel(labels);
  return label.empty() ? absl::StrCat("`", id, "`") : InQuotes(label);
}

std::string AtActivity(const std::string& activity,
                       const WordContext& context) {
  return activity.empty() ? ""
                          : absl::StrCat(" at ", context.names->Of(activity));
}

// `lead` and the words of a date, when there is one.
std::string WithDate(const char* lead, bool has_date,
                     const v1::PartialDate& date) {
  return has_date ? absl::StrCat(lead, DateWords(date)) : "";
}

std::string ResponsibilityWords(const v1::ResponsibilityAssigned& assigned,
                                const WordContext& context) {
  const EntityNames& names = *context.names;
  return absl::StrCat(names.Of(assigned.organisation_id()), " became ",
                      assigned.kind() == v1::RESPONSIBILITY_KIND_LEAD
                          ? "the lead"
                          : "jointly responsible",
                      " for ", names.Of(assigned.entity()));
}

std::string CarriedOverWords(const v1::ProjectCarriedOver& carried,
                             const WordContext& context) {
  std::string words =
      absl::StrCat("Project ", context.names->Of(carried.project_id()));
  if (!carried.from_project().empty()) {
    absl::StrAppend(&words, " was carried over from `", carried.from_project(),
                    "`");
  }
  if (!carried.to_project().empty()) {
    absl::StrAppend(&words, carried.from_project().empty() ? "" : " and",
                    " goes on as `", carried.to_project(), "`");
  }
  return words;
}

std::string SignedWords(const v1::AgreementSigned& agreement,
                        const WordContext& context) {
  std::string words = absl::StrCat(
      "The ", AgreementKindWords(agreement.kind()), " ",
      agreement.titles().empty()
          ? context.names->Of(agreement.agreement_id())
          : Introduced(agreement.titles(), agreement.agreement_id()),
      " was signed", WithDate(" on ", agreement.has_date(), agreement.date()));
  const std::string occasion = BestLabel(agreement.occasion());
  const bool is_activity =
      occasion == context.names->Plain(agreement.at_activity());
  if (!occasion.empty() && !is_activity) {
    absl::StrAppend(&words, " at ", InQuotes(occasion));
  }
  return absl::StrCat(
      words, AtActivity(agreement.at_activity(), context),
      WithDate(", for ", agreement.has_period(), agreement.period()));
}

std::string ProposedWords(const v1::AgreementProposed& agreement,
                          const WordContext& context) {
  return absl::StrCat(
      "The ", AgreementKindWords(agreement.kind()), " ",
      agreement.titles().empty()
          ? context.names->Of(agreement.agreement_id())
          : Introduced(agreement.titles(), agreement.agreement_id()),
      WithDate(" for ", agreement.has_period(), agreement.period()),
      " is in preparation",
      WithDate(", to be concluded ", agreement.has_planned_date(),
               agreement.planned_date()),
      AtActivity(agreement.at_activity(), context));
}

}  // namespace

std::string DirectoryWords(const v1::PlanEvent& event,
                           const WordContext& context) {
  const EntityNames& names = *context.names;
  switch (event.change_case()) {
    case v1::PlanEvent::kDocumentRegistered: {
      const v1::DocumentRegistered& document = event.document_registered();
      return absl::StrCat(
          "Document ", Introduced(document.titles(), document.document_id()),
          " (", document.kind(), ") became known",
          WithDate(", dated ", document.has_date(), document.date()));
    }
    case v1::PlanEvent::kDocumentAttached:
      return absl::StrCat(
          "Document ", names.Of(event.document_attached().document_id()),
          " was attached to ", names.Of(event.document_attached().entity()));
    case v1::PlanEvent::kPartyRegistered:
      return absl::StrCat("Party ",
                          Introduced(event.party_registered().labels(),
                                     event.party_registered().party_id()),
                          " became known");
    case v1::PlanEvent::kOrganisationRegistered: {
      const auto& organisation = event.organisation_registered();
      return absl::StrCat(
          "Organisation ",
          Introduced(organisation.labels(), organisation.organisation_id()),
          " became known");
    }
    case v1::PlanEvent::kOrganisationRenamed:
      return absl::StrCat(
          "Organisation `", event.organisation_renamed().organisation_id(),
          "` took the name ",
          InQuotes(BestLabel(event.organisation_renamed().labels())));
    case v1::PlanEvent::kPersonRegistered:
      return absl::StrCat("Person ",
                          names.Of(event.person_registered().person_id()),
                          " became known");
    case v1::PlanEvent::kRoleAssigned: {
      const v1::RoleAssigned& role = event.role_assigned();
      return absl::StrCat(names.Of(role.person_id()), " took the role ",
                          Introduced(role.titles(), role.role_id()), " at ",
                          names.Of(role.organisation_id()));
    }
    case v1::PlanEvent::kRoleEnded:
      return absl::StrCat("The role ", names.Of(event.role_ended().role_id()),
                          " ended");
    case v1::PlanEvent::kResponsibilityAssigned:
      return ResponsibilityWords(event.responsibility_assigned(), context);
    case v1::PlanEvent::kSeriesDefined:
      return absl::StrCat("Series ",
                          Introduced(event.series_defined().labels(),
                                     event.series_defined().series_id()),
                          " became known");
    case v1::PlanEvent::kLabelChanged: {
      const v1::LabelChanged& changed = event.label_changed();
      return absl::StrCat(
          "The name of `", changed.entity(), "` (",
          changed.new_label().language(), ") became ",
          InQuotes(changed.new_label().text()),
          changed.old_label().text().empty()
              ? ""
              : absl::StrCat("; it had been ",
                             InQuotes(changed.old_label().text())));
    }
    default:
      return "";
  }
}

std::string AgreementWords(const v1::PlanEvent& event,
                           const WordContext& context) {
  const EntityNames& names = *context.names;
  switch (event.change_case()) {
    case v1::PlanEvent::kAgreementProposed:
      return ProposedWords(event.agreement_proposed(), context);
    case v1::PlanEvent::kAgreementAgreed:
      return absl::StrCat(
          "The text of ", names.Of(event.agreement_agreed().agreement_id()),
          " was settled",
          AtActivity(event.agreement_agreed().at_activity(), context));
    case v1::PlanEvent::kAgreementSigned:
      return SignedWords(event.agreement_signed(), context);
    case v1::PlanEvent::kAgreementAmended: {
      const v1::AgreementAmended& amended = event.agreement_amended();
      return absl::StrCat(
          names.Of(amended.agreement_id()), " was amended: ", amended.change(),
          WithDate("; now for ", amended.has_period(), amended.period()));
    }
    case v1::PlanEvent::kAgreementEnded:
      return absl::StrCat(names.Of(event.agreement_ended().agreement_id()),
                          " ended");
    default:
      return "";
  }
}

std::string PlanWords(const v1::PlanEvent& event, const WordContext& context) {
  const EntityNames& names = *context.names;
  switch (event.change_case()) {
    case v1::PlanEvent::kPlanRegistered: {
      const v1::PlanRegistered& plan = event.plan_registered();
      return absl::StrCat(
          "The plan ", Introduced(plan.titles(), names.state().stream()),
          WithDate(" for ", plan.has_period(), plan.period()), " became known");
    }
    case v1::PlanEvent::kPlanAdopted: {
      const v1::PlanAdopted& adopted = event.plan_adopted();
      return absl::StrCat(
          "The plan was adopted",
          adopted.adopted_by().empty()
              ? ""
              : absl::StrCat(" by ", names.Of(adopted.adopted_by())),
          AtActivity(adopted.at_activity(), context));
    }
    case v1::PlanEvent::kPlanAmended: {
      const v1::PlanAmended& amended = event.plan_amended();
      return absl::StrCat(
          "The plan was amended: ", amended.change(),
          WithDate("; now for ", amended.has_period(), amended.period()),
          AtActivity(amended.at_activity(), context));
    }
    case v1::PlanEvent::kPlanClosed:
      return absl::StrCat(
          "The plan was closed",
          AtActivity(event.plan_closed().at_activity(), context));
    case v1::PlanEvent::kAreaDefined:
      return absl::StrCat("Area ", event.area_defined().order(), ", ",
                          Introduced(event.area_defined().labels(),
                                     event.area_defined().area_id()),
                          ", was defined");
    case v1::PlanEvent::kProjectDefined: {
      const v1::ProjectDefined& project = event.project_defined();
      return absl::StrCat("Project ", project.number(), ", ",
                          Introduced(project.labels(), project.project_id()),
                          ", was defined in area ",
                          names.Of(project.area_id()));
    }
    case v1::PlanEvent::kProjectDiscontinued:
      return absl::StrCat("Project ",
                          names.Of(event.project_discontinued().project_id()),
                          " was given up");
    case v1::PlanEvent::kProjectCarriedOver:
      return CarriedOverWords(event.project_carried_over(), context);
    case v1::PlanEvent::kMeasureDefined: {
      const v1::MeasureDefined& measure = event.measure_defined();
      return absl::StrCat("Measure ",
                          Introduced(measure.labels(), measure.measure_id()),
                          " of ", names.Of(measure.party_id()),
                          " was defined for ", DateWords(measure.period()));
    }
    default:
      return "";
  }
}

}  // namespace clearsky::ledger
