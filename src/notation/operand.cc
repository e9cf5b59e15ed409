#include "notation/operand.h"

#include <array>
#include <vector>

#include "notation/words.h"

namespace clearsky::notation {
namespace {

using v1::PartialDate;

struct Relative {
  std::u32string_view text;
  int shift;
};

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

struct PartName {
  std::u32string_view text;
  Precision precision;
  int part;
};

constexpr PartName kHalves[] = {
    {U"상반기", Precision::kHalf, 1}, {U"하반기", Precision::kHalf, 2},
    {U"전반기", Precision::kHalf, 1}, {U"후반기", Precision::kHalf, 2},
    {U"上半期", Precision::kHalf, 1}, {U"下半期", Precision::kHalf, 2},
    {U"上半기", Precision::kHalf, 1}, {U"下半기", Precision::kHalf, 2},
    {U"上반기", Precision::kHalf, 1}, {U"下반기", Precision::kHalf, 2},
    {U"上半年", Precision::kHalf, 1}, {U"下半年", Precision::kHalf, 2},
};

// Only beside a year.
constexpr PartName kShortParts[] = {
    {U"상", Precision::kHalf, 1},     {U"하", Precision::kHalf, 2},
    {U"上", Precision::kHalf, 1},     {U"下", Precision::kHalf, 2},
    {U"봄", Precision::kSeason, 1},   {U"여름", Precision::kSeason, 2},
    {U"가을", Precision::kSeason, 3}, {U"겨울", Precision::kSeason, 4},
};

struct ThirdName {
  std::u32string_view text;
  int first;
  int last;
};

constexpr ThirdName kThirds[] = {
    {U"초 중순", 0, 1},   {U"초 · 중순", 0, 1}, {U"중 하순", 1, 2},
    {U"중 · 하순", 1, 2}, {U"초순", 0, 0},      {U"상순", 0, 0},
    {U"중순", 1, 1},      {U"하순", 2, 2},      {U"말", 2, 2},
    {U"末", 2, 2},        {U"초", 0, 0},        {U"初", 0, 0},
    {U"上旬", 0, 0},      {U"初旬", 0, 0},      {U"中旬", 1, 1},
    {U"下旬", 2, 2},
};

template <size_t N>
std::optional<Relative> MatchRelative(const Text& text, size_t i,
                                      const Relative (&table)[N], size_t& end) {
  for (const Relative& entry : table) {
    if (const auto after = text.Match(i, entry.text)) {
      end = *after;
      return entry;
    }
  }
  return std::nullopt;
}

// `N분기`, `N/4분기`, `N사분기`, `제N분기`, `NQ`, `QN`.
std::optional<Operand> ReadQuarter(const Text& text, size_t i) {
  Operand operand;
  operand.precision = Precision::kQuarter;
  if (text.at(i) == U'제') i = text.SkipSpaces(i + 1);
  const bool q_first = text.at(i) == U'q';
  const std::optional<Number> number = ReadNumber(text, q_first ? i + 1 : i);
  if (!number || number->digit_count != 1) return std::nullopt;
  operand.part = number->value;
  operand.end = number->end;
  if (q_first) {
    return text.IsWordChar(operand.end) ? std::nullopt : std::optional(operand);
  }
  for (const std::u32string_view unit :
       {U" /4 분기", U" / 4 분기", U"사분기", U" 분기"}) {
    if (const auto end = text.Match(number->end, unit)) {
      operand.end = *end;
      return operand;
    }
  }
  if (text.at(number->end) == U'q' && !text.IsWordChar(number->end + 1)) {
    operand.end = number->end + 1;
    return operand;
  }
  return std::nullopt;
}

std::optional<Operand> ReadHalf(const Text& text, size_t i) {
  Operand operand;
  for (const PartName& name : kHalves) {
    if (const auto end = text.Match(i, name.text)) {
      operand.precision = name.precision;
      operand.part = name.part;
      operand.end = *end;
      return operand;
    }
  }
  // 상·하반기: the first half leaves its unit to the second.
  for (const std::u32string_view joint :
       {U"상 · 하반기", U"상 , 하반기", U"상 / 하반기", U"상 ~ 하반기",
        U"상 및 하반기", U"상 - 하반기"}) {
    if (text.Match(i, joint)) {
      operand.precision = Precision::kHalf;
      operand.part = 1;
      operand.end = i + 1;
      return operand;
    }
  }
  return std::nullopt;
}

// What may stand after a year: half, quarter, season, or its end or beginning,
// which are its last and first month.
std::optional<Operand> ReadPartOfYear(const Text& text, size_t i) {
  i = text.SkipSpaces(i);
  if (auto half = ReadHalf(text, i)) return half;
  if (auto quarter = ReadQuarter(text, i)) return quarter;
  Operand operand;
  for (const PartName& name : kShortParts) {
    const auto end = text.Match(i, name.text);
    if (end && EndsWell(text, *end)) {
      operand.precision = name.precision;
      operand.part = name.part;
      operand.end = *end;
      return operand;
    }
  }
  operand.precision = Precision::kMonth;
  for (const std::u32string_view word : {U"연말", U"년말", U"말", U"末"}) {
    operand.month = 12;
    const auto end = text.Match(i, word);
    if (!end) continue;
    operand.end = *end;
    return operand;
  }
  for (const std::u32string_view word : {U"연초", U"년초", U"초", U"初"}) {
    operand.month = 1;
    const auto end = text.Match(i, word);
    if (!end) continue;
    operand.end = *end;
    return operand;
  }
  return std::nullopt;
}

struct Component {
  Number number;
  bool marked = false;  // `'22`
  char32_t unit = 0;    // 년, 월, 일
  char32_t separator = 0;
  size_t end = 0;  // After unit and separator.
};

// Whether the letter at `i` is a unit of a date and no part of another word.
bool IsUnit(const Text& text, size_t i, bool after_space) {
  const char32_t unit = text.at(i);
  if (unit != U'년' && unit != U'월' && unit != U'일') return false;
  const char32_t next = text.at(i + 1);
  if (next == U'간' || next == U'차' || next == U'째') return false;
  if (text.Match(i + 1, U" 동안")) return false;
  return !after_space || !text.IsWordChar(i + 1);
}

// Whether what stands after a number leaves it a part of a date.
bool MayBePart(const Text& text, size_t end) {
  if (text.at(end) == U':' && text.IsDigit(end + 1)) return false;
  if (text.at(end) == U'%' || text.at(end) == U'\'') return false;
  return IsUnit(text, end, false) || EndsWell(text, end);
}

std::optional<Component> ReadComponent(const Text& text, size_t i) {
  Component component;
  component.marked = text.at(i) == U'\'';
  const std::optional<Number> number =
      ReadNumber(text, component.marked ? i + 1 : i);
  if (!number || number->digit_count > 4) return std::nullopt;
  if (component.marked && number->digit_count != 2 &&
      number->digit_count != 4) {
    return std::nullopt;
  }
  component.number = *number;
  component.end = number->end;
  const size_t unit = text.SkipSpaces(number->end);
  if (IsUnit(text, unit, unit != number->end)) {
    component.unit = text.at(unit);
    component.end = unit + 1;
    if (component.unit == U'년' && text.at(component.end) == U'도') {
      ++component.end;
    }
  } else if (!component.marked && number->digit_count != 4 &&
             !MayBePart(text, number->end)) {
    // Parts may follow a year at once (`'22상반기`); they are checked later.
    return std::nullopt;
  }
  return component;
}

bool IsYearLike(const Component& component) {
  return component.marked || component.unit == U'년' ||
         component.number.digit_count == 4;
}

// Whether a number after `월 ` or a year and a space belongs to the date:
// `10월 5~6일`, `'22 12월`, but not `10월 3회`.
bool GoesOn(const Text& text, const Component& last, const Component& next) {
  if (next.marked || next.number.digit_count > 2) return false;
  if (last.unit == U'년') return next.unit != U'년';
  if (last.unit == U'월') {
    if (next.unit != 0) return next.unit == U'일';
    const char32_t c = text.at(text.SkipSpaces(next.end));
    return c == U'~' || c == U'-' || c == U',' || c == U'·' || c == U'(';
  }
  return IsYearLike(last) &&
         (next.unit == U'월' || (next.unit == 0 && text.at(next.end) == U'.' &&
                                 text.IsDigit(text.SkipSpaces(next.end + 1))));
}

// Where the next component may begin, after the separator; nullopt when the
// date ends here. Sets the separator and moves the end behind a trailing dot.
std::optional<size_t> SkipSeparator(const Text& text, Component& last,
                                    bool first) {
  const char32_t c = text.at(last.end);
  if (c == U'.') {
    last.separator = c;
    const size_t next = text.SkipSpaces(last.end + 1);
    ++last.end;
    return next;
  }
  if (last.unit != 0) return text.SkipSpaces(last.end);
  if (c == U'/' && text.IsDigit(last.end + 1)) {
    last.separator = c;
    return last.end + 1;
  }
  if (c == U'-' && text.IsDigit(last.end + 1) &&
      (!first || (last.number.digit_count == 4 && !last.marked))) {
    last.separator = c;
    return last.end + 1;
  }
  if (c == U' ' && first && IsYearLike(last)) {
    last.separator = c;
    return text.SkipSpaces(last.end);
  }
  return std::nullopt;
}

std::vector<Component> ReadComponents(const Text& text, size_t i) {
  std::vector<Component> components;
  std::optional<Component> component = ReadComponent(text, i);
  while (component) {
    components.push_back(*component);
    Component& last = components.back();
    if (components.size() == 3 || last.unit == U'일') {
      if (text.at(last.end) == U'.') {
        last.separator = U'.';
        ++last.end;
      }
      break;
    }
    const bool first = components.size() == 1;
    const std::optional<size_t> next = SkipSeparator(text, last, first);
    if (!next || ReadQuarter(text, *next)) break;
    component = ReadComponent(text, *next);
    if (!component || component->marked) break;
    if (component->number.digit_count > 2) break;
    const bool spaced = last.separator == U' ' || last.separator == 0;
    if (spaced && !GoesOn(text, last, *component)) break;
    // A chain keeps its separator: `2022-10-26`, and `8.31-9.2` is a range.
    if (last.separator == U'-' && !first &&
        components.front().separator != U'-') {
      break;
    }
    if (last.separator == U'/' && !first &&
        components.front().separator != U'/') {
      break;
    }
  }
  if (!components.empty() && components.back().separator != U'.') {
    components.back().separator = 0;
  }
  return components;
}

// The year that a two-digit number means: 1970 to 2069.
int FullYear(const Number& number) {
  if (number.digit_count > 2) return number.value;
  return number.value + (number.value < 70 ? 2000 : 1900);
}

constexpr int kNearYears = 5;

// Whether an unmarked two-digit number beside a month can only be a year
// (`22.10`): no month, and near the context's.
bool IsNearYear(const Number& number, const Context& context) {
  const int distance = FullYear(number) - static_cast<int>(context.day.year());
  return number.digit_count == 2 && number.value > 12 &&
         distance >= -kNearYears && distance <= kNearYears;
}

void SetYear(const Component& component, Operand& operand) {
  operand.year = FullYear(component.number);
  operand.year_in_digits = true;
  operand.precision = Precision::kYear;
}

void SetMonth(int month, Operand& operand) {
  operand.month = month;
  operand.precision = Precision::kMonth;
}

void SetDay(int day, Operand& operand) {
  operand.day = day;
  operand.precision = Precision::kDay;
}

// How many of the components the operand is made of, and what each means.
size_t Interpret(const Text& text, const std::vector<Component>& parts,
                 const Context& context, Operand& operand) {
  const Component& a = parts[0];
  const auto unit_is = [&](size_t i, char32_t unit) {
    return parts[i].unit == unit || parts[i].unit == 0;
  };
  if (parts.size() == 3 && unit_is(0, U'년') && unit_is(1, U'월') &&
      unit_is(2, U'일')) {
    // `10.5. 11.2` is two days, not the 11th of May 2010.
    const bool four = parts[2].separator == U'.' &&
                      text.IsDigit(text.SkipSpaces(parts[2].end));
    const bool two_days = a.number.value <= 12 && parts[1].number.value > 12;
    if (IsYearLike(a) || (a.number.digit_count == 2 && !four && !two_days)) {
      SetYear(a, operand);
      operand.month = parts[1].number.value;
      SetDay(parts[2].number.value, operand);
      return 3;
    }
  }
  if (parts.size() >= 2) {
    const Component& b = parts[1];
    if (IsYearLike(a) && b.unit != U'일') {
      SetYear(a, operand);
      SetMonth(b.number.value, operand);
      return 2;
    }
    if (b.unit == U'월' && a.unit == 0 && a.number.digit_count == 2) {
      SetYear(a, operand);
      SetMonth(b.number.value, operand);
      return 2;
    }
    if (unit_is(0, U'월') && unit_is(1, U'일') && !IsYearLike(a)) {
      if (a.unit == 0 && b.unit == 0 && IsNearYear(a.number, context) &&
          b.number.value >= 1 && b.number.value <= 12 && a.separator == U'.') {
        SetYear(a, operand);
        SetMonth(b.number.value, operand);
        return 2;
      }
      operand.month = a.number.value;
      SetDay(b.number.value, operand);
      operand.with_slash = a.separator == U'/';
      return 2;
    }
  }
  if (a.unit == U'월') {
    SetMonth(a.number.value, operand);
  } else if (a.unit == U'일') {
    SetDay(a.number.value, operand);
  } else if (IsYearLike(a)) {
    SetYear(a, operand);
  } else {
    operand.bare = a.number.value;
    operand.bare_digits = a.number.digit_count;
  }
  return 1;
}

// EDTF's codes for parts of a year, `2022-35`. `2022-23` could be an autumn or
// the years 2022 to 2023, so seasons are read only where no range is possible.
void ReadEdtfCode(const std::vector<Component>& parts, Operand& operand) {
  if (parts.size() != 2 || parts[0].separator != U'-' || parts[1].unit != 0 ||
      parts[1].number.digit_count != 2) {
    return;
  }
  const int code = parts[1].number.value;
  const auto set = [&](Precision precision, int part) {
    operand.month.reset();
    operand.precision = precision;
    operand.part = part;
  };
  if (code >= 33 && code <= 36) set(Precision::kQuarter, code - 32);
  if (code == 40 || code == 41) set(Precision::kHalf, code - 39);
  if (code >= 21 && code <= 24 && parts[0].number.value % 100 >= code) {
    set(Precision::kSeason, code - 20);
  }
}

// A third, after a month.
void ReadThird(const Text& text, Operand& operand) {
  const size_t i = text.SkipSpaces(operand.end);
  const auto last_day = text.Match(i, U"말일");
  if (last_day && EndsWell(text, *last_day)) {
    operand.last_day = true;
    operand.precision = Precision::kDay;
    operand.end = *last_day;
    return;
  }
  for (const ThirdName& third : kThirds) {
    const auto end = text.Match(i, third.text);
    if (!end) continue;
    operand.precision = Precision::kThird;
    operand.first_third = third.first;
    operand.last_third = third.last;
    operand.end = *end;
    return;
  }
}

void TakePart(const Operand& part, Operand& operand) {
  operand.precision = part.precision;
  operand.part = part.part;
  operand.month = part.month;
  operand.end = part.end;
}

std::optional<Operand> ReadNumeric(const Text& text, size_t i,
                                   const Context& context) {
  const std::vector<Component> parts = ReadComponents(text, i);
  if (parts.empty()) return std::nullopt;
  Operand operand;
  const size_t used = Interpret(text, parts, context, operand);
  const Component& last = parts[used - 1];
  operand.end = last.end;
  if (used < parts.size() && last.separator == U'.') --operand.end;
  ReadEdtfCode(parts, operand);
  if (operand.precision == Precision::kYear) {
    if (const auto part = ReadPartOfYear(text, operand.end)) {
      TakePart(*part, operand);
    }
  }
  if (operand.precision == Precision::kMonth && last.unit != U'년') {
    ReadThird(text, operand);
  }
  return operand;
}

// `20221026`.
std::optional<Operand> ReadCompact(const Text& text, size_t i) {
  const std::optional<Number> number = ReadNumber(text, i);
  if (!number || number->digit_count != 8) return std::nullopt;
  Operand operand;
  operand.year = number->value / 10000;
  operand.year_in_digits = true;
  operand.month = number->value / 100 % 100;
  SetDay(number->value % 100, operand);
  operand.end = number->end;
  return operand;
}

std::optional<Operand> ReadRelativeYear(const Text& text, size_t i,
                                        const Context& context) {
  Operand operand;
  operand.precision = Precision::kYear;
  const auto relative = MatchRelative(text, i, kRelativeYears, operand.end);
  if (relative) {
    operand.year = static_cast<int>(context.day.year()) + relative->shift;
    if (text.at(operand.end) == U'도' || text.at(operand.end) == U'의') {
      ++operand.end;
    }
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
    }
    if (relative->text == U"올 ") return std::nullopt;
    return operand;
  }
  if (const auto end = text.Match(i, U"연내")) {
    operand.within = true;
    operand.end = *end;
    return operand;
  }
  for (const auto& [word, month] :
       {std::pair(U"연말", 12), std::pair(U"연초", 1)}) {
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
  const auto relative = MatchRelative(text, i, kRelativeMonths, operand.end);
  if (relative) {
    const absl::CivilMonth month =
        absl::CivilMonth(context.day) + relative->shift;
    operand.year = static_cast<int>(month.year());
    SetMonth(month.month(), operand);
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
  for (const ThirdName& third :
       {ThirdName{U"월말", 2, 2}, ThirdName{U"월초", 0, 0},
        ThirdName{U"상순", 0, 0}, ThirdName{U"초순", 0, 0},
        ThirdName{U"중순", 1, 1}, ThirdName{U"하순", 2, 2}}) {
    if (const auto end = text.Match(i, third.text)) {
      operand.precision = Precision::kThird;
      operand.first_third = third.first;
      operand.last_third = third.last;
      operand.end = *end;
      return operand;
    }
  }
  return std::nullopt;
}

std::optional<Operand> ReadRelativeDay(const Text& text, size_t i,
                                       const Context& context) {
  Operand operand;
  if (const auto week = MatchRelative(text, i, kRelativeWeeks, operand.end)) {
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
  if (const auto day = MatchRelative(text, i, kRelativeDays, operand.end)) {
    operand.precision = Precision::kDay;
    operand.fixed_first = context.day + day->shift;
    operand.fixed_last = operand.fixed_first;
    return operand;
  }
  return std::nullopt;
}

// Weekday, part of day and time, after a day or a bare number.
void ReadBesideDay(const Text& text, Operand& operand) {
  const size_t next = text.SkipSpaces(operand.end);
  const char32_t open = text.at(next);
  if (open == U'(' || open == U'[') {
    const auto name = ReadWeekday(text, text.SkipSpaces(next + 1));
    const size_t close = name ? text.SkipSpaces(name->end) : 0;
    if (name && (text.at(close) == U')' || text.at(close) == U']')) {
      operand.weekday = name->weekday;
      operand.end = close + 1;
    }
  } else if (const auto name = ReadWeekday(text, next);
             name && !name->is_short && EndsWell(text, name->end)) {
    operand.weekday = name->weekday;
    operand.end = name->end;
  }
  if (!operand.precision) return;
  if (const auto time = ReadTime(text, text.SkipSpaces(operand.end))) {
    operand.part_of_day = time->part;
    operand.end = time->end;
  }
}

void ReadNuance(const Text& text, Operand& operand) {
  for (const std::u32string_view word :
       {U" 경", U" 쯤", U" 무렵", U" 전후", U" 내외", U" 즈음", U" 께"}) {
    const auto end = text.Match(operand.end, word);
    if (end && EndsWell(text, *end)) {
      operand.approximate = true;
      operand.end = *end;
    }
  }
  for (const std::u32string_view word :
       {U" 중", U" 이내", U" 내", U" 안", U" 中", U" 內"}) {
    const auto end = text.Match(operand.end, word);
    if (end && EndsWell(text, *end)) {
      operand.within = true;
      operand.end = *end;
      break;
    }
  }
}

}  // namespace

int DefaultYear(const Context& context) {
  return context.default_year.value_or(static_cast<int>(context.day.year()));
}

std::optional<WeekdayName> ReadWeekday(const Text& text, size_t i) {
  constexpr std::u32string_view kNames = U"월화수목금토일";
  constexpr std::u32string_view kHanja = U"月火水木金土日";
  constexpr absl::Weekday kDays[] = {
      absl::Weekday::monday,   absl::Weekday::tuesday, absl::Weekday::wednesday,
      absl::Weekday::thursday, absl::Weekday::friday,  absl::Weekday::saturday,
      absl::Weekday::sunday};
  const char32_t c = text.at(i);
  size_t index = kNames.find(c);
  if (index == std::u32string_view::npos) index = kHanja.find(c);
  if (c == 0 || index == std::u32string_view::npos) return std::nullopt;
  WeekdayName name;
  name.weekday = kDays[index];
  const auto end = text.Match(i + 1, U"요일");
  name.is_short = !end;
  name.end = end.value_or(i + 1);
  return name;
}

std::optional<TimeOfDay> ReadTime(const Text& text, size_t i) {
  TimeOfDay time;
  for (const WordMatch& match : SegmentRun(text, i, false)) {
    if (match.word->kind == WordKind::kPartOfDay && match.begin == i) {
      time.part = static_cast<PartialDate::PartOfDay>(match.word->value);
      time.end = match.end;
    }
  }
  const auto read_clock = [&](size_t at) -> std::optional<Number> {
    std::optional<Number> hour = ReadNumber(text, at);
    if (!hour || hour->value > 24 || hour->digit_count > 2) return std::nullopt;
    if (text.at(hour->end) == U':') {
      const auto minute = ReadNumber(text, hour->end + 1);
      if (!minute || minute->digit_count != 2 || minute->value > 59) {
        return std::nullopt;
      }
      hour->end = minute->end;
      return hour;
    }
    const auto unit = text.Match(hour->end, U"시");
    if (!unit) return std::nullopt;
    hour->end = *unit;
    if (text.at(hour->end) == U'반') ++hour->end;
    const auto minute = ReadNumber(text, text.SkipSpaces(hour->end));
    const auto end =
        minute ? text.Match(minute->end, U"분") : std::optional<size_t>();
    if (end) hour->end = *end;
    return hour;
  };
  const auto clock = read_clock(text.SkipSpaces(time.end == 0 ? i : time.end));
  if (clock) {
    const int hour = clock->value;
    if (time.end == 0 && (hour >= 7 || text.at(clock->end - 3) == U':')) {
      time.part = hour < 12   ? PartialDate::PART_OF_DAY_MORNING
                  : hour < 18 ? PartialDate::PART_OF_DAY_AFTERNOON
                              : PartialDate::PART_OF_DAY_EVENING;
    }
    time.end = clock->end;
    const size_t wave = text.SkipSpaces(time.end);
    if (text.at(wave) == U'~' || text.at(wave) == U'-') {
      if (const auto until = read_clock(text.SkipSpaces(wave + 1))) {
        time.end = until->end;
      }
    }
  }
  if (time.end == 0 || !EndsWell(text, time.end)) return std::nullopt;
  return time;
}

std::optional<Operand> ReadOperand(const Text& text, size_t i,
                                   const Context& context) {
  int direction = 0;
  std::optional<Operand> operand = ReadRelativeDay(text, i, context);
  if (!operand) operand = ReadRelativeMonth(text, i, context);
  if (!operand) operand = ReadRelativeYear(text, i, context);
  if (!operand) {
    bool approximate = false;
    if (const auto end = text.Match(i, U"오는 ")) {
      direction = 1;
      i = *end;
    } else if (const auto past = text.Match(i, U"지난 ")) {
      direction = -1;
      i = *past;
    } else if (text.at(i) == U'약' && text.IsDigit(text.SkipSpaces(i + 1))) {
      approximate = true;
      i = text.SkipSpaces(i + 1);
    }
    operand = ReadHalf(text, i);
    if (!operand) operand = ReadQuarter(text, i);
    if (!operand) operand = ReadCompact(text, i);
    if (!operand) operand = ReadNumeric(text, i, context);
    if (!operand) return std::nullopt;
    operand->approximate = approximate;
  }
  operand->direction = direction;
  if (!operand->precision || operand->precision == Precision::kDay) {
    ReadBesideDay(text, *operand);
  }
  if (operand->precision) ReadNuance(text, *operand);
  return operand;
}

}  // namespace clearsky::notation
