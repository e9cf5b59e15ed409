#include "log/event_codec.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clearsky/v1/event.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace clearsky::log {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kNanosPerMicro = 1'000;

void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp) {
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / kMicrosPerSecond;
  int64_t rest = micros % kMicrosPerSecond;
  if (rest < 0) {  // A Timestamp counts its nanoseconds forward.
    rest += kMicrosPerSecond;
    --seconds;
  }
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(static_cast<int32_t>(rest * kNanosPerMicro));
}

absl::Time GetTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

absl::Status Damaged(uint64_t position, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("position ", position, ": the stored event ", what));
}

}  // namespace

std::string EncodeEvent(const EventPlace& place, const NewEvent& event) {
  v1::StoredEvent message;
  message.set_position(place.position);
  message.set_stream(place.stream);
  message.set_revision(place.revision);
  message.set_event_id(place.event_id.ToBytes());
  SetTime(place.record_time, message.mutable_record_time());
  message.set_type(event.type);
  message.set_schema_version(event.schema_version);
  message.set_data(event.data);
  for (const auto& [key, value] : event.metadata) {  // Sorted by key.
    v1::MetadataEntry* entry = message.add_metadata();
    entry->set_key(key);
    entry->set_value(value);
  }
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

absl::StatusOr<RecordedEvent> DecodeEvent(uint64_t position,
                                          absl::string_view stored) {
  v1::StoredEvent message;
  if (!message.ParseFromArray(stored.data(), static_cast<int>(stored.size()))) {
    return Damaged(position, "does not parse");
  }
  if (message.position() != position) {
    return Damaged(position,
                   absl::StrCat("says position ", message.position()));
  }
  const absl::StatusOr<Uuid> id = UuidFromBytes(message.event_id());
  if (!id.ok()) return Damaged(position, "has no event id");
  RecordedEvent event;
  event.position = position;
  event.stream = message.stream();
  event.revision = message.revision();
  event.event_id = *id;
  event.record_time = GetTime(message.record_time());
  event.type = message.type();
  event.schema_version = message.schema_version();
  event.data = std::move(*message.mutable_data());
  for (const v1::MetadataEntry& entry : message.metadata()) {
    event.metadata.emplace(entry.key(), entry.value());
  }
  event.stored = std::string(stored);
  return event;
}

EventPlace PlaceOf(const RecordedEvent& event) {
  return {event.position, event.stream, event.revision, event.event_id,
          event.record_time};
}

bool SameContent(const RecordedEvent& recorded, absl::string_view stream,
                 const NewEvent& event) {
  return recorded.stream == stream && recorded.type == event.type &&
         recorded.schema_version == event.schema_version &&
         recorded.data == event.data && recorded.metadata == event.metadata;
}

}  // namespace clearsky::log
