// Numbers of meetings and of lists.

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

std::string Rows(const std::vector<std::string>& lines) {
  std::string rows = "수질\t하천 관리\t";
  for (const std::string& line : lines) absl::StrAppend(&rows, "○ ", line, " ");
  return WithTable(absl::StrCat(rows, "\n"));
}

using Lines = std::vector<std::string>;

TEST(LintOrdinalsTest, SkippedNumberIsFoundAtTheNextOne) {
  for (const auto& [lines, words] : std::vector<std::pair<Lines, std::string>>{
           {{"제6차 하천 회의(4.29, 영상)", "제8차 하천 회의(10월 예정, 영상)"},
            "제8차"},
           {{"제1회 해양 포럼(4.29, 영상)", "제4회 해양 포럼(10월 예정, 영상)"},
            "제4회"},
           {{"6차 하천 회의(4.29, 영상)", "9차 하천 회의(10월 예정, 영상)"},
            "9차"},
           {{"제2차 물 회의(1.5, 영상)", "제3차 물 회의(4.5, 영상)",
             "제5차 물 회의(10월 예정, 영상)"},
            "제5차"},
           {{"2nd river forum(4.29, video)", "4th river forum(10.5, video)"},
            "4th"},
           {{"第二次河流论坛(4月29日, 视频)", "第四次河流论坛(10月5日, 视频)"},
            "第四次"},
       }) {
    const Linted linted(Rows(lines));
    EXPECT_THAT(linted.Words("ordinal-skips"), ElementsAre(words))
        << lines[0] << "\n"
        << linted.All();
  }
}

TEST(LintOrdinalsTest, ANumberBehindAQuotationMarkOrAWrittenBlankIsRead) {
  for (const std::string line : {"‘제3차 하천 회의’(9월 예정, 영상)",
                                 "「제3차 하천 회의」 개최(9월 예정, 영상)",
                                 "“ 제3차 하천 회의”(9월 예정, 영상)",
                                 "&nbsp;○ 제3차 하천 회의(9월 예정)",
                                 "&nbsp;&nbsp;제3차 하천 회의(9월 예정)"}) {
    const Linted linted(
        Rows({"제1차 하천 회의(4.29, 영상)", "제2차 하천 회의(6.1, 영상)",
              "제5차 해양 포럼(6.1, 영상)", line}));
    EXPECT_THAT(linted.Places("ordinal-missing"), IsEmpty()) << line << "\n"
                                                             << linted.All();
    EXPECT_THAT(linted.Places("ordinal-skips"), IsEmpty()) << line;
  }
  EXPECT_THAT(Linted(Rows({"제1차 하천 회의(4.29, 영상)",
                           "‘제3차 하천 회의’(9월 예정, 영상)"}))
                  .Words("ordinal-skips"),
              ElementsAre("제3차"));
}

TEST(LintOrdinalsTest, ANumberBehindAWrittenBlankAtTheStartOfACellIsRead) {
  std::string rows = Rows({"제1차 하천 회의(4.29)", "제2차 하천 회의(6.1)",
                           "제5차 해양 포럼(6.1)"});
  for (const std::string start : {"&nbsp;○ ", "○ &nbsp;", "&nbsp; "}) {
    const Linted linted(absl::StrCat(rows, "수질\t하천 관리\t", start,
                                     "제3차 하천 회의(9월 예정)\n"));
    EXPECT_THAT(linted.Places("ordinal-missing"), IsEmpty())
        << start << linted.All();
  }
}

TEST(LintOrdinalsTest, SuggestsTheNumberInTheSameForm) {
  const auto suggestion = [](const Lines& lines) {
    const auto found = Linted(Rows(lines)).Of("ordinal-skips");
    return found.size() == 1 ? found[0].suggestion() : std::string();
  };
  EXPECT_EQ(suggestion({"제6차 하천 회의(4.29)", "제8차 하천 회의(10월 예정)"}),
            "`제7차`");
  EXPECT_EQ(suggestion({"2nd river forum(4.29)", "4th river forum(10.5)"}),
            "`3rd`");
  EXPECT_EQ(
      suggestion({"第十九次河流论坛(4月29日)", "第二十一次河流论坛(10月5日)"}),
      "`第二十次`");
}

