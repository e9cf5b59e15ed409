#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "document/reader/grid.h"
#include "document/reader/list_items.h"

// From tables of cells to the lines of the implementation table. Pure; safe to
// call from many threads.

namespace clearsky::document {

// A line before its place is counted out.
struct GridEntry {
  std::string area;
  std::string project;
  ListItem item;
  const Grid* grid = nullptr;
  uint32_t row = 0;     // From 0.
  uint32_t column = 0;  // From 0.
};

struct GridFinding {
  RangeFinding finding;
  const Grid* grid = nullptr;
  uint32_t row = 0;
  uint32_t column = 0;
};

struct GridReading {
  std::vector<GridEntry> entries;  // At least one.
  std::vector<GridFinding> findings;
  // Of a last row that names an area or a project and has no line: what is left
  // where a file was cut.
  std::optional<GridFinding> ends_without_line;
};

// Reads the tables with the heads among `grids`, which must outlive the
// reading. A table that goes on with the one before it is joined to it.
// INVALID_ARGUMENT: no table has the heads; none has a line; two have them and
// differ. RESOURCE_EXHAUSTED: more cells than kMaxCells.
absl::StatusOr<GridReading> ReadGrids(const std::vector<Grid>& grids);

}  // namespace clearsky::document
