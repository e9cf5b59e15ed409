// Dates against the calendar and the plan's years, in three languages.

#include <string>
#include <vector>

#include "document/lint_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document::lint {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A table of one project with these lines.
std::string Rows(const std::vector<std::string>& lines) {
  std::string rows = "수질\t하천 관리\t";
  for (const std::string& line : lines) absl::StrAppend(&rows, "○ ", line, " ");
  return WithTable(absl::StrCat(rows, "\n"));
}

TEST(LintWeekdayTest, WrongOneIsFoundAtItsDate) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"- 회의는 10.26(목) 열린다.\n", "1:7 10.26(목)"},
      {"- 회의는 2022. 10. 26.(목) 열린다.\n", "1:7 2022. 10. 26.(목)"},
      {"- 회의는 10월 26일(월)에 열린다.\n", "1:7 10월 26일(월)"},
      {"- 회의는 10월 26일 목요일에 열린다.\n", "1:7 10월 26일 목요일"},
      {"- 회의는 '22.10.26(금) 열린다.\n", "1:7 '22.10.26(금)"},
      {"보도 일시\t2022. 9. 28.(목)\n", "1:7 2022. 9. 28.(목)"},
      {"- 박람회는 10.25(화)~26(목) 열린다.\n", "1:17 26(목)"},
      {"- 전시는 2022-10-26 (토)까지 열린다.\n", "1:7 2022-10-26 (토)"},
      {"The meeting is on Thursday, 26 October 2022.\n",
       "1:19 Thursday, 26 October 2022"},
      {"It was held on 28 September 2022 (Tue) in Seoul.\n",
       "1:16 28 September 2022 (Tue)"},
      {"It opens on Mon, Oct. 26, 2022.\n", "1:13 Mon, Oct. 26, 2022"},
      {"会议于2022年10月26日（星期四）举行。\n",
       "1:4 2022年10月26日（星期四）"},
      {"会议于10月26日(周五)举行。\n", "1:4 10月26日(周五)"},
  };
  for (const auto& [text, place] : cases) {
    const Linted linted(text);
    EXPECT_THAT(linted.Places("weekday-mismatch"), ElementsAre(place))
        << text << linted.All();
  }
}

TEST(LintWeekdayTest, RightOnesAndOtherWordsAreNotFound) {
  for (const std::string text : {
           "- 회의는 10.26(수) 열린다.\n",
           "- 회의는 2022. 10. 26.(수) 14:00에 열린다.\n",
           "- 회의는 10월 26일 수요일에 열린다.\n",
           "- 박람회는 10.25(화)~26(수) 열린다.\n",
           "- 박람회는 10월 25일(화)부터 26일(수)까지 열린다.\n",
           // In January, of the next year.
           "- 회의는 1.5(목) 열릴 예정이다.\n",
           "- 내년 3월 2일(목) 열린다.\n",
           "- 작년 10월 26일(화) 열렸다.\n",
           // Parentheses with other words.
           "- 10.26(서울) 열린다. 10.27(수원) 열린다. 10월 28일(일정 미정)\n",
           "- 10월 26일 일본 도쿄에서 열린다.\n",
           "- 10월 26일 토론회를 연다.\n",
           "The meeting is on Wednesday, 26 October 2022.\n",
           "It opens on 26 Oct 2022 (Wed). Monitoring continues in May.\n",
           "会议于2022年10月26日（星期三）举行。\n",
           "会议于10月26日周边举行。\n",
       }) {
    EXPECT_THAT(Linted(text).Places("weekday-mismatch"), IsEmpty()) << text;
  }
  EXPECT_THAT(Linted("표 13.5(수)\n").Places("weekday-mismatch"), IsEmpty());
}

TEST(LintWeekdayTest, SuggestsTheWeekdayInTheSameForm) {
  const auto suggestion = [](const std::string& text) {
    const auto found = Linted(text).Of("weekday-mismatch");
    return found.size() == 1 ? found[0].suggestion() : std::string();
  };
  EXPECT_THAT(suggestion("10월 26일 목요일에\n"), HasSubstr("`수요일`"));
  EXPECT_THAT(suggestion("26 October 2022 (Thu)\n"), HasSubstr("`Wed`"));
  EXPECT_THAT(suggestion("2022年10月26日（周四）\n"), HasSubstr("`周三`"));
  EXPECT_THAT(suggestion("10.26(목)\n"), HasSubstr("10.20 or 10.27"));
}