TEST(LintOrdinalsTest, NumbersInSequenceAndOtherSeriesAreNotFound) {
  for (const Lines& lines : std::vector<Lines>{
           {"제6차 하천 회의(4.29, 영상)", "제7차 하천 회의(10월 예정, 영상)"},
           {"제7차 하천 회의(10월 예정, 영상)", "제6차 하천 회의(4.29, 영상)"},
           {"제6차 하천 회의(4.29, 영상)", "제9차 해양 회의(10월 예정, 영상)"},
           {"제6차 하천 회의(4.29, 영상)"},
           {"하천 회의(4.29, 영상)", "해양 회의(10월 예정, 영상)"},
           {"제4차 산업혁명 포럼(4.29, 영상)",
            "산업혁명 포럼(10월 예정, 영상)"},
           {"3차원 지도 작성(4.29, 영상)", "5차원 지도 작성(10월 예정, 영상)"},
       }) {
    const Linted linted(Rows(lines));
    EXPECT_THAT(linted.Places("ordinal-skips"), IsEmpty()) << lines[0];
    EXPECT_THAT(linted.Places("ordinal-repeats"), IsEmpty()) << lines[0];
    EXPECT_THAT(linted.Places("ordinal-order"), IsEmpty()) << lines[0];
  }
}

TEST(LintOrdinalsTest, RepeatedNumberIsFound) {
  for (const Lines& lines : std::vector<Lines>{
           {"제6차 하천 회의(4.29, 영상)", "제6차 하천 회의(10월 예정, 영상)"},
           {"제2회 해양포럼(2.3, 영상)", "제2회 해양 포럼(9.1, 비대면)"},
           {"제1차 물 교류회(1.7, 대면)", "제1차 물 교류회(7.7, 대면)"},
           {"3rd river forum(4.2, video)", "3rd river forum(9.5, video)"},
           {"第三次河流论坛(4月2日)", "第三次河流论坛(9月5日)"},
           {"14차 실무 회의(3.2, 서면)", "14차 실무 회의(6.30, 서면)"},
       }) {
    const Linted linted(Rows(lines));
    EXPECT_THAT(linted.Of("ordinal-repeats"), SizeIs(1)) << lines[0] << "\n"
                                                         << linted.All();
    EXPECT_THAT(linted.Places("two-dates"), IsEmpty()) << lines[0];
    EXPECT_THAT(linted.Places("duplicate-line"), IsEmpty()) << lines[0];
  }
}

TEST(LintOrdinalsTest, LaterNumberWithEarlierDateIsFound) {
  EXPECT_THAT(Linted(Rows({"제6차 하천 회의(7.29, 영상)",
                           "제7차 하천 회의(4.10, 영상)"}))
                  .Words("ordinal-order"),
              ElementsAre("제7차"));
}

TEST(LintOrdinalsTest, MissingNumberOfASeriesIsFound) {
  EXPECT_THAT(Linted(Rows({"제6차 하천 회의(4.29, 영상)",
                           "하천 회의(10월 예정, 영상)"}))
                  .Places("ordinal-missing"),
              ElementsAre("8:34 하천 회의"));
}

