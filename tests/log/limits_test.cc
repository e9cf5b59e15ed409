// What is outside the limits is INVALID_ARGUMENT before anything is written.

#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class LimitsTest : public LogTest {
 protected:
  // Appends `entries` beside a good one, and expects that both are refused for
  // a reason that has `words`.
  void ExpectRefused(std::vector<StreamAppend> entries,
                     const std::string& words) {
    entries.insert(entries.begin(), To("good", {"good"}));
    const absl::Status status = log().Append(entries).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
    EXPECT_EQ(log().size(), 0);
  }
  void ExpectRefused(const NewEvent& event, const std::string& words) {
    ExpectRefused({{"a", ExpectedRevision::Any(), {event}}}, words);
  }
};

struct NameCase {
  std::string name;
  std::string stream;
  std::string words;
};

class StreamNameTest : public LimitsTest,
                       public ::testing::WithParamInterface<NameCase> {};

TEST_P(StreamNameTest, IsRefusedForEventsAndForChecks) {
  ExpectRefused({To(GetParam().stream, {"one"})}, GetParam().words);
  ExpectRefused({Check(GetParam().stream, ExpectedRevision::Any())},
                GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Bad, StreamNameTest,
    ::testing::Values(
        NameCase{"Empty", "", "is empty"},
        NameCase{"TooLong", std::string(257, 'a'), "has 257 bytes"},
        NameCase{"TooLongInHangul", std::string(254, 'a') + "방", "257 bytes"},
        NameCase{"ZeroByte", std::string("a\0b", 3), "control character"},
        NameCase{"Newline", "a\nb", "control character"},
        NameCase{"Delete", "a\x7f", "control character"},
        NameCase{"C1Control", "a\xc2\x85", "control character"},
        NameCase{"StrayByte", "abc\xff", "not UTF-8 at byte 3"},
        NameCase{"Surrogate", "\xed\xa0\x80", "not UTF-8 at byte 0"},
        NameCase{"CutShort", "a\xeb\xb0", "not UTF-8 at byte 1"}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(LimitsTest, LongestStreamNameAndTypeAreTaken) {
  NewEvent event = Event("one");
  event.type = std::string(256, 't');
  const std::string stream = std::string(253, 'a') + "방";
  ASSERT_THAT(log().Append({{stream, ExpectedRevision::Any(), {event}}}),
              IsOk());
  EXPECT_THAT(Stream(stream), SizeIs(1));
}

TEST_F(LimitsTest, StreamInTwoEntriesIsRefused) {
  ExpectRefused({To("a", {"one"}), To("a", {"two"})}, "two entries");
  ExpectRefused(
      {To("a", {"one"}), Check("a", ExpectedRevision::StreamExists())},
      "two entries");
}

TEST_F(LimitsTest, BadTypeIsRefused) {
  for (const auto& [type, words] :
       std::map<std::string, std::string>{{"", "type \"\" is empty"},
                                          {std::string(257, 't'), "257 bytes"},
                                          {"a\tb", "control character"},
                                          {"\xc0\x80", "not UTF-8"}}) {
    NewEvent event = Event("one");
    event.type = type;
    ExpectRefused(event, words);
  }
}

TEST_F(LimitsTest, SchemaVersionZeroIsRefused) {
  NewEvent event = Event("one");
  event.schema_version = 0;
  ExpectRefused(event, "schema_version is 0");
}

TEST_F(LimitsTest, IdsThatNameNothingAreRefused) {
  NewEvent event = Event("one");
  event.event_id = Uuid();
  ExpectRefused(event, "nil and max");
  event.event_id.bytes.fill(0xff);
  ExpectRefused(event, "nil and max");
}

TEST_F(LimitsTest, MetadataThatIsNotUtf8IsRefused) {
  NewEvent event = Event("one");
  event.metadata = {{"k\xff", "v"}};
  ExpectRefused(event, "metadata key");
  event.metadata = {{"k", "v\xff"}};
  ExpectRefused(event, "metadata value of \"k\"");
  event.metadata = {{"", "v"}};
  ExpectRefused(event, "metadata key is empty");
}

TEST_F(LimitsTest, EventOfOneMebibyteIsTakenAndOneByteMoreIsNot) {
  NewEvent event = Event("one");
  event.data = std::string(kMaxEventBytes + 1, 'x');
  ExpectRefused(event, "at most 1048576");
  event.data.pop_back();
  event.metadata = {{"k", "v"}};
  ExpectRefused(event, "1048578 bytes");
  event.metadata.clear();
  ASSERT_THAT(log().Append({{"a", ExpectedRevision::Any(), {event}}}), IsOk());
  Reopen();
  const absl::StatusOr<RecordedEvent> read = log().ReadAt(0);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->data, event.data);
}

TEST_F(LimitsTest, AppendOfSixteenMebibytesIsTakenAndOneByteMoreIsNot) {
  std::vector<NewEvent> events;
  for (int i = 0; i < 16; ++i) {
    events.push_back(Event(absl::StrCat(i)));
    events.back().data =
        std::string(kMaxEventBytes, static_cast<char>('a' + i));
  }
  events.push_back(Event("last"));
  events.back().data = "x";
  ExpectRefused({{"a", ExpectedRevision::Any(), events}}, "at most 16777216");
  events.pop_back();
  ASSERT_THAT(log().Append({{"a", ExpectedRevision::Any(), events}}), IsOk());
  EXPECT_EQ(log().size(), 16);
}

TEST_F(LimitsTest, ErrorNamesTheEventByStreamIndexAndId) {
  std::vector<NewEvent> events = Events({"one", "two"});
  events[1].schema_version = 0;
  ExpectRefused({{"plan/b", ExpectedRevision::Any(), events}},
                absl::StrCat("stream \"plan/b\", event 1 (",
                             events[1].event_id.ToString(), ")"));
}

TEST_F(LimitsTest, AttributesThatAreNotUtf8MakeNoLedger) {
  const std::string path = dir_ / "other";
  EXPECT_THAT(EventLog::Create(path, {{"zone", "\xff"}}, options_),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(LimitsTest, DocumentAboveTheLimitIsRefused) {
  EXPECT_THAT(log().PutDocument(std::string(kMaxAppendBytes + 1, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(log().PutDocument(std::string(kMaxAppendBytes, 'x')), IsOk());
}

}  // namespace
}  // namespace clearsky::log
