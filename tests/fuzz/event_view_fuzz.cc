// Stored bytes of an event read without copying, log/event_view.h, beside what
// protobuf makes of them.
//
// Invariants: what both read is the same, in every field; a view is refused
// where protobuf reads on only for what is promised: no stream, no type, and
// fields that the schema never had. What EncodeEvent writes is viewed.

#include <string>

#include "absl/status/statusor.h"
#include "clearsky/v1/event.pb.h"
#include "fuzz/fuzz_target.h"
#include "log/event_codec.h"
#include "log/event_view.h"

namespace clearsky::log {
namespace {

using ::clearsky::fuzz::Require;

bool HasUnknownFields(const google::protobuf::Message& message) {
  return !message.GetReflection()->GetUnknownFields(message).empty();
}

void RequireSame(const EventView& view, const RecordedEvent& event,
                 bool is_canonical) {
  Require(view.stored == event.stored, "the stored bytes are kept");
  Require(view.position == event.position && view.revision == event.revision &&
              view.event_id == event.event_id && view.stream == event.stream,
          "a view has the event's place");
  Require(view.type == event.type && view.data == event.data &&
              view.schema_version == event.schema_version,
          "a view has the event's content");
  // Of fields that occur twice, protobuf merges messages; nobody writes that.
  if (!is_canonical) return;
  Require(view.record_time == event.record_time, "a view has the event's time");
  Require(view.Metadata() == event.metadata, "a view has the event's metadata");
}

void TryView(absl::string_view stored) {
  v1::StoredEvent message;
  const bool parses =
      message.ParseFromArray(stored.data(), static_cast<int>(stored.size()));
  const uint64_t position = message.position();
  const absl::StatusOr<EventView> view = ParseEventView(position, stored);
  const absl::StatusOr<RecordedEvent> event = DecodeEvent(position, stored);
  if (view.ok()) static_cast<void>(view->Metadata());
  if (!view.ok()) {
    Require(view.status().code() == absl::StatusCode::kDataLoss,
            "what is not viewed is DATA_LOSS", view.status().ToString());
  }
  if (!parses || !event.ok()) return;

  const bool is_whole = !event->stream.empty() && !event->type.empty();
  const bool is_known =
      !HasUnknownFields(message) && !HasUnknownFields(message.record_time());
  Require(view.ok() || !is_whole || !is_known, "an event is viewed",
          view.status().ToString() + "\n" + message.DebugString());
  if (view.ok()) {
    RequireSame(*view, *event, message.ByteSizeLong() == stored.size());
  }
  if (!is_whole) return;

  NewEvent content;
  content.type = event->type;
  content.schema_version = event->schema_version;
  content.data = event->data;
  content.metadata = event->metadata;
  const std::string bytes = EncodeEvent(PlaceOf(*event), content);
  const absl::StatusOr<EventView> again = ParseEventView(position, bytes);
  Require(again.ok(), "what was encoded is viewed", again.status().ToString());
  RequireSame(*again, *DecodeEvent(position, bytes), true);
}

}  // namespace
}  // namespace clearsky::log

FUZZ_TARGET(event_view) { clearsky::log::TryView(input); }
