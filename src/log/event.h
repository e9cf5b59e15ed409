#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "base/uuid.h"

namespace clearsky::log {

// Limits (design, section 2). Outside is INVALID_ARGUMENT before anything is
// written.
inline constexpr size_t kMaxEventBytes = size_t{1} << 20;
inline constexpr size_t kMaxAppendBytes = size_t{16} << 20;
inline constexpr size_t kMaxStreamNameBytes = 256;

// Where a writer expects a stream to be.
class ExpectedRevision {
 public:
  enum class Kind { kAny, kNoStream, kStreamExists, kExactly };

  static ExpectedRevision Any() { return {Kind::kAny, 0}; }
  static ExpectedRevision NoStream() { return {Kind::kNoStream, 0}; }
  static ExpectedRevision StreamExists() { return {Kind::kStreamExists, 0}; }
  // The stream's last revision, 0-based.
  static ExpectedRevision Exactly(uint64_t revision) {
    return {Kind::kExactly, revision};
  }

  Kind kind() const { return kind_; }
  uint64_t revision() const { return revision_; }

 private:
  ExpectedRevision(Kind kind, uint64_t revision)
      : kind_(kind), revision_(revision) {}

  Kind kind_;
  uint64_t revision_;
};

// An event to be appended. `type` is 1 to 256 bytes of UTF-8 without control
// characters, `schema_version` is from 1, `data` is opaque. Metadata keys and
// values are UTF-8.
struct NewEvent {
  Uuid event_id;
  std::string type;
  uint32_t schema_version = 1;
  std::string data;
  std::map<std::string, std::string> metadata;
};

// One entry of an append: events for one stream, or none to check only.
struct StreamAppend {
  std::string stream;
  ExpectedRevision expected = ExpectedRevision::Any();
  std::vector<NewEvent> events;
};

// Where an event was recorded.
struct EventPlace {
  uint64_t position = 0;
  std::string stream;
  uint64_t revision = 0;
  Uuid event_id;
  absl::Time record_time;

  bool operator==(const EventPlace&) const = default;
};

// What an append did.
struct AppendResult {
  // One for each event, in the order given.
  std::vector<EventPlace> places;
  // The events were known before; `places` are the first ones.
  bool duplicate = false;
};

// An event read back, with its own copy of everything.
struct RecordedEvent {
  uint64_t position = 0;
  std::string stream;
  uint64_t revision = 0;
  Uuid event_id;
  absl::Time record_time;
  std::string type;
  uint32_t schema_version = 0;
  std::string data;
  std::map<std::string, std::string> metadata;
  // The stored bytes (v1::StoredEvent), exactly as written.
  std::string stored;
};

enum class Direction { kForward, kBackward };

}  // namespace clearsky::log
