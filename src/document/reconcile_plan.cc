#include "document/reconcile_plan.h"

#include <algorithm>
#include <memory>

#include "document/reconcile_differences.h"
#include "document/reconcile_labels.h"
#include "document/reconcile_names.h"
#include "table/table.h"
#include "table/table_line.h"

namespace clearsky::document {
namespace {

using State = v1::ActivityState;

// Activities by id, as the order of a map is none.
std::vector<const State*> InOrder(const v1::PlanState& state) {
  std::vector<const State*> activities;
  activities.reserve(static_cast<size_t>(state.activities_size()));
  for (const auto& [id, activity] : state.activities()) {
    activities.push_back(&activity);
  }
  std::sort(activities.begin(), activities.end(),
            [](const State* a, const State* b) {
              return a->details().activity_id() < b->details().activity_id();
            });
  return activities;
}

// The date that its line prints.
const v1::PartialDate& PrintedDate(const State& activity) {
  switch (activity.state()) {
    case State::STATE_HELD:
    case State::STATE_ONGOING:
    case State::STATE_COMPLETED:
      if (activity.has_actual_date()) return activity.actual_date();
      if (activity.has_end_date()) return activity.end_date();
      return activity.planned_date();
    default:
      return activity.planned_date();
  }
}

}  // namespace

PlanSide::PlanSide(const v1::PlanState& state, const v1::PlanState& latest) {
  AddProjects(state);
  for (const State* activity : InOrder(state)) {
    AddActivity(state, *activity, false);
  }
  if (state.activities_size() != latest.activities_size()) {
    for (const State* activity : InOrder(latest)) {
      if (state.activities().contains(activity->details().activity_id())) {
        continue;
      }
      AddActivity(latest, *activity, true);
    }
  }
  absl::flat_hash_map<absl::string_view, size_t> index;
  for (size_t i = 0; i < activities_.size(); ++i) {
    if (!activities_[i].is_later) index[activities_[i].id] = i;
  }
  const auto table =
      table::MakeTable(state, "ko", v1::TABLE_STYLE_AS_PUBLISHED);
  if (!table.ok()) return;
  for (const v1::TableArea& area : table->areas()) {
    for (const v1::TableProject& project : area.projects()) {
      const int number = ProjectOfId(project.project_id());
      if (number < 0) continue;
      PlanProject& known = projects_[static_cast<size_t>(number)];
      known.text = project.text();
      known.area_text = area.text();
      for (const v1::TableLine& line : project.lines()) {
        const auto found = index.find(line.activity_id());
        if (found == index.end()) continue;
        known.lines.push_back(found->second);
        activities_[found->second].line = line.text();
      }
    }
  }
}

int PlanSide::ProjectOfId(absl::string_view id) const {
  const auto found = project_of_id_.find(id);
  return found == project_of_id_.end() ? -1 : found->second;
}

void PlanSide::AddProjects(const v1::PlanState& state) {
  std::vector<const v1::ProjectState*> order;
  for (const auto& [id, project] : state.projects()) order.push_back(&project);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::pair(a->definition().number(), a->definition().project_id()) <
           std::pair(b->definition().number(), b->definition().project_id());
  });
  for (const v1::ProjectState* project : order) {
    const v1::ProjectDefined& definition = project->definition();
    project_of_id_[definition.project_id()] =
        static_cast<int>(projects_.size());
    PlanProject& added = projects_.emplace_back();
    added.id = definition.project_id();
    added.area_id = definition.area_id();
    added.text = table::NameOf(definition.labels(), added.id).text;
    const auto area = state.areas().find(added.area_id);
    if (area != state.areas().end()) {
      added.area_text =
          table::NameOf(area->second.definition().labels(), added.area_id).text;
    }
  }
}

void PlanSide::AddActivity(const v1::PlanState& state, const State& activity,
                           bool is_later) {
  if (activity.state() == State::STATE_SPLIT) return;
  PlanActivity& added = activities_.emplace_back();
  added.state = &activity;
  added.details = &activity.details();
  if (!activity.part_of().empty()) {
    added.details = completed_
                        .emplace_back(std::make_unique<v1::ActivityRegistered>(
                            table::DetailsOf(state, activity)))
                        .get();
    // Its id is its own.
    completed_.back()->set_activity_id(activity.details().activity_id());
  }
  added.id = added.details->activity_id();
  added.is_later = is_later;
  for (const std::string& id : added.details->project_ids()) {
    const int project = ProjectOfId(id);
    if (project >= 0) added.projects.push_back(project);
  }
  std::sort(added.projects.begin(), added.projects.end());
  added.projects.erase(
      std::unique(added.projects.begin(), added.projects.end()),
      added.projects.end());
}

MatchSide MatchSideOf(const PlanActivity& activity) {
  const v1::ActivityRegistered& details = *activity.details;
  MatchSide side;
  if (const v1::Label* printed = PrintedLabel(details.titles())) {
    side.names.push_back(NormalName(printed->text()));
  }
  for (const v1::Label& label : details.titles()) {
    if (label.language() != "ko") continue;
    std::string name = NormalName(label.text());
    if (std::find(side.names.begin(), side.names.end(), name) ==
        side.names.end()) {
      side.names.push_back(std::move(name));
    }
  }
  if (side.names.empty()) side.names.push_back(NormalName(activity.id));
  side.ordinal = details.ordinal();
  side.edition_year = details.edition_year();
  side.kind = details.kind();
  side.projects = activity.projects;
  const v1::PartialDate& date = PrintedDate(*activity.state);
  side.edtf = date.edtf();
  side.days = plan::BoundsOf(date);
  switch (activity.state->state()) {
    case State::STATE_HELD:
    case State::STATE_COMPLETED:
      side.stage = Stage::kOver;
      break;
    case State::STATE_ONGOING:
      side.stage = Stage::kUsed;
      if (!activity.state->occurrences().empty()) {
        side.days = plan::BoundsOf(activity.state->occurrences(0).date());
      }
      break;
    case State::STATE_CANCELLED:
      // Its line has no date.
      side.stage = Stage::kOff;
      side.edtf.clear();
      side.days = {};
      break;
    default:
      break;
  }
  return side;
}

}  // namespace clearsky::document
