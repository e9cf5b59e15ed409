#include "document/reconcile_matching.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "document/reconcile_names.h"

namespace clearsky::document {
namespace {

// Parts of names that more activities have than this tell none apart.
constexpr size_t kRarePart = 64;
// A line is compared with no more candidates than this.
constexpr size_t kMaxCandidates = 24;
// Larger groups are assigned best first: exact assignment grows with the cube.
constexpr size_t kMaxExactGroup = 128;

bool ShareProject(const MatchSide& a, const MatchSide& b) {
  for (size_t i = 0, k = 0; i < a.projects.size() && k < b.projects.size();) {
    if (a.projects[i] == b.projects[k]) return true;
    if (a.projects[i] < b.projects[k]) {
      ++i;
    } else {
      ++k;
    }
  }
  return false;
}

bool Apart(const plan::DayBounds& a, const plan::DayBounds& b) {
  return (a.latest.has_value() && b.earliest.has_value() &&
          *a.latest < *b.earliest) ||
         (b.latest.has_value() && a.earliest.has_value() &&
          *b.latest < *a.earliest);
}

bool HasDays(const plan::DayBounds& days) {
  return days.earliest.has_value() || days.latest.has_value();
}

// Whether what the plan says of the activity leaves room for another name.
bool MayBeRenamed(const MatchSide& line, const MatchSide& activity) {
  switch (activity.stage) {
    case Stage::kOpen:
      return true;
    case Stage::kUsed:
      // Its first use stays its first.
      return line.stage == Stage::kOver &&
             line.days.earliest == activity.days.earliest;
    default:
      return line.stage == activity.stage && line.edtf == activity.edtf;
  }
}

// The score of two whose names are `likeness` alike.
Fit Score(const MatchSide& line, const MatchSide& activity, double likeness) {
  constexpr double kNameWeight = 0.62;
  constexpr double kProjectWeight = 0.12;
  constexpr double kLeastLikeness = 0.25;
  Fit fit;
  fit.same_name = likeness >= 1;
  fit.same_ordinal = line.ordinal == activity.ordinal;
  if (likeness < kLeastLikeness) return fit;
  // What is over is called by another name only where nothing else differs.
  if (likeness < 1 && !MayBeRenamed(line, activity)) return fit;
  const bool same_project = ShareProject(line, activity);
  const bool same_date = !line.edtf.empty() && line.edtf == activity.edtf;
  // Another number, or year, is another meeting, unless nothing else differs.
  const bool other_number =
      line.ordinal != 0 && activity.ordinal != 0 && !fit.same_ordinal;
  const bool other_year = line.edition_year != 0 &&
                          activity.edition_year != 0 &&
                          line.edition_year != activity.edition_year;
  if ((other_number || other_year) && !(same_date && same_project)) return fit;

  double score = kNameWeight * likeness;
  if (other_number) {
    score -= 0.16;
  } else if (fit.same_ordinal) {
    score += line.ordinal != 0 ? 0.14 : 0.11;
  }
  score += other_year                                   ? -0.16
           : line.edition_year == activity.edition_year ? 0.02
                                                        : 0;
  if (same_project) score += kProjectWeight;
  if (line.kind == activity.kind) score += 0.04;
  if (same_date) {
    score += 0.06;
  } else if (HasDays(line.days) && HasDays(activity.days)) {
    if (!Apart(line.days, activity.days)) {
      score += 0.04;
    } else if (likeness < 1) {
      // Whoever renames a meeting does not move it in the same breath.
      score -= 0.10;
    }
  }
  fit.score = std::clamp(score, 0.0, 1.0);
  return fit;
}

double LikenessOf(const MatchSide& line, const MatchSide& activity,
                  const NamePairs& line_pairs,
                  const NamePairs& activity_pairs) {
  for (const std::string& a : line.names) {
    for (const std::string& b : activity.names) {
      if (a == b) return 1;
    }
  }
  double likeness = Likeness(line_pairs, activity_pairs);
  for (size_t i = 1; i < activity.names.size(); ++i) {
    likeness =
        std::max(likeness, Likeness(line_pairs, PairsOf(activity.names[i])));
  }
  // Equal pairs in another order are no equal names.
  return std::min(likeness, 0.99);
}

// A line and an activity that may be the same.
struct Edge {
  size_t line = 0;
  size_t activity = 0;
  Fit fit;
};

class Matcher {
 public:
  Matcher(const std::vector<MatchSide>& lines,
          const std::vector<MatchSide>& activities)
      : lines_(lines), activities_(activities) {}

  std::vector<Match> Run() {
    IndexNames();
    FindCandidates();
    Group();
    std::sort(matches_.begin(), matches_.end(),
              [](const Match& a, const Match& b) { return a.line < b.line; });
    AddRunnersUp();
    return std::move(matches_);
  }

 private:
  void IndexNames() {
    activity_pairs_.resize(activities_.size());
    for (size_t i = 0; i < activities_.size(); ++i) {
      for (const std::string& name : activities_[i].names) {
        by_name_[name].push_back(i);
      }
    }
  }

