#include "projection/timeline_values.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace clearsky::projection {

plan::PlacedEvent PlacedOf(const v1::TimelineEvent& row, DayNumber day,
                           uint64_t revision) {
  plan::PlacedEvent placed;
  placed.day = DayOfNumber(day);
  placed.earliest = DayOfNumber(row.earliest());
  placed.revision = revision;
  placed.content_revision = row.content_revision();
  placed.recorded = &row.event();
  return placed;
}

absl::Status Damaged(absl::string_view stream, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("snapshots of ", stream, ": damaged ", what));
}

void Touch(const std::string& unit, DayNumber day,
           std::map<std::string, DayNumber>* touched) {
  const auto [found, is_new] = touched->try_emplace(unit, day);
  if (!is_new) found->second = std::min(found->second, day);
}

}  // namespace clearsky::projection
