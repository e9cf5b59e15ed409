// Questions for a day, as known at a time or position.

#include <string>
#include <vector>

#include "ledger/ledger_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::Held;
using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::Postponed;
using ::clearsky::test::Registered;
using ::clearsky::test::Scheduled;
using ::clearsky::test::Seoul;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PointInTimeTest : public test::LedgerTest {
 protected:
  absl::StatusOr<v1::GetTableResponse> Table(const v1::PointInTime& at) {
    v1::GetTableRequest request;
    request.set_plan(kPlan);
    *request.mutable_at() = at;
    return ledger_->GetTable(request);
  }

  // The activities of the table's lines.
  std::vector<std::string> Lines(const v1::PointInTime& at) {
    const auto table = Table(at);
    EXPECT_THAT(table, IsOk());
    std::vector<std::string> ids;
    for (const auto& area : table->table().areas()) {
      for (const auto& project : area.projects()) {
        for (const auto& line : project.lines()) {
          ids.push_back(line.activity_id());
        }
      }
    }
    return ids;
  }

  static v1::PointInTime AsOf(absl::string_view day) {
    v1::PointInTime at;
    at.set_as_of_day(std::string(day));
    return at;
  }
  static v1::PointInTime KnownAt(absl::string_view time,
                                 absl::string_view day) {
    v1::PointInTime at = AsOf(day);
    *at.mutable_known_time() = ledger::TimestampOf(Seoul(time));
    return at;
  }
  static v1::PointInTime KnownAt(uint64_t position, absl::string_view day) {
    v1::PointInTime at = AsOf(day);
    at.set_known_position(position);
    return at;
  }
};

TEST_F(PointInTimeTest, MeetingOf2016RecordedIn2023IsAbsentFromWhatWasKnown) {
  RecordPlan();
  clock_.Set(Seoul("2023-05-01 12:00:00"));
  Tell(kPlan, Registered("old", "2016-04-27"));
  Tell(kPlan, Held("old", "2016-04-27", "2016-04-27"));

  EXPECT_THAT(Lines(AsOf("2017-01-01")), ElementsAre("old"));
  EXPECT_THAT(Lines(AsOf("2016-04-26")), IsEmpty());
  EXPECT_THAT(Lines(KnownAt("2022-12-31 23:59:59", "2017-01-01")), IsEmpty());
  EXPECT_THAT(Lines(KnownAt("2023-05-01 23:59:59", "2017-01-01")),
              ElementsAre("old"));
  EXPECT_THAT(Lines(AsOf("")), ElementsAre("old"));
}

TEST_F(PointInTimeTest, KnownPositionIsInclusive) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell(kPlan, Scheduled("m1", "2022-04", "2022-02-01"));
  EXPECT_THAT(Lines(KnownAt(3, "2022-03-01")), IsEmpty());
  EXPECT_THAT(Lines(KnownAt(4, "2022-03-01")), ElementsAre("m1"));
}

TEST_F(PointInTimeTest, PositionPastTheEndIsOutOfRangeNamingTheLast) {
  RecordPlan();
  EXPECT_THAT(Table(KnownAt(2, "")), IsOk());
  const auto table = Table(KnownAt(3, ""));
  EXPECT_THAT(table, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(table.status().message(), HasSubstr("the last position is 2"));
}

// The answer could not be had again: nobody knows what will be recorded.
TEST_F(PointInTimeTest, TimeInTheFutureIsOutOfRange) {
  clock_.Set(Seoul("2022-05-01 12:00:00"));
  RecordPlan();
  const auto future = Table(KnownAt("2022-05-02 00:00:00", ""));
  EXPECT_THAT(future, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(future.status().message(),
              HasSubstr("position 2, was recorded at 2022-05-01T12:00:00"));
  EXPECT_THAT(Table(KnownAt("2022-05-01 12:00:01", "")),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Table(KnownAt("2022-05-01 12:00:00", "")), IsOk());
  // A day means its end, and the present day is one.
  EXPECT_THAT(Table(KnownAt("2022-05-01 23:59:59", "")), IsOk());
  // The clock may be behind the last record.
  clock_.Set(Seoul("2022-05-01 11:59:00"));
  EXPECT_THAT(Table(KnownAt("2022-05-01 12:00:00", "")), IsOk());
}

TEST_F(PointInTimeTest, DayThatDoesNotExistIsInvalidArgument) {
  RecordPlan();
  for (const char* day : {"2022-02-30", "2022-2-3", "today", "2022-13-01"}) {
    EXPECT_THAT(Table(AsOf(day)), StatusIs(absl::StatusCode::kInvalidArgument))
        << day;
  }
}

TEST_F(PointInTimeTest, DefaultIsTodayInTheZoneAndEverything) {
  RecordPlan();
  clock_.Set(absl::FromCivil(absl::CivilSecond(2023, 3, 1, 16, 0, 0),
                             absl::UTCTimeZone()));
  const auto table = Table({});
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->basis().as_of_day(), "2023-03-02");
  EXPECT_EQ(table->basis().known_count(), 3u);
  EXPECT_EQ(table->basis().stream_count(), 3u);
  EXPECT_EQ(table->basis().zone(), "Asia/Seoul");
  EXPECT_FALSE(table->basis().simulated());
}

TEST_F(PointInTimeTest, BasisCountsTheStreamsEventsAlone) {
  RecordPlan();
  RecordPlan("clear-sky/2021");
  const auto table = Table(KnownAt(4, ""));
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->basis().known_count(), 5u);
  EXPECT_EQ(table->basis().stream_count(), 3u);
}

TEST_F(PointInTimeTest, AnswerAskedAgainAtItsBasisIsEqual) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell(kPlan, Scheduled("m1", "2022-04", "2022-02-01"));
  const auto before = Table({});
  ASSERT_THAT(before, IsOk());
  // What is told later, with effect from earlier, changes the answer of today
  // but not what was known.
  Tell(kPlan, Postponed("m1", "2022-03-01"));
  clock_.Set(Seoul("2023-02-01 12:00:00"));
  v1::PointInTime at = AsOf(before->basis().as_of_day());
  at.set_known_position(before->basis().known_count() - 1);
  const auto again = Table(at);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), before->SerializeAsString());
  EXPECT_NE(Table({})->table().SerializeAsString(),
            before->table().SerializeAsString());
}

TEST_F(PointInTimeTest, LinesNameThePositionsOfTheirEvents) {
  RecordPlan("clear-sky/2021");
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell("clear-sky/2021", Registered("other", "2022-02-01"));
  Tell(kPlan, Scheduled("m1", "2022-04", "2022-02-01"));
  const auto table = Table({});
  ASSERT_THAT(table, IsOk());
  const v1::TableLine& line = table->table().areas(0).projects(0).lines(0);
  EXPECT_THAT(line.revisions(), ElementsAre(3, 4));
  EXPECT_THAT(line.positions(), ElementsAre(6, 8));
}

TEST_F(PointInTimeTest, BeforeAnythingWasKnownTheTableIsEmpty) {
  clock_.Set(Seoul("2022-02-01 12:00:00"));
  RecordPlan();
  const auto table = Table(KnownAt("2022-01-31 00:00:00", ""));
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->table().areas_size(), 0);
  EXPECT_EQ(table->basis().stream_count(), 0u);
}

}  // namespace
}  // namespace clearsky
