#include "document/reconcile_lines.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "document/activity_words.h"
#include "document/line_meaning.h"
#include "document/reconcile_names.h"

namespace clearsky::document {
namespace {

using State = v1::ActivityState;

constexpr absl::string_view kPlanned = "예정";

// Whether a line that the plan prints says nothing more than the plan when a
// document of whatever day has it: a planned date without 예정 would tell, once
// it is past, that it was kept.
bool MeansTheSame(const PlanActivity& activity) {
  switch (activity.state->state()) {
    case State::STATE_HELD:
    case State::STATE_COMPLETED:
    case State::STATE_CANCELLED:
    case State::STATE_POSTPONED:
      return true;
    case State::STATE_ONGOING:
      return activity.state->has_actual_date() ||
             !activity.state->occurrences().empty();
    default:
      return absl::StrContains(activity.line, kPlanned);
  }
}

class Finder {
 public:
  Finder(const PublishedTable& table, const DocumentProjects& projects,
         const PlanSide& plan, const notation::Context& context)
      : table_(table), projects_(projects), plan_(plan), context_(context) {}

  DocumentLines Find() {
    out_.of_entry.assign(table_.lines.size(), -1);
    matched_.assign(plan_.activities().size(), -1);
    FindPrinted();
    ReadTheRest();
    for (DocumentLine& line : out_.lines) NoteProjects(&line);
    FindAlike();
    std::vector<size_t> order(out_.lines.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return out_.lines[a].entries.front() < out_.lines[b].entries.front();
    });
    return InOrder(order);
  }

 private:
  int NumberOf(size_t entry) const {
    return projects_.projects[projects_.of_entry[entry]].number;
  }

  // What stands under the same project, letter for letter.
  void FindPrinted() {
    absl::flat_hash_map<std::pair<int, absl::string_view>, std::vector<size_t>>
        printed;
    for (size_t number = 0; number < plan_.projects().size(); ++number) {
      // From the last, as they are taken from the back.
      const std::vector<size_t>& lines = plan_.projects()[number].lines;
      for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        printed[{static_cast<int>(number), plan_.activities()[*line].line}]
            .push_back(*line);
      }
    }
    for (size_t entry = 0; entry < table_.lines.size(); ++entry) {
      const auto found =
          printed.find({NumberOf(entry), table_.lines[entry].line});
      if (found == printed.end() || found->second.empty()) continue;
      const size_t activity = found->second.back();
      found->second.pop_back();
      if (matched_[activity] < 0) {
        matched_[activity] = static_cast<int>(out_.lines.size());
        DocumentLine& line = out_.lines.emplace_back();
        line.text = table_.lines[entry].line;
        line.plan_activity = activity;
        line.match.fit = {1, true, true};
      }
      Join(entry, static_cast<size_t>(matched_[activity]));
    }
  }

  void Join(size_t entry, size_t line) {
    out_.lines[line].entries.push_back(entry);
    out_.of_entry[entry] = static_cast<int>(line);
  }

  void JoinSame(size_t entry, size_t line) {
    if (HasProject(line, NumberOf(entry))) {
      out_.repeated.push_back(entry);
    } else {
      Join(entry, line);
    }
  }

  // One that stands under another project, too, is one activity.
  void ReadTheRest() {
    absl::flat_hash_map<std::string, size_t> by_text;
    for (size_t i = 0; i < out_.lines.size(); ++i) {
      by_text.emplace(out_.lines[i].text, i);
    }
    absl::flat_hash_map<std::string, size_t> by_key;
    for (size_t entry = 0; entry < table_.lines.size(); ++entry) {
      if (out_.of_entry[entry] >= 0) continue;
      const TableEntry& at = table_.lines[entry];
      const auto same = by_text.find(at.line);
      if (same != by_text.end()) {
        JoinSame(entry, same->second);
        continue;
      }
      absl::StatusOr<notation::TableLineReading> reading =
          notation::ReadTableLine(at.line, context_);
      if (!reading.ok()) {
        out_.unreadable.emplace_back(entry,
                                     std::string(reading.status().message()));
        continue;
      }
      const auto [known, is_new] =
          by_key.try_emplace(ActivityKey(*reading), out_.lines.size());
      if (!is_new) {
        JoinSame(entry, known->second);
        continue;
      }
      by_text.emplace(at.line, out_.lines.size());
      DocumentLine& line = out_.lines.emplace_back();
      line.text = at.line;
      line.activity.reading = *std::move(reading);
      Describe(at, &line);
      Join(entry, out_.lines.size() - 1);
    }
    for (DocumentLine& line : out_.lines) {
      if (!line.plan_activity.has_value()) continue;
      const PlanActivity& activity = plan_.activities()[*line.plan_activity];
      if (MeansTheSame(activity)) continue;
      ReadPrinted(&line);
    }
  }

  bool HasProject(size_t line, int number) const {
    const auto& entries = out_.lines[line].entries;
    return std::any_of(entries.begin(), entries.end(),
                       [&](size_t entry) { return NumberOf(entry) == number; });
  }

