#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "document/published_table.h"
#include "document/reconcile_plan.h"

// The areas and projects of a document as those of a plan. Pure.

namespace clearsky::document {

// A project as the document prints it.
struct DocumentProject {
  std::string area;
  std::string project;
  // Indices of PublishedTable::lines, ascending.
  std::vector<size_t> entries;
  // Index of PlanSide::projects; those that the plan does not have follow
  // behind, each with a number of its own.
  int number = -1;
  bool is_known = false;
  // 1 when the name is known; else how well it fits.
  double score = 0;
};

// An area as the document prints it.
struct DocumentArea {
  std::string text;
  size_t entry = 0;     // Its first.
  std::string area_id;  // Of the plan; empty when it has none such.
  double score = 0;
};

struct DocumentProjects {
  std::vector<DocumentProject> projects;  // In the order of the document.
  std::vector<DocumentArea> areas;
  // By entry: index of `projects`.
  std::vector<size_t> of_entry;
};

// Finds each project by its name, in any spelling of it; of what is left, those
// whose names or lines are alike are renamed ones.
DocumentProjects FindProjects(const PublishedTable& table, const PlanSide& plan,
                              const v1::PlanState& state);

// An area or a project that stands behind one which the plan prints behind it.
struct OutOfOrder {
  size_t entry = 0;  // Its first.
  std::string message;
};

// The first area that is out of order, and in each area its first project.
std::vector<OutOfOrder> FindOutOfOrder(const DocumentProjects& projects,
                                       const PlanSide& plan,
                                       const v1::PlanState& state);

}  // namespace clearsky::document
