#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// The commands that record: init, record, and each verb.

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
using ::testing::StartsWith;

TEST(InitTest, TellsWhereAndInWhichZone) {
  const CommandLine shell;
  const RunResult init =
      shell.Run({"init", "--db", "my.db", "--zone", "Asia/Shanghai"});
  EXPECT_THAT(init, Succeeds());
  EXPECT_THAT(init.out, AllOf(HasSubstr("my.db"), HasSubstr("Asia/Shanghai"),
                              Not(HasSubstr("simulated"))));
}

TEST(InitTest, DirectoryIsClearskyDbByDefault) {
  const CommandLine shell;
  EXPECT_THAT(shell.Run({"init"}), Succeeds());
  EXPECT_TRUE(std::filesystem::is_directory(shell.Path("clearsky.db")));
}

TEST(InitTest, DbMayStandBeforeTheCommand) {
  const CommandLine shell;
  EXPECT_THAT(shell.Run({"--db", "my.db", "init"}), Succeeds());
  EXPECT_THAT(shell.Run({"plans", "--db", "my.db"}), Succeeds());
}

class RecordingTest : public PlanTest {};

TEST_F(RecordingTest, RecordPrintsPositionRevisionAndIdOfEach) {
  const RunResult record = RunLater(
      {"record", kPlan, "--file", "-"},
      R"({"eventId": "0b0c8d1e-7f3a-4a52-8a1b-5d2f3c4e5a6b", "event": {"activityCancelled": {"activityId": "forum"}}}

{"occurrenceLogged": {"activityId": "hotline", "date": {"edtf": "2022-01-07"}}}
)");
  EXPECT_THAT(record, Succeeds());
  EXPECT_THAT(Lines(record.out),
              ElementsAre("12\t7\t0b0c8d1e-7f3a-4a52-8a1b-5d2f3c4e5a6b",
                          StartsWith("13\t8\t")));
  EXPECT_THAT(record.err, HasSubstr("positions 12 to 13, revisions 7 to 8"));
}

TEST_F(RecordingTest, RepeatedIdReportsTheFirstPosition) {
  const std::string line =
      R"({"eventId": "0b0c8d1e-7f3a-4a52-8a1b-5d2f3c4e5a6b", "event": {"activityCancelled": {"activityId": "forum"}}})";
  const RunResult first = RunLater({"record", kPlan, "--file", "-"}, line);
  const size_t count = CountEvents();
  const RunResult second = RunLater({"record", kPlan, "--file", "-"}, line);
  EXPECT_THAT(second, Succeeds());
  EXPECT_EQ(second.out, first.out);
  EXPECT_THAT(second.err, HasSubstr("recorded before"));
  EXPECT_EQ(CountEvents(), count);
}

TEST_F(RecordingTest, DryRunRecordsNothing) {
  const size_t count = CountEvents();
  const RunResult record =
      RunLater({"record", kPlan, "--file", "-", "--dry-run"},
               R"({"activityCancelled": {"activityId": "forum"}})");
  EXPECT_THAT(record, Succeeds());
  EXPECT_EQ(record.out, "");
  EXPECT_THAT(record.err, HasSubstr("--dry-run"));
  const RunResult cancel = RunLater({"cancel", kPlan, "forum", "--dry-run"});
  EXPECT_THAT(cancel, Succeeds());
  EXPECT_THAT(cancel.err, HasSubstr("--dry-run"));
  EXPECT_EQ(CountEvents(), count);
}

TEST_F(RecordingTest, ByteOrderMarkAndCarriageReturnsAreSkipped) {
  EXPECT_THAT(RunLater({"record", kPlan, "--file", "-"},
                       "\xEF\xBB\xBF{\"activityCancelled\": {\"activityId\": "
                       "\"forum\"}}\r\n\r\n"),
              Succeeds());
}

TEST_F(RecordingTest, CommentsAreSkipped) {
  EXPECT_THAT(RunLater({"record", kPlan, "--file", "-"},
                       R"(# source: the minutes
{"activityCancelled": {"activityId": "forum"}}
  # nothing more
)"),
              Succeeds());
}

