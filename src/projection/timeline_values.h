#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/timeline.pb.h"
#include "plan/fold.h"
#include "projection/timeline_rows.h"

// What the parts of StreamTimeline share. Internal to src/projection.

namespace clearsky::projection {

// A row takes part in the fold as what it was made of; it must outlive that.
plan::PlacedEvent PlacedOf(const v1::TimelineEvent& row, DayNumber day,
                           uint64_t revision);

// DATA_LOSS that names the stream and what of its rows cannot be read.
absl::Status Damaged(absl::string_view stream, absl::string_view what);

// Notes that a unit has to be folded anew from `day` on.
void Touch(const std::string& unit, DayNumber day,
           std::map<std::string, DayNumber>* touched);

}  // namespace clearsky::projection
