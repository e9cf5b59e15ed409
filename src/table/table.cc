#include "table/table.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "plan/partial_date.h"
#include "table/table_line.h"

namespace clearsky::table {
namespace {

// An activity with the place of its line among the lines of its project. All of
// it is borrowed.
struct PlacedActivity {
  // Lines without an order come after those with one.
  std::tuple<bool, uint32_t, uint64_t, int, absl::string_view> place;
  const v1::ActivityState* activity = nullptr;
  const v1::ActivityRegistered* details = nullptr;

  bool operator<(const PlacedActivity& other) const {
    return place < other.place;
  }
};

// Place of a part among the parts of its activity, from 1; 0 when it is none.
int PartIndex(const v1::PlanState& state, const v1::ActivityState& activity) {
  if (activity.part_of().empty()) return 0;
  const auto parent = state.activities().find(activity.part_of());
  if (parent == state.activities().end()) return 0;
  const auto& parts = parent->second.parts();
  const auto found =
      std::find(parts.begin(), parts.end(), activity.details().activity_id());
  return static_cast<int>(found - parts.begin()) + 1;
}

// A part stands where its activity stood.
uint64_t RegisteredRevision(const v1::PlanState& state,
                            const v1::ActivityState& activity) {
  if (activity.part_of().empty()) return activity.registered_revision();
  const auto parent = state.activities().find(activity.part_of());
  return parent == state.activities().end()
             ? activity.registered_revision()
             : parent->second.registered_revision();
}

// The activities that have lines, by project, in the order of their lines. The
// details of a part are completed by its activity's and kept in `completed`.
using ByProject = std::map<absl::string_view, std::vector<PlacedActivity>>;

ByProject ActivitiesByProject(const v1::PlanState& state,
                              std::deque<v1::ActivityRegistered>* completed) {
  ByProject activities;
  for (const auto& [id, activity] : state.activities()) {
    if (!HasLine(activity)) continue;
    const v1::ActivityRegistered* details = &activity.details();
    if (!activity.part_of().empty()) {
      details = &completed->emplace_back(DetailsOf(state, activity));
    }
    const PlacedActivity placed = {
        {details->line_order() == 0, details->line_order(),
         RegisteredRevision(state, activity), PartIndex(state, activity), id},
        &activity,
        details};
    const auto& projects = details->project_ids();
    for (auto project = projects.begin(); project != projects.end();
         ++project) {
      // Named twice, it is printed once.
      if (std::find(projects.begin(), project, *project) != project) continue;
      activities[*project].push_back(placed);
    }
  }
  for (auto& [project, placed] : activities) {
    std::sort(placed.begin(), placed.end());
  }
  return activities;
}

void AddProject(const LineStyle& style, absl::string_view id,
                const PrintedName& name,
                const std::vector<PlacedActivity>& activities,
                v1::TableArea* area) {
  v1::TableProject* project = area->add_projects();
  project->set_project_id(std::string(id));
  project->set_text(name.text);
  project->mutable_lines()->Reserve(static_cast<int>(activities.size()));
  for (const PlacedActivity& placed : activities) {
    v1::TableLine* line = project->add_lines();
    WriteLine(style, *placed.activity, *placed.details, line);
    line->set_activity_id(std::string(std::get<4>(placed.place)));
    if (!name.note.empty()) line->add_notes(name.note);
  }
}

std::vector<const v1::AreaState*> AreasInOrder(const v1::PlanState& state) {
  std::vector<const v1::AreaState*> areas;
  for (const auto& [id, area] : state.areas()) areas.push_back(&area);
  std::sort(areas.begin(), areas.end(), [](const auto* a, const auto* b) {
    return std::make_tuple(a->definition().order(), a->definition().area_id()) <
           std::make_tuple(b->definition().order(), b->definition().area_id());
  });
  return areas;
}

std::vector<const v1::ProjectState*> ProjectsInOrder(
    const v1::PlanState& state) {
  std::vector<const v1::ProjectState*> projects;
  for (const auto& [id, project] : state.projects()) {
    projects.push_back(&project);
  }
  std::sort(projects.begin(), projects.end(), [](const auto* a, const auto* b) {
    return std::make_tuple(a->definition().number(),
                           a->definition().project_id()) <
           std::make_tuple(b->definition().number(),
                           b->definition().project_id());
  });
  return projects;
}

}  // namespace

int PlanYear(const v1::PlanState& state) {
  const plan::DayBounds bounds = plan::BoundsOf(state.plan().period());
  if (!bounds.earliest.has_value() || !bounds.latest.has_value() ||
      bounds.earliest->year() != bounds.latest->year()) {
    return 0;
  }
  return static_cast<int>(bounds.earliest->year());
}

absl::StatusOr<v1::ImplementationTable> MakeTable(const v1::PlanState& state,
                                                  absl::string_view language,
                                                  v1::TableStyle style) {
  if (language != "ko") {
    return absl::UnimplementedError(
        absl::StrCat("the table in language \"", language,
                     "\" is not available; accepted: \"ko\""));
  }
  const LineStyle line_style = {&state,
                                style == v1::TABLE_STYLE_UNSPECIFIED
                                    ? v1::TABLE_STYLE_AS_PUBLISHED
                                    : style,
                                PlanYear(state)};
  v1::ImplementationTable table;
  table.set_stream(state.stream());
  table.set_language(std::string(language));
  table.set_style(line_style.style);
  table.set_renderer_version(kRendererVersion);
  for (absl::string_view head : {"분야", "세부사업", "주요 이행현황"}) {
    table.add_heads(std::string(head));
  }

  std::deque<v1::ActivityRegistered> completed;
  ByProject activities = ActivitiesByProject(state, &completed);
  const std::vector<const v1::ProjectState*> projects = ProjectsInOrder(state);
  for (const v1::AreaState* area_state : AreasInOrder(state)) {
    const v1::AreaDefined& definition = area_state->definition();
    v1::TableArea* area = table.add_areas();
    area->set_area_id(definition.area_id());
    area->set_text(NameOf(definition.labels(), definition.area_id()).text);
    for (const v1::ProjectState* project_state : projects) {
      const v1::ProjectDefined& project = project_state->definition();
      if (project.area_id() != definition.area_id()) continue;
      auto node = activities.extract(project.project_id());
      if (node.empty() && project_state->discontinued()) continue;
      AddProject(line_style, project.project_id(),
                 NameOf(project.labels(), project.project_id()),
                 node.empty() ? std::vector<PlacedActivity>()
                              : std::move(node.mapped()),
                 area);
    }
  }
  // What remains belongs to projects, or areas, that the state does not know.
  if (!activities.empty()) {
    v1::TableArea* rest = table.add_areas();
    for (const auto& [project_id, placed] : activities) {
      const auto known = state.projects().find(std::string(project_id));
      const PrintedName name =
          known == state.projects().end()
              ? NameOf({}, project_id)
              : NameOf(known->second.definition().labels(), project_id);
      AddProject(line_style, project_id, name, placed, rest);
    }
  }
  return table;
}

}  // namespace clearsky::table
