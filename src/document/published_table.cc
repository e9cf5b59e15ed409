#include "document/published_table.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "document/reader/format_detection.h"
#include "document/reader/grid_lines.h"
#include "document/reader/package_reader.h"
#include "document/reader/places.h"
#include "document/reader/readers.h"
#include "document/reader/text_encoding.h"

namespace clearsky::document {
namespace {

constexpr size_t kMaxFileBytes = size_t{32} << 20;
constexpr size_t kMaxFindings = 500;

// Whether places are lines and columns of the file itself.
bool IsOfLines(Format format) {
  return format == Format::kText || format == Format::kTabSeparated ||
         format == Format::kCsv || format == Format::kMarkdown;
}

// A file read into tables, and what is known of it as a whole.
struct ReadFile {
  Format format = Format::kText;
  std::string encoding;
  ReadDocument document;
};

absl::StatusOr<ReadDocument> ReadTextFormat(absl::string_view text,
                                            Format format) {
  switch (format) {
    case Format::kTabSeparated:
      return ReadTabSeparated(text);
    case Format::kCsv:
      return ReadCsv(text);
    case Format::kMarkdown:
      return ReadMarkdown(text);
    case Format::kHtml:
      return ReadHtml(text);
    default:
      return ReadText(text);
  }
}

absl::StatusOr<ReadFile> ReadFileOf(absl::string_view content,
                                    absl::string_view file_name) {
  RETURN_IF_ERROR(CheckKindIsRead(content, file_name));
  ReadFile file;
  if (IsZip(content)) {
    ASSIGN_OR_RETURN(PackageDocument package, ReadPackage(content));
    file.format = package.format;
    file.encoding = "UTF-8";
    file.document = std::move(package.document);
    return file;
  }
  ASSIGN_OR_RETURN(DecodedText decoded, DecodeText(content));
  file.encoding = decoded.encoding;
  ASSIGN_OR_RETURN(file.format, DetectTextFormat(decoded.text, file_name));
  ASSIGN_OR_RETURN(file.document, ReadTextFormat(decoded.text, file.format));
  file.document.text_is_content = decoded.is_content && IsOfLines(file.format);
  if (decoded.encoding != "UTF-8") {
    const std::string also = decoded.encoding == "CP949" ? " (EUC-KR)" : "";
    file.document.findings.insert(
        file.document.findings.begin(),
        {{},
         "encoding",
         absl::StrCat("the file is in ", decoded.encoding, also,
                      ", and read as that; UTF-8 is what others expect")});
  }
  return file;
}

DocumentPlace PlaceIn(const Places& places, Format format, ByteRange range,
                      const Grid* grid, uint32_t row, uint32_t column) {
  // Of the document as a whole.
  if (grid == nullptr && range.end == 0) return DocumentPlace();
  DocumentPlace place = places.PlaceOf(range);
  if (grid != nullptr && !IsOfLines(format)) {
    place.table = grid->number;
    place.sheet = grid->sheet;
    place.row = row + 1;
    place.cell = column + 1;
  }
  return place;
}

// Findings in the order of the document; all but the first are left out, and
// that is said, when they are too many to read.
void SortFindings(std::vector<ReadFinding>* findings) {
  std::stable_sort(findings->begin(), findings->end(),
                   [](const ReadFinding& a, const ReadFinding& b) {
                     return a.place.range.begin < b.place.range.begin;
                   });
  if (findings->size() <= kMaxFindings) return;
  const size_t more = findings->size() - kMaxFindings;
  findings->resize(kMaxFindings);
  findings->push_back({findings->back().place, "more-findings",
                       absl::StrCat(more, " more findings are not listed")});
}

absl::StatusOr<PublishedTable> TableOf(ReadFile file) {
  ReadDocument& document = file.document;
  ASSIGN_OR_RETURN(GridReading reading, ReadGrids(document.grids));
  PublishedTable table;
  table.format = file.format;
  table.encoding = std::move(file.encoding);
  const Places places(document.text);
  for (GridEntry& entry : reading.entries) {
    TableEntry& line = table.lines.emplace_back();
    line.area = std::move(entry.area);
    line.project = std::move(entry.project);
    line.line = std::move(entry.item.line);
    line.place = PlaceIn(places, table.format, entry.item.range, entry.grid,
                         entry.row, entry.column);
  }
  for (RangeFinding& finding : document.findings) {
    table.findings.push_back(
        {PlaceIn(places, table.format, finding.range, nullptr, 0, 0),
         std::move(finding.rule), std::move(finding.message)});
  }
  const auto add = [&](GridFinding& found) {
    table.findings.push_back({PlaceIn(places, table.format, found.finding.range,
                                      found.grid, found.row, found.column),
                              std::move(found.finding.rule),
                              std::move(found.finding.message)});
  };
  for (GridFinding& found : reading.findings) add(found);
  // Other files than those of lines are refused when they are cut short, or
  // their readers say so.
  if (reading.ends_without_line.has_value() && IsOfLines(table.format)) {
    add(*reading.ends_without_line);
  }
  SortFindings(&table.findings);
  table.text = std::move(document.text);
  table.text_is_content = document.text_is_content;
  return table;
}

absl::StatusOr<PublishedTable> Read(absl::string_view content,
                                    absl::string_view file_name) {
  if (content.size() > kMaxFileBytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the file has ", content.size(), " bytes; at most ",
                     kMaxFileBytes, " are read"));
  }
  const bool is_blank = std::all_of(content.begin(), content.end(), [](char c) {
    return absl::ascii_isspace(static_cast<unsigned char>(c));
  });
  if (is_blank || content == "\xEF\xBB\xBF") {
    return absl::InvalidArgumentError(
        "the file is empty; expected a document with the implementation table");
  }
  ASSIGN_OR_RETURN(ReadFile file, ReadFileOf(content, file_name));
  absl::StatusOr<PublishedTable> table = TableOf(std::move(file));
  return table;
}

// A name that can be printed.
std::string PrintedName(absl::string_view file_name) {
  if (file_name.empty()) return "the document";
  if (!IsValidUtf8(file_name) || HasControlCharacter(file_name)) {
    return absl::StrCat("'", absl::CHexEscape(file_name), "'");
  }
  return std::string(file_name);
}

}  // namespace

absl::string_view FormatName(Format format) {
  switch (format) {
    case Format::kText:
      return "plain text";
    case Format::kTabSeparated:
      return "tab-separated text";
    case Format::kCsv:
      return "CSV";
    case Format::kMarkdown:
      return "Markdown";
    case Format::kHtml:
      return "HTML";
    case Format::kDocx:
      return "DOCX";
    case Format::kHwpx:
      return "HWPX";
    case Format::kXlsx:
      return "XLSX";
  }
  return "unknown";
}

std::string PlaceWords(const DocumentPlace& place, Format format) {
  if (!place.sheet.empty()) {
    return absl::StrCat("sheet ", place.sheet, ", row ", place.row, ", cell ",
                        place.cell);
  }
  if (!IsOfLines(format) && place.table > 0) {
    return absl::StrCat("table ", place.table, ", row ", place.row, ", cell ",
                        place.cell);
  }
  if (place.line == 0) return "the document";
  return absl::StrCat("line ", place.line, ", column ", place.column);
}

absl::StatusOr<PublishedTable> ReadPublishedTable(absl::string_view content,
                                                  absl::string_view file_name) {
  absl::StatusOr<PublishedTable> table = Read(content, file_name);
  if (table.ok()) return table;
  return absl::Status(
      table.status().code(),
      absl::StrCat(PrintedName(file_name), ": ", table.status().message()));
}

}  // namespace clearsky::document
