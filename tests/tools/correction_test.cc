#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// Corrections in use: correct, void.

namespace clearsky {
namespace {

using ::clearsky::test::IsRefused;
using ::clearsky::test::IsUsageErrorWith;
using ::clearsky::test::Lines;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Positions of PlanTest's events: 8 conference registered, 9 scheduled, 10
// forum, 11 hotline; 12 is what a test records first.
class CorrectionTest : public PlanTest {
 protected:
  std::string TableAsOf(const std::string& day) const {
    return Run({"table", kPlan, "--format", "tsv", "--as-of", day}).out;
  }
};

TEST_F(CorrectionTest, CorrectSaysWhatItTouchesAndTheLineBeforeAndAfter) {
  const RunResult correct =
      RunLater({"correct", "9", "--date", "12월 초", "--mode", "비대면",
                "--reason", "entry-error: 달이 틀림"});
  EXPECT_THAT(correct, Succeeds());
  EXPECT_THAT(
      Lines(correct.out),
      ElementsAre(AllOf(HasSubstr("12월 초"), HasSubstr("October 2022")),
                  "clear-sky/2022  position 12  revision 7",
                  "before  ○ 청천 컨퍼런스(10월 예정, 대면)",
                  "after   ○ 청천 컨퍼런스(12월 초 예정, 비대면)"));
  EXPECT_THAT(
      correct.err,
      HasSubstr("position 9 is revision 4 of clear-sky/2022: “청천 컨퍼런스”"));
  // It counts where the old one did.
  EXPECT_THAT(TableAsOf("2022-09-28"), HasSubstr("(12월 초 예정, 비대면)"));
  EXPECT_THAT(
      Run({"history", kPlan, "conference"}).out,
      AllOf(HasSubstr("corrected by position 12"), HasSubstr("in person"),
            HasSubstr("FactCorrected of conference"), HasSubstr("달이 틀림")));
}

TEST_F(CorrectionTest, WhatIsNotSaidStaysAsItWas) {
  ASSERT_THAT(RunLater({"correct", "9", "--venue", "서울"}), Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(10월 예정, 대면)");
  EXPECT_THAT(Run({"plan", kPlan, "--format", "json"}).out,
              HasSubstr("\"text\": \"서울\""));
}

TEST_F(CorrectionTest, HeldOnAnotherDayBecameSoOnThatDay) {
  ASSERT_THAT(RunLater({"hold", kPlan, "conference", "10.26"}), Succeeds());
  ASSERT_THAT(RunLater({"correct", "12", "--date", "10.24, 영상"}), Succeeds());
  EXPECT_THAT(TableAsOf("2022-10-23"), HasSubstr("(10월 예정, 대면)"));
  EXPECT_THAT(TableAsOf("2022-10-24"), HasSubstr("(10.24, 영상)"));
}

TEST_F(CorrectionTest, EffectiveMovesTheChangeInTime) {
  ASSERT_THAT(
      RunLater({"cancel", kPlan, "conference", "--effective", "2022-10-05"}),
      Succeeds());
  ASSERT_THAT(RunLater({"correct", "12", "--effective", "10.12"}), Succeeds());
  EXPECT_THAT(TableAsOf("2022-10-11"), HasSubstr("(10월 예정, 대면)"));
  EXPECT_THAT(TableAsOf("2022-10-12"), HasSubstr("(취소)"));
}

TEST_F(CorrectionTest, MoveThatWasARefinementIsToldAsOne) {
  ASSERT_THAT(RunLater({"set-date", kPlan, "conference", "12.7"}), Succeeds());
  ASSERT_THAT(RunLater({"correct", "12", "--date", "10.7"}), Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(10.7 예정, 대면)");
  ASSERT_THAT(RunLater({"correct", "13", "--date", "11.7"}), Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(11.7 예정, 대면)");
}

TEST_F(CorrectionTest, SetTakesFieldsOfTheSchema) {
  ASSERT_THAT(RunLater({"correct", "8", "--set", "level=실무자급", "--set",
                        "ordinal=3", "--set", "kind=forum"}),
              Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("),
            "○ 제3차 청천 컨퍼런스(실무자급, 10월 예정, 대면)");
  EXPECT_THAT(RunLater({"correct", "8", "--set", "levle=실무자급"}),
              IsRefused("INVALID_ARGUMENT", "ActivityRegistered"));
  EXPECT_THAT(RunLater({"correct", "8", "--set", "kind=party"}),
              IsRefused("INVALID_ARGUMENT", "workshop"));
  EXPECT_THAT(RunLater({"correct", "8", "--set", "ordinal=third"}),
              IsRefused("INVALID_ARGUMENT", "number"));
}

TEST_F(CorrectionTest, WholeEventIsTakenAsJsonOrFile) {
  const std::string right = R"({
  "activityScheduled": {"activityId": "conference",
                        "date": {"edtf": "2022-11"}}
})";
  ASSERT_THAT(RunLater({"correct", "9", "--event", right}), Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(11월 예정)");
  shell_.Write("right.json",
               R"({"activityScheduled": {"activityId": "conference",
                   "date": {"edtf": "2022-12"}}})");
  ASSERT_THAT(RunLater({"correct", "12", "--event", "right.json"}), Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(12월 예정)");
}

TEST_F(CorrectionTest, VoidTakesOutAndVoidOfAVoidBringsBack) {
  ASSERT_THAT(RunLater({"cancel", kPlan, "conference"}), Succeeds());
  const RunResult taken_out =
      RunLater({"void", "12", "--reason", "entry-error: 다른 회의"});
  EXPECT_THAT(taken_out, Succeeds());
  EXPECT_THAT(Lines(taken_out.out),
              ElementsAre(HasSubstr("entered in error"),
                          "clear-sky/2022  position 13  revision 8",
                          "before  ○ 청천 컨퍼런스(취소)",
                          "after   ○ 청천 컨퍼런스(10월 예정, 대면)"));
  ASSERT_THAT(RunLater({"void", "13", "--reason", "entry-error"}), Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(취소)");
}

TEST_F(CorrectionTest, VoidOfACorrectionBringsBackWhatItReplaced) {
  ASSERT_THAT(RunLater({"correct", "9", "--date", "12월"}), Succeeds());
  const RunResult taken_out =
      RunLater({"void", "12", "--reason", "entry-error"});
  EXPECT_THAT(Lines(taken_out.out).back(),
              "after   ○ 청천 컨퍼런스(10월 예정, 대면)");
}

TEST_F(CorrectionTest, DryRunSaysWhatItWouldTouchAndRecordsNothing) {
  const RunResult correct =
      RunLater({"correct", "9", "--date", "12월", "--dry-run"});
  EXPECT_THAT(correct, Succeeds());
  EXPECT_THAT(correct.err, AllOf(HasSubstr("position 9 is revision 4 of "),
                                 HasSubstr("--dry-run")));
  EXPECT_THAT(correct.out, HasSubstr("corrected to: activity scheduled: "));
  EXPECT_THAT(RunLater({"void", "9", "--reason", "x", "--dry-run"}),
              Succeeds());
  EXPECT_EQ(CountEvents(), 12u);
}

// Each is refused clearly, and nothing is recorded.

TEST_F(CorrectionTest, VoidOfWhatLaterEventsStandOnNamesThem) {
  const RunResult taken_out = RunLater({"void", "8", "--reason", "x"});
  EXPECT_THAT(taken_out,
              IsRefused("FAILED_PRECONDITION", "later-events-stand-on-it"));
  EXPECT_THAT(taken_out.err,
              HasSubstr("revision 4 (position 9), ActivityScheduled"));
  EXPECT_EQ(CountEvents(), 12u);
}

TEST_F(CorrectionTest, CorrectionThatMakesLaterEventsImpossibleNamesThem) {
  ASSERT_THAT(RunLater({"cancel", kPlan, "conference", "--effective", "10.1"}),
              Succeeds());
  ASSERT_THAT(
      RunLater({"reinstate", kPlan, "conference", "--effective", "10.5"}),
      Succeeds());
  const RunResult correct = RunLater({"correct", "12", "--effective", "10.6"});
  EXPECT_THAT(correct,
              IsRefused("FAILED_PRECONDITION", "later-events-stand-on-it"));
  EXPECT_THAT(correct.err, HasSubstr("(position 13), ActivityReinstated"));
  EXPECT_EQ(CountEvents(), 14u);
}

TEST_F(CorrectionTest, CorrectionOfWhatWasCorrectedNamesTheNewest) {
  ASSERT_THAT(RunLater({"correct", "9", "--date", "12월"}), Succeeds());
  ASSERT_THAT(RunLater({"correct", "12", "--date", "11월"}), Succeeds());
  for (const char* replaced : {"9", "12"}) {
    EXPECT_THAT(RunLater({"correct", replaced, "--date", "8월"}),
                IsRefused("FAILED_PRECONDITION",
                          "the correction at revision 8 (position 13)"));
  }
  EXPECT_EQ(CountEvents(), 14u);
}

TEST_F(CorrectionTest, PositionOfAnotherPlanIsNamed) {
  EXPECT_THAT(
      RunLater({"correct", "9", "--plan", "clear-sky/2021", "--date", "12월"}),
      IsRefused("INVALID_ARGUMENT", "belongs to clear-sky/2022"));
  EXPECT_THAT(RunLater({"void", "0", "--plan", kPlan, "--reason", "x"}),
              IsRefused("INVALID_ARGUMENT", "position 0 belongs to directory"));
  EXPECT_THAT(
      RunLater({"void", "9", "--plan", kPlan, "--reason", "x", "--dry-run"}),
      Succeeds());
  EXPECT_EQ(CountEvents(), 12u);
}

TEST_F(CorrectionTest, PositionPastTheEndIsOutOfRange) {
  EXPECT_THAT(RunLater({"correct", "12", "--date", "12월"}),
              IsRefused("OUT_OF_RANGE", "the last position is 11"));
  EXPECT_THAT(RunLater({"void", "4711", "--reason", "x"}),
              IsRefused("OUT_OF_RANGE", "the last position is 11"));
}

TEST_F(CorrectionTest, WhatTheEventDoesNotTellCannotBeCorrected) {
  EXPECT_THAT(
      RunLater({"correct", "10", "--date", "12월"}),
      IsRefused("INVALID_ARGUMENT", "ActivityRegistered tells no date"));
  EXPECT_THAT(
      RunLater({"correct", "10", "--mode", "영상"}),
      IsRefused("INVALID_ARGUMENT", "ActivityRegistered tells no mode"));
  EXPECT_THAT(RunLater({"correct", "9", "--date", "2.30"}),
              IsRefused("INVALID_ARGUMENT", "--date"));
  EXPECT_THAT(RunLater({"correct", "9", "--event", "{\"x\": 1}"}),
              IsRefused("INVALID_ARGUMENT", "--event"));
  EXPECT_THAT(RunLater({"correct", "9", "--event", "none.json"}),
              IsRefused("NOT_FOUND", "none.json"));
  EXPECT_THAT(RunLater({"correct", "9", "--mode", "in-person"}),
              IsRefused("FAILED_PRECONDITION", "no-change"));
  EXPECT_EQ(CountEvents(), 12u);
}

TEST_F(CorrectionTest, VoidsAreVoidedAndNotCorrected) {
  ASSERT_THAT(RunLater({"cancel", kPlan, "conference"}), Succeeds());
  ASSERT_THAT(RunLater({"void", "12", "--reason", "x"}), Succeeds());
  EXPECT_THAT(RunLater({"correct", "13", "--date", "12월"}),
              IsRefused("FAILED_PRECONDITION", "correction-of-void"));
  EXPECT_THAT(RunLater({"void", "12", "--reason", "x"}),
              IsRefused("FAILED_PRECONDITION", "was taken out"));
  EXPECT_EQ(CountEvents(), 14u);
}

TEST_F(CorrectionTest, PlanThatMovedOnIsAborted) {
  EXPECT_THAT(
      RunLater({"void", "9", "--reason", "x", "--expect-revision", "5"}),
      IsRefused("ABORTED", "actual revision 6"));
}

TEST_F(CorrectionTest, WhatIsRightMustBeSaid) {
  EXPECT_THAT(RunLater({"correct", "9"}), IsUsageErrorWith("--date"));
  EXPECT_THAT(RunLater({"void", "9"}), IsUsageErrorWith("--reason"));
  EXPECT_THAT(RunLater({"correct", "9", "--date", "12월", "--event", "{}"}),
              IsUsageErrorWith("--event"));
  EXPECT_THAT(RunLater({"void", "-1", "--reason", "x"}).exit_status, 2);
}

}  // namespace
}  // namespace clearsky
