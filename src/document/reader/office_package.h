#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "document/published_table.h"
#include "document/reader/zip_archive.h"

// What a zip archive is, before its parts are read.

namespace clearsky::document {

struct OfficePackage {
  Format format = Format::kDocx;
  std::string main_part;  // `word/document.xml`; empty of HWPX.
};

// INVALID_ARGUMENT: no DOCX, HWPX or XLSX (naming what it is where it can be
// told), macros, encryption.
absl::StatusOr<OfficePackage> IdentifyPackage(ZipArchive* archive);

// The name of the entry that `target` names from within part `from`.
std::string ResolveTarget(absl::string_view from, absl::string_view target);

}  // namespace clearsky::document
