#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "notation/notation.h"

namespace clearsky::notation {

// Text as code points, folded so that one grammar reads what officials type:
// full-width forms and letters become small ASCII, every kind of space a space,
// of year mark `'`, of dash `-`, of wave `~`, of middle dot `·`; Hangul written
// as jamo is composed; 年月日 become 년월일. In Chinese, numerals before a unit
// (二〇二二年, 二十八日, 两天) become digits. Each code point knows the bytes
// it came from, so that words can be quoted as written. Borrows the text.
class Text {
 public:
  // REQUIRES: IsValidUtf8(utf8); `utf8` outlives this object.
  Text(absl::string_view utf8, Language language);

  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  Language language() const { return language_; }

  // The words as written, all of them.
  absl::string_view source() const { return source_; }

  size_t size() const { return size_; }

  // The code point at `i`, 0 past the end.
  char32_t at(size_t i) const { return i < size_ ? begin_[i] : 0; }

  // The words as written of [begin, end), without spaces at the ends.
  absl::string_view Source(size_t begin, size_t end) const;

  // First index from `i` on that is no space.
  size_t SkipSpaces(size_t i) const;

  // The index after `word`, not empty, when it stands at `i`. A space in `word`
  // stands for any number of spaces, none included.
  std::optional<size_t> Match(size_t i, std::u32string_view word) const {
    // Most words differ in their first letter, and tables have many of them.
    if (word[0] != at(i) && word[0] != U' ') return std::nullopt;
    return MatchAll(i, word);
  }

  // The index after the closing parenthesis of the one that opens at `i`;
  // size() when it is never closed.
  size_t SkipGroup(size_t i) const;

  bool IsDigit(size_t i) const { return at(i) >= U'0' && at(i) <= U'9'; }
  // Hangul, Han or a letter.
  bool IsWordChar(size_t i) const;
  // Whether the code point at `i` was written as a capital letter.
  bool IsCapital(size_t i) const;

 private:
  // Most phrases need no memory of their own.
  static constexpr size_t kUsualSize = 48;

  void FoldChineseNumerals();
  std::optional<size_t> MatchAll(size_t i, std::u32string_view word) const;

  absl::string_view source_;
  Language language_;
  absl::InlinedVector<char32_t, kUsualSize> chars_;
  // chars_.size() + 1 offsets: where each code point begins, and the end.
  absl::InlinedVector<uint32_t, kUsualSize> offsets_;
  // Of chars_, which asks at every access where they are.
  const char32_t* begin_ = nullptr;
  size_t size_ = 0;
};

// A run of digits.
struct Number {
  int value = 0;
  int digit_count = 0;
  size_t end = 0;
};

// The number at `i`; nullopt when there is none, or it has more than 8 digits.
std::optional<Number> ReadNumber(const Text& text, size_t i);

}  // namespace clearsky::notation
