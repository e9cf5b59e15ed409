#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/projections.pb.h"
#include "projection/projection.h"
#include "projection/projection_store.h"

namespace clearsky::projection {

inline constexpr char kCalendarName[] = "calendar";

// The calendar across plans: a row for each activity, found by the days on
// which it falls or may fall.
std::unique_ptr<Projection> MakeCalendar();

// A question to the calendar; both days inclusive.
struct CalendarSpan {
  absl::CivilDay from;
  absl::CivilDay to;
  // Only plans whose names start with this.
  std::string plan_prefix;
  // Neither held nor completed.
  bool open_only = false;
};

// The entries of one row, on the day `as_of`: one for each of its dates that
// falls or may fall in the span.
void AddEntries(const v1::CalendarRow& row, const CalendarSpan& span,
                absl::CivilDay as_of, std::vector<v1::CalendarEntry>* entries);

// The entries of all rows, read by the index: what is read beside them is what
// lies up to its own length before or after the span, and what is open.
// DATA_LOSS when a row does not parse.
absl::StatusOr<std::vector<v1::CalendarEntry>> ReadCalendar(
    const RowReader& rows, absl::string_view family, const CalendarSpan& span,
    absl::CivilDay as_of);

// By earliest day, then latest, then plan, activity and date; without bounds
// last.
void SortEntries(std::vector<v1::CalendarEntry>* entries);
// A text that sorts as SortEntries does.
std::string SortKeyOf(const v1::CalendarEntry& entry);

}  // namespace clearsky::projection