  // Only when a line's name is not known as it is: then what is rare in it
  // leads to those that have it, too.
  void IndexParts() {
    if (!by_part_.empty()) return;
    for (size_t i = 0; i < activities_.size(); ++i) {
      activity_pairs_[i] = PairsOf(activities_[i].names.front());
      for (const std::string& name : activities_[i].names) {
        for (const uint64_t pair : PairsOf(name)) {
          std::vector<size_t>& with = by_part_[pair];
          if (with.size() <= kRarePart && (with.empty() || with.back() != i)) {
            with.push_back(i);
          }
        }
      }
      for (const int project : activities_[i].projects) {
        by_project_[project].push_back(i);
      }
    }
  }

  void FindCandidates() {
    for (size_t line = 0; line < lines_.size(); ++line) {
      bool is_known = false;
      for (const std::string& name : lines_[line].names) {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) continue;
        size_t compared = 0;
        for (const size_t activity : found->second) {
          // Of many with one name, only those of its number are of interest.
          if (++compared > kMaxCandidates &&
              activities_[activity].ordinal != lines_[line].ordinal) {
            continue;
          }
          const Fit fit = Score(lines_[line], activities_[activity], 1);
          if (fit.score < kLeastScore) continue;
          edges_.push_back({line, activity, fit});
          is_known = is_known || fit.score >= kCertainScore;
        }
      }
      if (!is_known) AddAlike(line);
    }
  }

  void AddAlike(size_t line) {
    IndexParts();
    const NamePairs pairs = PairsOf(lines_[line].names.front());
    absl::flat_hash_map<size_t, int> hits;
    for (const uint64_t pair : pairs) {
      const auto found = by_part_.find(pair);
      if (found == by_part_.end() || found->second.size() > kRarePart) continue;
      for (const size_t activity : found->second) ++hits[activity];
    }
    for (const int project : lines_[line].projects) {
      const auto found = by_project_.find(project);
      if (found == by_project_.end() || found->second.size() > kRarePart) {
        continue;
      }
      for (const size_t activity : found->second) ++hits[activity];
    }
    std::vector<std::pair<int, size_t>> order;
    order.reserve(hits.size());
    for (const auto& [activity, count] : hits) {
      order.emplace_back(-count, activity);
    }
    const size_t kept = std::min(order.size(), kMaxCandidates);
    std::partial_sort(order.begin(),
                      order.begin() + static_cast<std::ptrdiff_t>(kept),
                      order.end());
    order.resize(kept);
    for (const auto& [count, activity] : order) {
      const double likeness = LikenessOf(lines_[line], activities_[activity],
                                         pairs, activity_pairs_[activity]);
      // Of equal names, it is among the edges.
      if (likeness >= 1) continue;
      const Fit fit = Score(lines_[line], activities_[activity], likeness);
      if (fit.score >= kLeastScore) edges_.push_back({line, activity, fit});
    }
  }

  // Lines and activities that hang together through candidates are assigned
  // together, and apart from all others.
  void Group() {
    std::vector<size_t> parent(lines_.size() + activities_.size());
    std::iota(parent.begin(), parent.end(), size_t{0});
    const auto root = [&parent](size_t i) {
      while (parent[i] != i) i = parent[i] = parent[parent[i]];
      return i;
    };
    for (const Edge& edge : edges_) {
      const size_t a = root(edge.line);
      const size_t b = root(lines_.size() + edge.activity);
      parent[std::max(a, b)] = std::min(a, b);
    }
    absl::flat_hash_map<size_t, size_t> group_of;
    std::vector<std::vector<Edge>> groups;
    for (const Edge& edge : edges_) {
      const auto [found, is_new] =
          group_of.try_emplace(root(edge.line), groups.size());
      if (is_new) groups.emplace_back();
      groups[found->second].push_back(edge);
    }
    for (const std::vector<Edge>& group : groups) Assign(group);
  }

  void Assign(const std::vector<Edge>& edges) {
    if (edges.size() == 1) {
      Take(edges.front());
      return;
    }
    std::vector<size_t> rows;
    std::vector<size_t> columns;
    for (const Edge& edge : edges) {
      rows.push_back(edge.line);
      columns.push_back(edge.activity);
    }
    for (std::vector<size_t>* side : {&rows, &columns}) {
      std::sort(side->begin(), side->end());
      side->erase(std::unique(side->begin(), side->end()), side->end());
    }
    if (std::max(rows.size(), columns.size()) > kMaxExactGroup) {
      AssignBestFirst(edges);
      return;
    }
    std::vector<std::vector<double>> weights(
        rows.size(), std::vector<double>(columns.size(), 0));
    std::vector<std::vector<const Edge*>> of(
        rows.size(), std::vector<const Edge*>(columns.size(), nullptr));
    const auto index = [](const std::vector<size_t>& side, size_t value) {
      return static_cast<size_t>(
          std::lower_bound(side.begin(), side.end(), value) - side.begin());
    };
    for (const Edge& edge : edges) {
      const size_t row = index(rows, edge.line);
      const size_t column = index(columns, edge.activity);
      weights[row][column] = edge.fit.score;
      of[row][column] = &edge;
    }
    const std::vector<int> assigned = BestAssignment(weights);
    for (size_t row = 0; row < rows.size(); ++row) {
      if (assigned[row] < 0) continue;
      Take(*of[row][static_cast<size_t>(assigned[row])]);
    }
  }

