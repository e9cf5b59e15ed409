#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "notation/operand.h"

// The parts that operands are made of. Each function reads what stands at `i`;
// nullopt when that is something else.

namespace clearsky::notation {

// A quarter: `N분기`, `N/4분기`, `N사분기`, `제N분기`, `NQ`, `QN`.
std::optional<Operand> ReadQuarter(const Text& text, size_t i);

// The quarter of `day`, or `shift` quarters later; its end is left open.
Operand QuarterFrom(absl::CivilDay day, int shift);

// `봄`, `가을` with no year, where nothing behind it makes a name of it.
std::optional<Operand> ReadLoneSeason(const Text& text, size_t i);

// A half-year: `상반기`, `下半期`; `상` of `상·하반기`.
std::optional<Operand> ReadHalf(const Text& text, size_t i);

// What may stand after a year: half, quarter, season, or its end or beginning,
// which are its last and first month.
std::optional<Operand> ReadPartOfYear(const Text& text, size_t i);

// A third of the month whose name ends with a letter (`월말`, `중순`).
std::optional<Operand> ReadLoneThird(const Text& text, size_t i);

// Takes a third that follows the month of `operand` (`10월 말`, `10월 말일`).
void ReadThird(const Text& text, Operand& operand);

// Whether the number that ends at `i` is one of several of which the last has
// the unit of months or quarters: `1` in `1~3월`, `3, 4분기`.
bool IsBeforeUnit(const Text& text, size_t i);

// Takes the part of a year over, with its end.
void TakePart(const Operand& part, Operand& operand);

// A date in digits and units: `'22.12월`, `18. 6. 25일`, `20221026`.
std::optional<Operand> ReadNumeric(const Text& text, size_t i,
                                   const Context& context);
std::optional<Operand> ReadCompact(const Text& text, size_t i);

// Dates that count from the context: 내년 3월, 다음 달 초, 다음 주 수요일,
// 내일.
std::optional<Operand> ReadRelativeYear(const Text& text, size_t i,
                                        const Context& context);
std::optional<Operand> ReadRelativeMonth(const Text& text, size_t i,
                                         const Context& context);
std::optional<Operand> ReadRelativeDay(const Text& text, size_t i,
                                       const Context& context);

// Each language's date, as ReadOperand.
std::optional<Operand> ReadKoreanOperand(const Text& text, size_t i,
                                         const Context& context);
std::optional<Operand> ReadEnglishOperand(const Text& text, size_t i,
                                          const Context& context);
std::optional<Operand> ReadChineseOperand(const Text& text, size_t i,
                                          const Context& context);
// ` 2022`, `, 2022`, ` next year` behind the last number of a range.
std::optional<Operand> ReadEnglishYearBehind(const Text& text, size_t i,
                                             const Context& context);
// `第三季度`
std::optional<Operand> ReadChineseQuarter(const Text& text, size_t i);

std::optional<TimeOfDay> ReadEnglishTime(const Text& text, size_t i);
std::optional<TimeOfDay> ReadChineseTime(const Text& text, size_t i);
std::optional<WeekdayName> ReadEnglishWeekday(const Text& text, size_t i);
std::optional<WeekdayName> ReadChineseWeekday(const Text& text, size_t i);

// `15:00`, or an hour with one of `units` and minutes with `minute_unit`.
std::optional<Number> ReadClock(
    const Text& text, size_t i,
    std::initializer_list<std::u32string_view> units,
    std::u32string_view minute_unit);

// Of an hour on the clock, 0 to 24.
v1::PartialDate::PartOfDay PartOfHour(int hour);

inline void SetDay(int day, Operand& operand) {
  operand.day = day;
  operand.precision = Precision::kDay;
}

inline void SetMonth(int month, Operand& operand) {
  operand.month = month;
  operand.precision = Precision::kMonth;
}

// Takes weekday, part of day and time behind a day or a bare number.
void ReadBesideDay(const Text& text, Operand& operand);

}  // namespace clearsky::notation
