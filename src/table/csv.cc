#include "table/csv.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace clearsky::table {
namespace {

bool IsFormula(const std::string& cell) {
  int64_t number = 0;
  return !cell.empty() &&
         absl::string_view("=+-@").find(cell[0]) != absl::string_view::npos &&
         !absl::SimpleAtoi(cell, &number);
}

}  // namespace

std::string CsvRow(const std::vector<std::string>& cells) {
  std::string row;
  for (size_t i = 0; i < cells.size(); ++i) {
    std::string cell =
        absl::StrReplaceAll(cells[i], {{"\t", " "}, {"\n", " "}, {"\r", " "}});
    if (IsFormula(cell)) cell = absl::StrCat("'", cell);
    if (cell.find_first_of(",\"") != std::string::npos) {
      cell =
          absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
    }
    absl::StrAppend(&row, i == 0 ? "" : ",", cell);
  }
  row.append("\r\n");
  return row;
}

}  // namespace clearsky::table