  void AssignBestFirst(std::vector<Edge> edges) {
    std::stable_sort(
        edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
          if (a.fit.score != b.fit.score) {
            return a.fit.score > b.fit.score;
          }
          return std::pair(a.line, a.activity) < std::pair(b.line, b.activity);
        });
    std::vector<bool> line_taken(lines_.size());
    std::vector<bool> activity_taken(activities_.size());
    for (const Edge& edge : edges) {
      if (line_taken[edge.line] || activity_taken[edge.activity]) continue;
      line_taken[edge.line] = activity_taken[edge.activity] = true;
      Take(edge);
    }
  }

  void Take(const Edge& edge) {
    matches_.push_back({edge.line, edge.activity, edge.fit, std::nullopt, 0});
  }

  void AddRunnersUp() {
    std::vector<Match*> of_line(lines_.size(), nullptr);
    std::vector<Match*> of_activity(activities_.size(), nullptr);
    for (Match& match : matches_) {
      of_line[match.line] = &match;
      of_activity[match.activity] = &match;
    }
    for (const Edge& edge : edges_) {
      for (Match* match : {of_line[edge.line], of_activity[edge.activity]}) {
        if (match == nullptr) continue;
        if (match->line == edge.line && match->activity == edge.activity) {
          continue;
        }
        if (edge.fit.score <= match->runner_up_score) continue;
        match->runner_up_score = edge.fit.score;
        match->runner_up_activity = edge.activity;
      }
    }
  }

  const std::vector<MatchSide>& lines_;
  const std::vector<MatchSide>& activities_;
  absl::flat_hash_map<std::string, std::vector<size_t>> by_name_;
  absl::flat_hash_map<uint64_t, std::vector<size_t>> by_part_;
  absl::flat_hash_map<int, std::vector<size_t>> by_project_;
  std::vector<NamePairs> activity_pairs_;
  std::vector<Edge> edges_;
  std::vector<Match> matches_;
};

}  // namespace

Fit FitOf(const MatchSide& line, const MatchSide& activity) {
  return Score(line, activity,
               LikenessOf(line, activity, PairsOf(line.names.front()),
                          PairsOf(activity.names.front())));
}

std::vector<Match> MatchLines(const std::vector<MatchSide>& lines,
                              const std::vector<MatchSide>& activities) {
  return Matcher(lines, activities).Run();
}

// Shortest augmenting paths over a square of costs (Kuhn, Munkres; in the form
// of Jonker and Volgenant), with a column of its own for each row that is left
// alone.
std::vector<int> BestAssignment(
    const std::vector<std::vector<double>>& weights) {
  const size_t rows = weights.size();
  const size_t columns = rows == 0 ? 0 : weights.front().size();
  const size_t width = columns + rows;
  constexpr double kForbidden = 1e6;
  const auto cost = [&](size_t row, size_t column) {
    if (column >= columns) return column - columns == row ? 0.0 : kForbidden;
    return weights[row][column] > 0 ? -weights[row][column] : kForbidden;
  };
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  std::vector<double> row_price(rows + 1, 0);
  std::vector<double> column_price(width + 1, 0);
  // Rows and columns from 1; 0 is none.
  std::vector<size_t> row_of(width + 1, 0);
  std::vector<size_t> way(width + 1, 0);
  for (size_t row = 1; row <= rows; ++row) {
    row_of[0] = row;
    size_t column = 0;
    std::vector<double> least(width + 1, kInfinite);
    std::vector<bool> used(width + 1, false);
    do {
      used[column] = true;
      const size_t at = row_of[column];
      double delta = kInfinite;
      size_t next = 0;
      for (size_t k = 1; k <= width; ++k) {
        if (used[k]) continue;
        const double reduced =
            cost(at - 1, k - 1) - row_price[at] - column_price[k];
        if (reduced < least[k]) {
          least[k] = reduced;
          way[k] = column;
        }
        if (least[k] < delta) {
          delta = least[k];
          next = k;
        }
      }
      for (size_t k = 0; k <= width; ++k) {
        if (used[k]) {
          row_price[row_of[k]] += delta;
          column_price[k] -= delta;
        } else {
          least[k] -= delta;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    while (column != 0) {
      const size_t before = way[column];
      row_of[column] = row_of[before];
      column = before;
    }
  }
  std::vector<int> assigned(rows, -1);
  for (size_t k = 1; k <= columns; ++k) {
    if (row_of[k] == 0) continue;
    const size_t row = row_of[k] - 1;
    if (weights[row][k - 1] > 0) assigned[row] = static_cast<int>(k - 1);
  }
  return assigned;
}

}  // namespace clearsky::document
