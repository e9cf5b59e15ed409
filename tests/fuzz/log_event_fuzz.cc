// Stored bytes of an event, log/event_codec.h.
//
// Invariants: what decodes encodes to what decodes to the same event, and
// encodes to the same bytes from then on. What does not is DATA_LOSS.

#include <string>

#include "absl/status/statusor.h"
#include "clearsky/v1/event.pb.h"
#include "fuzz/fuzz_target.h"
#include "log/event_codec.h"

namespace clearsky::log {
namespace {

using ::clearsky::fuzz::Require;

NewEvent ContentOf(const RecordedEvent& event) {
  NewEvent content;
  content.event_id = event.event_id;
  content.type = event.type;
  content.schema_version = event.schema_version;
  content.data = event.data;
  content.metadata = event.metadata;
  return content;
}

// The position that the bytes claim, so that it is not what refuses them.
uint64_t PositionIn(absl::string_view stored) {
  v1::StoredEvent message;
  static_cast<void>(
      message.ParseFromArray(stored.data(), static_cast<int>(stored.size())));
  return message.position();
}

void TryEvent(absl::string_view stored) {
  const uint64_t position = PositionIn(stored);
  const absl::StatusOr<RecordedEvent> event = DecodeEvent(position, stored);
  if (!event.ok()) {
    Require(event.status().code() == absl::StatusCode::kDataLoss,
            "what does not decode is DATA_LOSS", event.status().ToString());
    return;
  }
  Require(event->stored == stored, "the stored bytes are kept");
  Require(!DecodeEvent(position + 1, stored).ok(),
          "an event is at its position only");

  const std::string bytes = EncodeEvent(PlaceOf(*event), ContentOf(*event));
  const absl::StatusOr<RecordedEvent> again = DecodeEvent(position, bytes);
  Require(again.ok(), "what was encoded decodes", again.status().ToString());
  Require(SameContent(*again, event->stream, ContentOf(*event)),
          "the content is kept");
  Require(
      again->revision == event->revision && again->event_id == event->event_id,
      "the place is kept");
  Require(EncodeEvent(PlaceOf(*again), ContentOf(*again)) == bytes,
          "an event has one encoding");
}

}  // namespace
}  // namespace clearsky::log

FUZZ_TARGET(log_event) { clearsky::log::TryEvent(input); }
