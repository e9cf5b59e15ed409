#include "document/reader/markdown_rows.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace clearsky::document {
namespace {

// The next `|` that is not escaped, from `at` on.
size_t FindPipe(absl::string_view line, size_t at) {
  for (; at < line.size(); ++at) {
    if (line[at] == '\\') {
      ++at;
    } else if (line[at] == '|') {
      return at;
    }
  }
  return absl::string_view::npos;
}

}  // namespace

bool IsMarkdownRow(absl::string_view line) {
  return FindPipe(line, 0) != absl::string_view::npos;
}

bool IsDelimiterRow(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (line.find_first_not_of("|-: \t") != absl::string_view::npos ||
      line.find('|') == absl::string_view::npos) {
    return false;
  }
  const std::vector<absl::string_view> cells = MarkdownCells(line);
  for (absl::string_view cell : cells) {
    cell = absl::StripAsciiWhitespace(cell);
    absl::ConsumePrefix(&cell, ":");
    absl::ConsumeSuffix(&cell, ":");
    if (cell.empty() ||
        cell.find_first_not_of('-') != absl::string_view::npos) {
      return false;
    }
  }
  return !cells.empty();
}

std::vector<absl::string_view> MarkdownCells(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  absl::ConsumePrefix(&line, "|");
  std::vector<absl::string_view> cells;
  size_t begin = 0;
  while (true) {
    const size_t pipe = FindPipe(line, begin);
    if (pipe == absl::string_view::npos) {
      const absl::string_view rest = line.substr(begin);
      if (!absl::StripAsciiWhitespace(rest).empty()) cells.push_back(rest);
      return cells;
    }
    cells.push_back(line.substr(begin, pipe - begin));
    begin = pipe + 1;
  }
}

}  // namespace clearsky::document
