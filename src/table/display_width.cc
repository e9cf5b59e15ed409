#include <utf8proc.h>

#include <algorithm>

#include "table/table.h"

namespace clearsky::table {
namespace {

constexpr utf8proc_int32_t kEmojiSelector = 0xFE0F;

bool IsRegionalIndicator(utf8proc_int32_t code) {
  return code >= 0x1F1E6 && code <= 0x1F1FF;
}

// A printable ASCII character or a Hangul syllable, which most text here is
// made of. Each is a cluster of its own beside another of them.
struct SimpleCharacter {
  // 0: the text begins with something else.
  int columns = 0;
  utf8proc_int32_t code = 0;
  utf8proc_ssize_t size = 0;
};

SimpleCharacter ReadSimple(const utf8proc_uint8_t* text,
                           utf8proc_ssize_t size) {
  if (text[0] >= 0x20 && text[0] < 0x7F) return {1, text[0], 1};
  if (text[0] < 0xEA || text[0] > 0xED || size < 3 ||
      (text[1] & 0xC0) != 0x80 || (text[2] & 0xC0) != 0x80) {
    return {};
  }
  const int code =
      (text[0] & 0x0F) << 12 | (text[1] & 0x3F) << 6 | (text[2] & 0x3F);
  if (code < 0xAC00 || code > 0xD7A3) return {};
  return {2, code, 3};
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  const auto* next = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  int width = 0;
  // What a terminal draws is a cluster: a base with its combining marks takes
  // the columns of the widest code point in it.
  int cluster_width = 0;
  utf8proc_int32_t previous = -1;
  utf8proc_int32_t break_state = 0;
  bool was_simple = false;
  while (left > 0) {
    const SimpleCharacter simple = ReadSimple(next, left);
    utf8proc_int32_t code = simple.code;
    utf8proc_ssize_t size = simple.size;
    if (simple.columns > 0 && was_simple) {
      width += cluster_width;
      cluster_width = simple.columns;
      // What comes before it says no more about the next break.
      break_state = 0;
    } else {
      if (simple.columns == 0) size = utf8proc_iterate(next, left, &code);
      if (size < 1) {  // Not UTF-8: shown as one replacement character.
        size = 1;
        code = 0xFFFD;
      }
      if (previous < 0 ||
          utf8proc_grapheme_break_stateful(previous, code, &break_state)) {
        width += cluster_width;
        cluster_width = 0;
      }
      int columns = utf8proc_charwidth(code);
      if (code == kEmojiSelector || IsRegionalIndicator(code)) columns = 2;
      cluster_width = std::max(cluster_width, columns);
    }
    was_simple = simple.columns > 0;
    previous = code;
    next += size;
    left -= size;
  }
  return width + cluster_width;
}

}  // namespace clearsky::table
