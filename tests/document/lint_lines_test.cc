// Lines of the table beside each other and beside the running text:
// duplicate-line, two-dates, overlap, field-missing, body-table.

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

using Lines = std::vector<std::string>;

std::string Items(const Lines& lines) {
  std::string items;
  for (const std::string& line : lines) {
    absl::StrAppend(&items, "○ ", line, " ");
  }
  return items;
}

// Two projects of one area.
std::string Projects(const Lines& first, const Lines& second) {
  return absl::StrCat("수질\t하천 관리\t", Items(first), "\n\t해양 관리\t",
                      Items(second), "\n");
}

TEST(LintDuplicatesTest, OneActivityUnderTwoProjectsIsANote) {
  for (const auto& [first, second] :
       std::vector<std::pair<std::string, std::string>>{
           {"물관리 착수회의(4.26, 영상)", "물관리 착수회의(4.26, 영상)"},
           {"제2차 물관리 포럼(9.1, 대면)", "제2차 물관리 포럼(9.1, 대면)"},
           {"물관리 정책대화(10월 예정, 비대면)",
            "물관리정책대화(10월 예정, 비대면)"},
           {"물관리 백서 발간(11월 예정)", "물관리 백서 발간(11월 예정)"},
           {"2022 물 박람회(8.31~9.2, 대면)", "2022 물 박람회(8.31~9.2, 대면)"},
           {"물관리 핫라인 운영(수시)", "물관리 핫라인 운영(수시)"},
       }) {
    const Linted linted(WithTable(Projects({first}, {second})));
    const auto found = linted.Of("duplicate-line");
    ASSERT_THAT(found, SizeIs(1)) << first << "\n" << linted.All();
    EXPECT_EQ(found[0].severity(), v1::LintFinding::SEVERITY_INFO);
    EXPECT_EQ(found[0].place().line(), kFirstRow + 2u);
    EXPECT_EQ(found[0].place().column(), 8u);
    EXPECT_EQ(found[0].other_place().line(), kFirstRow + 1u);
    EXPECT_THAT(linted.Places("overlap"), IsEmpty());
  }
}

TEST(LintDuplicatesTest, LineTwiceInOneProjectIsAWarning) {
  const Linted linted(WithTable(
      Projects({"물관리 회의(4.26, 영상)", "물관리 회의(4.26, 영상)"}, {})));
  const auto found = linted.Of("duplicate-line");
  ASSERT_THAT(found, SizeIs(1)) << linted.All();
  EXPECT_EQ(found[0].severity(), v1::LintFinding::SEVERITY_WARNING);
}

TEST(LintDuplicatesTest, OtherFieldsAreTold) {
  const Linted linted(WithTable(
      Projects({"물관리 회의(4.26, 영상)"}, {"물관리 회의(4.26, 대면)"})));
  const auto found = linted.Of("duplicate-line");
  ASSERT_THAT(found, SizeIs(1)) << linted.All();
  EXPECT_EQ(found[0].severity(), v1::LintFinding::SEVERITY_WARNING);
  EXPECT_THAT(found[0].message(), HasSubstr("other words"));
}

TEST(LintDuplicatesTest, OtherActivitiesAreNotFound) {
  for (const auto& [first, second] :
       std::vector<std::pair<std::string, std::string>>{
           {"물관리 회의(4.26, 영상)", "물관리 포럼(4.26, 영상)"},
           {"제2차 물관리 회의(4.26, 영상)", "제3차 물관리 회의(9.26, 영상)"},
           {"2021 물 박람회(4.26, 대면)", "2022 물 박람회(9.26, 대면)"},
           {"하천 물관리 회의(4.26, 영상)", "해양 물관리 회의(4.26, 영상)"},
           {"물관리 회의(4.26, 영상)", "물관리 회의 결과 보고(4.26)"},
           {"물관리 1단계 조사(4.26)", "물관리 2단계 조사(4.26)"},
       }) {
    const Linted linted(WithTable(Projects({first}, {second})));
    EXPECT_THAT(linted.Places("duplicate-line"), IsEmpty()) << first;
    EXPECT_THAT(linted.Places("two-dates"), IsEmpty()) << first;
  }
}