TEST(LintWeekdayTest, InLinesOfTheTable) {
  const Linted linted(Rows(
      {"하천 회의(4.29(금), 영상)", "하천 교류회(10.26(목) 예정, 비대면)"}));
  EXPECT_THAT(linted.Words("weekday-mismatch"), ElementsAre("10.26(목)"));
}

TEST(LintImpossibleTest, DaysAndMonthsThatDoNotExist) {
  for (const std::string words :
       {"2월 30일", "13월", "2022. 11. 31.", "2022-02-29", "6월 31일(금)",
        "2022년 14월", "31 September 2022", "2022年2月30日"}) {
    const Linted linted(absl::StrCat("- 회의는 ", words, " 열린다.\n"));
    EXPECT_THAT(linted.Of("impossible-date"), SizeIs(1)) << words << "\n"
                                                         << linted.All();
  }
  EXPECT_THAT(Linted(Rows({"하천 회의(2.30, 영상)", "해양 회의(4.31~5.2, 영상)",
                           "호수 회의(13.5, 영상)"}))
                  .Words("impossible-date"),
              ElementsAre("2.30", "4.31", "13.5"));
}

TEST(LintImpossibleTest, WhatCanBeOrIsNoDateIsNotFound) {
  for (const std::string words :
       {"2월 28일", "2020. 2. 29.", "12월", "12개월", "36개월간", "99.9%",
        "제13차", "2.30배", "(2.5, 3.5)", "버전 2.30", "13월드컵", "PM2.5",
        "30 000 September", "20,031원", "1.32조 원", "3.14(원주율)"}) {
    const Linted linted(absl::StrCat("- 값은 ", words, " 이다.\n"));
    EXPECT_THAT(linted.Places("impossible-date"), IsEmpty()) << words;
  }
}

TEST(LintRangeTest, EndBeforeStartIsFound) {
  for (const std::string words :
       {"9월 2일부터 8월 31일까지", "2022.9.2~2022.8.31", "'22.3~'21.12",
        "2027~2023", "10월 26일~25일", "30-28 September 2022"}) {
    const Linted linted(absl::StrCat("- 기간은 ", words, " 이다.\n"));
    EXPECT_THAT(linted.Of("end-before-start"), SizeIs(1)) << words << "\n"
                                                          << linted.All();
  }
  EXPECT_THAT(
      Linted(Rows({"하천 박람회(9.2~8.31, 비대면)"})).Words("end-before-start"),
      ElementsAre("9.2~8.31"));
}

TEST(LintRangeTest, RangesInOrderAreNotFound) {
  for (const std::string words :
       {"8월 31일부터 9월 2일까지", "2022.8.31~2022.9.2", "'21.12~'22.3",
        "2023~2027", "12월~3월", "12.28~1.3", "10월 25일~26일", "044-111-0001",
        "28-30 September 2022", "2022-09-28"}) {
    const Linted linted(absl::StrCat("- 기간은 ", words, " 이다.\n"));
    EXPECT_THAT(linted.Places("end-before-start"), IsEmpty()) << words;
  }
}

KnownPlan PlanOf(int first, int last) {
  KnownPlan plan;
  plan.first_year = first;
  plan.last_year = last;
  return plan;
}

TEST(LintYearTest, MissingWhereThePlanSpansYears) {
  const Linted linted(
      Rows({"하천 회의(2023.4.29, 영상)", "하천 교류회(5월 예정, 비대면)",
            "하천 세미나(9.1~9.3, 영상)", "하천 포럼(미정)"}),
      kReleaseDay, PlanOf(2023, 2027));
  EXPECT_THAT(linted.Words("year-missing"), ElementsAre("5월", "9.1~9.3"));
}

