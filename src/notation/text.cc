#include "notation/text.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/code_points.h"

namespace clearsky::notation {
namespace {

using namespace std::literals::string_view_literals;

bool IsOneOf(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

bool IsInvisible(char32_t c) {
  return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff ||
         c == 0x00ad;
}

char32_t FoldAscii(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c - U'A' + U'a';
  if (c <= 0x20) return U' ';
  return c == U'`' ? U'\'' : c;
}

char32_t Fold(char32_t c) {
  if (c < 0x80) return FoldAscii(c);
  // Hangul, and Han but the units of dates.
  if (c >= 0xac00 && c <= 0xd7a3) return c;
  if (c >= 0x4e00 && c <= 0x9fff) {
    if (c == U'年') return U'년';
    if (c == U'月') return U'월';
    if (c == U'日') return U'일';
    return c;
  }
  if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;
  if (c < 0x80) return FoldAscii(c);
  if (c == 0xa0 || c == 0x3000 || c == 0x202f || c == 0x205f ||
      (c >= 0x2000 && c <= 0x200a) || c == 0x85 || c == 0x2028 || c == 0x2029) {
    return U' ';
  }
  if (IsOneOf(c, U"‘’‛`´′ʼʹ＇"sv)) return U'\'';
  if (IsOneOf(c, U"‐‑‒–—―−─━﹣－"sv)) return U'-';
  if (IsOneOf(c, U"∼～〜˜⁓∽"sv)) return U'~';
  if (IsOneOf(c, U"・‧ㆍ•∙⋅･ᆞ"sv)) return U'·';
  if (IsOneOf(c, U"、､"sv)) return U',';
  if (IsOneOf(c, U"。｡․"sv)) return U'.';
  if (IsOneOf(c, U"⁄∕"sv)) return U'/';
  if (IsOneOf(c, U"〔【［"sv)) return U'[';
  if (IsOneOf(c, U"〕】］"sv)) return U']';
  if (IsOneOf(c, U"⇒➔➜➡⟶"sv)) return U'→';
  return c;
}

constexpr char32_t kSyllables = 0xac00;
constexpr char32_t kTails = 28;

// The syllable that `last` and the jamo `next` make together (Unicode
// Standard, 3.12); 0 when they make none.
char32_t ComposeHangul(char32_t last, char32_t next) {
  const char32_t lead = last - 0x1100;
  const char32_t vowel = next - 0x1161;
  if (lead < 19 && vowel < 21) {
    return kSyllables + (lead * 21 + vowel) * kTails;
  }
  const char32_t syllable = last - kSyllables;
  const char32_t tail = next - 0x11a7;
  if (syllable < 11172 && syllable % kTails == 0 && tail > 0 && tail < kTails) {
    return last + tail;
  }
  return 0;
}

constexpr std::u32string_view kNumerals = U"零一二三四五六七八九";
constexpr std::u32string_view kUnits =
    U"년월일号號季天次届屆回期轮輪周点點时時分个個";

// The digit of a Chinese numeral; nullopt for what is none.
std::optional<int> NumeralDigit(char32_t c) {
  // All are between the ring and Hangul; most of what is asked for is neither.
  if (c < U'○' || c >= kSyllables) return std::nullopt;
  if (c == U'〇' || c == U'○') return 0;
  if (c == U'两' || c == U'兩') return 2;
  const size_t index = kNumerals.find(c);
  if (index == std::u32string_view::npos) return std::nullopt;
  return static_cast<int>(index);
}

bool IsNumeral(char32_t c) { return c == U'十' || NumeralDigit(c).has_value(); }

// The digits that a run of numerals means: 二〇二二, 十, 二十八. Empty when it
// is no number.
std::string NumeralDigits(const char32_t* run, size_t size) {
  std::string digits;
  const std::u32string_view text(run, size);
  const size_t ten = text.find(U'十');
  if (ten == std::u32string_view::npos) {
    constexpr size_t kYearSize = 4;
    if (size > 2 && size != kYearSize) return "";
    for (const char32_t c : text) {
      digits.push_back(static_cast<char>('0' + *NumeralDigit(c)));
    }
    return digits;
  }
  if (ten > 1 || size - ten > 2) return "";
  const auto digit_at = [&](size_t i) -> char {
    const std::optional<int> digit = NumeralDigit(text[i]);
    return digit && *digit > 0 ? static_cast<char>('0' + *digit) : '\0';
  };
  digits.push_back(ten == 0 ? '1' : digit_at(0));
  digits.push_back(ten + 1 == size ? '0' : digit_at(ten + 1));
  return digits.find('\0') == std::string::npos ? digits : "";
}

}  // namespace

void Text::FoldChineseNumerals() {
  const auto is_numeral = [](char32_t c) { return IsNumeral(c); };
  if (std::none_of(chars_.begin(), chars_.end(), is_numeral)) return;
  auto chars = std::move(chars_);
  auto offsets = std::move(offsets_);
  chars_.clear();
  offsets_.clear();
  const auto copy = [&](size_t i) {
    chars_.push_back(chars[i]);
    offsets_.push_back(offsets[i]);
  };
  size_t i = 0;
  while (i < chars.size()) {
    size_t end = i;
    while (end < chars.size() && IsNumeral(chars[end])) ++end;
    if (end == i) {
      copy(i++);
      continue;
    }
    // 周一 and 星期三 are days of the week, even before 上午.
    const bool is_weekday =
        i > 0 && end == i + 1 &&
        (IsOneOf(chars[i - 1], U"周週拜") ||
         (chars[i - 1] == U'期' && i > 1 && chars[i - 2] == U'星'));
    const bool has_unit =
        end < chars.size() &&
        (IsOneOf(chars[end], kUnits) || IsOneOf(chars[end], U"~-至到、,和") ||
         // 第三或第四季度
         (IsOneOf(chars[end], U"或及与") && end + 1 < chars.size() &&
          (chars[end + 1] == U'第' || IsNumeral(chars[end + 1]))));
    const bool counts = end < chars.size() && chars[end] == U'次';
    const std::string digits = has_unit && (!is_weekday || counts)
                                   ? NumeralDigits(&chars[i], end - i)
                                   : std::string();
    if (digits.empty()) {
      while (i < end) copy(i++);
      continue;
    }
    for (size_t digit = 0; digit < digits.size(); ++digit) {
      chars_.push_back(static_cast<char32_t>(digits[digit]));
      offsets_.push_back(offsets[std::min(i + digit, end - 1)]);
    }
    i = end;
  }
  offsets_.push_back(offsets.back());
}

Text::Text(absl::string_view utf8, Language language)
    : source_(utf8), language_(language) {
  chars_.resize(utf8.size());
  offsets_.resize(utf8.size() + 1);
  char32_t* const chars = chars_.data();
  uint32_t* const offsets = offsets_.data();
  size_t size = 0;
  size_t offset = 0;
  while (offset < utf8.size()) {
    const uint8_t lead = static_cast<uint8_t>(utf8[offset]);
    if (lead < 0x80) {
      chars[size] = FoldAscii(lead);
      offsets[size++] = static_cast<uint32_t>(offset++);
      continue;
    }
    const CodePoint decoded = FirstCodePoint(utf8.substr(offset));
    const char32_t composed =
        size == 0 ? 0 : ComposeHangul(chars[size - 1], decoded.value);
    if (composed != 0) {
      chars[size - 1] = composed;
    } else if (!IsInvisible(decoded.value)) {
      chars[size] = Fold(decoded.value);
      offsets[size++] = static_cast<uint32_t>(offset);
    }
    offset += decoded.bytes;
  }
  offsets[size] = static_cast<uint32_t>(offset);
  chars_.resize(size);
  offsets_.resize(size + 1);
  if (language == Language::kChinese) FoldChineseNumerals();
  begin_ = chars_.data();
  size_ = chars_.size();
}

absl::string_view Text::Source(size_t begin, size_t end) const {
  while (begin < end && at(begin) == U' ') ++begin;
  while (end > begin && at(end - 1) == U' ') --end;
  if (begin >= end) return "";
  return source_.substr(offsets_[begin], offsets_[end] - offsets_[begin]);
}

size_t Text::SkipSpaces(size_t i) const {
  while (at(i) == U' ') ++i;
  return i;
}

std::optional<size_t> Text::MatchAll(size_t i, std::u32string_view word) const {
  for (const char32_t c : word) {
    if (c == U' ') {
      i = SkipSpaces(i);
    } else if (at(i) == c) {
      ++i;
    } else {
      return std::nullopt;
    }
  }
  return i;
}

size_t Text::SkipGroup(size_t i) const {
  int depth = 0;
  for (; i < size(); ++i) {
    if (at(i) == U'(') ++depth;
    if (at(i) == U')' && --depth == 0) return i + 1;
  }
  return size();
}

bool Text::IsWordChar(size_t i) const {
  const char32_t c = at(i);
  return (c >= U'a' && c <= U'z') || (c >= 0xc0 && c <= 0x24f) ||
         (c >= 0x1100 && c <= 0x11ff) || (c >= 0x3131 && c <= 0x318e) ||
         (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3);
}

bool Text::IsCapital(size_t i) const {
  if (i >= size()) return false;
  const char c = source_[offsets_[i]];
  // Ä, É and their kin begin with this byte in UTF-8.
  return (c >= 'A' && c <= 'Z') || static_cast<uint8_t>(c) == 0xc3;
}

std::optional<Number> ReadNumber(const Text& text, size_t i) {
  Number number;
  constexpr int kMaxDigits = 8;
  for (; text.IsDigit(i); ++i) {
    if (++number.digit_count > kMaxDigits) return std::nullopt;
    number.value = number.value * 10 + static_cast<int>(text.at(i) - U'0');
  }
  if (number.digit_count == 0) return std::nullopt;
  number.end = i;
  return number;
}

}  // namespace clearsky::notation
