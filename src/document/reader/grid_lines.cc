#include "document/reader/grid_lines.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "document/reader/section_reader.h"

namespace clearsky::document {
namespace {

using ProjectNames = std::pair<std::string, std::string>;

absl::Status CheckSize(const std::vector<Grid>& grids) {
  size_t cells = 0;
  size_t covered = 0;
  for (const Grid& grid : grids) {
    cells += grid.cells.size();
    for (const GridCell& cell : grid.cells) {
      covered += std::min(cell.column_span, kMaxColumns);
    }
  }
  if (cells > kMaxCells || covered > kMaxCoveredColumns) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the tables have ", cells, " cells over ", covered,
                     " columns; at most ", kMaxCells, " cells over ",
                     kMaxCoveredColumns, " are read"));
  }
  return absl::OkStatus();
}

// `table 2`, `sheet 이행현황`: and the row of the head.
std::string SectionWords(const TableSection& section) {
  const Grid& grid = *section.grid;
  return absl::StrCat(grid.sheet.empty() ? absl::StrCat("table ", grid.number)
                                         : absl::StrCat("sheet ", grid.sheet),
                      " (head in row ", section.head_row + 1, ")");
}

bool SameLines(const std::vector<GridEntry>& a,
               const std::vector<GridEntry>& b) {
  const auto same = [](const GridEntry& x, const GridEntry& y) {
    return std::tie(x.area, x.project, x.item.line) ==
           std::tie(y.area, y.project, y.item.line);
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

class GridReader {
 public:
  explicit GridReader(const std::vector<Grid>& grids) : grids_(grids) {}

  absl::StatusOr<GridReading> Read() {
    RETURN_IF_ERROR(CheckSize(grids_));
    FindTables();
    if (sections_.empty()) return NoHead();
    for (const TableSection& section : sections_) {
      RETURN_IF_ERROR(Add(section));
    }
    if (reading_.entries.empty()) {
      std::string first;
      if (!reading_.findings.empty()) {
        first = absl::StrCat("; ", reading_.findings[0].finding.message);
      }
      return absl::InvalidArgumentError(absl::StrCat(
          "the table has no line below its heads; expected rows of an area, a "
          "project and lines such as `○ ...(4.29, 영상)`, in columns made by "
          "tabs, commas or a format's own table, not by spaces (`clearsky "
          "table --format tsv` or `md` prints such)",
          first));
    }
    return std::move(reading_);
  }

 private:
  void FindTables() {
    for (size_t i = 0; i < grids_.size(); ++i) {
      const Grid& grid = grids_[i];
      std::vector<TableSection> found = FindSections(grid);
      if (found.empty() && GoesOn(grid)) found.push_back(Continuation(grid));
      sections_.insert(sections_.end(), std::make_move_iterator(found.begin()),
                       std::make_move_iterator(found.end()));
    }
  }

  // A table without a head, behind one with a head, as wide as it and with no
  // words between: a page break split it.
  bool GoesOn(const Grid& grid) const {
    if (sections_.empty() || !grid.follows_grid || grid.cells.empty()) {
      return false;
    }
    const Grid& before = *sections_.back().grid;
    return before.number + 1 == grid.number && before.sheet == grid.sheet &&
           Width(before) == Width(grid);
  }

  static uint32_t Width(const Grid& grid) {
    uint32_t width = 0;
    for (const GridCell& cell : grid.cells) {
      width = std::max(width,
                       cell.column + std::min(cell.column_span, kMaxColumns));
    }
    return width;
  }

  TableSection Continuation(const Grid& grid) const {
    TableSection section = sections_.back();
    section.grid = &grid;
    section.first_row = 0;
    section.head_row = 0;
    section.head_cell = 0;
    section.end_row = grid.rows;
    section.first_cell = 0;
    section.end_cell = grid.cells.size();
    section.has_head = false;
    return section;
  }

  absl::Status NoHead() const {
    std::string tables;
    if (grids_.empty()) {
      tables = "it has no table";
    } else {
      const Grid& first = grids_.front();
      std::string row;
      for (const GridCell& cell : first.cells) {
        constexpr size_t kMaxRowBytes = 150;
        if (cell.row != first.cells.front().row || row.size() > kMaxRowBytes) {
          break;
        }
        const std::string words = CellWords(cell);
        if (words.size() > kMaxRowBytes) continue;
        absl::StrAppend(&row, row.empty() ? "" : " | ", words);
      }
      tables = absl::StrCat(
          grids_.size() == 1 ? "its table" : "the first of its tables",
          " begins with `", row, "`");
    }
    return absl::InvalidArgumentError(
        absl::StrCat("the document has no table with the heads ", WantedHeads(),
                     " in one row; ", tables));
  }

  absl::Status Add(const TableSection& section) {
    FindOtherColumns(section);
    SectionReading read = ReadSection(section, OpenNames());
    const bool continues_open = read.starts_open && last_ != nullptr;
    if (continues_open || (!section.has_head && last_ != nullptr)) {
      read = ReadSection(section, names_);
    }
    if (last_ != nullptr && !continues_open && section.has_head) {
      if (SameLines(read.entries, reading_.entries)) {
        Find(section, "table-repeated",
             absl::StrCat("the same table stands again in ",
                          SectionWords(section), "; it is read once"));
        return absl::OkStatus();
      }
      RETURN_IF_ERROR(CheckContinues(section, read));
    }
    if (last_ != nullptr && last_->grid != section.grid) {
      Find(section, "tables-joined",
           absl::StrCat(SectionWords(section), " goes on with ",
                        SectionWords(*last_), "; they are read as one"));
    }
    Take(section, std::move(read));
    return absl::OkStatus();
  }

  // A table that begins anew goes on with the one before when it has no project
  // of it but the last.
  absl::Status CheckContinues(const TableSection& section,
                              const SectionReading& read) const {
    if (read.entries.empty() || reading_.entries.empty()) {
      return absl::OkStatus();
    }
    const GridEntry& last = reading_.entries.back();
    const GridEntry& first = read.entries.front();
    const GridEntry& begin = reading_.entries.front();
    const bool is_next_page =
        section.grid == last_->grid
            ? !ends_outside_
            : section.grid->follows_grid && section.grid->sheet.empty();
    // A table that begins as the one before did is another version of it,
    // unless it stands on the next page.
    const bool at_seam = last.area == first.area &&
                         last.project == first.project &&
                         (is_next_page || begin.area != first.area ||
                          begin.project != first.project);
    for (const GridEntry& entry : read.entries) {
      const bool is_seam =
          at_seam && entry.area == first.area && entry.project == first.project;
      if (is_seam
              ? !lines_.contains({entry.area, entry.project, entry.item.line})
              : !projects_.contains({entry.area, entry.project})) {
        continue;
      }
      return absl::InvalidArgumentError(absl::StrCat(
          "two tables have the heads and differ: ", SectionWords(*last_),
          " and ", SectionWords(section), " both have the ",
          is_seam ? "line `" : "project `",
          is_seam ? entry.item.line : entry.project,
          "`; leave only the one that is to be read"));
    }
    return absl::OkStatus();
  }

  void FindOtherColumns(const TableSection& section) {
    if (!section.has_head) return;
    for (const HeadCell& other : section.head.others) {
      if (other.words == "activity_id" ||
          !ignored_.insert(other.words).second) {
        continue;
      }
      Find(section, "column-ignored",
           absl::StrCat("column `", other.words, "` is not read"));
      reading_.findings.back().column = other.columns.begin;
    }
  }

  void Find(const TableSection& section, absl::string_view rule,
            std::string message) {
    GridFinding& finding = reading_.findings.emplace_back();
    finding.finding.rule = std::string(rule);
    finding.finding.message = std::move(message);
    finding.grid = section.grid;
    finding.row = section.head_row;
    if (section.head_cell < section.grid->cells.size()) {
      finding.finding.range = CellRange(section.grid->cells[section.head_cell]);
    }
  }

  void Take(const TableSection& section, SectionReading read) {
    for (const GridEntry& entry : read.entries) {
      projects_.insert({entry.area, entry.project});
      lines_.insert({entry.area, entry.project, entry.item.line});
    }
    reading_.entries.insert(reading_.entries.end(),
                            std::make_move_iterator(read.entries.begin()),
                            std::make_move_iterator(read.entries.end()));
    reading_.findings.insert(reading_.findings.end(),
                             std::make_move_iterator(read.findings.begin()),
                             std::make_move_iterator(read.findings.end()));
    names_ = std::move(read.names);
    ends_outside_ = read.ends_outside;
    reading_.ends_without_line = std::move(read.ends_without_line);
    last_ = &section;
  }

  const std::vector<Grid>& grids_;
  std::vector<TableSection> sections_;
  const TableSection* last_ = nullptr;  // Taken last.
  OpenNames names_;
  bool ends_outside_ = false;
  std::set<std::string> ignored_;
  // Of the entries taken.
  std::set<ProjectNames> projects_;
  std::set<std::tuple<std::string, std::string, std::string>> lines_;
  GridReading reading_;
};

}  // namespace

absl::StatusOr<GridReading> ReadGrids(const std::vector<Grid>& grids) {
  return GridReader(grids).Read();
}

}  // namespace clearsky::document
