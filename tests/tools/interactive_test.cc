// Verbs that ask, answered on standard input line by line, and on a terminal.

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
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class InteractiveTest : public PlanTest {};

TEST_F(InteractiveTest, AsksOneQuestionAtATimeAndRecordsAfterAYes) {
  // Plan, activity, date, mode, venue, since when, why, and yes.
  const RunResult run =
      RunLater({"schedule", "-i"},
               "1\n협력포럼\n11월 말\n비대면\n\n\n중국 측 요청\ny\n");
  ASSERT_THAT(run, Succeeds());
  EXPECT_THAT(run.err,
              AllOf(HasSubstr("Which plan"), HasSubstr("Which activity"),
                    HasSubstr("○ 청천 컨퍼런스"), HasSubstr("Which date"),
                    HasSubstr("before  (no line)"), HasSubstr("Record this?"),
                    HasSubstr("11월 말 = 2022-11-21 .. 2022-11-30")));
  EXPECT_THAT(run.out,
              AllOf(HasSubstr("after   ○ 협력포럼(11월 말 예정, 비대면)"),
                    Not(HasSubstr("Which"))));
  EXPECT_EQ(LineAbout("협력포럼"), "○ 협력포럼(11월 말 예정, 비대면)");
  EXPECT_THAT(Run({"history", kPlan, "forum"}).out, HasSubstr("중국 측 요청"));
}

TEST_F(InteractiveTest, WrongAnswersAreAskedAgainWithTheReason) {
  const RunResult run =
      RunLater({"set-date", kPlan, "-i"},
               "nothing\nconference\n?\n10.32\n연기\n10.26\n\n\ny\n");
  ASSERT_THAT(run, Succeeds());
  EXPECT_THAT(run.err, AllOf(HasSubstr("'nothing' is none of the 3"),
                             HasSubstr("A date as officials write it"),
                             HasSubstr("DATE: "), HasSubstr("postpone")));
  EXPECT_EQ(LineAbout("컨퍼런스"), "○ 청천 컨퍼런스(10.26 예정, 대면)");
}

TEST_F(InteractiveTest, WhatTheLedgerRefusesIsAskedAgain) {
  // The first date lies in the future; then another is given.
  const RunResult run = RunLater({"hold", kPlan, "conference", "-i"},
                                 "2022-12-24\n\n\n\n10.26\n\n\n\ny\n");
  ASSERT_THAT(run, Succeeds());
  EXPECT_THAT(run.err, HasSubstr("Nothing was recorded; once more"));
  EXPECT_EQ(LineAbout("컨퍼런스"), "○ 청천 컨퍼런스(10.26, 대면)");
}

TEST_F(InteractiveTest, NoAndTheEndOfTheAnswersRecordNothing) {
  const size_t count = CountEvents();
  const RunResult no = RunLater({"cancel", kPlan, "forum", "-i"}, "\n\nn\n");
  EXPECT_THAT(no, Succeeds());
  EXPECT_THAT(no.err, HasSubstr("nothing was recorded"));
  EXPECT_EQ(no.out, "");
  for (const char* answers : {"", "\n", "\n\n", "q\n", "\n\nq\n"}) {
    EXPECT_THAT(RunLater({"cancel", kPlan, "forum", "-i"}, answers),
                IsRefused("CANCELLED", "nothing was recorded"));
  }
  EXPECT_EQ(CountEvents(), count);
}

TEST_F(InteractiveTest, ConfirmShowsTheLinesAndYesDoesNotAsk) {
  const size_t count = CountEvents();
  const RunResult confirm =
      RunLater({"postpone", kPlan, "conference", "--confirm"}, "n\n");
  EXPECT_THAT(confirm, Succeeds());
  EXPECT_THAT(
      confirm.err,
      AllOf(HasSubstr("before  ○ 청천 컨퍼런스(10월 예정, 대면)"),
            HasSubstr("after   ○ 청천 컨퍼런스(연기, 당초 10월, 대면)")));
  EXPECT_EQ(CountEvents(), count);
  EXPECT_THAT(RunLater({"postpone", kPlan, "conference", "--yes"}), Succeeds());
  EXPECT_EQ(CountEvents(), count + 1);
}

