// planned-missing and past-but-planned.

#include <string>
#include <vector>

#include "document/lint_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document::lint {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Row(const std::string& line) {
  return WithTable(absl::StrCat("수질\t하천 관리\t○ ", line, "\n"));
}

TEST(LintStatusTest, FutureLineWithoutPlannedIsFoundAtItsDate) {
  for (const auto& [line, words] :
       std::vector<std::pair<std::string, std::string>>{
           {"제2차 하천 회의(10월, 영상)", "10월"},
           {"하천 교류회(11.3, 비대면)", "11.3"},
           {"하천 보고서 작성('22년 11월~)", "'22년 11월~"},
           {"하천 세미나(12월 초, 대면)", "12월 초"},
           {"하천 포럼(10.5~10.7, 부산)", "10.5~10.7"},
           {"하천 조사(4분기, 대면)", "4분기"},
           {"하천 회의(10월 개최, 영상)", "10월"},
       }) {
    const Linted linted(Row(line));
    EXPECT_THAT(linted.Words("planned-missing"), ElementsAre(words))
        << line << "\n"
        << linted.All();
    EXPECT_EQ(linted.Of("planned-missing")[0].place().line(),
              static_cast<uint32_t>(kFirstRow) + 1);
  }
}

TEST(LintStatusTest, FutureLineThatSaysSoOrMayBePastIsNotFound) {
  for (const std::string line :
       {"제2차 하천 회의(10월 예정, 영상)",
        "하천 교류회(10월 중 개최 예정, 비대면)",
        "하천 교류회(11.3 추진, 비대면)", "하천 회의(연기, 당초 10월, 영상)",
        "하천 회의(취소, 당초 11.3)", "하천 회의(4.29, 영상)",
        // The month is not over, nor has it wholly to come.
        "하천 회의(9월, 영상)", "하천 회의(9.28, 영상)",
        "하천 회의(하반기, 영상)", "하천 회의(미정)",
        "하천 회의(1.7, 11.2, 영상)", "하천 회의(수시)",
        "하천 회의(10월, 잠정)"}) {
    EXPECT_THAT(Linted(Row(line)).Places("planned-missing"), IsEmpty()) << line;
  }
}

TEST(LintStatusTest, PastLineThatSaysPlannedIsFound) {
  for (const auto& [line, words] :
       std::vector<std::pair<std::string, std::string>>{
           {"제2차 하천 회의(4.29 예정, 영상)", "4.29"},
           {"하천 교류회(8월 예정, 비대면)", "8월"},
           {"하천 세미나(9.1~9.3 예정, 대면)", "9.1~9.3"},
           {"하천 포럼(상반기 예정, 부산)", "상반기"},
           {"하천 회의(9.27 개최 예정, 영상)", "9.27"},
           {"하천 회의('21.12월 예정, 영상)", "'21.12월"},
       }) {
    const Linted linted(Row(line));
    EXPECT_THAT(linted.Words("past-but-planned"), ElementsAre(words))
        << line << "\n"
        << linted.All();
  }
}

TEST(LintStatusTest, PlannedLineThatIsNotPastIsNotFound) {
  for (const std::string line :
       {"하천 회의(4.29, 영상)", "하천 회의(9월 예정, 영상)",
        "하천 회의(9.28 예정, 영상)", "하천 회의(하반기 예정, 영상)",
        "하천 회의(연기, 당초 8월 예정)", "하천 회의(10월 예정, 영상)",
        "하천 회의(미정)"}) {
    EXPECT_THAT(Linted(Row(line)).Places("past-but-planned"), IsEmpty())
        << line;
  }
}

TEST(LintStatusTest, DayAskedForCounts) {
  const std::string text = Row("제2차 하천 회의(10월 예정, 영상)");
  EXPECT_THAT(
      Linted(text, absl::CivilDay(2022, 11, 1)).Words("past-but-planned"),
      ElementsAre("10월"));
  const std::string held = Row("제2차 하천 회의(4.29, 영상)");
  EXPECT_THAT(Linted(held, absl::CivilDay(2022, 3, 1)).Words("planned-missing"),
              ElementsAre("4.29"));
}

TEST(LintStatusTest, OtherLanguagesHaveNoSuchWord) {
  for (const std::string line :
       {"2nd river meeting(12.3, video)", "第二次河流会议(12月3日, 视频)"}) {
    EXPECT_THAT(Linted(Row(line)).Places("planned-missing"), IsEmpty()) << line;
  }
}

}  // namespace
}  // namespace clearsky::document::lint
