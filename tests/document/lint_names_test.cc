// name-spelling and pair-spelling.

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

constexpr char kRule[] = "name-spelling";

// A release whose list in the body names two projects, and whose table does.
std::string Named(const std::string& first_listed,
                  const std::string& second_listed,
                  const std::string& first_cell,
                  const std::string& second_cell) {
  return WithBody(
      absl::StrCat("* ① ", first_listed, " ② ", second_listed),
      absl::StrCat("수질\t", first_cell, "\t○ 하천 회의(4.29, 영상)\n\t",
                   second_cell, "\t○ 바다 교류회(5.3, 영상)\n"));
}

TEST(LintNamesTest, CellThatDiffersFromTheListIsFound) {
  for (const auto& [listed, cell] :
       std::vector<std::pair<std::string, std::string>>{
           {"해양쓰레기 공동조사", "해양쓰레기 공동 조사"},
           {"하천·호소 수질관리", "하천 호소 수질관리"},
           {"하천 및 호소 수질관리", "하천과 호소 수질관리"},
           {"토양·지하수 정책교류", "토양/ 지하수 정책교류"},
           {"생태계 워크숍", "생태계 워크샵"},
           {"해양 콘퍼런스", "해양 컨퍼런스"},
           {"습지보전 시범 사업", "습지 보전 시범사업"},
           {"물환경 산업 박람회", "물환경 산업 박람희"},
       }) {
    const Linted linted(
        Named(listed, "멸종위기종 복원", cell, "멸종위기종 복원"));
    const auto found = linted.Of(kRule);
    ASSERT_THAT(found, SizeIs(1)) << listed << "\n" << linted.All();
    EXPECT_EQ(found[0].place().line(), 10u) << listed;
    EXPECT_EQ(found[0].place().column(), 4u) << listed;
    EXPECT_EQ(found[0].place().words(), cell);
    EXPECT_EQ(found[0].other_place().line(), 5u) << listed;
    EXPECT_EQ(found[0].other_place().words(), listed);
  }
}

TEST(LintNamesTest, EqualNamesAndOtherNamesAreNotFound) {
  for (const auto& [listed, cell] :
       std::vector<std::pair<std::string, std::string>>{
           {"해양쓰레기 공동조사", "해양쓰레기 공동조사"},
           {"하천 수질관리", "호소 수질관리"},
           {"수질 성과 공유", "수질 성과 공유"},
           {"한·중 수질관리", "한중 수질관리"},  // pair-spelling tells.
           {"물환경 정책대화", "대기환경 정책대화"},
           {"하천 복원", "해양 복원 사업 및 국제 협력"},
       }) {
    const Linted linted(
        Named(listed, "멸종위기종 복원", cell, "멸종위기종 복원"));
    EXPECT_THAT(linted.Places(kRule), IsEmpty()) << listed;
  }
}

TEST(LintNamesTest, LongNamesInRunningTextCount) {
  const std::string rows =
      "수질\t해양쓰레기 공동 조사 및 저감\t○ 하천 회의(4.29, 영상)\n";
  EXPECT_THAT(
      Linted(WithBody("- 양국은 해양쓰레기 공동조사 및 저감을 추진한다.", rows))
          .Places(kRule),
      ElementsAre("10:4 해양쓰레기 공동 조사 및 저감"));
  // Short ones may be words of the language.
  const std::string brief = "수질\t공동 연구\t○ 하천 회의(4.29, 영상)\n";
  EXPECT_THAT(Linted(WithBody("- 양국은 수질 공동연구를 추진한다.", brief))
                  .Places(kRule),
              IsEmpty());
  // But not where several names stand in a row.
  const std::string several =
      "정책 교류\t수질\t○ 하천 회의(4.29, 영상)\n"
      "공동 연구\t해양\t○ 바다 회의(4.30, 영상)\n";
  EXPECT_THAT(
      Linted(WithBody("- 2대 분야(정책교류, 공동연구)를 추진한다.", several))
          .Words(kRule),
      ElementsAre("정책 교류", "공동 연구"));
}

