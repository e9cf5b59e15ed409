#include "report/layout.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/html.h"
#include "base/utf8.h"
#include "table/csv.h"
#include "table/table.h"

namespace clearsky::report {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";

// Bytes of the character that begins with `lead`, in valid UTF-8.
size_t SizeOf(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

// C1 controls, and the marks that embed or override a direction.
bool Steers(absl::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character[0]);
    return byte < 0x20 || byte == 0x7F;
  }
  if (character.size() == 2) {
    return character[0] == '\xC2' &&
           static_cast<unsigned char>(character[1]) < 0xA0;
  }
  if (character.size() != 3 || character[0] != '\xE2') return false;
  const auto second = static_cast<unsigned char>(character[1]);
  const auto third = static_cast<unsigned char>(character[2]);
  return (second == 0x80 && third >= 0xAA && third <= 0xAE) ||
         (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

std::string Padded(const std::string& cell, int columns, bool right) {
  const int missing = std::max(0, columns - table::DisplayWidth(cell));
  const std::string spaces(static_cast<size_t>(missing), ' ');
  return right ? absl::StrCat(spaces, cell) : absl::StrCat(cell, spaces);
}

}  // namespace

std::string Plain(absl::string_view text) {
  const bool valid = IsValidUtf8(text);
  std::string plain;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t size = valid ? SizeOf(lead) : 1;
    const absl::string_view character = text.substr(i, size);
    i += size;
    if (lead == '\t' || lead == '\n' || lead == '\r') {
      plain.push_back(' ');
    } else if ((!valid && lead >= 0x80) || Steers(character)) {
      plain.append(kReplacement);
    } else {
      absl::StrAppend(&plain, character);
    }
  }
  return plain;
}

std::string GridText(const Grid& grid, bool numbers) {
  std::vector<int> widths;
  for (const auto& row : grid) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], table::DisplayWidth(row[i]));
    }
  }
  std::string text;
  const auto append = [&](const std::vector<std::string>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : "  ",
                      Padded(row[i], widths[i], numbers && i > 0));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  };
  for (size_t i = 0; i < grid.size(); ++i) {
    append(grid[i]);
    if (i > 0) continue;
    std::vector<std::string> rule;
    for (const int width : widths) {
      rule.emplace_back(static_cast<size_t>(width), '-');
    }
    append(rule);
  }
  return text;
}

std::string EscapeMarkdown(absl::string_view text) {
  std::string escaped;
  for (const char c : Plain(text)) {
    switch (c) {
      case '<':
        escaped.append("&lt;");
        break;
      case '&':
        escaped.append("&amp;");
        break;
      case '|':
      case '\\':
      case '`':
      case '*':
      case '_':
      case '~':
      case '[':
      case ']':
      case '#':
        escaped.push_back('\\');
        escaped.push_back(c);
        break;
      default:
        escaped.push_back(c);
    }
  }
  return escaped;
}

std::string GridMarkdown(const Grid& grid) {
  std::string text;
  for (size_t i = 0; i < grid.size(); ++i) {
    text.push_back('|');
    for (const std::string& cell : grid[i]) {
      absl::StrAppend(&text, " ", EscapeMarkdown(cell), " |");
    }
    text.push_back('\n');
    if (i > 0) continue;
    text.push_back('|');
    for (size_t k = 0; k < grid[i].size(); ++k) text.append(" --- |");
    text.push_back('\n');
  }
  return text;
}

std::string GridHtml(const Grid& grid, bool numbers) {
  std::string html = absl::StrCat("<div class=\"wide\"><table",
                                  numbers ? " class=\"numbers\"" : "", ">\n");
  for (size_t i = 0; i < grid.size(); ++i) {
    const char* const cell = i == 0 ? "th" : "td";
    absl::StrAppend(&html, i == 0 ? "<thead>" : "", "<tr>");
    for (const std::string& text : grid[i]) {
      absl::StrAppend(&html, "<", cell, ">", EscapeHtml(text), "</", cell, ">");
    }
    absl::StrAppend(&html, "</tr>", i == 0 ? "</thead>\n<tbody>" : "", "\n");
  }
  absl::StrAppend(&html, "</tbody></table></div>\n");
  return html;
}

std::string GridCsv(const Grid& grid) {
  std::string text;
  for (const auto& row : grid) {
    std::vector<std::string> cells;
    for (const std::string& cell : row) cells.push_back(Plain(cell));
    text.append(table::CsvRow(cells));
  }
  return text;
}

}  // namespace clearsky::report
