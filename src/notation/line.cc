#include "notation/line.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/utf8.h"
#include "notation/notation.h"
#include "notation/phrase.h"
#include "notation/text.h"

namespace clearsky::notation {
namespace {

constexpr std::u32string_view kListMarks =
    U"○ㅇ◦●◎□■▪▫◆◇▶▷►★☆※*-·❍⚪⚫󰏚①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

// `N차` or `N회`, with or without 제 before it.
struct Ordinal {
  uint32_t value = 0;
  size_t end = 0;
};

std::optional<Ordinal> ReadKoreanOrdinal(const Text& text, size_t i) {
  const bool has_prefix = text.at(i) == U'제';
  const auto number = ReadNumber(text, has_prefix ? text.SkipSpaces(i + 1) : i);
  if (!number || number->value == 0 || number->digit_count > 4) {
    return std::nullopt;
  }
  for (const std::u32string_view unit : {U" 차", U" 회"}) {
    const auto end = text.Match(number->end, unit);
    if (!end) continue;
    // 4차 산업혁명 is no fourth meeting.
    if (text.Match(*end, U" 산업")) return std::nullopt;
    // 3차원, 2회차: another word.
    if (text.at(*end) == U'원' || text.at(*end) == U'차') return std::nullopt;
    if (!has_prefix && text.at(*end) != U' ') return std::nullopt;
    if (text.SkipSpaces(*end) >= text.size()) return std::nullopt;
    return Ordinal{static_cast<uint32_t>(number->value), *end};
  }
  return std::nullopt;
}

struct OrdinalWord {
  std::u32string_view text;
  uint32_t value;
};

constexpr OrdinalWord kEnglishOrdinals[] = {
    {U"first", 1},       {U"second", 2},       {U"third", 3},
    {U"fourth", 4},      {U"fifth", 5},        {U"sixth", 6},
    {U"seventh", 7},     {U"eighth", 8},       {U"ninth", 9},
    {U"tenth", 10},      {U"eleventh", 11},    {U"twelfth", 12},
    {U"thirteenth", 13}, {U"fourteenth", 14},  {U"fifteenth", 15},
    {U"sixteenth", 16},  {U"seventeenth", 17}, {U"eighteenth", 18},
    {U"nineteenth", 19},
};

constexpr OrdinalWord kEnglishTens[] = {
    {U"twent", 20}, {U"thirt", 30},  {U"fort", 40},  {U"fift", 50},
    {U"sixt", 60},  {U"sevent", 70}, {U"eight", 80}, {U"ninet", 90},
};

// `sixth`, `twenty-first`.
std::optional<Ordinal> ReadEnglishOrdinalWord(const Text& text, size_t i) {
  for (const OrdinalWord& word : kEnglishOrdinals) {
    const auto end = text.Match(i, word.text);
    if (end && !text.IsWordChar(*end)) return Ordinal{word.value, *end};
  }
  for (const OrdinalWord& tens : kEnglishTens) {
    const auto stem = text.Match(i, tens.text);
    if (!stem) continue;
    if (const auto end = text.Match(*stem, U"ieth")) {
      return Ordinal{tens.value, *end};
    }
    auto end = text.Match(*stem, U"y");
    if (!end) continue;
    if (text.at(*end) == U'-' || text.at(*end) == U' ') ++*end;
    const auto unit = ReadEnglishOrdinalWord(text, *end);
    if (unit && unit->value < 10) {
      return Ordinal{tens.value + unit->value, unit->end};
    }
  }
  return std::nullopt;
}

// The suffix that a number has: 1st, 2nd, 3rd, 4th, 11th.
std::u32string_view EnglishSuffix(uint32_t value) {
  if (value / 10 % 10 == 1) return U"th";
  constexpr std::u32string_view kSuffixes[] = {U"th", U"st", U"nd", U"rd"};
  return value % 10 < 4 ? kSuffixes[value % 10] : U"th";
}

// `6th`, `sixth`, with or without `the` before it.
std::optional<Ordinal> ReadEnglishOrdinal(const Text& text, size_t i) {
  if (const auto the = text.Match(i, U"the ")) i = *the;
  std::optional<Ordinal> ordinal = ReadEnglishOrdinalWord(text, i);
  if (!ordinal) {
    const auto number = ReadNumber(text, i);
    if (!number || number->value == 0 || number->digit_count > 4) {
      return std::nullopt;
    }
    const auto value = static_cast<uint32_t>(number->value);
    const auto end = text.Match(number->end, EnglishSuffix(value));
    if (!end) return std::nullopt;
    ordinal = Ordinal{value, *end};
  }
  // Of half-years, quarters and worlds none is a meeting.
  for (const std::u32string_view other :
       {U" half", U" quarter", U" party", U" world", U" century"}) {
    const auto end = text.Match(ordinal->end, other);
    if (end && !text.IsWordChar(*end)) return std::nullopt;
  }
  if (text.at(ordinal->end) != U' ') return std::nullopt;
  if (text.SkipSpaces(ordinal->end) >= text.size()) return std::nullopt;
  return ordinal;
}

// 第六次, 第15届, 第二十一次; Text leaves digits of the numerals.
std::optional<Ordinal> ReadChineseOrdinal(const Text& text, size_t i) {
  if (text.at(i) != U'第') return std::nullopt;
  const auto number = ReadNumber(text, text.SkipSpaces(i + 1));
  if (!number || number->value == 0 || number->digit_count > 4) {
    return std::nullopt;
  }
  constexpr std::u32string_view kUnits = U"次届屆回期轮輪";
  const size_t unit = text.SkipSpaces(number->end);
  if (text.at(unit) == 0 || kUnits.find(text.at(unit)) == kUnits.npos) {
    return std::nullopt;
  }
  if (text.SkipSpaces(unit + 1) >= text.size()) return std::nullopt;
  return Ordinal{static_cast<uint32_t>(number->value), unit + 1};
}

std::optional<Ordinal> ReadOrdinal(const Text& text, size_t i) {
  switch (text.language()) {
    case Language::kKorean:
      return ReadKoreanOrdinal(text, i);
    case Language::kEnglish:
      return ReadEnglishOrdinal(text, i);
    case Language::kChinese:
      return ReadChineseOrdinal(text, i);
  }
  return std::nullopt;
}

struct EditionYear {
  uint32_t value = 0;
  size_t end = 0;
};

// `2022 ` or `2022년 ` before a name.
std::optional<EditionYear> ReadEditionYear(const Text& text, size_t i) {
  const bool marked = text.at(i) == U'\'';
  const auto number = ReadNumber(text, marked ? i + 1 : i);
  if (!number || number->digit_count != (marked ? 2 : 4)) return std::nullopt;
  const int value = number->value + (marked ? 2000 : 0);
  if (value < 1900 || value > 2199) return std::nullopt;
  size_t end = number->end;
  if (const auto year = text.Match(end, U"년도")) {
    end = *year;
  } else if (const auto plain = text.Match(end, U"년")) {
    end = *plain;
  }
  const bool counted = end != number->end;
  const bool parted = text.at(end) == U' ' ||
                      (text.language() == Language::kChinese && counted);
  if (!parted) return std::nullopt;
  if (text.SkipSpaces(end) >= text.size()) return std::nullopt;
  return EditionYear{static_cast<uint32_t>(value), end};
}

// 六, 十五, 二十一 up to 99; digits above.
std::string ChineseNumber(uint32_t value) {
  constexpr absl::string_view kDigits[] = {"",   "一", "二", "三", "四",
                                           "五", "六", "七", "八", "九"};
  if (value > 99) return absl::StrCat(value);
  if (value < 10) return std::string(kDigits[value]);
  return absl::StrCat(value < 20 ? "" : kDigits[value / 10], "十",
                      kDigits[value % 10]);
}

absl::Status CheckInput(absl::string_view text) {
  constexpr size_t kMaxSize = 4096;
  if (text.size() > kMaxSize) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the line has ", text.size(), " bytes; at most 4096 are accepted"));
  }
  if (!IsValidUtf8(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the line is not UTF-8 at byte ", FirstInvalidUtf8(text)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view WithoutListMark(absl::string_view line) {
  const Text text(line, Language::kKorean);
  const auto is_mark = [&text](size_t at) {
    return text.at(at) != 0 &&
           kListMarks.find(text.at(at)) != std::u32string_view::npos;
  };
  size_t i = text.SkipSpaces(0);
  if (text.at(i) == U'o' && text.at(i + 1) == U' ') {
    i += 2;
  } else if (is_mark(i)) {
    ++i;
  }
  // An editor may leave more than one, and none of them is of the title; `○○`
  // stands for a name that is left out, though.
  for (size_t k = text.SkipSpaces(i);
       is_mark(k) && text.at(k + 1) != text.at(k) &&
       (text.at(k + 1) == U' ' || is_mark(k + 1));
       k = text.SkipSpaces(k + 1)) {
    i = k + 1;
  }
  return text.Source(i, text.size());
}

LineParts SplitLine(absl::string_view line) {
  const Text text(line, Language::kKorean);
  LineParts parts;
  parts.title = text.Source(0, text.size());
  size_t open = text.size();
  size_t i = 0;
  while (i < text.size()) {
    if (text.at(i) == U'(') {
      open = i;
      i = text.SkipGroup(i);
    } else {
      ++i;
    }
  }
  if (open == text.size()) return parts;
  const size_t close = text.SkipGroup(open);
  // SkipGroup runs to the end when the parenthesis is never closed.
  int depth = 0;
  for (size_t at = open; at < close; ++at) {
    if (text.at(at) == U'(') ++depth;
    if (text.at(at) == U')') --depth;
  }
  parts.is_closed = depth == 0;
  parts.has_group = true;
  parts.title = text.Source(0, open);
  parts.inside = text.Source(open + 1, parts.is_closed ? close - 1 : close);
  parts.after = text.Source(close, text.size());
  return parts;
}

std::string WriteOrdinal(uint32_t ordinal, Language language) {
  switch (language) {
    case Language::kKorean:
      return absl::StrCat("제", ordinal, "차");
    case Language::kEnglish: {
      const std::u32string_view suffix = EnglishSuffix(ordinal);
      return absl::StrCat(ordinal, std::string(suffix.begin(), suffix.end()));
    }
    case Language::kChinese:
      return absl::StrCat("第", ChineseNumber(ordinal), "次");
  }
  return "";
}

bool HasParenthesis(const Text& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.at(i) == U'(') return true;
  }
  return false;
}

TitleParts ReadTitle(absl::string_view title, Language language) {
  const Text text(title, language);
  TitleParts parts;
  size_t i = text.SkipSpaces(0);
  // Year and ordinal may stand in either order.
  for (int round = 0; round < 2; ++round) {
    if (parts.edition_year == 0) {
      if (const auto year = ReadEditionYear(text, i)) {
        parts.edition_year = year->value;
        i = text.SkipSpaces(year->end);
      }
    }
    if (parts.ordinal == 0) {
      if (const auto ordinal = ReadOrdinal(text, i)) {
        parts.ordinal = ordinal->value;
        parts.ordinal_text = std::string(text.Source(i, ordinal->end));
        i = text.SkipSpaces(ordinal->end);
      }
    }
  }
  size_t end = text.size();
  while (end > i && text.at(end - 1) == U' ') --end;
  constexpr size_t kSuffixSize = 2;
  if (language == Language::kKorean && end > i + kSuffixSize + 1 &&
      text.at(end - kSuffixSize - 1) == U' ' &&
      text.Match(end - kSuffixSize, U"개최") == end) {
    parts.suffix = std::string(text.Source(end - kSuffixSize, end));
    end -= kSuffixSize;
  }
  parts.name = std::string(text.Source(i, end));
  return parts;
}

absl::StatusOr<TableLineReading> ReadTableLine(absl::string_view line,
                                               Language language,
                                               const Context& context) {
  if (absl::Status status = CheckInput(line); !status.ok()) return status;
  const absl::string_view bare = WithoutListMark(line);
  if (bare.empty()) {
    return absl::InvalidArgumentError(
        "the line is empty; accepted is `○ title(fields)`");
  }
  TableLineReading reading;
  const LineParts parts = SplitLine(bare);
  if (!parts.has_group || parts.title.empty()) {
    reading.title = ReadTitle(bare, language);
    return reading;
  }
  // A word of status may stand behind the parenthesis; a longer tail makes the
  // parenthesis a part of the title.
  const std::string fields =
      absl::StripAsciiWhitespace(parts.after).empty() || parts.after == "."
          ? std::string(parts.inside)
          : absl::StrCat(parts.inside, ", ", parts.after);
  const Text text(fields, language);
  Phrase phrase = ReadPhrase(text, context);
  if (!parts.after.empty() && parts.after != ".") {
    const Phrase tail = ReadPhrase(Text(parts.after, language), context);
    if (!tail.unread.empty() || !tail.hosts.empty()) {
      reading.title = ReadTitle(bare, language);
      return reading;
    }
  }
  reading.title = ReadTitle(parts.title, language);
  if (!parts.is_closed) {
    reading.findings.push_back(
        {"unbalanced-parenthesis",
         "the last parenthesis is not closed; it is read to the line's end"});
  }
  Meaning meaning = Understand(phrase, text, true, context);
  if (!meaning.coverage && meaning.date && !phrase.dates.empty() &&
      phrase.dates.front().resolved.is_range &&
      phrase.dates.front().resolved.precision == Precision::kYear) {
    // The years that a line covers are no date of it.
    if (meaning.date->reading() == v1::PartialDate::READING_WHOLE_SPAN) {
      meaning.coverage = meaning.date;
      meaning.date.reset();
      if (meaning.status == Status::kHeld) meaning.status = Status::kNone;
    }
  }
  reading.level = phrase.levels.empty() ? "" : phrase.levels.front();
  reading.coverage = meaning.coverage;
  reading.date = meaning.date;
  reading.status = meaning.status;
  reading.delivery = meaning.delivery;
  reading.host = phrase.hosts.empty() ? "" : phrase.hosts.front();
  reading.places = phrase.places;
  reading.unread = meaning.unread;
  for (size_t i = 1; i < phrase.levels.size(); ++i) {
    reading.unread.push_back(phrase.levels[i]);
  }
  for (size_t i = 1; i < phrase.hosts.size(); ++i) {
    reading.unread.push_back(phrase.hosts[i]);
  }
  reading.findings.insert(reading.findings.end(), meaning.findings.begin(),
                          meaning.findings.end());
  return reading;
}

}  // namespace clearsky::notation
