#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// Bad input: each is a clear error with its code that names the field or rule,
// exit status 1, and nothing is recorded.

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::IsRefused;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunAs;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kNotUtf8[] = "\xED\x95";

// Whatever a test does to the ledger, it records nothing.
class BadInputTest : public PlanTest {
 protected:
  void SetUp() override {
    PlanTest::SetUp();
    count_ = CountEvents();
    ASSERT_EQ(count_, 12u);
  }
  void TearDown() override { EXPECT_EQ(CountEvents(), count_); }

  RunResult Record(const std::string& lines) const {
    return RunLater({"record", kPlan, "--file", "-"}, lines);
  }

 private:
  size_t count_ = 0;
};

// Malformed events.

TEST_F(BadInputTest, JsonThatDoesNotParseNamesItsLine) {
  EXPECT_THAT(Record("\n\n{\"activityCancelled\": {\n"),
              IsRefused("INVALID_ARGUMENT", "standard input: line 3"));
}

TEST_F(BadInputTest, UnknownFieldIsNamed) {
  EXPECT_THAT(Record(R"({"activityCanceled": {"activityId": "forum"}})"),
              IsRefused("INVALID_ARGUMENT", "activityCanceled"));
  EXPECT_THAT(
      Record(R"({"activityCancelled": {"activityId": "forum", "why": "x"}})"),
      IsRefused("INVALID_ARGUMENT", "why"));
}

TEST_F(BadInputTest, EventWithoutAChangeIsMalformed) {
  EXPECT_THAT(Record("{}"), IsRefused("INVALID_ARGUMENT", "line 1"));
}

TEST_F(BadInputTest, MissingRequiredFieldIsNamed) {
  EXPECT_THAT(Record(R"({"activityHeld": {"activityId": "conference"}})"),
              IsRefused("INVALID_ARGUMENT", "date"));
}

TEST_F(BadInputTest, EventIdMustBeAUuid) {
  EXPECT_THAT(
      Record(
          R"({"eventId": "one", "event": {"activityCancelled": {"activityId": "forum"}}})"),
      IsRefused("INVALID_ARGUMENT", "event_id"));
}

TEST_F(BadInputTest, FileWithoutEventsIsRefused) {
  EXPECT_THAT(Record("\n \n"), IsRefused("INVALID_ARGUMENT", "no event"));
  EXPECT_THAT(Record(""), IsRefused("INVALID_ARGUMENT", "is empty"));
}

TEST_F(BadInputTest, BatchWithOneBadEventRecordsNone) {
  EXPECT_THAT(Record(R"({"activityCancelled": {"activityId": "forum"}}

{"activityCancelled": {"activityId": "nothing"}}
)"),
              IsRefused("NOT_FOUND", "nothing"));
  EXPECT_THAT(Record(R"({"activityCancelled": {"activityId": "forum"}}

{"activityCancelled": {"activityId": "nothing"}}
)")
                  .err,
              HasSubstr("standard input: line 3: "));
}

// Unknown things.

// Histories: nothing is recorded before all of the file has been read.
TEST_F(BadInputTest, HistoryWhoseTimesCannotBeReadIsRefusedWhole) {
  const std::string cancel =
      R"({"activityCancelled": {"activityId": "forum"}})";
  const auto record = [&](const std::string& lines) {
    return Run({"record", kPlan, "--file", "-"}, lines);
  };
  const std::string first = "{\"at\": \"2022-10-02\"}\n" + cancel + "\n";
  EXPECT_THAT(record(first + "{\"at\": \"soon\"}\n" + cancel),
              IsRefused("INVALID_ARGUMENT", "line 3: at 'soon'"));
  EXPECT_THAT(record(first + "{\"at\": \"2022-10-01\"}\n" + cancel),
              IsRefused("INVALID_ARGUMENT",
                        "line 3: at '2022-10-01' is before '2022-10-02' of "
                        "line 1"));
  EXPECT_THAT(record(first + "{\"at\": \"2022-10-03\"}\n# nothing\n"),
              IsRefused("INVALID_ARGUMENT", "line 3 tells the time"));
  EXPECT_THAT(record("{\"at\": \"2022-10-02\"}\n" + first),
              IsRefused("INVALID_ARGUMENT", "line 1 tells the time"));
  EXPECT_THAT(record("{\"at\": \"2022-10-02\", \"event\": " + cancel +
                     ", \"events\": [" + cancel + "]}"),
              IsRefused("INVALID_ARGUMENT", "both event and events"));
  EXPECT_THAT(record("{\"at\": \"\"}\n" + cancel),
              IsRefused("INVALID_ARGUMENT", "neither a time nor an event"));
  EXPECT_THAT(record("{\"at\": \"2022-10-02\", \"eventId\": \"x\"}\n" + cancel),
              IsRefused("INVALID_ARGUMENT", "no event that they are of"));
  EXPECT_THAT(record("{\"at\": \"2022-10-02\", \"activityCancelled\": {}}\n"),
              IsRefused("INVALID_ARGUMENT", "activityCancelled"));
}

