#include "absl/container/inlined_vector.h"
#include "notation/operand_parts.h"
#include "notation/words.h"

namespace clearsky::notation {
namespace {

struct Component {
  Number number;
  bool marked = false;  // `'22`
  char32_t unit = 0;    // 년, 월, 일
  char32_t separator = 0;
  size_t end = 0;  // After unit and separator.
};

using Components = absl::InlinedVector<Component, 3>;

// Whether the letter at `i` is a unit of a date and no part of another word.
bool IsUnit(const Text& text, size_t i, bool after_space) {
  const char32_t unit = text.at(i);
  if (unit != U'년' && unit != U'월' && unit != U'일') return false;
  if (text.language() == Language::kChinese) return true;
  const char32_t next = text.at(i + 1);
  if (next == U'간' || next == U'차' || next == U'째') return false;
  if (text.Match(i + 1, U" 동안")) return false;
  return !after_space || !text.IsWordChar(i + 1);
}

// Whether a number and the next may be of one date: 5至6日, 5和6日, 28号.
bool JoinsChineseNumbers(char32_t c) {
  constexpr std::u32string_view kJoints = U"至到和及与與或号號";
  return kJoints.find(c) != std::u32string_view::npos;
}

// Whether what stands after a number leaves it a part of a date.
bool MayBePart(const Text& text, size_t end) {
  if (text.at(end) == U':' && text.IsDigit(end + 1)) return false;
  if (text.at(end) == U'%' || text.at(end) == U'\'') return false;
  if (text.language() == Language::kChinese && text.IsWordChar(end)) {
    return IsUnit(text, end, false) || JoinsChineseNumbers(text.at(end));
  }
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
             !MayBePart(text, number->end) &&
             (text.language() != Language::kKorean ||
              !ReadPartOfYear(text, number->end))) {
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
    return c == U'~' || c == U'-' || c == U',' || c == U'·' || c == U'(' ||
           (text.language() == Language::kChinese && JoinsChineseNumbers(c));
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

Components ReadComponents(const Text& text, size_t i) {
  Components components;
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
    // `2020-22년`: a year behind a year ends a range.
    if (text.language() == Language::kKorean && component->unit == U'년') break;
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

// How many of the components the operand is made of, and what each means.
size_t Interpret(const Text& text, const Components& parts,
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
void ReadEdtfCode(const Components& parts, Operand& operand) {
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

}  // namespace

std::optional<Operand> ReadNumeric(const Text& text, size_t i,
                                   const Context& context) {
  const Components parts = ReadComponents(text, i);
  if (parts.empty()) return std::nullopt;
  Operand operand;
  const size_t used = Interpret(text, parts, context, operand);
  const Component& last = parts[used - 1];
  operand.end = last.end;
  if (used < parts.size() && last.separator == U'.') --operand.end;
  ReadEdtfCode(parts, operand);
  if (text.language() != Language::kKorean) return operand;
  if (operand.precision == Precision::kYear) {
    if (const auto part = ReadPartOfYear(text, operand.end)) {
      TakePart(*part, operand);
    }
  } else if (!operand.precision && IsNearYear(last.number, context)) {
    // `22.下`: only a year has halves and quarters.
    const auto part = ReadPartOfYear(text, operand.end);
    if (part && part->precision > Precision::kMonth) {
      SetYear(last, operand);
      TakePart(*part, operand);
    }
  }
  if (operand.precision == Precision::kMonth && last.unit != U'년') {
    ReadThird(text, operand);
  }
  return operand;
}

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

}  // namespace clearsky::notation
