#include "page/point_words.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::page {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

absl::TimeZone Seoul() { return absl::FixedTimeZone(9 * 60 * 60); }

absl::StatusOr<v1::PointInTime> Read(absl::string_view as_of,
                                     absl::string_view known_at) {
  return ReadPointInTime({"as_of", "known_at"}, as_of, known_at, Seoul());
}

TEST(PointWordsTest, NothingWrittenIsTodayAndEverything) {
  const auto point = Read("", "");
  ASSERT_THAT(point, IsOk());
  EXPECT_EQ(point->as_of_day(), "");
  EXPECT_EQ(point->known_at_case(), v1::PointInTime::KNOWN_AT_NOT_SET);
}

TEST(PointWordsTest, DigitsAloneAreAPosition) {
  const auto point = Read("2022-05-01", "121");
  ASSERT_THAT(point, IsOk());
  EXPECT_EQ(point->as_of_day(), "2022-05-01");
  EXPECT_EQ(point->known_position(), 121u);
}

TEST(PointWordsTest, ADayIsKnownAtItsEndInTheZone) {
  const auto point = Read("", "2022-09-28");
  ASSERT_THAT(point, IsOk());
  EXPECT_EQ(absl::FromUnixSeconds(point->known_time().seconds()) +
                absl::Nanoseconds(point->known_time().nanos()),
            absl::FromCivil(absl::CivilDay(2022, 9, 29), Seoul()) -
                absl::Microseconds(1));
}

TEST(PointWordsTest, TimesAreReadWithAndWithoutAnOffset) {
  const absl::Time time =
      absl::FromCivil(absl::CivilMinute(2022, 9, 28, 15, 0), Seoul());
  for (const char* const text :
       {"2022-09-28T15:00:00+09:00", "2022-09-28T06:00:00Z", "2022-09-28T15:00",
        "2022-09-28T06:00+00:00"}) {
    const auto read = ReadTime("at", text, Seoul());
    ASSERT_THAT(read, IsOk()) << text;
    EXPECT_EQ(*read, time) << text;
  }
}

TEST(PointWordsTest, WhatIsNoPointIsRefusedByTheNameItWasGivenUnder) {
  EXPECT_THAT(Read("2022-02-30", ""),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Read("2022-02-30", "").status().message(), HasSubstr("as_of: "));
  for (const char* const text :
       {"infinite-future", "now", "-1", "99999999999999999999", "2022-13-01"}) {
    EXPECT_THAT(Read("", text), StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
    EXPECT_THAT(Read("", text).status().message(), HasSubstr("known_at"))
        << text;
  }
}

}  // namespace
}  // namespace clearsky::page
