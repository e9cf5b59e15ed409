#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "notation/word_table.h"

// Words that count years, months, weeks or days from the context (내년, next
// month, 明天).

namespace clearsky::notation {

struct Relative {
  std::u32string_view text;
  int shift;
};

// The first entry of kTable at `i`, and its end.
template <const auto& kTable>
std::optional<Relative> MatchRelative(const Text& text, size_t i, size_t& end) {
  for (const Relative& entry : EntriesAt<kTable>(text, i)) {
    if (const auto after = text.Match(i, entry.text)) {
      end = *after;
      return entry;
    }
  }
  return std::nullopt;
}

}  // namespace clearsky::notation
