#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "notation/text.h"

namespace clearsky::notation {

// A line taken apart at its last balanced parenthesis.
struct LineParts {
  absl::string_view title;   // Before it, or the whole line when there is none.
  absl::string_view inside;  // Between the parentheses.
  absl::string_view after;   // Behind them.
  bool has_group = false;
  bool is_closed = true;
};

// REQUIRES: IsValidUtf8(line).
LineParts SplitLine(absl::string_view line);

bool HasParenthesis(const Text& text);

// The line without the list marks (`○ `, `- `, `*○ `) before it.
absl::string_view WithoutListMark(absl::string_view line);

}  // namespace clearsky::notation
