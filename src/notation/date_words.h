#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "notation/operand.h"

// Dates in words: single dates, ranges and lists of operands, and what they
// mean in their context.

namespace clearsky::notation {

// A length of time (`이틀간`, `3개월간`).
struct Duration {
  enum class Unit { kDay, kMonth, kYear };
  Unit unit = Unit::kDay;
  int count = 0;
  size_t end = 0;
};

// One date or range.
struct Member {
  Operand start;  // Of an open start: the end.
  std::optional<Operand> end;
  bool open_start = false;  // `X까지`
  bool open_end = false;    // `X~`, `X부터`
  bool excludes = false;    // `X 전`: until the day before.
  std::optional<Duration> duration;
};

// That of its start, else of its end; nullopt when both are numbers alone.
std::optional<Precision> PrecisionOf(const Member& member);

// A date as written: its members are all meant, or one of them.
struct DateWords {
  std::vector<Member> members;
  bool one_of = false;
  // In parentheses behind a range: it must agree.
  std::optional<Duration> stated_duration;
  size_t begin = 0;
  size_t end = 0;
};

// Whether members may stand in one list. Of thirds one can be meant, but not
// all days of several.
bool IsListable(const Member& member, bool one_of);

// The day `name` of the week of `day`. REQUIRES: day.fixed_first.
Operand SameWeek(const Operand& day, const WeekdayName& name);

// The day of the month, or the number that may be one; 0: neither.
int DayNumber(const Operand& operand);

// Whether members are days one after the other: `26일과 27일`.
bool FollowEachOther(const std::vector<Member>& members);

// Days one after the other become the range of them.
void JoinDays(DateWords& words);

// The date at `i`; nullopt when there is none. Values are not checked.
std::optional<DateWords> ReadDateWords(const Text& text, size_t i,
                                       const Context& context);

// A date resolved in its context.
struct ResolvedDate {
  v1::PartialDate date;  // Normalised; `verbatim` is left to the caller.
  Precision precision = Precision::kDay;  // The coarsest of its members'.
  bool year_in_digits = false;            // `'19.11`, `2020-2022`
  bool is_range = false;
  bool within = false;  // 10월 중
  std::vector<NotationFinding> findings;
};

// INVALID_ARGUMENT when it cannot be: a day or month that does not exist, an
// end before its start.
absl::StatusOr<ResolvedDate> ResolveDate(DateWords words,
                                         const Context& context);

}  // namespace clearsky::notation
