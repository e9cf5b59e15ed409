#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/ledger_service.pb.h"

namespace clearsky::cli {

// An event and the line it stands on, from 1.
struct EventLine {
  size_t line = 0;
  v1::EventToRecord event;
};

// Reads JSON lines, each a protobuf JSON PlanEvent, or an EventToRecord, told
// by its key `event`. Blank lines are skipped. INVALID_ARGUMENT names the line
// and the JSON field; fields that the schema does not have are errors.
absl::StatusOr<std::vector<EventLine>> ReadEventLines(absl::string_view text);

}  // namespace clearsky::cli
