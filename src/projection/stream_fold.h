#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clearsky/v1/projections.pb.h"
#include "log/event_log.h"
#include "plan/fold_head.h"
#include "plan/history.h"
#include "projection/projection.h"

namespace clearsky::projection {

// An event as the domain sees it; `zone` defines the day of its recording.
plan::HistoryEvent DecodeEvent(const log::EventView& event,
                               absl::TimeZone zone);

// A stream folded on a day, with what rows need beside the state.
struct StreamFold {
  plan::FoldHead head;
  // Positions in the log, by revision.
  std::vector<uint64_t> positions;
  // Events whose type is not known, or that do not parse: the fold skips them.
  std::vector<v1::SetAside> unread;

  FoldedStream View() const {
    return {head.state().stream(), &head.state(), &positions};
  }
};

// Why an event was not read, for `unread`.
v1::SetAside UnreadOf(absl::string_view stream,
                      const plan::HistoryEvent& event);

// Folds the events of `stream` among the first `known_count` of the log. Reads
// them once when they stand in effective order, and holds them in memory when
// they do not. CANCELLED when `stop`, which may be null, is set meanwhile;
// errors of reading the log.
absl::StatusOr<StreamFold> FoldStream(
    const log::EventLog& log, absl::TimeZone zone, absl::string_view stream,
    uint64_t known_count, absl::CivilDay as_of, const std::atomic<bool>* stop);

}  // namespace clearsky::projection
