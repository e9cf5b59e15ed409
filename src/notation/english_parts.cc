#include "notation/english_parts.h"

#include <utility>

namespace clearsky::notation {
namespace {

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

constexpr std::u32string_view kOrdinalSuffixes[] = {U"st", U"nd", U"rd", U"th"};

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

// `third` in `third or fourth quarter`: the next one tells the unit.
std::optional<Operand> ReadOrdinalOfQuarter(const Text& text, size_t i) {
  static constexpr std::pair<std::u32string_view, int> kOrdinals[] = {
      {U"first", 1}, {U"1st", 1}, {U"second", 2}, {U"2nd", 2},
      {U"third", 3}, {U"3rd", 3}, {U"fourth", 4}, {U"4th", 4}};
  for (const auto& [word, part] : EntriesAt<kOrdinals>(text, i)) {
    const auto end = text.Match(i, word);
    if (!end || text.IsWordChar(*end)) continue;
    for (const std::u32string_view joint :
         {U" or ", U" and ", U" to ", U" & ", U" - "}) {
      const auto next = text.Match(*end, joint);
      if (!next) continue;
      for (const auto& [other, unused] : EntriesAt<kOrdinals>(text, *next)) {
        const auto behind = text.Match(*next, other);
        if (!behind || !text.Match(*behind, U" quarter")) continue;
        Operand operand;
        operand.precision = Precision::kQuarter;
        operand.part = part;
        operand.end = *end;
        return operand;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<size_t> MatchWord(const Text& text, size_t i,
                                std::u32string_view word) {
  const auto end = text.Match(i, word);
  if (!end || text.IsWordChar(*end) || text.IsDigit(*end)) return std::nullopt;
  return end;
}

std::optional<Relative> MatchEnglishRelativeYear(const Text& text, size_t i,
                                                 size_t& end) {
  return MatchEnglishRelative<kRelativeYears>(text, i, end);
}

std::optional<Number> ReadEnglishMonthName(const Text& text, size_t i) {
  for (const MonthName& name : EntriesAt<kMonthNames>(text, i)) {
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

std::optional<Number> ReadEnglishDayNumber(const Text& text, size_t i) {
  std::optional<Number> number = ReadNumber(text, i);
  if (!number || number->digit_count > 2) return std::nullopt;
  for (const std::u32string_view suffix :
       EntriesAt<kOrdinalSuffixes>(text, number->end)) {
    if (const auto end = text.Match(number->end, suffix)) {
      if (text.IsWordChar(*end)) return std::nullopt;
      number->end = *end;
      return number;
    }
  }
  if (text.IsWordChar(number->end)) return std::nullopt;
  return number;
}

std::optional<Number> ReadEnglishYear(const Text& text, size_t i) {
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

void SetEnglishYear(const Number& year, Operand& operand) {
  operand.year = year.value;
  operand.year_in_digits = true;
  operand.end = year.end;
}

void TakeEnglishYearBehind(const Text& text, const Context& context,
                           Operand& operand) {
  size_t i = text.SkipSpaces(operand.end);
  if (text.at(i) == U',' || text.at(i) == U'/') i = text.SkipSpaces(i + 1);
  for (const std::u32string_view word : {U"of ", U"in "}) {
    if (const auto end = text.Match(i, word)) i = *end;
  }
  if (const auto the = text.Match(i, U"the year "); the && text.IsDigit(*the)) {
    i = *the;
  }
  if (const auto year = ReadEnglishYear(text, i)) {
    // `October-November`: a dash and more digits go on with the date.
    SetEnglishYear(*year, operand);
    return;
  }
  size_t end = 0;
  auto relative = MatchEnglishRelativeYear(text, i, end);
  if (!relative) {
    const auto of = text.Match(text.SkipSpaces(operand.end), U"of the year");
    if (!of || text.IsWordChar(*of)) return;
    relative = Relative{U"", 0};
    end = *of;
  }
  operand.year = static_cast<int>(context.day.year()) + relative->shift;
  operand.end = end;
}

std::optional<Operand> ReadEnglishPart(const Text& text, size_t i,
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
    TakeEnglishYearBehind(text, context, operand);
    return operand;
  }
  // `5 October`: of the names with a digit, none has it alone.
  if (text.IsDigit(i) && !text.IsWordChar(i + 1)) return std::nullopt;
  if (auto quarter = ReadOrdinalOfQuarter(text, i)) return quarter;
  for (const PartName& name : EntriesAt<kParts>(text, i)) {
    auto end = text.Match(i, name.text);
    // `third and fourth quarters`
    if (end && name.precision == Precision::kQuarter && text.at(*end) == U's') {
      ++*end;
    }
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
    TakeEnglishYearBehind(text, context, operand);
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

}  // namespace clearsky::notation
