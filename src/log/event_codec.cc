#include "log/event_codec.h"

#include <bit>
#include <utility>

#include "base/status_macros.h"

namespace clearsky::log {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kNanosPerMicro = 1'000;

// Tags of v1::StoredEvent's fields: number << 3 | wire type, all in one byte.
constexpr char kPositionTag = 0x08;
constexpr char kStreamTag = 0x12;
constexpr char kRevisionTag = 0x18;
constexpr char kEventIdTag = 0x22;
constexpr char kRecordTimeTag = 0x2a;
constexpr char kTypeTag = 0x32;
constexpr char kSchemaVersionTag = 0x38;
constexpr char kDataTag = 0x42;
constexpr char kMetadataTag = 0x4a;
// Of google.protobuf.Timestamp and of v1::MetadataEntry.
constexpr char kSecondsTag = 0x08;
constexpr char kNanosTag = 0x10;
constexpr char kKeyTag = 0x0a;
constexpr char kValueTag = 0x12;

size_t VarintSize(uint64_t number) {
  return (static_cast<size_t>(std::bit_width(number | 1)) + 6) / 7;
}

// A field is left out when it has its default, as proto3 does.
size_t NumberFieldSize(uint64_t number) {
  return number == 0 ? 0 : 1 + VarintSize(number);
}

size_t BytesFieldSize(absl::string_view bytes) {
  return bytes.empty() ? 0 : 1 + VarintSize(bytes.size()) + bytes.size();
}

// A Timestamp's two numbers, as they are written.
struct Timestamp {
  explicit Timestamp(absl::Time time) {
    const int64_t micros = absl::ToUnixMicros(time);
    int64_t whole = micros / kMicrosPerSecond;
    int64_t rest = micros % kMicrosPerSecond;
    if (rest < 0) {  // A Timestamp counts its nanoseconds forward.
      rest += kMicrosPerSecond;
      --whole;
    }
    seconds = static_cast<uint64_t>(whole);
    nanos = static_cast<uint64_t>(rest * kNanosPerMicro);
  }

  size_t size() const {
    return NumberFieldSize(seconds) + NumberFieldSize(nanos);
  }

  uint64_t seconds;
  uint64_t nanos;
};

size_t EntrySize(const std::pair<const std::string, std::string>& entry) {
  return BytesFieldSize(entry.first) + BytesFieldSize(entry.second);
}

// Writes fields into memory that is large enough.
class WireWriter {
 public:
  explicit WireWriter(char* next) : next_(next) {}

  void Varint(uint64_t number) {
    for (; number >= 0x80; number >>= 7) {
      *next_++ = static_cast<char>((number & 0x7f) | 0x80);
    }
    *next_++ = static_cast<char>(number);
  }
  void Tag(char tag) { *next_++ = tag; }
  void Raw(absl::string_view bytes) {
    next_ = std::copy(bytes.begin(), bytes.end(), next_);
  }
  void Number(char tag, uint64_t number) {
    if (number == 0) return;
    Tag(tag);
    Varint(number);
  }
  void Bytes(char tag, absl::string_view bytes) {
    if (bytes.empty()) return;
    Tag(tag);
    Varint(bytes.size());
    Raw(bytes);
  }

 private:
  char* next_;
};

}  // namespace

size_t EncodedEventSize(const EventStamp& stamp, const NewEvent& event) {
  size_t size =
      NumberFieldSize(stamp.position) + BytesFieldSize(stamp.stream) +
      NumberFieldSize(stamp.revision) + 2 + event.event_id.bytes.size() + 2 +
      Timestamp(stamp.record_time).size() + BytesFieldSize(event.type) +
      NumberFieldSize(event.schema_version) + BytesFieldSize(event.data);
  for (const auto& entry : event.metadata) {
    const size_t inner = EntrySize(entry);
    size += 1 + VarintSize(inner) + inner;
  }
  return size;
}

void AppendEncodedEvent(const EventStamp& stamp, const NewEvent& event,
                        std::string* out) {
  const size_t before = out->size();
  out->resize(before + EncodedEventSize(stamp, event));
  WireWriter writer(out->data() + before);
  writer.Number(kPositionTag, stamp.position);
  writer.Bytes(kStreamTag, stamp.stream);
  writer.Number(kRevisionTag, stamp.revision);
  writer.Bytes(kEventIdTag, absl::string_view(reinterpret_cast<const char*>(
                                                  event.event_id.bytes.data()),
                                              event.event_id.bytes.size()));
  const Timestamp time(stamp.record_time);
  writer.Tag(kRecordTimeTag);
  writer.Varint(time.size());
  writer.Number(kSecondsTag, time.seconds);
  writer.Number(kNanosTag, time.nanos);
  writer.Bytes(kTypeTag, event.type);
  writer.Number(kSchemaVersionTag, event.schema_version);
  writer.Bytes(kDataTag, event.data);
  for (const auto& entry : event.metadata) {  // Sorted by key.
    writer.Tag(kMetadataTag);
    writer.Varint(EntrySize(entry));
    writer.Bytes(kKeyTag, entry.first);
    writer.Bytes(kValueTag, entry.second);
  }
}

std::string EncodeEvent(const EventStamp& stamp, const NewEvent& event) {
  std::string bytes;
  AppendEncodedEvent(stamp, event, &bytes);
  return bytes;
}

std::string EncodeEvent(const EventPlace& place, const NewEvent& event) {
  return EncodeEvent(EventStamp{place.position, place.stream, place.revision,
                                place.record_time},
                     event);
}

absl::StatusOr<RecordedEvent> DecodeEvent(uint64_t position,
                                          absl::string_view stored) {
  ASSIGN_OR_RETURN(const EventView view, ParseEventView(position, stored));
  return view.Copy();
}

EventPlace PlaceOf(const RecordedEvent& event) {
  return {event.position, event.stream, event.revision, event.event_id,
          event.record_time};
}

EventPlace PlaceOf(const EventView& event) {
  return {event.position, std::string(event.stream), event.revision,
          event.event_id, event.record_time};
}

bool SameContent(const RecordedEvent& recorded, absl::string_view stream,
                 const NewEvent& event) {
  return recorded.stream == stream && recorded.type == event.type &&
         recorded.schema_version == event.schema_version &&
         recorded.data == event.data && recorded.metadata == event.metadata;
}

}  // namespace clearsky::log
