// The table of a release: what the reader of plain text reads.

#include <utility>

#include "base/status_macros.h"
#include "document/reader/grid_lines.h"
#include "document/reader/places.h"
#include "document/reader/readers.h"
#include "document/release.h"

namespace clearsky::document {

absl::StatusOr<std::vector<ReleaseLine>> ReadReleaseTable(
    absl::string_view text) {
  ASSIGN_OR_RETURN(const ReadDocument document, ReadText(text));
  ASSIGN_OR_RETURN(GridReading reading, ReadGrids(document.grids));
  const Places places(text);
  std::vector<ReleaseLine> lines;
  for (GridEntry& entry : reading.entries) {
    ReleaseLine& line = lines.emplace_back();
    line.area = std::move(entry.area);
    line.project = std::move(entry.project);
    line.line = std::move(entry.item.line);
    line.line_number = places.PlaceOf(entry.item.range).line;
    line.begin_byte = entry.item.range.begin;
    line.end_byte = entry.item.range.end;
  }
  return lines;
}

}  // namespace clearsky::document
