// The XML within office files, document/reader/readers.h, past the archive that
// checksums keep a fuzzer out of. The first byte tells the kind, lines of
// `====` stand between parts: of DOCX the document; of HWPX the header and
// sections; of XLSX the shared strings, styles and sheets.
//
// Invariants: a document whose lines and findings stand in its text, or a
// refusal with its code.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "document/reader/readers.h"
#include "fuzz/fuzz_target.h"
#include "fuzz/published_checks.h"

namespace clearsky::document {
namespace {

absl::StatusOr<ReadDocument> ReadParts(char kind,
                                       std::vector<std::string> parts) {
  if (kind == 'd') return ReadDocx(parts[0], "word/document.xml");
  if (kind == 'h') {
    HwpxParts hwpx;
    hwpx.header = parts[0];
    hwpx.sections.assign(parts.begin() + 1, parts.end());
    return ReadHwpx(hwpx);
  }
  XlsxParts xlsx;
  xlsx.shared_strings = parts[0];
  if (parts.size() > 1) xlsx.styles = parts[1];
  xlsx.counts_from_1904 = kind == 'y';
  for (size_t i = 2; i < parts.size(); ++i) {
    xlsx.sheets.push_back(
        {absl::StrCat("sheet", i), std::move(parts[i]), false});
  }
  return ReadXlsx(xlsx);
}

}  // namespace
}  // namespace clearsky::document

FUZZ_TARGET(published_part) {
  if (input.empty()) return;
  clearsky::document::CheckDocument(clearsky::document::ReadParts(
      input[0], absl::StrSplit(input.substr(1), "\n====\n")));
}
