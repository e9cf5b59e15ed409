#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/korean.h"
#include "test/status_matchers.h"

namespace clearsky::notation {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Context kContext{absl::CivilDay(2022, 9, 28), 2022};

TableLineReading Read(absl::string_view line) {
  const absl::StatusOr<TableLineReading> reading =
      ReadTableLine(line, kContext);
  EXPECT_THAT(reading, IsOk()) << line;
  return reading.value_or(TableLineReading());
}

std::vector<std::string> PublishedLines() {
  std::ifstream file(CLEARSKY_SOURCE_DIR
                     "/examples/clear-sky-2022/implementation-table.ko.tsv");
  std::vector<std::string> lines;
  std::string row;
  std::getline(file, row);  // The head.
  while (std::getline(file, row)) {
    const std::vector<std::string> cells = absl::StrSplit(row, '\t');
    lines.push_back(cells.back());
  }
  return lines;
}

// The line made again from what was read of it, in the order of the design.
std::string Print(const TableLineReading& reading) {
  const TitleParts& title = reading.title;
  std::string line = "○ ";
  if (!title.ordinal_text.empty()) {
    absl::StrAppend(&line, title.ordinal_text, " ");
  }
  if (title.edition_year != 0) absl::StrAppend(&line, title.edition_year, " ");
  absl::StrAppend(&line, title.name);
  if (!title.suffix.empty()) absl::StrAppend(&line, " ", title.suffix);
  std::vector<std::string> fields;
  if (!reading.level.empty()) fields.push_back(reading.level);
  if (reading.coverage) fields.push_back(WriteDate(*reading.coverage, 2022));
  if (reading.date) {
    std::string date = WriteDate(*reading.date, 2022);
    if (reading.status == Status::kPlanned && date.back() != '-') {
      absl::StrAppend(&date, " 예정");
    }
    fields.push_back(date);
  }
  if (reading.delivery) fields.push_back(reading.delivery->verbatim());
  if (!reading.host.empty()) fields.push_back(reading.host);
  return absl::StrCat(line, "(", absl::StrJoin(fields, ", "), ")");
}

class PublishedLine : public testing::TestWithParam<std::string> {};

TEST_P(PublishedLine, IsPrintedBackFromItsFields) {
  const TableLineReading reading = Read(GetParam());
  EXPECT_EQ(Print(reading), GetParam());
  EXPECT_THAT(reading.unread, IsEmpty());
  EXPECT_TRUE(reading.findings.empty());
}

INSTANTIATE_TEST_SUITE_P(Table, PublishedLine,
                         testing::ValuesIn(PublishedLines()),
                         [](const auto& test) {
                           return "Line" + std::to_string(test.index + 1);
                         });

TEST(TableLineTest, TableHasItsLines) {
  EXPECT_EQ(PublishedLines().size(), 17U);
}

TEST(TableLineTest, LevelAndTwoDays) {
  const TableLineReading reading =
      Read("○ 고농도 예상시 핫라인 운영(실무자급, 1.7, 2.11)");
  EXPECT_EQ(reading.level, "실무자급");
  EXPECT_EQ(reading.date->edtf(), "{2022-01-07,2022-02-11}");
  EXPECT_EQ(reading.status, Status::kHeld);
}

TEST(TableLineTest, CoverageIsNotTheDate) {
  for (const char* line :
       {"○ 단계별 연구보고서 작성 착수(2020-2022, '22년 12월-)",
        "○ 단계별 연구보고서 작성 착수(’22년 12월∼, 2020～2022년)"}) {
    const TableLineReading reading = Read(line);
    EXPECT_EQ(reading.coverage->edtf(), "2020/2022");
    EXPECT_EQ(reading.date->edtf(), "2022-12/..");
    EXPECT_EQ(reading.status, Status::kPlanned);
  }
  const TableLineReading alone = Read("○ 연구보고서 작성(2018~2020)");
  EXPECT_EQ(alone.coverage->edtf(), "2018/2020");
  EXPECT_FALSE(alone.date.has_value());
  EXPECT_EQ(alone.status, Status::kNone);
}

TEST(TableLineTest, HostIsAMeetingThatIsNoMode) {
  EXPECT_EQ(Read("○ 정례회의(2.28, 한·중 환경장관회의)").host,
            "한·중 환경장관회의");
  EXPECT_EQ(Read("○ 정례회의(한중일 환경장관회의 계기, 2.28)").host,
            "한중일 환경장관회의");
  EXPECT_EQ(Read("○ 정례회의(2.28, 제3차 한·중 정상회담)").host,
            "제3차 한·중 정상회담");
  const TableLineReading video = Read("○ 정례회의(2.28, 영상회의)");
  EXPECT_EQ(video.host, "");
  EXPECT_EQ(video.delivery->mode(), v1::DELIVERY_MODE_VIDEO_CONFERENCE);
}

TEST(TableLineTest, FieldsAreToldByContentNotByPlace) {
  const TableLineReading reading =
      Read("○ 회의(서울, 국장급, 대면, 10.26(수), 제3차 한·중 포럼)");
  EXPECT_EQ(reading.level, "국장급");
  EXPECT_EQ(reading.date->edtf(), "2022-10-26");
  EXPECT_EQ(reading.delivery->mode(), v1::DELIVERY_MODE_IN_PERSON);
  EXPECT_EQ(reading.host, "제3차 한·중 포럼");
  EXPECT_THAT(reading.places, ElementsAre("서울"));
  EXPECT_THAT(reading.unread, IsEmpty());
}

TEST(TableLineTest, LevelsAreKnown) {
  for (const char* level : {"실무자급", "국장급", "차관급", "과장급", "장관급",
                            "전문가급", "고위급", "국·과장급", "정상급"}) {
    EXPECT_EQ(Read(absl::StrCat("○ 회의(", level, ", 4.29)")).level, level);
  }
}

TEST(TableLineTest, WhatIsNotUnderstoodIsKeptAsWritten) {
  const TableLineReading reading =
      Read("○ 대기질 공동연구(PM2.5 분석, 10월 예정, 전기차 보급)");
  EXPECT_THAT(reading.unread, ElementsAre("PM2.5 분석", "전기차 보급"));
  ASSERT_EQ(reading.findings.size(), 2U);
  EXPECT_EQ(reading.findings[0].rule, "not-understood");
  EXPECT_EQ(reading.date->edtf(), "2022-10");
}

TEST(TableLineTest, ImpossibleDateIsKeptAsWritten) {
  const TableLineReading reading = Read("○ 회의(2.30, 영상)");
  EXPECT_THAT(reading.unread, ElementsAre("2.30"));
  ASSERT_EQ(reading.findings.size(), 1U);
  EXPECT_EQ(reading.findings[0].rule, "impossible-date");
  EXPECT_FALSE(reading.date.has_value());
}

TEST(TableLineTest, SecondDateIsKeptAsWritten) {
  const TableLineReading reading = Read("○ 회의(10월 예정, 비대면, 12월 3일)");
  EXPECT_EQ(reading.date->edtf(), "2022-10");
  EXPECT_THAT(reading.unread, ElementsAre("12월 3일"));
}

TEST(TableLineTest, PostponedLineShowsWhatItWas) {
  const TableLineReading reading = Read("○ 회의(연기, 당초 3.5~6, 서울)");
  EXPECT_EQ(reading.status, Status::kPostponed);
  EXPECT_EQ(reading.date->edtf(), "2022-03-05/2022-03-06");
  EXPECT_THAT(reading.places, ElementsAre("서울"));
  EXPECT_EQ(Read("○ 회의(취소)").status, Status::kCancelled);
}

TEST(TableLineTest, DateBehindAnArrowHolds) {
  const TableLineReading reading = Read("○ 회의(10월→11월 예정, 비대면)");
  EXPECT_EQ(reading.date->edtf(), "2022-11");
  EXPECT_EQ(reading.status, Status::kPlanned);
  EXPECT_THAT(reading.unread, IsEmpty());
}

TEST(TableLineTest, ListMarksAndFullWidthFormsAreRead) {
  for (const char* line :
       {"○ 제6차 교류회(4.29, 영상회의)", "○제6차 교류회 ( 4.29 , 영상회의 )",
        "- 제6차 교류회(4.29, 영상회의)", "ㅇ 제6차 교류회（4．29， 영상회의）",
        "• 제6차 교류회(영상회의, 4.29)", "제6차 교류회(4.29, 영상회의)",
        "  ① 제6차 교류회(4월 29일, 영상회의)."}) {
    const TableLineReading reading = Read(line);
    EXPECT_EQ(reading.title.ordinal, 6U) << line;
    EXPECT_EQ(reading.title.name, "교류회") << line;
    EXPECT_EQ(reading.date->edtf(), "2022-04-29") << line;
    EXPECT_EQ(reading.delivery->verbatim(), "영상회의") << line;
  }
}

TEST(TableLineTest, NoneOfSeveralListMarksIsOfTheTitle) {
  for (const char* line : {"*○ 교류회(4.29)", "○ *○ 교류회(4.29)",
                           "○ - 교류회(4.29)", "- ○ ▪ 교류회(4.29)"}) {
    EXPECT_EQ(Read(line).title.name, "교류회") << line;
  }
  EXPECT_EQ(Read("○ ○○부 교류회(4.29)").title.name, "○○부 교류회");
  EXPECT_EQ(Read("○ ○○ 교류회(4.29)").title.name, "○○ 교류회");
}

TEST(TableLineTest, OnlyTheLastParenthesisHoldsFields) {
  const TableLineReading reading =
      Read("○ 제2차 예보정보기술교류 연찬회(워크숍)(11.22, 화상회의)");
  EXPECT_EQ(reading.title.name, "예보정보기술교류 연찬회(워크숍)");
  EXPECT_EQ(reading.date->edtf(), "2022-11-22");
  EXPECT_EQ(Read("○ 환경(부) 회의").title.name, "환경(부) 회의");
}

TEST(TableLineTest, ParenthesisThatIsNeverClosedIsAFinding) {
  const TableLineReading reading = Read("○ 회의(10월 예정, 비대면");
  EXPECT_EQ(reading.date->edtf(), "2022-10");
  ASSERT_EQ(reading.findings.size(), 1U);
  EXPECT_EQ(reading.findings[0].rule, "unbalanced-parenthesis");
}

TEST(TableLineTest, LineWithoutFieldsIsATitle) {
  const TableLineReading reading = Read("○ 청천 컨퍼런스 개최");
  EXPECT_EQ(reading.title.name, "청천 컨퍼런스");
  EXPECT_EQ(reading.title.suffix, "개최");
  EXPECT_FALSE(reading.date.has_value());
}

TEST(TableLineTest, BadLinesAreInvalidArgument) {
  EXPECT_THAT(ReadTableLine("", kContext),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadTableLine(" ○ ", kContext),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadTableLine("○ \xff", kContext),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadTableLine(std::string(5000, 'a'), kContext),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TableLineReading ReadIn(Language language, absl::string_view line) {
  const absl::StatusOr<TableLineReading> reading =
      ReadTableLine(line, language, kContext);
  EXPECT_THAT(reading, IsOk()) << line;
  return reading.value_or(TableLineReading());
}

TEST(TableLineOfLanguagesTest, EnglishLineIsTakenApart) {
  const TableLineReading reading =
      ReadIn(Language::kEnglish,
             "○ 6th Policy Exchange Meeting (working level, 29 April 2022, "
             "video conference, Seoul)");
  EXPECT_EQ(reading.title.ordinal, 6U);
  EXPECT_EQ(reading.title.name, "Policy Exchange Meeting");
  EXPECT_EQ(reading.level, "working level");
  EXPECT_EQ(reading.date->edtf(), "2022-04-29");
  EXPECT_EQ(reading.status, Status::kHeld);
  EXPECT_EQ(reading.delivery->mode(), v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  EXPECT_THAT(reading.places, ElementsAre("Seoul"));
  EXPECT_THAT(reading.unread, IsEmpty());
}

TEST(TableLineOfLanguagesTest, EnglishFieldsAreToldByContent) {
  const TableLineReading host =
      ReadIn(Language::kEnglish,
             "- Regular meeting (28 February 2022, Korea-China Environment "
             "Ministers' Meeting)");
  EXPECT_EQ(host.host, "Korea-China Environment Ministers' Meeting");
  EXPECT_FALSE(host.delivery.has_value());
  const TableLineReading report = ReadIn(
      Language::kEnglish, "○ Research report (2020-2022, from December 2022)");
  EXPECT_EQ(report.coverage->edtf(), "2020/2022");
  EXPECT_EQ(report.date->edtf(), "2022-12/..");
  const TableLineReading moved = ReadIn(
      Language::kEnglish, "○ Workshop (October 2022 → November 2022, online)");
  EXPECT_EQ(moved.date->edtf(), "2022-11");
  const TableLineReading kept =
      ReadIn(Language::kEnglish, "○ Study (PM2.5 analysis, October 2022)");
  EXPECT_THAT(kept.unread, ElementsAre("PM2.5 analysis"));
  EXPECT_EQ(kept.date->edtf(), "2022-10");
}

TEST(TableLineOfLanguagesTest, ChineseLineIsTakenApart) {
  for (const char* line :
       {"○ 第六次政策交流会（工作层，4月29日，视频会议，首尔）",
        "· 第六次政策交流会(首尔、视频会议、工作层、2022年4月29日)"}) {
    const TableLineReading reading = ReadIn(Language::kChinese, line);
    EXPECT_EQ(reading.title.ordinal, 6U) << line;
    EXPECT_EQ(reading.title.name, "政策交流会") << line;
    EXPECT_EQ(reading.level, "工作层") << line;
    EXPECT_EQ(reading.date->edtf(), "2022-04-29") << line;
    EXPECT_EQ(reading.status, Status::kHeld) << line;
    EXPECT_EQ(reading.delivery->mode(), v1::DELIVERY_MODE_VIDEO_CONFERENCE)
        << line;
    EXPECT_THAT(reading.places, ElementsAre("首尔")) << line;
    EXPECT_THAT(reading.unread, IsEmpty()) << line;
  }
}

TEST(TableLineOfLanguagesTest, OnlyTheLastParenthesisHoldsFields) {
  const TableLineReading english = ReadIn(
      Language::kEnglish, "○ Second Workshop (Seminar) (22 November, virtual)");
  EXPECT_EQ(english.title.name, "Workshop (Seminar)");
  EXPECT_EQ(english.date->edtf(), "2022-11-22");
  const TableLineReading chinese =
      ReadIn(Language::kChinese, "○ 第二次交流会（研讨会）（11月22日，视频）");
  EXPECT_EQ(chinese.title.name, "交流会（研讨会）");
  EXPECT_EQ(chinese.date->edtf(), "2022-11-22");
}

TEST(TableLineOfLanguagesTest, DateThatCannotBeOrIsNotClearIsKeptAsWritten) {
  const TableLineReading impossible =
      ReadIn(Language::kEnglish, "○ Meeting (30 February 2022, virtual)");
  EXPECT_THAT(impossible.unread, ElementsAre("30 February 2022"));
  EXPECT_EQ(impossible.findings[0].rule, "impossible-date");
  const TableLineReading ambiguous =
      ReadIn(Language::kEnglish, "○ Meeting (05/04/2022, virtual)");
  EXPECT_FALSE(ambiguous.date.has_value());
  EXPECT_THAT(ambiguous.unread, ElementsAre("05/04/2022"));
  EXPECT_EQ(ambiguous.findings[0].rule, "ambiguous-date");
}

}  // namespace
}  // namespace clearsky::notation
