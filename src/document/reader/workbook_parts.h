#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "document/reader/left_out.h"

// What the cells of a workbook's sheets refer to. Pure; safe to call from many
// threads.

namespace clearsky::document {

// A sheet of a workbook by the id of its relationship.
struct WorkbookSheet {
  std::string name;
  std::string relationship;
  bool is_hidden = false;
};

struct Workbook {
  std::vector<WorkbookSheet> sheets;
  bool counts_from_1904 = false;
};
absl::StatusOr<Workbook> ReadWorkbook(absl::string_view xml);

// A relationship of a part.
struct Relationship {
  std::string id;
  std::string type;
  std::string target;
};
absl::StatusOr<std::vector<Relationship>> ReadRelationships(
    absl::string_view xml);

// The shared strings in their order; words that are struck out go to `struck`.
absl::StatusOr<std::vector<std::string>> ReadSharedStrings(
    absl::string_view xml, LeftOut* struck);

// How cells of a style are shown.
struct CellStyle {
  std::string date_format;  // Empty when it is none.
  bool is_struck = false;
};
absl::StatusOr<std::vector<CellStyle>> ReadStyles(absl::string_view xml);

}  // namespace clearsky::document