TEST_F(InteractiveTest, AsksOnATerminal) {
  if (!CommandLine::HasTerminals()) {
    GTEST_SKIP() << "this machine has no pseudo-terminals (/dev/pts)";
  }
  const RunResult run = shell_.RunOnTerminal(
      {"cancel", kPlan, "forum", "-i", "--at", kLater}, "\n예산\ny\n");
  EXPECT_THAT(run, Succeeds());
  EXPECT_THAT(Run({"history", kPlan, "forum"}).out, HasSubstr("예산"));
}

TEST_F(InteractiveTest, CorrectionIsFoundByAsking) {
  const RunResult run =
      RunLater({"correct", "-i"}, "1\nconference\n9\n11월\n\n\n\n착오\ny\n");
  ASSERT_THAT(run, Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스"), "○ 청천 컨퍼런스(11월 예정, 대면)");
}

// Forgiving arguments, without questions.

TEST_F(InteractiveTest, DateOfSeveralWordsNeedsNoQuotes) {
  const RunResult run =
      RunLater({"set-date", kPlan, "conference", "10월", "말"});
  ASSERT_THAT(run, Succeeds());
  EXPECT_THAT(run.err, HasSubstr("DATE: 10월 말 = 2022-10-21 .. 2022-10-31"));
  EXPECT_THAT(RunLater({"set-date", kPlan, "conference", "10.26", "--reason",
                        "x", "말"}),
              IsUsageErrorWith("stand apart"));
}

TEST_F(InteractiveTest, DatesAreReadAsTheyAreTyped) {
  for (const char* words :
       {"１０．２６", "10. 26.", "2022-10-26", "2022.10.26"}) {
    const RunResult run =
        RunLater({"hold", kPlan, "conference", words, "--dry-run"});
    EXPECT_THAT(run, Succeeds()) << words;
    EXPECT_THAT(run.out, HasSubstr("2022-10-26")) << words;
  }
  for (const char* words : {"오늘", "today", "Today"}) {
    const RunResult run =
        RunLater({"hold", kPlan, "conference", words, "--dry-run"});
    EXPECT_THAT(run, Succeeds()) << words;
    EXPECT_THAT(run.out, HasSubstr("2022-11-01")) << words;
  }
  EXPECT_THAT(
      RunLater({"hold", kPlan, "conference", "yesterday", "--dry-run"}).out,
      HasSubstr("2022-10-31"));
  EXPECT_THAT(
      RunLater({"set-date", kPlan, "conference", "내년", "상반기", "--dry-run"})
          .err,
      HasSubstr("2023-01-01 .. 2023-06-30"));
  EXPECT_THAT(
      RunLater({"set-date", kPlan, "conference", "10.26(목)", "--dry-run"}).err,
      HasSubstr("finding: DATE: weekday-mismatch"));
}

TEST_F(InteractiveTest, ActivityIsNamedByItsTitleWhereThatIsClear) {
  const RunResult run =
      RunLater({"cancel", kPlan, "청천컨퍼런스", "--dry-run"});
  EXPECT_THAT(run, Succeeds());
  EXPECT_THAT(run.err, HasSubstr("'청천컨퍼런스' is `conference`"));
  ASSERT_THAT(RunLater({"register", kPlan, "forum-b", "--kind", "forum",
                        "--title", "산업 협력포럼"}),
              Succeeds());
  EXPECT_THAT(RunLater({"cancel", kPlan, "포럼", "--dry-run"}),
              IsRefused("INVALID_ARGUMENT", "`forum` ("));
  // An id goes before titles, and a whole title before parts.
  EXPECT_THAT(RunLater({"cancel", kPlan, "forum", "--dry-run"}), Succeeds());
  EXPECT_THAT(RunLater({"cancel", kPlan, "협력포럼", "--dry-run"}).err,
              HasSubstr("is `forum`"));
  EXPECT_THAT(RunLater({"cancel", kPlan, "fourm"}),
              IsRefused("NOT_FOUND", "did you mean `forum`"));
}

}  // namespace
}  // namespace clearsky
