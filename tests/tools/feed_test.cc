// The commands that go on: subscribe, follow; and consumers.

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"
#include "tools/daemon.h"

namespace clearsky {
namespace {

using ::clearsky::test::DaemonProcess;
using ::clearsky::test::IsRefused;
using ::clearsky::test::IsUsageErrorWith;
using ::clearsky::test::Lines;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunningCommand;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

// PlanTest's ledger, behind a daemon that can be stopped and started again at
// the same port.
class FeedTest : public PlanTest {
 protected:
  void SetUp() override {
    PlanTest::SetUp();
    StartDaemon("127.0.0.1:0");
    server_ = daemon_->address("grpc");
    before_ = Lines(Served({"events"}).out);
  }

  void StartDaemon(const std::string& address,
                   const std::string& db = "clearsky.db") {
    daemon_.reset();
    daemon_ = std::make_unique<DaemonProcess>(std::vector<std::string>{
        "--db", shell_.Path(db), "--grpc", address, "--http", "127.0.0.1:0"});
    ASSERT_TRUE(daemon_->WaitUntilReady()) << daemon_->err();
  }
  void StopDaemon() { EXPECT_EQ(daemon_->Stop(), 0); }
  void StartAgain() { StartDaemon(server_); }

  // With --server behind the command's name.
  std::vector<std::string> WithServer(
      std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin() + 1, {"--server", server_});
    return arguments;
  }
  RunResult Served(const std::vector<std::string>& arguments) const {
    return shell_.Run(WithServer(arguments));
  }
  std::unique_ptr<RunningCommand> Start(
      const std::vector<std::string>& arguments) const {
    return shell_.Start(WithServer(arguments));
  }

  void Record(const std::vector<std::string>& verb, const std::string& at) {
    std::vector<std::string> arguments = verb;
    arguments.insert(arguments.end(), {"--at", at});
    ASSERT_THAT(Served(arguments), Succeeds());
  }
  void Cancel() { Record({"cancel", kPlan, "forum"}, "2022-11-01"); }
  void Reinstate() { Record({"reinstate", kPlan, "forum"}, "2022-11-02"); }
  void SetDate() {
    Record({"set-date", kPlan, "conference", "10.26"}, "2022-10-02");
  }

  std::vector<std::string> EventsFrom(size_t from) const {
    std::vector<std::string> lines = Lines(Served({"events"}).out);
    lines.erase(lines.begin(),
                lines.begin() + static_cast<std::ptrdiff_t>(from));
    return lines;
  }