TEST(LintOrdinalsTest, MeetingWithoutNumberInATableThatNumbersThem) {
  const Lines numbered = {"제6차 하천 회의(4.29, 영상)",
                          "제2차 해양 포럼(5.3, 영상)",
                          "제3차 토양 세미나(6.3, 영상)"};
  const auto words = [&](const std::string& line) {
    Lines lines = numbered;
    lines.push_back(line);
    return Linted(Rows(lines)).Words("ordinal-missing");
  };
  EXPECT_THAT(words("습지 정책대화(7.1, 영상)"), ElementsAre("습지 정책대화"));
  EXPECT_THAT(words("2022 습지 박람회(7.1, 영상)"),
              ElementsAre("2022 습지 박람회"));
  EXPECT_THAT(words("습지 워크숍 개최(7.1, 영상)"),
              ElementsAre("습지 워크숍 개최"));
  EXPECT_THAT(words("습지 컨퍼런스(7.1, 영상)"), ElementsAre("습지 컨퍼런스"));
  EXPECT_THAT(words("습지 교류회(7.1, 영상)"), ElementsAre("습지 교류회"));
  EXPECT_THAT(words("Wetland forum(7.1, 영상)"), ElementsAre("Wetland forum"));
  for (const std::string line :
       {"제1차 습지 정책대화(7.1, 영상)", "습지 보고서 작성(7.1)",
        "습지 복원 킥오프회의(7.1, 영상)", "습지 사전 회의(7.1, 영상)",
        "핫라인 운영(7.1, 영상)", "습지 시범사업(7.1, 대면)",
        "습지 회의 결과 공유(7.1, 영상)"}) {
    EXPECT_THAT(words(line), IsEmpty()) << line;
  }
}

TEST(LintOrdinalsTest, TableThatNumbersFewMeetingsIsLeftAlone) {
  EXPECT_THAT(
      Linted(Rows({"제6차 하천 회의(4.29, 영상)", "해양 포럼(5.3, 영상)",
                   "토양 세미나(6.3, 영상)", "습지 교류회(7.1, 영상)"}))
          .Places("ordinal-missing"),
      IsEmpty());
}

TEST(LintOrdinalsTest, PlansSeriesCount) {
  KnownPlan plan;
  plan.series = {{"하천 수질 교류회", {4, 5, 6}}};
  const auto linted = [&](const std::string& line) {
    return Linted(Rows({line}), kReleaseDay, plan);
  };
  EXPECT_THAT(
      linted("제8차 하천 수질 교류회(4.29, 영상)").Words("ordinal-skips"),
      ElementsAre("제8차"));
  EXPECT_THAT(
      linted("제7차 하천 수질 교류회(4.29, 영상)").Places("ordinal-skips"),
      IsEmpty());
  EXPECT_THAT(
      linted("제5차 하천수질 교류회(4.29, 영상)").Places("ordinal-skips"),
      IsEmpty());
  EXPECT_THAT(linted("하천 수질 교류회(4.29, 영상)").Words("ordinal-missing"),
              ElementsAre("하천 수질 교류회"));
  EXPECT_THAT(linted("바다 수질 교류회(4.29, 영상)").Places("ordinal-missing"),
              IsEmpty());
}

TEST(LintOrdinalsTest, NumbersOfLists) {
  EXPECT_THAT(
      Linted("* ① 하천 관리 ② 해양 관리 ④ 토양 관리\n").Places("ordinal-skips"),
      ElementsAre("1:19 ④"));
  EXPECT_THAT(Linted("* ① 하천 관리 ② 해양 관리 ② 토양 관리\n")
                  .Places("ordinal-repeats"),
              ElementsAre("1:19 ②"));
  for (const std::string text :
       {"* ① 하천 관리 ② 해양 관리 ③ 토양 관리\n\n* ① 수질 조사 ② 대기 조사\n",
        "- ①, ③ 사업을 점검했다.\n", "- 사업 ②와 ④를 점검했다.\n",
        "- ①과 ④는 끝났다.\n", "주1 ③ 해양 관리 사업\n"}) {
    EXPECT_THAT(Linted(text).Places("ordinal-skips"), IsEmpty()) << text;
    EXPECT_THAT(Linted(text).Places("ordinal-repeats"), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace clearsky::document::lint
