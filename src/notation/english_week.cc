#include <utility>

#include "notation/english_parts.h"

namespace clearsky::notation {

std::optional<Operand> ReadEnglishWeek(const Text& text, size_t i,
                                       const Context& context) {
  Operand operand;
  operand.precision = Precision::kWeek;
  const absl::CivilDay monday =
      absl::PrevWeekday(context.day + 1, absl::Weekday::monday);
  const auto take = [&](absl::CivilDay first) {
    operand.fixed_first = first;
    operand.fixed_last = first + 6;
    return operand;
  };
  static constexpr Relative kWeeks[] = {
      {U"this week", 0},           {U"later this week", 0},
      {U"the week after next", 2}, {U"the following week", 1},
      {U"the coming week", 1},     {U"next week", 1},
      {U"last week", -1},          {U"the previous week", -1}};
  const auto weekday = ReadWeekday(text, i);
  if (weekday && !weekday->is_short) {
    size_t next = text.SkipSpaces(weekday->end);
    if (const auto of = text.Match(next, U"of ")) next = *of;
    const auto week = MatchEnglishRelative<kWeeks>(text, next, operand.end);
    if (!week) return std::nullopt;
    operand.precision = Precision::kDay;
    operand.fixed_first =
        absl::NextWeekday(monday + 7 * week->shift - 1, weekday->weekday);
    operand.fixed_last = operand.fixed_first;
    return operand;
  }
  if (const auto week = MatchEnglishRelative<kWeeks>(text, i, operand.end)) {
    take(monday + 7 * week->shift);
    const auto day = ReadWeekday(text, text.SkipSpaces(operand.end));
    if (day && !day->is_short) {
      operand.precision = Precision::kDay;
      operand.fixed_first =
          absl::NextWeekday(*operand.fixed_first - 1, day->weekday);
      operand.fixed_last = operand.fixed_first;
      operand.end = day->end;
    }
    return operand;
  }
  static constexpr std::pair<std::u32string_view, int> kSigns[] = {
      {U"this ", 0}, {U"next ", 1}, {U"last ", -1}, {U"this coming ", 2}};
  for (const auto& [word, sign] : EntriesAt<kSigns>(text, i)) {
    const auto end = text.Match(i, word);
    const auto day = end ? ReadWeekday(text, *end) : std::nullopt;
    if (!day || day->is_short) continue;
    const absl::CivilDay here = absl::NextWeekday(monday - 1, day->weekday);
    absl::CivilDay found = here;
    if (sign == 2) {
      found = absl::NextWeekday(context.day, day->weekday);
    } else if (sign == 1) {
      // On a Monday, `next Friday` may be of this week: not guessed.
      if (here > context.day) return std::nullopt;
      found = here + 7;
    } else if (sign == -1) {
      if (here < context.day) return std::nullopt;
      found = here - 7;
    }
    operand.precision = Precision::kDay;
    operand.fixed_first = found;
    operand.fixed_last = found;
    operand.end = day->end;
    return operand;
  }
  if (const auto weekend = MatchWord(text, i, U"this weekend")) {
    operand.fixed_first = monday + 5;
    operand.fixed_last = monday + 6;
    operand.end = *weekend;
    return operand;
  }
  return std::nullopt;
}

std::optional<Operand> ReadEnglishNthWeekday(const Text& text, size_t i,
                                             const Context& context) {
  static constexpr std::pair<std::u32string_view, int> kOrdinals[] = {
      {U"first ", 1}, {U"1st ", 1},  {U"second ", 2}, {U"2nd ", 2},
      {U"third ", 3}, {U"3rd ", 3},  {U"fourth ", 4}, {U"4th ", 4},
      {U"fifth ", 5}, {U"last ", -1}};
  if (const auto the = text.Match(i, U"the ")) i = *the;
  for (const auto& [word, nth] : EntriesAt<kOrdinals>(text, i)) {
    const auto end = text.Match(i, word);
    const auto name = end ? ReadWeekday(text, *end) : std::nullopt;
    if (!name || name->is_short) continue;
    size_t next = text.SkipSpaces(name->end);
    const auto of = text.Match(next, U"of ");
    const auto in = text.Match(next, U"in ");
    if (!of && !in) return std::nullopt;
    auto month = ReadEnglishMonth(text, of ? *of : *in, context);
    if (!month) return std::nullopt;
    month->nth_weekday = nth;
    month->weekday = name->weekday;
    month->precision = Precision::kDay;
    return month;
  }
  return std::nullopt;
}

std::optional<WeekdayName> ReadEnglishWeekday(const Text& text, size_t i) {
  struct Name {
    std::u32string_view text;
    absl::Weekday weekday;
  };
  static constexpr Name kNames[] = {
      {U"monday", absl::Weekday::monday},
      {U"mon", absl::Weekday::monday},
      {U"tuesday", absl::Weekday::tuesday},
      {U"tues", absl::Weekday::tuesday},
      {U"tue", absl::Weekday::tuesday},
      {U"wednesday", absl::Weekday::wednesday},
      {U"wed", absl::Weekday::wednesday},
      {U"thursday", absl::Weekday::thursday},
      {U"thurs", absl::Weekday::thursday},
      {U"thur", absl::Weekday::thursday},
      {U"thu", absl::Weekday::thursday},
      {U"friday", absl::Weekday::friday},
      {U"fri", absl::Weekday::friday},
      {U"saturday", absl::Weekday::saturday},
      {U"sat", absl::Weekday::saturday},
      {U"sunday", absl::Weekday::sunday},
      {U"sun", absl::Weekday::sunday},
  };
  for (const Name& name : EntriesAt<kNames>(text, i)) {
    const auto end = MatchWord(text, i, name.text);
    if (!end) continue;
    WeekdayName found;
    found.weekday = name.weekday;
    found.is_short = name.text.size() < 6;
    found.end = text.at(*end) == U'.' ? *end + 1 : *end;
    return found;
  }
  return std::nullopt;
}

}  // namespace clearsky::notation
