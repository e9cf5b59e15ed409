#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/types/span.h"
#include "log_benchmark/payload.h"

namespace clearsky::bench {

// One writer of a store, for one thread. It writes to streams of its own, in
// turn, and gives each event an id of its own. Errors end the program.
class Writer {
 public:
  virtual ~Writer() = default;

  // Appends the events as one commit to the writer's next stream, expecting
  // the stream where the writer left it. Returns when they are durable, as far
  // as the store can make them so.
  virtual void Append(absl::Span<const SourceEvent> events) = 0;

  // Keeps `in_flight` appends of one event unanswered until `stop`, then waits
  // for those left. Returns the number of events answered.
  virtual uint64_t AppendInFlight(absl::Span<const SourceEvent> events,
                                  uint64_t in_flight,
                                  const std::atomic<bool>& stop);
};

// Something that keeps events, empty when made: the log, or a peer of it.
class Store {
 public:
  virtual ~Store() = default;
  virtual std::unique_ptr<Writer> NewWriter(int number) = 0;
  // Does what the store still owes for the appends: its indexes. No append may
  // follow.
  virtual void Settle() {}
};

// Streams of one writer: enough that heads are looked up, not remembered.
inline constexpr size_t kStreamsOfWriter = 16;
std::string WriterStream(int writer, size_t stream);

}  // namespace clearsky::bench
