#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "document/lint/letters.h"

// Dates where they stand in running text, in Korean, English and Chinese. Only
// what is certainly a date is taken: `4.29` in running text may be a decimal.
// What a date means for a plan is notation's to tell; here it is compared with
// the calendar and with other dates.

namespace clearsky::document::lint {

// One date as written; what is left out is 0.
struct DatePoint {
  Span span;
  int year = 0;
  // 올해: 0, 내년: 1, 작년: -1; of the year that the words were written in.
  std::optional<int> year_offset;
  int month = 0;
  int day = 0;
  // Thirds of the month, 0 to 2, both inclusive; -1 when none is said.
  int first_third = -1;
  int last_third = -1;
  std::optional<absl::Weekday> weekday;
  Span weekday_span;
  // `'22`: the mark before the year, as written; 0 when there is none.
  char32_t year_mark = 0;
  // `4.29`, `10/26`: no word of it says that it is a date.
  bool bare = false;
};

// A date or a range of dates.
struct DateMention {
  Span span;
  DatePoint start;
  std::optional<DatePoint> end;
  // `~` or `-` between them; 0 of words.
  char32_t range_mark = 0;
  size_t range_mark_at = 0;
  bool open_end = false;  // `'22년 12월-`

  bool HasYear() const { return start.year != 0 || start.year_offset; }
  bool IsYearsOnly() const { return start.month == 0; }
};

// First and last day, both inclusive.
struct DayRange {
  absl::CivilDay first;
  absl::CivilDay last;

  bool Contains(const DayRange& other) const {
    return first <= other.first && other.last <= last;
  }
  bool Meets(const DayRange& other) const {
    return first <= other.last && other.first <= last;
  }
  bool operator==(const DayRange&) const = default;
};

// The date at `i`, whether or not it is certainly one; nullopt when there is
// none.
std::optional<DateMention> ReadDateAt(const Letters& letters, size_t i);

// The dates of [span.begin, span.end), in order. Bare ones are taken where a
// parenthesis or a list holds nothing else, a weekday or a year stands beside
// them.
std::vector<DateMention> ScanDates(const Letters& letters, Span span,
                                   bool in_table = false);

// Why a point cannot be (`day 30 does not exist in February`); empty when it
// can. `year`: of a point that has none.
std::string WhyImpossible(const DatePoint& point, int year);

// The days of a point. REQUIRES: WhyImpossible(point, year) is empty.
DayRange DaysOf(const DatePoint& point, int year);

// The days of a mention whose points have no year of their own in `year`, from
// the first of its start to the last of its end. nullopt when it cannot be or
// ends before it starts.
std::optional<DayRange> DaysOf(const DateMention& mention, int year);

// Month, year and day that an end takes over from its start.
DatePoint FilledIn(const DatePoint& end, const DatePoint& start);

// A weekday beside a date: `(수)`, ` 수요일`, `（周三）`, `(Wed)`.
struct WeekdayWords {
  absl::Weekday weekday = absl::Weekday::monday;
  Span span;       // Of the weekday alone.
  size_t end = 0;  // Behind the parenthesis.
};
std::optional<WeekdayWords> ReadWeekdayAfter(const Letters& letters, size_t i);

// `Wed`, `Wed.`, `Wednesday` at `i`.
std::optional<WeekdayWords> ReadEnglishWeekday(const Letters& letters,
                                               size_t i);

// `(수)` in the language and form of the words at `span`.
std::string WeekdayLike(const Letters& letters, Span span,
                        absl::Weekday weekday);

// The English date at `i`: `28 September 2022`, `Wed, Sept. 28`.
std::optional<DateMention> ReadEnglishDate(const Letters& letters, size_t i);

// Whether a mark before a two-digit year stands at `i`, as in `'22`.
bool IsYearMark(const Letters& letters, size_t i);

}  // namespace clearsky::document::lint
