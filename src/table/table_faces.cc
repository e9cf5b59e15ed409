#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "table/table.h"

namespace clearsky::table {
namespace {

// A cell must not end its column or row.
void AppendOneLine(absl::string_view cell, std::string* text) {
  const size_t begin = text->size();
  text->append(cell.data(), cell.size());
  for (size_t i = begin; i < text->size(); ++i) {
    char& c = (*text)[i];
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
}

// Characters that Markdown would take for markup. One `~` is plain text, as in
// `8.31~9.2`, but a pair of them would strike out what stands between.
void AppendMarkdown(absl::string_view cell, std::string* text) {
  const bool tilde_pair = std::count(cell.begin(), cell.end(), '~') > 1;
  for (const char c : cell) {
    switch (c) {
      case '<':
        text->append("&lt;");
        continue;
      case '\t':
      case '\n':
      case '\r':
        text->push_back(' ');
        continue;
      case '|':
      case '\\':
      case '`':
      case '*':
      case '_':
        text->push_back('\\');
        break;
      case '~':
        if (tilde_pair) text->push_back('\\');
        break;
      default:
        break;
    }
    text->push_back(c);
  }
}

// What stands around the cells of a row.
struct RowMarks {
  const char* begin;
  const char* between;
  const char* end;
};

// Appends a row for each line, cells filled down. What lines have in common is
// written once and copied.
template <typename AppendCell>
void AppendRows(const v1::ImplementationTable& table, const RowMarks& marks,
                AppendCell append_cell, std::string* text) {
  std::string area_cell;
  std::string common;
  for (const v1::TableArea& area : table.areas()) {
    area_cell = marks.begin;
    append_cell(area.text(), &area_cell);
    area_cell.append(marks.between);
    for (const v1::TableProject& project : area.projects()) {
      common = area_cell;
      append_cell(project.text(), &common);
      common.append(marks.between);
      for (const v1::TableLine& line : project.lines()) {
        text->append(common);
        append_cell(line.text(), text);
        text->append(marks.end);
      }
    }
  }
}

}  // namespace

std::string ToTsv(const v1::ImplementationTable& table) {
  std::string text = "area\tproject\tline\n";
  AppendRows(table, {"", "\t", "\n"}, AppendOneLine, &text);
  return text;
}

std::string ToMarkdown(const v1::ImplementationTable& table) {
  std::string text = "|";
  std::string rule = "|";
  for (const std::string& head : table.heads()) {
    text.push_back(' ');
    AppendMarkdown(head, &text);
    text.append(" |");
    rule.append(" --- |");
  }
  absl::StrAppend(&text, "\n", rule, "\n");
  AppendRows(table, {"| ", " | ", " |\n"}, AppendMarkdown, &text);
  return text;
}

}  // namespace clearsky::table