TEST(LintYearTest, MissingWhereTheTableHasSeveralYears) {
  std::string text =
      Rows({"하천 회의('22.11.3, 영상)", "하천 교류회('23.1.5 예정, 영상)",
            "하천 세미나(2.8 예정, 영상)"});
  text =
      Replaced(text, "청천계획 2022년 세부이행계획", "청천계획 세부이행계획");
  EXPECT_THAT(Linted(text).Words("year-missing"), ElementsAre("2.8"));
}

TEST(LintYearTest, MissingAtARangeOverNewYear) {
  EXPECT_THAT(
      Linted(Rows({"하천 점검(12.28~1.3 예정, 대면)"})).Words("year-missing"),
      ElementsAre("12.28~1.3"));
}

TEST(LintYearTest, NotMissingInAPlanOfOneYear) {
  EXPECT_THAT(Linted(Rows({"하천 회의(4.29, 영상)",
                           "하천 교류회('22.10월 예정, 비대면)"}))
                  .Places("year-missing"),
              IsEmpty());
  EXPECT_THAT(
      Linted(Rows({"하천 회의(4.29, 영상)", "하천 교류회(10월 예정, 비대면)"}),
             kReleaseDay, PlanOf(2022, 2022))
          .Places("year-missing"),
      IsEmpty());
  // A list takes its year from its first date.
  EXPECT_THAT(Linted(Rows({"하천 회의('23.4.29, 5.3, 영상)"}), kReleaseDay,
                     PlanOf(2023, 2027))
                  .Places("year-missing"),
              IsEmpty());
}

TEST(LintYearTest, OutsideOfThePlansYears) {
  EXPECT_THAT(Linted(Rows({"하천 회의('21.4.29, 영상)",
                           "하천 교류회('22.10월 예정, 비대면)",
                           "하천 보고서 작성(2020-2022, '22년 12월- 예정)",
                           "하천 포럼(연기, '23년 3월)"}))
                  .Words("outside-period"),
              ElementsAre("'21.4.29"));
  EXPECT_THAT(Linted(Rows({"하천 회의('28.4.29 예정, 영상)",
                           "하천 교류회('27.10월 예정, 비대면)"}),
                     kReleaseDay, PlanOf(2023, 2027))
                  .Words("outside-period"),
              ElementsAre("'28.4.29"));
}

TEST(LintYearTest, PartsOfOtherYearsAreFound) {
  EXPECT_THAT(
      Linted(Rows({"하천 회의('23년 상반기 예정, 영상)",
                   "하천 교류회(내년 상반기 예정, 영상)",
                   "하천 포럼(내년 3월 예정, 영상)",
                   "하천 대화('23년 1월 예정, 영상)"}),
             kReleaseDay, PlanOf(2022, 2022))
          .Words("outside-period"),
      ElementsAre("'23년 상반기", "내년 상반기", "내년 3월", "'23년 1월"));
  EXPECT_THAT(Linted(Rows({"하천 회의('22년 하반기 예정, 영상)",
                           "하천 교류회(올해 하반기 예정, 영상)",
                           "하천 계획(2023~2027)", "하천 보고서('23년 예정)",
                           "하천 포럼(연기, '23년 상반기)"}),
                     kReleaseDay, PlanOf(2022, 2022))
                  .Places("outside-period"),
              IsEmpty());
}

TEST(LintDayTest, IsTheDocumentsUnlessToldOtherwise) {
  LintOptions options;
  options.today = absl::CivilDay(2026, 1, 1);
  const auto day = [&](const std::string& text) {
    const auto response = LintDocument(text, "a.txt", {}, options);
    return response.ok() ? response->day() : response.status().ToString();
  };
  EXPECT_EQ(day("보도 일시\t2022. 9. 28.(수)\n본문\n"), "2022-09-28");
  EXPECT_EQ(day("Date: 28 September 2022\nText\n"), "2022-09-28");
  EXPECT_EQ(day("发布日期：2022年9月28日\n正文\n"), "2022-09-28");
  EXPECT_EQ(day("본문만 있다.\n"), "2026-01-01");
  options.day = absl::CivilDay(2022, 1, 2);
  EXPECT_EQ(day("보도 일시\t2022. 9. 28.(수)\n본문\n"), "2022-01-02");
}

}  // namespace
}  // namespace clearsky::document::lint
