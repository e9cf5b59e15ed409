#include "notation/joined_date.h"
#include "notation/word_table.h"

namespace clearsky::notation {
namespace {

struct Count {
  std::u32string_view text;
  int value;
};

constexpr Count kEnglishCounts[] = {
    {U"one", 1},  {U"two", 2},  {U"three", 3}, {U"four", 4},
    {U"five", 5}, {U"six", 6},  {U"seven", 7}, {U"eight", 8},
    {U"nine", 9}, {U"ten", 10}, {U"a", 1},
};

struct Unit {
  std::u32string_view text;
  Duration::Unit unit;
  int factor;
};

constexpr Unit kEnglishUnits[] = {
    {U" days", Duration::Unit::kDay, 1},
    {U" day", Duration::Unit::kDay, 1},
    {U" weeks", Duration::Unit::kDay, 7},
    {U" week", Duration::Unit::kDay, 7},
    {U" months", Duration::Unit::kMonth, 1},
    {U" month", Duration::Unit::kMonth, 1},
    {U" years", Duration::Unit::kYear, 1},
    {U" year", Duration::Unit::kYear, 1},
};

constexpr Unit kChineseUnits[] = {
    {U"天", Duration::Unit::kDay, 1},     {U"일", Duration::Unit::kDay, 1},
    {U"个星期", Duration::Unit::kDay, 7}, {U"周", Duration::Unit::kDay, 7},
    {U"个월", Duration::Unit::kMonth, 1}, {U"年", Duration::Unit::kYear, 1},
    {U"년", Duration::Unit::kYear, 1},
};

std::optional<Duration> ReadChineseDuration(const Text& text, size_t i) {
  if (text.at(i) == U',') i = text.SkipSpaces(i + 1);
  bool marked = false;
  static constexpr std::u32string_view kMarks[] = {
      U"会期为", U"会期", U"为期", U"為期", U"历时", U"共计",
      U"共",     U"连续", U"持续", U"举行", U"的"};
  for (const std::u32string_view word : EntriesAt<kMarks>(text, i)) {
    const auto end = text.Match(i, word);
    if (!end || marked) continue;
    marked = true;
    i = *end;
  }
  const auto number = ReadNumber(text, i);
  if (!number || number->digit_count > 3 || number->value == 0) {
    return std::nullopt;
  }
  Duration duration;
  duration.count = number->value;
  for (const Unit& unit : EntriesAt<kChineseUnits>(text, number->end)) {
    const auto end = text.Match(number->end, unit.text);
    if (!end) continue;
    // 5日 is a day of the month, 5天 a length.
    if (unit.text == U"일" && !marked) return std::nullopt;
    if (unit.unit == Duration::Unit::kYear && !marked) return std::nullopt;
    duration.unit = unit.unit;
    duration.count *= unit.factor;
    duration.end = *end;
    return duration;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Duration> ReadEnglishDuration(const Text& text, size_t i,
                                            bool must_mark) {
  bool marked = !must_mark;
  static constexpr std::u32string_view kMarks[] = {
      U"for a total of ", U"for a period of ", U"lasting ", U"over ", U"for "};
  for (const std::u32string_view word : EntriesAt<kMarks>(text, i)) {
    const auto end = text.Match(i, word);
    if (!end) continue;
    marked = true;
    i = *end;
    break;
  }
  Duration duration;
  size_t end = 0;
  if (const auto number = ReadNumber(text, i)) {
    if (number->digit_count > 3 || number->value == 0) return std::nullopt;
    duration.count = number->value;
    end = number->end;
  } else {
    for (const Count& count : EntriesAt<kEnglishCounts>(text, i)) {
      const auto word = text.Match(i, count.text);
      if (word && !text.IsWordChar(*word)) {
        duration.count = count.value;
        end = *word;
      }
    }
    if (duration.count == 0) return std::nullopt;
  }
  for (const std::u32string_view word : {U" consecutive", U" full"}) {
    if (const auto after = text.Match(end, word)) end = *after;
  }
  if (text.at(end) == U'-') ++end;
  for (const Unit& unit : EntriesAt<kEnglishUnits>(text, end)) {
    const auto word = text.Match(end, unit.text);
    if (!word || text.IsWordChar(*word)) continue;
    duration.unit = unit.unit;
    duration.count *= unit.factor;
    duration.end = *word;
    return marked || text.at(i == 0 ? 0 : i - 1) == U'('
               ? std::optional(duration)
               : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Duration> ReadJoinedDuration(const Text& text, size_t i) {
  return text.language() == Language::kEnglish
             ? ReadEnglishDuration(text, i, true)
             : ReadChineseDuration(text, i);
}

}  // namespace clearsky::notation