TEST(LintTwoDatesTest, OneActivityWithTwoDatesIsFoundAtTheSecond) {
  for (const auto& [first, second, words] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"물관리 착수회의(4.26, 영상)", "물관리 착수회의(4.27, 영상)",
            "4.27"},
           {"제2차 물관리 포럼(9.1, 대면)", "제2차 물관리 포럼(9.2, 대면)",
            "9.2"},
           {"물관리 정책대화(10월 예정, 비대면)",
            "물관리 정책대화(11월 예정, 비대면)", "11월"},
           {"2022 물 박람회(8.31~9.2, 대면)", "2022 물 박람회(9.1~9.3, 대면)",
            "9.1~9.3"},
           {"물관리 정책대화(10월 예정, 비대면)",
            "물관리 정책대화(10월 말 예정, 비대면)", "10월 말"},
           {"제5차 물 총회(3.2, 서면)", "제5차 물 총회(8.2, 서면)", "8.2"},
       }) {
    const Linted linted(WithTable(Projects({first}, {second})));
    EXPECT_THAT(linted.Words("two-dates"), ElementsAre(words)) << first << "\n"
                                                               << linted.All();
    EXPECT_THAT(linted.Places("ordinal-repeats"), IsEmpty());
  }
  EXPECT_THAT(Linted(WithTable(Projects({"제4차 물 박람회(8.31~9.2, 대면)",
                                         "제4차 물 박람회(9.1~9.3, 대면)"},
                                        {})))
                  .Words("two-dates"),
              ElementsAre("9.1~9.3"));
}

TEST(LintTwoDatesTest, MeetingsThatRecurAreNotFound) {
  for (const Lines& lines : std::vector<Lines>{
           {"물관리 회의(2.26, 영상)", "물관리 회의(7.27, 영상)"},
           {"제2차 물관리 회의(2.26, 영상)", "제3차 물관리 회의(7.27, 영상)"},
           {"물관리 회의(2.26, 영상)", "물관리 포럼(2.27, 영상)"},
           {"물관리 회의(연기, 당초 2.26)", "물관리 회의(3.5, 영상)"},
           {"물관리 회의(2.26, 영상)", "물관리 회의(미정)"},
           {"물관리 회의(1.7, 2.11, 영상)", "물관리 교류회(1.8, 영상)"},
       }) {
    EXPECT_THAT(Linted(WithTable(Projects(lines, {}))).Places("two-dates"),
                IsEmpty())
        << lines[0];
  }
}

TEST(LintOverlapTest, DatesWithinAnothersAreFound) {
  for (const auto& [first, second, words] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"물산업 포럼(5.3, 대면)", "물 박람회(5.2~5.4, 대면)", "5.3"},
           {"물 박람회(5.2~5.4, 대면)", "물산업 포럼(5.2, 대면)", "5.2"},
           {"물산업 포럼(5.4, 대면)", "물 박람회(5.2~5.4, 대면)", "5.4"},
           {"물산업 포럼(5.3~5.4, 대면)", "물 박람회(5.2~5.6, 대면)",
            "5.3~5.4"},
           {"물 박람회(11.2~11.4 예정, 대면)", "물산업 포럼(11.3 예정, 대면)",
            "11.3"},
           {"물 주간(5.2~5.4, 대면)", "물 박람회(5.2~5.4, 대면)", "5.2~5.4"},
       }) {
    const Linted linted(WithTable(Projects({first}, {second})));
    EXPECT_THAT(linted.Words("overlap"), ElementsAre(words)) << first << "\n"
                                                             << linted.All();
    const Linted one_project(WithTable(Projects({first, second}, {})));
    EXPECT_THAT(one_project.Words("overlap"), ElementsAre(words)) << first;
  }
}

TEST(LintOverlapTest, DatesBesideEachOtherAreNotFound) {
  for (const auto& [first, second] :
       std::vector<std::pair<std::string, std::string>>{
           {"물산업 포럼(5.5, 대면)", "물 박람회(5.2~5.4, 대면)"},
           {"물산업 포럼(5.3, 대면)", "물 박람회(5.3, 대면)"},
           {"물산업 포럼(10월 예정, 대면)", "물 박람회(10월 예정, 대면)"},
           {"물산업 포럼(5.1~5.3, 대면)", "물 박람회(5.2~5.4, 대면)"},
           {"물산업 포럼(취소, 당초 5.3)", "물 박람회(5.2~5.4, 대면)"},
           {"물산업 포럼(5.3, 대면)", "물 시범사업(3.1~6.30, 대면)"},
           {"물 보고서 작성(5.3)", "물 박람회(5.2~5.4, 대면)"},
       }) {
    EXPECT_THAT(
        Linted(WithTable(Projects({first}, {second}))).Places("overlap"),
        IsEmpty())
        << first;
  }
  // Of another area.
  EXPECT_THAT(
      Linted(WithTable("수질\t하천 관리\t○ 물산업 포럼(5.3, 대면)\n"
                       "대기\t대기 관리\t○ 대기 박람회(5.2~5.4, 대면)\n"))
          .Places("overlap"),
      IsEmpty());
}