// A history tells its times: by a line of its own, beside an event, or beside
// several.
TEST_F(RecordingTest, HistoryIsRecordedAtTheTimesItTells) {
  const RunResult record = Run({"record", kPlan, "--file", "-"},
                               R"({"at": "2022-10-01T09:00:00+09:00"}
{"activityPostponed": {"activityId": "conference"}}
{"activityScheduled": {"activityId": "forum", "date": {"edtf": "2022-11"}}}
{"at": "2022-10-10", "event": {"activityCancelled": {"activityId": "forum"}}, "eventId": "0b0c8d1e-7f3a-4a52-8a1b-5d2f3c4e5a6b"}
{"at": "2022-10-20T10:30", "events": [{"activityReinstated": {"activityId": "forum"}}, {"activityCancelled": {"activityId": "conference"}}]}
)");
  EXPECT_THAT(record, Succeeds());
  EXPECT_THAT(Lines(record.out),
              ElementsAre(StartsWith("12\t7\t"), StartsWith("13\t8\t"),
                          "14\t9\t0b0c8d1e-7f3a-4a52-8a1b-5d2f3c4e5a6b",
                          StartsWith("15\t10\t"), StartsWith("16\t11\t")));
  EXPECT_THAT(record.err,
              AllOf(HasSubstr("2022-10-01T09:00:00+09:00: 2 events were"),
                    HasSubstr("2022-10-10: 1 event was"),
                    HasSubstr("2022-10-20T10:30: 2 events were")));
  const RunResult history = Run({"history", kPlan});
  EXPECT_THAT(history.out,
              AllOf(HasSubstr("recorded: 2022-10-01T09:00:00+09:00"),
                    HasSubstr("recorded: 2022-10-10T00:00:00+09:00"),
                    HasSubstr("recorded: 2022-10-20T10:30:00+09:00")));
}

TEST_F(RecordingTest, ExpectedRevisionOfAHistoryIsThatBeforeItsFirstTime) {
  EXPECT_THAT(Run({"record", kPlan, "--file", "-", "--expect-revision", "6"},
                  R"({"at": "2022-10-01"}
{"activityPostponed": {"activityId": "conference"}}
{"at": "2022-10-02"}
{"activityCancelled": {"activityId": "forum"}}
)"),
              Succeeds());
}

// All of one time or none; what was told before stays, and is said to.
TEST_F(RecordingTest, RefusedTimeOfAHistoryLeavesWhatWasToldBefore) {
  const size_t count = CountEvents();
  const RunResult record = Run({"record", kPlan, "--file", "-"},
                               R"({"at": "2022-10-01"}
{"activityPostponed": {"activityId": "conference"}}
{"at": "2022-10-02"}
{"activityCancelled": {"activityId": "forum"}}
{"activityCancelled": {"activityId": "none"}}
{"at": "2022-10-03"}
{"activityCancelled": {"activityId": "hotline"}}
)");
  EXPECT_EQ(record.exit_status, 1);
  EXPECT_THAT(Lines(record.out), ElementsAre(StartsWith("12\t7\t")));
  EXPECT_THAT(
      record.err,
      AllOf(HasSubstr("clearsky: recorded up to line 2 of standard input"),
            HasSubstr("told at 2022-10-02 (line 3)"),
            HasSubstr("NOT_FOUND: standard input: line 5: event 2 of 2")));
  EXPECT_EQ(CountEvents(), count + 1);
}

TEST_F(RecordingTest, FindingNamesItsLine) {
  // Held outside the planned month: odd, not impossible.
  const RunResult record = RunLater({"record", kPlan, "--file", "-"},
                                    R"(
{"activityHeld": {"activityId": "conference", "date": {"edtf": "2022-11-01"}}})");
  EXPECT_THAT(record, Succeeds());
  EXPECT_THAT(record.err, HasSubstr("finding: line 2: "));
}

TEST_F(RecordingTest, RegisteredActivityCanBeScheduled) {
  EXPECT_THAT(RunLater({"register", kPlan, "seminar-4", "--kind", "seminar",
                        "--title", "정책교류 세미나", "--project", "exchange",
                        "--ordinal", "4", "--ordinal-text", "제4차"}),
              Succeeds());
  const RunResult schedule =
      RunLater({"schedule", kPlan, "seminar-4", "12월 예정, 비대면"});
  EXPECT_THAT(schedule, Succeeds());
  EXPECT_THAT(schedule.out,
              HasSubstr("after   ○ 제4차 정책교류 세미나(12월 예정, 비대면)"));
}

