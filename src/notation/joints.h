#pragma once

#include <span>
#include <string_view>

#include "notation/notation.h"
#include "notation/word_table.h"

// The words that join dates to ranges and lists, before, between and behind
// them, of each language where words before a date count.

namespace clearsky::notation {

// Words, of which one may stand at a place.
struct Texts {
  constexpr Texts() = default;
  template <size_t N>
  constexpr Texts(const std::u32string_view (&table)[N])  // NOLINT: implicit
      : words(table), letters(table) {}

  std::span<const std::u32string_view> words;
  FirstLetters letters;
};

struct Joints {
  Texts from;       // Before a date: it starts there.
  Texts after;      // Before: it starts behind that.
  Texts until;      // Before: it ends there, or sooner.
  Texts before;     // Before: it ends sooner.
  Texts between;    // Before a range.
  Texts to;         // Between the sides of a range.
  Texts range_and;  // The same after `between`.
  Texts onwards;    // Behind a date: it starts there.
  Texts not_later;  // Behind: it ends there, or sooner.
  Texts present;    // Instead of the end: until now.
  Texts also;       // Between members of a list.
  Texts either;     // Between members of which one is meant.
};

// REQUIRES: English or Chinese.
const Joints& JointsOf(Language language);

}  // namespace clearsky::notation
