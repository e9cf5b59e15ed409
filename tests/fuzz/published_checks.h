#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/utf8.h"
#include "document/published_table.h"
#include "document/reader/grid_lines.h"
#include "document/source_text.h"
#include "fuzz/fuzz_target.h"

// What holds of every document that is read, and of every refusal.

namespace clearsky::document {

inline void CheckRefusal(const absl::Status& status) {
  fuzz::Require(status.code() == absl::StatusCode::kInvalidArgument ||
                    status.code() == absl::StatusCode::kResourceExhausted,
                "a refusal has one of two codes", status.ToString());
  fuzz::Require(IsValidUtf8(std::string(status.message())),
                "a refusal is UTF-8");
}

inline void CheckRange(ByteRange range, absl::string_view text) {
  fuzz::Require(range.begin <= range.end && range.end <= text.size(),
                "a range lies in the text");
}

inline void CheckTable(const PublishedTable& table) {
  fuzz::Require(IsValidUtf8(table.text), "the text is UTF-8");
  fuzz::Require(!table.lines.empty(), "a table has a line");
  for (const TableEntry& line : table.lines) {
    fuzz::Require(!line.area.empty() && !line.project.empty(),
                  "a line has its names", line.line);
    fuzz::Require(line.line.starts_with("○ ") && line.line.size() > 4,
                  "a line has its mark and words", line.line);
    fuzz::Require(
        CollapseSpace(line.line) == line.line && IsValidUtf8(line.line),
        "a line is clean", line.line);
    CheckRange(line.place.range, table.text);
    fuzz::Require(line.place.range.begin < line.place.range.end,
                  "a line stands somewhere", line.line);
    fuzz::Require(line.place.line > 0 && line.place.column > 0,
                  "places count from 1", line.line);
  }
  for (const ReadFinding& finding : table.findings) {
    CheckRange(finding.place.range, table.text);
    fuzz::Require(!PlaceWords(finding.place, table.format).empty() &&
                      IsValidUtf8(finding.message),
                  "a finding can be told", finding.rule);
  }
}

// Reads a whole file, twice.
inline void CheckFile(absl::string_view content, absl::string_view name) {
  const absl::StatusOr<PublishedTable> table =
      ReadPublishedTable(content, name);
  if (!table.ok()) {
    CheckRefusal(table.status());
    return;
  }
  CheckTable(*table);
  const absl::StatusOr<PublishedTable> again =
      ReadPublishedTable(content, name);
  fuzz::Require(again.ok() && again->text == table->text &&
                    again->lines.size() == table->lines.size() &&
                    again->findings.size() == table->findings.size(),
                "the same is read again");
  if (table->text_is_content) {
    fuzz::Require(table->text == content, "the text is the content");
  }
}

// What a reader made of the parts of a file.
inline void CheckDocument(const absl::StatusOr<ReadDocument>& document) {
  if (!document.ok()) {
    CheckRefusal(document.status());
    return;
  }
  fuzz::Require(IsValidUtf8(document->text), "the text is UTF-8");
  const absl::StatusOr<GridReading> reading = ReadGrids(document->grids);
  if (!reading.ok()) {
    CheckRefusal(reading.status());
    return;
  }
  for (const GridEntry& entry : reading->entries) {
    CheckRange(entry.item.range, document->text);
    fuzz::Require(entry.item.range.begin < entry.item.range.end,
                  "a line stands somewhere", entry.item.line);
  }
  for (const GridFinding& finding : reading->findings) {
    CheckRange(finding.finding.range, document->text);
  }
}

}  // namespace clearsky::document
