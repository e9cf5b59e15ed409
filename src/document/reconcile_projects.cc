#include "document/reconcile_projects.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "document/reconcile_names.h"
#include "document/table_reading.h"

namespace clearsky::document {
namespace {

// Below it, a project is another one.
constexpr double kLeastLikeness = 0.5;

std::set<std::string> NormalNames(const Labels& labels) {
  std::set<std::string> names;
  for (const v1::Label& label : labels) {
    if (label.language() == "ko") names.insert(NormalName(label.text()));
  }
  return names;
}

class Finder {
 public:
  Finder(const PublishedTable& table, const PlanSide& plan,
         const v1::PlanState& state)
      : table_(table), plan_(plan), state_(state) {}

  DocumentProjects Find() {
    ListProjects();
    FindNamed();
    FindRenamed();
    int next = static_cast<int>(plan_.projects().size());
    for (DocumentProject& project : out_.projects) {
      if (!project.is_known) project.number = next++;
    }
    FindAreas();
    return std::move(out_);
  }

 private:
  void ListProjects() {
    std::map<std::pair<std::string, std::string>, size_t> known;
    out_.of_entry.reserve(table_.lines.size());
    for (size_t i = 0; i < table_.lines.size(); ++i) {
      const TableEntry& entry = table_.lines[i];
      const auto [found, is_new] =
          known.try_emplace({entry.area, entry.project}, out_.projects.size());
      if (is_new) {
        DocumentProject& added = out_.projects.emplace_back();
        added.area = entry.area;
        added.project = entry.project;
      }
      out_.projects[found->second].entries.push_back(i);
      out_.of_entry.push_back(found->second);
    }
  }

  void Take(DocumentProject* project, size_t number, double score) {
    project->number = static_cast<int>(number);
    project->is_known = true;
    project->score = score;
    taken_.insert(number);
  }

  // As printed first; then in any spelling, of one area before others.
  void FindNamed() {
    std::map<std::string, std::vector<size_t>> by_name;
    for (size_t i = 0; i < plan_.projects().size(); ++i) {
      const PlanProject& project = plan_.projects()[i];
      const auto found = state_.projects().find(project.id);
      for (const std::string& name :
           NormalNames(found->second.definition().labels())) {
        by_name[name].push_back(i);
      }
      by_name[NormalName(project.text)].push_back(i);
    }
    for (const bool of_area : {true, false}) {
      for (DocumentProject& project : out_.projects) {
        if (project.is_known) continue;
        const auto found = by_name.find(NormalName(project.project));
        if (found == by_name.end()) continue;
        for (const size_t i : found->second) {
          if (taken_.contains(i)) continue;
          const bool same_area = NormalName(plan_.projects()[i].area_text) ==
                                 NormalName(project.area);
          if (of_area && !same_area) continue;
          Take(&project, i, 1);
          break;
        }
      }
    }
  }

  // The share of the document's lines that the plan prints under a project.
  double SharedLines(const DocumentProject& project,
                     const PlanProject& other) const {
    std::set<absl::string_view> lines;
    for (const size_t i : other.lines) {
      lines.insert(plan_.activities()[i].line);
    }
    size_t shared = 0;
    for (const size_t entry : project.entries) {
      shared += lines.contains(table_.lines[entry].line) ? 1 : 0;
    }
    return static_cast<double>(shared) /
           static_cast<double>(project.entries.size());
  }

  void FindRenamed() {
    std::vector<std::tuple<double, size_t, size_t>> pairs;
    for (size_t k = 0; k < out_.projects.size(); ++k) {
      const DocumentProject& project = out_.projects[k];
      if (project.is_known) continue;
      const NamePairs name = PairsOf(NormalName(project.project));
      for (size_t i = 0; i < plan_.projects().size(); ++i) {
        if (taken_.contains(i)) continue;
        const PlanProject& other = plan_.projects()[i];
        const double score =
            std::max(Likeness(name, PairsOf(NormalName(other.text))),
                     SharedLines(project, other));
        if (score >= kLeastLikeness) pairs.emplace_back(-score, k, i);
      }
    }
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [score, k, i] : pairs) {
      if (out_.projects[k].is_known || taken_.contains(i)) continue;
      Take(&out_.projects[k], i, std::min(-score, 0.99));
    }
  }

