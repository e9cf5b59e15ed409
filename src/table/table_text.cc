#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "table/table.h"

namespace clearsky::table {
namespace {

// Names are broken at spaces when wider, so that a row fits a terminal; lines
// are not, so that each can be found and copied whole.
constexpr int kMaxNameColumns = 32;
constexpr char kGap[] = "  ";

std::vector<std::string> Wrap(absl::string_view text, int max_columns) {
  std::vector<std::string> rows = {""};
  for (absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
    std::string& row = rows.back();
    if (row.empty()) {
      row = std::string(word);
    } else if (DisplayWidth(row) + 1 + DisplayWidth(word) <= max_columns) {
      absl::StrAppend(&row, " ", word);
    } else {
      rows.emplace_back(word);
    }
  }
  return rows;
}

// A cell and the columns that it takes on a terminal.
struct Cell {
  std::string text;
  int columns = 0;
};

// The rows of text of a project: its name and its lines side by side. Lines are
// borrowed from the table.
struct ProjectRows {
  std::vector<Cell> names;
  std::vector<absl::string_view> lines;

  size_t size() const { return std::max(names.size(), lines.size()); }
};

struct AreaRows {
  std::vector<Cell> names;
  std::vector<ProjectRows> projects;
};

const Cell& At(const std::vector<Cell>& rows, size_t index) {
  static const Cell* const kNothing = new Cell();
  return index < rows.size() ? rows[index] : *kNothing;
}

Cell CellOf(absl::string_view text) {
  return {std::string(text), DisplayWidth(text)};
}

class TextWriter {
 public:
  explicit TextWriter(const v1::ImplementationTable& table) {
    for (const std::string& head : table.heads()) {
      heads_.push_back(CellOf(head));
    }
    heads_.resize(3);
    Widen(heads_[0], &area_columns_);
    Widen(heads_[1], &project_columns_);
    Widen(heads_[2], &line_columns_);
    for (const v1::TableArea& area : table.areas()) AddArea(area);
  }

  std::string Write() {
    AddRow(heads_[0], heads_[1], heads_[2].text);
    AddRule();
    bool first = true;
    for (const AreaRows& area : areas_) {
      if (!first) text_.push_back('\n');
      first = false;
      WriteArea(area);
    }
    return std::move(text_);
  }

 private:
  static void Widen(const Cell& cell, int* columns) {
    *columns = std::max(*columns, cell.columns);
  }

  static std::vector<Cell> NameCells(absl::string_view name, int* columns) {
    std::vector<Cell> cells;
    for (const std::string& row : Wrap(name, kMaxNameColumns)) {
      cells.push_back(CellOf(row));
      Widen(cells.back(), columns);
    }
    return cells;
  }

  void AddArea(const v1::TableArea& area) {
    AreaRows rows;
    rows.names = NameCells(area.text(), &area_columns_);
    for (const v1::TableProject& project : area.projects()) {
      ProjectRows& added = rows.projects.emplace_back();
      added.names = NameCells(project.text(), &project_columns_);
      for (const v1::TableLine& line : project.lines()) {
        added.lines.push_back(line.text());
        line_columns_ = std::max(line_columns_, DisplayWidth(line.text()));
      }
    }
    areas_.push_back(std::move(rows));
  }

  void WriteArea(const AreaRows& area) {
    size_t row_of_area = 0;
    for (const ProjectRows& project : area.projects) {
      for (size_t i = 0; i < project.size(); ++i) {
        AddRow(At(area.names, row_of_area++), At(project.names, i),
               i < project.lines.size() ? project.lines[i] : "");
      }
    }
    for (; row_of_area < area.names.size(); ++row_of_area) {
      AddRow(area.names[row_of_area], Cell(), "");
    }
  }

  void AddRow(const Cell& area, const Cell& project, absl::string_view line) {
    const size_t begin = text_.size();
    AddPadded(area, area_columns_);
    AddPadded(project, project_columns_);
    text_.append(line.data(), line.size());
    size_t end = text_.size();
    while (end > begin && text_[end - 1] == ' ') --end;
    text_.resize(end);
    text_.push_back('\n');
  }

  void AddRule() {
    const auto dashes = [](int columns) {
      return Cell{std::string(static_cast<size_t>(columns), '-'), columns};
    };
    AddRow(dashes(area_columns_), dashes(project_columns_),
           dashes(line_columns_).text);
  }

  // The cell, and the gap behind its column.
  void AddPadded(const Cell& cell, int columns) {
    text_.append(cell.text);
    text_.append(static_cast<size_t>(std::max(0, columns - cell.columns)), ' ');
    text_.append(kGap);
  }

  std::vector<Cell> heads_;
  std::vector<AreaRows> areas_;
  int area_columns_ = 0;
  int project_columns_ = 0;
  int line_columns_ = 0;
  std::string text_;
};

}  // namespace

std::string ToText(const v1::ImplementationTable& table) {
  return TextWriter(table).Write();
}

}  // namespace clearsky::table
