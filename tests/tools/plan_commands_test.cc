#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// The commands that ask: plan, table, history, events, plans, read-date.

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::Lines;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class AskTest : public PlanTest {};

TEST_F(AskTest, PlanIsAPageOfItsParts) {
  const RunResult plan = Run({"plan", kPlan});
  EXPECT_THAT(plan, Succeeds());
  EXPECT_THAT(plan.out,
              AllOf(StartsWith("2022년 청천계획  (clear-sky/2022)\n"),
                    HasSubstr("\nProjects\n"), HasSubstr("\nActivities\n"),
                    HasSubstr("conference"), HasSubstr("in-person")));
  EXPECT_THAT(plan.err, HasSubstr("simulated clock"));
}

TEST_F(AskTest, PlanHasEachFormat) {
  EXPECT_THAT(Run({"plan", kPlan, "--format", "md"}).out,
              AllOf(StartsWith("# 2022년 청천계획"),
                    HasSubstr("\n## Activities\n\n| projects | id |")));
  const RunResult tsv = Run({"plan", kPlan, "--format", "tsv"});
  EXPECT_THAT(Lines(tsv.out),
              ElementsAre("projects\tid\tstate\twhen\thow\tname",
                          StartsWith("1\tconference\tplanned\t2022-10\t"),
                          StartsWith("1\tforum\tregistered\t"),
                          StartsWith("1\thotline\t")));
  EXPECT_THAT(
      Run({"plan", kPlan, "--format", "json"}).out,
      AllOf(HasSubstr("\"asOfDay\": \"2022-09-28\""),
            HasSubstr("\"simulated\": true"), HasSubstr("\"conference\": {")));
}

TEST_F(AskTest, PlannedMeetingWhoseMonthIsOverIsOverdue) {
  EXPECT_THAT(Run({"plan", kPlan, "--as-of", "2022-10-31"}).out,
              Not(HasSubstr("overdue")));
  EXPECT_THAT(Run({"plan", kPlan, "--as-of", "2022-11-01"}).out,
              HasSubstr("planned, overdue"));
}

TEST_F(AskTest, TableHasEachFormat) {
  const std::string line = "○ 청천 컨퍼런스(10월 예정, 대면)";
  EXPECT_EQ(
      Run({"table", kPlan, "--format", "tsv"}).out,
      "area\tproject\tline\n정책과 기술 교류\t청천컨퍼런스\t" + line + "\n");
  EXPECT_THAT(Run({"table", kPlan}).out, HasSubstr(line));
  EXPECT_THAT(Run({"table", kPlan, "--format", "md"}).out, StartsWith("| "));
  EXPECT_THAT(Run({"table", kPlan, "--format", "json"}).out,
              AllOf(HasSubstr(line), HasSubstr("\"positions\"")));
}

TEST_F(AskTest, NormalisedStyleShowsTheWayOfAMovedDate) {
  ASSERT_THAT(RunLater({"set-date", kPlan, "conference", "12월"}), Succeeds());
  EXPECT_THAT(Run({"table", kPlan, "--style", "normalised"}).out,
              HasSubstr("10월→12월 예정"));
}

TEST_F(AskTest, BasisIsOneLineOnStandardError) {
  EXPECT_THAT(
      Lines(Run({"table", kPlan, "--format", "tsv"}).err),
      ElementsAre("clearsky: as of 2022-09-28 (Asia/Seoul), known to position "
                  "11, simulated clock"));
}

TEST_F(AskTest, KnownAtTakesPositionTimeAndDay) {
  ASSERT_THAT(
      RunLater({"cancel", kPlan, "conference", "--effective", "2022-09-28"}),
      Succeeds());
  const auto known_at = [&](const std::string& point) {
    return Run({"table", kPlan, "--format", "tsv", "--as-of", "2022-12-31",
                "--known-at", point})
        .out;
  };
  EXPECT_THAT(known_at("11"), HasSubstr("10월 예정"));
  EXPECT_THAT(known_at("12"), HasSubstr("취소"));
  EXPECT_THAT(known_at("2022-10-31"), HasSubstr("10월 예정"));
  EXPECT_THAT(known_at("2022-11-01"), HasSubstr("취소"));
  EXPECT_THAT(known_at("2022-10-31T23:59:59+09:00"), HasSubstr("10월 예정"));
  EXPECT_THAT(known_at("2022-10-31T15:00:00Z"), HasSubstr("취소"));
}

