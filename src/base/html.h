#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace clearsky {

// `text` as text of an HTML element or of an attribute in quotes: markup is
// escaped. What would steer the reader is shown as U+FFFD: control characters
// but tab and newline, and marks that turn the direction of writing.
// REQUIRES: IsValidUtf8(text).
std::string EscapeHtml(absl::string_view text);

// `text` as one segment of a URL's path, or one value of its query: all but
// letters, digits and `-._~` as %XX.
std::string EscapeUrl(absl::string_view text);

}  // namespace clearsky
