#include "document/reader/office_package.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "document/reader/part_handler.h"

namespace clearsky::document {
namespace {

constexpr char kContentTypes[] = "[Content_Types].xml";

// The target of the relationship of a kind.
class RelationshipHandler : public PartHandler {
 public:
  const std::string& main_part() const { return main_part_; }

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "Relationship" &&
        absl::EndsWith(attributes.Get("Type"), "/officeDocument")) {
      main_part_ = ResolveTarget("", attributes.Get("Target"));
    }
  }
  void Close(absl::string_view) override {}
  void Take(absl::string_view) override {}

 private:
  std::string main_part_;
};

absl::Status RefuseMacros(absl::string_view where) {
  return absl::InvalidArgumentError(
      absl::StrCat("the document has macros (", where,
                   "); save it without them, as DOCX, HWPX or XLSX"));
}

bool IsMacroPart(absl::string_view name) {
  const absl::string_view base = name.substr(name.rfind('/') + 1);
  return absl::EqualsIgnoreCase(base, "vbaProject.bin") ||
         absl::EqualsIgnoreCase(base, "vbaData.xml");
}

absl::StatusOr<OfficePackage> IdentifyOpenXml(ZipArchive* archive) {
  ASSIGN_OR_RETURN(const std::string types, archive->Read(kContentTypes));
  if (absl::StrContains(absl::AsciiStrToLower(types), "macroenabled")) {
    return RefuseMacros(kContentTypes);
  }
  ASSIGN_OR_RETURN(const std::string relationships,
                   archive->Read("_rels/.rels"));
  RelationshipHandler handler;
  RETURN_IF_ERROR(ReadXml(relationships, "_rels/.rels", &handler));
  OfficePackage package;
  package.main_part = handler.main_part();
  if (absl::StartsWith(package.main_part, "word/")) {
    package.format = Format::kDocx;
  } else if (absl::StartsWith(package.main_part, "xl/")) {
    package.format = Format::kXlsx;
  } else if (absl::StartsWith(package.main_part, "ppt/")) {
    return absl::InvalidArgumentError(
        "a presentation (PPTX), which is not read; save the table as DOCX or "
        "XLSX");
  } else {
    return absl::InvalidArgumentError(
        "an Office Open XML file without a document or a workbook in it");
  }
  if (absl::EndsWith(package.main_part, ".bin")) {
    return absl::InvalidArgumentError(
        "a binary workbook (XLSB); save it as XLSX (.xlsx)");
  }
  return package;
}

// What an office program writes into each document: functions without a body.
bool HasScript(absl::string_view script) {
  std::string letters;
  for (const char c : script) {
    if (c != '\0' && static_cast<signed char>(c) > 0) letters.push_back(c);
  }
  for (const absl::string_view line : absl::StrSplit(letters, '\n')) {
    const absl::string_view code =
        absl::StripAsciiWhitespace(line.substr(0, line.find("//")));
    const bool is_frame = code.empty() || code == "{" || code == "}" ||
                          absl::StartsWith(code, "function ") ||
                          absl::StartsWith(code, "var ");
    if (!is_frame || absl::StrContains(code, "new ") ||
        absl::StrContains(code, "eval")) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<OfficePackage> IdentifyHwpx(ZipArchive* archive) {
  constexpr char kManifest[] = "META-INF/manifest.xml";
  if (archive->Has(kManifest)) {
    ASSIGN_OR_RETURN(const std::string manifest, archive->Read(kManifest));
    if (absl::StrContains(manifest, "encryption-data")) {
      return absl::InvalidArgumentError(
          "the document is encrypted; save it without a password");
    }
  }
  constexpr char kScript[] = "Scripts/sourceScripts";
  if (archive->Has(kScript)) {
    ASSIGN_OR_RETURN(const std::string script, archive->Read(kScript));
    if (HasScript(script)) return RefuseMacros(kScript);
  }
  OfficePackage package;
  package.format = Format::kHwpx;
  return package;
}

}  // namespace

std::string ResolveTarget(absl::string_view from, absl::string_view target) {
  if (absl::ConsumePrefix(&target, "/")) return std::string(target);
  std::vector<absl::string_view> parts = absl::StrSplit(from, '/');
  parts.pop_back();
  for (const absl::string_view part : absl::StrSplit(target, '/')) {
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (part != "." && !part.empty()) {
      parts.push_back(part);
    }
  }
  return absl::StrJoin(parts, "/");
}

absl::StatusOr<OfficePackage> IdentifyPackage(ZipArchive* archive) {
  for (const std::string& name : archive->names()) {
    if (IsMacroPart(name)) return RefuseMacros(name);
  }
  std::string kind;
  if (archive->Has("mimetype")) {
    ASSIGN_OR_RETURN(kind, archive->Read("mimetype"));
  }
  if (absl::StartsWith(kind, "application/hwp+zip") ||
      archive->Has("Contents/section0.xml")) {
    return IdentifyHwpx(archive);
  }
  if (absl::StartsWith(kind, "application/vnd.oasis.opendocument")) {
    return absl::InvalidArgumentError(
        "an OpenDocument file, which is not read; save it as DOCX or XLSX");
  }
  if (archive->Has(kContentTypes)) return IdentifyOpenXml(archive);
  return absl::InvalidArgumentError(
      "a zip archive that is no DOCX, HWPX or XLSX; give the document itself");
}

}  // namespace clearsky::document