TEST_F(AskTest, HistoryTellsOneActivityOrAll) {
  EXPECT_THAT(Run({"history", kPlan, "conference"}).out,
              AllOf(HasSubstr("ActivityScheduled of conference"),
                    HasSubstr("position 9, revision 4"),
                    Not(HasSubstr("PlanRegistered"))));
  EXPECT_THAT(Run({"history", kPlan}).out, HasSubstr("PlanRegistered of"));
  EXPECT_THAT(Run({"history", kPlan, "--format", "json"}).out,
              AllOf(HasSubstr("\"changes\": ["), HasSubstr("\"basis\": {")));
}

TEST_F(AskTest, EventsArePickedByStreamFromAndLimit) {
  EXPECT_THAT(Lines(Run({"events"}).out), SizeIs(12));
  EXPECT_THAT(Lines(Run({"events", "--stream", "directory"}).out), SizeIs(5));
  EXPECT_THAT(
      Lines(Run({"events", "--stream", kPlan, "--from", "2", "--limit", "2"})
                .out),
      ElementsAre(StartsWith("7  clear-sky/2022@2  "),
                  StartsWith("8  clear-sky/2022@3  ")));
  EXPECT_THAT(Lines(Run({"events", "--from", "11", "--format", "json"}).out),
              ElementsAre(AllOf(StartsWith("{\"stored\":{"),
                                HasSubstr("\"position\":\"11\""))));
}

TEST_F(AskTest, PlansAreListedWithTitleAndCounts) {
  EXPECT_EQ(Run({"plans"}).out,
            "clear-sky/2022\t2022년 청천계획\t2022\t3 activities\t7 events\n");
  EXPECT_THAT(Run({"plans", "--format", "json"}).out,
              HasSubstr("\"plan\": \"clear-sky/2022\""));
}

TEST(ReadDateTest, PrintsFiveCells) {
  const CommandLine shell;
  const auto read = [&](const std::string& words, const std::string& on) {
    const RunResult result =
        shell.Run({"read-date", words, "--lang", "ko", "--on", on});
    EXPECT_THAT(result, Succeeds());
    return result.out;
  };
  EXPECT_EQ(read("10월 말", "2022-09-28"),
            "[2022-10-21..2022-10-31]\t2022-10-21\t2022-10-31\tplanned\t\n");
  EXPECT_EQ(read("'22.12월~", "2022-09-28"),
            "2022-12/..\t2022-12-01\t..\tplanned\t\n");
  EXPECT_EQ(read("미정", "2022-09-28"), "\t\t\tplanned\t\n");
  EXPECT_EQ(read("운영위원회(서면, 5.20)", "2022-07-01"),
            "2022-05-20\t2022-05-20\t2022-05-20\theld\tWRITTEN\n");
}

TEST(ReadDateTest, FindingsGoToStandardError) {
  const CommandLine shell;
  // 26 October 2022 was a Wednesday (수), not a Thursday.
  const RunResult result =
      shell.Run({"read-date", "10.26(목)", "--on", "2022-11-30"});
  EXPECT_THAT(result, Succeeds());
  EXPECT_THAT(result.out, StartsWith("2022-10-26\t"));
  EXPECT_THAT(result.err, HasSubstr("finding: "));
}

// Every row of the examples is read as the file says.
TEST(ReadDateTest, ReadsTheExamples) {
  const CommandLine shell;
  for (const std::string& row : Lines(CommandLine::Read(
           CLEARSKY_SOURCE_DIR
           "/examples/clear-sky-2022/notation-examples.tsv"))) {
    const std::vector<std::string> cells = absl::StrSplit(row, '\t');
    ASSERT_THAT(cells, SizeIs(8)) << row;
    if (cells[0] == "lang") continue;
    EXPECT_EQ(
        shell.Run({"read-date", cells[1], "--lang", cells[0], "--on", cells[2]})
            .out,
        absl::StrCat(cells[3], "\t", cells[4], "\t", cells[5], "\t", cells[6],
                     "\t", cells[7], "\n"))
        << row;
  }
}

}  // namespace
}  // namespace clearsky
