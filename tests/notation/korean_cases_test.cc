#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/korean.h"
#include "plan/edtf.h"
#include "test/status_matchers.h"

// Neighbours of the shipped examples, in korean_cases.tsv: other separators,
// marks and spaces, elided parts, other words; and what cannot be.

namespace clearsky::notation {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

std::vector<std::vector<std::string>> Cases() {
  std::ifstream file(CLEARSKY_SOURCE_DIR "/tests/notation/korean_cases.tsv");
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);  // The head.
  while (std::getline(file, line)) {
    rows.push_back(absl::StrSplit(line, '\t'));
  }
  return rows;
}

class KoreanCase : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(KoreanCase, IsRead) {
  const std::vector<std::string>& row = GetParam();
  constexpr size_t kColumns = 7;
  ASSERT_EQ(row.size(), kColumns);
  SCOPED_TRACE(row[0]);
  const absl::StatusOr<DateReading> reading =
      ReadDate(row[0], Context{*plan::ParseDay(row[1]), std::nullopt});
  ASSERT_THAT(reading, IsOk());
  EXPECT_EQ(reading->date ? reading->date->edtf() : "", row[2]);
  EXPECT_EQ(StatusName(reading->status), row[3]);
  EXPECT_EQ(
      reading->delivery ? v1::DeliveryMode_Name(reading->delivery->mode()) : "",
      row[4].empty() ? "" : absl::StrCat("DELIVERY_MODE_", row[4]));
  EXPECT_EQ(reading->date
                ? v1::PartialDate::Reading_Name(reading->date->reading())
                : "",
            row[5].empty() ? "" : absl::StrCat("READING_", row[5]));
  EXPECT_EQ(absl::StrJoin(reading->findings, " ",
                          [](std::string* out, const NotationFinding& finding) {
                            absl::StrAppend(out, finding.rule);
                          }),
            row[6]);
}

INSTANTIATE_TEST_SUITE_P(File, KoreanCase, testing::ValuesIn(Cases()),
                         [](const auto& test) {
                           return "Row" + std::to_string(test.index + 2);
                         });

TEST(KoreanCasesTest, FileIsThere) { EXPECT_GT(Cases().size(), 250U); }

const Context kContext{absl::CivilDay(2022, 9, 28), std::nullopt};

class ImpossibleDate : public testing::TestWithParam<std::string> {};

TEST_P(ImpossibleDate, IsInvalidArgument) {
  EXPECT_THAT(ReadDate(GetParam(), kContext),
              StatusIs(absl::StatusCode::kInvalidArgument))
      << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Dates, ImpossibleDate,
    testing::Values(
        "2022-02-30", "2022-2-30", "2022.2.30", "2022. 2. 29.", "2.30", "2/30",
        "2월 30일", "2.29", "13월", "0월", "2022년 13월", "2022-13", "2022-00",
        "2022.13", "'22.13", "4월 31일", "4.31", "'22.4.31", "32일", "0일",
        "10월 0일", "13.1", "5분기", "0분기", "9.2~8.31", "8.31~8.30",
        "2022.9.2~2022.8.31", "10월 5~3일", "11월~10월", "2022-2020", "'22~'20",
        "10.28~11.31", "11.31~12.1", "1.7, 2.30", "2.30~3.2", "20220230",
        "[2022-02-30]", "2022-10-28/2022-10-01", "2022-02-30/..",
        "회의(2.30, 영상)", "10월 예정, 4월 31일", "2.30 예정", "18. 6. 31일",
        "6월 31일 오후 3시", "내년 2월 30일", "다음 달 32일", "3월 5~32일",
        "상반기~31", "31, 상반기", "31·하반기", "3분기~31"),
    [](const auto& test) { return "Row" + std::to_string(test.index); });

class NotADate : public testing::TestWithParam<std::string> {};

TEST_P(NotADate, IsInvalidArgument) {
  const absl::StatusOr<DateReading> reading = ReadDate(GetParam(), kContext);
  ASSERT_THAT(reading, StatusIs(absl::StatusCode::kInvalidArgument))
      << GetParam();
  EXPECT_THAT(reading.status().message(), HasSubstr("accepted are"))
      << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Words, NotADate,
    testing::Values("", " ", "()", "회의", "서울", "알 수 없음", "22", "10~26",
                    "10-26", "PM2.5", "2.5%", "3회", "제6차", "3.1절", "10월호",
                    "3개국", "4.29.2019", "25시", "실무자급", "12345678901",
                    "((((((((((((((", "~", "-", "'", "예정지", "연기금",
                    "영상물", "10차 회의", "http://10.26.1"),
    [](const auto& test) { return "Row" + std::to_string(test.index); });

TEST(ReadDateTest, ErrorNamesTheDayThatDoesNotExist) {
  const absl::Status status = ReadDate("2월 30일", kContext).status();
  EXPECT_THAT(status.message(), HasSubstr("'2월 30일'"));
  EXPECT_THAT(status.message(), HasSubstr("day 30 does not exist in 2022-02"));
}