TEST_F(RecordingTest, ANewNumberIsWrittenAsTheOneBefore) {
  ASSERT_THAT(RunLater({"register", kPlan, "seminar", "--kind", "seminar",
                        "--title", "정책교류 세미나", "--project", "exchange",
                        "--ordinal", "3", "--ordinal-text", "제3차"}),
              Succeeds());
  ASSERT_THAT(RunLater({"schedule", kPlan, "seminar", "12월 예정, 비대면"}),
              Succeeds());
  const auto set = [&](const std::vector<std::string>& options) {
    std::vector<std::string> words = {"set-details", kPlan, "seminar"};
    words.insert(words.end(), options.begin(), options.end());
    return RunLater(words);
  };
  EXPECT_THAT(set({"--ordinal", "4"}).out,
              HasSubstr("after   ○ 제4차 정책교류 세미나"));
  EXPECT_THAT(set({"--ordinal", "5", "--ordinal-text", "다섯 번째"}).out,
              HasSubstr("after   ○ 다섯 번째 정책교류 세미나"));
  const RunResult refused = set({"--ordinal", "6"});
  EXPECT_NE(refused.exit_status, 0);
  EXPECT_THAT(refused.err,
              AllOf(HasSubstr("'다섯 번째'"), HasSubstr("--ordinal-text")));
  EXPECT_THAT(set({"--ordinal", "none"}).out,
              HasSubstr("after   ○ 정책교류 세미나"));
}

TEST_F(RecordingTest, VerbTellsSentencePositionAndLineBeforeAndAfter) {
  const RunResult hold =
      RunLater({"hold", kPlan, "conference", "10.26", "--mode", "영상"});
  EXPECT_THAT(hold, Succeeds());
  EXPECT_THAT(Lines(hold.out),
              ElementsAre(HasSubstr("청천 컨퍼런스"),
                          "clear-sky/2022  position 12  revision 7",
                          "before  ○ 청천 컨퍼런스(10월 예정, 대면)",
                          "after   ○ 청천 컨퍼런스(10.26, 영상)"));
}

TEST_F(RecordingTest, HoldIsEffectiveOnItsDate) {
  EXPECT_THAT(RunLater({"hold", kPlan, "conference", "10.26"}), Succeeds());
  EXPECT_THAT(
      Run({"table", kPlan, "--format", "tsv", "--as-of", "2022-10-25"}).out,
      HasSubstr("청천 컨퍼런스(10월 예정, 대면)"));
  EXPECT_THAT(
      Run({"table", kPlan, "--format", "tsv", "--as-of", "2022-10-26"}).out,
      HasSubstr("청천 컨퍼런스(10.26, 대면)"));
}

TEST_F(RecordingTest, SetDateWithinTheOldIsARefinement) {
  EXPECT_THAT(
      Run({"set-date", kPlan, "conference", "10월 말", "--at", "2022-10-01"}),
      Succeeds());
  EXPECT_THAT(Run({"history", kPlan, "conference"}).out,
              HasSubstr("ScheduleRefined of conference"));
}

TEST_F(RecordingTest, SetDateOutsideTheOldIsAReschedule) {
  EXPECT_THAT(RunLater({"set-date", kPlan, "conference", "12.7"}), Succeeds());
  EXPECT_THAT(Run({"history", kPlan, "conference"}).out,
              HasSubstr("ActivityRescheduled of conference"));
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(12.7 예정, 대면)");
}

TEST_F(RecordingTest, SetModeFromInPersonIsMovedOnline) {
  EXPECT_THAT(RunLater({"set-mode", kPlan, "conference", "비대면"}),
              Succeeds());
  EXPECT_THAT(Run({"history", kPlan, "conference"}).out,
              HasSubstr("ActivityMovedOnline of conference"));
}

TEST_F(RecordingTest, SetModeTakesNamesOfTheSchemaToo) {
  EXPECT_THAT(RunLater({"set-mode", kPlan, "conference", "hybrid"}),
              Succeeds());
  EXPECT_THAT(Run({"history", kPlan, "conference"}).out,
              HasSubstr("DeliveryModeChanged of conference"));
}

TEST_F(RecordingTest, SetVenueIsInThePlan) {
  EXPECT_THAT(
      RunLater({"set-venue", kPlan, "conference", "한강홍수통제소, 서울"}),
      Succeeds());
  EXPECT_THAT(Run({"plan", kPlan, "--format", "json"}).out,
              AllOf(HasSubstr("\"text\": \"한강홍수통제소\""),
                    HasSubstr("\"text\": \"서울\"")));
}

TEST_F(RecordingTest, PostponeKeepsWhoAskedAndWhy) {
  const RunResult postpone = Run(
      {"postpone", kPlan, "conference", "--effective", "2022-10-02",
       "--asked-by", "cn", "--reason", "public-health: 코로나19", "--source",
       "letter", "--actor", "b1946ac9@kr", "--at", "2022-10-04"});
  EXPECT_THAT(postpone, Succeeds());
  EXPECT_THAT(postpone.out, HasSubstr("(연기, 당초 10월"));
  const RunResult history = Run({"history", kPlan, "conference"});
  EXPECT_THAT(
      history.out,
      AllOf(HasSubstr("2022-10-02  "), HasSubstr("asked by: 중국"),
            HasSubstr("why: "), HasSubstr("코로나19"), HasSubstr("source: "),
            HasSubstr("recorded: 2022-10-04T00:00:00+09:00")));
}

