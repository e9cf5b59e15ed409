#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

// EDTF, the Extended Date/Time Format of ISO 8601-2:2019 (Library of Congress,
// "Extended Date/Time Format (EDTF) Specification", 2019): levels 0 and 1, and
// of level 2 the quarters 33-36, the half-years 40-41 and the sets `[a..b]`,
// `[a,b]` (one of) and `{a,b}` (all of). Years -9999 to 9999, and with a letter
// before them those of five to nine digits (`Y-170000`); a date of a plan is of
// the years 0001 to 9999 (NormalizeDate). docs/documents.md tells what is
// refused, and why.

namespace clearsky::plan {

// What the shape of an EDTF value is.
enum class EdtfShape {
  kDate,      // A day, month, year, season, quarter or half-year.
  kInterval,  // `a/b`, either side may be open (`..`) or unknown (empty).
  kOneOf,     // `[...]`.
  kAllOf,     // `{...}`.
};

// A parsed EDTF value.
struct Edtf {
  EdtfShape shape = EdtfShape::kDate;

  // First and last day it can mean, both inclusive. nullopt: open or unknown.
  // For kInterval, earliest of the start and latest of the end.
  std::optional<absl::CivilDay> earliest;
  std::optional<absl::CivilDay> latest;

  // For kInterval: last day the start can mean and first day the end can mean;
  // equal to the bounds when each side is one day.
  std::optional<absl::CivilDay> start_latest;
  std::optional<absl::CivilDay> end_earliest;

  // `?` or `%`, and `~` or `%`, anywhere in the value.
  bool uncertain = false;
  bool approximate = false;

  // Whether it names exactly one day (`2022-04-29`).
  bool is_single_day = false;

  // The members of a kAllOf set, canonical EDTF each, in order.
  std::vector<std::string> members;

  // The canonical text: what ParseEdtf was given, without spaces.
  std::string canonical;
};

// Parses `text`. INVALID_ARGUMENT when it is not EDTF of the profile above,
// naming what is wrong (`day 30 does not exist in 2022-02`), and when an
// interval ends before it starts.
absl::StatusOr<Edtf> ParseEdtf(absl::string_view text);

// `YYYY-MM-DD`.
std::string FormatDay(absl::CivilDay day);

// Parses exactly `YYYY-MM-DD`, a day that exists. INVALID_ARGUMENT otherwise.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);

// Last day of the month of `day`.
absl::CivilDay LastDayOfMonth(absl::CivilMonth month);

}  // namespace clearsky::plan
