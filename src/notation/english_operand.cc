#include <utility>

#include "notation/operand_parts.h"
#include "notation/words.h"

namespace clearsky::notation {
namespace {

// The index after `word` when it stands at `i` and ends there.
std::optional<size_t> MatchWord(const Text& text, size_t i,
                                std::u32string_view word) {
  const auto end = text.Match(i, word);
  if (!end || text.IsWordChar(*end) || text.IsDigit(*end)) return std::nullopt;
  return end;
}

struct MonthName {
  std::u32string_view text;
  int month;
};

constexpr MonthName kMonthNames[] = {
    {U"january", 1},   {U"jan", 1},    {U"february", 2},  {U"feb", 2},
    {U"march", 3},     {U"mar", 3},    {U"april", 4},     {U"apr", 4},
    {U"may", 5},       {U"june", 6},   {U"jun", 6},       {U"july", 7},
    {U"jul", 7},       {U"august", 8}, {U"aug", 8},       {U"september", 9},
    {U"sept", 9},      {U"sep", 9},    {U"october", 10},  {U"oct", 10},
    {U"november", 11}, {U"nov", 11},   {U"december", 12}, {U"dec", 12},
};

// The name of a month, with the dot of an abbreviation.
std::optional<Number> ReadMonthName(const Text& text, size_t i) {
  for (const MonthName& name : kMonthNames) {
    const auto end = text.Match(i, name.text);
    if (!end || text.IsWordChar(*end)) continue;
    // `may be postponed` is no month.
    if (name.month == 5) {
      for (const std::u32string_view verb :
           {U" be", U" not", U" have", U" take", U" also", U" still", U" move",
            U" change"}) {
        if (MatchWord(text, *end, verb)) return std::nullopt;
      }
    }
    Number month;
    month.value = name.month;
    month.end = text.at(*end) == U'.' ? *end + 1 : *end;
    return month;
  }
  return std::nullopt;
}

// `5`, `5th`, `05`.
std::optional<Number> ReadDayNumber(const Text& text, size_t i) {
  std::optional<Number> number = ReadNumber(text, i);
  if (!number || number->digit_count > 2) return std::nullopt;
  for (const std::u32string_view suffix : {U"st", U"nd", U"rd", U"th"}) {
    if (const auto end = text.Match(number->end, suffix)) {
      if (text.IsWordChar(*end)) return std::nullopt;
      number->end = *end;
      return number;
    }
  }
  if (text.IsWordChar(number->end)) return std::nullopt;
  return number;
}

// `2022`, `'22`.
std::optional<Number> ReadYear(const Text& text, size_t i) {
  const bool marked = text.at(i) == U'\'';
  std::optional<Number> number = ReadNumber(text, marked ? i + 1 : i);
  if (!number || number->digit_count != (marked ? 2 : 4)) return std::nullopt;
  const char32_t next = text.at(number->end);
  if (text.IsWordChar(number->end) || next == U':' || next == U'%') {
    return std::nullopt;
  }
  if (marked) {
    number->value += number->value < 70 ? 2000 : 1900;
  } else if (number->value < 1900 || number->value > 2199 ||
             MatchWord(text, number->end, U" hrs") ||
             MatchWord(text, number->end, U" hours")) {
    return std::nullopt;
  }
  return number;
}

struct Relative {
  std::u32string_view text;
  int shift;
};

constexpr Relative kRelativeYears[] = {
    {U"later this year", 0},     {U"earlier this year", 0},
    {U"this calendar year", 0},  {U"this year", 0},
    {U"the current year", 0},    {U"current year", 0},
    {U"the year after next", 2}, {U"the following year", 1},
    {U"following year", 1},      {U"the coming year", 1},
    {U"the next year", 1},       {U"next year", 1},
    {U"the previous year", -1},  {U"previous year", -1},
    {U"last year", -1},          {U"the year before last", -2},
    {U"of the year", 0},
};

constexpr Relative kRelativeMonths[] = {
    {U"later this month", 0},    {U"earlier this month", 0},
    {U"this month", 0},          {U"the current month", 0},
    {U"current month", 0},       {U"the month after next", 2},
    {U"the following month", 1}, {U"following month", 1},
    {U"the coming month", 1},    {U"next month", 1},
    {U"the previous month", -1}, {U"previous month", -1},
    {U"last month", -1},         {U"of the month", 0},
};

constexpr Relative kRelativeDays[] = {
    {U"the day after tomorrow", 2},
    {U"day after tomorrow", 2},
    {U"the day before yesterday", -2},
    {U"day before yesterday", -2},
    {U"today", 0},
    {U"tomorrow", 1},
    {U"yesterday", -1},
};

template <size_t N>
std::optional<Relative> MatchRelative(const Text& text, size_t i,
                                      const Relative (&table)[N], size_t& end) {
  for (const Relative& entry : table) {
    if (const auto after = MatchWord(text, i, entry.text)) {
      end = *after;
      return entry;
    }
  }
  return std::nullopt;
}

void SetDay(int day, Operand& operand) {
  operand.day = day;
  operand.precision = Precision::kDay;
}

void SetMonth(int month, Operand& operand) {
  operand.month = month;
  operand.precision = Precision::kMonth;
}

void SetYear(const Number& year, Operand& operand) {
  operand.year = year.value;
  operand.year_in_digits = true;
  operand.end = year.end;
}

// Takes the year behind a date: ` 2022`, `, 2022`, ` of 2022`, ` next year`.
void ReadYearBehind(const Text& text, const Context& context,
                    Operand& operand) {
  size_t i = text.SkipSpaces(operand.end);
  if (text.at(i) == U',' || text.at(i) == U'/') i = text.SkipSpaces(i + 1);
  for (const std::u32string_view word : {U"of ", U"in "}) {
    if (const auto end = text.Match(i, word)) i = *end;
  }
  if (const auto the = text.Match(i, U"the year "); the && text.IsDigit(*the)) {
    i = *the;
  }
  if (const auto year = ReadYear(text, i)) {
    // `October-November`: a dash and more digits go on with the date.
    SetYear(*year, operand);
    return;
  }
  size_t end = 0;
  auto relative = MatchRelative(text, i, kRelativeYears, end);
  if (!relative) {
    const auto of = text.Match(text.SkipSpaces(operand.end), U"of the year");
    if (!of || text.IsWordChar(*of)) return;
    relative = Relative{U"", 0};
    end = *of;
  }
  operand.year = static_cast<int>(context.day.year()) + relative->shift;
  operand.end = end;
}

// Days of a month; 0: its last.
struct DaysName {
  std::u32string_view text;
  int first;
  int last;
};

constexpr DaysName kDays[] = {
    {U"early to mid", 1, 20},
    {U"early-to-mid", 1, 20},
    {U"mid to late", 11, 0},
    {U"mid-to-late", 11, 0},
    {U"the beginning of", 1, 10},
    {U"beginning of", 1, 10},
    {U"the start of", 1, 10},
    {U"start of", 1, 10},
    {U"the early part of", 1, 10},
    {U"early in", 1, 10},
    {U"early", 1, 10},
    {U"the middle of", 11, 20},
    {U"middle of", 11, 20},
    {U"mid", 11, 20},
    {U"the end of", 21, 0},
    {U"end of", 21, 0},
    {U"the latter part of", 21, 0},
    {U"late in", 21, 0},
    {U"late", 21, 0},
    {U"end", 21, 0},
    {U"the first ten days of", 1, 10},
    {U"the first 10 days of", 1, 10},
    {U"first ten days of", 1, 10},
    {U"the second ten days of", 11, 20},
    {U"second ten days of", 11, 20},
    {U"the last ten days of", 21, 0},
    {U"last ten days of", 21, 0},
    {U"the first half of", 1, 15},
    {U"first half of", 1, 15},
    {U"the second half of", 16, 0},
    {U"second half of", 16, 0},
};

std::optional<Operand> ReadRelativeMonthName(const Text& text, size_t i,
                                             const Context& context) {
  Operand operand;
  const auto relative = MatchRelative(text, i, kRelativeMonths, operand.end);
  if (!relative) return std::nullopt;
  const absl::CivilMonth month =
      absl::CivilMonth(context.day) + relative->shift;
  operand.year = static_cast<int>(month.year());
  SetMonth(month.month(), operand);
  return operand;
}

// `October 2022`, `this month`; `of the` may stand before.
std::optional<Operand> ReadMonth(const Text& text, size_t i,
                                 const Context& context) {
  Operand operand;
  if (auto relative = ReadRelativeMonthName(text, i, context)) return relative;
  if (const auto end = MatchWord(text, i, U"the month")) {
    const absl::CivilMonth month(context.day);
    operand.year = static_cast<int>(month.year());
    SetMonth(month.month(), operand);
    operand.end = *end;
    return operand;
  }
  int direction = 0;
  bool next = false;
  for (const auto& [word, sign] :
       {std::pair(U"this ", 0), std::pair(U"the coming ", 1),
        std::pair(U"coming ", 1), std::pair(U"last ", -1),
        std::pair(U"next ", 2)}) {
    if (const auto end = text.Match(i, word)) {
      if (!ReadMonthName(text, *end)) continue;
      next = sign == 2;
      direction = next ? 1 : sign;
      i = *end;
      break;
    }
  }
  const auto month = ReadMonthName(text, i);
  if (!month) return std::nullopt;
  SetMonth(month->value, operand);
  operand.direction = direction;
  // In September, `next October` may be of this year or the next.
  operand.ambiguous = next && month->value > context.day.month();
  if (next && month->value == context.day.month()) {
    operand.year = static_cast<int>(context.day.year()) + 1;
  }
  operand.end = month->end;
  ReadYearBehind(text, context, operand);
  return operand;
}

// `early October 2022`, `end of this month`, `mid-October`; of a year its
// first and last month, where the words say so.
std::optional<Operand> ReadDaysOfMonth(const Text& text, size_t i,
                                       const Context& context) {
  for (const DaysName& days : kDays) {
    const auto word = text.Match(i, days.text);
    if (!word || text.IsWordChar(*word)) continue;
    size_t next = *word;
    if (text.at(next) == U'-') ++next;
    next = text.SkipSpaces(next);
    if (auto month = ReadMonth(text, next, context)) {
      month->precision = Precision::kThird;
      month->first_day = days.first;
      month->until_day = days.last;
      return month;
    }
    const bool is_edge = days.text.find(U" of") != std::u32string_view::npos &&
                         (days.last == 0 || days.last == 10) &&
                         days.text.find(U"days") == std::u32string_view::npos &&
                         days.text.find(U"half") == std::u32string_view::npos &&
                         days.text.find(U"part") == std::u32string_view::npos;
    Operand operand;
    std::optional<Number> year = ReadYear(text, next);
    if (year) {
      SetYear(*year, operand);
    } else if (const auto relative =
                   MatchRelative(text, next, kRelativeYears, operand.end)) {
      operand.year = static_cast<int>(context.day.year()) + relative->shift;
    } else if (const auto the = MatchWord(text, next, U"the year")) {
      operand.year = DefaultYear(context);
      operand.end = *the;
    } else {
      continue;
    }
    if (!is_edge && days.text != U"end") {
      // Nobody says which months `early 2023` has.
      if (days.text.find(U"half") != std::u32string_view::npos ||
          days.text.find(U"days") != std::u32string_view::npos) {
        continue;
      }
      operand.precision = Precision::kYear;
      operand.vague = true;
      return operand;
    }
    SetMonth(days.first == 1 ? 1 : 12, operand);
    return operand;
  }
  Operand operand;
  for (const auto& [word, month] :
       {std::pair(U"year-end", 12), std::pair(U"year end", 12),
        std::pair(U"the year's end", 12)}) {
    const auto end = MatchWord(text, i, word);
    if (!end) continue;
    SetMonth(month, operand);
    operand.end = *end;
    ReadYearBehind(text, context, operand);
    return operand;
  }
  for (const auto& [word, first] :
       {std::pair(U"month-end", 21), std::pair(U"month end", 21)}) {
    const auto end = MatchWord(text, i, word);
    if (!end) continue;
    operand.precision = Precision::kThird;
    operand.first_day = first;
    operand.end = *end;
    return operand;
  }
  return std::nullopt;
}

struct PartName {
  std::u32string_view text;
  Precision precision;
  int part;
};

constexpr PartName kParts[] = {
    {U"first half", Precision::kHalf, 1},
    {U"1st half", Precision::kHalf, 1},
    {U"second half", Precision::kHalf, 2},
    {U"2nd half", Precision::kHalf, 2},
    {U"latter half", Precision::kHalf, 2},
    {U"last half", Precision::kHalf, 2},
    {U"first semester", Precision::kHalf, 1},
    {U"second semester", Precision::kHalf, 2},
    {U"h1", Precision::kHalf, 1},
    {U"h2", Precision::kHalf, 2},
    {U"1h", Precision::kHalf, 1},
    {U"2h", Precision::kHalf, 2},
    {U"first quarter", Precision::kQuarter, 1},
    {U"second quarter", Precision::kQuarter, 2},
    {U"third quarter", Precision::kQuarter, 3},
    {U"fourth quarter", Precision::kQuarter, 4},
    {U"1st quarter", Precision::kQuarter, 1},
    {U"2nd quarter", Precision::kQuarter, 2},
    {U"3rd quarter", Precision::kQuarter, 3},
    {U"4th quarter", Precision::kQuarter, 4},
    {U"last quarter", Precision::kQuarter, 4},
    {U"final quarter", Precision::kQuarter, 4},
    {U"q1", Precision::kQuarter, 1},
    {U"q2", Precision::kQuarter, 2},
    {U"q3", Precision::kQuarter, 3},
    {U"q4", Precision::kQuarter, 4},
    {U"1q", Precision::kQuarter, 1},
    {U"2q", Precision::kQuarter, 2},
    {U"3q", Precision::kQuarter, 3},
    {U"4q", Precision::kQuarter, 4},
    {U"spring", Precision::kSeason, 1},
    {U"summer", Precision::kSeason, 2},
    {U"autumn", Precision::kSeason, 3},
    {U"fall", Precision::kSeason, 3},
    {U"winter", Precision::kSeason, 4},
};

// A half, quarter or season, with the year before or behind it.
std::optional<Operand> ReadPart(const Text& text, size_t i,
                                const Context& context) {
  if (const auto the = text.Match(i, U"the ")) i = *the;
  bool next = false;
  bool said_this = false;
  if (const auto now = text.Match(i, U"this ")) {
    said_this = true;
    i = *now;
  } else if (const auto coming = text.Match(i, U"next ")) {
    next = true;
    i = *coming;
  }
  if (text.at(i) == U'q' && text.IsDigit(i + 1) && !text.IsDigit(i + 2) &&
      (text.at(i + 1) == U'0' || text.at(i + 1) > U'4')) {
    // No year has it; resolving it says so.
    Operand operand;
    operand.precision = Precision::kQuarter;
    operand.part = static_cast<int>(text.at(i + 1) - U'0');
    operand.end = i + 2;
    ReadYearBehind(text, context, operand);
    return operand;
  }
  for (const PartName& name : kParts) {
    const auto end = text.Match(i, name.text);
    if (!end || text.IsWordChar(*end)) continue;
    Operand operand;
    operand.precision = name.precision;
    operand.part = name.part;
    operand.end = *end;
    const bool short_name = name.text.size() == 2;
    if (text.IsDigit(*end)) {
      // `3Q22`
      const auto number = ReadNumber(text, *end);
      if (!short_name || !number || number->digit_count != 2) continue;
      operand.year = 2000 + number->value;
      operand.year_in_digits = true;
      operand.end = number->end;
      return operand;
    }
    ReadYearBehind(text, context, operand);
    const bool is_fall = name.text == U"fall";
    if (!operand.year && is_fall && !next && !said_this) {
      return std::nullopt;
    }
    if (next) {
      if (name.precision != Precision::kSeason || operand.year) {
        return std::nullopt;
      }
      // In September, `next autumn` may be of this year or the next.
      operand.ambiguous = name.part * 3 + 2 >= context.day.month();
      operand.year = static_cast<int>(context.day.year()) + 1;
    }
    return operand;
  }
  return std::nullopt;
}

// `this week`, `next week`, `the week of 13 June`, `Wednesday next week`.
std::optional<Operand> ReadWeek(const Text& text, size_t i,
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
  constexpr Relative kWeeks[] = {
      {U"this week", 0},           {U"later this week", 0},
      {U"the week after next", 2}, {U"the following week", 1},
      {U"the coming week", 1},     {U"next week", 1},
      {U"last week", -1},          {U"the previous week", -1}};
  const auto weekday = ReadWeekday(text, i);
  if (weekday && !weekday->is_short) {
    size_t next = text.SkipSpaces(weekday->end);
    if (const auto of = text.Match(next, U"of ")) next = *of;
    const auto week = MatchRelative(text, next, kWeeks, operand.end);
    if (!week) return std::nullopt;
    operand.precision = Precision::kDay;
    operand.fixed_first =
        absl::NextWeekday(monday + 7 * week->shift - 1, weekday->weekday);
    operand.fixed_last = operand.fixed_first;
    return operand;
  }
  if (const auto week = MatchRelative(text, i, kWeeks, operand.end)) {
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
  for (const auto& [word, sign] :
       {std::pair(U"this ", 0), std::pair(U"next ", 1), std::pair(U"last ", -1),
        std::pair(U"this coming ", 2)}) {
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
  if (!ReadYear(text, i)) return std::nullopt;
  const std::optional<int> year = operand->year;
  size_t next = text.SkipSpaces(operand->end);
  if (text.at(next) == U',' || text.at(next) == U'/' || text.at(next) == U'-') {
    next = text.SkipSpaces(next + 1);
  }
  if (auto part = ReadPart(text, next, context);
      part && !part->year && part->part > 0) {
    part->year = year;
    part->year_in_digits = true;
    return part;
  }
  if (const auto month = ReadMonthName(text, next)) {
    SetMonth(month->value, *operand);
    operand->end = month->end;
    const auto day = ReadDayNumber(text, text.SkipSpaces(month->end));
    if (day) {
      SetDay(day->value, *operand);
      operand->end = day->end;
    }
  }
  return operand;
}

// `October 5, 2022`, `5 October 2022`, `5th of October`, `October 2022`.
std::optional<Operand> ReadNamedMonth(const Text& text, size_t i,
                                      const Context& context) {
  Operand operand;
  if (const auto month = ReadMonthName(text, i)) {
    size_t next = text.SkipSpaces(month->end);
    if (const auto the = text.Match(next, U"the ")) next = *the;
    const auto day = ReadDayNumber(text, next);
    const bool is_time =
        day &&
        (text.at(day->end) == U':' || MatchWord(text, day->end, U" am") ||
         MatchWord(text, day->end, U" pm") || text.Match(day->end, U" a.m") ||
         text.Match(day->end, U" p.m"));
    if (day && !is_time) {
      operand.month = month->value;
      SetDay(day->value, operand);
      operand.end = day->end;
      ReadYearBehind(text, context, operand);
      return operand;
    }
    return ReadMonth(text, i, context);
  }
  if (const auto the = text.Match(i, U"the ")) i = *the;
  const auto day = ReadDayNumber(text, i);
  if (!day) return ReadMonth(text, i, context);
  size_t next = text.SkipSpaces(day->end);
  const bool dashed = text.at(next) == U'-';
  if (dashed) next = text.SkipSpaces(next + 1);
  if (const auto of = text.Match(next, U"of ")) next = *of;
  const auto month = ReadMonth(text, next, context);
  if (!month) return std::nullopt;
  operand = *month;
  SetDay(day->value, operand);
  if (dashed && !operand.year && text.at(operand.end) == U'-') {
    // `28-Sep-2022`
    if (const auto year = ReadYear(text, operand.end + 1)) {
      SetYear(*year, operand);
    }
  }
  return operand;
}

// `first Monday of October 2022`, `last Friday in October`.
std::optional<Operand> ReadNthWeekday(const Text& text, size_t i,
                                      const Context& context) {
  constexpr std::pair<std::u32string_view, int> kOrdinals[] = {
      {U"first ", 1}, {U"1st ", 1},  {U"second ", 2}, {U"2nd ", 2},
      {U"third ", 3}, {U"3rd ", 3},  {U"fourth ", 4}, {U"4th ", 4},
      {U"fifth ", 5}, {U"last ", -1}};
  if (const auto the = text.Match(i, U"the ")) i = *the;
  for (const auto& [word, nth] : kOrdinals) {
    const auto end = text.Match(i, word);
    const auto name = end ? ReadWeekday(text, *end) : std::nullopt;
    if (!name || name->is_short) continue;
    size_t next = text.SkipSpaces(name->end);
    const auto of = text.Match(next, U"of ");
    const auto in = text.Match(next, U"in ");
    if (!of && !in) return std::nullopt;
    auto month = ReadMonth(text, of ? *of : *in, context);
    if (!month) return std::nullopt;
    month->nth_weekday = nth;
    month->weekday = name->weekday;
    month->precision = Precision::kDay;
    return month;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Operand> ReadEnglishOperand(const Text& text, size_t i,
                                          const Context& context) {
  bool approximate = false;
  for (const std::u32string_view about :
       {U"approximately ", U"about ", U"around ", U"circa ", U"ca. ", U"c. "}) {
    if (const auto end = text.Match(i, about); end && !approximate) {
      approximate = true;
      i = *end;
    }
  }
  if (text.at(i) == U'~' && text.IsDigit(i + 1)) return std::nullopt;
  std::optional<Operand> operand = ReadNthWeekday(text, i, context);
  if (!operand) operand = ReadWeek(text, i, context);
  Operand relative;
  if (const auto of = text.Match(i, U"the week of ");
      !operand && (of || text.Match(i, U"week of "))) {
    const size_t at = of ? *of : *text.Match(i, U"week of ");
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
    if (const auto day = MatchRelative(text, i, kRelativeDays, relative.end)) {
      relative.precision = Precision::kDay;
      relative.fixed_first = context.day + day->shift;
      relative.fixed_last = relative.fixed_first;
      operand = relative;
    }
  }
  if (!operand && !weekday) operand = ReadDaysOfMonth(text, i, context);
  if (!operand && !weekday) operand = ReadPart(text, i, context);
  if (!operand && !weekday) operand = ReadYearFirst(text, i, context);
  if (!operand) operand = ReadNamedMonth(text, i, context);
  if (!operand) operand = ReadDayAndMonth(text, i);
  if (!operand && !weekday) {
    if (const auto year = MatchRelative(text, i, kRelativeYears, relative.end);
        year && text.at(i) != U'o') {
      relative.precision = Precision::kYear;
      relative.year = static_cast<int>(context.day.year()) + year->shift;
      operand = relative;
    }
  }
  if (!operand) {
    // A number whose neighbour tells the month: `5` in `5-17 December`.
    const auto day = ReadDayNumber(text, i);
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
  ReadYearBehind(text, context, operand);
  if (!operand.year) return std::nullopt;
  return operand;
}

std::optional<WeekdayName> ReadEnglishWeekday(const Text& text, size_t i) {
  struct Name {
    std::u32string_view text;
    absl::Weekday weekday;
  };
  constexpr Name kNames[] = {
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
  for (const Name& name : kNames) {
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

std::optional<TimeOfDay> ReadEnglishTime(const Text& text, size_t i) {
  if (const auto at = text.Match(i, U"at ")) i = *at;
  const auto read = [&](size_t at) -> std::optional<TimeOfDay> {
    auto hour = ReadNumber(text, at);
    if (!hour || hour->value > 24 || hour->digit_count > 2) return std::nullopt;
    TimeOfDay out;
    out.end = hour->end;
    bool certain = false;
    if (text.at(out.end) == U':' || text.at(out.end) == U'.') {
      const auto minute = ReadNumber(text, out.end + 1);
      if (minute && minute->digit_count == 2 && minute->value < 60) {
        certain = text.at(out.end) == U':';
        out.end = minute->end;
      }
    }
    out.part = PartOfHour(hour->value);
    for (const auto& [word, is_pm] :
         {std::pair(U" a.m.", false), std::pair(U" p.m.", true),
          std::pair(U" a.m", false), std::pair(U" p.m", true),
          std::pair(U" am", false), std::pair(U" pm", true)}) {
      const auto end = text.Match(out.end, word);
      if (!end || text.IsWordChar(*end)) continue;
      if (hour->value > 12 || hour->value == 0) return std::nullopt;
      out.end = *end;
      out.part = PartOfHour(hour->value % 12 + (is_pm ? 12 : 0));
      return out;
    }
    for (const std::u32string_view word :
         {U" hours", U" hrs", U" o'clock", U" noon"}) {
      if (const auto end = MatchWord(text, out.end, word)) {
        out.end = *end;
        certain = true;
      }
    }
    if (!certain || text.IsWordChar(out.end)) return std::nullopt;
    return out;
  };
  // In `3-5 p.m.` the second tells what the first is.
  std::optional<TimeOfDay> clock = read(i);
  const auto number = ReadNumber(text, i);
  if (!clock && number && number->digit_count <= 2) {
    const size_t dash = text.SkipSpaces(number->end);
    if (text.at(dash) == U'-' || text.at(dash) == U'~') {
      return read(text.SkipSpaces(dash + 1));
    }
  }
  if (!clock) return std::nullopt;
  const size_t dash = text.SkipSpaces(clock->end);
  std::optional<TimeOfDay> until;
  if (text.at(dash) == U'-' || text.at(dash) == U'~') {
    until = read(text.SkipSpaces(dash + 1));
  } else if (const auto to = text.Match(dash, U"to ")) {
    until = read(*to);
  }
  if (until) clock->end = until->end;
  return clock;
}

}  // namespace clearsky::notation
