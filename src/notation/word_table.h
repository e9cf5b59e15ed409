#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "notation/text.h"

// Tables of words that are tried one after the other at a place of a text. Most
// places begin no word of a table, which their first letter tells at once.

namespace clearsky::notation {

// The letters that some words begin with. Of letters beyond ASCII it may hold
// more than those.
class FirstLetters {
 public:
  constexpr FirstLetters() = default;

  // `words`: a table as of EntriesAt.
  template <typename Table>
  constexpr explicit FirstLetters(const Table& words) {
    for (const auto& entry : words) Add(TextOf(entry));
  }

  // False when none of the words stands at `i`, as Text::Match has it.
  bool MayStandAt(const Text& text, size_t i) const {
    char32_t c = text.at(i);
    if (c == U' ' && skips_spaces_) c = text.at(text.SkipSpaces(i));
    return (bits_[Bit(c) / 64] >> (Bit(c) % 64) & 1) != 0;
  }

 private:
  template <typename Entry>
  static constexpr std::u32string_view TextOf(const Entry& entry) {
    if constexpr (requires { entry.text; }) {
      return entry.text;
    } else if constexpr (requires { entry.first; }) {
      return entry.first;
    } else {
      return entry;
    }
  }

  static constexpr uint32_t Bit(char32_t c) {
    constexpr uint32_t kAscii = 0x80;
    return c < kAscii ? c : kAscii | ((c ^ (c >> 7)) & (kAscii - 1));
  }

  constexpr void Add(std::u32string_view word) {
    const size_t first = word.find_first_not_of(U' ');
    skips_spaces_ |= first > 0;
    const uint32_t bit = Bit(word[first]);
    bits_[bit / 64] |= uint64_t{1} << (bit % 64);
  }

  uint64_t bits_[4] = {};
  // Whether a word begins with a space, which stands for any number of them.
  bool skips_spaces_ = false;
};

template <const auto& kTable>
inline constexpr FirstLetters kFirstLetters{kTable};

// The entries of a table, in order, for those that call Text::Match at `i` with
// each; none when none would match. An entry is a word, or has it as its `text`
// or `first`.
template <const auto& kTable>
auto EntriesAt(const Text& text, size_t i) {
  using Entries = decltype(std::span(kTable));
  return kFirstLetters<kTable>.MayStandAt(text, i) ? Entries(kTable)
                                                   : Entries(kTable).first(0);
}

}  // namespace clearsky::notation
