#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/value.pb.h"

// Operations on v1::PartialDate. Pure; safe to call from many threads.

namespace clearsky::plan {

// The answer to a question about dates that are not exact.
enum class Answer { kNo, kPossible, kYes };

// First and last day, both inclusive. nullopt: open or undecided.
struct DayBounds {
  std::optional<absl::CivilDay> earliest;
  std::optional<absl::CivilDay> latest;

  bool operator==(const DayBounds&) const = default;
};

// Days between two dates that are not exact: [min, max], inclusive. A side
// that is open is nullopt.
struct SlipRange {
  std::optional<int64_t> min_days;
  std::optional<int64_t> max_days;

  bool operator==(const SlipRange&) const = default;
};

// A date of exactly `day`, `YYYY-MM-DD`, normalised.
v1::PartialDate DateOfDay(absl::CivilDay day);

// The date of an EDTF value, normalised. INVALID_ARGUMENT as ParseEdtf.
absl::StatusOr<v1::PartialDate> DateOfEdtf(absl::string_view edtf);

// The same date with `edtf` canonical, `reading` set from its shape when it was
// left out, and the bounds filled in. INVALID_ARGUMENT when the EDTF is bad,
// the reading does not fit it (to be decided with a value, all of without a
// set, ...), a given bound differs from the EDTF's, or a text is not UTF-8.
// Idempotent.
//
// Readings told from shapes: a month, year, season, quarter, half-year or
// `[...]` is one day within; a day is one day within; `a/b` is a whole span;
// `a/..` from; `../b` until; `{...}` all of; an empty value to be decided.
absl::StatusOr<v1::PartialDate> NormalizeDate(const v1::PartialDate& date);

// The bounds of a date; both nullopt when it has no value. Total: never fails,
// a date with an EDTF value that cannot be read has no bounds.
DayBounds BoundsOf(const v1::PartialDate& date);

// Whether the date is wholly before `day` (latest < day: yes; earliest >= day:
// no; else possible; no bounds: possible). For overdue see overdue.h.
Answer IsBefore(const v1::PartialDate& date, absl::CivilDay day);
// Whether the date is wholly after `day`.
Answer IsAfter(const v1::PartialDate& date, absl::CivilDay day);
// Whether the date falls within [first, last], inclusive. For whole spans:
// whether any day of it does.
Answer FallsWithin(const v1::PartialDate& date, absl::CivilDay first,
                   absl::CivilDay last);

// Whether two dates say the same: equal values, readings and certainty. Words
// as written do not count.
bool SameDate(const v1::PartialDate& a, const v1::PartialDate& b);

// The class of a change of date (design, section 3, "Changes of date"):
// refined only if the old reading is one day within or until and the new bounds
// lie inside the old and differ; whole spans and sets: any change is
// rescheduled; from: compare the starts; equal is none; a new date without a
// value is postponed; all else is rescheduled, a first value for a date that
// was to be decided included.
v1::DateChangeClass ClassifyDateChange(const v1::PartialDate& old_date,
                                       const v1::PartialDate& new_date);

// How far a change moved a date, in days: 0 to 0 for a refinement, else
// [new earliest - old latest, new latest - old earliest]; whole spans and from
// compare their starts. nullopt sides where a bound is open.
SlipRange SlipOf(const v1::PartialDate& old_date,
                 const v1::PartialDate& new_date);

}  // namespace clearsky::plan
