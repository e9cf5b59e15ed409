#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document/reader/grid_lines.h"
#include "document/reader/table_heads.h"

// The rows below one head. Pure; safe to call from many threads.

namespace clearsky::document {

// Rows [first_row, end_row) of a grid, below a head or going on with the table
// before them. Borrows the grid.
struct TableSection {
  const Grid* grid = nullptr;
  HeadRow head;
  uint32_t head_row = 0;
  size_t head_cell = 0;  // First of the head; without one, of the grid.
  uint32_t first_row = 0;
  uint32_t end_row = 0;
  // Cells [first_cell, end_cell) of the grid are of these rows.
  size_t first_cell = 0;
  size_t end_cell = 0;
  bool has_head = true;
};

// Area and project that the next row goes on with when it names none.
struct OpenNames {
  std::string area;
  std::string project;
};

struct SectionReading {
  std::vector<GridEntry> entries;
  std::vector<GridFinding> findings;
  // The first row with words names no area or no project, so it goes on with
  // a row before the section.
  bool starts_open = false;
  // The last row is none of the table's, as the title of another.
  bool ends_outside = false;
  // As of GridReading.
  std::optional<GridFinding> ends_without_line;
  OpenNames names;  // After the last row.
};

SectionReading ReadSection(const TableSection& section,
                           const OpenNames& before);

// Sections of a grid that have a head.
std::vector<TableSection> FindSections(const Grid& grid);

}  // namespace clearsky::document
