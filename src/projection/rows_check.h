#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "log/event_log.h"
#include "log/progress.h"
#include "projection/follower.h"
#include "projection/projection_store.h"

namespace clearsky::projection {

// How many rows a check has compared, by projection, in the order of the
// families.
struct RowsChecked {
  std::vector<uint64_t> rows;
};

// Folds every plan from nothing, as known by the first `known_count` events on
// the day `as_of`, and compares with `rows`: each row, each entry of an index,
// and that there are no others. Memory is bounded by the largest plan.
//
// DATA_LOSS naming the first row that differs; errors of reading log or rows.
absl::StatusOr<RowsChecked> CheckRows(
    const log::EventLog& log, absl::TimeZone zone, const RowReader& rows,
    const std::vector<ProjectedFamily>& families, uint64_t known_count,
    absl::CivilDay as_of, const log::Progress& progress);

}  // namespace clearsky::projection