  std::unique_ptr<DaemonProcess> daemon_;
  std::string server_;
  // Lines of the events that are there.
  std::vector<std::string> before_;
};

TEST_F(FeedTest, SubscribePrintsWhatIsThereAndWhatComes) {
  const auto subscribe = Start({"subscribe"});
  ASSERT_TRUE(subscribe->WaitForLines(before_.size()));
  Cancel();
  ASSERT_TRUE(subscribe->WaitForLines(before_.size() + 1));
  const RunResult ended = subscribe->End();
  EXPECT_EQ(ended.exit_status, 0);
  EXPECT_EQ(Lines(ended.out), EventsFrom(0));
  EXPECT_THAT(ended.err, HasSubstr(absl::StrCat("--from ", before_.size() + 1,
                                                " goes on")));
}

TEST_F(FeedTest, SubscribeIsEndedByATerminationToo) {
  const auto subscribe = Start({"subscribe", "--from", "5"});
  ASSERT_TRUE(subscribe->WaitForLines(before_.size() - 5));
  const RunResult ended = subscribe->End(SIGTERM);
  EXPECT_EQ(ended.exit_status, 0);
  EXPECT_EQ(Lines(ended.out), EventsFrom(5));
}

TEST_F(FeedTest, SubscribeFromTheEndPrintsOnlyWhatComesAndIsWanted) {
  const auto subscribe =
      Start({"subscribe", "--from-end", "--stream", "clear-", "--type",
             "ActivityReinstated", "--format", "json"});
  // It has come as far as the end when it says that the clock is simulated,
  // and has asked where the end is before.
  ASSERT_TRUE(subscribe->WaitForNote("simulated clock"));
  Cancel();
  Reinstate();
  ASSERT_TRUE(subscribe->WaitForLines(1));
  const RunResult ended = subscribe->End();
  const std::vector<std::string> all =
      Lines(Served({"events", "--format", "json"}).out);
  EXPECT_THAT(Lines(ended.out), ElementsAre(all.back()));
}

TEST_F(FeedTest, SubscribeGoesOnWithoutGapOrRepeatWhenTheDaemonComesBack) {
  const auto subscribe = Start({"subscribe"});
  ASSERT_TRUE(subscribe->WaitForLines(before_.size()));
  StopDaemon();
  ASSERT_TRUE(subscribe->WaitForNote("waiting for the daemon at"));
  StartAgain();
  Cancel();
  ASSERT_TRUE(subscribe->WaitForLines(before_.size() + 1));
  daemon_->Kill();
  StartAgain();
  Reinstate();
  ASSERT_TRUE(subscribe->WaitForLines(before_.size() + 2));
  const RunResult ended = subscribe->End();
  EXPECT_EQ(ended.exit_status, 0);
  EXPECT_EQ(Lines(ended.out), EventsFrom(0));
  EXPECT_THAT(ended.err, HasSubstr("connected to " + server_ + " again"));
}

TEST_F(FeedTest, SubscribeEndsWhileItWaitsForTheDaemon) {
  const auto subscribe = Start({"subscribe"});
  ASSERT_TRUE(subscribe->WaitForLines(before_.size()));
  StopDaemon();
  ASSERT_TRUE(subscribe->WaitForNote("waiting for the daemon at"));
  const RunResult ended = subscribe->End();
  EXPECT_EQ(ended.exit_status, 0);
  EXPECT_THAT(ended.err, HasSubstr(absl::StrCat("--from ", before_.size())));
}

TEST_F(FeedTest, AnotherLedgerAtThePortIsNotGoneOnWith) {
  const auto subscribe = Start({"subscribe"});
  ASSERT_TRUE(subscribe->WaitForLines(before_.size()));
  StopDaemon();
  ASSERT_THAT(shell_.Run({"init", "--db", "other"}), Succeeds());
  StartDaemon(server_, "other");
  const RunResult ended = subscribe->Wait();
  EXPECT_EQ(ended.exit_status, 1);
  EXPECT_THAT(ended.err, HasSubstr("FAILED_PRECONDITION: the daemon at " +
                                   server_ + " serves another ledger"));
}

TEST_F(FeedTest, LedgerThatWasRestoredFromABackupIsNotGoneOnWith) {
  ASSERT_THAT(Served({"backup", "--to", "b"}), Succeeds());
  Cancel();
  const auto subscribe = Start({"subscribe"});
  ASSERT_TRUE(subscribe->WaitForLines(before_.size() + 1));
  StopDaemon();
  ASSERT_THAT(shell_.Run({"restore", "b", "--to", "restored"}), Succeeds());
  StartDaemon(server_, "restored");
  const RunResult ended = subscribe->Wait();
  EXPECT_EQ(ended.exit_status, 1);
  EXPECT_THAT(ended.err, HasSubstr("restored from a backup"));
}

TEST_F(FeedTest, SubscribeOnADirectoryEndsAndSaysWhatGoesOn) {
  StopDaemon();
  const RunResult there =
      shell_.Run({"subscribe", "--from", "10", "--db", "./clearsky.db"});
  StartAgain();
  EXPECT_THAT(there, Succeeds());
  EXPECT_EQ(Lines(there.out), EventsFrom(10));
  if (!shell_.is_served()) {
    EXPECT_THAT(there.err, HasSubstr(absl::StrCat("`clearsky subscribe --from ",
                                                  before_.size(), "`")));
  }
}

TEST_F(FeedTest, ConsumerGoesOnWhereItStopped) {
  ASSERT_THAT(Served({"consumers", "create", "letter", "--stream", "clear-",
                      "--from", "5"}),
              Succeeds());
  const auto first = Start({"subscribe", "--consumer", "letter"});
  ASSERT_TRUE(first->WaitForLines(before_.size() - 5));
  EXPECT_EQ(first->End().exit_status, 0);
  StopDaemon();
  StartAgain();
  Cancel();
  const auto second = Start({"subscribe", "--consumer", "letter"});
  ASSERT_TRUE(second->WaitForLines(1));
  const RunResult ended = second->End();
  EXPECT_EQ(ended.exit_status, 0);
  EXPECT_EQ(Lines(ended.out), EventsFrom(before_.size()));
  EXPECT_THAT(Lines(Served({"consumers"}).out),
              ElementsAre(AllOf(StartsWith(absl::StrCat(
                                    "letter\tposition ", before_.size() + 1,
                                    "\tlag 0\tset aside 0\t")),
                                HasSubstr("\tstreams clear-"))));
}

TEST_F(FeedTest, ConsumersAreMadeShownAndForgotten) {
  EXPECT_EQ(Served({"consumers"}).out, "");
  const RunResult made = Served({"consumers", "create", "b", "--from-end"});
  EXPECT_THAT(made, Succeeds());
  EXPECT_EQ(Lines(made.out),
            std::vector<std::string>{absl::StrCat(
                "b\tposition ", before_.size(),
                "\tlag 0\tset aside 0\tnot connected\teverything")});
  const RunResult again = Served({"consumers", "create", "b", "--from-end"});
  EXPECT_THAT(again, Succeeds());
  EXPECT_EQ(again.out, made.out);
  EXPECT_THAT(again.err, HasSubstr("is as it was"));
  EXPECT_THAT(Served({"consumers", "create", "b", "--type", "ActivityHeld"}),
              IsRefused("ALREADY_EXISTS", "b"));
  ASSERT_THAT(Served({"consumers", "create", "a"}), Succeeds());
  EXPECT_THAT(Lines(Served({"consumers"}).out),
              ElementsAre(StartsWith("a\t"), StartsWith("b\t")));
  EXPECT_EQ(Served({"consumers", "show", "b"}).out, made.out);
  EXPECT_THAT(Served({"consumers", "--format", "json"}).out,
              AllOf(HasSubstr("\"name\": \"a\""), HasSubstr("\"lag\"")));
  EXPECT_EQ(Served({"consumers", "set-aside", "b"}).out, "");
  EXPECT_THAT(Served({"consumers", "resolve", "b", "3"}),
              IsRefused("NOT_FOUND", "3"));
  EXPECT_THAT(Served({"consumers", "delete", "b"}), Succeeds());
  EXPECT_THAT(Served({"consumers", "show", "b"}), IsRefused("NOT_FOUND", "b"));
  EXPECT_THAT(Served({"subscribe", "--consumer", "b"}),
              IsRefused("NOT_FOUND", "`clearsky consumers create b`"));
}

TEST_F(FeedTest, WhatAnActionOnConsumersLacksOrDoesNotTakeIsUsage) {
  EXPECT_THAT(Served({"consumers", "create"}), IsUsageErrorWith("NAME"));
  EXPECT_THAT(Served({"consumers", "list", "a"}), IsUsageErrorWith("NAME"));
  EXPECT_THAT(Served({"consumers", "resolve", "a"}),
              IsUsageErrorWith("POSITION"));
  EXPECT_THAT(Served({"consumers", "show", "a", "3"}),
              IsUsageErrorWith("POSITION"));
  EXPECT_THAT(Served({"consumers", "show", "a", "--from-end"}),
              IsUsageErrorWith("--from-end"));
  EXPECT_THAT(Served({"consumers", "rename", "a"}), IsUsageErrorWith("create"));
  EXPECT_THAT(Served({"subscribe", "--consumer", "a", "--from", "3"}),
              IsUsageErrorWith("--consumer"));
}

TEST_F(FeedTest, SlipInATypeIsTold) {
  const RunResult run =
      Served({"subscribe", "--no-follow", "--type", "ActivityPostponned"});
  EXPECT_THAT(run, Succeeds());
  EXPECT_THAT(run.err, HasSubstr("no event `ActivityPostponned`"));
  EXPECT_THAT(Served({"subscribe", "--no-follow", "--type",
                      "clearsky.v1.ActivityPostponed"})
                  .err,
              Not(HasSubstr("no event")));
}

TEST_F(FeedTest, FollowTellsOldAndNewLineAndTheEventBehind) {
  const auto follow = Start({"follow", kPlan, "--lang", "ko"});
  ASSERT_TRUE(follow->WaitForNote("following"));
  SetDate();
  ASSERT_TRUE(follow->WaitUntil([](const RunningCommand& command) {
    return command.out().find("+ ") != std::string::npos;
  }));
  const RunResult ended = follow->End();
  EXPECT_EQ(ended.exit_status, 0);
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("정책과 기술 교류 / 청천컨퍼런스\n"),
                    HasSubstr("- ○ 청천 컨퍼런스(10월 예정"),
                    HasSubstr("+ ○ 청천 컨퍼런스(10.26 예정"),
                    HasSubstr(absl::StrCat("위치 ", before_.size()))));
  EXPECT_THAT(ended.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(ended.err, HasSubstr("--cursor '"));
}

