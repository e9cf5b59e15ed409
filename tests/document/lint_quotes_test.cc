// quote-unclosed: marks that do not close, and apostrophes and list numbers
// that are none.

#include <string>
#include <vector>

#include "document/lint_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document::lint {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kRule[] = "quote-unclosed";

struct Place {
  std::string text;
  uint32_t line;
  uint32_t column;
};

TEST(LintQuotesTest, WhatDoesNotCloseIsFoundAtItsMark) {
  const std::vector<Place> places = {
      {"- 양측은 ‘제3차 물관리 협력계획을 논의했다.\n", 1, 7},
      {"- 양측은 “협력을 강화하겠다라고 말했다.\n", 1, 7},
      {"머리말\n\n- 「해양보전 협정 제3조에 따라 논의했다.\n", 3, 3},
      {"- 『백서의 내용을 공유했다.\n- 다음 항목\n", 1, 3},
      {"- 수질 개선(2023년 시범사업을 추진한다.\n", 1, 8},
      {"- '수질 협력각서를 체결했다.\n", 1, 3},
      {"- \"수질 협력각서를 체결했다.\n", 1, 3},
      {"- 《생태 보고서를 발간했다.\n", 1, 3},
      {"- 【공지 사항을 알린다.\n", 1, 3},
      // The first of two: the second one closes.
      {"- ‘수질 개선 사업과 ‘대기 개선’ 사업을 논의했다.\n", 1, 3},
      // Within a parenthesis, and one that closes around it.
      {"- 회의(‘물관리 협력)를 열었다.\n", 1, 6},
      {"- ‘물관리 협력(2023~2027’을 논의했다.\n", 1, 10},
      // Closed by another mark.
      {"- ‘물관리 협력'을 논의했다.\n", 1, 3},
      // Closes what was not opened.
      {"- 물관리 협력계획’을 논의했다.\n", 1, 11},
      {"- 물관리 협력계획)을 논의했다.\n", 1, 11},
      {"- 물관리 협력계획”을 논의했다.\n", 1, 11},
      // English and Chinese.
      {"The ministers adopted the “Joint Action Plan on water.\n", 1, 27},
      {"The ministers (both online agreed on it.\n", 1, 15},
      {"双方讨论了《水环境合作规划的进展。\n", 1, 6},
      {"双方讨论了合作规划（2023—2027年的进展。\n", 1, 10},
  };
  for (const Place& place : places) {
    const Linted linted(place.text);
    const auto found = linted.Of(kRule);
    ASSERT_THAT(found, SizeIs(1)) << place.text << linted.All();
    EXPECT_EQ(found[0].place().line(), place.line) << place.text;
    EXPECT_EQ(found[0].place().column(), place.column) << place.text;
  }
}

TEST(LintQuotesTest, WhatClosesOrIsNoQuotationIsNotFound) {
  for (const std::string text : {
           "- ‘제3차 물관리 협력계획’을 논의했다.\n",
           "- “협력을 ‘강화’하겠다”라고 말했다.\n",
           "- 협정('19.11)과 양해각서(‘17.12), ’22년 계획을 논의했다.\n",
           "- '물관리 각서('19.11)'의 후속 방안\n",
           "- ‘'22년 이행계획’을 논의했다.\n",
           "- ‘22년 이행계획’을 논의했다.\n",
           "- 기간은 '21.12~'22.3이다.\n",
           "1) 첫째 과제\n2) 둘째 과제\n가) 세부\n",
           "추진 과제: a) 수질 b) 대기\n",
           "- 회의(제3차(서울), 영상)를 열었다.\n",
           "- 회의（영상）와 전시(대면）를 열었다.\n",
           "It is the ministry's plan, the ministers' own; don't stop.\n",
           "The panel was 27\" wide and 6' long.\n",
           "“We agreed,” he said, “on the plan.”\n",
           "双方讨论了《水环境合作规划》（2023—2027年）的“进展”。\n",
           "- 총회에서 전략(GBF*)과\n\n목표 채택을 위해 협력하기로 했다.\n",
           "- 총회에서 채택될 세계 전략(Post-2020 생물다양성\n\n전략)과 목표를 "
           "논의했다.\n",
           "<p class=\"it's\">본문</p>\n",
           ":) 좋은 소식\n",
           "“First paragraph of what was said.\n\n“Second paragraph.”\n",
       }) {
    EXPECT_THAT(Linted(text).Places(kRule), IsEmpty()) << text;
  }
}

TEST(LintQuotesTest, LinesOfTheTableStandByThemselves) {
  const std::string text = WithTable(
      "수질\t하천 관리\t○ 하천 관리 회의(4.29, 영상 ○ 하천 관리 교류회(10월 "
      "예정, 비대면)\n\t해양 관리\t○ ‘바다의 날’ 행사(5.31, 대면)\n");
  EXPECT_THAT(Linted(text).Places(kRule),
              ElementsAre("8:20 (4.29, 영상 ○ 하천 관리 교류회(10월 예정,"));
}

TEST(LintQuotesTest, WordsQuotedElsewhereTellWhereItEnds) {
  const Linted linted(
      "- ‘물관리 협력계획 수립을 논의했다.\n- ‘물관리 협력계획’을 점검했다.\n");
  const auto found = linted.Of(kRule);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].suggestion(),
              ::testing::HasSubstr("`‘물관리 협력계획’`"));
}

}  // namespace
}  // namespace clearsky::document::lint
