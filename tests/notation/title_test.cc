#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/korean.h"

namespace clearsky::notation {
namespace {

struct TitleCase {
  std::string title;
  uint32_t ordinal = 0;
  std::string ordinal_text;
  uint32_t edition_year = 0;
  std::string name;
  std::string suffix;
};

class TitleTest : public testing::TestWithParam<TitleCase> {};

TEST_P(TitleTest, IsTakenApart) {
  const TitleCase& expected = GetParam();
  const TitleParts parts = ReadTitle(expected.title);
  EXPECT_EQ(parts.ordinal, expected.ordinal) << expected.title;
  EXPECT_EQ(parts.ordinal_text, expected.ordinal_text) << expected.title;
  EXPECT_EQ(parts.edition_year, expected.edition_year) << expected.title;
  EXPECT_EQ(parts.name, expected.name) << expected.title;
  EXPECT_EQ(parts.suffix, expected.suffix) << expected.title;
}

INSTANTIATE_TEST_SUITE_P(
    Titles, TitleTest,
    testing::Values(
        TitleCase{"제6차 대기오염관리 정책 기술 교류회", 6, "제6차", 0,
                  "대기오염관리 정책 기술 교류회", ""},
        TitleCase{"제 6 차 교류회", 6, "제 6 차", 0, "교류회", ""},
        TitleCase{"제14차 한중 대기질 공동연구 워크숍", 14, "제14차", 0,
                  "한중 대기질 공동연구 워크숍", ""},
        TitleCase{"6차 교류회", 6, "6차", 0, "교류회", ""},
        TitleCase{"제2회 한중 포럼", 2, "제2회", 0, "한중 포럼", ""},
        TitleCase{"제15차생물다양성 총회", 15, "제15차", 0, "생물다양성 총회",
                  ""},
        TitleCase{"2022 한중 환경기술산업 협력포럼", 0, "", 2022,
                  "한중 환경기술산업 협력포럼", ""},
        TitleCase{"2022년 청천계획", 0, "", 2022, "청천계획", ""},
        TitleCase{"2022년도 청천계획", 0, "", 2022, "청천계획", ""},
        TitleCase{"'22년 청천계획", 0, "", 2022, "청천계획", ""},
        TitleCase{"2022년 제3차 한중 포럼", 3, "제3차", 2022, "한중 포럼", ""},
        TitleCase{"제3차 2022 한중 포럼", 3, "제3차", 2022, "한중 포럼", ""},
        TitleCase{"청천 컨퍼런스 개최", 0, "", 0, "청천 컨퍼런스", "개최"},
        TitleCase{"제3차 예보정보기술교류 워크숍 개최", 3, "제3차", 0,
                  "예보정보기술교류 워크숍", "개최"},
        TitleCase{"청천컨퍼런스개최", 0, "", 0, "청천컨퍼런스개최", ""},
        TitleCase{"4차 산업혁명 포럼", 0, "", 0, "4차 산업혁명 포럼", ""},
        TitleCase{"3차원 관측 회의", 0, "", 0, "3차원 관측 회의", ""},
        TitleCase{"제6차", 0, "", 0, "제6차", ""},
        TitleCase{"2022", 0, "", 0, "2022", ""},
        TitleCase{"개최", 0, "", 0, "개최", ""},
        TitleCase{"제0차 회의", 0, "", 0, "제0차 회의", ""},
        TitleCase{"2022개의 회의", 0, "", 0, "2022개의 회의", ""},
        TitleCase{"", 0, "", 0, "", ""}),
    [](const auto& test) { return "Row" + std::to_string(test.index); });

}  // namespace
}  // namespace clearsky::notation