TEST_F(FeedTest, FollowInColourIsAsCompareIs) {
  const auto follow = Start({"follow", kPlan, "--color", "always"});
  ASSERT_TRUE(follow->WaitForNote("following"));
  SetDate();
  ASSERT_TRUE(follow->WaitUntil([](const RunningCommand& command) {
    return command.out().find("\x1b[32m+ ") != std::string::npos;
  }));
  EXPECT_EQ(follow->End().exit_status, 0);
}

TEST_F(FeedTest, FollowGoesOnWhenTheDaemonComesBack) {
  const auto follow = Start({"follow", kPlan, "--lang", "en"});
  ASSERT_TRUE(follow->WaitForNote("following"));
  StopDaemon();
  ASSERT_TRUE(follow->WaitForNote("waiting for the daemon at"));
  StartAgain();
  SetDate();
  ASSERT_TRUE(follow->WaitUntil([](const RunningCommand& command) {
    return command.out().find("\n+ ") != std::string::npos;
  }));
  const RunResult ended = follow->End();
  EXPECT_EQ(ended.exit_status, 0);
  // Once, and not the rows that stayed as they were.
  EXPECT_THAT(ended.out, AllOf(HasSubstr("changed 1"), HasSubstr("added 0")));
}

TEST_F(FeedTest, FollowInJsonBeginsWithTheWholeTableAndGoesOnBehindACursor) {
  const auto first = Start({"follow", kPlan, "--format", "json"});
  ASSERT_TRUE(first->WaitForLines(1));
  SetDate();
  ASSERT_TRUE(first->WaitForLines(2));
  const std::vector<std::string> lines = Lines(first->End().out);
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[0], HasSubstr("\"reset\":true"));
  EXPECT_THAT(lines[1], AllOf(HasSubstr("\"oldRow\""), HasSubstr("\"newRow\""),
                              HasSubstr("\"events\"")));
  const size_t begin = lines[0].find("\"cursor\":\"") + 10;
  const std::string cursor =
      lines[0].substr(begin, lines[0].find('"', begin) - begin);
  const auto second =
      Start({"follow", kPlan, "--format", "json", "--cursor", cursor});
  ASSERT_TRUE(second->WaitForLines(1));
  const RunResult again = second->End();
  EXPECT_THAT(again.out, AllOf(HasSubstr("\"oldRow\""), HasSubstr("\"newRow\""),
                               Not(HasSubstr("\"reset\":true"))));
}

TEST_F(FeedTest, FollowRefusesWhatTheDaemonDoes) {
  EXPECT_THAT(Served({"follow", "no-such-plan"}),
              IsRefused("NOT_FOUND", "no-such-plan"));
  EXPECT_THAT(Served({"follow", kPlan, "--cursor", "nonsense"}),
              IsRefused("INVALID_ARGUMENT", "cursor"));
}

}  // namespace
}  // namespace clearsky
