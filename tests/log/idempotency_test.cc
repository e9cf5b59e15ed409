// Event ids: known for ever, checked before revisions.

#include <thread>

#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Optional;
using ::testing::SizeIs;

class IdempotencyTest : public LogTest {};

TEST_F(IdempotencyTest, RetryAnswersTheFirstPlaces) {
  const AppendResult first = Say("a", {"one", "two"});
  clock_.Advance(absl::Hours(1));
  Say("a", {"three"});
  const AppendResult retry = Say("a", {"one", "two"});
  EXPECT_TRUE(retry.duplicate);
  EXPECT_EQ(retry.places, first.places);
  EXPECT_EQ(log().size(), 3);
}

TEST_F(IdempotencyTest, RetrySucceedsThoughItsExpectationHoldsNoMore) {
  const StreamAppend append = To("a", {"one"}, ExpectedRevision::NoStream());
  const absl::StatusOr<AppendResult> first = log().Append({append});
  ASSERT_THAT(first, IsOk());
  const absl::StatusOr<AppendResult> retry = log().Append({append});
  ASSERT_THAT(retry, IsOk());
  EXPECT_TRUE(retry->duplicate);
  EXPECT_EQ(retry->places, first->places);
}

TEST_F(IdempotencyTest, RetryOfSeveralStreamsAnswersInTheOrderGiven) {
  const std::vector<StreamAppend> entries = {
      To("a", {"a0"}), Check("c", ExpectedRevision::NoStream()),
      To("b", {"b0", "b1"})};
  const absl::StatusOr<AppendResult> first = log().Append(entries);
  ASSERT_THAT(first, IsOk());
  Say("c", {"c0"});
  const absl::StatusOr<AppendResult> retry = log().Append(entries);
  ASSERT_THAT(retry, IsOk());
  EXPECT_TRUE(retry->duplicate);
  EXPECT_EQ(retry->places, first->places);
}

TEST_F(IdempotencyTest, RetryIsKnownAfterReopening) {
  const AppendResult first = Say("a", {"one"});
  Reopen();
  const AppendResult retry = Say("a", {"one"});
  EXPECT_TRUE(retry.duplicate);
  EXPECT_EQ(retry.places, first.places);
  EXPECT_EQ(log().size(), 1);
}

TEST_F(IdempotencyTest, PartlyKnownAppendIsRefusedAndNamesTheKnownEvent) {
  Say("a", {"zero"});
  Say("a", {"one"});
  const absl::Status status = log().Append({To("a", {"one", "two"})}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(UuidV8OfContent("one").ToString()),
                    HasSubstr("position 1"),
                    HasSubstr(UuidV8OfContent("two").ToString())));
  EXPECT_EQ(log().size(), 2);
}

TEST_F(IdempotencyTest, IdIsCheckedBeforeTheExpectation) {
  Say("a", {"one"});
  NewEvent other = Event("one");
  other.data = "other";
  EXPECT_THAT(log().Append({{"a", ExpectedRevision::Exactly(7), {other}}}),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

// What may differ between two events of one id.
struct ChangeCase {
  std::string name;
  std::string stream;
  void (*change)(NewEvent*);
};

class OtherContentTest : public LogTest,
                         public ::testing::WithParamInterface<ChangeCase> {};

TEST_P(OtherContentTest, IsRefusedNamingIdAndPosition) {
  Say("x", {"before"});
  Say("a", {"one"});
  NewEvent event = Event("one");
  GetParam().change(&event);
  const absl::Status status =
      log()
          .Append({{GetParam().stream, ExpectedRevision::Any(), {event}}})
          .status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(event.event_id.ToString()),
                    HasSubstr("position 1"), HasSubstr("other content")));
  EXPECT_EQ(log().size(), 2);
}

INSTANTIATE_TEST_SUITE_P(
    Changes, OtherContentTest,
    ::testing::Values(
        ChangeCase{"Stream", "b", [](NewEvent*) {}},
        ChangeCase{"Type", "a", [](NewEvent* e) { e->type = "test.Sung"; }},
        ChangeCase{"SchemaVersion", "a",
                   [](NewEvent* e) { e->schema_version = 2; }},
        ChangeCase{"Data", "a", [](NewEvent* e) { e->data += "!"; }},
        ChangeCase{"Metadata", "a",
                   [](NewEvent* e) { e->metadata["correlation-id"] = "c"; }}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(IdempotencyTest, SameIdTwiceInOneAppendIsInvalid) {
  EXPECT_THAT(log().Append({To("a", {"one", "one"})}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(log().Append({To("a", {"one"}), To("b", {"one"})}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(log().size(), 0);
}

TEST_F(IdempotencyTest, RacingRetriesRecordOnceAndAllLearnWhere) {
  constexpr int kThreads = 8;
  constexpr int kRounds = 20;
  for (int round = 0; round < kRounds; ++round) {
    const std::string words = absl::StrCat("round ", round);
    std::vector<absl::StatusOr<AppendResult>> results(
        kThreads, absl::UnknownError("not run"));
    std::vector<std::thread> threads;
    for (size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back(
          [&, i] { results[i] = log().Append({To("a", {words})}); });
    }
    for (std::thread& thread : threads) thread.join();
    int first_times = 0;
    for (const absl::StatusOr<AppendResult>& result : results) {
      ASSERT_THAT(result, IsOk());
      ASSERT_THAT(result->places, SizeIs(1));
      EXPECT_EQ(result->places[0], results[0]->places[0]);
      first_times += result->duplicate ? 0 : 1;
    }
    EXPECT_EQ(first_times, 1);
    EXPECT_EQ(log().size(), round + 1);
  }
}

TEST_F(IdempotencyTest, FindEventTellsWhereAnEventIs) {
  Say("a", {"zero"});
  const AppendResult result = Say("b", {"one"});
  EXPECT_THAT(log().FindEvent(UuidV8OfContent("one")),
              IsOkAndHolds(Optional(Eq(result.places[0]))));
  EXPECT_THAT(log().FindEvent(UuidV8OfContent("two")),
              IsOkAndHolds(Eq(std::nullopt)));
  Reopen();
  EXPECT_THAT(log().FindEvent(UuidV8OfContent("one")),
              IsOkAndHolds(Optional(Eq(result.places[0]))));
}

}  // namespace
}  // namespace clearsky::log
