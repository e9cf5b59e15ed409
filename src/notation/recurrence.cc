#include "notation/recurrence.h"

#include <string_view>

#include "notation/word_table.h"

namespace clearsky::notation {
namespace {

constexpr std::u32string_view kTimes[] = {
    U"at least once", U"once",       U"twice",         U"thrice",
    U"three times",   U"four times", U"several times", U"one or two times"};
constexpr std::u32string_view kCounted[] = {U" times", U" meetings",
                                            U" sessions", U" x"};
constexpr std::u32string_view kPer[] = {
    U" per year", U" per month", U" per quarter", U" a year",   U" a month",
    U" per week", U"/year",      U"/month",       U" per annum"};
constexpr std::u32string_view kPeriods[] = {
    U" a year",           U" a month",         U" a quarter",
    U" a week",           U" per year",        U" per month",
    U" per quarter",      U" per week",        U" each year",
    U" each month",       U" every year",      U" every month",
    U" every quarter",    U" every two years", U" yearly",
    U" annually",         U" monthly",         U" every six months",
    U" every half year",  U" each quarter",    U" per annum",
    U" every other year", U" every week"};
constexpr std::u32string_view kEvery[] = {U"every ", U"each "};
constexpr std::u32string_view kEveryNth[] = {
    U"two", U"three", U"four", U"five", U"six", U"second", U"other", U"third"};
constexpr std::u32string_view kUnits[] = {U" years", U" months",  U" weeks",
                                          U" days",  U" year",    U" month",
                                          U" week",  U" quarter", U" quarters"};

constexpr std::u32string_view kChinesePeriods[] = {
    U"每半년", U"每季度", U"每季", U"每个季度", U"每两년",   U"每个월",
    U"每월",   U"每년度", U"每년", U"每周",     U"每个星期", U"每星期",
    U"每天",   U"每일",   U"一년", U"1년",      U"1季度",    U"半년",
    U"1个월",  U"全년",   U"年均", U"年"};
constexpr std::u32string_view kChineseUnits[] = {U"个월",   U"년", U"周",
                                                 U"个季度", U"天", U"个星期"};
constexpr std::u32string_view kChineseVerbs[] = {U"举行", U"召开",   U"举办",
                                                 U"至少", U"不少于", U"约"};
constexpr std::u32string_view kChineseCounted[] = {U"次会议", U"次", U"届",
                                                   U"回"};

// The index after the first of `kWords` at `i`; in English it must end a word.
template <const auto& kWords>
std::optional<size_t> MatchAny(const Text& text, size_t i) {
  for (const std::u32string_view word : EntriesAt<kWords>(text, i)) {
    const auto end = text.Match(i, word);
    if (!end) continue;
    if (text.language() == Language::kEnglish && text.IsWordChar(*end) &&
        text.at(*end - 1) != U' ') {
      continue;
    }
    return end;
  }
  return std::nullopt;
}

// `2`, `1-2`, `2~3`.
std::optional<size_t> ReadCount(const Text& text, size_t i) {
  const auto number = ReadNumber(text, i);
  if (!number || number->digit_count > 3) return std::nullopt;
  const char32_t mark = text.at(number->end);
  if (mark == U'-' || mark == U'~' || mark == U'至' || mark == U'到') {
    const auto most = ReadNumber(text, number->end + 1);
    if (most) return most->end;
  }
  return number->end;
}

std::optional<size_t> ReadEnglish(const Text& text, size_t i) {
  std::optional<size_t> times = MatchAny<kTimes>(text, i);
  if (!times) {
    const auto count = ReadCount(text, i);
    if (count) {
      times = MatchAny<kCounted>(text, *count);
      const auto per = MatchAny<kPer>(text, times.value_or(*count));
      return per;
    }
  }
  if (times) {
    return MatchAny<kPeriods>(text, *times);
  }
  const auto every = MatchAny<kEvery>(text, i);
  if (!every) return std::nullopt;
  auto count = ReadCount(text, *every);
  if (!count) {
    count = MatchAny<kEveryNth>(text, *every);
  }
  if (!count) return std::nullopt;
  return MatchAny<kUnits>(text, *count);
}

std::optional<size_t> ReadChinese(const Text& text, size_t i) {
  std::optional<size_t> unit = MatchAny<kChinesePeriods>(text, i);
  if (!unit) {
    const auto every = text.Match(i, U"每");
    const auto count =
        every ? ReadCount(text, *every) : std::optional<size_t>();
    if (!count) return std::nullopt;
    unit = MatchAny<kChineseUnits>(text, *count);
    if (!unit) return std::nullopt;
  }
  size_t next = text.SkipSpaces(*unit);
  if (const auto verb = MatchAny<kChineseVerbs>(text, next)) {
    next = *verb;
  }
  const auto count = ReadCount(text, next);
  if (!count) return std::nullopt;
  return MatchAny<kChineseCounted>(text, *count);
}

}  // namespace

std::optional<size_t> ReadRecurrence(const Text& text, size_t i) {
  return text.language() == Language::kEnglish ? ReadEnglish(text, i)
                                               : ReadChinese(text, i);
}

}  // namespace clearsky::notation
