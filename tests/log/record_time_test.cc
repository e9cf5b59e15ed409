// Record times and the counts at a time.

#include <thread>

#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

constexpr absl::Duration kMicro = absl::Microseconds(1);

class RecordTimeTest : public LogTest {
 protected:
  absl::Time SayAndTell(const std::string& words) {
    const AppendResult result = Say("a", {words});
    return result.places.at(0).record_time;
  }
};

TEST_F(RecordTimeTest, IsTheClocksInWholeMicroseconds) {
  clock_.Set(kStart + absl::Nanoseconds(1'999));
  EXPECT_EQ(SayAndTell("one"), kStart + kMicro);
  EXPECT_EQ(log().last_record_time(), kStart + kMicro);
  Reopen();
  const absl::StatusOr<RecordedEvent> event = log().ReadAt(0);
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ(event->record_time, kStart + kMicro);
}

TEST_F(RecordTimeTest, IsOneForAllEventsOfAnAppend) {
  const absl::StatusOr<AppendResult> result =
      log().Append({To("a", {"a0", "a1"}), To("b", {"b0"})});
  ASSERT_THAT(result, IsOk());
  for (const EventPlace& place : result->places) {
    EXPECT_EQ(place.record_time, kStart);
  }
}

TEST_F(RecordTimeTest, IncreasesWhenTheClockStandsStillOrStepsBack) {
  EXPECT_EQ(SayAndTell("one"), kStart);
  EXPECT_EQ(SayAndTell("two"), kStart + kMicro);
  clock_.Set(kStart - absl::Minutes(4));
  EXPECT_EQ(SayAndTell("three"), kStart + 2 * kMicro);
  Reopen();
  EXPECT_EQ(SayAndTell("four"), kStart + 3 * kMicro);
  clock_.Set(kStart + absl::Seconds(1));
  EXPECT_EQ(SayAndTell("five"), kStart + absl::Seconds(1));
}

TEST_F(RecordTimeTest, BeforeTheEpochIsKeptExactly) {
  const absl::Time time = absl::UnixEpoch() - absl::Hours(24) - kMicro;
  clock_.Set(time);
  EXPECT_EQ(SayAndTell("one"), time);
  Reopen();
  const absl::StatusOr<RecordedEvent> event = log().ReadAt(0);
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ(event->record_time, time);
  EXPECT_EQ(log().last_record_time(), time);
}

TEST_F(RecordTimeTest, MoreThanFiveMinutesAheadOfTheClockRefusesAppends) {
  SayAndTell("one");
  clock_.Set(kStart - absl::Minutes(5) - kMicro);
  const absl::Status status = log().Append({To("a", {"two"})}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()), HasSubstr("five minutes"));
  EXPECT_EQ(log().size(), 1);
  clock_.Set(kStart - absl::Minutes(5));
  EXPECT_EQ(SayAndTell("two"), kStart + kMicro);
}

TEST_F(RecordTimeTest, OfAnEmptyLogIsTheInfinitePast) {
  EXPECT_EQ(log().last_record_time(), absl::InfinitePast());
  Reopen();
  EXPECT_EQ(log().last_record_time(), absl::InfinitePast());
  EXPECT_THAT(log().CountAtTime(kStart), IsOkAndHolds(0));
}

TEST_F(RecordTimeTest, CountAtTimeCountsWhatWasRecordedUpToIt) {
  for (int i = 0; i < 40; ++i) {
    Say("a", {absl::StrCat(i, "x"), absl::StrCat(i, "y")});
    clock_.Advance(absl::Minutes(1));
  }
  for (const bool is_reopened : {false, true}) {
    if (is_reopened) Reopen();
    EXPECT_THAT(log().CountAtTime(absl::InfinitePast()), IsOkAndHolds(0));
    EXPECT_THAT(log().CountAtTime(kStart - kMicro), IsOkAndHolds(0));
    for (int i = 0; i < 40; ++i) {
      const absl::Time time = kStart + i * absl::Minutes(1);
      EXPECT_THAT(log().CountAtTime(time), IsOkAndHolds(2 * i + 2));
      EXPECT_THAT(log().CountAtTime(time - kMicro), IsOkAndHolds(2 * i));
    }
    EXPECT_THAT(log().CountAtTime(absl::InfiniteFuture()), IsOkAndHolds(80));
  }
}

TEST_F(RecordTimeTest, CountAtTimeHoldsForEverThoughTheClockStepsBack) {
  SayAndTell("one");
  clock_.Advance(absl::Minutes(3));
  const absl::Time asked = clock_.Now();
  EXPECT_THAT(log().CountAtTime(asked), IsOkAndHolds(1));
  clock_.Set(kStart);
  EXPECT_GT(SayAndTell("two"), asked);
  EXPECT_THAT(log().CountAtTime(asked), IsOkAndHolds(1));
}

TEST_F(RecordTimeTest, CountAtATimeToComePromisesNothing) {
  EXPECT_THAT(log().CountAtTime(kStart + absl::Hours(1)), IsOkAndHolds(0));
  EXPECT_EQ(SayAndTell("one"), kStart);
}

// A count taken while others append must not change afterwards.
TEST_F(RecordTimeTest, CountAtTimeWaitsForCommitsUnderWay) {
  std::thread writer([&] {
    for (int i = 0; i < 200; ++i) {
      Say("a", {absl::StrCat(i)});
      clock_.Advance(kMicro);
    }
  });
  std::map<absl::Time, uint64_t> counts;
  while (log().size() < 200) {
    const absl::Time now = clock_.Now();
    const absl::StatusOr<uint64_t> count = log().CountAtTime(now);
    EXPECT_THAT(count, IsOk());
    if (!count.ok()) break;
    EXPECT_EQ(counts.emplace(now, *count).first->second, *count);
  }
  writer.join();
  for (const auto& [time, count] : counts) {
    EXPECT_THAT(log().CountAtTime(time), IsOkAndHolds(count));
  }
}

}  // namespace
}  // namespace clearsky::log
