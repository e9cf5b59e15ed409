// Stored bytes of an event, log/event_codec.h, beside what protobuf makes of
// them.
//
// Invariants: what protobuf and the log both read is the same in every field;
// what is encoded has the bytes of protobuf's deterministic serialisation, and
// decodes to the same. What does not decode is DATA_LOSS.

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clearsky/v1/event.pb.h"
#include "fuzz/fuzz_target.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "log/event_codec.h"

namespace clearsky::log {
namespace {

using ::clearsky::fuzz::Require;

// A time that the log's clock may tell, in seconds since 1970.
constexpr int64_t kMaxSeconds = 100'000'000'000;

std::string Serialised(const v1::StoredEvent& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

NewEvent ContentOf(const RecordedEvent& event) {
  NewEvent content;
  content.event_id = event.event_id;
  content.type = event.type;
  content.schema_version = event.schema_version;
  content.data = event.data;
  content.metadata = event.metadata;
  return content;
}

void RequireSame(const RecordedEvent& event, const v1::StoredEvent& message) {
  Require(event.position == message.position() &&
              event.revision == message.revision() &&
              event.stream == message.stream() &&
              event.event_id.ToBytes() == message.event_id(),
          "an event is where protobuf says", message);
  Require(event.type == message.type() && event.data == message.data() &&
              event.schema_version == message.schema_version(),
          "an event holds what protobuf says", message);
}

// What protobuf says where the bytes are as it would write them; what occurs
// twice it merges, and nobody writes that.
void RequireSameParts(const RecordedEvent& event,
                      const v1::StoredEvent& message) {
  Require(event.record_time ==
              absl::FromUnixSeconds(message.record_time().seconds()) +
                  absl::Nanoseconds(message.record_time().nanos()),
          "an event has the time that protobuf says", message);
  std::map<std::string, std::string> metadata;
  for (const v1::MetadataEntry& entry : message.metadata()) {
    metadata.emplace(entry.key(), entry.value());
  }
  Require(event.metadata == metadata,
          "an event has the metadata that protobuf says", message);
}

void RequireEncodedAlike(RecordedEvent event) {
  const int64_t seconds = absl::ToUnixSeconds(event.record_time);
  if (seconds < 0 || seconds > kMaxSeconds) return;
  event.record_time =
      absl::FromUnixMicros(absl::ToUnixMicros(event.record_time));
  const std::string bytes = EncodeEvent(PlaceOf(event), ContentOf(event));
  v1::StoredEvent message;
  Require(message.ParseFromString(bytes), "protobuf reads what was encoded");
  Require(Serialised(message) == bytes, "protobuf encodes it alike", message);
  const absl::StatusOr<RecordedEvent> again =
      DecodeEvent(event.position, bytes);
  Require(again.ok(), "what was encoded decodes", again.status().ToString());
  Require(SameContent(*again, event.stream, ContentOf(event)) &&
              PlaceOf(*again) == PlaceOf(event),
          "what was encoded is kept", message);
}

void TryEvent(absl::string_view stored) {
  v1::StoredEvent message;
  const bool parses =
      message.ParseFromArray(stored.data(), static_cast<int>(stored.size()));
  // The position that the bytes claim, so that it is not what refuses them.
  const uint64_t position = message.position();
  const absl::StatusOr<RecordedEvent> event = DecodeEvent(position, stored);
  if (!event.ok()) {
    Require(event.status().code() == absl::StatusCode::kDataLoss,
            "what does not decode is DATA_LOSS", event.status().ToString());
    Require(!parses || Serialised(message) != stored ||
                !UuidFromBytes(message.event_id()).ok() ||
                message.stream().empty() || message.type().empty() ||
                !message.GetReflection()->GetUnknownFields(message).empty(),
            "an event of protobuf's decodes", message);
    return;
  }
  Require(event->stored == stored, "the stored bytes are kept");
  Require(!DecodeEvent(position + 1, stored).ok(),
          "an event is at its position only");
  // Whether texts are UTF-8 is for the writer to see to, and the checksum.
  if (!parses) return;
  RequireSame(*event, message);
  if (message.ByteSizeLong() == stored.size()) {
    RequireSameParts(*event, message);
  }
  RequireEncodedAlike(*event);
}

}  // namespace
}  // namespace clearsky::log

FUZZ_TARGET(log_event) { clearsky::log::TryEvent(input); }
