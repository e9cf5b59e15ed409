#include "document/lint/ordinals.h"

#include <array>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

constexpr std::array<std::u32string_view, 12> kWords = {
    U"first",   U"second", U"third", U"fourth", U"fifth",    U"sixth",
    U"seventh", U"eighth", U"ninth", U"tenth",  U"eleventh", U"twelfth"};

constexpr std::u32string_view kChineseDigits = U"零一二三四五六七八九";

std::optional<OrdinalWords> ReadKorean(const Letters& letters, size_t i) {
  const bool has_prefix = letters.raw(i) == U'제';
  const auto number =
      ReadDigits(letters, has_prefix ? letters.SkipBlanks(i + 1) : i);
  if (!number || number->value == 0 || number->count > 4) return std::nullopt;
  const size_t unit = letters.SkipBlanks(number->end);
  if (letters.raw(unit) != U'차' && letters.raw(unit) != U'회') {
    return std::nullopt;
  }
  const size_t end = unit + 1;
  // 4차 산업혁명 is no fourth meeting; 3차원, 2회차 are other words.
  if (letters.Match(letters.SkipBlanks(end), U"산업")) return std::nullopt;
  const char32_t next = letters.raw(end);
  if (next == U'원' || next == U'차' || next == U'례') return std::nullopt;
  if (!has_prefix && next != U' ') return std::nullopt;
  return OrdinalWords{static_cast<uint32_t>(number->value), {i, end}};
}

// 一, 十, 十四, 二十, 二十三.
std::optional<Digits> ReadChineseNumber(const Letters& letters, size_t i) {
  if (letters.IsDigit(i)) return ReadDigits(letters, i);
  Digits number;
  size_t at = i;
  const auto digit = [&] {
    const size_t index = letters.raw(at) == 0
                             ? std::u32string_view::npos
                             : kChineseDigits.find(letters.raw(at));
    return index == std::u32string_view::npos ? -1 : static_cast<int>(index);
  };
  const int first = digit();
  if (first >= 0) ++at;
  if (letters.raw(at) == U'十') {
    ++at;
    const int last = digit();
    if (last >= 0) ++at;
    number.value = (first < 0 ? 1 : first) * 10 + (last < 0 ? 0 : last);
  } else {
    number.value = first;
  }
  if (at == i || number.value <= 0) return std::nullopt;
  number.count = 1;
  number.end = at;
  return number;
}

std::optional<OrdinalWords> ReadChinese(const Letters& letters, size_t i) {
  if (letters.raw(i) != U'第') return std::nullopt;
  const auto number = ReadChineseNumber(letters, letters.SkipBlanks(i + 1));
  if (!number || number->value == 0) return std::nullopt;
  const size_t unit = letters.SkipBlanks(number->end);
  if (U"次届屆轮輪回"sv.find(letters.raw(unit)) == std::u32string_view::npos ||
      letters.raw(unit) == 0) {
    return std::nullopt;
  }
  return OrdinalWords{static_cast<uint32_t>(number->value), {i, unit + 1}};
}

std::optional<OrdinalWords> ReadEnglish(const Letters& letters, size_t i) {
  if (i > 0 && (letters.IsWord(i - 1) || letters.at(i - 1) == U'.')) {
    return std::nullopt;
  }
  if (const auto number = ReadDigits(letters, i)) {
    if (number->count > 3 || number->value == 0) return std::nullopt;
    for (const std::u32string_view suffix : {U"st", U"nd", U"rd", U"th"}) {
      const auto end = letters.Match(number->end, suffix);
      if (end && !letters.IsWord(*end)) {
        return OrdinalWords{static_cast<uint32_t>(number->value), {i, *end}};
      }
    }
    return std::nullopt;
  }
  for (size_t word = 0; word < kWords.size(); ++word) {
    const char32_t first = letters.at(i);
    if (first != kWords[word][0] && first != kWords[word][0] - U'a' + U'A') {
      continue;
    }
    const auto end = letters.Match(i + 1, kWords[word].substr(1));
    if (end && !letters.IsWord(*end) && letters.at(*end) == U' ') {
      return OrdinalWords{static_cast<uint32_t>(word) + 1, {i, *end}};
    }
  }
  return std::nullopt;
}

std::string ChineseNumber(uint32_t value) {
  const auto digit = [](uint32_t d) {
    constexpr std::array<absl::string_view, 10> kDigits = {
        "", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    return kDigits[d];
  };
  if (value >= 100) return absl::StrCat(value);
  return absl::StrCat(value >= 20 ? digit(value / 10) : "",
                      value >= 10 ? "十" : "", digit(value % 10));
}

absl::string_view EnglishSuffix(uint32_t value) {
  if (value % 100 >= 11 && value % 100 <= 13) return "th";
  switch (value % 10) {
    case 1:
      return "st";
    case 2:
      return "nd";
    case 3:
      return "rd";
    default:
      return "th";
  }
}

}  // namespace

std::optional<OrdinalWords> ReadOrdinalAt(const Letters& letters, size_t i) {
  if (auto korean = ReadKorean(letters, i)) return korean;
  if (auto chinese = ReadChinese(letters, i)) return chinese;
  return ReadEnglish(letters, i);
}

std::string OrdinalLike(const Letters& letters, Span like, uint32_t value) {
  size_t begin = like.begin;
  while (begin < like.end && !letters.IsDigit(begin)) ++begin;
  size_t end = begin;
  while (end < like.end && letters.IsDigit(end)) ++end;
  if (letters.raw(like.begin) == U'第' && begin == like.end) {
    return absl::StrCat("第", ChineseNumber(value),
                        letters.Source({like.end - 1, like.end}));
  }
  if (letters.IsLatin(like.end - 1)) {
    return absl::StrCat(value, EnglishSuffix(value));
  }
  return absl::StrCat(letters.Source({like.begin, begin}), value,
                      letters.Source({end, like.end}));
}

}  // namespace clearsky::document::lint
