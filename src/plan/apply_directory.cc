// Parties, organisations, persons, roles, series, documents.

#include "absl/strings/str_cat.h"
#include "plan/apply.h"

namespace clearsky::plan {
namespace {

// The revision that made an entity known: any of its blamed fields.
uint64_t MadeBy(const google::protobuf::Map<std::string, uint64_t>& set_by,
                const char* field) {
  const auto found = set_by.find(field);
  return found == set_by.end() ? 0 : found->second;
}

ApplyResult RenameOrganisation(const Step& step) {
  const v1::OrganisationRenamed& change = step.event().organisation_renamed();
  auto& organisations = *step.state->mutable_organisations();
  const auto found = organisations.find(change.organisation_id());
  if (found == organisations.end()) {
    return UnknownEntity("organisation", change.organisation_id());
  }
  v1::OrganisationState& organisation = found->second;
  for (const v1::Label& label : change.labels()) {
    for (const v1::Label& known : organisation.registration().labels()) {
      if (known.language() == label.language() &&
          known.kind() == label.kind()) {
        *organisation.add_former_labels() = known;
      }
    }
    MergeLabel(label, organisation.mutable_registration()->mutable_labels());
  }
  (*organisation.mutable_set_by())["labels"] = step.revision();
  return std::nullopt;
}

ApplyResult AssignRole(const Step& step) {
  const v1::RoleAssigned& change = step.event().role_assigned();
  v1::RoleState& role = (*step.state->mutable_roles())[change.role_id()];
  if (role.has_assignment()) {
    return TakenId("role", change.role_id(),
                   MadeBy(role.set_by(), "assignment"));
  }
  *role.mutable_assignment() = change;
  (*role.mutable_set_by())["assignment"] = step.revision();
  return std::nullopt;
}

ApplyResult EndRole(const Step& step) {
  const std::string& id = step.event().role_ended().role_id();
  auto& roles = *step.state->mutable_roles();
  const auto found = roles.find(id);
  if (found == roles.end()) return UnknownEntity("role", id);
  if (found->second.ended()) {
    return Forbidden(
        "role-ended",
        absl::StrCat("the role `", id, "` ended at revision ",
                     MadeBy(found->second.set_by(), "ended")),
        {{"entity", id},
         {"state", "ended"},
         {"set_by", absl::StrCat(MadeBy(found->second.set_by(), "ended"))}});
  }
  found->second.set_ended(true);
  (*found->second.mutable_set_by())["ended"] = step.revision();
  return std::nullopt;
}

ApplyResult RegisterOrganisation(const Step& step) {
  const auto& change = step.event().organisation_registered();
  auto& entity =
      (*step.state->mutable_organisations())[change.organisation_id()];
  if (entity.has_registration()) {
    return TakenId("organisation", change.organisation_id(),
                   MadeBy(entity.set_by(), "registration"));
  }
  *entity.mutable_registration() = change;
  (*entity.mutable_set_by())["registration"] = step.revision();
  return std::nullopt;
}

ApplyResult DefineSeries(const Step& step) {
  const auto& change = step.event().series_defined();
  auto& entity = (*step.state->mutable_series())[change.series_id()];
  if (entity.has_definition()) {
    return TakenId("series", change.series_id(),
                   MadeBy(entity.set_by(), "definition"));
  }
  *entity.mutable_definition() = change;
  (*entity.mutable_set_by())["definition"] = step.revision();
  return std::nullopt;
}

}  // namespace

ApplyResult ApplyDirectory(const Step& step) {
  const v1::PlanEvent& event = step.event();
  switch (event.change_case()) {
    case v1::PlanEvent::kDocumentRegistered: {
      const auto& change = event.document_registered();
      auto& entity = (*step.state->mutable_documents())[change.document_id()];
      if (entity.has_registration()) {
        return TakenId("document", change.document_id(), entity.revision());
      }
      *entity.mutable_registration() = change;
      entity.set_revision(step.revision());
      return std::nullopt;
    }
    case v1::PlanEvent::kPartyRegistered: {
      const auto& change = event.party_registered();
      auto& entity = (*step.state->mutable_parties())[change.party_id()];
      if (!entity.labels().empty()) {
        return TakenId("party", change.party_id(), entity.revision());
      }
      *entity.mutable_labels() = change.labels();
      entity.set_revision(step.revision());
      return std::nullopt;
    }
    case v1::PlanEvent::kPersonRegistered: {
      const auto& change = event.person_registered();
      auto& entity = (*step.state->mutable_persons())[change.person_id()];
      if (entity.has_registration()) {
        return TakenId("person", change.person_id(), entity.revision());
      }
      *entity.mutable_registration() = change;
      entity.set_revision(step.revision());
      return std::nullopt;
    }
    case v1::PlanEvent::kOrganisationRegistered:
      return RegisterOrganisation(step);
    case v1::PlanEvent::kOrganisationRenamed:
      return RenameOrganisation(step);
    case v1::PlanEvent::kRoleAssigned:
      return AssignRole(step);
    case v1::PlanEvent::kRoleEnded:
      return EndRole(step);
    default:
      return DefineSeries(step);
  }
}

}  // namespace clearsky::plan
