#include "document/reader/document_builder.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "document/reader/list_items.h"
#include "document/source_text.h"

namespace clearsky::document {

void DocumentBuilder::AddWords(absl::string_view words) {
  line_.append(words.data(), words.size());
}

void DocumentBuilder::Break() { FlushLine(); }

void DocumentBuilder::BeginItem() {
  FlushLine();
  line_is_item_ = true;
}

void DocumentBuilder::EndItem() {
  FlushLine();
  line_is_item_ = false;
}

void DocumentBuilder::FlushLine() {
  const std::string words = CollapseSpace(line_);
  line_.clear();
  if (words.empty()) return;
  const bool is_item = std::exchange(line_is_item_, false);
  if (!open_.empty() && open_.back().in_cell) {
    CellLine& line = open_.back().cell.lines.emplace_back();
    line.words = words;
    line.is_item = is_item;
    return;
  }
  AppendText(words);
  document_.text.push_back('\n');
  words_since_table_ = words_since_table_ || !IsPageNumber(words);
}

void DocumentBuilder::AppendText(absl::string_view words) {
  document_.text.append(words.data(), words.size());
}

void DocumentBuilder::BeginTable(absl::string_view sheet) {
  FlushLine();
  OpenTable& table = open_.emplace_back();
  table.grid = document_.grids.size();
  Grid& grid = document_.grids.emplace_back();
  grid.number = static_cast<uint32_t>(document_.grids.size());
  grid.sheet = std::string(sheet);
  grid.follows_grid = open_.size() == 1 && !words_since_table_;
  to_write_.push_back(table.grid);
}

void DocumentBuilder::EndTable() {
  if (!open_.empty()) CloseTable();
}

void DocumentBuilder::CloseTable() {
  EndCell();
  FinishRow();
  document_.grids[open_.back().grid].rows = open_.back().row;
  open_.pop_back();
  if (!open_.empty()) return;
  std::sort(to_write_.begin(), to_write_.end());
  for (const size_t index : to_write_) {
    WriteTable(document_.grids[index], index);
  }
  to_write_.clear();
  words_since_table_ = false;
}

void DocumentBuilder::BeginRow() {
  if (open_.empty()) return;
  EndCell();
  FinishRow();
  OpenTable& table = open_.back();
  table.has_row = true;
  table.row_begin = document_.grids[table.grid].cells.size();
  table.next_column = 0;
}

void DocumentBuilder::DropRow() {
  if (!open_.empty()) open_.back().drop_row = true;
}

void DocumentBuilder::FinishRow() {
  OpenTable& table = open_.back();
  if (!table.has_row) return;
  table.has_row = false;
  if (std::exchange(table.drop_row, false)) {
    document_.grids[table.grid].cells.resize(table.row_begin);
    for (size_t& above : table.above) {
      if (above >= table.row_begin) above = SIZE_MAX;
    }
    return;
  }
  ++table.row;
}

void DocumentBuilder::SkipColumns(uint32_t columns) {
  if (open_.empty()) return;
  OpenTable& table = open_.back();
  table.next_column += std::min(columns, kMaxColumns);
}

void DocumentBuilder::BeginCell(uint32_t row_span, uint32_t column_span) {
  if (open_.empty()) return;
  EndCell();
  OpenTable& table = open_.back();
  if (!table.has_row) BeginRow();
  while (table.next_column < table.free_from.size() &&
         table.free_from[table.next_column] > table.row) {
    ++table.next_column;
  }
  table.in_cell = true;
  table.cell = GridCell();
  table.cell.row = table.row;
  table.cell.column = table.next_column;
  SpanCell(row_span, column_span);
}

void DocumentBuilder::BeginCellAt(CellAddress address) {
  if (open_.empty()) return;
  EndCell();
  OpenTable& table = open_.back();
  table.in_cell = true;
  table.cell = GridCell();
  PlaceCell(address);
}

void DocumentBuilder::PlaceCell(CellAddress address) {
  if (!in_cell()) return;
  open_.back().cell.row = address.row;
  open_.back().cell.column = address.column;
}

void DocumentBuilder::SpanCell(uint32_t row_span, uint32_t column_span) {
  if (!in_cell()) return;
  open_.back().cell.row_span = std::max(row_span, 1u);
  open_.back().cell.column_span =
      std::clamp<uint32_t>(column_span, 1, kMaxColumns);
}

void DocumentBuilder::MergeWithAbove() {
  if (in_cell()) open_.back().merge_with_above = true;
}

void DocumentBuilder::EndCell() {
  if (!in_cell()) return;
  FlushLine();
  line_is_item_ = false;
  OpenTable& table = open_.back();
  table.in_cell = false;
  GridCell& cell = table.cell;
  const bool merged = std::exchange(table.merge_with_above, false);
  Grid& grid = document_.grids[table.grid];
  if (cell.column >= kMaxColumns || ++cells_ > kMaxCells) return;
  const uint32_t end = std::min(cell.column + cell.column_span, kMaxColumns);
  table.next_column = end;
  if (merged && cell.column < table.above.size() &&
      table.above[cell.column] < grid.cells.size()) {
    GridCell& above = grid.cells[table.above[cell.column]];
    above.row_span = cell.row + 1 - std::min(above.row, cell.row);
    if (!cell.lines.empty()) {
      merged_over_.Begin();
      for (const CellLine& line : cell.lines) merged_over_.Add(line.words);
      merged_over_.End();
    }
    return;
  }
  if (table.free_from.size() < end) {
    table.free_from.resize(end);
    table.above.resize(end, SIZE_MAX);
  }
  for (uint32_t column = cell.column; column < end; ++column) {
    table.free_from[column] = uint64_t{cell.row} + cell.row_span;
    table.above[column] = grid.cells.size();
  }
  table.row = std::max(table.row, cell.row);
  grid.cells.push_back(std::move(cell));
}

void DocumentBuilder::WriteTable(const Grid& grid, size_t index) {
  std::vector<GridCell>& cells = document_.grids[index].cells;
  const auto before = [](const GridCell& a, const GridCell& b) {
    return std::pair(a.row, a.column) < std::pair(b.row, b.column);
  };
  if (!std::is_sorted(cells.begin(), cells.end(), before)) {
    std::stable_sort(cells.begin(), cells.end(), before);
  }
  uint32_t column = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    GridCell& cell = cells[i];
    if (i > 0 && cells[i - 1].row != cell.row) {
      document_.text.push_back('\n');
      column = 0;
    }
    if (cell.lines.empty()) continue;
    if (cell.column > column) {
      document_.text.append(cell.column - column, '\t');
      column = cell.column;
    }
    WriteCell(&cell);
  }
  if (!grid.cells.empty()) document_.text.push_back('\n');
}

void DocumentBuilder::WriteCell(GridCell* cell) {
  bool first = true;
  for (CellLine& line : cell->lines) {
    if (!first) document_.text.push_back(' ');
    first = false;
    // The mark that the program shows before an item of a list.
    if (line.is_item && !StartsWithMark(line.words)) AppendText(kItemMark);
    line.origins = {{0, document_.text.size()}};
    AppendText(line.words);
  }
}

void DocumentBuilder::Find(absl::string_view rule, std::string message) {
  document_.findings.push_back({{}, std::string(rule), std::move(message)});
}

void DocumentBuilder::Find(absl::string_view rule, const LeftOut& left_out,
                           absl::string_view what) {
  if (!left_out.empty()) Find(rule, left_out.Words(what));
}

absl::StatusOr<ReadDocument> DocumentBuilder::Finish() {
  FlushLine();
  while (!open_.empty()) CloseTable();
  Find("hidden", merged_over_, "words in cells that are merged into others");
  if (cells_ > kMaxCells) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the tables have more than ", kMaxCells, " cells; more are not read"));
  }
  return std::move(document_);
}

}  // namespace clearsky::document