TEST_F(RecordingTest, CancelledActivityCanBeReinstated) {
  EXPECT_THAT(RunLater({"cancel", kPlan, "conference"}), Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(취소)");
  EXPECT_THAT(RunLater({"reinstate", kPlan, "conference"}), Succeeds());
  EXPECT_EQ(LineAbout("컨퍼런스("), "○ 청천 컨퍼런스(10월 예정, 대면)");
}

TEST_F(RecordingTest, SplitMakesThePartsLines) {
  EXPECT_THAT(RunLater({"split", kPlan, "conference", "--part",
                        "conference-a=12.1", "--part", "conference-b=12.8"}),
              Succeeds());
  const RunResult table = Run({"table", kPlan, "--format", "tsv"});
  EXPECT_THAT(table.out, AllOf(HasSubstr("(12.1 예정"), HasSubstr("(12.8 예정"),
                               Not(HasSubstr("(10월 예정"))));
}

TEST_F(RecordingTest, DelegateAndSubstituteAreRecorded) {
  EXPECT_THAT(RunLater({"delegate", kPlan, "conference", "--party", "kr",
                        "--person", "b1946ac9", "--role", "수석 대표"}),
              Succeeds());
  EXPECT_THAT(
      RunLater({"delegate", kPlan, "conference", "--party", "kr", "--person",
                "591785b7", "--role", "수석 대표", "--instead-of", "b1946ac9"}),
      Succeeds());
  EXPECT_THAT(Run({"history", kPlan, "conference"}).out,
              AllOf(HasSubstr("DelegateAssigned of conference"),
                    HasSubstr("DelegateSubstituted of conference")));
}

TEST_F(RecordingTest, LoggedOccurrenceIsInTheTable) {
  EXPECT_THAT(RunLater({"log-occurrence", kPlan, "hotline", "1.7", "--level",
                        "실무자급"}),
              Succeeds());
  EXPECT_THAT(LineAbout("핫라인"), HasSubstr("1.7"));
}

TEST_F(RecordingTest, SignedAgreementIsEffectiveOnItsDate) {
  EXPECT_THAT(
      RunLater(
          {"record", kPlan, "--file", "-"},
          R"({"provenance": {"effective": {"edtf": "2022-09"}}, "agreementProposed": {"agreementId": "mou", "kind": "AGREEMENT_KIND_MEMORANDUM", "titles": [{"language": "ko", "text": "양해각서"}]}})"),
      Succeeds());
  const RunResult sign = RunLater({"sign", kPlan, "mou", "2022-10-31",
                                   "--signatory", "kr", "--signatory", "cn"});
  EXPECT_THAT(sign, Succeeds());
  EXPECT_THAT(Run({"history", kPlan, "mou"}).out, HasSubstr("2022-10-31  "));
}

TEST_F(RecordingTest, CarryOverIsRecordedInBothPlansAtOnce) {
  ASSERT_THAT(
      RunLater(
          {"record", "clear-sky/2023", "--file", "-"},
          R"({"planRegistered": {"titles": [{"language": "ko", "text": "2023년 청천계획"}], "period": {"edtf": "2023"}}}
{"areaDefined": {"areaId": "policy", "order": 1, "labels": [{"language": "ko", "text": "정책"}]}}
{"projectDefined": {"projectId": "exchange", "number": 1, "areaId": "policy", "labels": [{"language": "ko", "text": "청천컨퍼런스"}]}})"),
      Succeeds());
  const RunResult carry_over = RunLater(
      {"carry-over", "clear-sky/2022#exchange", "clear-sky/2023#exchange"});
  EXPECT_THAT(carry_over, Succeeds());
  EXPECT_THAT(carry_over.out, AllOf(HasSubstr("clear-sky/2022  position 15"),
                                    HasSubstr("clear-sky/2023  position 16")));
  EXPECT_THAT(Run({"plan", kPlan}).out,
              HasSubstr("goes on as clear-sky/2023#exchange"));
  EXPECT_THAT(Run({"plan", "clear-sky/2023"}).out,
              HasSubstr("comes from clear-sky/2022#exchange"));
}

TEST_F(RecordingTest, ExpectedRevisionThatHoldsIsAccepted) {
  EXPECT_THAT(RunLater({"cancel", kPlan, "forum", "--expect-revision", "6"}),
              Succeeds());
}

}  // namespace
}  // namespace clearsky
