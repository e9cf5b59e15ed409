#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"

namespace clearsky::document::lint {

// Code points of a document, [begin, end).
struct Span {
  size_t begin = 0;
  size_t end = 0;

  bool empty() const { return begin >= end; }
  bool Contains(size_t i) const { return begin <= i && i < end; }
  bool operator==(const Span&) const = default;
};

// A line and column, from 1; the column in code points.
struct LineColumn {
  uint32_t line = 0;
  uint32_t column = 0;
};

// A document's text by code points. `at` reads it folded, so that one rule
// reads what people type: full-width forms are ASCII, every kind of space but a
// line's end and a tab is a space, of dash `-`, of wave `~`, of middle dot `·`;
// 年月日 are 년월일. `raw` reads it as written, quotation marks among it.
// Constant after construction, so safe to call from many threads; borrows the
// text, which must outlive it.
class Letters {
 public:
  // REQUIRES: `text` is UTF-8.
  explicit Letters(absl::string_view text);

  size_t size() const { return raw_.size(); }

  // The code point at `i`; 0 past the end.
  char32_t at(size_t i) const { return i < folded_.size() ? folded_[i] : 0; }
  char32_t raw(size_t i) const { return i < raw_.size() ? raw_[i] : 0; }

  bool IsDigit(size_t i) const { return at(i) >= U'0' && at(i) <= U'9'; }
  bool IsHangul(size_t i) const;
  bool IsHan(size_t i) const;
  bool IsLatin(size_t i) const;
  // A letter of any of these, or a digit.
  bool IsWord(size_t i) const;
  // A space, a tab or a line's end.
  bool IsSpace(size_t i) const;

  // First index from `i` on that is no space; a line's end is none here.
  size_t SkipBlanks(size_t i) const;
  // The index behind `word` when it stands, folded, at `i`.
  std::optional<size_t> Match(size_t i, std::u32string_view word) const;

  // The words as written.
  absl::string_view Source(Span span) const;
  size_t ByteOf(size_t i) const { return offsets_[i < size() ? i : size()]; }
  // The code point that the byte is of, or size().
  size_t AtByte(size_t byte) const;

  size_t line_count() const { return line_starts_.size(); }
  // Of the line `number`, from 0, without the line's end.
  Span Line(size_t number) const;
  // Number of the line that `i` is in, from 0.
  size_t LineNumber(size_t i) const;
  LineColumn PlaceOf(size_t i) const;

 private:
  absl::string_view text_;
  std::vector<char32_t> raw_;
  std::vector<char32_t> folded_;
  std::vector<size_t> offsets_;      // size() + 1.
  std::vector<size_t> line_starts_;  // Code points.
};

// A number in digits.
struct Digits {
  int value = 0;
  int count = 0;
  size_t end = 0;
};

// The number at `i`; nullopt when there is none or it has more than 8 digits.
std::optional<Digits> ReadDigits(const Letters& letters, size_t i);

}  // namespace clearsky::document::lint
