#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clearsky/v1/answer.pb.h"

// A point in time as people write it. Pure; safe to call from many threads.

namespace clearsky::page {

// A time: RFC 3339; without an offset, in `zone`; or a day, whose beginning is
// meant. INVALID_ARGUMENT otherwise; `name` says what was to be a time.
absl::StatusOr<absl::Time> ReadTime(absl::string_view name,
                                    absl::string_view text,
                                    absl::TimeZone zone);

// What the two parts of a point are called where it was written.
struct PointNames {
  absl::string_view as_of;
  absl::string_view known_at;
};

// `as_of` is a day, empty for today; `known_at` RFC 3339, a day, whose end in
// `zone` is meant, or a position (digits alone), empty for everything.
// INVALID_ARGUMENT otherwise.
absl::StatusOr<v1::PointInTime> ReadPointInTime(const PointNames& names,
                                                absl::string_view as_of,
                                                absl::string_view known_at,
                                                absl::TimeZone zone);

}  // namespace clearsky::page
