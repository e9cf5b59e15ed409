#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "document/published_table.h"

// Which kind of file bytes are. Pure; safe to call from many threads.

namespace clearsky::document {

// OK unless `content` is of a known kind that is not read (.hwp, .doc, .xls,
// PDF, RTF, ODT, ...): INVALID_ARGUMENT with what would be right.
absl::Status CheckKindIsRead(absl::string_view content,
                             absl::string_view file_name);

bool IsZip(absl::string_view content);

// The kind of a text; the ending of the name tells where its words do not.
// INVALID_ARGUMENT for XML that is not HTML. REQUIRES: UTF-8.
absl::StatusOr<Format> DetectTextFormat(absl::string_view text,
                                        absl::string_view file_name);

}  // namespace clearsky::document
