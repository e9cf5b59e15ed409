#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// The encoding of a text file. Pure; safe to call from many threads.

namespace clearsky::document {

struct DecodedText {
  std::string text;         // UTF-8; a byte order mark only when `is_content`.
  std::string encoding;     // `UTF-8`, `CP949`, `UTF-16LE`, `UTF-16BE`.
  bool is_content = false;  // `text` is the file, byte for byte.
};

// Tells UTF-8, UTF-16 with a byte order mark, and CP949 (of which EUC-KR is a
// part) apart. INVALID_ARGUMENT for any other, with the first byte that fits
// none; for control characters, as of a binary file.
absl::StatusOr<DecodedText> DecodeText(absl::string_view content);

}  // namespace clearsky::document
