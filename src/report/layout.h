#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Text laid out for people: columns, Markdown, CSV. Pure; safe to call from
// many threads.

namespace clearsky::report {

// Rows of cells; the first is the head.
using Grid = std::vector<std::vector<std::string>>;

// The text without what would steer a terminal: control characters, the bytes
// of invalid UTF-8, and marks that turn the direction of writing are shown as
// U+FFFD; tabs and newlines become spaces.
std::string Plain(absl::string_view text);

// Columns aligned by display width, two spaces apart, a rule below the head.
// The first column is set to the left, the others to the right when `numbers`.
std::string GridText(const Grid& grid, bool numbers);

// Text in which nothing is markup, on one line.
std::string EscapeMarkdown(absl::string_view text);
// A GitHub-flavoured Markdown table.
std::string GridMarkdown(const Grid& grid);

// An HTML `table` that can be wider than the page; columns but the first are
// set to the right when `numbers`.
std::string GridHtml(const Grid& grid, bool numbers);

// RFC 4180, lines ended by CR LF. A cell that a spreadsheet would take for a
// formula gets a leading apostrophe.
std::string GridCsv(const Grid& grid);

}  // namespace clearsky::report
