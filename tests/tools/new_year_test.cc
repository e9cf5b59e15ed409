#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::IsRefused;
using ::clearsky::test::IsUsageErrorWith;
using ::clearsky::test::Lines;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Arguments = std::vector<std::string>;

constexpr char kFrom[] = "clear-sky/2022";
constexpr char kTo[] = "clear-sky/2023";
constexpr char kRelease[] =
    CLEARSKY_SOURCE_DIR "/examples/clear-sky-2022/press-release-2022-09-28.txt";
constexpr char kFacts[] =
    CLEARSKY_SOURCE_DIR "/examples/clear-sky-2022/clear-sky-2022.facts.json";

// The release of September, and what became of its meetings until December.
class NewYearCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(shell_.Run({"init", "--simulated"}), Succeeds());
    ASSERT_THAT(shell_.Run({"import", kRelease, "--plan", kFrom, "--facts",
                            kFacts, "--yes", "--at", "2022-09-29"}),
                Succeeds());
    ASSERT_THAT(shell_.Run({"hold", kFrom, "air-policy-exchange-7", "10.26",
                            "--at", "2022-10-27"}),
                Succeeds());
    ASSERT_THAT(shell_.Run({"postpone", kFrom, "ghg-dialogue-2022", "--at",
                            "2022-11-01"}),
                Succeeds());
  }

  RunResult NewYear(Arguments more, const std::string& input = "") {
    Arguments arguments = {"new-year", kFrom, kTo, "--at", "2022-12-20"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return shell_.Run(arguments, input);
  }
  size_t CountEvents() {
    return Lines(shell_.Run({"events", "--format", "json"}).out).size();
  }

  CommandLine shell_;
};

TEST_F(NewYearCommandTest, DryRunShowsTheProposalAndRecordsNothing) {
  const size_t count = CountEvents();
  const RunResult run = NewYear({"--dry-run"});
  EXPECT_THAT(run, Succeeds());
  EXPECT_THAT(run.out, AllOf(HasSubstr("2023년 청천(晴天)계획"),
                             HasSubstr("next  air-policy-exchange-8  제8차"),
                             HasSubstr("carried  ghg-dialogue-2023"),
                             HasSubstr("left out  kickoff-2022"),
                             HasSubstr("hotline-2023")));
  EXPECT_THAT(run.err, HasSubstr("nothing was, as asked by --dry-run"));
  EXPECT_EQ(CountEvents(), count);
}

TEST_F(NewYearCommandTest, WholeProposalIsRecordedInBothPlans) {
  const RunResult run = NewYear({"--yes"});
  ASSERT_THAT(run, Succeeds());
  EXPECT_THAT(run.out, AllOf(HasSubstr("clear-sky/2023\t"),
                             HasSubstr("clear-sky/2022\t9 events\t")));
  const RunResult plan = shell_.Run({"plan", kTo});
  EXPECT_THAT(plan.out, AllOf(HasSubstr("2023년 청천(晴天)계획"),
                              HasSubstr("air-policy-exchange-8"),
                              HasSubstr("자동차 배출관리 정책기술교류"),
                              HasSubstr("registered")));
  // No date is made up: the table has projects and no lines.
  const RunResult table = shell_.Run({"table", kTo, "--format", "tsv"});
  EXPECT_THAT(table, Succeeds());
  EXPECT_THAT(table.out, Not(HasSubstr("○")));
  EXPECT_THAT(shell_.Run({"history", kTo, "air-policy-exchange-8"}).out,
              HasSubstr("follows clear-sky/2022#air-policy-exchange-7"));
  EXPECT_THAT(shell_.Run({"verify"}), Succeeds());
}

TEST_F(NewYearCommandTest, SecondTimeIsRefusedAndRecordsNothing) {
  ASSERT_THAT(NewYear({"--yes"}), Succeeds());
  const size_t count = CountEvents();
  EXPECT_THAT(NewYear({"--yes"}),
              IsRefused("ALREADY_EXISTS", "`clear-sky/2023` is there already"));
  EXPECT_EQ(CountEvents(), count);
}

TEST_F(NewYearCommandTest, PartsAreAcceptedWithWhatTheyStandOn) {
  EXPECT_THAT(NewYear({"--accept", "99"}),
              IsRefused("INVALID_ARGUMENT", "numbers from 1 to"));
  const RunResult run = NewYear({"--accept", "5"});
  ASSERT_THAT(run, Succeeds());
  EXPECT_THAT(run.err, HasSubstr("taken in, as what was accepted stands on"));
  EXPECT_THAT(shell_.Run({"plan", kTo}).out, Not(HasSubstr("p2")));
}

TEST_F(NewYearCommandTest, IncludedAndExcludedAreFollowed) {
  const RunResult run = NewYear(
      {"--dry-run", "--include", "kickoff-2022", "--exclude", "hotline-2022"});
  EXPECT_THAT(run.out, AllOf(HasSubstr("next  kickoff-2023"),
                             HasSubstr("left out  hotline-2022")));
  EXPECT_THAT(NewYear({"--dry-run", "--include", "kickof-2022"}),
              IsRefused("NOT_FOUND", "did you mean `kickoff-2022`"));
}

TEST_F(NewYearCommandTest, AsksOnStandardInputWhenToldSo) {
  const size_t count = CountEvents();
  EXPECT_THAT(NewYear({}), IsUsageErrorWith("--interactive"));
  const RunResult cancelled = NewYear({"-i"}, "?\nnone\nq\n");
  EXPECT_THAT(cancelled, IsRefused("CANCELLED", "nothing was recorded"));
  EXPECT_THAT(cancelled.err, HasSubstr("'none' is no number"));
  EXPECT_EQ(CountEvents(), count);
  EXPECT_THAT(NewYear({"-i"}, "safe\n"), Succeeds());
  EXPECT_GT(CountEvents(), count);
}

TEST_F(NewYearCommandTest, UnknownPlanIsToldTheNearOnes) {
  EXPECT_THAT(shell_.Run({"new-year", "clear-sky/2202", kTo, "--yes"}),
              IsRefused("NOT_FOUND", "did you mean `clear-sky/2022`"));
}

}  // namespace
}  // namespace clearsky
