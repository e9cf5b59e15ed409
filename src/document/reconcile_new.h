#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "document/kept_facts.h"
#include "document/reconcile.h"
#include "document/reconcile_lines.h"
#include "document/reconcile_plan.h"

// Lines that a plan does not have, as activities of it. Pure.

namespace clearsky::document {

// Ids that are taken in a plan, and those made here. Not safe for concurrent
// use.
class FreeIds {
 public:
  explicit FreeIds(const plan::History& history) : history_(history) {}

  // `wanted`, or with a number behind it when it is taken.
  std::string Take(absl::string_view wanted);
  // Whether it is free.
  bool IsFree(const std::string& id);

 private:
  const plan::History& history_;
  bool is_read_ = false;
  std::set<std::string> taken_;
};

// Makes activities of lines. Borrows all.
class NewActivities {
 public:
  NewActivities(const ReconcileInput& input, const PlanSide& plan,
                FreeIds* ids);

  // Gives the line an id, a name and a series; it is `under` these projects.
  // What it has of its own, translations and a series, another activity of the
  // same name lends it.
  void Describe(const std::vector<std::string>& under, DocumentLine* line);

  // The events that register a line that is described, and say when and how.
  v1::StreamRecord EventsOf(const ReadActivity& activity,
                            Findings* findings) const;

 private:
  struct Known {
    std::string series_id;
    const v1::ActivityRegistered* details = nullptr;
  };

  const ReconcileInput& input_;
  const PlanSide& plan_;
  FreeIds* const ids_;
  std::map<std::string, Known> by_name_;
  std::map<std::string, int> count_of_project_;
  // Ordinals of series that are taken.
  std::set<std::pair<std::string, uint32_t>> ordinals_;
};

}  // namespace clearsky::document
