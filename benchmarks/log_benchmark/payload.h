#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/uuid.h"

namespace clearsky::bench {

// An event as a caller has it, before it is appended.
struct SourceEvent {
  Uuid id;
  std::string type;
  // A serialised v1::PlanEvent, about 300 bytes.
  std::string data;
  // The v1::StoredEvent that a log makes of it: what raw RocksDB is given.
  std::string stored;
};

// A UUIDv7 that is a function of its arguments.
Uuid MakeId(uint64_t unix_ms, uint64_t random);

// Makes UUIDv7s as a client does that has a generator of its own: no two alike
// in one run. For one thread.
class IdSource {
 public:
  explicit IdSource(uint64_t seed) : state_(seed) {}
  Uuid Next();

 private:
  uint64_t state_;
};

// Events of plans that lie in many streams, interleaved as officials of many
// plans record them: in round r each stream gets its revision r, in an order of
// that round's own. Everything is a function of the arguments, so that another
// process knows the same events. Safe for concurrent use.
class PlanEvents {
 public:
  explicit PlanEvents(uint64_t streams) : streams_(streams) {}

  uint64_t streams() const { return streams_; }
  // Which stream gets the event at `position`, and as which revision.
  uint64_t StreamAt(uint64_t position) const;
  uint64_t RevisionAt(uint64_t position) const { return position / streams_; }
  static std::string StreamName(uint64_t stream);
  // Positions of the first `revisions` events of `stream`.
  std::vector<uint64_t> PositionsOf(uint64_t stream, uint64_t revisions) const;

  // The event at `position`; `stored` is made only by MakeStored.
  SourceEvent Make(uint64_t position) const;
  SourceEvent MakeStored(uint64_t position) const;

 private:
  const uint64_t streams_;
};

}  // namespace clearsky::bench
