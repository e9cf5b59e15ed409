#include "document/reader/section_reader.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "document/source_text.h"

namespace clearsky::document {
namespace {

// Which cell covers a column in the row at hand.
struct Cover {
  const GridCell* cell = nullptr;
  uint64_t end_row = 0;  // Exclusive.
};

uint32_t EndColumn(const GridCell& cell) {
  return std::min<uint32_t>(
      kMaxColumns, cell.column + std::min(cell.column_span, kMaxColumns));
}

class SectionReader {
 public:
  SectionReader(const TableSection& section, const OpenNames& before)
      : section_(section), covers_(kMaxColumns) {
    reading_.names = before;
  }

  SectionReading Read() {
    size_t next = section_.first_cell;
    const std::vector<GridCell>& cells = section_.grid->cells;
    while (next < section_.end_cell) {
      row_ = cells[next].row;
      const size_t begin = next;
      while (next < section_.end_cell && cells[next].row == row_) ++next;
      // Rows without cells of their own are covered by spans only: they say
      // nothing new.
      ReadRow(begin, next);
    }
    return std::move(reading_);
  }

 private:
  using Cells = std::vector<const GridCell*>;

  void ReadRow(size_t begin, size_t end) {
    bool has_words = false;
    for (size_t i = begin; i < end; ++i) {
      const GridCell& cell = section_.grid->cells[i];
      const uint64_t end_row = uint64_t{cell.row} + cell.row_span;
      for (uint32_t column = cell.column; column < EndColumn(cell); ++column) {
        // What a merged cell covers is not seen.
        if (covers_[column].end_row > row_) continue;
        covers_[column] = {&cell, end_row};
      }
      has_words = has_words || !cell.lines.empty();
    }
    if (!has_words) return;
    const Cells area = CellsOf(TableColumn::kArea);
    const Cells project = CellsOf(TableColumn::kProject);
    const Cells line = CellsOf(TableColumn::kLine);
    if (IsOutsideColumns(area, project, line)) return;
    reading_.ends_outside = false;
    SetNames(area, project);
    ReadLines(line);
    FindWithoutLine(area, project, line);
  }

  Cells CellsOf(TableColumn column) const {
    Cells cells;
    const ColumnRange range =
        section_.head.columns[static_cast<size_t>(column)];
    for (uint32_t i = range.begin; i < std::min(range.end, kMaxColumns); ++i) {
      if (covers_[i].end_row <= row_) continue;
      if (cells.empty() || cells.back() != covers_[i].cell) {
        cells.push_back(covers_[i].cell);
      }
    }
    return cells;
  }

  // Words of the cells that begin in this row.
  std::string OwnWords(const Cells& cells) const {
    std::string words;
    for (const GridCell* cell : cells) {
      if (cell->row != row_) continue;
      const std::string more = CellWords(*cell);
      if (!more.empty())
        absl::StrAppend(&words, words.empty() ? "" : " ", more);
    }
    return words;
  }

  // A row that is no row of areas, projects and lines: one cell across all of
  // them, a note, a page number.
  bool IsOutsideColumns(const Cells& area, const Cells& project,
                        const Cells& line) {
    const std::string words = OwnWords(area);
    const bool across = area.size() == 1 && area == project && area == line;
    const bool alone = OwnWords(project).empty() && OwnWords(line).empty();
    const bool is_note =
        absl::StartsWith(words, "※") || absl::StartsWith(words, "*");
    if (words.empty() ||
        !(across || (alone && (is_note || IsPageNumber(words))))) {
      return false;
    }
    if (!IsPageNumber(words)) {
      reading_.ends_outside = true;
      Find(*area[0], is_note ? "note" : "row-outside-columns",
           absl::StrCat("the row is none of area, project and lines: `",
                        Shortened(words), "`"));
    }
    return true;
  }

  static std::string Shortened(absl::string_view words) {
    constexpr size_t kMaxBytes = 120;
    if (words.size() <= kMaxBytes) return std::string(words);
    size_t end = kMaxBytes;
    while (end > 0 && (static_cast<uint8_t>(words[end]) & 0xc0) == 0x80) --end;
    return absl::StrCat(words.substr(0, end), "...");
  }

  void SetNames(const Cells& area, const Cells& project) {
    const std::string area_words = OwnWords(area);
    std::string project_words = OwnWords(project);
    if (is_first_row_) {
      reading_.starts_open = area_words.empty() || project_words.empty();
      is_first_row_ = false;
    }
    if (!area_words.empty() && area_words != reading_.names.area) {
      reading_.names.area = area_words;
      reading_.names.project.clear();
    }
    if (!project_words.empty()) {
      reading_.names.project = std::move(project_words);
    }
  }

