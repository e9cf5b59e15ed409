#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "document/published_table.h"

// What every reader makes of its file before anybody asks what it means: words,
// and tables of cells. Pure; safe to call from many threads.

namespace clearsky::document {

// One visible line of a cell: a paragraph, or what stands between breaks.
struct CellLine {
  // From byte `words` of the line on, bytes stand one by one in the text from
  // byte `text` on, until the next origin.
  struct Origin {
    size_t words = 0;
    size_t text = 0;
  };

  std::string words;
  std::vector<Origin> origins;  // In rising order, the first of byte 0.
  bool is_item = false;         // The file says that it is one of a list.

  // Where byte `at` of the words stands in the text.
  size_t TextOffset(size_t at) const;
};

// The rows and columns it covers are [row, row + row_span) and so on; spans may
// reach past the table.
struct GridCell {
  uint32_t row = 0;  // From 0.
  uint32_t column = 0;
  uint32_t row_span = 1;
  uint32_t column_span = 1;
  std::vector<CellLine> lines;
};

struct Grid {
  uint32_t number = 0;  // Of the document, from 1.
  std::string sheet;    // Of a workbook.
  uint32_t rows = 0;
  std::vector<GridCell> cells;  // By row.
  // No words stand between it and the grid before it.
  bool follows_grid = false;
};

// A finding whose place is a range of the text.
struct RangeFinding {
  ByteRange range;
  std::string rule;
  std::string message;
};

// A file read.
struct ReadDocument {
  std::string text;
  bool text_is_content = false;
  std::vector<Grid> grids;
  std::vector<RangeFinding> findings;
};

// Bounds on what a table may be. A spreadsheet's columns beyond are not read.
inline constexpr uint32_t kMaxColumns = 1024;
inline constexpr size_t kMaxCells = 1'000'000;
// Columns that all cells of a grid may cover together.
inline constexpr size_t kMaxCoveredColumns = 8'000'000;

// Appends words that stand in the text from byte `text_offset` on.
void AppendWords(absl::string_view words, size_t text_offset, CellLine* line);

// The words of a cell as one, white space collapsed.
std::string CellWords(const GridCell& cell);
// The range of the text that a cell's words are in; empty for an empty cell.
ByteRange CellRange(const GridCell& cell);

// `- 3 -`, `3`, `3 / 12` at the foot of a page.
bool IsPageNumber(absl::string_view line);

}  // namespace clearsky::document
