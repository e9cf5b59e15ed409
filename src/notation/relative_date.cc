#include <utility>

#include "notation/operand_parts.h"
#include "notation/relative_words.h"
#include "notation/word_table.h"
#include "notation/words.h"

namespace clearsky::notation {
namespace {

// Longer spellings stand before their beginnings.
constexpr Relative kRelativeYears[] = {
    {U"올해", 0},    {U"금년도", 0}, {U"금년", 0},     {U"당해 연도", 0},
    {U"당해", 0},    {U"내후년", 2}, {U"내년도", 1},   {U"내년", 1},
    {U"명년", 1},    {U"익년", 1},   {U"차년도", 1},   {U"재작년", -2},
    {U"작년도", -1}, {U"작년", -1},  {U"지난 해", -1}, {U"전년도", -1},
    {U"전년", -1},   {U"올 ", 0},
};

constexpr Relative kRelativeMonths[] = {
    {U"이번 달", 0},   {U"이달", 0},       {U"금월", 0},     {U"당월", 0},
    {U"다다음 달", 2}, {U"다음 달", 1},    {U"내달", 1},     {U"익월", 1},
    {U"차월", 1},      {U"지지난 달", -2}, {U"지난 달", -1}, {U"저번 달", -1},
    {U"전월", -1},     {U"이 달", 0},
};

constexpr Relative kRelativeQuarters[] = {
    {U"이번 분기", 0}, {U"금분기", 0},     {U"다음 분기", 1},
    {U"차분기", 1},    {U"지난 분기", -1}, {U"전분기", -1},
};

constexpr Relative kRelativeWeeks[] = {
    {U"이번 주", 0},    {U"금주", 0},     {U"다다음 주", 2},
    {U"다음 주", 1},    {U"내주", 1},     {U"차주", 1},
    {U"지지난 주", -2}, {U"지난 주", -1}, {U"저번 주", -1},
};

constexpr Relative kRelativeDays[] = {
    {U"오늘", 0},  {U"금일", 0},  {U"내일모레", 2}, {U"내일", 1},
    {U"명일", 1},  {U"익일", 1},  {U"모레", 2},     {U"글피", 3},
    {U"어제", -1}, {U"작일", -1}, {U"그제", -2},    {U"그저께", -2},
};

// `내년(2023년) 상반기`, `이달(9월) 말`: the same year or month in digits.
void SkipSameInParentheses(const Text& text, const Context& context,
                           Operand& operand) {
  const size_t open = text.SkipSpaces(operand.end);
  if (text.at(open) != U'(') return;
  const auto said = ReadNumeric(text, text.SkipSpaces(open + 1), context);
  if (!said || said->precision != operand.precision) return;
  const size_t close = text.SkipSpaces(said->end);
  if (text.at(close) != U')' || (said->year && said->year != operand.year) ||
      said->month != operand.month) {
    return;
  }
  operand.end = close + 1;
}

// `오늘(3일)`, `내일(11.4)`: the same day in digits.
void TakeDayInParentheses(const Text& text, const Context& context,
                          Operand& operand) {
  const size_t open = text.SkipSpaces(operand.end);
  if (text.at(open) != U'(') return;
  const auto said = ReadNumeric(text, text.SkipSpaces(open + 1), context);
  if (!said || said->precision != Precision::kDay || said->year) return;
  const size_t close = text.SkipSpaces(said->end);
  const absl::CivilDay day = *operand.fixed_first;
  if (text.at(close) != U')' || *said->day != day.day() ||
      (said->month && *said->month != day.month())) {
    return;
  }
  operand.end = close + 1;
}

}  // namespace

std::optional<Operand> ReadRelativeYear(const Text& text, size_t i,
                                        const Context& context) {
  Operand operand;
  operand.precision = Precision::kYear;
  const auto relative = MatchRelative<kRelativeYears>(text, i, operand.end);
  if (relative) {
    operand.year = static_cast<int>(context.day.year()) + relative->shift;
    if (text.at(operand.end) == U'도' || text.at(operand.end) == U'의') {
      ++operand.end;
    }
    SkipSameInParentheses(text, context, operand);
    if (const auto part = ReadPartOfYear(text, operand.end)) {
      TakePart(*part, operand);
      return operand;
    }
    const size_t next = text.SkipSpaces(operand.end);
    if (const auto date = ReadNumeric(text, next, context);
        date && !date->year && date->month) {
      const std::optional<int> year = operand.year;
      operand = *date;
      operand.year = year;
      return operand;
    } else if (date && !date->precision && !date->year &&
               IsBeforeUnit(text, date->end)) {
      // `내년 1~3월`: the number is one of months.
      const std::optional<int> year = operand.year;
      operand = *date;
      operand.year = year;
      return operand;
    }
    if (relative->text == U"올 ") return std::nullopt;
    return operand;
  }
  if (const auto end = text.Match(i, U"연내")) {
    operand.within = true;
    operand.end = *end;
    return operand;
  }
  static constexpr std::pair<std::u32string_view, int> kEdges[] = {
      {U"연말", 12}, {U"연초", 1}};
  for (const auto& [word, month] : EntriesAt<kEdges>(text, i)) {
    if (const auto end = text.Match(i, word)) {
      SetMonth(month, operand);
      operand.end = *end;
      return operand;
    }
  }
  return std::nullopt;
}

std::optional<Operand> ReadRelativeMonth(const Text& text, size_t i,
                                         const Context& context) {
  Operand operand;
  const auto relative = MatchRelative<kRelativeMonths>(text, i, operand.end);
  if (relative) {
    const absl::CivilMonth month =
        absl::CivilMonth(context.day) + relative->shift;
    operand.year = static_cast<int>(month.year());
    SetMonth(month.month(), operand);
    SkipSameInParentheses(text, context, operand);
    ReadThird(text, operand);
    const size_t next = text.SkipSpaces(operand.end);
    const auto day = ReadNumeric(text, next, context);
    if (operand.precision == Precision::kMonth && day && !day->month &&
        !day->year) {
      if (day->precision == Precision::kDay) {
        SetDay(*day->day, operand);
        operand.end = day->end;
      } else if (!day->precision &&
                 text.at(text.SkipSpaces(day->end)) == U'~') {
        SetDay(day->bare, operand);
        operand.end = day->end;
      }
    }
    return operand;
  }
  size_t end = 0;
  if (const auto quarter = MatchRelative<kRelativeQuarters>(text, i, end)) {
    operand = QuarterFrom(context.day, quarter->shift);
    operand.end = end;
    return operand;
  }
  return ReadLoneThird(text, i);
}

std::optional<Operand> ReadRelativeDay(const Text& text, size_t i,
                                       const Context& context) {
  Operand operand;
  if (const auto week = MatchRelative<kRelativeWeeks>(text, i, operand.end)) {
    const absl::CivilDay monday =
        absl::PrevWeekday(context.day + 1, absl::Weekday::monday) +
        7 * week->shift;
    operand.precision = Precision::kWeek;
    operand.fixed_first = monday;
    operand.fixed_last = monday + 6;
    size_t next = text.SkipSpaces(operand.end);
    if (text.at(operand.end) == U'말') {
      operand.fixed_first = monday + 5;
      ++operand.end;
    } else if (const auto name = ReadWeekday(text, next);
               name && EndsWell(text, name->end) &&
               (!name->is_short || next != operand.end)) {
      operand.precision = Precision::kDay;
      operand.fixed_first = absl::NextWeekday(monday - 1, name->weekday);
      operand.fixed_last = operand.fixed_first;
      operand.end = name->end;
    }
    return operand;
  }
  if (const auto day = MatchRelative<kRelativeDays>(text, i, operand.end)) {
    operand.precision = Precision::kDay;
    operand.fixed_first = context.day + day->shift;
    operand.fixed_last = operand.fixed_first;
    TakeDayInParentheses(text, context, operand);
    return operand;
  }
  return std::nullopt;
}

}  // namespace clearsky::notation
