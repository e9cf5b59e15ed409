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

// The rows of text of a project: its name and its lines side by side.
struct ProjectRows {
  std::vector<std::string> names;
  std::vector<std::string> lines;

  size_t size() const { return std::max(names.size(), lines.size()); }
};

struct AreaRows {
  std::vector<std::string> names;
  std::vector<ProjectRows> projects;
};

std::string At(const std::vector<std::string>& rows, size_t index) {
  return index < rows.size() ? rows[index] : "";
}

class TextWriter {
 public:
  explicit TextWriter(const v1::ImplementationTable& table) {
    for (const std::string& head : table.heads()) heads_.push_back(head);
    heads_.resize(3);
    Widen(heads_[0], &area_columns_);
    Widen(heads_[1], &project_columns_);
    Widen(heads_[2], &line_columns_);
    for (const v1::TableArea& area : table.areas()) AddArea(area);
  }

  std::string Write() {
    AddRow(heads_[0], heads_[1], heads_[2]);
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
  static void Widen(absl::string_view cell, int* columns) {
    *columns = std::max(*columns, DisplayWidth(cell));
  }

  void AddArea(const v1::TableArea& area) {
    AreaRows rows;
    rows.names = Wrap(area.text(), kMaxNameColumns);
    for (const std::string& name : rows.names) Widen(name, &area_columns_);
    for (const v1::TableProject& project : area.projects()) {
      ProjectRows& added = rows.projects.emplace_back();
      added.names = Wrap(project.text(), kMaxNameColumns);
      for (const std::string& name : added.names) {
        Widen(name, &project_columns_);
      }
      for (const v1::TableLine& line : project.lines()) {
        added.lines.push_back(line.text());
        Widen(line.text(), &line_columns_);
      }
    }
    areas_.push_back(std::move(rows));
  }

  void WriteArea(const AreaRows& area) {
    size_t row_of_area = 0;
    for (const ProjectRows& project : area.projects) {
      for (size_t i = 0; i < project.size(); ++i) {
        AddRow(At(area.names, row_of_area++), At(project.names, i),
               At(project.lines, i));
      }
    }
    for (; row_of_area < area.names.size(); ++row_of_area) {
      AddRow(area.names[row_of_area], "", "");
    }
  }

  void AddRow(absl::string_view area, absl::string_view project,
              absl::string_view line) {
    std::string row = absl::StrCat(Pad(area, area_columns_), kGap,
                                   Pad(project, project_columns_), kGap, line);
    row.erase(row.find_last_not_of(' ') + 1);
    absl::StrAppend(&text_, row, "\n");
  }

  void AddRule() {
    const auto dashes = [](int columns) {
      return std::string(static_cast<size_t>(columns), '-');
    };
    AddRow(dashes(area_columns_), dashes(project_columns_),
           dashes(line_columns_));
  }

  static std::string Pad(absl::string_view cell, int columns) {
    const int missing = std::max(0, columns - DisplayWidth(cell));
    return absl::StrCat(cell, std::string(static_cast<size_t>(missing), ' '));
  }

  std::vector<std::string> heads_;
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
