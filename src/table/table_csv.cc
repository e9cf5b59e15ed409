#include <string>

#include "table/csv.h"
#include "table/table.h"

namespace clearsky::table {

std::string ToCsv(const v1::ImplementationTable& table) {
  std::string text = CsvRow({"area", "project", "line", "activity_id"});
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        text.append(CsvRow(
            {area.text(), project.text(), line.text(), line.activity_id()}));
      }
    }
  }
  return text;
}

}  // namespace clearsky::table
