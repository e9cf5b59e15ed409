#include "document/reader/format_detection.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "document/reader/markdown_rows.h"
#include "document/reader/table_heads.h"

namespace clearsky::document {
namespace {

// Names of streams of a compound file are UTF-16.
std::string Utf16(absl::string_view ascii) {
  std::string wide;
  for (const char c : ascii) {
    wide.push_back(c);
    wide.push_back('\0');
  }
  return wide;
}

bool HasEnding(absl::string_view file_name, absl::string_view ending) {
  return absl::EndsWithIgnoreCase(file_name, ending);
}

// The compound files of older office programs, and encrypted ones of newer.
absl::Status RefuseCompound(absl::string_view content,
                            absl::string_view file_name) {
  const auto has = [&](absl::string_view stream) {
    return absl::StrContains(content, Utf16(stream));
  };
  if (has("EncryptedPackage")) {
    return absl::InvalidArgumentError(
        "an encrypted office file; save it without a password");
  }
  if (has("HwpSummaryInformation") || HasEnding(file_name, ".hwp")) {
    return absl::InvalidArgumentError(
        "a binary HWP file; save it as HWPX (.hwpx)");
  }
  if (has("WordDocument") || HasEnding(file_name, ".doc")) {
    return absl::InvalidArgumentError(
        "a binary Word file of before 2007; save it as DOCX (.docx)");
  }
  if (has("Workbook") || HasEnding(file_name, ".xls")) {
    return absl::InvalidArgumentError(
        "a binary Excel file of before 2007; save it as XLSX (.xlsx)");
  }
  return absl::InvalidArgumentError(
      "a compound file (OLE2) of an older office program; save it as HWPX, "
      "DOCX or XLSX");
}

struct OtherKind {
  absl::string_view begin;
  absl::string_view words;
};
constexpr OtherKind kOtherKinds[] = {
    {"%PDF-",
     "a PDF, which keeps no table; give the document that it was made from "
     "(HWPX, DOCX, XLSX, HTML)"},
    {"{\\rtf", "an RTF file; save it as DOCX (.docx)"},
    {"HWP Document File V3", "a file of HWP 3; save it as HWPX (.hwpx)"},
    {"\x1F\x8B", "a gzip archive; unpack it first"},
    {"BZh", "a bzip2 archive; unpack it first"},
    {"7z\xBC\xAF\x27\x1C", "a 7z archive; unpack it first"},
    {"\xFD"
     "7zXZ",
     "an xz archive; unpack it first"},
    {"Rar!\x1A", "a RAR archive; unpack it first"},
    {"\x89PNG", "a picture; give the document as text"},
    {"\xFF\xD8\xFF", "a picture; give the document as text"},
    {"GIF8", "a picture; give the document as text"},
    {"\x7F"
     "ELF",
     "a program"},
    {"MIME-Version:",
     "a web archive (MHTML); save it as a plain web page (.html) or as DOCX"},
};

// Calls `visit` with each line that has words and the one before it, until it
// returns true; whether it did.
template <typename Visit>
bool AnyLine(absl::string_view text, Visit visit) {
  absl::string_view before;
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t newline = text.find('\n', begin);
    const size_t end =
        newline == absl::string_view::npos ? text.size() : newline;
    const absl::string_view line =
        absl::StripAsciiWhitespace(text.substr(begin, end - begin));
    if (!line.empty()) {
      if (visit(line, before)) return true;
      before = line;
    }
    begin = end + 1;
  }
  return false;
}

bool ContainsTag(absl::string_view text, absl::string_view tag) {
  for (size_t at = text.find('<'); at != absl::string_view::npos;
       at = text.find('<', at + 1)) {
    if (absl::StartsWithIgnoreCase(text.substr(at), tag)) return true;
  }
  return false;
}

// Text begins with a tag, and what begins so is HTML when it says so or has a
// table.
bool IsHtml(absl::string_view text, absl::string_view file_name) {
  if (text.empty()) return false;
  const bool named = HasEnding(file_name, ".html") ||
                     HasEnding(file_name, ".htm") ||
                     HasEnding(file_name, ".xhtml");
  if (text[0] != '<' && !named) return false;
  return ContainsTag(text, "<table") || ContainsTag(text, "<html") ||
         absl::StartsWithIgnoreCase(text, "<!doctype html");
}

bool IsHeadWith(absl::string_view line, char separator) {
  constexpr size_t kMaxHeadBytes = 1000;
  if (line.size() > kMaxHeadBytes) return false;
  std::vector<HeadCell> heads;
  for (absl::string_view cell : absl::StrSplit(line, separator)) {
    cell = absl::StripAsciiWhitespace(cell);
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') {
      cell = cell.substr(1, cell.size() - 2);
    }
    heads.push_back({std::string(cell), {}});
  }
  return MatchHeadRow(heads).has_value();
}

}  // namespace

absl::Status CheckKindIsRead(absl::string_view content,
                             absl::string_view file_name) {
  if (absl::StartsWith(content, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    return RefuseCompound(content, file_name);
  }
  for (const OtherKind& kind : kOtherKinds) {
    if (absl::StartsWith(content, kind.begin)) {
      return absl::InvalidArgumentError(std::string(kind.words));
    }
  }
  return absl::OkStatus();
}

bool IsZip(absl::string_view content) {
  return absl::StartsWith(content, "PK\x03\x04") ||
         absl::StartsWith(content, "PK\x05\x06");
}

absl::StatusOr<Format> DetectTextFormat(absl::string_view text,
                                        absl::string_view file_name) {
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  text = absl::StripLeadingAsciiWhitespace(text);
  if (IsHtml(text, file_name)) return Format::kHtml;
  if (absl::StartsWith(text, "<?xml")) {
    return absl::InvalidArgumentError(
        "an XML file of a kind that is not read; save it as HWPX, DOCX, XLSX "
        "or HTML");
  }
  bool first = true;
  Format found = Format::kText;
  const bool is_found =
      AnyLine(text, [&](absl::string_view line, absl::string_view before) {
        const bool is_first = std::exchange(first, false);
        if (IsHeadWith(line, '\t')) {
          found = is_first ? Format::kTabSeparated : Format::kText;
          return true;
        }
        if (IsDelimiterRow(line) && IsMarkdownRow(before)) {
          found = Format::kMarkdown;
          return true;
        }
        if (IsHeadWith(line, ',') || IsHeadWith(line, ';')) {
          found = Format::kCsv;
          return true;
        }
        return false;
      });
  if (is_found) return found;
  if (HasEnding(file_name, ".tsv") || HasEnding(file_name, ".tab")) {
    return Format::kTabSeparated;
  }
  if (HasEnding(file_name, ".csv")) return Format::kCsv;
  if (HasEnding(file_name, ".md") || HasEnding(file_name, ".markdown")) {
    return Format::kMarkdown;
  }
  return Format::kText;
}

}  // namespace clearsky::document
