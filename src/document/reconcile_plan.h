#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "document/reconcile_matching.h"

// A plan as a document is held against it. Pure.

namespace clearsky::document {

// A project as it is printed.
struct PlanProject {
  std::string id;
  std::string area_id;
  std::string text;
  std::string area_text;
  // Activities with a line, in order, as indices of PlanSide::activities.
  std::vector<size_t> lines;
};

// An activity that a line may be about.
struct PlanActivity {
  std::string id;
  const v1::ActivityState* state = nullptr;
  // As registered, with what a part has of its whole.
  const v1::ActivityRegistered* details = nullptr;
  // Its line; empty when it has none.
  std::string line;
  // Indices of PlanSide::projects, ascending.
  std::vector<int> projects;
  // The plan registers it only after the day of the document.
  bool is_later = false;
};

// What tells the activity from others.
MatchSide MatchSideOf(const PlanActivity& activity);

// Borrows the states.
class PlanSide {
 public:
  // `state` on the day of the document, `latest` at the end of effective time.
  PlanSide(const v1::PlanState& state, const v1::PlanState& latest);
  PlanSide(const PlanSide&) = delete;
  PlanSide& operator=(const PlanSide&) = delete;

  const std::vector<PlanProject>& projects() const { return projects_; }
  const std::vector<PlanActivity>& activities() const { return activities_; }

  // -1 when there is none.
  int ProjectOfId(absl::string_view id) const;

 private:
  void AddProjects(const v1::PlanState& state);
  void AddActivity(const v1::PlanState& state,
                   const v1::ActivityState& activity, bool is_later);

  std::vector<PlanProject> projects_;
  absl::flat_hash_map<std::string, int> project_of_id_;
  std::vector<PlanActivity> activities_;
  // Details of parts.
  std::vector<std::unique_ptr<v1::ActivityRegistered>> completed_;
};

}  // namespace clearsky::document
