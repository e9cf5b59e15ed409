#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace clearsky {

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong
// forms, nothing above U+10FFFF).
bool IsValidUtf8(absl::string_view text);

// The offset of the first byte that is not well-formed UTF-8, or text.size().
size_t FirstInvalidUtf8(absl::string_view text);

// Whether `text` has a control character (U+0000-U+001F, U+007F-U+009F).
// REQUIRES: IsValidUtf8(text).
bool HasControlCharacter(absl::string_view text);

}  // namespace clearsky
