#include "base/code_points.h"

#include <algorithm>
#include <cstdint>

namespace clearsky {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

}  // namespace

CodePoint FirstCodePoint(absl::string_view text) {
  const auto lead = static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) {
    return {kReplacement, 1};
  }
  char32_t value = lead & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    const auto tail = static_cast<uint8_t>(text[i]);
    if ((tail & 0xc0) != 0x80) return {kReplacement, 1};
    value = value << 6 | (tail & 0x3fu);
  }
  return {value, size};
}

size_t CountCodePoints(absl::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

void AppendUtf8(char32_t value, std::string* text) {
  if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
    value = kReplacement;
  }
  const auto tail = [&](int shift) {
    return static_cast<char>(0x80 | (value >> shift & 0x3f));
  };
  if (value < 0x80) {
    text->push_back(static_cast<char>(value));
  } else if (value < 0x800) {
    text->push_back(static_cast<char>(0xc0 | value >> 6));
    text->push_back(tail(0));
  } else if (value < 0x10000) {
    text->push_back(static_cast<char>(0xe0 | value >> 12));
    text->push_back(tail(6));
    text->push_back(tail(0));
  } else {
    text->push_back(static_cast<char>(0xf0 | value >> 18));
    text->push_back(tail(12));
    text->push_back(tail(6));
    text->push_back(tail(0));
  }
}

}  // namespace clearsky
