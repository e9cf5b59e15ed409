// `clearsky lint`: a document looked through before it is published.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kPlan[] = "clear-sky/2022";
constexpr char kRelease[] =
    CLEARSKY_SOURCE_DIR "/examples/clear-sky-2022/press-release-2022-09-28.txt";

// A table whose project is spelled as no plan has it, of a meeting that comes
// after the next one.
constexpr char kTable[] =
    "분야\t세부사업\t주요 이행현황\n"
    "공동 연구\t대기질 예보 정보 및 예보기술 교류\t○ 제5차 예보정보기술교류 "
    "워크숍 개최(10월 예정, 비대면)\n";

class LintTest : public ::testing::Test {
 protected:
  RunResult Lint(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "lint");
    return shell_.Run(arguments);
  }

  void Import() const {
    ASSERT_THAT(shell_.Run({"init"}), Succeeds());
    ASSERT_THAT(shell_.Run({"import", kRelease, "--plan", kPlan, "--yes"}),
                Succeeds());
  }

  // Rules of the lines that tell of findings, in order.
  static std::vector<std::string> RulesOf(const RunResult& run) {
    std::vector<std::string> rules;
    for (const std::string& line : Lines(run.out)) {
      if (line.empty() || line[0] == ' ') continue;
      const std::vector<std::string> parts =
          absl::StrSplit(line, absl::MaxSplits(": ", 2));
      if (parts.size() == 3) rules.push_back(parts[1]);
    }
    return rules;
  }

  CommandLine shell_;
};

TEST_F(LintTest, FindingsStandAsCompilersWriteThemAndExitWith1) {
  const std::string file =
      shell_.Write("release.txt", CommandLine::Read(kRelease));
  const RunResult run = Lint({"release.txt", "--rule", "quote-unclosed"});
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_THAT(
      Lines(run.out),
      ElementsAre("release.txt:13:30: quote-unclosed: `‘` is opened and not "
                  "closed [error]",
                  "    ‘제2차 한중 환경협력계획(2023~2027) 수립과",
                  HasSubstr("suggestion: ")));
  EXPECT_EQ(run.err,
            "clearsky: 1 finding, as of 2022-09-28, in a table of 17 lines\n");
}

TEST_F(LintTest, NeedsNoLedgerWithoutAPlan) {
  EXPECT_EQ(Lint({kRelease}).exit_status, 1);
  EXPECT_EQ(RulesOf(Lint({kRelease})).size(), 30u);
}

TEST_F(LintTest, NothingFoundExitsWith0) {
  shell_.Write("clean.txt", "보도 일시\t2022. 9. 28.(수)\n본문이다.\n");
  const RunResult run = Lint({"clean.txt"});
  EXPECT_THAT(run, Succeeds());
  EXPECT_EQ(run.out, "");
  // That there is no table is said, and what one would have had.
  EXPECT_THAT(run.err,
              AllOf(StartsWith("clearsky: running text alone: clean.txt: "),
                    EndsWith("clearsky: nothing found, as of 2022-09-28, in a "
                             "table of 0 lines\n")));
}

TEST_F(LintTest, PlanItselfKnowsTheReleaseAndAddsNoFinding) {
  Import();
  EXPECT_EQ(RulesOf(Lint({kRelease, "--plan", kPlan})),
            RulesOf(Lint({kRelease})));
}

TEST_F(LintTest, NamesAndNumbersOfThePlanCount) {
  Import();
  shell_.Write("table.txt", kTable);
  const RunResult alone = Lint({"table.txt", "--on", "2022-09-28"});
  EXPECT_THAT(alone, Succeeds());
  const RunResult run =
      Lint({"table.txt", "--plan", kPlan, "--on", "2022-09-28"});
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_THAT(RulesOf(run), ElementsAre("name-spelling", "ordinal-skips"));
  EXPECT_THAT(run.out, AllOf(HasSubstr("table.txt:2:7: name-spelling"),
                             HasSubstr("`대기질 예보정보 및 예보기술 교류`"),
                             HasSubstr("`제4차`")));
}

