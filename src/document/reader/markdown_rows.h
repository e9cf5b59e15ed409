#pragma once

#include <vector>

#include "absl/strings/string_view.h"

// Rows of a pipe table. Pure; safe to call from many threads.

namespace clearsky::document {

// Whether a line has a `|` that is not escaped.
bool IsMarkdownRow(absl::string_view line);

// `| --- | :-: |`: the row below the heads.
bool IsDelimiterRow(absl::string_view line);

// The cells of a row, as they are written.
std::vector<absl::string_view> MarkdownCells(absl::string_view line);

}  // namespace clearsky::document