TEST(LintFieldsTest, LineWithoutModeAmongSiblingsIsFound) {
  const Lines siblings = {"하천 회의(4.26, 영상)",
                          "하천 교류회(10월 예정, 비대면)"};
  for (const auto& [line, words] :
       std::vector<std::pair<std::string, std::string>>{
           {"하천 세미나(5.3)", "5.3"},
           {"하천 세미나(11월 예정)", "11월 예정"},
           {"하천 점검(2.28, 한·중 물장관회의)", "2.28, 한·중 물장관회의"},
           {"하천 상황실 운영(과장급, 3.7, 5.11)", "과장급, 3.7, 5.11"},
           {"제3차 하천 워크숍(9.1~9.2)", "9.1~9.2"},
           {"하천 포럼(12월 말 예정)", "12월 말 예정"},
       }) {
    Lines lines = siblings;
    lines.push_back(line);
    const Linted linted(WithTable(Projects(lines, {})));
    EXPECT_THAT(linted.Words("field-missing"), ElementsAre(words))
        << line << "\n"
        << linted.All();
  }
}

TEST(LintFieldsTest, WhereMostOfTheTableHasOne) {
  const Linted linted(WithTable(
      Projects({"하천 회의(4.26, 영상)", "하천 교류회(10월 예정, 비대면)",
                "하천 워크숍(5.6, 대면)", "하천 포럼(6.6, 서울)"},
               {"해양 회의(7.1)"})));
  EXPECT_THAT(linted.Words("field-missing"), ElementsAre("7.1"));
}

TEST(LintFieldsTest, LineWithoutDateIsFound) {
  const Linted linted(WithTable(Projects(
      {"하천 회의(4.26, 영상)", "하천 교류회(비대면)", "하천 포럼"}, {})));
  EXPECT_THAT(linted.Words("field-missing"),
              ElementsAre("비대면", "○ 하천 포럼"));
}

TEST(LintFieldsTest, LinesThatNeedNoModeAreNotFound) {
  const Lines siblings = {"하천 회의(4.26, 영상)",
                          "하천 교류회(10월 예정, 비대면)"};
  for (const std::string line :
       {"하천 세미나(5.3, 대면)", "하천 보고서 작성(12월 예정)",
        "하천 백서 발간(11월 예정)", "하천 세미나(취소)",
        "하천 세미나(연기, 당초 5.3)", "하천 세미나(5.3, 부산)",
        "하천 세미나(5.3, 온·오프라인 병행)"}) {
    Lines lines = siblings;
    lines.push_back(line);
    EXPECT_THAT(Linted(WithTable(Projects(lines, {}))).Places("field-missing"),
                IsEmpty())
        << line;
  }
  // A table without modes.
  EXPECT_THAT(Linted(WithTable(Projects({"하천 회의(4.26)", "하천 포럼(5.3)"},
                                        {"해양 회의(7.1)", "해양 포럼(8.2)"})))
                  .Places("field-missing"),
              IsEmpty());
}

std::string Beside(const std::string& sentence, const std::string& line) {
  return WithBody(sentence, absl::StrCat("수질\t하천 관리\t○ ", line,
                                         " ○ 하천 점검 회의(3.2, 영상)\n"));
}

