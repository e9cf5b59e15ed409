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

TEST(TitleOfLanguagesTest, OrdinalsAreRead) {
  const auto ordinal = [](absl::string_view title, Language language) {
    return ReadTitle(title, language).ordinal;
  };
  const Language en = Language::kEnglish;
  EXPECT_EQ(ordinal("6th Policy Exchange Meeting", en), 6U);
  EXPECT_EQ(ordinal("Sixth Policy Exchange Meeting", en), 6U);
  EXPECT_EQ(ordinal("the 15th Conference of the Parties", en), 15U);
  EXPECT_EQ(ordinal("Twenty-first Meeting of Ministers", en), 21U);
  EXPECT_EQ(ordinal("Thirtieth Session", en), 30U);
  EXPECT_EQ(ordinal("22nd Tripartite Meeting", en), 22U);
  EXPECT_EQ(ordinal("6rd Meeting", en), 0U);
  EXPECT_EQ(ordinal("Second half report", en), 0U);
  EXPECT_EQ(ordinal("Meeting of the sixth committee", en), 0U);
  const Language zh = Language::kChinese;
  EXPECT_EQ(ordinal("第六次中韩环境局长会议", zh), 6U);
  EXPECT_EQ(ordinal("第15次缔约方大会", zh), 15U);
  EXPECT_EQ(ordinal("第二十一届部长会议", zh), 21U);
  EXPECT_EQ(ordinal("第三方会议", zh), 0U);
}

TEST(TitleOfLanguagesTest, NamesAreWhatRemains) {
  const TitleParts english =
      ReadTitle("2022 6th Policy Exchange Meeting", Language::kEnglish);
  EXPECT_EQ(english.edition_year, 2022U);
  EXPECT_EQ(english.ordinal_text, "6th");
  EXPECT_EQ(english.name, "Policy Exchange Meeting");
  const TitleParts chinese =
      ReadTitle("2022年第六次政策交流会", Language::kChinese);
  EXPECT_EQ(chinese.edition_year, 2022U);
  EXPECT_EQ(chinese.ordinal_text, "第六次");
  EXPECT_EQ(chinese.name, "政策交流会");
}

TEST(WriteOrdinalTest, ReadsBackAsItself) {
  for (const Language language :
       {Language::kKorean, Language::kEnglish, Language::kChinese}) {
    for (uint32_t ordinal = 1; ordinal <= 130; ++ordinal) {
      const std::string title = WriteOrdinal(ordinal, language) + " " + "Forum";
      EXPECT_EQ(ReadTitle(title, language).ordinal, ordinal) << title;
    }
  }
  EXPECT_EQ(WriteOrdinal(6, Language::kEnglish), "6th");
  EXPECT_EQ(WriteOrdinal(22, Language::kEnglish), "22nd");
  EXPECT_EQ(WriteOrdinal(111, Language::kEnglish), "111th");
  EXPECT_EQ(WriteOrdinal(6, Language::kKorean), "제6차");
  EXPECT_EQ(WriteOrdinal(21, Language::kChinese), "第二十一次");
}

}  // namespace
}  // namespace clearsky::notation
