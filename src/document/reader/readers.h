#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "document/reader/grid.h"

// The readers, one for each kind of file: its words and tables. What they
// refuse is INVALID_ARGUMENT, or RESOURCE_EXHAUSTED for what is too large.
// Pure; safe to call from many threads.

namespace clearsky::document {

// Text with rows of tab-separated cells. A line without tabs is more of the
// last cell when it has a list mark or closes parentheses; else it ends the
// table. Remains of HTML are breaks. REQUIRES: UTF-8, as of all `text` below.
//
// Where `is_table`, nothing but the table stands in the text, so that a last
// line that is no row was cut short.
absl::StatusOr<ReadDocument> ReadText(absl::string_view text,
                                      bool is_table = false);

// One row a line, as ReadText; where cells have quotes that they need, as of a
// spreadsheet's export, as ReadCsv.
absl::StatusOr<ReadDocument> ReadTabSeparated(absl::string_view text);

// Cells, with spans; a line for each paragraph, break and item of a list. What
// is struck out, hidden or in small print is left out, with a finding.
absl::StatusOr<ReadDocument> ReadHtml(absl::string_view html);

// RFC 4180, lines of quoted cells included; the separator is the comma,
// semicolon or tab that a head is found with. An apostrophe before `= + - @`
// is of the export, not of the words.
absl::StatusOr<ReadDocument> ReadCsv(absl::string_view text);

// The pipe tables among other text; `\|` and `<br>` in cells.
absl::StatusOr<ReadDocument> ReadMarkdown(absl::string_view text);

// The main part of a DOCX file, `word/document.xml`. Tracked insertions are
// read and deletions left out, with a finding.
absl::StatusOr<ReadDocument> ReadDocx(absl::string_view main_part,
                                      absl::string_view part_name);

// The parts of a HWPX file.
struct HwpxParts {
  std::string header;  // `Contents/header.xml`, or nothing.
  std::vector<std::string> sections;
};
absl::StatusOr<ReadDocument> ReadHwpx(const HwpxParts& parts);

// The parts of a XLSX file.
struct XlsxSheet {
  std::string name;
  std::string part;
  bool is_hidden = false;
};
struct XlsxParts {
  std::string shared_strings;  // Or nothing, as the next.
  std::string styles;
  bool counts_from_1904 = false;
  std::vector<XlsxSheet> sheets;
};
absl::StatusOr<ReadDocument> ReadXlsx(const XlsxParts& parts);

}  // namespace clearsky::document
