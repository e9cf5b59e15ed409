#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "log/event_log.h"
#include "plan/history.h"

namespace clearsky::projection {

// Calls `visit` with the durable events of `stream` from revision `from` on, as
// the domain sees them, until it returns false. `zone` defines the days on
// which they were recorded. DATA_LOSS when a revision is missing; otherwise the
// errors of reading the log.
absl::Status ReadHistoryEvents(
    const log::EventLog& log, absl::TimeZone zone, absl::string_view stream,
    uint64_t from, const std::function<bool(plan::HistoryEvent event)>& visit);

}  // namespace clearsky::projection