TEST(LintNamesTest, LinesOfOneSeriesAreComparedWithEachOther) {
  const auto words = [](const std::string& first, const std::string& second) {
    return Linted(WithTable(absl::StrCat("수질\t하천\t○ ", first,
                                         "(4.29, 영상) ○ ", second,
                                         "(10월 예정, 영상)\n")))
        .Words(kRule);
  };
  EXPECT_THAT(words("제2차 하천 수질 교류회", "제3차 하천수질 교류회"),
              ElementsAre("하천수질 교류회"));
  EXPECT_THAT(words("제2차 하천 수질 교류회", "제3차 하천 수질 교류희"),
              ElementsAre("하천 수질 교류희"));
  EXPECT_THAT(words("제2차 하천 정책·기술 회의", "제3차 하천 정책 기술 회의"),
              ElementsAre("하천 정책 기술 회의"));
  // Other meetings.
  EXPECT_THAT(words("제2차 한중 국장회의", "제3차 한일 국장회의"), IsEmpty());
  EXPECT_THAT(words("제2차 환경 장관회의", "제3차 환경 차관회의"), IsEmpty());
  EXPECT_THAT(words("제2차 상류 하천 회의", "제3차 하류 하천 회의"), IsEmpty());
  EXPECT_THAT(words("제2차 하천 수질 교류회", "제3차 하천 수질 교류회"),
              IsEmpty());
}

TEST(LintNamesTest, PlansNamesCount) {
  KnownPlan plan;
  plan.names = {{"project river", "하천 수질관리"},
                {"project river", "하천의 수질관리"},
                {"area water", "수질"}};
  const auto words = [&](const std::string& cell) {
    return Linted(WithTable(absl::StrCat("수질\t", cell,
                                         "\t○ 하천 회의(4.29, 영상)\n")),
                  kReleaseDay, plan)
        .Words(kRule);
  };
  EXPECT_THAT(words("하천 수질 관리"), ElementsAre("하천 수질 관리"));
  EXPECT_THAT(words("하천 수질관리"), IsEmpty());
  EXPECT_THAT(words("하천의 수질관리"), IsEmpty());
  EXPECT_THAT(words("바다 수질관리"), IsEmpty());
}

TEST(LintNamesTest, EnglishNames) {
  const auto places = [](const std::string& body, const std::string& cell) {
    return Linted(WithBody(body, absl::StrCat("Water\t", cell,
                                              "\t○ River meeting(4.29)\n")))
        .Words(kRule);
  };
  EXPECT_THAT(places("Both sides review Marine Litter and Plastics Survey now.",
                     "Marine-Litter & Plastics Survey"),
              ElementsAre("Marine-Litter & Plastics Survey"));
  EXPECT_THAT(places("Both sides review Marine Litter and Plastics Survey now.",
                     "Marine Litter and Plastics Survey"),
              IsEmpty());
  EXPECT_THAT(places("Both sides review the marine litter and plastics survey.",
                     "Marine Litter and Plastics Survey"),
              IsEmpty());
}

TEST(LintNamesTest, OneFindingForEachOtherSpelling) {
  const Linted linted(WithBody(
      "* ① 해양쓰레기 공동조사 사업\n- 해양쓰레기 공동조사 사업을 점검했다.",
      "수질\t해양쓰레기 공동 조사 사업\t○ 하천 회의(4.29, 영상)\n"
      "해양\t해양 쓰레기 공동조사 사업\t○ 바다 회의(4.29, 영상)\n"
      "연안\t해양쓰레기 공동 조사 사업\t○ 연안 회의(4.29, 영상)\n"));
  EXPECT_THAT(linted.Places(kRule),
              ElementsAre("11:4 해양쓰레기 공동 조사 사업",
                          "12:4 해양 쓰레기 공동조사 사업"));
}

TEST(LintPairTest, PairWrittenBothWaysIsFoundWhereItIsRarer) {
  for (const auto& [text, words] :
       std::vector<std::pair<std::string, std::string>>{
           {"- 한중 회의와 한중 포럼, 한·중 세미나를 열었다.\n", "1:17 한·중"},
           {"- 한·일 회의와 한·일 포럼을 열었다. 한일 세미나\n", "1:24 한일"},
           {"- 한중일 회의, 한·중·일 회의\n", "1:11 한·중·일"},
           {"- 한미 회의\n- 한ㆍ미 회의\n", "2:3 한ㆍ미"},
           {"- 한·중 환경장관회의\n- 한중 장관회의\n- 한·중 포럼\n",
            "2:3 한중"},
           {"- 미중 회담, 미·중 협력\n", "1:10 미·중"},
       }) {
    const Linted linted(text);
    EXPECT_THAT(linted.Places("pair-spelling"), ElementsAre(words))
        << text << linted.All();
  }
}

TEST(LintPairTest, OnePairWrittenOneWayIsNotFound) {
  for (const std::string text :
       {"- 한중 회의, 한중 포럼, 한일 포럼\n", "- 한·중 회의, 한·중·일 회의\n",
        "- 한중 회의, 한·일 회의\n", "- 한인회 회의, 한·인 협력\n",
        "- 중미 국가와 북미 국가, 남북 관계\n",
        "- 일본·중국, 한국·중국 협력과 한중 협력\n"}) {
    EXPECT_THAT(Linted(text).Places("pair-spelling"), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace clearsky::document::lint
