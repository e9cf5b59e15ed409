#include "document/reader/package_reader.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "document/reader/office_package.h"
#include "document/reader/readers.h"
#include "document/reader/workbook_parts.h"
#include "document/reader/zip_archive.h"

namespace clearsky::document {
namespace {

// An entry's bytes, or nothing when there is none.
absl::StatusOr<std::string> ReadIfThere(ZipArchive* archive,
                                        absl::string_view name) {
  if (!archive->Has(name)) return std::string();
  return archive->Read(name);
}

absl::StatusOr<ReadDocument> ReadHwpxPackage(ZipArchive* archive) {
  HwpxParts parts;
  ASSIGN_OR_RETURN(parts.header, ReadIfThere(archive, "Contents/header.xml"));
  std::vector<std::pair<uint32_t, std::string>> sections;
  for (const std::string& name : archive->names()) {
    absl::string_view rest = name;
    uint32_t number = 0;
    if (absl::ConsumePrefix(&rest, "Contents/section") &&
        absl::ConsumeSuffix(&rest, ".xml") && absl::SimpleAtoi(rest, &number)) {
      sections.emplace_back(number, name);
    }
  }
  if (sections.empty()) {
    return absl::InvalidArgumentError(
        "the HWPX file has no section, Contents/section0.xml");
  }
  std::sort(sections.begin(), sections.end());
  for (const auto& [number, name] : sections) {
    ASSIGN_OR_RETURN(std::string section, archive->Read(name));
    parts.sections.push_back(std::move(section));
  }
  return ReadHwpx(parts);
}

// Where the relationships of a part stand: `xl/_rels/workbook.xml.rels`.
std::string RelationshipsOf(absl::string_view part) {
  const size_t slash = part.rfind('/');
  const size_t base = slash == absl::string_view::npos ? 0 : slash + 1;
  return absl::StrCat(part.substr(0, base), "_rels/", part.substr(base),
                      ".rels");
}

absl::StatusOr<ReadDocument> ReadXlsxPackage(ZipArchive* archive,
                                             absl::string_view main_part) {
  ASSIGN_OR_RETURN(const std::string workbook_xml, archive->Read(main_part));
  ASSIGN_OR_RETURN(Workbook workbook, ReadWorkbook(workbook_xml));
  ASSIGN_OR_RETURN(const std::string relationships_xml,
                   archive->Read(RelationshipsOf(main_part)));
  ASSIGN_OR_RETURN(const std::vector<Relationship> relationships,
                   ReadRelationships(relationships_xml));
  XlsxParts parts;
  parts.counts_from_1904 = workbook.counts_from_1904;
  for (const Relationship& relationship : relationships) {
    std::string* part = nullptr;
    if (absl::EndsWith(relationship.type, "/sharedStrings")) {
      part = &parts.shared_strings;
    } else if (absl::EndsWith(relationship.type, "/styles")) {
      part = &parts.styles;
    }
    if (part == nullptr) continue;
    ASSIGN_OR_RETURN(
        *part, archive->Read(ResolveTarget(main_part, relationship.target)));
  }
  for (WorkbookSheet& sheet : workbook.sheets) {
    for (const Relationship& relationship : relationships) {
      // Charts of their own are sheets, too.
      if (relationship.id != sheet.relationship ||
          !absl::EndsWith(relationship.type, "/worksheet")) {
        continue;
      }
      XlsxSheet& read = parts.sheets.emplace_back();
      read.name = std::move(sheet.name);
      read.is_hidden = sheet.is_hidden;
      ASSIGN_OR_RETURN(read.part, archive->Read(ResolveTarget(
                                      main_part, relationship.target)));
      break;
    }
  }
  return ReadXlsx(parts);
}

}  // namespace

absl::StatusOr<PackageDocument> ReadPackage(absl::string_view content) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ZipArchive> archive,
                   ZipArchive::Open(content));
  ASSIGN_OR_RETURN(const OfficePackage package, IdentifyPackage(archive.get()));
  PackageDocument read;
  read.format = package.format;
  if (package.format == Format::kHwpx) {
    ASSIGN_OR_RETURN(read.document, ReadHwpxPackage(archive.get()));
  } else if (package.format == Format::kXlsx) {
    ASSIGN_OR_RETURN(read.document,
                     ReadXlsxPackage(archive.get(), package.main_part));
  } else {
    ASSIGN_OR_RETURN(const std::string part, archive->Read(package.main_part));
    ASSIGN_OR_RETURN(read.document, ReadDocx(part, package.main_part));
  }
  return read;
}

}  // namespace clearsky::document
