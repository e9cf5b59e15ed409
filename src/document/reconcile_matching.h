#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clearsky/v1/plan_event.pb.h"
#include "plan/partial_date.h"

// Which line of a document is which activity of a plan. Pure.

namespace clearsky::document {

// How far it has come.
enum class Stage {
  kOpen,  // Still to come.
  kUsed,  // Under way: used, or begun, at least once.
  kOver,  // It took place; of a line: it did, or is under way.
  kOff,   // It was cancelled.
};

// What tells one from another: a line, or an activity.
struct MatchSide {
  // Normal names (NormalName), the one that is printed first. Not empty.
  std::vector<std::string> names;
  uint32_t ordinal = 0;       // 0: none.
  uint32_t edition_year = 0;  // 0: none.
  v1::ActivityKind kind = v1::ACTIVITY_KIND_UNSPECIFIED;
  Stage stage = Stage::kOpen;
  // The projects it is printed under, as numbers that both sides share;
  // ascending.
  std::vector<int> projects;
  // Canonical EDTF of its date, and its bounds; empty without one.
  std::string edtf;
  plan::DayBounds days;
};

// Names are equal from here on.
inline constexpr double kCertainScore = 0.9;
// Below it, two are not the same.
inline constexpr double kLeastScore = 0.58;
// A second choice this near makes the first doubtful.
inline constexpr double kDoubtMargin = 0.06;

// How well two fit.
struct Fit {
  double score = 0;  // From 0 to 1.
  bool same_name = false;
  bool same_ordinal = false;
};

Fit FitOf(const MatchSide& line, const MatchSide& activity);

struct Match {
  size_t line = 0;
  size_t activity = 0;
  Fit fit;
  // The best of the others that either of them could be matched with, and its
  // score; nullopt when there is none.
  std::optional<size_t> runner_up_activity;
  double runner_up_score = 0;
};

// Assigns activities to lines, each at most once, so that the sum of scores is
// the greatest; among equals those that stand first. Lines are compared with
// the activities that share a name or rare parts of one with them, never all
// with all. In order of lines.
std::vector<Match> MatchLines(const std::vector<MatchSide>& lines,
                              const std::vector<MatchSide>& activities);

// The assignment of columns to rows with the greatest sum of weights; -1 for
// rows left alone. weights[row][column] >= 0; 0: may not be assigned.
std::vector<int> BestAssignment(
    const std::vector<std::vector<double>>& weights);

}  // namespace clearsky::document
