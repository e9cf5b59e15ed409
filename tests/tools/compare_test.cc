#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// The commands that set one thing against another: compare, report.

namespace clearsky {
namespace {

using ::clearsky::test::IsRefused;
using ::clearsky::test::IsUsageErrorWith;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// The conference is held on 26 October, by video.
class CompareTest : public PlanTest {
 protected:
  void SetUp() override {
    PlanTest::SetUp();
    ASSERT_THAT(RunLater({"hold", kPlan, "conference", "10.26", "--mode",
                          "영상", "--asked-by", "cn"}),
                Succeeds());
  }
};

TEST_F(CompareTest, RedlineSaysWhatHappenedAndWhichEventMadeIt) {
  const RunResult run =
      Run({"compare", kPlan, "--from", "2022-09-28", "--lang", "en"});
  EXPECT_THAT(run, Succeeds());
  EXPECT_THAT(
      run.out,
      AllOf(HasSubstr("- ○ 청천 컨퍼런스(10월 예정, 대면)\n"
                      "+ ○ 청천 컨퍼런스(10.26, 영상)\n"
                      "    10월 예정, 대면 → 10.26, 영상: "),
            HasSubstr("held inside the planned month; moved online; 0 days of "
                      "slip\n"),
            HasSubstr("    position 12; 2022-10-26; "),
            HasSubstr("asked by 중국"), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(run.err, AllOf(HasSubstr("as of 2022-09-28"),
                             HasSubstr("as of 2022-11-01")));
}

TEST_F(CompareTest, AnEndIsADayOrWhatWasKnownOrBoth) {
  // Known before the meeting was recorded: only the recorded axis differs.
  EXPECT_THAT(Run({"compare", kPlan, "--from", "known:11"}).out,
              HasSubstr("+ ○ 청천 컨퍼런스(10.26, 영상)"));
  EXPECT_THAT(Run({"compare", kPlan, "--from", "2022-10-26@known:11", "--to",
                   "2022-10-26"})
                  .out,
              HasSubstr("+ ○ 청천 컨퍼런스(10.26, 영상)"));
  const RunResult before =
      Run({"compare", kPlan, "--from", "known:2022-10-01T00:00:00+09:00",
           "--to", "2022-10-25", "--lang", "en"});
  EXPECT_THAT(before, Succeeds());
  EXPECT_THAT(before.out, HasSubstr("no line differs"));
}

TEST_F(CompareTest, BadEndsAreNamedWithWhatIsAccepted) {
  for (const char* end :
       {"2022-02-30", "known:", "12", "2022-05-01@", "@known:1", "@",
        "2022-05-01@12", "2022-05-01T10:00:00+09:00"}) {
    EXPECT_THAT(Run({"compare", kPlan, "--from", end}),
                IsRefused("INVALID_ARGUMENT", "--from '"))
        << end;
  }
  EXPECT_THAT(Run({"compare", kPlan, "--from", "known:soon"}),
              IsRefused("INVALID_ARGUMENT", "--from"));
  EXPECT_THAT(
      Run({"compare", kPlan, "--from", "2022-05-01", "--to", "known:99"}),
      IsRefused("OUT_OF_RANGE", "to: "));
  EXPECT_THAT(Run({"compare", kPlan}), IsUsageErrorWith("--from"));
  EXPECT_THAT(Run({"compare", kPlan, "--from", "2022-05-01", "--lang", "fr"}),
              IsUsageErrorWith("--lang"));
}

TEST_F(CompareTest, ColoursComeWhenAskedFor) {
  EXPECT_THAT(
      Run({"compare", kPlan, "--from", "2022-09-28", "--color", "always"}).out,
      HasSubstr("\x1b[32m+ ○ 청천 컨퍼런스(10.26, 영상)\x1b[0m"));
}

TEST_F(CompareTest, MarkdownAndJsonHoldTheSame) {
  EXPECT_THAT(
      Run({"compare", kPlan, "--from", "2022-09-28", "--format", "md"}).out,
      AllOf(StartsWith("# clear-sky/2022\n"),
            HasSubstr("~~○ 청천 컨퍼런스(10월 예정, 대면)~~")));
  EXPECT_THAT(
      Run({"compare", kPlan, "--from", "2022-09-28", "--format", "json"}).out,
      AllOf(HasSubstr("\"kind\": \"KIND_CHANGED\""),
            HasSubstr("\"LINE_CHANGE_CLASS_MOVED_ONLINE\""),
            HasSubstr("\"minDays\": \"0\"")));
}

TEST_F(CompareTest, ReportHasEachFormat) {
  EXPECT_THAT(Run({"report", kPlan, "--lang", "en"}).out,
              AllOf(HasSubstr("report of 2022, as of 2022-11-01"),
                    HasSubstr("moved online"), HasSubstr("청천 컨퍼런스"),
                    HasSubstr("asked by 중국")));
  EXPECT_THAT(Run({"report", kPlan, "--year", "2022", "--format", "md"}).out,
              StartsWith("# 2022년 청천계획: 2022년 이행 보고"));
  EXPECT_THAT(Run({"report", kPlan, "--format", "csv"}).out,
              HasSubstr(",conference,청천 컨퍼런스,held,2022-10,2022-10,"
                        "2022-10-26,,0,0,yes,yes,no,no,"));
  EXPECT_THAT(Run({"report", kPlan, "--format", "json"}).out,
              AllOf(HasSubstr("\"movedOnline\": 1"), HasSubstr("\"held\": 1")));
  EXPECT_THAT(Run({"report", kPlan, "--format", "svg"}).out,
              AllOf(StartsWith("<?xml"), HasSubstr("청천 컨퍼런스")));
}

TEST_F(CompareTest, ReportGoesIntoAFile) {
  const RunResult run =
      Run({"report", kPlan, "--format", "svg", "--output", "2022.svg"});
  EXPECT_THAT(run, Succeeds());
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_EQ(shell_.Read(shell_.Path("2022.svg")),
            Run({"report", kPlan, "--format", "svg"}).out);
  EXPECT_THAT(Run({"report", kPlan, "--output", "none/2022.svg"}),
              IsRefused("NOT_FOUND", "none/2022.svg"));
}

TEST_F(CompareTest, ReportOfABadYearIsRefused) {
  EXPECT_THAT(Run({"report", kPlan, "--year", "0"}),
              IsUsageErrorWith("--year"));
  EXPECT_THAT(Run({"report", kPlan, "--as-of", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "--as-of"));
  EXPECT_THAT(Run({"report", "clear-sky/2023", "--year", "2022"}),
              IsRefused("NOT_FOUND", "clear-sky/2022"));
}

}  // namespace
}  // namespace clearsky
