#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "log/event.h"
#include "log/event_view.h"

namespace clearsky::log {

// Which events are to be read, and in which order.
struct ReadRequest {
  // One stream; empty: everything.
  std::string stream;
  Direction direction = Direction::kForward;
  // The first event to be visited: a position, or with `stream` a revision. Not
  // set: the first there is, or going backward the last. From past the end,
  // nothing is visited.
  std::optional<uint64_t> from;
  // Only events recorded at or after this (going backward: at or before).
  std::optional<absl::Time> from_time;
  // Looked at in the stored bytes, before anything is copied.
  EventFilter filter;
};

// An EventIterator goes over the events that were durable when it was made, and
// hands out views into buffers of its own: nothing is copied, and memory is
// bounded whatever the size of the log. For use by one thread. It must not
// outlive the log.
class EventIterator {
 public:
  virtual ~EventIterator() = default;
  // Moves to the next event, at first to the first. False at the end and on an
  // error; status() tells which, and then there is nothing more.
  virtual bool Next() = 0;
  // REQUIRES: Next() returned true. Valid until the next call of Next().
  virtual const EventView& event() const = 0;
  // DATA_LOSS when stored bytes are damaged, naming the position.
  virtual absl::Status status() const = 0;
};

}  // namespace clearsky::log
