#pragma once

#include <optional>
#include <string_view>

#include "notation/operand.h"
#include "notation/operand_parts.h"
#include "notation/relative_words.h"
#include "notation/word_table.h"

// The parts of an English date: names of months, days, years and what stands
// around them. Each function reads what stands at `i`; nullopt when that is
// something else.

namespace clearsky::notation {

// The index after `word` when it stands at `i` and ends there.
std::optional<size_t> MatchWord(const Text& text, size_t i,
                                std::u32string_view word);

// As MatchRelative, of whole words.
template <const auto& kTable>
std::optional<Relative> MatchEnglishRelative(const Text& text, size_t i,
                                             size_t& end) {
  for (const Relative& entry : EntriesAt<kTable>(text, i)) {
    const auto after = MatchWord(text, i, entry.text);
    // `last week of October` counts from October, not from the context.
    if (!after || MatchWord(text, *after, U" of")) continue;
    end = *after;
    return entry;
  }
  return std::nullopt;
}

std::optional<Relative> MatchEnglishRelativeYear(const Text& text, size_t i,
                                                 size_t& end);

// The name of a month, with the dot of an abbreviation.
std::optional<Number> ReadEnglishMonthName(const Text& text, size_t i);

// `5`, `5th`, `05`.
std::optional<Number> ReadEnglishDayNumber(const Text& text, size_t i);

// `2022`, `'22`.
std::optional<Number> ReadEnglishYear(const Text& text, size_t i);

void SetEnglishYear(const Number& year, Operand& operand);

// Takes the year behind a date: ` 2022`, `, 2022`, ` of 2022`, ` next year`.
void TakeEnglishYearBehind(const Text& text, const Context& context,
                           Operand& operand);

// `October 2022`, `this month`; `of the` may stand before.
std::optional<Operand> ReadEnglishMonth(const Text& text, size_t i,
                                        const Context& context);

// `early October 2022`, `end of this month`, `mid-October`; of a year its
// first and last month, where the words say so.
std::optional<Operand> ReadEnglishDaysOfMonth(const Text& text, size_t i,
                                              const Context& context);

// A half, quarter or season, with the year before or behind it.
std::optional<Operand> ReadEnglishPart(const Text& text, size_t i,
                                       const Context& context);

// `this week`, `next week`, `the week of 13 June`, `Wednesday next week`.
std::optional<Operand> ReadEnglishWeek(const Text& text, size_t i,
                                       const Context& context);

// `first Monday of October 2022`, `last Friday in October`.
std::optional<Operand> ReadEnglishNthWeekday(const Text& text, size_t i,
                                             const Context& context);

}  // namespace clearsky::notation
