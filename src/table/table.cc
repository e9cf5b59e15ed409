#include "table/table.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "plan/partial_date.h"
#include "table/table_line.h"

namespace clearsky::table {
namespace {

// A line with its place among the lines of its project.
struct PlacedLine {
  // Lines without an order come after those with one.
  std::tuple<bool, uint32_t, uint64_t, int, std::string> place;
  v1::TableLine line;

  bool operator<(const PlacedLine& other) const { return place < other.place; }
};

// Place of a part among the parts of its activity, from 1; 0 when it is none.
int PartIndex(const v1::PlanState& state, const v1::ActivityState& activity) {
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
  const auto parent = state.activities().find(activity.part_of());
  return parent == state.activities().end()
             ? activity.registered_revision()
             : parent->second.registered_revision();
}

// The year that all of the plan's period lies in; 0 when there is none.
int PlanYear(const v1::PlanState& state) {
  const plan::DayBounds bounds = plan::BoundsOf(state.plan().period());
  if (!bounds.earliest.has_value() || !bounds.latest.has_value() ||
      bounds.earliest->year() != bounds.latest->year()) {
    return 0;
  }
  return static_cast<int>(bounds.earliest->year());
}

std::map<std::string, std::vector<PlacedLine>> LinesByProject(
    const LineStyle& style) {
  const v1::PlanState& state = *style.state;
  std::map<std::string, std::vector<PlacedLine>> lines;
  for (const auto& [id, activity] : state.activities()) {
    const v1::ActivityRegistered details = DetailsOf(state, activity);
    if (details.project_ids().empty()) continue;
    std::optional<v1::TableLine> line = MakeLine(style, activity);
    if (!line.has_value()) continue;
    line->set_activity_id(id);
    const std::set<std::string> projects(details.project_ids().begin(),
                                         details.project_ids().end());
    for (const std::string& project : projects) {
      lines[project].push_back(
          {{details.line_order() == 0, details.line_order(),
            RegisteredRevision(state, activity), PartIndex(state, activity),
            id},
           *line});
    }
  }
  for (auto& [project, placed] : lines) {
    std::sort(placed.begin(), placed.end());
  }
  return lines;
}

void AddProject(absl::string_view id, const PrintedName& name,
                const std::vector<PlacedLine>& lines, v1::TableArea* area) {
  v1::TableProject* project = area->add_projects();
  project->set_project_id(std::string(id));
  project->set_text(name.text);
  for (const PlacedLine& placed : lines) {
    v1::TableLine* line = project->add_lines();
    *line = placed.line;
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

  std::map<std::string, std::vector<PlacedLine>> lines =
      LinesByProject(line_style);
  for (const v1::AreaState* area_state : AreasInOrder(state)) {
    const v1::AreaDefined& definition = area_state->definition();
    v1::TableArea* area = table.add_areas();
    area->set_area_id(definition.area_id());
    area->set_text(NameOf(definition.labels(), definition.area_id()).text);
    for (const v1::ProjectState* project_state : ProjectsInOrder(state)) {
      const v1::ProjectDefined& project = project_state->definition();
      if (project.area_id() != definition.area_id()) continue;
      auto node = lines.extract(project.project_id());
      if (node.empty() && project_state->discontinued()) continue;
      AddProject(
          project.project_id(), NameOf(project.labels(), project.project_id()),
          node.empty() ? std::vector<PlacedLine>() : node.mapped(), area);
    }
  }
  // What remains belongs to projects, or areas, that the state does not know.
  if (!lines.empty()) {
    v1::TableArea* rest = table.add_areas();
    for (const auto& [project_id, placed] : lines) {
      const auto known = state.projects().find(project_id);
      const PrintedName name =
          known == state.projects().end()
              ? NameOf({}, project_id)
              : NameOf(known->second.definition().labels(), project_id);
      AddProject(project_id, name, placed, rest);
    }
  }
  return table;
}

}  // namespace clearsky::table
