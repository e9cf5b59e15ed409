#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "document/reader/grid.h"

// The readers, one for each kind of file: its words and tables. What they
// refuse is INVALID_ARGUMENT, or RESOURCE_EXHAUSTED for what is too large.
// Pure; safe to call from many threads.

namespace clearsky::document {

// Text with rows of tab-separated cells. A line without tabs is more of the
// last cell when it has a list mark or closes parentheses; else it ends the
// table. Remains of HTML are breaks. REQUIRES: UTF-8, as of all `text` below.
absl::StatusOr<ReadDocument> ReadText(absl::string_view text);

}  // namespace clearsky::document
