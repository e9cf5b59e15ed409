#pragma once

#include <string>
#include <vector>

namespace clearsky::table {

// One record of RFC 4180, ended by CR LF. Tabs and newlines become spaces, so
// that a record is a line. A cell that a spreadsheet would take for a formula
// (it begins with `=`, `+`, `-` or `@`, and is no whole number) gets a leading
// apostrophe. Pure; safe to call from many threads.
std::string CsvRow(const std::vector<std::string>& cells);

}  // namespace clearsky::table
