#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "document/reader/cell_markup.h"
#include "document/reader/list_items.h"
#include "document/reader/readers.h"
#include "document/reader/table_heads.h"

namespace clearsky::document {
namespace {

constexpr size_t kMaxTextCells = 3 * kMaxColumns;

class TextReader {
 public:
  // `is_table`: nothing but the table stands in the text.
  TextReader(absl::string_view text, bool is_table)
      : text_(text), is_table_(is_table) {}

  ReadDocument Read() {
    size_t begin = 0;
    while (begin < text_.size()) {
      const size_t newline = text_.find('\n', begin);
      const size_t end =
          newline == absl::string_view::npos ? text_.size() : newline;
      line_ = absl::StripSuffix(text_.substr(begin, end - begin), "\r");
      line_begin_ = begin;
      ReadLine();
      begin = end + 1;
      // Refused when the tables are counted.
      if (cells_ > kMaxCells) break;
    }
    FindRowsAfterTable();
    FindCutShort();
    document_.text = std::string(text_);
    return std::move(document_);
  }

 private:
  void ReadLine() {
    if (IsHead()) {
      if (!in_table_) {
        Grid& grid = document_.grids.emplace_back();
        grid.number = static_cast<uint32_t>(document_.grids.size());
        in_table_ = true;
      }
      SetColumns();
      AddHead();
    } else if (in_table_) {
      in_table_ = ReadRow();
      ends_table_ = in_table_ ? ByteRange() : LineRange();
    } else if (!IsBlank()) {
      ends_table_ = ByteRange();
      CountRowAfterTable();
    }
  }

  void CountRowAfterTable() {
    if (columns_ > 0 &&
        static_cast<size_t>(std::count(line_.begin(), line_.end(), '\t')) ==
            columns_ - 1) {
      // As many cells as the table has: perhaps what went on with it.
      ++rows_after_table_;
      if (rows_after_table_ == 1) first_after_table_ = LineRange();
    }
  }

  // A last line that is no row: what is left of one. A sentence is none.
  void FindCutShort() {
    if (!is_table_ || ends_table_.end == 0) return;
    const std::string words = Words(
        text_.substr(ends_table_.begin, ends_table_.end - ends_table_.begin));
    if (absl::EndsWith(words, ".")) return;
    document_.findings.push_back(
        {ends_table_, "cut-short",
         absl::StrCat("the last line, `", words,
                      "`, is no row of the table; the document may be cut "
                      "short here")});
  }

  ByteRange LineRange() const {
    return {line_begin_, line_begin_ + line_.size()};
  }

  void FindRowsAfterTable() {
    if (rows_after_table_ == 0) return;
    document_.findings.push_back(
        {first_after_table_, "rows-after-table",
         absl::StrCat("the table ended before, at a line that is none of its; "
                      "rows as wide as it follow and are not read: ",
                      rows_after_table_)});
  }

  std::vector<absl::string_view> Cells() const {
    std::vector<absl::string_view> cells =
        absl::StrSplit(line_, absl::MaxSplits('\t', kMaxTextCells));
    return cells;
  }

  static std::string Words(absl::string_view cell) {
    if (cell.find('<') == absl::string_view::npos) return CollapseSpace(cell);
    GridCell read;
    read.lines = LinesOfMarkup(cell, 0);
    return CellWords(read);
  }

  // Most lines begin with a letter.
  bool IsBlank() const {
    const size_t begin = line_.find_first_not_of(" \t");
    if (begin == absl::string_view::npos) return true;
    const auto first = static_cast<unsigned char>(line_[begin]);
    const bool is_letter =
        absl::ascii_isalnum(first) || (first >= 0xEA && first <= 0xED);
    return !is_letter && Words(line_).empty();
  }

  bool IsHead() const {
    constexpr size_t kMaxHeadBytes = 1000;
    if (line_.size() > kMaxHeadBytes) return false;
    if (line_.find('\t') == absl::string_view::npos) {
      return IsHeadWithoutTabs(Words(line_));
    }
    std::vector<HeadCell> heads;
    for (const absl::string_view cell : Cells()) {
      heads.push_back({Words(cell), {}});
    }
    return MatchHeadRow(heads).has_value();
  }

  void SetColumns() {
    columns_ = 0;
    is_plain_ = true;
    for (const absl::string_view cell : Cells()) {
      const std::optional<TableColumn> column = ColumnOfHead(Words(cell));
      is_plain_ = is_plain_ && column == static_cast<TableColumn>(columns_);
      if (column == TableColumn::kLine) line_column_ = columns_;
      ++columns_;
    }
    if (columns_ == 1) {  // A head without tabs.
      columns_ = kTableColumns;
      is_plain_ = true;
      line_column_ = kTableColumns - 1;
    }
  }

  void AddHead() {
    const uint32_t row = grid().rows++;
    if (line_.find('\t') != absl::string_view::npos) {
      AddCells(row, Cells());
      return;
    }
    // Three words that stand without tabs: each a cell of its own.
    const char* const kHeads[] = {"분야", "세부사업", "주요 이행현황"};
    for (uint32_t i = 0; i < kTableColumns; ++i) {
      GridCell& cell = grid().cells.emplace_back();
      cell.row = row;
      cell.column = i;
      CellLine& line = cell.lines.emplace_back();
      line.words = kHeads[i];
      line.origins = {{0, line_begin_}};
    }
  }

