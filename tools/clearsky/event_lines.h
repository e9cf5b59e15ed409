#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clearsky/v1/ledger_service.pb.h"

namespace clearsky::cli {

// An event and the line it stands on, from 1.
struct EventLine {
  size_t line = 0;
  v1::EventToRecord event;
};

// The events of a file that are told at one time, in order.
struct EventGroup {
  // The line that tells the time; 0 when no line does.
  size_t line = 0;
  // As written; empty when no line tells it.
  std::string at;
  std::vector<EventLine> events;
};

// Reads JSON lines. Each is a protobuf JSON PlanEvent, or, told by its keys
// `at`, `event` and `events`, a HistoryLine. A line with `at` begins a new
// group, which the events of the lines below it join, up to the next one.
// Blank lines and lines that start with `#` are skipped.
//
// Groups have at least one event each. INVALID_ARGUMENT names the line and the
// JSON field: fields that the schema does not have, and a time without events.
absl::StatusOr<std::vector<EventGroup>> ReadEventLines(absl::string_view text);

// The times of the groups; nullopt for one without. INVALID_ARGUMENT names the
// line of a time that cannot be read, or lies before the one above it.
absl::StatusOr<std::vector<std::optional<absl::Time>>> ReadGroupTimes(
    const std::vector<EventGroup>& groups, absl::TimeZone zone);

}  // namespace clearsky::cli
