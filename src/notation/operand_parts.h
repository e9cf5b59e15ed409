#pragma once

#include <optional>

#include "notation/operand.h"

// The parts that operands are made of. Each function reads what stands at `i`;
// nullopt when that is something else.

namespace clearsky::notation {

// A quarter: `N분기`, `N/4분기`, `N사분기`, `제N분기`, `NQ`, `QN`.
std::optional<Operand> ReadQuarter(const Text& text, size_t i);

// A half-year: `상반기`, `下半期`; `상` of `상·하반기`.
std::optional<Operand> ReadHalf(const Text& text, size_t i);

// What may stand after a year: half, quarter, season, or its end or beginning,
// which are its last and first month.
std::optional<Operand> ReadPartOfYear(const Text& text, size_t i);

// A third of the month whose name ends with a letter (`월말`, `중순`).
std::optional<Operand> ReadLoneThird(const Text& text, size_t i);

// Takes a third that follows the month of `operand` (`10월 말`, `10월 말일`).
void ReadThird(const Text& text, Operand& operand);

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

}  // namespace clearsky::notation