  // False when the line is none of the table's.
  bool ReadRow() {
    if (IsBlank() || IsPageNumber(line_)) return true;
    const std::vector<absl::string_view> cells = Cells();
    if (cells.size() == 1) return ReadLooseLine() || ReadNote();
    const uint32_t row = grid().rows++;
    if (cells.size() == 2 && is_plain_ && columns_ == kTableColumns) {
      // A row without its leading tab, or one whose lines follow below.
      const bool has_items = StartsItem(cells[1]);
      AddCell(row, has_items ? 1 : 0, cells[0]);
      AddCell(row, has_items ? 2 : 1, cells[1]);
    } else if (is_plain_ && columns_ == kTableColumns) {
      // Tabs behind the second are white space of the lines.
      AddCell(row, 0, cells[0]);
      AddCell(row, 1, cells[1]);
      const size_t last = static_cast<size_t>(cells[2].data() - line_.data());
      AddCell(row, 2, line_.substr(last));
    } else {
      AddCells(row, cells);
    }
    return true;
  }

  // A line without tabs: more items of the last cell, or the rest of an item
  // that was wrapped.
  bool ReadLooseLine() {
    const bool starts_item = StartsItem(line_);
    if (last_line_words_.empty() && !starts_item) return false;
    if (!has_project_) return false;
    // What goes on for longer is not a line of a table.
    constexpr size_t kMaxLineBytes = 4096;
    if (!starts_item && (last_line_words_.size() > kMaxLineBytes ||
                         !ParenthesesOpen(last_line_words_))) {
      return false;
    }
    GridCell* cell = LineCell();
    std::vector<CellLine> lines = LinesOfMarkup(line_, line_begin_);
    for (CellLine& line : lines) {
      Remember(line.words, starts_item);
      cell->lines.push_back(std::move(line));
    }
    return true;
  }

  // A note between rows ends no table.
  bool ReadNote() {
    const std::string words = Words(line_);
    if (!absl::StartsWith(words, "※")) return false;
    document_.findings.push_back(
        {LineRange(), "note",
         absl::StrCat("a note is no line of the table: `", words, "`")});
    return true;
  }

  // The cell that lines of the last row stand in.
  GridCell* LineCell() {
    std::vector<GridCell>& cells = grid().cells;
    const uint32_t row = grid().rows - 1;
    for (auto cell = cells.rbegin(); cell != cells.rend() && cell->row == row;
         ++cell) {
      if (cell->column == line_column_) return &*cell;
    }
    GridCell& added = cells.emplace_back();
    added.row = row;
    added.column = line_column_;
    return &added;
  }

  static bool StartsItem(absl::string_view text) {
    return StartsWithMark(text) ||
           IsBreaking(absl::StripLeadingAsciiWhitespace(text));
  }

  static bool IsBreaking(absl::string_view text) {
    const absl::string_view tag = TagAtStart(text);
    return !tag.empty() && IsBreakingTag(tag);
  }

  void AddCells(uint32_t row, const std::vector<absl::string_view>& cells) {
    for (size_t i = 0; i < std::min<size_t>(cells.size(), kMaxColumns); ++i) {
      AddCell(row, static_cast<uint32_t>(i), cells[i]);
    }
  }

  void AddCell(uint32_t row, uint32_t column, absl::string_view cell) {
    GridCell& added = grid().cells.emplace_back();
    added.row = row;
    added.column = column;
    const auto in_line = static_cast<size_t>(cell.data() - line_.data());
    added.lines = LinesOfMarkup(cell, line_begin_ + in_line);
    ++cells_;
    if (column != line_column_) {
      has_project_ = has_project_ || (row > 0 && !added.lines.empty());
      return;
    }
    last_line_words_.clear();
    for (const CellLine& line : added.lines) {
      Remember(line.words, StartsWithMark(line.words));
    }
  }

  // Words of the last line of the table, to which a loose line may belong.
  void Remember(absl::string_view words, bool anew) {
    if (anew) last_line_words_.clear();
    last_line_words_.push_back(' ');
    last_line_words_.append(words.data(), words.size());
  }

  Grid& grid() { return document_.grids.back(); }

  const absl::string_view text_;
  const bool is_table_;
  absl::string_view line_;
  size_t line_begin_ = 0;
  bool in_table_ = false;
  uint32_t columns_ = 0;
  uint32_t line_column_ = 0;
  bool is_plain_ = true;  // Area, project, line; no other column.
  bool has_project_ = false;
  size_t cells_ = 0;
  ByteRange ends_table_;  // The line that ended it, while no words follow.
  size_t rows_after_table_ = 0;
  ByteRange first_after_table_;
  std::string last_line_words_;
  ReadDocument document_;
};

}  // namespace

absl::StatusOr<ReadDocument> ReadText(absl::string_view text, bool is_table) {
  return TextReader(text, is_table).Read();
}

}  // namespace clearsky::document
