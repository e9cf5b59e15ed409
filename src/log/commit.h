#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/uuid.h"
#include "log/event.h"
#include "log/format.h"
#include "log/merkle_frontier.h"

namespace clearsky::log {

// Events that become durable together, with one record time: their stored
// bytes, once, in the chunks as they lie on disk, and where each is.
struct Commit {
  struct Event {
    Uuid id;
    uint64_t revision = 0;
    // Index of the name in `streams`.
    uint32_t stream = 0;
    // Where the stored bytes are: chunk, and offset and size in its value.
    uint32_t chunk = 0;
    uint32_t offset = 0;
    uint32_t size = 0;
  };

  uint64_t first_position = 0;
  absl::Time record_time;
  // Names of the streams that occur, each once.
  std::vector<std::string> streams;
  // In order of position.
  std::vector<Event> events;
  std::vector<format::KeyValue> chunks;

  uint64_t end() const { return first_position + events.size(); }
  const std::string& stream(size_t index) const {
    return streams[events[index].stream];
  }
  absl::string_view stored(size_t index) const {
    const Event& event = events[index];
    return absl::string_view(chunks[event.chunk].value)
        .substr(event.offset, event.size);
  }
  EventPlace place(size_t index) const {
    return {first_position + index, stream(index), events[index].revision,
            events[index].id, record_time};
  }
  // What it takes in memory, about.
  size_t bytes() const;
};

// A chunk read from the log, as a commit of its own. DATA_LOSS when it is
// damaged.
absl::StatusOr<Commit> CommitOfChunk(absl::string_view key,
                                     absl::string_view value);

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