TEST_F(LintTest, PlanThatIsNotKnownIsTold) {
  ASSERT_THAT(shell_.Run({"init"}), Succeeds());
  const RunResult run = Lint({kRelease, "--plan", "clear-sky/2099"});
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_THAT(run.err,
              HasSubstr("clearsky: the ledger does not know clear-sky/2099"));
}

TEST_F(LintTest, DayCountsForPastAndFuture) {
  const auto rules = [&](const std::string& day) {
    return RulesOf(Lint({kRelease, "--on", day, "--rule", "planned-missing",
                         "--rule", "past-but-planned"}));
  };
  EXPECT_THAT(rules("2022-09-28"), ElementsAre("planned-missing"));
  EXPECT_THAT(rules("2023-01-01"), Contains("past-but-planned").Times(7));
  EXPECT_THAT(Lint({kRelease, "--on", "soon"}),
              IsRefused("INVALID_ARGUMENT", "--on: "));
}

TEST_F(LintTest, RulesAreChosen) {
  EXPECT_THAT(RulesOf(Lint({kRelease, "--rule", "overlap"})),
              ElementsAre("overlap"));
  const auto without = RulesOf(Lint({kRelease, "--no-rule", "name-spelling",
                                     "--no-rule", "ordinal-missing"}));
  EXPECT_THAT(without, Not(Contains("name-spelling")));
  EXPECT_THAT(without, Not(Contains("ordinal-missing")));
  EXPECT_THAT(without, Contains("overlap"));
  EXPECT_THAT(Lint({kRelease, "--rule", "speling"}),
              IsUsageErrorWith("there is no rule `speling`; rules are: "));
}

TEST_F(LintTest, JsonIsTheAnswerOfTheService) {
  const RunResult run =
      Lint({kRelease, "--format", "json", "--rule", "contact-differs"});
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_THAT(
      run.out,
      AllOf(StartsWith("{"), HasSubstr("\"rule\": \"contact-differs\""),
            HasSubstr("\"line\": 50"), HasSubstr("\"column\": 16"),
            HasSubstr("\"SEVERITY_ERROR\""), Not(HasSubstr("044-000-0003"))));
}

TEST_F(LintTest, WhatCannotBeReadIsRefused) {
  shell_.Write("empty.txt", "");
  EXPECT_THAT(Lint({"empty.txt"}), IsRefused("INVALID_ARGUMENT", "empty.txt"));
  EXPECT_THAT(Lint({"none.txt"}), IsRefused("NOT_FOUND", "none.txt"));
  shell_.Write("binary.bin", std::string("\x00\x01\xff\xfe", 4));
  EXPECT_THAT(Lint({"binary.bin"}),
              IsRefused("INVALID_ARGUMENT", "binary.bin"));
}

TEST_F(LintTest, HelpTellsExitStatusAndRules) {
  const RunResult help = Lint({"--help"});
  EXPECT_THAT(help.out,
              AllOf(HasSubstr("Exit status: 0 when nothing is found; 1 when"),
                    HasSubstr("\n  quote-unclosed "),
                    HasSubstr("\n  weekday-mismatch ")));
}

// A table that the ledger itself prints has nothing that is not in its plan.
TEST_F(LintTest, TableOfTheLedgerSaysWhatTheReleaseSays) {
  Import();
  const RunResult table =
      shell_.Run({"table", kPlan, "--as-of", "2022-09-28", "--format", "tsv"});
  ASSERT_THAT(table, Succeeds());
  shell_.Write("table.tsv", table.out);
  const RunResult run = Lint({"table.tsv", "--on", "2022-09-28"});
  EXPECT_THAT(run.err, HasSubstr("in a table of 17 lines"));
  EXPECT_THAT(RulesOf(run), Not(Contains("impossible-date")));
  EXPECT_THAT(RulesOf(run), Contains("planned-missing").Times(1));
}

}  // namespace
}  // namespace clearsky