  void FindAreas() {
    std::map<std::string, std::string> by_name;
    for (const auto& [id, area] : state_.areas()) {
      for (const std::string& name : NormalNames(area.definition().labels())) {
        by_name.emplace(name, id);
      }
    }
    std::set<std::string> taken;
    for (const DocumentProject& project : out_.projects) {
      const auto known = std::find_if(
          out_.areas.begin(), out_.areas.end(),
          [&](const DocumentArea& area) { return area.text == project.area; });
      if (known != out_.areas.end()) continue;
      DocumentArea& added = out_.areas.emplace_back();
      added.text = project.area;
      added.entry = project.entries.front();
      const auto found = by_name.find(NormalName(project.area));
      if (found == by_name.end()) continue;
      added.area_id = found->second;
      added.score = 1;
      taken.insert(found->second);
    }
    for (DocumentArea& area : out_.areas) {
      if (area.area_id.empty()) FindRenamedArea(&area, &taken);
    }
  }

  // The area that most of its projects are of, when the document has no other
  // name for it.
  void FindRenamedArea(DocumentArea* area, std::set<std::string>* taken) {
    std::map<std::string, size_t> votes;
    size_t count = 0;
    for (const DocumentProject& project : out_.projects) {
      if (project.area != area->text) continue;
      ++count;
      if (!project.is_known) continue;
      ++votes[plan_.projects()[static_cast<size_t>(project.number)].area_id];
    }
    for (const auto& [id, number] : votes) {
      const bool is_most = 2 * number > count;
      if (!is_most || taken->contains(id) || !state_.areas().contains(id)) {
        continue;
      }
      area->area_id = id;
      area->score = std::min(
          0.99, static_cast<double>(number) / static_cast<double>(count));
      taken->insert(id);
      return;
    }
  }

  const PublishedTable& table_;
  const PlanSide& plan_;
  const v1::PlanState& state_;
  DocumentProjects out_;
  std::set<size_t> taken_;
};

}  // namespace

DocumentProjects FindProjects(const PublishedTable& table, const PlanSide& plan,
                              const v1::PlanState& state) {
  return Finder(table, plan, state).Find();
}

std::vector<OutOfOrder> FindOutOfOrder(const DocumentProjects& projects,
                                       const PlanSide& plan,
                                       const v1::PlanState& state) {
  std::vector<OutOfOrder> found;
  const auto tell = [&found](size_t entry, absl::string_view what,
                             const std::string& text,
                             const std::string& before) {
    found.push_back(
        {entry, absl::StrCat(what, " `", text, "` stands behind `", before,
                             "`; in the plan it stands before it, "
                             "and keeps its place")});
  };
  const DocumentArea* last_area = nullptr;
  for (const DocumentArea& area : projects.areas) {
    if (area.area_id.empty()) continue;
    const auto order = [&state](const DocumentArea& of) {
      return state.areas().at(of.area_id).definition().order();
    };
    if (last_area != nullptr && order(area) < order(*last_area)) {
      tell(area.entry, "area", area.text, last_area->text);
      break;
    }
    last_area = &area;
  }
  // By area of the plan; null once one is told.
  std::map<std::string, const DocumentProject*> last_project;
  for (const DocumentProject& project : projects.projects) {
    if (!project.is_known) continue;
    const std::string& area =
        plan.projects()[static_cast<size_t>(project.number)].area_id;
    const auto [last, is_first] = last_project.try_emplace(area, &project);
    if (is_first || last->second == nullptr) continue;
    if (project.number < last->second->number) {
      tell(project.entries.front(), "project", project.project,
           last->second->project);
      last->second = nullptr;
    } else {
      last->second = &project;
    }
  }
  return found;
}

}  // namespace clearsky::document
