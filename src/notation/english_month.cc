#include <utility>

#include "notation/english_parts.h"

namespace clearsky::notation {
namespace {

constexpr Relative kRelativeMonths[] = {
    {U"later this month", 0},    {U"earlier this month", 0},
    {U"this month", 0},          {U"the current month", 0},
    {U"current month", 0},       {U"the month after next", 2},
    {U"the following month", 1}, {U"following month", 1},
    {U"the coming month", 1},    {U"next month", 1},
    {U"the previous month", -1}, {U"previous month", -1},
    {U"last month", -1},         {U"of the month", 0},
};

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
    {U"the 1st half of", 1, 15},
    {U"1st half of", 1, 15},
    {U"the 2nd half of", 16, 0},
    {U"2nd half of", 16, 0},
    {U"the second half of", 16, 0},
    {U"second half of", 16, 0},
    {U"the latter half of", 16, 0},
    {U"latter half of", 16, 0},
    {U"the last half of", 16, 0},
    {U"last half of", 16, 0},
};

std::optional<Operand> ReadRelativeMonthName(const Text& text, size_t i,
                                             const Context& context) {
  Operand operand;
  const auto relative =
      MatchEnglishRelative<kRelativeMonths>(text, i, operand.end);
  if (!relative) return std::nullopt;
  const absl::CivilMonth month =
      absl::CivilMonth(context.day) + relative->shift;
  operand.year = static_cast<int>(month.year());
  SetMonth(month.month(), operand);
  return operand;
}

}  // namespace

std::optional<Operand> ReadEnglishMonth(const Text& text, size_t i,
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
  static constexpr std::pair<std::u32string_view, int> kSigns[] = {
      {U"this ", 0},
      {U"the coming ", 1},
      {U"coming ", 1},
      {U"last ", -1},
      {U"next ", 2}};
  for (const auto& [word, sign] : EntriesAt<kSigns>(text, i)) {
    if (const auto end = text.Match(i, word)) {
      if (!ReadEnglishMonthName(text, *end)) continue;
      next = sign == 2;
      direction = next ? 1 : sign;
      i = *end;
      break;
    }
  }
  const auto month = ReadEnglishMonthName(text, i);
  if (!month) return std::nullopt;
  SetMonth(month->value, operand);
  operand.direction = direction;
  // In September, `next October` may be of this year or the next.
  operand.ambiguous = next && month->value > context.day.month();
  if (next && month->value == context.day.month()) {
    operand.year = static_cast<int>(context.day.year()) + 1;
  }
  operand.end = month->end;
  TakeEnglishYearBehind(text, context, operand);
  return operand;
}

std::optional<Operand> ReadEnglishDaysOfMonth(const Text& text, size_t i,
                                              const Context& context) {
  for (const DaysName& days : EntriesAt<kDays>(text, i)) {
    const auto word = text.Match(i, days.text);
    if (!word || text.IsWordChar(*word)) continue;
    size_t next = *word;
    if (text.at(next) == U'-') ++next;
    next = text.SkipSpaces(next);
    if (auto month = ReadEnglishMonth(text, next, context)) {
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
    std::optional<Number> year = ReadEnglishYear(text, next);
    if (year) {
      SetEnglishYear(*year, operand);
    } else if (const auto relative =
                   MatchEnglishRelativeYear(text, next, operand.end)) {
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
  static constexpr std::u32string_view kYearEnds[] = {
      U"year-end",     U"year end",   U"the year-end",
      U"the year end", U"year's end", U"the year's end"};
  for (const std::u32string_view word : EntriesAt<kYearEnds>(text, i)) {
    const auto end = MatchWord(text, i, word);
    if (!end) continue;
    SetMonth(12, operand);
    operand.end = *end;
    TakeEnglishYearBehind(text, context, operand);
    return operand;
  }
  static constexpr std::u32string_view kMonthEnds[] = {U"month-end",
                                                       U"month end"};
  for (const std::u32string_view word : EntriesAt<kMonthEnds>(text, i)) {
    const auto end = MatchWord(text, i, word);
    if (!end) continue;
    operand.precision = Precision::kThird;
    operand.first_day = 21;
    operand.end = *end;
    return operand;
  }
  return std::nullopt;
}

}  // namespace clearsky::notation
