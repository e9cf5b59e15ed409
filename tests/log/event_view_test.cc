// Reading stored bytes by hand against Protocol Buffers' own parser.

#include "log/event_view.h"

#include <optional>

#include "any_event.h"
#include "clearsky/v1/event.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "test/status_matchers.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::google::protobuf::UnknownField;
using ::google::protobuf::UnknownFieldSet;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr int kRounds = 1000;

bool HasGroup(const UnknownFieldSet& fields) {
  for (int i = 0; i < fields.field_count(); ++i) {
    if (fields.field(i).type() == UnknownField::TYPE_GROUP) return true;
  }
  return false;
}

// All are unknown to an empty message.
const UnknownFieldSet& FieldsOf(const google::protobuf::Empty& message) {
  return message.GetReflection()->GetUnknownFields(message);
}

// Whether Protocol Buffers finds fields, and no groups.
bool ParseFields(const std::string& bytes, google::protobuf::Empty* message) {
  return message->ParseFromString(bytes) && !HasGroup(FieldsOf(*message));
}

// The message as Protocol Buffers reads its wire format, whether or not strings
// are UTF-8 and metadata parse; nullopt when that does not.
std::optional<v1::StoredEvent> ReadLeniently(const std::string& bytes) {
  google::protobuf::Empty parsed;
  if (!ParseFields(bytes, &parsed)) return std::nullopt;
  const UnknownFieldSet& fields = FieldsOf(parsed);
  v1::StoredEvent message;
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& field = fields.field(i);
    if (field.type() == UnknownField::TYPE_VARINT) {
      if (field.number() == 1) message.set_position(field.varint());
      if (field.number() == 3) message.set_revision(field.varint());
      if (field.number() == 7) {
        message.set_schema_version(static_cast<uint32_t>(field.varint()));
      }
    } else if (field.type() == UnknownField::TYPE_LENGTH_DELIMITED) {
      const std::string& value = field.length_delimited();
      if (field.number() == 2) message.set_stream(value);
      if (field.number() == 4) message.set_event_id(value);
      if (field.number() == 6) message.set_type(value);
      if (field.number() == 8) message.set_data(value);
      if (field.number() == 5) {
        google::protobuf::Empty time;
        if (!ParseFields(value, &time) ||
            !message.mutable_record_time()->MergeFromString(value)) {
          return std::nullopt;
        }
      }
    }
  }
  return message;
}

bool IsWhole(const v1::StoredEvent& message) {
  return !message.stream().empty() && !message.type().empty() &&
         message.event_id().size() == 16;
}

void ExpectSame(const EventView& view, const v1::StoredEvent& message) {
  EXPECT_EQ(view.position, message.position());
  EXPECT_EQ(view.stream, message.stream());
  EXPECT_EQ(view.revision, message.revision());
  EXPECT_EQ(view.event_id.ToBytes(), message.event_id());
  EXPECT_EQ(view.record_time,
            absl::FromUnixSeconds(message.record_time().seconds()) +
                absl::Nanoseconds(message.record_time().nanos()));
  EXPECT_EQ(view.type, message.type());
  EXPECT_EQ(view.schema_version, message.schema_version());
  EXPECT_EQ(view.data, message.data());
}

// Stored bytes of an event of position 5, field by field.
v1::StoredEvent Whole() {
  v1::StoredEvent message;
  message.set_position(5);
  message.set_stream("a");
  message.set_event_id(UuidV8OfContent("x").ToBytes());
  message.set_type("test.Said");
  return message;
}

TEST(EventViewTest, ReadsWhatProtocolBuffersReads) {
  AnyEvent any;
  for (int i = 0; i < kRounds; ++i) {
    SCOPED_TRACE(absl::StrCat("seed=", any.seed(), " round=", i));
    const std::string stream = any.Text(1 + any.Below(80));
    const EventStamp stamp = any.Stamp(stream);
    const std::string bytes = EncodeEvent(stamp, any.Event());
    const absl::StatusOr<EventView> view =
        ParseEventView(stamp.position, bytes);
    ASSERT_THAT(view, IsOk());
    v1::StoredEvent message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    ExpectSame(*view, message);
    EXPECT_EQ(view->stored, bytes);
    std::map<std::string, std::string> metadata;
    for (const auto& entry : message.metadata()) {
      metadata[entry.key()] = entry.value();
    }
    EXPECT_EQ(view->Metadata(), metadata);
    EXPECT_EQ(view->Copy().metadata, metadata);
  }
}

TEST(EventViewTest, LeadsIntoTheStoredBytes) {
  AnyEvent any;
  NewEvent event = any.Event();
  event.data = "data";
  const std::string bytes =
      EncodeEvent(EventStamp{9, "a", 0, absl::UnixEpoch()}, event);
  const absl::StatusOr<EventView> view = ParseEventView(9, bytes);
  ASSERT_THAT(view, IsOk());
  for (const absl::string_view part : {view->stream, view->type, view->data}) {
    EXPECT_GE(part.data(), bytes.data());
    EXPECT_LE(part.data() + part.size(), bytes.data() + bytes.size());
  }
}

