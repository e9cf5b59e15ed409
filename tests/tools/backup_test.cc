// The commands that back a ledger up, restore and compact it.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <string>

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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace fs = std::filesystem;

class BackupCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(shell_.Run({"init", "--db", "l", "--simulated"}), Succeeds());
    Record("kr");
    Record("cn");
  }

  void Record(const std::string& party) {
    ASSERT_THAT(
        shell_.Run({"record", "directory", "--db", "l", "--at", "2022-09-28",
                    "--file", "-"},
                   absl::StrCat(
                       R"({"partyRegistered": {"partyId": ")", party,
                       R"(", "labels": [{"language": "en", "text": "P"}]}})")),
        Succeeds());
  }

  std::string Events(const std::string& directory) {
    const RunResult events =
        shell_.Run({"events", "--format", "json", "--db", directory});
    EXPECT_THAT(events, Succeeds());
    return events.out;
  }

  static constexpr int kKills = 6;
  static constexpr double kLongestSeconds = 0.6;

  CommandLine shell_;
};

TEST_F(BackupCommandTest, RestoredLedgerAnswersAsTheOneBackedUp) {
  const RunResult backup = shell_.Run({"backup", "--db", "l", "--to", "b"});
  EXPECT_THAT(backup, Succeeds());
  EXPECT_THAT(
      Lines(backup.out),
      ElementsAre(AllOf(StartsWith("backed up ledger "), HasSubstr(" to b")),
                  "backup\t1", "events\t2", StartsWith("bytes\t"),
                  StartsWith("copied bytes\t"), StartsWith("root\t")));
  EXPECT_THAT(backup.err, HasSubstr("clearsky: backing up: "));
  const RunResult restore = shell_.Run({"restore", "b", "--to", "copy"});
  EXPECT_THAT(restore, Succeeds());
  EXPECT_THAT(
      Lines(restore.out),
      ElementsAre(AllOf(StartsWith("restored ledger "), HasSubstr(" in copy")),
                  "backup\t1", StartsWith("of\t"), "events\t2", "documents\t0",
                  Lines(backup.out)[5]));
  EXPECT_THAT(restore.err, AllOf(HasSubstr("clearsky: copying: "),
                                 HasSubstr("verifying: 2 of 2 events\n")));
  EXPECT_EQ(Events("copy"), Events("l"));
}

TEST_F(BackupCommandTest, OlderBackupIsRestoredByItsNumber) {
  ASSERT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b"}), Succeeds());
  const std::string before = Events("l");
  Record("jp");
  ASSERT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b"}), Succeeds());
  for (const std::string how : {"--list", "--verify"}) {
    const RunResult list = shell_.Run({"restore", "b", how});
    EXPECT_THAT(list, Succeeds());
    EXPECT_THAT(
        Lines(list.out),
        ElementsAre(AllOf(StartsWith("1\t"), HasSubstr("\t2 events\t")),
                    AllOf(StartsWith("2\t"), HasSubstr("\t3 events\t"))));
  }
  ASSERT_THAT(shell_.Run({"restore", "b", "--to", "older", "--backup", "1"}),
              Succeeds());
  EXPECT_EQ(Events("older"), before);
  EXPECT_THAT(shell_.Run({"restore", "b", "--to", "other", "--backup", "3"}),
              IsRefused("NOT_FOUND", "they are 1 to 2"));
  ASSERT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b", "--keep", "1"}),
              Succeeds());
  EXPECT_THAT(Lines(shell_.Run({"restore", "b", "--list"}).out),
              ElementsAre(StartsWith("3\t")));
}

TEST_F(BackupCommandTest, DamagedBackupMakesNoLedger) {
  ASSERT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b"}), Succeeds());
  for (const auto& entry : fs::directory_iterator(shell_.Path("b/private/1"))) {
    if (fs::file_size(entry.path()) > 0) fs::resize_file(entry.path(), 1);
  }
  EXPECT_THAT(shell_.Run({"restore", "b", "--verify"}),
              IsRefused("DATA_LOSS", "b/private/1/"));
  EXPECT_THAT(shell_.Run({"restore", "b", "--to", "copy"}),
              IsRefused("DATA_LOSS", "b/private/1/"));
  EXPECT_FALSE(fs::exists(shell_.Path("copy")));
}

TEST_F(BackupCommandTest, NewestThatIsDamagedIsListedAsSuch) {
  ASSERT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b"}), Succeeds());
  ASSERT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b"}), Succeeds());
  fs::resize_file(shell_.Path("b/meta/2"), 10);
  const RunResult list = shell_.Run({"restore", "b", "--list"});
  EXPECT_EQ(list.exit_status, 1);
  EXPECT_THAT(Lines(list.out), ElementsAre(StartsWith("1\t")));
  EXPECT_THAT(list.err,
              AllOf(HasSubstr("clearsky: backup 2 cannot be restored: "),
                    HasSubstr("clearsky: DATA_LOSS: ")));
}

