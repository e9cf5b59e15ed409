#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::IsUsageErrorWith;
using ::clearsky::test::Lines;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::HasSubstr;

const std::vector<std::string>& Commands() {
  static const auto* const commands =
      new std::vector<std::string>{"init",
                                   "import",
                                   "record",
                                   "register",
                                   "schedule",
                                   "set-date",
                                   "set-mode",
                                   "set-venue",
                                   "hold",
                                   "postpone",
                                   "cancel",
                                   "reinstate",
                                   "split",
                                   "delegate",
                                   "log-occurrence",
                                   "sign",
                                   "carry-over",
                                   "correct",
                                   "void",
                                   "publish",
                                   "plan",
                                   "table",
                                   "published",
                                   "history",
                                   "events",
                                   "plans",
                                   "verify",
                                   "stats",
                                   "export",
                                   "load",
                                   "backup",
                                   "restore",
                                   "compact",
                                   "read-date",
                                   "calendar",
                                   "series",
                                   "rebuild",
                                   "compare",
                                   "report",
                                   "subscribe",
                                   "follow",
                                   "consumers",
                                   "lint",
                                   "new-year",
                                   "set-details",
                                   "set-host",
                                   "rename",
                                   "start",
                                   "complete",
                                   "end-operation",
                                   "outcome",
                                   "new-plan",
                                   "adopt",
                                   "amend",
                                   "close",
                                   "review",
                                   "register-area",
                                   "register-project",
                                   "discontinue",
                                   "responsible",
                                   "propose",
                                   "agree",
                                   "amend-agreement",
                                   "end-agreement",
                                   "confirm",
                                   "dispute",
                                   "note-discrepancy",
                                   "resolve-discrepancy",
                                   "register-party",
                                   "register-organisation",
                                   "rename-organisation",
                                   "register-person",
                                   "assign-role",
                                   "end-role",
                                   "register-series",
                                   "reconcile",
                                   "help"};
  return *commands;
}

class HelpTest : public ::testing::TestWithParam<std::string> {};

TEST_P(HelpTest, CommandShowsAnExampleOfItself) {
  const CommandLine shell;
  const RunResult help = shell.Run({GetParam(), "--help"});
  EXPECT_THAT(help, Succeeds());
  EXPECT_THAT(help.out, HasSubstr("Example:\n"));
  const size_t example = help.out.find("Example:\n");
  EXPECT_THAT(help.out.substr(example), HasSubstr("clearsky " + GetParam()));
  EXPECT_EQ(help.err, "");
}

TEST_P(HelpTest, HelpCommandPrintsTheSame) {
  const CommandLine shell;
  EXPECT_EQ(shell.Run({"help", GetParam()}).out,
            shell.Run({GetParam(), "--help"}).out);
}

TEST_P(HelpTest, TopLevelListsTheCommand) {
  const CommandLine shell;
  const RunResult help = shell.Run({"--help"});
  EXPECT_THAT(help, Succeeds());
  EXPECT_THAT(help.out, HasSubstr("\n  " + GetParam() + " "));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, HelpTest, ::testing::ValuesIn(Commands()),
    [](const auto& tested) {
      return absl::StrReplaceAll(tested.param, {{"-", "_"}});
    });

TEST(UsageTest, VersionIsOneLine) {
  const CommandLine shell;
  const RunResult version = shell.Run({"--version"});
  EXPECT_THAT(version, Succeeds());
  EXPECT_THAT(Lines(version.out),
              ::testing::ElementsAre(::testing::StartsWith("clearsky ")));
}

TEST(UsageTest, NoCommandIsUsage) {
  const CommandLine shell;
  EXPECT_THAT(shell.Run({}), IsUsageErrorWith("--help"));
}

TEST(UsageTest, UnknownCommandIsUsage) {
  const CommandLine shell;
  const RunResult run = shell.Run({"tabel", "clear-sky/2022"});
  EXPECT_THAT(run, IsUsageErrorWith("--help"));
  EXPECT_THAT(run.err, HasSubstr("`tabel`"));
}

TEST(UsageTest, MissingArgumentIsNamed) {
  const CommandLine shell;
  EXPECT_THAT(shell.Run({"table"}), IsUsageErrorWith("PLAN"));
  EXPECT_THAT(shell.Run({"hold", "clear-sky/2022", "conference"}),
              IsUsageErrorWith("DATE"));
  EXPECT_THAT(shell.Run({"record", "clear-sky/2022"}),
              IsUsageErrorWith("--file"));
}

TEST(UsageTest, UnknownFormatNamesThoseThereAre) {
  const CommandLine shell;
  EXPECT_THAT(shell.Run({"table", "clear-sky/2022", "--format", "xml"}),
              IsUsageErrorWith("{text,tsv,md,json}"));
}

TEST(UsageTest, UnknownKindNamesThoseThereAre) {
  const CommandLine shell;
  EXPECT_THAT(shell.Run({"register", "clear-sky/2022", "a", "--title", "A",
                         "--kind", "party"}),
              IsUsageErrorWith("seminar, workshop"));
}

TEST(UsageTest, SplitWithOnePartIsUsage) {
  const CommandLine shell;
  EXPECT_THAT(shell.Run({"split", "clear-sky/2022", "a", "--part", "b=10.1"}),
              IsUsageErrorWith("--part"));
}

TEST(UsageTest, ImportDoesNotAskWhereNobodyCanAnswer) {
  const CommandLine shell;
  const RunResult import =
      shell.Run({"import", shell.Write("release.txt", "text"), "--plan", "p"});
  EXPECT_THAT(import, IsUsageErrorWith("--yes"));
  EXPECT_THAT(import.err, HasSubstr("--dry-run"));
}

TEST(UsageTest, RevisionMustBeANumber) {
  const CommandLine shell;
  EXPECT_THAT(
      shell.Run({"cancel", "clear-sky/2022", "a", "--expect-revision", "last"}),
      IsUsageErrorWith("--expect-revision"));
  EXPECT_THAT(
      shell.Run({"cancel", "clear-sky/2022", "a", "--expect-revision", "-1"}),
      IsUsageErrorWith("--expect-revision"));
  EXPECT_THAT(shell.Run({"events", "--from", "-1"}),
              IsUsageErrorWith("--from"));
}

}  // namespace
}  // namespace clearsky
