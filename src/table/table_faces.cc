#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "table/table.h"

namespace clearsky::table {
namespace {

// A cell must not end its column or row.
std::string OneLine(absl::string_view cell) {
  std::string text(cell);
  for (char& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

// Characters that Markdown would take for markup. One `~` is plain text, as in
// `8.31~9.2`, but a pair of them would strike out what stands between.
std::string EscapeMarkdown(absl::string_view cell) {
  const bool tilde_pair = std::count(cell.begin(), cell.end(), '~') > 1;
  std::string text;
  for (char c : OneLine(cell)) {
    if (c == '<') {
      absl::StrAppend(&text, "&lt;");
      continue;
    }
    if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '_' ||
        (c == '~' && tilde_pair)) {
      text.push_back('\\');
    }
    text.push_back(c);
  }
  return text;
}

// Calls `row(area, project, line)` for each line, cells filled down.
template <typename Row>
void ForEachRow(const v1::ImplementationTable& table, Row row) {
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        row(area.text(), project.text(), line.text());
      }
    }
  }
}

}  // namespace

std::string ToTsv(const v1::ImplementationTable& table) {
  std::string text = "area\tproject\tline\n";
  ForEachRow(table, [&text](absl::string_view area, absl::string_view project,
                            absl::string_view line) {
    absl::StrAppend(&text, OneLine(area), "\t", OneLine(project), "\t",
                    OneLine(line), "\n");
  });
  return text;
}

std::string ToMarkdown(const v1::ImplementationTable& table) {
  std::string text = "|";
  std::string rule = "|";
  for (const std::string& head : table.heads()) {
    absl::StrAppend(&text, " ", EscapeMarkdown(head), " |");
    absl::StrAppend(&rule, " --- |");
  }
  absl::StrAppend(&text, "\n", rule, "\n");
  ForEachRow(table, [&text](absl::string_view area, absl::string_view project,
                            absl::string_view line) {
    absl::StrAppend(&text, "| ", EscapeMarkdown(area), " | ",
                    EscapeMarkdown(project), " | ", EscapeMarkdown(line),
                    " |\n");
  });
  return text;
}

}  // namespace clearsky::table