  // A line that the plan prints may mean more on the day of the document.
  void ReadPrinted(DocumentLine* line) {
    const TableEntry& at = table_.lines[line->entries.front()];
    auto reading = notation::ReadTableLine(at.line, context_);
    if (!reading.ok()) return;
    line->activity.reading = *std::move(reading);
    Describe(at, line);
  }

  static void Describe(const TableEntry& at, DocumentLine* line) {
    ReadActivity& activity = line->activity;
    line->is_read = true;
    activity.kind = KindOfTitle(activity.reading.title.name);
    activity.line_number = at.place.line;
    activity.range = at.place.range;
    activity.says_planned = absl::StrContains(at.line, kPlanned);
    activity.says_put_off_to = SaysPutOffTo(at.line, activity.reading);
  }

  void NoteProjects(DocumentLine* line) {
    for (const size_t entry : line->entries) {
      line->projects.push_back(NumberOf(entry));
    }
    std::sort(line->projects.begin(), line->projects.end());
    line->projects.erase(
        std::unique(line->projects.begin(), line->projects.end()),
        line->projects.end());
    if (!line->plan_activity.has_value()) return;
    const PlanActivity& activity = plan_.activities()[*line->plan_activity];
    const bool same_projects = line->projects == activity.projects;
    line->is_same = !line->is_read && same_projects;
    if (!line->is_read && !same_projects) ReadPrinted(line);
  }

  void FindAlike() {
    std::vector<size_t> lines;
    std::vector<MatchSide> line_sides;
    for (size_t i = 0; i < out_.lines.size(); ++i) {
      if (out_.lines[i].plan_activity.has_value()) continue;
      lines.push_back(i);
      line_sides.push_back(SideOf(out_.lines[i]));
    }
    if (lines.empty()) return;
    std::vector<size_t> activities;
    std::vector<MatchSide> activity_sides;
    for (size_t i = 0; i < plan_.activities().size(); ++i) {
      if (matched_[i] >= 0) continue;
      activities.push_back(i);
      activity_sides.push_back(MatchSideOf(plan_.activities()[i]));
    }
    for (Match match : MatchLines(line_sides, activity_sides)) {
      DocumentLine& line = out_.lines[lines[match.line]];
      line.plan_activity = activities[match.activity];
      if (match.runner_up_activity.has_value()) {
        match.runner_up_activity = activities[*match.runner_up_activity];
      }
      match.activity = *line.plan_activity;
      line.match = match;
      // What the plan registers it as, its title need not tell.
      line.activity.kind =
          plan_.activities()[*line.plan_activity].details->kind();
    }
  }

  MatchSide SideOf(const DocumentLine& line) const {
    const notation::TableLineReading& reading = line.activity.reading;
    MatchSide side;
    side.names = {NormalName(reading.title.name)};
    side.ordinal = reading.title.ordinal;
    side.edition_year = reading.title.edition_year;
    side.kind = line.activity.kind;
    side.projects = line.projects;
    if (reading.date.has_value()) {
      side.edtf = reading.date->edtf();
      side.days = plan::BoundsOf(*reading.date);
    }
    const notation::Status status = StatusOfLine(line.activity, context_.day);
    if (status == notation::Status::kHeld ||
        status == notation::Status::kOngoing) {
      side.stage = Stage::kOver;
    }
    if (status == notation::Status::kCancelled) {
      side.stage = Stage::kOff;
      side.edtf.clear();
      side.days = {};
    }
    return side;
  }

  DocumentLines InOrder(const std::vector<size_t>& order) {
    DocumentLines sorted;
    sorted.unreadable = std::move(out_.unreadable);
    sorted.repeated = std::move(out_.repeated);
    sorted.of_entry.assign(table_.lines.size(), -1);
    sorted.lines.reserve(order.size());
    for (const size_t i : order) {
      for (const size_t entry : out_.lines[i].entries) {
        sorted.of_entry[entry] = static_cast<int>(sorted.lines.size());
      }
      sorted.lines.push_back(std::move(out_.lines[i]));
    }
    // A line that is matched by what the plan prints has the plan's kind.
    for (DocumentLine& line : sorted.lines) {
      if (line.is_read && line.plan_activity.has_value()) {
        line.activity.kind =
            plan_.activities()[*line.plan_activity].details->kind();
      }
    }
    return sorted;
  }

  const PublishedTable& table_;
  const DocumentProjects& projects_;
  const PlanSide& plan_;
  const notation::Context& context_;
  DocumentLines out_;
  // By activity: index of its line; -1 for none.
  std::vector<int> matched_;
};

}  // namespace

DocumentLines FindLines(const PublishedTable& table,
                        const DocumentProjects& projects, const PlanSide& plan,
                        const notation::Context& context) {
  return Finder(table, projects, plan, context).Find();
}

}  // namespace clearsky::document