TEST_F(BadInputTest, HistoryTellsItsTimesItself) {
  const std::string history =
      R"({"at": "2022-10-01"}
{"activityPostponed": {"activityId": "conference"}}
{"at": "2022-10-02"}
{"activityCancelled": {"activityId": "forum"}}
)";
  EXPECT_THAT(Record(history), IsRefused("INVALID_ARGUMENT",
                                         "line 1 of standard input tells a "
                                         "time of its own"));
  EXPECT_THAT(Run({"record", kPlan, "--file", "-", "--dry-run"}, history),
              IsRefused("INVALID_ARGUMENT", "told at 2 times"));
}

TEST_F(BadInputTest, UnknownPlanIsNotFound) {
  EXPECT_THAT(Run({"table", "clear-sky/2202"}),
              IsRefused("NOT_FOUND", "clear-sky/2202"));
  EXPECT_THAT(Run({"plan", "clear-sky/2202"}),
              IsRefused("NOT_FOUND", "did you mean `clear-sky/2022`"));
  EXPECT_THAT(Run({"history", "clear-sky/2202"}),
              IsRefused("NOT_FOUND", "clear-sky/2202"));
  EXPECT_THAT(Run({"events", "--stream", "clear-sky/2202"}),
              IsRefused("NOT_FOUND", "clear-sky/2202"));
  EXPECT_THAT(RunLater({"hold", "clear-sky/2202", "conference", "10.26"}),
              IsRefused("NOT_FOUND", "clear-sky/2202"));
}

TEST_F(BadInputTest, UnknownActivityNamesNearOnes) {
  EXPECT_THAT(RunLater({"hold", kPlan, "confrence", "10.26"}),
              IsRefused("NOT_FOUND", "did you mean `conference`"));
  EXPECT_THAT(Run({"history", kPlan, "confrence"}),
              IsRefused("NOT_FOUND", "conference"));
}

TEST_F(BadInputTest, UnknownPartyAndDocumentAreNotFound) {
  EXPECT_THAT(RunLater({"cancel", kPlan, "forum", "--asked-by", "mars"}),
              IsRefused("NOT_FOUND", "mars"));
  EXPECT_THAT(RunLater({"cancel", kPlan, "forum", "--source", "rumour"}),
              IsRefused("NOT_FOUND", "rumour"));
}

// Dates.

