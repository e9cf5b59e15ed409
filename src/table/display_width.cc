#include <utf8proc.h>

#include <algorithm>

#include "table/table.h"

namespace clearsky::table {
namespace {

constexpr utf8proc_int32_t kEmojiSelector = 0xFE0F;

bool IsRegionalIndicator(utf8proc_int32_t code) {
  return code >= 0x1F1E6 && code <= 0x1F1FF;
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
  while (left > 0) {
    utf8proc_int32_t code = 0;
    utf8proc_ssize_t size = utf8proc_iterate(next, left, &code);
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
    previous = code;
    next += size;
    left -= size;
  }
  return width + cluster_width;
}

}  // namespace clearsky::table
