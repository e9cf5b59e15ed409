#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clearsky/v1/comparison.pb.h"
#include "clearsky/v1/feed_service.pb.h"

namespace clearsky::cli {

// A plan's implementation table, kept current by what WatchTable answers. Value
// type.
class TableCopy {
 public:
  // Takes an answer in, and returns what it changed. After a reset that is
  // what differs from the rows before, of which no events are told; of the
  // first answer that is nothing. DATA_LOSS when the answer does not follow on
  // those before: rows or their number do not fit.
  absl::StatusOr<v1::PlanComparison> Take(const v1::WatchTableResponse& answer);

  // The rows in order. Empty before the first reset, as when an earlier cursor
  // was gone on from: what is there beside the changes is not told then.
  const std::vector<v1::TableRowChange>& rows() const { return rows_; }
  bool is_whole() const { return is_whole_; }

 private:
  absl::Status Apply(const v1::WatchTableResponse& answer);

  // Each with its `new_row`.
  std::vector<v1::TableRowChange> rows_;
  bool is_whole_ = false;
};

}  // namespace clearsky::cli
