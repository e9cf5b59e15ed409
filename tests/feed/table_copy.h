#pragma once

// A copy of a table that a follower keeps.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clearsky/v1/feed_service.pb.h"
#include "clearsky/v1/implementation_table.pb.h"

namespace clearsky::test {

// One row as text, with all that is in it.
inline std::string RowText(const std::string& project,
                           const v1::TableRow& row) {
  return absl::StrCat(project, "|", row.area_text(), "|", row.project_text(),
                      "|", row.line().ShortDebugString());
}

// The rows of a table as text: what a copy of it is to say.
inline std::string TextOf(const v1::ImplementationTable& table) {
  std::vector<std::string> rows;
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        v1::TableRow row;
        row.set_area_text(area.text());
        row.set_project_text(project.text());
        *row.mutable_line() = line;
        rows.push_back(RowText(project.project_id(), row));
      }
    }
  }
  return absl::StrJoin(rows, "\n");
}

// Kept by the procedure of v1::WatchTableResponse, and by nothing else.
class TableCopy {
 public:
  // False when the answer does not fit what is there.
  bool Take(const v1::WatchTableResponse& answer) {
    if (answer.reset()) rows_.clear();
    for (const v1::TableRowChange& change : answer.changes()) {
      if (!change.has_old_row()) continue;
      std::erase_if(rows_, [&change](const Row& row) {
        return row.project == change.project_id() &&
               row.row.line().activity_id() == change.activity_id();
      });
    }
    for (const v1::TableRowChange& change : answer.changes()) {
      if (!change.has_new_row()) continue;
      if (change.index() > rows_.size()) return false;
      rows_.insert(rows_.begin() + change.index(),
                   {change.project_id(), change.new_row()});
    }
    return rows_.size() == answer.row_count();
  }

  std::string Text() const {
    std::vector<std::string> rows;
    for (const Row& row : rows_) rows.push_back(RowText(row.project, row.row));
    return absl::StrJoin(rows, "\n");
  }

 private:
  struct Row {
    std::string project;
    v1::TableRow row;
  };

  std::vector<Row> rows_;
};

}  // namespace clearsky::test
