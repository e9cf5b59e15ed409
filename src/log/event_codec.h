#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "log/event.h"
#include "log/event_view.h"

namespace clearsky::log {

// What the log adds to an event.
struct EventStamp {
  uint64_t position = 0;
  absl::string_view stream;
  uint64_t revision = 0;
  absl::Time record_time;  // Whole microseconds.
};

// The bytes of v1::StoredEvent: serialised once, here, and from then on only
// copied. They are those of Protocol Buffers' deterministic serialisation,
// written by hand as each append goes through here.
// REQUIRES: `event` is within the limits.
std::string EncodeEvent(const EventStamp& stamp, const NewEvent& event);
std::string EncodeEvent(const EventPlace& place, const NewEvent& event);

// The size of those bytes, and they themselves at the end of `out`.
size_t EncodedEventSize(const EventStamp& stamp, const NewEvent& event);
void AppendEncodedEvent(const EventStamp& stamp, const NewEvent& event,
                        std::string* out);

// Reads stored bytes. DATA_LOSS, naming `position`, as ParseEventView.
absl::StatusOr<RecordedEvent> DecodeEvent(uint64_t position,
                                          absl::string_view stored);

// Where a recorded event is.
EventPlace PlaceOf(const RecordedEvent& event);
EventPlace PlaceOf(const EventView& event);

// Whether `event`, appended to `stream`, would be `recorded` again: equal in
// all that a caller gives.
bool SameContent(const RecordedEvent& recorded, absl::string_view stream,
                 const NewEvent& event);

}  // namespace clearsky::log
