#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// The main job: from the published release to the implementation table.

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::Lines;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kPlan[] = "clear-sky/2022";
constexpr char kExamples[] = CLEARSKY_SOURCE_DIR "/examples/clear-sky-2022";

class ReleaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(shell_.Run({"init"}), Succeeds());
    first_import_ = Import({"--yes"});
    ASSERT_THAT(first_import_, Succeeds());
  }

  RunResult Import(const std::vector<std::string>& how) const {
    std::vector<std::string> arguments = {
        "import", absl::StrCat(kExamples, "/press-release-2022-09-28.txt"),
        "--plan", kPlan};
    arguments.insert(arguments.end(), how.begin(), how.end());
    return shell_.Run(arguments);
  }

  std::string TableAsOf(const std::string& day) const {
    const RunResult table =
        shell_.Run({"table", kPlan, "--as-of", day, "--format", "tsv"});
    EXPECT_THAT(table, Succeeds());
    return table.out;
  }

  size_t CountEvents() const {
    return Lines(shell_.Run({"events", "--format", "json"}).out).size();
  }

  CommandLine shell_;
  RunResult first_import_;
};

std::string PublishedTable() {
  return CommandLine::Read(
      absl::StrCat(kExamples, "/implementation-table.ko.tsv"));
}

TEST_F(ReleaseTest, TableIsThePublishedOneByteForByte) {
  const std::string published = PublishedTable();
  ASSERT_THAT(Lines(published), SizeIs(18));
  EXPECT_EQ(TableAsOf("2022-09-28"), published);
}

TEST_F(ReleaseTest, TableOfMayHasTheLinesOfWhatHadBeenHeld) {
  const std::vector<std::string> rows = Lines(TableAsOf("2022-05-01"));
  std::vector<std::string> lines;
  for (size_t i = 1; i < rows.size(); ++i) {
    lines.push_back(rows[i].substr(rows[i].rfind('\t') + 1));
  }
  EXPECT_THAT(
      lines,
      ElementsAre("○ 제6차 대기오염관리 정책 기술 교류회(4.29, 영상회의)",
                  "○ 계절관리대책 시행 정례회의(2.28, 한·중 환경장관회의)",
                  "○ 고농도 예상시 핫라인 운영(실무자급, 1.7, 2.11)",
                  "○ 제14차 한중 대기질 공동연구 워크숍(4.29, 영상)",
                  "○ 청천계획 이행 환경기술 및 산업협력 킥오프회의(4.26, 영상)",
                  "○ 청천계획 이행 환경기술 및 산업협력 킥오프회의(4.26, "
                  "영상)"));
}

TEST_F(ReleaseTest, TableOfJanuaryHasTheHotlineAlone) {
  const std::vector<std::string> rows = Lines(TableAsOf("2022-01-31"));
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[1], ::testing::EndsWith(
                           "\t○ 고농도 예상시 핫라인 운영(실무자급, 1.7)"));
}

TEST_F(ReleaseTest, ImportTellsPositionsOfEachStream) {
  EXPECT_THAT(
      Lines(first_import_.out),
      ElementsAre(AllOf(StartsWith("directory\t"), HasSubstr("positions 0 to")),
                  StartsWith("kr-cn-environment\t"), StartsWith("cbd-cop15\t"),
                  StartsWith("clear-sky/2022\t")));
}

TEST_F(ReleaseTest, SecondImportReportsTheFirstPositions) {
  const size_t count = CountEvents();
  const RunResult second = Import({"--yes"});
  EXPECT_THAT(second, Succeeds());
  EXPECT_EQ(second.out, first_import_.out);
  EXPECT_THAT(second.err, HasSubstr("imported before"));
  EXPECT_EQ(CountEvents(), count);
}

TEST_F(ReleaseTest, SecondImportForAnotherPlanSaysThatNothingOfItIsRecorded) {
  const size_t count = CountEvents();
  const RunResult second = shell_.Run(
      {"import", absl::StrCat(kExamples, "/press-release-2022-09-28.txt"),
       "--plan", "clear-sky/2023", "--yes"});
  EXPECT_THAT(second, Succeeds());
  EXPECT_THAT(second.out, Not(HasSubstr("clear-sky/2023")));
  EXPECT_THAT(second.err, HasSubstr("not-recorded: clear-sky/2023: "));
  EXPECT_EQ(CountEvents(), count);
}

