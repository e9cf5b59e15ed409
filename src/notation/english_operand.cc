#include "notation/english_parts.h"

namespace clearsky::notation {
namespace {

constexpr Relative kRelativeDays[] = {
    {U"the day after tomorrow", 2},
    {U"day after tomorrow", 2},
    {U"the day before yesterday", -2},
    {U"day before yesterday", -2},
    {U"today", 0},
    {U"tomorrow", 1},
    {U"yesterday", -1},
};

// Numbers with dots, slashes or dashes of which the first is no year:
// `26.10.2022`, `28/09/2022`, `10/26`. A day above 12 tells the order.
std::optional<Operand> ReadDayAndMonth(const Text& text, size_t i) {
  const auto first = ReadNumber(text, i);
  if (!first || first->digit_count > 2) return std::nullopt;
  const char32_t mark = text.at(first->end);
  if (mark != U'.' && mark != U'/' && mark != U'-') return std::nullopt;
  const size_t second_at =
      mark == U'.' ? text.SkipSpaces(first->end + 1) : first->end + 1;
  const auto second = ReadNumber(text, second_at);
  if (!second || second->digit_count > 2) return std::nullopt;
  Operand operand;
  operand.end = second->end;
  bool has_year = false;
  if (text.at(second->end) == mark) {
    const size_t year_at =
        mark == U'.' ? text.SkipSpaces(second->end + 1) : second->end + 1;
    const auto year = ReadNumber(text, year_at);
    if (year && (year->digit_count == 4 || year->digit_count == 2)) {
      has_year = true;
      operand.year = year->value + (year->digit_count == 4 ? 0
                                    : year->value < 70     ? 2000
                                                           : 1900);
      operand.year_in_digits = true;
      operand.end = year->end;
    } else if (mark == U'.' && !year) {
      operand.end = second->end + 1;
    }
  }
  // `5-17` and `3.5` alone are no dates.
  if (!has_year && mark == U'-') return std::nullopt;
  if (text.IsWordChar(operand.end) || text.at(operand.end) == U'%' ||
      text.at(operand.end) == U':') {
    return std::nullopt;
  }
  if (!has_year && text.at(operand.end) == mark &&
      text.IsDigit(operand.end + 1)) {
    return std::nullopt;
  }
  const bool day_first = first->value > 12;
  const bool month_first = second->value > 12;
  if (day_first && month_first) {
    // No calendar has such a day; resolving it says so.
    if (!has_year) return std::nullopt;
    operand.month = second->value;
    SetDay(first->value, operand);
    return operand;
  }
  operand.ambiguous =
      !day_first && !month_first && first->value != second->value;
  operand.month = day_first ? second->value : first->value;
  SetDay(day_first ? first->value : second->value, operand);
  return operand;
}

// `2022`, `2022-09-28`, `2014.04.28`, `2022 Q3`, `2022 October`.
std::optional<Operand> ReadYearFirst(const Text& text, size_t i,
                                     const Context& context) {
  const bool marked = text.at(i) == U'\'';
  const auto number = ReadNumber(text, marked ? i + 1 : i);
  if (!number) return std::nullopt;
  if (number->digit_count == 8 && !marked) return ReadCompact(text, i);
  if (number->digit_count != 4 && !marked) return std::nullopt;
  std::optional<Operand> operand = ReadNumeric(text, i, context);
  if (!operand || !operand->year) return std::nullopt;
  if (operand->precision != Precision::kYear) return operand;
  if (!ReadEnglishYear(text, i)) return std::nullopt;
  const std::optional<int> year = operand->year;
  size_t next = text.SkipSpaces(operand->end);
  if (text.at(next) == U',' || text.at(next) == U'/' || text.at(next) == U'-') {
    next = text.SkipSpaces(next + 1);
  }
  if (auto part = ReadEnglishPart(text, next, context);
      part && !part->year && part->part > 0) {
    part->year = year;
    part->year_in_digits = true;
    return part;
  }
  if (const auto month = ReadEnglishMonthName(text, next)) {
    SetMonth(month->value, *operand);
    operand->end = month->end;
    const auto day = ReadEnglishDayNumber(text, text.SkipSpaces(month->end));
    if (day) {
      SetDay(day->value, *operand);
      operand->month_first = true;
      operand->end = day->end;
    }
  }
  return operand;
}

// `October 5, 2022`, `5 October 2022`, `5th of October`, `October 2022`.
std::optional<Operand> ReadNamedMonth(const Text& text, size_t i,
                                      const Context& context) {
  Operand operand;
  if (const auto month = ReadEnglishMonthName(text, i)) {
    size_t next = text.SkipSpaces(month->end);
    if (const auto the = text.Match(next, U"the ")) next = *the;
    const auto day = ReadEnglishDayNumber(text, next);
    const bool is_time =
        day &&
        (text.at(day->end) == U':' || MatchWord(text, day->end, U" am") ||
         MatchWord(text, day->end, U" pm") || text.Match(day->end, U" a.m") ||
         text.Match(day->end, U" p.m"));
    if (day && !is_time) {
      operand.month = month->value;
      SetDay(day->value, operand);
      operand.month_first = true;
      operand.end = day->end;
      TakeEnglishYearBehind(text, context, operand);
      return operand;
    }
    return ReadEnglishMonth(text, i, context);
  }
  if (const auto the = text.Match(i, U"the ")) i = *the;
  const auto day = ReadEnglishDayNumber(text, i);
  if (!day) return ReadEnglishMonth(text, i, context);
  size_t next = text.SkipSpaces(day->end);
  std::optional<absl::Weekday> weekday;
  if (text.at(next) == U'(') {
    // `26 (Wed) October 2022`
    const auto name = ReadWeekday(text, text.SkipSpaces(next + 1));
    if (!name || text.at(name->end) != U')') return std::nullopt;
    weekday = name->weekday;
    next = text.SkipSpaces(name->end + 1);
  }
  const bool dashed = text.at(next) == U'-';
  if (dashed) next = text.SkipSpaces(next + 1);
  if (const auto of = text.Match(next, U"of ")) next = *of;
  const auto month = ReadEnglishMonth(text, next, context);
  if (!month) return std::nullopt;
  operand = *month;
  SetDay(day->value, operand);
  operand.weekday = weekday;
  if (dashed && !operand.year && text.at(operand.end) == U'-') {
    // `28-Sep-2022`, `28-Sep-22`
    if (const auto year = ReadEnglishYear(text, operand.end + 1)) {
      SetEnglishYear(*year, operand);
    } else if (auto last = ReadNumber(text, operand.end + 1);
               last && last->digit_count == 2 && !text.IsWordChar(last->end)) {
      last->value += last->value < 70 ? 2000 : 1900;
      SetEnglishYear(*last, operand);
    }
  }
  return operand;
}

}  // namespace

std::optional<Operand> ReadEnglishOperand(const Text& text, size_t i,
                                          const Context& context) {
  static constexpr std::u32string_view kAbout[] = {
      U"approximately ", U"about ", U"around ", U"circa ", U"ca. ", U"c. "};
  bool approximate = false;
  for (const std::u32string_view about : EntriesAt<kAbout>(text, i)) {
    if (const auto end = text.Match(i, about); end && !approximate) {
      approximate = true;
      i = *end;
    }
  }
  if (text.at(i) == U'~' && text.IsDigit(i + 1)) return std::nullopt;
  std::optional<Operand> operand = ReadEnglishNthWeekday(text, i, context);
  // Many dates begin with a digit, and of these words none does.
  const bool is_word = !text.IsDigit(i);
  if (!operand && is_word) operand = ReadEnglishWeek(text, i, context);
  Operand relative;
  static constexpr std::u32string_view kWeekOf[] = {
      U"week of ",         U"week commencing on ",
      U"week commencing ", U"week beginning on ",
      U"week beginning ",  U"week starting on ",
      U"week starting ",   U"week ending on ",
      U"week ending ",     U"w/c "};
  std::optional<size_t> week_of;
  const size_t week = text.Match(i, U"the ").value_or(i);
  for (const std::u32string_view word : EntriesAt<kWeekOf>(text, week)) {
    if (!week_of) week_of = text.Match(week, word);
  }
  if (!operand && week_of) {
    const size_t at = *week_of;
    const auto day = ReadEnglishOperand(text, at, context);
    if (!day || day->precision != Precision::kDay || day->ambiguous) {
      return std::nullopt;
    }
    operand = day;
    operand->precision = Precision::kWeek;
    return operand;
  }
  // A weekday before the date.
  std::optional<absl::Weekday> weekday;
  if (const auto name = ReadWeekday(text, i); name && !operand) {
    size_t next = name->end;
    if (text.at(next) == U',') ++next;
    next = text.SkipSpaces(next);
    if (const auto the = text.Match(next, U"the ")) next = *the;
    if (next == i) return std::nullopt;
    weekday = name->weekday;
    i = next;
  }
  if (!operand) {
    if (const auto day =
            MatchEnglishRelative<kRelativeDays>(text, i, relative.end)) {
      relative.precision = Precision::kDay;
      relative.fixed_first = context.day + day->shift;
      relative.fixed_last = relative.fixed_first;
      operand = relative;
    }
  }
  const bool is_ordinal = text.at(i + 1) == U's' || text.at(i + 1) == U'n';
  if (!operand && !weekday && (is_word || is_ordinal)) {
    operand = ReadEnglishDaysOfMonth(text, i, context);
  }
  if (!operand && !weekday) operand = ReadEnglishPart(text, i, context);
  static constexpr Relative kQuarters[] = {
      {U"this quarter", 0},          {U"the current quarter", 0},
      {U"current quarter", 0},       {U"the next quarter", 1},
      {U"next quarter", 1},          {U"the coming quarter", 1},
      {U"the following quarter", 1}, {U"the previous quarter", -1},
      {U"previous quarter", -1}};
  if (!operand && !weekday && is_word) {
    size_t end = 0;
    if (const auto quarter = MatchEnglishRelative<kQuarters>(text, i, end)) {
      operand = QuarterFrom(context.day, quarter->shift);
      operand->end = end;
    }
  }
  if (!operand && !weekday) operand = ReadYearFirst(text, i, context);
  if (!operand) operand = ReadNamedMonth(text, i, context);
  if (!operand) operand = ReadDayAndMonth(text, i);
  if (!operand && !weekday) {
    if (const auto year = MatchEnglishRelativeYear(text, i, relative.end);
        year && text.at(i) != U'o') {
      relative.precision = Precision::kYear;
      relative.year = static_cast<int>(context.day.year()) + year->shift;
      operand = relative;
      // `next year Q1`
      const size_t next = text.SkipSpaces(relative.end);
      if (auto part = ReadEnglishPart(text, next, context);
          part && !part->year) {
        part->year = relative.year;
        operand = part;
      }
    }
  }
  if (!operand) {
    // A number whose neighbour tells the month: `5` in `5-17 December`.
    const auto day = ReadEnglishDayNumber(text, i);
    if (!day) return std::nullopt;
    operand.emplace();
    operand->bare = day->value;
    operand->bare_digits = day->digit_count;
    operand->end = day->end;
  }
  operand->approximate |= approximate;
  if (weekday) operand->weekday = weekday;
  if (!operand->precision || operand->precision == Precision::kDay) {
    ReadBesideDay(text, *operand);
  }
  return operand;
}

std::optional<Operand> ReadEnglishYearBehind(const Text& text, size_t i,
                                             const Context& context) {
  Operand operand;
  operand.end = i;
  TakeEnglishYearBehind(text, context, operand);
  if (!operand.year) return std::nullopt;
  return operand;
}

}  // namespace clearsky::notation
