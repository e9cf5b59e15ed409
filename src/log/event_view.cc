#include "log/event_view.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace clearsky::log {
namespace {

// Field numbers of v1::StoredEvent, v1::MetadataEntry and Timestamp.
enum StoredField : uint32_t {
  kPosition = 1,
  kStream = 2,
  kRevision = 3,
  kEventId = 4,
  kRecordTime = 5,
  kType = 6,
  kSchemaVersion = 7,
  kData = 8,
  kMetadata = 9,
};
enum EntryField : uint32_t { kKey = 1, kValue = 2 };
enum TimeField : uint32_t { kSeconds = 1, kNanos = 2 };

enum WireType : uint32_t {
  kVarint = 0,
  kFixed64 = 1,
  kBytes = 2,
  kFixed32 = 5
};

// A field of a message: a number, or bytes.
struct Field {
  uint32_t number = 0;
  WireType wire_type = kVarint;
  uint64_t varint = 0;
  absl::string_view bytes;

  bool Is(uint32_t wanted, WireType wanted_type) const {
    return number == wanted && wire_type == wanted_type;
  }
};

// Goes over the fields of a message in the wire format.
class WireReader {
 public:
  explicit WireReader(absl::string_view rest)
      : next_(rest.data()), end_(rest.data() + rest.size()) {}

  bool AtEnd() const { return next_ == end_; }

  // False when the bytes are no field. Takes what Protocol Buffers takes, but
  // for groups.
  bool Read(Field* field) {
    uint64_t number = 0;
    if (!ReadVarint(kShortVarint, &number)) return false;
    const auto tag = static_cast<uint32_t>(number);
    if (tag < (1 << 3)) return false;
    field->number = tag >> 3;
    field->wire_type = static_cast<WireType>(tag & 7);
    switch (field->wire_type) {
      case kVarint:
        return ReadVarint(kLongVarint, &field->varint);
      case kBytes: {
        uint64_t size = 0;
        return ReadVarint(kShortVarint, &size) &&
               ReadBytes(size, &field->bytes);
      }
      case kFixed64:
        return ReadBytes(8, &field->bytes);
      case kFixed32:
        return ReadBytes(4, &field->bytes);
      default:  // Groups are of the past; StoredEvent never had one.
        return false;
    }
  }

 private:
  // Bytes that a varint has at most: a tag or a size, and a number.
  static constexpr int kShortVarint = 5;
  static constexpr int kLongVarint = 10;

  bool ReadVarint(int max_bytes, uint64_t* value) {
    uint64_t result = 0;
    for (int shift = 0; shift < 7 * max_bytes && next_ != end_; shift += 7) {
      const auto byte = static_cast<uint8_t>(*next_++);
      result |= shift < 64 ? uint64_t{byte & 0x7fU} << shift : 0;
      if (byte < 0x80) {
        *value = result;
        return true;
      }
    }
    return false;
  }

  bool ReadBytes(uint64_t size, absl::string_view* bytes) {
    if (size > static_cast<uint64_t>(end_ - next_)) return false;
    *bytes = absl::string_view(next_, size);
    next_ += size;
    return true;
  }

  const char* next_;
  const char* end_;
};

// Reads the numbers of a Timestamp; one that is not there stays as it was.
bool ReadTimestamp(absl::string_view bytes, int64_t* seconds, int32_t* nanos) {
  WireReader reader(bytes);
  while (!reader.AtEnd()) {
    Field field;
    if (!reader.Read(&field)) return false;
    if (field.Is(kSeconds, kVarint)) {
      *seconds = static_cast<int64_t>(field.varint);
    } else if (field.Is(kNanos, kVarint)) {
      *nanos = static_cast<int32_t>(field.varint);
    }
  }
  return true;
}

absl::Status Damaged(uint64_t position, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("position ", position, ": the stored event ", what));
}

}  // namespace

absl::StatusOr<EventView> ParseEventView(uint64_t position,
                                         absl::string_view stored) {
  EventView view;
  view.stored = stored;
  int64_t seconds = 0;
  int32_t nanos = 0;
  absl::string_view id;
  WireReader reader(stored);
  while (!reader.AtEnd()) {
    Field field;
    if (!reader.Read(&field)) return Damaged(position, "does not parse");
    switch (field.number) {
      case kPosition:
        if (field.wire_type == kVarint) view.position = field.varint;
        break;
      case kStream:
        if (field.wire_type == kBytes) view.stream = field.bytes;
        break;
      case kRevision:
        if (field.wire_type == kVarint) view.revision = field.varint;
        break;
      case kEventId:
        if (field.wire_type == kBytes) id = field.bytes;
        break;
      case kRecordTime:
        if (field.wire_type == kBytes &&
            !ReadTimestamp(field.bytes, &seconds, &nanos)) {
          return Damaged(position, "does not parse");
        }
        break;
      case kType:
        if (field.wire_type == kBytes) view.type = field.bytes;
        break;
      case kSchemaVersion:
        if (field.wire_type == kVarint) {
          view.schema_version = static_cast<uint32_t>(field.varint);
        }
        break;
      case kData:
        if (field.wire_type == kBytes) view.data = field.bytes;
        break;
      default:  // Metadata is read when asked for; what is newer is skipped.
        break;
    }
  }
  if (view.position != position) {
    return Damaged(position, absl::StrCat("says position ", view.position));
  }
  if (id.size() != view.event_id.bytes.size()) {
    return Damaged(position, "has no event id");
  }
  if (view.stream.empty()) return Damaged(position, "has no stream");
  if (view.type.empty()) return Damaged(position, "has no type");
  view.record_time = absl::FromUnixSeconds(seconds) + absl::Nanoseconds(nanos);
  std::copy(id.begin(), id.end(), view.event_id.bytes.begin());
  return view;
}

std::map<std::string, std::string> EventView::Metadata() const {
  std::map<std::string, std::string> metadata;
  WireReader reader(stored);
  Field field;
  while (!reader.AtEnd() && reader.Read(&field)) {
    if (!field.Is(kMetadata, kBytes)) continue;
    std::string key;
    std::string value;
    WireReader entry(field.bytes);
    Field part;
    while (!entry.AtEnd() && entry.Read(&part)) {
      if (part.Is(kKey, kBytes)) key = std::string(part.bytes);
      if (part.Is(kValue, kBytes)) value = std::string(part.bytes);
    }
    metadata.emplace(std::move(key), std::move(value));
  }
  return metadata;
}

RecordedEvent EventView::Copy() const {
  return {position,    std::string(stream), revision,       event_id,
          record_time, std::string(type),   schema_version, std::string(data),
          Metadata(),  std::string(stored)};
}

bool EventFilter::Matches(absl::string_view stream,
                          absl::string_view type) const {
  if (!absl::StartsWith(stream, stream_prefix)) return false;
  return types.empty() ||
         std::find(types.begin(), types.end(), type) != types.end();
}

}  // namespace clearsky::log