TEST_F(ReleaseTest, DryRunShowsTheProposalAndRecordsNothing) {
  ASSERT_THAT(shell_.Run({"init", "--db", "fresh.db"}), Succeeds());
  const RunResult proposal = Import({"--dry-run", "--db", "fresh.db"});
  EXPECT_THAT(proposal, Succeeds());
  EXPECT_THAT(
      proposal.out,
      AllOf(HasSubstr("clear-sky/2022: "), HasSubstr("16 ActivityRegistered"),
            HasSubstr("○ 제6차 대기오염관리 정책 기술 교류회(4.29, 영상회의)"),
            HasSubstr("activity held: date 2022-04-29")));
  EXPECT_EQ(shell_.Run({"events", "--db", "fresh.db"}).out, "");
}

TEST_F(ReleaseTest, ImportAsksOnATerminal) {
  if (!CommandLine::HasTerminals()) {
    GTEST_SKIP() << "this machine has no pseudo-terminals (/dev/pts)";
  }
  ASSERT_THAT(shell_.Run({"init", "--db", "fresh.db"}), Succeeds());
  const std::vector<std::string> import = {
      "import", absl::StrCat(kExamples, "/press-release-2022-09-28.txt"),
      "--plan", kPlan,
      "--db",   "fresh.db"};
  const RunResult no = shell_.RunOnTerminal(import, "n\n");
  EXPECT_THAT(no, Succeeds());
  EXPECT_EQ(no.out, "");
  EXPECT_THAT(no.err, AllOf(HasSubstr("Record these 122 events? [y/N] "),
                            HasSubstr("nothing was recorded")));
  EXPECT_EQ(shell_.Run({"events", "--db", "fresh.db"}).out, "");

  const RunResult yes = shell_.RunOnTerminal(import, "?\n예\n");
  EXPECT_THAT(yes, Succeeds());
  EXPECT_EQ(yes.out, first_import_.out);
}

TEST_F(ReleaseTest, NoContactDataIsImported) {
  const std::string events = shell_.Run({"events", "--format", "json"}).out;
  EXPECT_THAT(events, Not(HasSubstr("044-")));
  EXPECT_THAT(events, Not(HasSubstr("홍길동")));
  EXPECT_THAT(events, Not(HasSubstr("김철수")));
}

TEST_F(ReleaseTest, HistoryOfALineNamesTheRelease) {
  const std::string activities =
      shell_.Run({"plan", kPlan, "--format", "tsv"}).out;
  std::string id;
  for (const std::string& row : Lines(activities)) {
    const std::vector<std::string> cells = absl::StrSplit(row, '\t');
    if (row.find("제7차 대기오염관리") != std::string::npos) id = cells[1];
  }
  ASSERT_NE(id, "");
  const RunResult history = shell_.Run({"history", kPlan, id});
  EXPECT_THAT(history, Succeeds());
  EXPECT_THAT(history.out,
              AllOf(HasSubstr("ActivityScheduled of " + id),
                    HasSubstr("2022-09-28  "), HasSubstr("source: ")));
}

// The examples that --help shows run as they stand on the release's ledger.
// Those of import, delegate and carry-over name things of the reader's own.
TEST_F(ReleaseTest, ExamplesOfHelpAreTrue) {
  for (const std::string command :
       {"register",  "correct",   "void",           "schedule",  "cancel",
        "reinstate", "set-venue", "set-date",       "set-mode",  "split",
        "hold",      "postpone",  "log-occurrence", "sign",      "record",
        "plan",      "table",     "history",        "published", "publish",
        "events",    "plans",     "read-date",      "compare",   "report",
        "calendar",  "series",    "rebuild",        "help"}) {
    const std::string help = shell_.Run({command, "--help"}).out;
    const std::vector<std::string> lines = Lines(help);
    const auto head = std::find(lines.begin(), lines.end(), "Example:");
    ASSERT_NE(head, lines.end()) << help;
    for (auto example = head + 1; example != lines.end(); ++example) {
      if (example->empty()) continue;
      EXPECT_THAT(shell_.RunShell(*example), Succeeds()) << *example;
    }
  }
}

TEST_F(ReleaseTest, LaterChangesShowInTheTable) {
  const std::string activities =
      shell_.Run({"plan", kPlan, "--format", "tsv"}).out;
  std::string id;
  for (const std::string& row : Lines(activities)) {
    const std::vector<std::string> cells = absl::StrSplit(row, '\t');
    if (cells.back() == "청천 컨퍼런스") id = cells[1];
  }
  ASSERT_NE(id, "");
  EXPECT_THAT(shell_.Run({"hold", kPlan, id, "10.26", "--mode", "영상"}),
              Succeeds());
  EXPECT_THAT(TableAsOf("2022-10-26"),
              HasSubstr("○ 청천 컨퍼런스 개최(10.26, 영상)"));
  EXPECT_EQ(TableAsOf("2022-09-28"), PublishedTable());
}

}  // namespace
}  // namespace clearsky
