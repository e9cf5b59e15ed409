#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace clearsky {

// A character and the bytes that it takes in UTF-8.
struct CodePoint {
  char32_t value = 0;
  size_t bytes = 0;
};

// The first character of `text`; of ill-formed text its first byte as U+FFFD.
// REQUIRES: `text` is not empty.
CodePoint FirstCodePoint(absl::string_view text);

// Characters of `text`. REQUIRES: IsValidUtf8(text).
size_t CountCodePoints(absl::string_view text);

// Appends a character as UTF-8; U+FFFD for what is none.
void AppendUtf8(char32_t value, std::string* text);

}  // namespace clearsky