TEST_F(BadInputTest, DayThatDoesNotExistIsRefusedWhereverItStands) {
  EXPECT_THAT(RunLater({"hold", kPlan, "conference", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "DATE"));
  EXPECT_THAT(RunLater({"hold", kPlan, "conference", "2.30"}),
              IsRefused("INVALID_ARGUMENT", "2.30"));
  EXPECT_THAT(RunLater({"cancel", kPlan, "forum", "--effective", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "--effective"));
  EXPECT_THAT(
      Record(
          R"({"activityHeld": {"activityId": "conference", "date": {"edtf": "2022-02-30"}}})"),
      IsRefused("INVALID_ARGUMENT", "day 30 does not exist in 2022-02"));
  EXPECT_THAT(Run({"table", kPlan, "--as-of", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "--as-of"));
  EXPECT_THAT(Run({"table", kPlan, "--known-at", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "--known-at"));
  EXPECT_THAT(Run({"cancel", kPlan, "forum", "--at", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "--at"));
  EXPECT_THAT(Run({"read-date", "2022-02-30", "--on", "2022-03-01"}),
              IsRefused("INVALID_ARGUMENT", "2022-02-30"));
  EXPECT_THAT(Run({"read-date", "2.3", "--on", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "--on"));
}

TEST_F(BadInputTest, EndBeforeStartIsRefused) {
  EXPECT_THAT(RunLater({"schedule", kPlan, "forum", "2022-09-02/2022-09-01"}),
              IsRefused("INVALID_ARGUMENT", "DATE"));
  EXPECT_THAT(RunLater({"schedule", kPlan, "forum", "9.2~9.1"}),
              IsRefused("INVALID_ARGUMENT", "9.2~9.1"));
  EXPECT_THAT(
      Record(
          R"({"activityScheduled": {"activityId": "forum", "date": {"edtf": "2022-09-02/2022-09-01"}}})"),
      IsRefused("INVALID_ARGUMENT", "date"));
}

TEST_F(BadInputTest, HeldInTheFutureIsRefused) {
  EXPECT_THAT(RunLater({"hold", kPlan, "conference", "12.1"}),
              IsRefused("FAILED_PRECONDITION", "2022-11-01"));
}

TEST_F(BadInputTest, WordsWithoutADateAreRefused) {
  EXPECT_THAT(RunLater({"schedule", kPlan, "forum", "곧"}),
              IsRefused("INVALID_ARGUMENT", "DATE"));
}

TEST_F(BadInputTest, DateThatTellsAnotherStateIsRefused) {
  EXPECT_THAT(RunLater({"hold", kPlan, "conference", "10.26, 취소"}),
              IsRefused("INVALID_ARGUMENT", "cancelled"));
  EXPECT_THAT(RunLater({"set-date", kPlan, "conference", "12월 연기"}),
              IsRefused("INVALID_ARGUMENT", "postponed"));
  EXPECT_THAT(RunLater({"hold", kPlan, "conference", "10.26 예정"}),
              IsRefused("INVALID_ARGUMENT", "예정"));
  EXPECT_THAT(RunLater({"log-occurrence", kPlan, "hotline", "10.26 예정"}),
              IsRefused("INVALID_ARGUMENT", "예정"));
}

TEST_F(BadInputTest, VenueMustNameAPlace) {
  for (const char* words : {"", " ", ","}) {
    EXPECT_THAT(RunLater({"set-venue", kPlan, "conference", words}),
                IsRefused("INVALID_ARGUMENT", "VENUE"));
  }
}

TEST_F(BadInputTest, OptionsThatSayNothingAreUsageErrors) {
  const RunResult actor =
      RunLater({"cancel", kPlan, "conference", "--actor", "@"});
  EXPECT_EQ(actor.exit_status, 2);
  EXPECT_THAT(actor.err, HasSubstr("names nobody"));
  for (const char* count : {"-1", "1.5", "99999999999999999999"}) {
    const RunResult events = Run({"events", "--from", count});
    EXPECT_EQ(events.exit_status, 2) << count;
    EXPECT_THAT(events.err, HasSubstr("is no number")) << count;
  }
}

TEST_F(BadInputTest, PositionPastTheEndIsOutOfRange) {
  EXPECT_THAT(Run({"table", kPlan, "--known-at", "12"}),
              IsRefused("OUT_OF_RANGE", "last position is 11"));
  EXPECT_THAT(Run({"table", kPlan, "--known-at", "99999999999999999999"}),
              IsRefused("INVALID_ARGUMENT", "--known-at"));
}

TEST_F(BadInputTest, TimeInTheFutureIsOutOfRangeAndTellsTheLastRecord) {
  for (const char* command : {"table", "plan", "history", "published"}) {
    const RunResult result =
        Run({command, kPlan, "--known-at", "2030-01-01T00:00:00+09:00"});
    EXPECT_THAT(result, IsRefused("OUT_OF_RANGE", "is in the future"));
    EXPECT_THAT(result.err,
                HasSubstr("position 11, was recorded at 2022-09-28T00:00:00"));
  }
  EXPECT_THAT(Run({"table", kPlan, "--known-at", "2022-09-29"}),
              IsRefused("OUT_OF_RANGE", "is in the future"));
  // The present day means its end.
  EXPECT_THAT(Run({"table", kPlan, "--known-at", "2022-09-28"}), Succeeds());
}

TEST_F(BadInputTest, DayBeforeTheFirstChangeIsAnEmptyPlanThatSaysSo) {
  const std::string note =
      "nothing of clear-sky/2022 had become so by 2019-12-31; its first change "
      "is of 2022-09-28";
  const RunResult tsv =
      Run({"table", kPlan, "--as-of", "2019-12-31", "--format", "tsv"});
  EXPECT_THAT(tsv, Succeeds());
  EXPECT_EQ(tsv.out, "area\tproject\tline\n");
  EXPECT_THAT(tsv.err, HasSubstr(note));
  for (const std::string command : {"table", "plan"}) {
    for (const std::string format : {"text", "md", "json", "tsv"}) {
      const RunResult result =
          Run({command, kPlan, "--as-of", "2019-12-31", "--format", format});
      EXPECT_THAT(result, Succeeds());
      EXPECT_NE(result.out, "");
      EXPECT_THAT(result.err, HasSubstr(note));
    }
  }
  EXPECT_THAT(Run({"history", kPlan, "--as-of", "2019-12-31"}).err,
              HasSubstr(note));
  EXPECT_THAT(Run({"table", kPlan, "--as-of", "2022-09-28"}).err,
              testing::Not(HasSubstr("had become so")));
}

TEST_F(BadInputTest, BeforeThePlanWasKnownTheAnswerSaysSo) {
  for (const char* command : {"table", "plan", "history"}) {
    const RunResult result = Run({command, kPlan, "--known-at", "3"});
    EXPECT_THAT(result, Succeeds());
    EXPECT_THAT(
        result.err,
        AllOf(HasSubstr("known to position 3 (the last is 11), nothing known "
                        "of the plan yet"),
              HasSubstr("the ledger knew nothing of clear-sky/2022 then; its "
                        "first event was recorded at position 5")));
  }
  EXPECT_THAT(Run({"published", kPlan, "--known-at", "3"}),
              IsRefused("NOT_FOUND", "nothing was known of it then"));
  EXPECT_THAT(Run({"plan", kPlan, "--known-at", "2021-01-01T00:00:00Z"}).err,
              HasSubstr("nothing known yet (the last is 11)"));
}

TEST_F(BadInputTest, TimeMustBeATime) {
  EXPECT_THAT(Run({"table", kPlan, "--known-at", "yesterday"}),
              IsRefused("INVALID_ARGUMENT", "RFC 3339"));
  EXPECT_THAT(Run({"table", kPlan, "--known-at", "infinite-future"}),
              IsRefused("INVALID_ARGUMENT", "RFC 3339"));
}

// State and revisions.

TEST_F(BadInputTest, WrongRevisionIsAbortedAndNamesTheActual) {
  EXPECT_THAT(RunLater({"cancel", kPlan, "forum", "--expect-revision", "3"}),
              IsRefused("ABORTED", "6"));
  EXPECT_THAT(
      RunLater({"record", kPlan, "--file", "-", "--expect-revision", "7"},
               R"({"activityCancelled": {"activityId": "forum"}})"),
      IsRefused("ABORTED", "7"));
}

TEST_F(BadInputTest, WhatTheStateForbidsIsRefused) {
  EXPECT_THAT(RunLater({"reinstate", kPlan, "conference"}),
              IsRefused("FAILED_PRECONDITION", "conference"));
  EXPECT_THAT(RunLater({"set-date", kPlan, "conference", "2022-10"}),
              IsRefused("FAILED_PRECONDITION", "already"));
  EXPECT_THAT(RunLater({"set-mode", kPlan, "conference", "대면"}),
              IsRefused("FAILED_PRECONDITION", "already"));
}

TEST_F(BadInputTest, TakenIdIsRefused) {
  EXPECT_THAT(RunLater({"register", kPlan, "conference", "--kind", "meeting",
                        "--title", "회의"}),
              IsRefused("ALREADY_EXISTS", "conference"));
}

TEST_F(BadInputTest, RecordedClockNeverGoesBack) {
  EXPECT_THAT(Run({"cancel", kPlan, "forum", "--at", "2022-09-27"}),
              IsRefused("FAILED_PRECONDITION", "at_time"));
}

TEST_F(BadInputTest, ModeMustBeAMode) {
  EXPECT_THAT(RunLater({"set-mode", kPlan, "conference", "텔레파시"}),
              IsRefused("INVALID_ARGUMENT", "video-conference"));
}

TEST_F(BadInputTest, CarryOverNeedsProjectsOfPlans) {
  EXPECT_THAT(
      RunLater({"carry-over", "clear-sky/2022", "clear-sky/2023#exchange"}),
      IsRefused("INVALID_ARGUMENT", "PLAN#PROJECT"));
}

// Text and sizes.

TEST_F(BadInputTest, ArgumentThatIsNotUtf8IsRefused) {
  EXPECT_THAT(RunLater({"cancel", kPlan, "forum", "--reason", kNotUtf8}),
              IsRefused("INVALID_ARGUMENT", "not UTF-8"));
  EXPECT_THAT(Run({"read-date", kNotUtf8, "--on", "2022-09-28"}),
              IsRefused("INVALID_ARGUMENT", "argument 2 is not UTF-8"));
}

TEST_F(BadInputTest, WhatIsQuotedDoesNotSteerTheTerminal) {
  const RunResult result = Run({"table", kPlan, "--known-at", "\x1B[31m"});
  EXPECT_THAT(result, IsRefused("INVALID_ARGUMENT", "\\x1b[31m"));
}

TEST_F(BadInputTest, LineThatIsNotUtf8IsRefused) {
  EXPECT_THAT(Record(absl::StrCat("\n{\"activityCancelled\": {\"activityId\": "
                                  "\"",
                                  kNotUtf8, "\"}}")),
              IsRefused("INVALID_ARGUMENT", "line 2 is not UTF-8"));
}

TEST_F(BadInputTest, EventOfTwoMebibytesIsRefused) {
  const std::string condition(size_t{2} << 20, 'x');
  EXPECT_THAT(
      Record(absl::StrCat(
          R"({"activityPostponed": {"activityId": "conference", "condition": ")",
          condition, "\"}}")),
      IsRefused("INVALID_ARGUMENT", "1048576"));
}

// Documents and files.

TEST_F(BadInputTest, EmptyDocumentIsRefused) {
  shell_.Write("empty.txt", "");
  EXPECT_THAT(RunLater({"import", "empty.txt", "--plan", kPlan, "--yes"}),
              IsRefused("INVALID_ARGUMENT", "empty.txt is empty"));
}

TEST_F(BadInputTest, DocumentWithoutATableIsRefused) {
  shell_.Write("letter.txt", "2022. 9. 28. 안녕하세요\n");
  EXPECT_THAT(RunLater({"import", "letter.txt", "--plan", kPlan, "--yes"}),
              IsRefused("INVALID_ARGUMENT", "분야"));
}

TEST_F(BadInputTest, DocumentThatIsNotUtf8IsRefused) {
  shell_.Write("release.txt", absl::StrCat("2022. 9. 28.\n", kNotUtf8, "\n"));
  EXPECT_THAT(RunLater({"import", "release.txt", "--plan", kPlan, "--yes"}),
              IsRefused("INVALID_ARGUMENT", "UTF-8"));
}

TEST_F(BadInputTest, MissingFilesAreNotFound) {
  EXPECT_THAT(RunLater({"import", "none.txt", "--plan", kPlan, "--yes"}),
              IsRefused("NOT_FOUND", "none.txt"));
  EXPECT_THAT(RunLater({"record", kPlan, "--file", "none.jsonl"}),
              IsRefused("NOT_FOUND", "none.jsonl"));
}

TEST_F(BadInputTest, DirectoryIsNoDocument) {
  EXPECT_THAT(RunLater({"import", "clearsky.db", "--plan", kPlan, "--yes"}),
              IsRefused("INVALID_ARGUMENT", "clearsky.db"));
}

TEST_F(BadInputTest, DocumentThatMayNotBeReadIsRefused) {
  const std::string path = shell_.Write("secret.txt", "x");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  shell_.CopyProgram();
  EXPECT_THAT(shell_.Run({"import", "secret.txt", "--plan", kPlan, "--dry-run"},
                         "", RunAs::kNobody),
              IsRefused("PERMISSION_DENIED", "secret.txt"));
}

TEST_F(BadInputTest, SeveralFilesOfFactsAskForOne) {
  shell_.Write("release.txt", "x");
  shell_.Write("a.facts.json", "{}");
  shell_.Write("b.facts.json", "{}");
  EXPECT_THAT(RunLater({"import", "release.txt", "--plan", kPlan, "--yes"}),
              IsRefused("INVALID_ARGUMENT", "--facts"));
}

// Ledgers.

TEST_F(BadInputTest, ReadOnlyDirectoryRefusesToRecordAndStillAnswers) {
  shell_.CopyProgram();
  CommandLine::MakeReadOnly(shell_.Path("clearsky.db"));
  EXPECT_THAT(shell_.Run({"cancel", kPlan, "forum", "--at", kLater}, "",
                         RunAs::kNobody),
              IsRefused("PERMISSION_DENIED", "clearsky.db"));
  EXPECT_THAT(
      shell_.Run({"table", kPlan, "--format", "tsv"}, "", RunAs::kNobody),
      Succeeds());
  CommandLine::MakeWritable(shell_.Path("clearsky.db"));
}

TEST_F(BadInputTest, LedgerIsNotMadeInAReadOnlyDirectory) {
  shell_.CopyProgram();
  std::filesystem::create_directory(shell_.Path("closed"));
  CommandLine::MakeReadOnly(shell_.Path("closed"));
  EXPECT_THAT(shell_.Run({"init", "--db", "closed/my.db"}, "", RunAs::kNobody),
              IsRefused("PERMISSION_DENIED", "closed/my.db"));
}

TEST_F(BadInputTest, LedgerIsNotMadeTwice) {
  EXPECT_THAT(Run({"init"}), IsRefused("ALREADY_EXISTS", "clearsky.db"));
}

TEST_F(BadInputTest, DirectoryWithoutALedgerIsNamed) {
  std::filesystem::create_directory(shell_.Path("other"));
  shell_.Write("other/notes.txt", "x");
  EXPECT_THAT(Run({"plans", "--db", "other"}),
              IsRefused("FAILED_PRECONDITION", "other"));
  EXPECT_THAT(Run({"plans", "--db", "none"}),
              IsRefused("NOT_FOUND", "clearsky init"));
}

TEST_F(BadInputTest, ZoneMustBeKnown) {
  EXPECT_THAT(Run({"init", "--db", "my.db", "--zone", "Asia/Soul"}),
              IsRefused("INVALID_ARGUMENT", "Asia/Soul"));
}

TEST_F(BadInputTest, OnlySimulatedClocksAreSet) {
  ASSERT_THAT(Run({"init", "--db", "real.db"}), Succeeds());
  EXPECT_THAT(
      Run({"record", "directory", "--db", "real.db", "--file", "-", "--at",
           "2022-09-28"},
          R"({"partyRegistered": {"partyId": "kr", "labels": [{"language": "ko", "text": "한국"}]}})"),
      IsRefused("FAILED_PRECONDITION", "--simulated"));
}

TEST_F(BadInputTest, OtherLanguagesAreNotRead) {
  EXPECT_THAT(Run({"read-date", "10 octobre", "--lang", "fr"}),
              IsRefused("INVALID_ARGUMENT", "accepted are ko, en, zh, auto"));
}

// An id that is taken by other content; the first recording stands.
class ReusedIdTest : public PlanTest {};

TEST_F(ReusedIdTest, OtherContentUnderTheSameIdIsRefused) {
  constexpr char kId[] = "0b0c8d1e-7f3a-4a52-8a1b-5d2f3c4e5a6b";
  const auto cancel = [&](const std::string& activity) {
    return RunLater({"record", kPlan, "--file", "-"},
                    absl::StrCat(R"({"eventId": ")", kId,
                                 R"(", "event": {"activityCancelled": )"
                                 R"({"activityId": ")",
                                 activity, "\"}}}"));
  };
  ASSERT_THAT(cancel("forum"), Succeeds());
  const size_t count = CountEvents();
  EXPECT_THAT(cancel("conference"), IsRefused("ALREADY_EXISTS", kId));
  EXPECT_EQ(CountEvents(), count);
}

}  // namespace
}  // namespace clearsky
