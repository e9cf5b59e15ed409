#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "log/event_log.h"

namespace clearsky::log {

// The bytes of v1::StoredEvent: serialised once, here, deterministically, and
// from then on only copied. REQUIRES: `event` is within the limits and
// `place.event_id` is its id.
std::string EncodeEvent(const EventPlace& place, const NewEvent& event);

// Reads stored bytes. DATA_LOSS, naming `position`, when they do not parse or
// hold another position.
absl::StatusOr<RecordedEvent> DecodeEvent(uint64_t position,
                                          absl::string_view stored);

// Where a recorded event is.
EventPlace PlaceOf(const RecordedEvent& event);

// Whether `event`, appended to `stream`, would be `recorded` again: equal in
// all that a caller gives.
bool SameContent(const RecordedEvent& recorded, absl::string_view stream,
                 const NewEvent& event);

}  // namespace clearsky::log