// Bytes changed, cut off, repeated or put in: what is taken reads as Protocol
// Buffers reads it, and what that takes is taken.
TEST(EventViewTest, DamagedBytesReadAsProtocolBuffersReadsThem) {
  AnyEvent any;
  size_t taken = 0;
  for (int i = 0; i < 20 * kRounds; ++i) {
    SCOPED_TRACE(absl::StrCat("seed=", any.seed(), " round=", i));
    const std::string stream = any.Text(1 + any.Below(9));
    EventStamp stamp = any.Stamp(stream);
    stamp.position = any.Below(300);
    NewEvent event = any.Event();
    event.data.resize(std::min<size_t>(event.data.size(), 20));
    std::string bytes = EncodeEvent(stamp, event);
    for (uint64_t change = 1 + any.Below(3); change > 0; --change) {
      const size_t at = any.Below(bytes.size());
      switch (any.Below(4)) {
        case 0:
          bytes[at] = static_cast<char>(bytes[at] ^ (1 << any.Below(8)));
          break;
        case 1:
          bytes.resize(at + 1);
          break;
        case 2:
          bytes.insert(at, any.Bytes(1 + any.Below(8)));
          break;
        default:  // Fields may be repeated.
          bytes += bytes.substr(at);
      }
    }
    const absl::StatusOr<EventView> view =
        ParseEventView(stamp.position, bytes);
    const std::optional<v1::StoredEvent> message = ReadLeniently(bytes);
    const bool is_good = message.has_value() && IsWhole(*message) &&
                         message->position() == stamp.position;
    if (!is_good) {
      ASSERT_THAT(view, StatusIs(absl::StatusCode::kDataLoss));
      ASSERT_THAT(std::string(view.status().message()),
                  HasSubstr(absl::StrCat("position ", stamp.position)));
      continue;
    }
    ASSERT_THAT(view, IsOk());
    ExpectSame(*view, *message);
    view->Metadata();  // Of whatever, without a crash.
    ++taken;
  }
  EXPECT_GT(taken, 20 * kRounds / 100);
}

TEST(EventViewTest, RandomBytesAreNoEvent) {
  AnyEvent any;
  for (int i = 0; i < 20 * kRounds; ++i) {
    const std::string bytes = any.Bytes(any.Below(60));
    EXPECT_EQ(ParseEventView(0, bytes).ok(),
              ReadLeniently(bytes).has_value() &&
                  IsWhole(*ReadLeniently(bytes)) &&
                  ReadLeniently(bytes)->position() == 0)
        << "seed=" << any.seed() << " round=" << i;
  }
}

TEST(EventViewTest, WhatIsRequiredIsMissed) {
  EXPECT_THAT(ParseEventView(5, Whole().SerializeAsString()), IsOk());
  v1::StoredEvent without = Whole();
  without.clear_stream();
  absl::Status status = ParseEventView(5, without.SerializeAsString()).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr("has no stream"));
  without = Whole();
  without.clear_type();
  status = ParseEventView(5, without.SerializeAsString()).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr("has no type"));
  without = Whole();
  without.clear_event_id();
  status = ParseEventView(5, without.SerializeAsString()).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr("has no event id"));
  status = ParseEventView(6, Whole().SerializeAsString()).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr("says position 5"));
}

TEST(EventViewTest, FieldsOfLaterVersionsAreSkipped) {
  v1::StoredEvent message = Whole();
  UnknownFieldSet* const later =
      message.GetReflection()->MutableUnknownFields(&message);
  later->AddVarint(1000, 7);
  later->AddFixed32(1001, 7);
  later->AddFixed64(1002, 7);
  later->AddLengthDelimited(1003, "later");
  const std::string bytes = message.SerializeAsString();
  const absl::StatusOr<EventView> view = ParseEventView(5, bytes);
  ASSERT_THAT(view, IsOk());
  ExpectSame(*view, message);
}

TEST(EventViewTest, MetadataThatDoNotParseAreLeftOut) {
  std::string bytes = Whole().SerializeAsString();
  v1::MetadataEntry entry;
  entry.set_key("k");
  entry.set_value("v");
  const std::string good = entry.SerializeAsString();
  bytes += '\x4a';
  bytes += static_cast<char>(good.size());
  bytes += good;
  const absl::StatusOr<EventView> view = ParseEventView(5, bytes);
  ASSERT_THAT(view, IsOk());
  EXPECT_THAT(view->Metadata(), UnorderedElementsAre(Pair("k", "v")));
  bytes = Whole().SerializeAsString() + "\x4a\x02\x0a\x05";
  const absl::StatusOr<EventView> broken = ParseEventView(5, bytes);
  ASSERT_THAT(broken, IsOk());
  EXPECT_THAT(broken->Metadata(), UnorderedElementsAre(Pair("", "")));
}

TEST(EventFilterTest, WantsAPrefixAndAnyOfItsTypes) {
  EXPECT_TRUE(EventFilter().WantsAll());
  EXPECT_TRUE(EventFilter().Matches("any", "thing"));
  const EventFilter prefix = {"plan/", {}};
  EXPECT_FALSE(prefix.WantsAll());
  EXPECT_TRUE(prefix.Matches("plan/", "t"));
  EXPECT_TRUE(prefix.Matches("plan/1", "t"));
  EXPECT_FALSE(prefix.Matches("plan", "t"));
  EXPECT_FALSE(prefix.Matches("a/plan/", "t"));
  const EventFilter types = {"", {"t", "u"}};
  EXPECT_FALSE(types.WantsAll());
  EXPECT_TRUE(types.Matches("s", "u"));
  EXPECT_FALSE(types.Matches("s", "tu"));
  EXPECT_FALSE((EventFilter{"a", {"t"}}).Matches("b", "t"));
  EXPECT_FALSE((EventFilter{"a", {"t"}}).Matches("a", "u"));
}

}  // namespace
}  // namespace clearsky::log