  void ReadLines(const Cells& cells) {
    for (const GridCell* cell : cells) {
      const OpenNames& names = reading_.names;
      const bool is_own = cell->row == row_;
      // A merged cell's lines are of every project that it stands beside.
      if (!is_own &&
          (names.project == spread_.project && names.area == spread_.area)) {
        continue;
      }
      if (cell->lines.empty()) continue;
      ListReading list = ReadListItems(cell->lines);
      if (names.area.empty() || names.project.empty()) {
        if (!list.items.empty()) FindNameless(*cell, list);
        continue;
      }
      for (ListItem& item : list.items) AddEntry(*cell, std::move(item));
      if (!is_own) continue;
      for (RangeFinding& finding : list.findings) {
        reading_.findings.push_back(
            {std::move(finding), section_.grid, cell->row, cell->column});
      }
    }
    spread_ = reading_.names;
  }

  void AddEntry(const GridCell& cell, ListItem item) {
    GridEntry& entry = reading_.entries.emplace_back();
    entry.area = reading_.names.area;
    entry.project = reading_.names.project;
    entry.grid = section_.grid;
    entry.row = cell.row;
    entry.column = cell.column;
    if (ParenthesesOpen(item.line)) {
      Find(cell, "open-parenthesis",
           absl::StrCat("a parenthesis does not close in `", item.line,
                        "`; the document may be cut short here"));
      reading_.findings.back().finding.range = item.range;
    }
    entry.item = std::move(item);
  }

  void FindNameless(const GridCell& cell, const ListReading& list) {
    const bool no_area = reading_.names.area.empty();
    Find(cell, "row-without-name",
         absl::StrCat("the row has no ", no_area ? "area" : "project",
                      " and goes on with none; not read: `",
                      Shortened(list.items[0].line), "`"));
  }

  // A project without lines is one of which nothing is told yet; as the last
  // row it may be what is left of one. What stands apart from the rows, and a
  // sentence, is none.
  void FindWithoutLine(const Cells& area, const Cells& project,
                       const Cells& line) {
    reading_.ends_without_line.reset();
    const bool is_apart = row_ != std::exchange(last_row_, row_) + 1;
    for (const GridCell* cell : line) {
      if (!cell->lines.empty()) return;
    }
    std::string words = OwnWords(project);
    if (words.empty()) words = OwnWords(area);
    if (is_apart || absl::EndsWith(words, ".")) return;
    for (const Cells* cells : {&project, &area}) {
      for (const GridCell* cell : *cells) {
        if (cell->row != row_ || cell->lines.empty()) continue;
        reading_.ends_without_line = FindingAt(
            *cell, "cut-short",
            absl::StrCat("the last row, of `", Shortened(words),
                         "`, has no line; the document may be cut short here"));
        return;
      }
    }
  }

  void Find(const GridCell& cell, absl::string_view rule, std::string message) {
    reading_.findings.push_back(FindingAt(cell, rule, std::move(message)));
  }

  GridFinding FindingAt(const GridCell& cell, absl::string_view rule,
                        std::string message) const {
    return {{CellRange(cell), std::string(rule), std::move(message)},
            section_.grid,
            cell.row,
            cell.column};
  }

  const TableSection& section_;
  std::vector<Cover> covers_;
  uint32_t row_ = 0;
  uint32_t last_row_ = 0;  // With words of the table.
  bool is_first_row_ = true;
  OpenNames spread_;  // Names of the row before.
  SectionReading reading_;
};

}  // namespace

SectionReading ReadSection(const TableSection& section,
                           const OpenNames& before) {
  return SectionReader(section, before).Read();
}

std::vector<TableSection> FindSections(const Grid& grid) {
  std::vector<TableSection> sections;
  const std::vector<GridCell>& cells = grid.cells;
  size_t next = 0;
  while (next < cells.size()) {
    const uint32_t row = cells[next].row;
    const size_t begin = next;
    std::vector<HeadCell> heads;
    uint32_t row_span = UINT32_MAX;
    for (; next < cells.size() && cells[next].row == row; ++next) {
      const GridCell& cell = cells[next];
      if (cell.lines.empty()) continue;
      heads.push_back({CellWords(cell), {cell.column, EndColumn(cell)}});
      if (ColumnOfHead(heads.back().words).has_value()) {
        row_span = std::min(row_span, cell.row_span);
      }
    }
    std::optional<HeadRow> head = MatchHeadRow(heads);
    if (!head.has_value()) continue;
    if (!sections.empty()) {
      sections.back().end_row = row;
      sections.back().end_cell = begin;
    }
    // A head of two rows has further heads in the second.
    const uint64_t first_row = uint64_t{row} + std::max(row_span, 1u);
    while (next < cells.size() && cells[next].row < first_row) ++next;
    TableSection& section = sections.emplace_back();
    section.grid = &grid;
    section.head = *std::move(head);
    section.head_row = row;
    section.head_cell = begin;
    section.first_row = row + 1;
    section.end_row = grid.rows;
    section.first_cell = next;
    section.end_cell = cells.size();
  }
  return sections;
}

}  // namespace clearsky::document
