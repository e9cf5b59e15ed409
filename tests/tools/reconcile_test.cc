// A new version of the table held against the plan, on the command line.

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

constexpr char kPlan[] = "clear-sky/2022";
constexpr char kExamples[] = CLEARSKY_SOURCE_DIR "/examples/clear-sky-2022";

class ReconcileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(shell_.Run({"init", "--simulated"}), Succeeds());
    ASSERT_THAT(
        shell_.Run({"import",
                    absl::StrCat(kExamples, "/press-release-2022-09-28.txt"),
                    "--plan", kPlan, "--yes", "--at", "2022-09-28"}),
        Succeeds());
  }

  RunResult Reconcile(const std::vector<std::string>& how,
                      const std::string& input = "") const {
    std::vector<std::string> arguments = {
        "reconcile",
        absl::StrCat(kExamples, "/implementation-table-2022-12-31.ko.tsv"),
        "--plan",
        kPlan,
        "--on",
        "2022-12-31",
        "--at",
        "2023-01-10"};
    arguments.insert(arguments.end(), how.begin(), how.end());
    return shell_.Run(arguments, input);
  }

  std::string Table() const {
    const RunResult table = shell_.Run(
        {"table", kPlan, "--as-of", "2022-12-31", "--format", "tsv"});
    EXPECT_THAT(table, Succeeds());
    return table.out;
  }

  static std::string Later() {
    return CommandLine::Read(
        absl::StrCat(kExamples, "/implementation-table-2022-12-31.ko.tsv"));
  }

  size_t CountEvents() const {
    return Lines(shell_.Run({"events", "--format", "json"}).out).size();
  }

  CommandLine shell_;
};

TEST_F(ReconcileTest, ShowsAndRecordsNothing) {
  const size_t before = CountEvents();
  const RunResult shown = Reconcile({});
  EXPECT_THAT(shown, Succeeds());
  EXPECT_THAT(shown.out, AllOf(HasSubstr("air-policy-exchange-7"),
                               HasSubstr("- ○ 제7차 대기오염관리 정책 기술 "
                                         "교류회(10월 예정, 비대면)"),
                               HasSubstr("+ ○ 제7차 대기오염관리 정책 기술 "
                                         "교류회(10.26, 영상)"),
                               HasSubstr(" new, ")));
  EXPECT_THAT(shown.err, HasSubstr("nothing was recorded"));
  EXPECT_EQ(CountEvents(), before);
}

TEST_F(ReconcileTest, AcceptAllMakesThePlanPrintTheTable) {
  const RunResult recorded = Reconcile({"--accept", "all"});
  EXPECT_THAT(recorded, Succeeds());
  EXPECT_EQ(Table(), Later());
  const size_t after = CountEvents();
  const RunResult again = Reconcile({"--accept", "all"});
  EXPECT_THAT(again, Succeeds());
  EXPECT_THAT(again.err, HasSubstr("nothing was recorded"));
  EXPECT_EQ(CountEvents(), after);
}

TEST_F(ReconcileTest, AcceptSafeLeavesOutWhatWasMovedOrCalledOff) {
  EXPECT_THAT(Reconcile({"--accept", "safe"}), Succeeds());
  EXPECT_THAT(Table(), AllOf(HasSubstr("교류회(10.26, 영상)"),
                             HasSubstr("정책교류 세미나(10월 예정, 비대면)"),
                             Not(HasSubstr("자문회의"))));
}

TEST_F(ReconcileTest, ADryRunRecordsNothing) {
  const size_t before = CountEvents();
  const RunResult checked = Reconcile({"--accept", "all", "--dry-run"});
  EXPECT_THAT(checked, Succeeds());
  EXPECT_THAT(checked.err, HasSubstr("events would be recorded"));
  EXPECT_EQ(CountEvents(), before);
}

TEST_F(ReconcileTest, AsksOneByOne) {
  const size_t before = CountEvents();
  // Help, a wrong answer, then a yes; then it is given up.
  const RunResult given_up = Reconcile({"--interactive"}, "?\nmaybe\ny\nq\n");
  EXPECT_THAT(given_up, Succeeds());
  EXPECT_THAT(given_up.out, HasSubstr("q  give up"));
  EXPECT_THAT(given_up.err, HasSubstr("given up"));
  EXPECT_EQ(CountEvents(), before);

  std::string answers = "y\n";
  for (int i = 0; i < 40; ++i) answers += "n\n";
  EXPECT_THAT(Reconcile({"--interactive"}, answers), Succeeds());
  // One proposal, and the document.
  EXPECT_GE(CountEvents(), before + 2);
  EXPECT_THAT(Reconcile({"--interactive", "--accept", "all"}),
              IsUsageErrorWith("--interactive"));
}

TEST_F(ReconcileTest, WhatIsWrongIsNamed) {
  EXPECT_THAT(Reconcile({"--accept", "999"}),
              IsRefused("INVALID_ARGUMENT", "there is no proposal 999"));
  EXPECT_THAT(Reconcile({"--accept", "some"}),
              IsRefused("INVALID_ARGUMENT", "--accept"));
  EXPECT_THAT(shell_.Run({"reconcile", "absent.tsv", "--plan", kPlan}),
              IsRefused("NOT_FOUND", "absent.tsv"));
}

TEST_F(ReconcileTest, JsonHasTheProposals) {
  const RunResult shown = Reconcile({"--format", "json"});
  EXPECT_THAT(shown, Succeeds());
  EXPECT_THAT(shown.out,
              AllOf(HasSubstr("\"proposals\""), HasSubstr("\"activityHeld\"")));
}

}  // namespace
}  // namespace clearsky