TEST(ReadDateTest, TextThatIsNotUtf8IsInvalidArgument) {
  EXPECT_THAT(ReadDate("10.26\xff", kContext),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ReadDateTest, LongTextIsInvalidArgument) {
  EXPECT_THAT(ReadDate(std::string(5000, ' ') + "10.26", kContext),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ReadDateTest, WeekdayThatDoesNotMatchIsAFinding) {
  const absl::StatusOr<DateReading> reading = ReadDate("10.26(목)", kContext);
  ASSERT_THAT(reading, IsOk());
  ASSERT_EQ(reading->findings.size(), 1U);
  EXPECT_EQ(reading->findings[0].rule, "weekday-mismatch");
  EXPECT_THAT(reading->findings[0].message, HasSubstr("수요일"));
  const absl::StatusOr<DateReading> right = ReadDate("10.26(수)", kContext);
  ASSERT_THAT(right, IsOk());
  EXPECT_TRUE(right->findings.empty());
}

TEST(ReadDateTest, DefaultYearIsThatOfElidedYears) {
  const Context context{absl::CivilDay(2023, 2, 1), 2022};
  const auto edtf = [&](absl::string_view words) {
    return ReadDate(words, context).value().date->edtf();
  };
  EXPECT_EQ(edtf("10.26"), "2022-10-26");
  EXPECT_EQ(edtf("10월 말"), "[2022-10-21..2022-10-31]");
  EXPECT_EQ(edtf("연중"), "2022");
  // Words that count from the day do not follow the plan's year.
  EXPECT_EQ(edtf("올해 10월"), "2023-10");
  EXPECT_EQ(edtf("다음 달"), "2023-03");
}

TEST(ReadDateTest, TimeIsKeptAsPartOfDay) {
  const auto part = [&](absl::string_view words) {
    return ReadDate(words, kContext).value().date->part_of_day();
  };
  EXPECT_EQ(part("4월 9일 오후 3시"), v1::PartialDate::PART_OF_DAY_AFTERNOON);
  EXPECT_EQ(part("4.9 오전"), v1::PartialDate::PART_OF_DAY_MORNING);
  EXPECT_EQ(part("4.9 15:00"), v1::PartialDate::PART_OF_DAY_AFTERNOON);
  EXPECT_EQ(part("4.9(토) 19시"), v1::PartialDate::PART_OF_DAY_EVENING);
  EXPECT_EQ(part("4.9, 10:30"), v1::PartialDate::PART_OF_DAY_MORNING);
  EXPECT_EQ(part("4.9"), v1::PartialDate::PART_OF_DAY_UNSPECIFIED);
}

TEST(ReadDateTest, CertaintyIsKept) {
  const auto certainty = [&](absl::string_view words) {
    return ReadDate(words, kContext).value().date->certainty();
  };
  EXPECT_EQ(certainty("10월(잠정)"), v1::PartialDate::CERTAINTY_TENTATIVE);
  EXPECT_EQ(certainty("10.26 확정"), v1::PartialDate::CERTAINTY_FIRM);
  EXPECT_EQ(certainty("10월경"), v1::PartialDate::CERTAINTY_APPROXIMATE);
  EXPECT_EQ(certainty("10월 말쯤"), v1::PartialDate::CERTAINTY_APPROXIMATE);
  EXPECT_EQ(certainty("10월"), v1::PartialDate::CERTAINTY_UNSPECIFIED);
}

TEST(ReadDateTest, WordsAreKeptAsWritten) {
  const absl::StatusOr<DateReading> reading =
      ReadDate("분과위원회(2023. 11. 14(화), 온라인 개최(ZOOM))", kContext);
  ASSERT_THAT(reading, IsOk());
  EXPECT_EQ(reading->date->verbatim(), "2023. 11. 14(화)");
  EXPECT_EQ(reading->delivery->verbatim(), "온라인 개최(ZOOM)");
}

TEST(ReadDateTest, PlacesAreKeptAsWritten) {
  EXPECT_THAT(ReadDate("'19.11(서울)", kContext)->places,
              testing::ElementsAre("서울"));
  EXPECT_THAT(ReadDate("'19.11(중국 베이징)", kContext)->places,
              testing::ElementsAre("중국 베이징"));
  EXPECT_THAT(ReadDate("9.28, 서울·베이징", kContext)->places,
              testing::ElementsAre("서울", "베이징"));
}

TEST(ReadDateTest, LeapYearsMoveTheEndOfFebruary) {
  const auto latest = [](absl::string_view words) {
    return ReadDate(words, kContext).value().date->latest();
  };
  EXPECT_EQ(latest("2020년 2월 말"), "2020-02-29");
  EXPECT_EQ(latest("2021년 2월 말"), "2021-02-28");
  EXPECT_EQ(latest("2000년 2월"), "2000-02-29");
  EXPECT_EQ(latest("1900년 2월"), "1900-02-28");
}

}  // namespace
}  // namespace clearsky::notation
