// The plan itself, its areas, projects and measures.

#include "absl/strings/str_cat.h"
#include "plan/apply.h"

namespace clearsky::plan {
namespace {

std::map<std::string, std::string> AboutPlan(const v1::PlanState& state,
                                             const char* is, uint64_t set_by,
                                             const char* accepted) {
  return {{"entity", state.stream()},
          {"state", is},
          {"set_by", absl::StrCat(set_by)},
          {"accepted", accepted}};
}

ApplyResult RegisterPlan(const Step& step) {
  const v1::PlanRegistered& change = step.event().plan_registered();
  if (step.state->has_plan()) {
    const uint64_t set_by = step.state->plan().set_by().at("titles");
    return Refusal{absl::StatusCode::kAlreadyExists, "plan-registered",
                   absl::StrCat("the plan `", step.state->stream(),
                                "` is registered since revision ", set_by),
                   AboutPlan(*step.state, "registered", set_by, "PlanAmended")};
  }
  v1::PlanInfo& plan = *step.state->mutable_plan();
  *plan.mutable_titles() = change.titles();
  if (change.has_period()) *plan.mutable_period() = change.period();
  *plan.mutable_party_ids() = change.party_ids();
  plan.set_parent_agreement(change.parent_agreement());
  plan.set_series_id(change.series_id());
  for (const char* field :
       {"titles", "period", "party_ids", "parent_agreement", "series_id"}) {
    (*plan.mutable_set_by())[field] = step.revision();
  }
  return std::nullopt;
}

ApplyResult ChangePlan(const Step& step) {
  const v1::PlanEvent& event = step.event();
  if (!step.state->has_plan()) {
    return UnknownEntity("plan", step.state->stream());
  }
  v1::PlanInfo& plan = *step.state->mutable_plan();
  auto& set_by = *plan.mutable_set_by();
  if (event.has_plan_adopted()) {
    if (plan.adopted()) {
      return Forbidden("plan-adopted",
                       absl::StrCat("the plan was adopted at revision ",
                                    set_by.at("adopted"), "; amend it"),
                       AboutPlan(*step.state, "adopted", set_by.at("adopted"),
                                 "PlanAmended"));
    }
    plan.set_adopted(true);
    plan.set_adopted_at(event.plan_adopted().at_activity());
    set_by["adopted"] = step.revision();
  } else if (event.has_plan_amended()) {
    plan.add_amendments(event.plan_amended().change());
    set_by["amendments"] = step.revision();
    if (event.plan_amended().has_period()) {
      *plan.mutable_period() = event.plan_amended().period();
      set_by["period"] = step.revision();
    }
  } else {
    if (plan.closed()) {
      return Forbidden(
          "plan-closed",
          absl::StrCat("the plan was closed at revision ", set_by.at("closed")),
          AboutPlan(*step.state, "closed", set_by.at("closed"),
                    "FactCorrected,EventVoided"));
    }
    plan.set_closed(true);
    set_by["closed"] = step.revision();
  }
  return std::nullopt;
}

ApplyResult DefineArea(const Step& step) {
  const v1::AreaDefined& change = step.event().area_defined();
  auto& areas = *step.state->mutable_areas();
  if (const auto found = areas.find(change.area_id()); found != areas.end()) {
    return TakenId("area", change.area_id(),
                   found->second.set_by().at("definition"));
  }
  v1::AreaState& area = areas[change.area_id()];
  *area.mutable_definition() = change;
  (*area.mutable_set_by())["definition"] = step.revision();
  return std::nullopt;
}

ApplyResult DefineProject(const Step& step) {
  const v1::ProjectDefined& change = step.event().project_defined();
  auto& projects = *step.state->mutable_projects();
  if (const auto found = projects.find(change.project_id());
      found != projects.end()) {
    return TakenId("project", change.project_id(),
                   found->second.set_by().at("definition"));
  }
  for (const auto& [id, known] : projects) {
    if (known.definition().number() != change.number()) continue;
    return Refusal{
        absl::StatusCode::kAlreadyExists,
        "number-taken",
        absl::StrCat("project number ", change.number(), " is taken by `", id,
                     "` since revision ", known.set_by().at("definition")),
        {{"entity", change.project_id()},
         {"number", absl::StrCat(change.number())},
         {"taken_by", id},
         {"set_by", absl::StrCat(known.set_by().at("definition"))}}};
  }
  v1::ProjectState& project = projects[change.project_id()];
  *project.mutable_definition() = change;
  (*project.mutable_set_by())["definition"] = step.revision();
  return std::nullopt;
}

ApplyResult DiscontinueProject(const Step& step, v1::ProjectState* project) {
  if (project->discontinued()) {
    return Forbidden(
        "project-discontinued",
        absl::StrCat("the project was given up at revision ",
                     project->set_by().at("discontinued")),
        {{"entity", project->definition().project_id()},
         {"state", "discontinued"},
         {"set_by", absl::StrCat(project->set_by().at("discontinued"))}});
  }
  project->set_discontinued(true);
  (*project->mutable_set_by())["discontinued"] = step.revision();
  return std::nullopt;
}

ApplyResult CarryOverProject(const Step& step, v1::ProjectState* project) {
  const v1::ProjectCarriedOver& change = step.event().project_carried_over();
  if (!change.from_project().empty()) {
    project->set_carried_from(change.from_project());
    (*project->mutable_set_by())["carried_from"] = step.revision();
  }
  if (!change.to_project().empty()) {
    project->set_carried_to(change.to_project());
    (*project->mutable_set_by())["carried_to"] = step.revision();
  }
  return std::nullopt;
}

ApplyResult DefineMeasure(const Step& step) {
  const v1::MeasureDefined& change = step.event().measure_defined();
  auto& measures = *step.state->mutable_measures();
  if (const auto found = measures.find(change.measure_id());
      found != measures.end()) {
    return TakenId("measure", change.measure_id(),
                   found->second.set_by().at("definition"));
  }
  v1::MeasureState& measure = measures[change.measure_id()];
  *measure.mutable_definition() = change;
  (*measure.mutable_set_by())["definition"] = step.revision();
  return std::nullopt;
}

}  // namespace

ApplyResult ApplyPlan(const Step& step) {
  const v1::PlanEvent& event = step.event();
  switch (event.change_case()) {
    case v1::PlanEvent::kPlanRegistered:
      return RegisterPlan(step);
    case v1::PlanEvent::kAreaDefined:
      return DefineArea(step);
    case v1::PlanEvent::kProjectDefined:
      return DefineProject(step);
    case v1::PlanEvent::kMeasureDefined:
      return DefineMeasure(step);
    case v1::PlanEvent::kProjectDiscontinued:
    case v1::PlanEvent::kProjectCarriedOver: {
      const std::string& id = event.has_project_discontinued()
                                  ? event.project_discontinued().project_id()
                                  : event.project_carried_over().project_id();
      auto& projects = *step.state->mutable_projects();
      const auto found = projects.find(id);
      if (found == projects.end()) return UnknownEntity("project", id);
      return event.has_project_discontinued()
                 ? DiscontinueProject(step, &found->second)
                 : CarryOverProject(step, &found->second);
    }
    default:
      return ChangePlan(step);
  }
}

}  // namespace clearsky::plan
