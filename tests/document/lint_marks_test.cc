// Two ways of writing one thing, and remains of markup.

#include <string>
#include <vector>

#include "document/lint_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document::lint {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LintMarksTest, TwoMarksOfYearsAreFoundWhereTheRarerStands) {
  for (const auto& [text, place] :
       std::vector<std::pair<std::string, std::string>>{
           {"- 각서('19.11), 협정(’17.12), 계획('22년)\n", "1:18 ’17"},
           {"- 각서(’19.11), 협정('17.12), 계획(’22년)\n", "1:18 '17"},
           {"- 각서(‘19.11), 협정(‘17.12), 계획('22년)\n", "1:30 '22"},
           {"- '21.12~’22.3\n", "1:10 ’22"},
           {"- '19년 각서\n- '20년 협정\n- `21년 계획\n", "3:3 `21"},
           {"- '19년 각서\n- ´20년 협정\n- '21년 계획\n", "2:3 ´20"},
       }) {
    EXPECT_THAT(Linted(text).Places("year-mark-mixed"), ElementsAre(place))
        << text;
  }
}

TEST(LintMarksTest, OneMarkOfYearsIsNotFound) {
  for (const std::string text :
       {"- 각서('19.11), 협정('17.12), 계획('22년)\n",
        "- ‘물관리 협정’('17.12), ‘20대 과제’를 논의했다.\n",
        "- 각서('19.11)와 ‘22개 과제’\n", "- it’s '22년\n",
        "- ‘제2차 회의’22년\n", "- 각서(’19.11), 계획(’22년)\n"}) {
    EXPECT_THAT(Linted(text).Places("year-mark-mixed"), IsEmpty()) << text;
  }
}

TEST(LintMarksTest, TwoMarksOfRangesAreFoundWhereTheRarerStands) {
  for (const auto& [text, place] :
       std::vector<std::pair<std::string, std::string>>{
           {"- 협력(2018~2022), 계획(2023~2027), 보고(2020-2022)\n",
            "1:36 2020-2022"},
           {"- 협력(2018-2022), 계획(2023-2027), 보고(2020~2022)\n",
            "1:36 2020~2022"},
           {"- 박람회 2022.8.31~2022.9.2, 전시 2022.10.1-2022.10.3\n",
            "1:30 2022.10.1-2022.10.3"},
           {"- 1~3월과 9~11월, 5-6월\n", "1:16 5-6월"},
           {"- 9월 1일~3일, 10월 1일~3일, 11월 1일-3일\n", "1:24 11월 1일-3일"},
       }) {
    EXPECT_THAT(Linted(text).Places("range-mark-mixed"), ElementsAre(place))
        << text << Linted(text).All();
  }
}

TEST(LintMarksTest, OneMarkOfRangesIsNotFound) {
  for (const std::string text :
       {"- 협력(2018~2022), 계획(2023∼2027), 전화 044-111-0001\n",
        "- 2022-09-28, 2018~2022\n", "- 환경-산업 협력(2018~2022)\n",
        "- 협력(2018–2022), 계획(2023-2027)\n", "- 10월부터 12월까지, 1~3월\n",
        "- Post-2020 전략(2018~2022)\n"}) {
    EXPECT_THAT(Linted(text).Places("range-mark-mixed"), IsEmpty()) << text;
  }
}

TEST(LintMarksTest, TwoWordsForOneModeAreFoundWhereTheRarerStands) {
  const auto words = [](const std::vector<std::string>& modes) {
    std::string rows = "수질\t하천 관리\t";
    for (size_t i = 0; i < modes.size(); ++i) {
      absl::StrAppend(&rows, "○ 하천 회의 ",
                      std::string(1, 'a' + static_cast<char>(i)), "(", i + 1,
                      ".5, ", modes[i], ") ");
    }
    return Linted(WithTable(rows + "\n")).Words("mode-words-mixed");
  };
  EXPECT_THAT(words({"영상", "영상", "영상회의"}), ElementsAre("영상회의"));
  EXPECT_THAT(words({"화상회의", "화상회의", "영상회의"}),
              ElementsAre("영상회의"));
  EXPECT_THAT(words({"비대면", "비대면", "온라인"}), ElementsAre("온라인"));
  EXPECT_THAT(words({"대면", "대면", "대면회의"}), ElementsAre("대면회의"));
  EXPECT_THAT(words({"서면", "서면", "서면심의"}), ElementsAre("서면심의"));
  EXPECT_THAT(words({"영상", "화상", "영상"}), ElementsAre("화상"));
  EXPECT_THAT(words({"영상", "영상", "영상"}), IsEmpty());
  EXPECT_THAT(words({"영상", "비대면", "대면", "서면"}), IsEmpty());
  EXPECT_THAT(words({"영상", "ZOOM", "영상"}), IsEmpty());
  EXPECT_THAT(words({"영상"}), IsEmpty());
}

TEST(LintMarksTest, MarkupIsToldOnce) {
  EXPECT_THAT(Linted("머리말\n<p>본문</p>\n<br>둘째\n").Places("markup-left"),
              ElementsAre("2:1 <p>"));
  EXPECT_THAT(Linted("머리말\n&nbsp;본문\n<br>둘째\n").Places("markup-left"),
              ElementsAre("2:1 &nbsp;"));
  EXPECT_THAT(Linted("회의(4.28,&nbsp;영상)\n").Places("markup-left"),
              ElementsAre("1:9 &nbsp;"));
  EXPECT_THAT(Linted("하늘&#160;길 R&amp;D\n").Places("markup-left"),
              ElementsAre("1:3 &#160;"));
  EXPECT_THAT(Linted("하늘&#xA0;길\n").Places("markup-left"),
              ElementsAre("1:3 &#xA0;"));
  for (const std::string text :
       {"R&D; P&G\n", "a &#; b &#x; c\n", "가 & 나; 다\n", "&nbsp 본문\n",
        "담당 부서 <총괄>\n", "a < b, c > d\n", "<그림 1> 현황\n",
        "주소 <https://example.kr>\n", "<참고> 자료\n", "<Table 1> x\n"}) {
    EXPECT_THAT(Linted(text).Places("markup-left"), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace clearsky::document::lint
