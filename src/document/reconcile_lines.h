#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document/published_table.h"
#include "document/reconcile_plan.h"
#include "document/reconcile_projects.h"
#include "document/table_reading.h"
#include "notation/korean.h"

// The lines of a document, and which activity of the plan each is. Pure.

namespace clearsky::document {

// A line, once for all projects that print it.
struct DocumentLine {
  // Indices of PublishedTable::lines, the first first.
  std::vector<size_t> entries;
  // Numbers of its projects, ascending.
  std::vector<int> projects;
  std::string text;
  // Left empty where the plan prints the very same.
  bool is_read = false;
  ReadActivity activity;

  // What it is; nullopt: new.
  std::optional<size_t> plan_activity;
  // The plan prints the same under the same projects, and it means the same.
  bool is_same = false;
  Match match;
};

struct DocumentLines {
  std::vector<DocumentLine> lines;  // By their first entries.
  // Lines that cannot be read, with the reason.
  std::vector<std::pair<size_t, std::string>> unreadable;
  // Lines that stand twice under one project.
  std::vector<size_t> repeated;
  // By entry: index of `lines`; -1 for those that are not among them.
  std::vector<int> of_entry;
};

// Finds for each line its activity: first where the plan prints the same, then
// by what both say. `context` is that of the document.
DocumentLines FindLines(const PublishedTable& table,
                        const DocumentProjects& projects, const PlanSide& plan,
                        const notation::Context& context);

}  // namespace clearsky::document
