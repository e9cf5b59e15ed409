#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "document/reader/grid.h"
#include "document/reader/left_out.h"

namespace clearsky::document {

// Makes a document of the words and tables that a markup tells one by one.
// Its text has each paragraph and each row on a line of its own, a tab between
// columns; tables within cells follow the table that they are in. Calls need
// not be balanced: what is open is closed at the end. Not safe to call from
// several threads.
class DocumentBuilder {
 public:
  // Where a cell stands, of a file that says so.
  struct CellAddress {
    uint32_t row = 0;
    uint32_t column = 0;
  };

  // Words of the line at hand; white space in them is one space.
  void AddWords(absl::string_view words);

  // Ends the line at hand when it has words. BeginItem: the next is of a list;
  // EndItem: it is not.
  void Break();
  void BeginItem();
  void EndItem();

  void BeginTable(absl::string_view sheet = "");
  void EndTable();
  bool in_table() const { return !open_.empty(); }
  bool in_cell() const { return !open_.empty() && open_.back().in_cell; }

  void BeginRow();
  // The row at hand is left out.
  void DropRow();
  // Columns that the row has no cells in, before its next cell.
  void SkipColumns(uint32_t columns);

  // The next cell of the row at hand, behind those that reach into it from
  // above.
  void BeginCell(uint32_t row_span, uint32_t column_span);
  // A cell in its place.
  void BeginCellAt(CellAddress address);
  // A file may tell a cell's place and spans only after its words.
  void PlaceCell(CellAddress address);
  void SpanCell(uint32_t row_span, uint32_t column_span);
  // The cell at hand goes on with the one above it, whose span grows.
  void MergeWithAbove();
  void EndCell();

  // Of the document as a whole. The second form: when something is left out.
  void Find(absl::string_view rule, std::string message);
  void Find(absl::string_view rule, const LeftOut& left_out,
            absl::string_view what);

  // RESOURCE_EXHAUSTED: more cells than kMaxCells.
  absl::StatusOr<ReadDocument> Finish();

 private:
  struct OpenTable {
    size_t grid = 0;  // Index.
    bool in_cell = false;
    bool has_row = false;
    bool merge_with_above = false;
    bool drop_row = false;
    uint32_t row = 0;
    uint32_t next_column = 0;
    size_t row_begin = 0;  // First cell of the row.
    // Of each column, the first row that no span from above reaches.
    std::vector<uint64_t> free_from;
    // Of each column, the cell that a merged one goes on with.
    std::vector<size_t> above;
    GridCell cell;
  };

  void FlushLine();
  void FinishRow();
  void CloseTable();
  void WriteTable(const Grid& grid, size_t index);
  void WriteCell(GridCell* cell);
  void AppendText(absl::string_view words);

  ReadDocument document_;
  std::vector<OpenTable> open_;
  // Tables that end when the outermost does.
  std::vector<size_t> to_write_;
  std::string line_;
  bool line_is_item_ = false;
  bool words_since_table_ = true;
  size_t cells_ = 0;
  LeftOut merged_over_;
};

}  // namespace clearsky::document
