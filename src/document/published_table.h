#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "document/source_text.h"

// A published table in, from whichever kind of file it stands in. Pure; safe to
// call from many threads.

namespace clearsky::document {

// Kinds of files that are read.
enum class Format {
  kText,          // A release or a table as plain text.
  kTabSeparated,  // One row a line, cells between tabs.
  kCsv,           // RFC 4180.
  kMarkdown,      // A pipe table.
  kHtml,
  kDocx,  // Office Open XML, ECMA-376.
  kHwpx,  // OWPML, KS X 6101.
  kXlsx,  // Office Open XML, ECMA-376.
};

// `plain text`, `HTML`, `HWPX`, ...
absl::string_view FormatName(Format format);

// Where words stand. Numbers count from 1; 0 where a format has none.
struct DocumentPlace {
  uint32_t line = 0;    // Of PublishedTable::text.
  uint32_t column = 0;  // In code points.
  uint32_t table = 0;   // Of the document.
  uint32_t row = 0;     // Of the table, its head included.
  uint32_t cell = 0;    // Of the row.
  std::string sheet;    // Of a workbook.
  ByteRange range;      // In PublishedTable::text.
};

// `line 12, column 5`, `table 1, row 3, cell 3`, `sheet 이행현황, row 3, cell
// 3`: what a person would look for in a file of this format.
std::string PlaceWords(const DocumentPlace& place, Format format);

// One line of the table, cells filled down and merged cells spread.
struct TableEntry {
  std::string area;
  std::string project;
  std::string line;  // With the mark `○ `, whatever the document has.
  DocumentPlace place;
};

// Something a reader should know about the document.
struct ReadFinding {
  DocumentPlace place;
  std::string rule;  // Lower-case with dashes.
  std::string message;
};

// A document read.
struct PublishedTable {
  Format format = Format::kText;
  std::string encoding;  // `UTF-8`, `CP949`, ...: of the document as it came.
  // All of the document's words as UTF-8: paragraphs and rows a line each,
  // cells between tabs. Of plain text in UTF-8 it is the document, byte for
  // byte.
  std::string text;
  bool text_is_content = false;
  std::vector<TableEntry> lines;  // At least one.
  std::vector<ReadFinding> findings;
};

// Reads the implementation table in `content`; its kind is told by its bytes,
// and by the ending of `file_name` where bytes do not tell. Attachments inside
// a longer release are found by the table's head (`분야`, `세부사업`, `주요
// 이행현황`, their English and Chinese names, those of our own exports).
//
// INVALID_ARGUMENT, naming the file and the place: empty, truncated, binary, of
// no known kind or encoding, without a table or a head, several tables with the
// head that differ, macros, external entities. RESOURCE_EXHAUSTED: larger than
// it may be, packed (a zip bomb) or unpacked. DATA_LOSS is not used: a damaged
// file is an invalid argument.
absl::StatusOr<PublishedTable> ReadPublishedTable(absl::string_view content,
                                                  absl::string_view file_name);

}  // namespace clearsky::document