// Killed at some moment: what is listed is whole, what is there is a ledger.
TEST_F(BackupCommandTest, KilledBackupOrRestorationLeavesNothingHalfDone) {
  ASSERT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b"}), Succeeds());
  for (int i = 1; i <= kKills; ++i) {
    const std::string limit =
        absl::StrCat("timeout -s KILL ", kLongestSeconds * i / kKills, " ");
    shell_.RunShell(limit + "clearsky backup --db l --to b");
    EXPECT_THAT(shell_.Run({"restore", "b", "--verify"}), Succeeds());
    shell_.RunShell(limit + "clearsky restore b --to copy");
    if (fs::exists(shell_.Path("copy"))) {
      EXPECT_EQ(Events("copy"), Events("l"));
      EXPECT_THAT(shell_.RunShell("rm -r copy"), Succeeds());
    }
  }
  EXPECT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b", "--keep", "1"}),
              Succeeds());
  EXPECT_THAT(shell_.Run({"restore", "b", "--to", "copy"}), Succeeds());
  EXPECT_EQ(Events("copy"), Events("l"));
}

TEST_F(BackupCommandTest, CompactTellsBytesAndChangesNoAnswer) {
  const std::string before = Events("l");
  const RunResult compact = shell_.Run({"compact", "--db", "l"});
  EXPECT_THAT(compact, Succeeds());
  EXPECT_THAT(Lines(compact.out), ElementsAre(StartsWith("bytes before\t"),
                                              StartsWith("bytes after\t")));
  EXPECT_EQ(Events("l"), before);
  EXPECT_THAT(shell_.Run({"verify", "--db", "l"}), Succeeds());
}

TEST_F(BackupCommandTest, LedgerThatAnotherProcessHoldsNamesTheWayOut) {
  const int fd = open(shell_.Path("l/LOCK").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  ASSERT_EQ(flock(fd, LOCK_EX | LOCK_NB), 0);
  EXPECT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b"}),
              IsRefused("UNAVAILABLE", "`clearsky export`"));
  EXPECT_THAT(shell_.Run({"compact", "--db", "l"}),
              IsRefused("UNAVAILABLE", "nobody else"));
  EXPECT_FALSE(fs::exists(shell_.Path("b")));
  close(fd);
}

TEST_F(BackupCommandTest, WhatIsMissingIsSaid) {
  EXPECT_THAT(shell_.Run({"backup", "--db", "nowhere", "--to", "b"}),
              IsRefused("NOT_FOUND", "--db or $CLEARSKY_DB"));
  EXPECT_THAT(shell_.Run({"compact", "--db", "nowhere"}),
              IsRefused("NOT_FOUND", "--db or $CLEARSKY_DB"));
  EXPECT_THAT(shell_.Run({"restore", "nowhere", "--to", "c"}),
              IsRefused("NOT_FOUND", "nowhere"));
  EXPECT_THAT(shell_.Run({"restore", "l", "--list"}),
              IsRefused("FAILED_PRECONDITION", "is a ledger itself"));
  EXPECT_THAT(shell_.Run({"backup", "--db", "l"}), IsUsageErrorWith("--to"));
  EXPECT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b", "--keep", "0"}),
              IsUsageErrorWith("--keep"));
  EXPECT_THAT(shell_.Run({"restore"}), IsUsageErrorWith("BACKUP"));
  EXPECT_THAT(shell_.Run({"restore", "b"}), IsUsageErrorWith("--list"));
  EXPECT_THAT(shell_.Run({"restore", "b", "--list", "--to", "c"}),
              IsUsageErrorWith("--list"));
  EXPECT_THAT(shell_.Run({"restore", "b", "--backup", "1"}),
              IsUsageErrorWith("--to"));
}

TEST_F(BackupCommandTest, NothingIsOverwritten) {
  ASSERT_THAT(shell_.Run({"backup", "--db", "l", "--to", "b"}), Succeeds());
  EXPECT_THAT(shell_.Run({"restore", "b", "--to", "l"}),
              IsRefused("FAILED_PRECONDITION", "holds a ledger already"));
  ASSERT_THAT(shell_.Run({"init", "--db", "other"}), Succeeds());
  EXPECT_THAT(shell_.Run({"backup", "--db", "other", "--to", "b"}),
              IsRefused("FAILED_PRECONDITION", "backups of ledger"));
}

}  // namespace
}  // namespace clearsky
