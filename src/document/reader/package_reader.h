#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "document/published_table.h"
#include "document/reader/grid.h"

namespace clearsky::document {

struct PackageDocument {
  Format format = Format::kDocx;
  ReadDocument document;
};

// Reads a DOCX, HWPX or XLSX file: unpacks the parts that say something and has
// them read. INVALID_ARGUMENT and RESOURCE_EXHAUSTED as ZipArchive,
// IdentifyPackage and the readers say. Pure; safe to call from many threads.
absl::StatusOr<PackageDocument> ReadPackage(absl::string_view content);

}  // namespace clearsky::document
