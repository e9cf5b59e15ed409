#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/uuid.h"
#include "log/event.h"

namespace clearsky::log {

// An event as it lies in the log, read without copying: the views lead into the
// stored bytes, and are valid as long as those are.
struct EventView {
  uint64_t position = 0;
  absl::string_view stream;
  uint64_t revision = 0;
  Uuid event_id;
  absl::Time record_time;
  absl::string_view type;
  uint32_t schema_version = 0;
  absl::string_view data;
  // The stored bytes (v1::StoredEvent), exactly as written.
  absl::string_view stored;

  // The caller's metadata, decoded from `stored` on each call.
  std::map<std::string, std::string> Metadata() const;
  // A copy of everything.
  RecordedEvent Copy() const;
};

// Which events are wanted. The default wants all.
struct EventFilter {
  // The stream's name starts with this.
  std::string stream_prefix;
  // The type is one of these; when empty, any.
  std::vector<std::string> types;

  bool WantsAll() const { return stream_prefix.empty() && types.empty(); }
  bool Matches(absl::string_view stream, absl::string_view type) const;
};

// Reads stored bytes (v1::StoredEvent in the wire format of Protocol Buffers).
// DATA_LOSS, naming `position`, when they do not parse, hold another position,
// or lack a stream, a type or an id. Metadata, and whether strings are UTF-8,
// are not looked at: they were before they were written, and a checksum is over
// them.
absl::StatusOr<EventView> ParseEventView(uint64_t position,
                                         absl::string_view stored);

}  // namespace clearsky::log
