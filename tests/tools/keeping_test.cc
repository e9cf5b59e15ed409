// The commands that look after a ledger's files.

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace fs = std::filesystem;

class KeepingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(shell_.Run({"init", "--db", "l", "--simulated"}), Succeeds());
    for (const std::string id : {"kr", "cn", "jp", "us"}) {
      const std::string event = absl::StrCat(
          R"({"provenance": {"effective": {"edtf": "2022-09-28"}}, )",
          R"("partyRegistered": {"partyId": ")", id,
          R"(", "labels": [{"language": "en", "text": "A party"}]}})");
      ASSERT_THAT(shell_.Run({"record", "directory", "--db", "l", "--at",
                              "2022-09-28", "--file", "-"},
                             event),
                  Succeeds());
    }
  }

  void ExpectRefused(const RunResult& result, const std::string& words) {
    EXPECT_EQ(result.exit_status, 1);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr(words));
  }

  std::string Events(const std::string& directory) {
    const RunResult events =
        shell_.Run({"events", "--format", "json", "--db", directory});
    EXPECT_THAT(events, Succeeds());
    return events.out;
  }

  CommandLine shell_;
};

TEST_F(KeepingTest, VerifyTellsWhatTheLedgerHoldsAndHowFarItHasCome) {
  const RunResult verify = shell_.Run({"verify", "--db", "l"});
  EXPECT_THAT(verify, Succeeds());
  EXPECT_THAT(Lines(verify.out),
              ElementsAre("events\t4", "streams\t1", "documents\t0",
                          "indexed\t0", StartsWith("root\t")));
  EXPECT_THAT(Lines(verify.err),
              ElementsAre("clearsky: verifying: 1 of 4 events",
                          "clearsky: verifying: 2 of 4 events",
                          "clearsky: verifying: 3 of 4 events",
                          "clearsky: verifying: 4 of 4 events"));
}

TEST_F(KeepingTest, VerifyOfADamagedLedgerIsRefused) {
  // The first command that writes moves the commits before it into table
  // files; any byte of theirs will do.
  for (const auto& entry : fs::directory_iterator(shell_.Path("l/log"))) {
    if (entry.path().extension() != ".sst") continue;
    std::fstream file(entry.path(),
                      std::ios::binary | std::ios::in | std::ios::out);
    const int byte = file.get();
    file.seekp(0);
    file.put(static_cast<char>(byte ^ 1));
  }
  ExpectRefused(shell_.Run({"verify", "--db", "l"}), "clearsky: DATA_LOSS: ");
}

TEST_F(KeepingTest, StatsAreNamesAndValues) {
  const RunResult stats = shell_.Run({"stats", "--db", "l"});
  EXPECT_THAT(stats, Succeeds());
  EXPECT_THAT(
      Lines(stats.out),
      ElementsAre(
          StartsWith("ledger\t"), "format\t1", "events\t4", "streams\t1",
          "documents\t0", "document bytes\t0",
          StartsWith("first\t2022-09-27T15:00:00"),
          StartsWith("last\t2022-09-27T15:00:00"), StartsWith("log bytes\t"),
          StartsWith("write-ahead log bytes\t"), StartsWith("derived bytes\t"),
          // A daemon has rows as soon as it follows the log.
          shell_.is_served() ? StartsWith("projection bytes\t")
                             : StartsWith("projection bytes\t0")));
}

TEST_F(KeepingTest, LoadedLedgerAnswersAsTheExportedOne) {
  const RunResult out = shell_.Run({"export", "file", "--db", "l"});
  EXPECT_THAT(out, Succeeds());
  EXPECT_THAT(
      Lines(out.out),
      ElementsAre(AllOf(StartsWith("exported ledger "), HasSubstr(" to file")),
                  "events\t4", "documents\t0", StartsWith("root\t")));
  const RunResult in = shell_.Run({"load", "file", "--db", "copy"});
  EXPECT_THAT(in, Succeeds());
  EXPECT_THAT(
      Lines(in.out),
      ElementsAre(AllOf(StartsWith("made ledger "), HasSubstr(" in copy")),
                  "events\t4", "documents\t0", Lines(out.out)[3]));
  EXPECT_EQ(Events("copy"), Events("l"));
  EXPECT_EQ(shell_.Run({"verify", "--db", "copy"}).out,
            shell_.Run({"verify", "--db", "l"}).out);
}

TEST_F(KeepingTest, CutExportMakesNoLedger) {
  ASSERT_THAT(shell_.Run({"export", "file", "--db", "l"}), Succeeds());
  fs::resize_file(shell_.Path("file"), fs::file_size(shell_.Path("file")) - 60);
  ExpectRefused(shell_.Run({"load", "file", "--db", "copy"}),
                "clearsky: DATA_LOSS: export file: event 3: ");
  EXPECT_FALSE(fs::exists(shell_.Path("copy")));
}

TEST_F(KeepingTest, NothingIsOverwritten) {
  ASSERT_THAT(shell_.Run({"export", "file", "--db", "l"}), Succeeds());
  ExpectRefused(shell_.Run({"export", "file", "--db", "l"}),
                "clearsky: ALREADY_EXISTS: file is there already");
  ExpectRefused(shell_.Run({"load", "file", "--db", "l"}),
                "clearsky: FAILED_PRECONDITION: ");
}

TEST_F(KeepingTest, WhereNoLedgerIsSaysHowToNameOne) {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"verify"}, {"stats"}, {"export", "file"}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--db", "nowhere"});
    ExpectRefused(shell_.Run(arguments), "--db or $CLEARSKY_DB");
  }
  ExpectRefused(shell_.Run({"load", "nothing", "--db", "copy"}),
                "clearsky: NOT_FOUND: ");
}

TEST_F(KeepingTest, FileMustBeNamed) {
  EXPECT_THAT(shell_.Run({"export", "--db", "l"}), IsUsageErrorWith("FILE"));
  EXPECT_THAT(shell_.Run({"load", "--db", "l"}), IsUsageErrorWith("FILE"));
}

// Standard error of `program arguments...` on a terminal.
std::string OnTerminal(const std::string& program,
                       const std::vector<std::string>& arguments) {
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments) {
      argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  std::string shown;
  char bytes[4096];
  // The terminal's end reads as an error when the program has ended.
  for (ssize_t count; (count = read(terminal, bytes, sizeof(bytes))) > 0;) {
    shown.append(bytes, static_cast<size_t>(count));
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  close(terminal);
  return shown;
}

TEST_F(KeepingTest, TerminalShowsABar) {
  const std::string shown =
      OnTerminal(shell_.Path("clearsky"),
                 {"clearsky", "verify", "--db", shell_.Path("l")});
  EXPECT_THAT(shown, HasSubstr("\rclearsky: verifying [####################"
                               "....................] 50%"));
  EXPECT_THAT(shown, HasSubstr("########################################] "
                               "100%\r\nevents\t4"));
}

}  // namespace
}  // namespace clearsky
