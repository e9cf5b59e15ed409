// What an append does and refuses: atomicity, expectations, check-only entries.

#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AppendTest : public LogTest {};

TEST_F(AppendTest, PositionsAndRevisionsCountFromZero) {
  const AppendResult result = Say("plan/a", {"one", "two"});
  ASSERT_THAT(result.places, SizeIs(2));
  EXPECT_FALSE(result.duplicate);
  EXPECT_EQ(result.places[0],
            (EventPlace{0, "plan/a", 0, UuidV8OfContent("one"), kStart}));
  EXPECT_EQ(result.places[1],
            (EventPlace{1, "plan/a", 1, UuidV8OfContent("two"), kStart}));
  EXPECT_EQ(log().size(), 2);
  EXPECT_THAT(log().StreamSize("plan/a"), IsOkAndHolds(2));
  EXPECT_THAT(log().StreamSize("plan/b"), IsOkAndHolds(0));
}

TEST_F(AppendTest, SeveralStreamsGetConsecutivePositionsInTheOrderGiven) {
  Say("b", {"earlier"});
  ASSERT_THAT(log().Append({To("b", {"b1", "b2"}), To("a", {"a0"})}), IsOk());
  EXPECT_THAT(Everything(),
              ElementsAre("0:b/0=earlier", "1:b/1=b1", "2:b/2=b2", "3:a/0=a0"));
}

TEST_F(AppendTest, OneUnmetExpectationRecordsNothingOfAnyStream) {
  Say("a", {"a0"});
  EXPECT_THAT(log().Append({To("b", {"b0"}),
                            To("a", {"a1"}, ExpectedRevision::NoStream()),
                            To("c", {"c0"})}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Everything(), ElementsAre("0:a/0=a0"));
  EXPECT_THAT(log().StreamSize("b"), IsOkAndHolds(0));
  EXPECT_THAT(log().ListStreams("", "", 10), IsOkAndHolds(ElementsAre("a")));
}

TEST_F(AppendTest, MismatchNamesStreamExpectedAndActual) {
  Say("a", {"a0", "a1"});
  const absl::Status status =
      log().Append({To("a", {"a2"}, ExpectedRevision::Exactly(0))}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("stream \"a\""), HasSubstr("expected revision 0"),
                    HasSubstr("actual revision 1")));
  EXPECT_THAT(std::string(log()
                              .Append({To("b", {"b0"},
                                          ExpectedRevision::StreamExists())})
                              .status()
                              .message()),
              AllOf(HasSubstr("expected an existing stream"),
                    HasSubstr("actual no stream")));
}

TEST_F(AppendTest, CheckOnlyEntryGuardsAnotherStreamWithoutTouchingIt) {
  Say("directory", {"party"});
  ASSERT_THAT(log().Append({Check("directory", ExpectedRevision::Exactly(0)),
                            To("plan", {"p0"})}),
              IsOk());
  EXPECT_THAT(log().Append({Check("directory", ExpectedRevision::Exactly(1)),
                            To("plan", {"p1"})}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Everything(), ElementsAre("0:directory/0=party", "1:plan/0=p0"));
}

TEST_F(AppendTest, CheckOnlyAppendAnswersAndRecordsNothing) {
  const absl::StatusOr<AppendResult> result =
      log().Append({Check("a", ExpectedRevision::NoStream())});
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->places, IsEmpty());
  EXPECT_FALSE(result->duplicate);
  EXPECT_THAT(log().Append({Check("a", ExpectedRevision::StreamExists())}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(log().size(), 0);
}

TEST_F(AppendTest, AppendOfNothingIsTaken) {
  const absl::StatusOr<AppendResult> result = log().Append({});
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->places, IsEmpty());
}

TEST_F(AppendTest, EverythingGivenIsReadBackAndTheStoredBytesHoldIt) {
  NewEvent event = Event(std::string("data \xff\0 of any bytes", 20));
  event.type = "clearsky.v1.ActivityPostponed";
  event.schema_version = 7;
  event.metadata = {{"causation-id", "c"}, {"correlation-id", "방"}};
  ASSERT_THAT(log().Append({{"한중/2022", ExpectedRevision::Any(), {event}}}),
              IsOk());
  const absl::StatusOr<RecordedEvent> read = log().ReadAt(0);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->position, 0);
  EXPECT_EQ(read->stream, "한중/2022");
  EXPECT_EQ(read->revision, 0);
  EXPECT_EQ(read->event_id, event.event_id);
  EXPECT_EQ(read->record_time, kStart);
  EXPECT_EQ(read->type, event.type);
  EXPECT_EQ(read->schema_version, 7);
  EXPECT_EQ(read->data, event.data);
  EXPECT_EQ(read->metadata, event.metadata);
  EXPECT_THAT(read->stored, HasSubstr(event.data));
}

TEST_F(AppendTest, CreatedLedgerKeepsIdAndAttributes) {
  const Uuid id = log().ledger_id();
  EXPECT_NE(id, Uuid());
  Reopen();
  EXPECT_EQ(log().ledger_id(), id);
  EXPECT_THAT(log().attributes(),
              ElementsAre(std::pair<const std::string, std::string>(
                  "zone", "Asia/Seoul")));
}

TEST_F(AppendTest, LargeAppendIsReadBackAcrossChunks) {
  std::vector<std::string> words;
  for (int i = 0; i < 300; ++i) {
    words.push_back(absl::StrCat(i, std::string(1000, 'x')));
  }
  Say("a", words);
  Reopen();
  const std::vector<std::string> lines = Everything();
  ASSERT_THAT(lines, SizeIs(300));
  for (size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i], absl::StrCat(i, ":a/", i, "=", words[i]));
  }
}

// Each expectation against a stream that is not there, and one whose last
// revision is 1.
struct ExpectationCase {
  std::string name;
  ExpectedRevision expected;
  bool without_stream;
  bool with_stream;
};

class ExpectationTest : public LogTest,
                        public ::testing::WithParamInterface<ExpectationCase> {
};

TEST_P(ExpectationTest, HoldsAsTold) {
  Say("there", {"t0", "t1"});
  const auto code = [](bool good) {
    return good ? absl::StatusCode::kOk : absl::StatusCode::kAborted;
  };
  EXPECT_THAT(log().Append({To("absent", {"new"}, GetParam().expected)}),
              StatusIs(code(GetParam().without_stream)));
  EXPECT_THAT(log().Append({To("there", {"t2"}, GetParam().expected)}),
              StatusIs(code(GetParam().with_stream)));
  EXPECT_THAT(log().StreamSize("absent"),
              IsOkAndHolds(GetParam().without_stream ? 1 : 0));
  EXPECT_THAT(log().StreamSize("there"),
              IsOkAndHolds(GetParam().with_stream ? 3 : 2));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ExpectationTest,
    ::testing::Values(
        ExpectationCase{"Any", ExpectedRevision::Any(), true, true},
        ExpectationCase{"NoStream", ExpectedRevision::NoStream(), true, false},
        ExpectationCase{"StreamExists", ExpectedRevision::StreamExists(), false,
                        true},
        ExpectationCase{"Exactly0", ExpectedRevision::Exactly(0), false, false},
        ExpectationCase{"Exactly1", ExpectedRevision::Exactly(1), false, true},
        ExpectationCase{"Exactly2", ExpectedRevision::Exactly(2), false,
                        false}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace clearsky::log
