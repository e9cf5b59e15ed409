#include <string>

#include "gtest/gtest.h"
#include "table/table.h"

namespace clearsky::table {
namespace {

struct Case {
  std::string name;
  std::string text;
  int columns;
};

class DisplayWidthTest : public ::testing::TestWithParam<Case> {};

TEST_P(DisplayWidthTest, CountsColumns) {
  EXPECT_EQ(DisplayWidth(GetParam().text), GetParam().columns);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, DisplayWidthTest,
    ::testing::Values(Case{"Empty", "", 0}, Case{"Latin", "abc", 3},
                      Case{"HangulIsTwoColumns", "환경부", 6},
                      Case{"DecomposedHangulIsOneSyllable",
                           "\xE1\x84\x92\xE1\x85\xAA\xE1\x86\xAB", 2},
                      Case{"SyllableTakesTheJamoBehindIt",
                           "a가나\xE1\x86\xA8"
                           "다",
                           7},
                      Case{"MarkBehindAWordStaysWithItsLetter",
                           "abe\xCC\x81"
                           "c",
                           4},
                      Case{"TableLine", "○ 제6차 교류회(1.7, 한·중 회의)", 31},
                      Case{"HanIsTwoColumns", "晴天", 4},
                      Case{"CombiningMarkTakesNone", "e\xCC\x81", 1},
                      Case{"MiddleDot", "·", 1},
                      Case{"FullWidthForms", "（Ａ）", 6},
                      Case{"JoinedEmojiIsOneCluster",
                           "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC", 2},
                      Case{"FlagIsOneCluster",
                           "\xF0\x9F\x87\xB0\xF0\x9F\x87\xB7", 2},
                      Case{"BadByteIsOneColumn",
                           "a\xFF"
                           "b",
                           3}),
    [](const ::testing::TestParamInfo<Case>& tested) {
      return tested.param.name;
    });

}  // namespace
}  // namespace clearsky::table
