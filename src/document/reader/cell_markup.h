#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "document/reader/grid.h"

// Remains of HTML in a cell of a text: an office program's export leaves them.
// Pure; safe to call from many threads.

namespace clearsky::document {

// The tag `<...>` that `text` starts with; empty when none. Words in angle
// brackets, `<총괄>`, are no tags.
absl::string_view TagAtStart(absl::string_view text);

// Whether a tag begins a new line: `<br>`, `<li>`, `</p>`, ...
bool IsBreakingTag(absl::string_view tag);
bool IsListItemTag(absl::string_view tag);

// The lines of a cell, broken at tags and at line ends; lines without words are
// left out. The second form: of a cell that stands at byte `offset` of the text
// as it is.
std::vector<CellLine> LinesOfMarkup(const CellLine& cell);
std::vector<CellLine> LinesOfMarkup(absl::string_view cell, size_t offset);

}  // namespace clearsky::document