TEST(LintBodyTest, AnotherDateInTheRunningTextIsFoundAtTheLine) {
  struct Case {
    std::string sentence;
    std::string line;
    std::string words;
    v1::LintFinding::Severity severity;
  };
  for (const Case& c : std::vector<Case>{
           {"- 올해 11월 초에 열릴 예정인 물정책포럼에서 논의한다.",
            "물정책 포럼(11월 예정, 비대면)", "11월",
            v1::LintFinding::SEVERITY_INFO},
           {"- 11월에 개최될 물정책포럼에서 논의한다.",
            "물정책포럼(11월 초 예정, 비대면)", "11월 초",
            v1::LintFinding::SEVERITY_INFO},
           {"- 12월에 개최될 물정책포럼에서 논의한다.",
            "물정책포럼(11월 예정, 비대면)", "11월",
            v1::LintFinding::SEVERITY_ERROR},
           {"- 물정책포럼(11월 8일)에서 논의한다.",
            "물정책포럼(11.9 예정, 비대면)", "11.9",
            v1::LintFinding::SEVERITY_ERROR},
           {"- 지난 5월 3일 열린 제2차 물정책포럼에서 논의했다.",
            "제2차 물정책포럼(5.4, 영상)", "5.4",
            v1::LintFinding::SEVERITY_ERROR},
           {"- 양국은 물정책포럼을 11월 말에 개최할 예정이다.",
            "물정책포럼(11월 예정, 비대면)", "11월",
            v1::LintFinding::SEVERITY_INFO},
           {"- 양국은 11월 말에 제3차 물정책포럼을 개최한다.",
            "제3차 물정책포럼(11월 예정, 비대면)", "11월",
            v1::LintFinding::SEVERITY_INFO},
           {"- 12월에는 물정책포럼을 서울에서 개최한다.",
            "물정책포럼(11월 예정, 비대면)", "11월",
            v1::LintFinding::SEVERITY_ERROR},
           {"- 12월 초에 물정책포럼 개최를 추진한다.",
            "물정책포럼(11월 예정, 비대면)", "11월",
            v1::LintFinding::SEVERITY_ERROR},
           {"- 올해 9월 2일까지 열린 물산업 박람회를 점검했다.",
            "물산업박람회(8.31~9.3, 비대면)", "8.31~9.3",
            v1::LintFinding::SEVERITY_INFO},
       }) {
    const Linted linted(Beside(c.sentence, c.line));
    const auto found = linted.Of("body-table");
    ASSERT_THAT(found, SizeIs(1)) << c.sentence << "\n" << linted.All();
    EXPECT_EQ(found[0].place().words(), c.words);
    EXPECT_EQ(found[0].place().line(), 10u);
    EXPECT_EQ(found[0].other_place().line(), 5u);
    EXPECT_EQ(found[0].severity(), c.severity) << c.sentence;
  }
}

TEST(LintBodyTest, EqualDatesAndDatesOfOtherThingsAreNotFound) {
  for (const auto& [sentence, line] :
       std::vector<std::pair<std::string, std::string>>{
           {"- 올해 11월에 열릴 물정책포럼에서 논의한다.",
            "물정책포럼(11월 예정, 비대면)"},
           {"- 11월 9일에 열릴 물정책포럼에서 논의한다.",
            "물정책포럼(11.9 예정, 비대면)"},
           // Another sentence, another clause.
           {"- 12월 3일 협정을 체결했다. 물정책포럼에서 논의한다.",
            "물정책포럼(11월 예정, 비대면)"},
           {"- 12월 3일 협정을 체결하고, 물정책포럼에서 논의한다.",
            "물정책포럼(11월 예정, 비대면)"},
           // Another meeting of the series, of another year.
           {"- 2021년 10월에 열린 물정책포럼의 성과를 점검했다.",
            "물정책포럼(11월 예정, 비대면)"},
           {"- 5월 3일 열린 제1차 물정책포럼의 성과를 점검했다.",
            "제2차 물정책포럼(11월 예정, 비대면)"},
           // What is held is another thing.
           {"- 12월 초에 물정책포럼 결과를 발표하는 행사를 개최한다.",
            "물정책포럼(11월 예정, 비대면)"},
           {"- 12월 초에 물정책포럼을 평가하고, 연찬회를 개최한다.",
            "물정책포럼(11월 예정, 비대면)"},
           // No verb carries the date to it.
           {"- 12월 3일 발표한 계획과 물정책포럼의 성과",
            "물정책포럼(11월 예정, 비대면)"},
           {"- 물정책포럼에서 논의한 협정을 12월 3일 체결한다.",
            "물정책포럼(11월 예정, 비대면)"},
       }) {
    const Linted linted(Beside(sentence, line));
    EXPECT_THAT(linted.Places("body-table"), IsEmpty()) << sentence;
  }
}

}  // namespace
}  // namespace clearsky::document::lint
