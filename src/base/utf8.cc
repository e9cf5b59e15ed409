#include "base/utf8.h"

#include <cstdint>

namespace clearsky {
namespace {

// Length of the well-formed sequence at the start of `text`, or 0.
// Table 3-7 of the Unicode Standard.
size_t SequenceSize(absl::string_view text) {
  const auto at = [&](size_t i) {
    return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0};
  };
  const auto is_tail = [&](size_t i) { return (at(i) & 0xc0) == 0x80; };
  const uint8_t lead = at(0);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return is_tail(1) ? 2 : 0;
  uint8_t low = 0x80;
  uint8_t high = 0xbf;
  if (lead == 0xe0) low = 0xa0;
  if (lead == 0xed) high = 0x9f;
  if (lead == 0xf0) low = 0x90;
  if (lead == 0xf4) high = 0x8f;
  if (at(1) < low || at(1) > high) return 0;
  if (lead < 0xf0) return is_tail(2) ? 3 : 0;
  return is_tail(2) && is_tail(3) ? 4 : 0;
}

}  // namespace

size_t FirstInvalidUtf8(absl::string_view text) {
  size_t offset = 0;
  while (offset < text.size()) {
    const size_t size = SequenceSize(text.substr(offset));
    if (size == 0) return offset;
    offset += size;
  }
  return offset;
}

bool IsValidUtf8(absl::string_view text) {
  return FirstInvalidUtf8(text) == text.size();
}

bool HasControlCharacter(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<uint8_t>(text[i]);
    if (c < 0x20 || c == 0x7f) return true;
    if (c == 0xc2 && i + 1 < text.size() &&
        static_cast<uint8_t>(text[i + 1]) < 0xa0) {
      return true;
    }
  }
  return false;
}

}  // namespace clearsky
