#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "log/event_log.h"
#include "log/merkle_frontier.h"

namespace clearsky::log {

// Events that become durable together, with one record time.
struct Commit {
  uint64_t first_position = 0;
  absl::Time record_time;
  // One place and one v1::StoredEvent for each event, in order of position.
  std::vector<EventPlace> places;
  std::vector<std::string> stored;
};

// Where the log ends.
struct LogEnd {
  // Number of events; the tree frontier's size is the same.
  uint64_t size = 0;
  absl::Time last_record_time = absl::InfinitePast();
  MerkleFrontier frontier;
};

// The end after `commit`. A function of its arguments alone.
LogEnd EndAfter(LogEnd end, const Commit& commit);

}  // namespace clearsky::log
