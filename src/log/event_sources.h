#pragma once

// The EventIterators there are: over the log, over a stream, over a few streams
// merged, and filtered.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "log/event_iterator.h"
#include "log/index.h"
#include "log/log_store.h"

namespace clearsky::log {

// The positions from `from` on, going forward up to `end` (exclusive), going
// backward down to 0.
struct PositionRange {
  uint64_t from = 0;
  uint64_t end = 0;
  Direction direction = Direction::kForward;
};
std::unique_ptr<EventIterator> MakeLogIterator(const LogStore& store,
                                               const PositionRange& range);

// The revisions of one stream, in the same way. Read from the copy in derived/
// that keeps a stream together, and from the tail. REQUIRES: `range.end` is not
// more than the stream's durable size.
std::unique_ptr<EventIterator> MakeStreamIterator(const LogStore& store,
                                                  const Index& index,
                                                  absl::string_view stream,
                                                  const PositionRange& range);

// The events of all `sources`, each in order of position, merged in that order.
std::unique_ptr<EventIterator> MakeMergedIterator(
    std::vector<std::unique_ptr<EventIterator>> sources, Direction direction);

// Those events of `source` that `filter` wants.
std::unique_ptr<EventIterator> MakeFilteredIterator(
    std::unique_ptr<EventIterator> source, EventFilter filter);

// None.
std::unique_ptr<EventIterator> MakeEmptyIterator();

}  // namespace clearsky::log
