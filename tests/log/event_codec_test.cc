#include "log/event_codec.h"

#include "any_event.h"
#include "clearsky/v1/event.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "test/status_matchers.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;

constexpr int kRounds = 2000;

v1::StoredEvent MessageOf(const EventStamp& stamp, const NewEvent& event) {
  v1::StoredEvent message;
  message.set_position(stamp.position);
  message.set_stream(std::string(stamp.stream));
  message.set_revision(stamp.revision);
  message.set_event_id(event.event_id.ToBytes());
  int64_t micros = absl::ToUnixMicros(stamp.record_time);
  int64_t seconds = micros / 1'000'000;
  micros -= seconds * 1'000'000;
  if (micros < 0) {
    --seconds;
    micros += 1'000'000;
  }
  message.mutable_record_time()->set_seconds(seconds);
  message.mutable_record_time()->set_nanos(static_cast<int32_t>(micros * 1000));
  message.set_type(event.type);
  message.set_schema_version(event.schema_version);
  message.set_data(event.data);
  for (const auto& [key, value] : event.metadata) {
    v1::MetadataEntry* const entry = message.add_metadata();
    entry->set_key(key);
    entry->set_value(value);
  }
  return message;
}

std::string Deterministic(const v1::StoredEvent& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream out(&bytes);
  google::protobuf::io::CodedOutputStream coded(&out);
  coded.SetSerializationDeterministic(true);
  EXPECT_TRUE(message.SerializeToCodedStream(&coded));
  coded.Trim();
  return bytes;
}

TEST(EventCodecTest, WritesTheBytesOfProtocolBuffers) {
  AnyEvent any;
  for (int i = 0; i < kRounds; ++i) {
    const std::string stream = any.Text(1 + any.Below(80));
    const EventStamp stamp = any.Stamp(stream);
    const NewEvent event = any.Event();
    const std::string bytes = EncodeEvent(stamp, event);
    ASSERT_EQ(bytes, Deterministic(MessageOf(stamp, event)))
        << "seed=" << any.seed() << " round=" << i;
    ASSERT_EQ(EncodedEventSize(stamp, event), bytes.size());
    std::string behind = "before";
    AppendEncodedEvent(stamp, event, &behind);
    ASSERT_EQ(behind, "before" + bytes);
  }
}

TEST(EventCodecTest, WhatIsWrittenIsReadBack) {
  AnyEvent any;
  for (int i = 0; i < kRounds; ++i) {
    const std::string stream = any.Text(1 + any.Below(80));
    const EventStamp stamp = any.Stamp(stream);
    const NewEvent event = any.Event();
    const std::string bytes = EncodeEvent(stamp, event);
    const absl::StatusOr<RecordedEvent> read =
        DecodeEvent(stamp.position, bytes);
    ASSERT_THAT(read, IsOk()) << "seed=" << any.seed() << " round=" << i;
    EXPECT_EQ(PlaceOf(*read),
              (EventPlace{stamp.position, stream, stamp.revision,
                          event.event_id, stamp.record_time}));
    EXPECT_TRUE(SameContent(*read, stream, event));
    EXPECT_EQ(read->stored, bytes);
    EXPECT_EQ(EncodeEvent(PlaceOf(*read), event), bytes);
  }
}

TEST(EventCodecTest, AnyDifferenceInWhatACallerGivesIsOtherContent) {
  AnyEvent any;
  const NewEvent event = any.Event();
  const std::string bytes =
      EncodeEvent(EventStamp{7, "a", 3, absl::UnixEpoch()}, event);
  const absl::StatusOr<RecordedEvent> recorded = DecodeEvent(7, bytes);
  ASSERT_THAT(recorded, IsOk());
  EXPECT_FALSE(SameContent(*recorded, "b", event));
  NewEvent other = event;
  other.type += "2";
  EXPECT_FALSE(SameContent(*recorded, "a", other));
  other = event;
  ++other.schema_version;
  EXPECT_FALSE(SameContent(*recorded, "a", other));
  other = event;
  other.data += '\0';
  EXPECT_FALSE(SameContent(*recorded, "a", other));
  other = event;
  other.metadata["one more"] = "";
  EXPECT_FALSE(SameContent(*recorded, "a", other));
}

}  // namespace
}  // namespace clearsky::log
