#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "clearsky/v1/value.pb.h"
#include "notation/notation.h"
#include "notation/text.h"

// One date as officials write it, `'22.12월`, `10월 말`, `5(목)`, `5 December`,
// `10月上旬`, with what is elided left open: ranges and lists fill it in from
// each other.

namespace clearsky::notation {

// Fine to coarse.
enum class Precision {
  kDay,
  kWeek,
  kThird,
  kMonth,
  kQuarter,
  kSeason,
  kHalf,
  kYear,
};

struct Operand {
  // nullopt: a number whose unit its neighbour tells (`22` in `22~23일`).
  std::optional<Precision> precision;
  int bare = 0;
  int bare_digits = 0;

  std::optional<int> year;
  bool year_in_digits = false;
  std::optional<int> month;
  std::optional<int> day;
  bool last_day = false;  // 말일
  // Half-year 1-2, quarter 1-4, season 1-4 (spring first).
  int part = 0;
  // Thirds 0-2 of a month, both inclusive.
  int first_third = 0;
  int last_third = 0;
  // Instead of thirds, when not 0: days of a month; until_day 0 is its last.
  int first_day = 0;
  int until_day = 0;
  // Weeks and days that the context alone tells (다음 주, 내일).
  std::optional<absl::CivilDay> fixed_first;
  std::optional<absl::CivilDay> fixed_last;

  std::optional<absl::Weekday> weekday;
  v1::PartialDate::PartOfDay part_of_day =
      v1::PartialDate::PART_OF_DAY_UNSPECIFIED;
  // The nth `weekday` of the month, 1-5, or -1 its last; 0: not so told.
  int nth_weekday = 0;
  bool approximate = false;
  // More than one date may be meant (`05/04/2022`, `next October`).
  bool ambiguous = false;
  // A part of the year that has no bounds (`early 2023`).
  bool vague = false;
  // 次年: the year after that of the start of its range.
  bool following_year = false;
  bool month_first = false;  // `October 5`, 10月5日
  bool has_clock = false;    // A time by the clock stands behind it.
  bool within = false;       // 중, 내
  bool with_slash = false;   // `1/4`: may be the left side of `1/4~2/4분기`.
  int direction = 0;         // 오는: +1, 지난: -1.
  size_t end = 0;
};

// The date at `i`; nullopt when there is none. Values are not checked.
std::optional<Operand> ReadOperand(const Text& text, size_t i,
                                   const Context& context);

// A time of day (`오후 3시`, `15:00~17:00`).
struct TimeOfDay {
  v1::PartialDate::PartOfDay part = v1::PartialDate::PART_OF_DAY_UNSPECIFIED;
  bool has_clock = false;  // More than 오후; not told of English.
  size_t end = 0;
};

std::optional<TimeOfDay> ReadTime(const Text& text, size_t i);

// A weekday's name, `목` or `목요일`.
struct WeekdayName {
  absl::Weekday weekday = absl::Weekday::monday;
  bool is_short = false;
  size_t end = 0;
};

std::optional<WeekdayName> ReadWeekday(const Text& text, size_t i);

// The year that elided ones mean.
int DefaultYear(const Context& context);

}  // namespace clearsky::notation
