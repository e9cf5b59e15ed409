#include "document/lint/letters.h"

#include <algorithm>

#include "base/code_points.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

bool IsOneOf(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

char32_t Fold(char32_t c) {
  if (c < 0x80) return c;
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xfee0;
  if (c == 0xa0 || c == 0x3000 || c == 0x202f || c == 0x205f ||
      (c >= 0x2000 && c <= 0x200b) || c == 0xfeff) {
    return U' ';
  }
  if (IsOneOf(c, U"‐‑‒–—―−─━﹣"sv)) return U'-';
  if (IsOneOf(c, U"∼〜˜⁓∽"sv)) return U'~';
  if (IsOneOf(c, U"・‧ㆍ•∙⋅･ᆞ"sv)) return U'·';
  if (IsOneOf(c, U"、､"sv)) return U',';
  if (IsOneOf(c, U"。｡․"sv)) return U'.';
  if (c == U'年') return U'년';
  if (c == U'月') return U'월';
  if (c == U'日' || c == U'号') return U'일';
  return c;
}

}  // namespace

Letters::Letters(absl::string_view text) : text_(text) {
  line_starts_.push_back(0);
  size_t offset = 0;
  while (offset < text.size()) {
    const CodePoint decoded = FirstCodePoint(text.substr(offset));
    raw_.push_back(decoded.value);
    folded_.push_back(Fold(decoded.value));
    offsets_.push_back(offset);
    offset += decoded.bytes;
    if (decoded.value == U'\n') line_starts_.push_back(raw_.size());
  }
  offsets_.push_back(offset);
}

bool Letters::IsHangul(size_t i) const {
  const char32_t c = at(i);
  return (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x1100 && c <= 0x11ff) ||
         (c >= 0x3131 && c <= 0x318e);
}

bool Letters::IsHan(size_t i) const {
  const char32_t c = raw(i);
  return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff);
}

bool Letters::IsLatin(size_t i) const {
  const char32_t c = at(i);
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
         (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7);
}

bool Letters::IsWord(size_t i) const {
  return IsDigit(i) || IsLatin(i) || IsHangul(i) || IsHan(i);
}

bool Letters::IsSpace(size_t i) const {
  const char32_t c = at(i);
  return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r';
}

size_t Letters::SkipBlanks(size_t i) const {
  while (at(i) == U' ') ++i;
  return i;
}

std::optional<size_t> Letters::Match(size_t i, std::u32string_view word) const {
  for (const char32_t c : word) {
    if (at(i) != c) return std::nullopt;
    ++i;
  }
  return i;
}

absl::string_view Letters::Source(Span span) const {
  const size_t begin = ByteOf(span.begin);
  const size_t end = ByteOf(span.end);
  return begin >= end ? absl::string_view() : text_.substr(begin, end - begin);
}

size_t Letters::AtByte(size_t byte) const {
  const auto after = std::upper_bound(offsets_.begin(), offsets_.end(), byte);
  return static_cast<size_t>(after - offsets_.begin()) - 1;
}

Span Letters::Line(size_t number) const {
  Span line{line_starts_[number], number + 1 < line_starts_.size()
                                      ? line_starts_[number + 1] - 1
                                      : size()};
  if (!line.empty() && raw(line.end - 1) == U'\r') --line.end;
  return line;
}

size_t Letters::LineNumber(size_t i) const {
  const auto after =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), i);
  return static_cast<size_t>(after - line_starts_.begin()) - 1;
}

LineColumn Letters::PlaceOf(size_t i) const {
  const size_t line = LineNumber(i);
  return {static_cast<uint32_t>(line + 1),
          static_cast<uint32_t>(i - line_starts_[line] + 1)};
}

std::optional<Digits> ReadDigits(const Letters& letters, size_t i) {
  constexpr int kMaxCount = 8;
  Digits digits;
  for (; letters.IsDigit(i); ++i) {
    if (++digits.count > kMaxCount) return std::nullopt;
    digits.value = digits.value * 10 + static_cast<int>(letters.at(i) - U'0');
  }
  if (digits.count == 0) return std::nullopt;
  digits.end = i;
  return digits;
}

}  // namespace clearsky::document::lint
