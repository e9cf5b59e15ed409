// Every command, on the files of a ledger and through a daemon: the same
// output, messages and exit status. A command that help lists and this does not
// is a failure.

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::DaemonProcess;
using ::clearsky::test::IsRefused;
using ::clearsky::test::IsUsageErrorWith;
using ::clearsky::test::Lines;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

using Arguments = std::vector<std::string>;

// A command line without --db or --server, and its standard input.
struct Call {
  Arguments arguments;
  std::string input = {};
};

constexpr char kPlan[] = "clear-sky/2022";
constexpr char kRelease[] =
    CLEARSKY_SOURCE_DIR "/examples/clear-sky-2022/press-release-2022-09-28.txt";
constexpr char kTable[] =
    CLEARSKY_SOURCE_DIR "/examples/clear-sky-2022/implementation-table.ko.tsv";

// What makes a ledger in a directory: a daemon does not.
const std::set<std::string>& MakingLedgers() {
  static const auto* const commands =
      new std::set<std::string>{"init", "load", "restore"};
  return *commands;
}

// What needs a daemon.
const std::set<std::string>& NeedingDaemons() {
  static const auto* const commands =
      new std::set<std::string>{"follow", "consumers"};
  return *commands;
}

// What works on no ledger.
const std::set<std::string>& WithoutLedgers() {
  static const auto* const commands =
      new std::set<std::string>{"help", "read-date"};
  return *commands;
}

// At least one call of every other command: one that succeeds, and of most one
// that is refused. In this order; what records does so for those after it.
const std::vector<Call>& Calls() {
  static const auto* const calls = new std::vector<Call>{
      {{"record", kPlan, "--file", "-", "--at", "2022-10-01"},
       R"({"activityHeld": {"activityId": "hotline", "date": {"edtf": "2022-10-01"}}}
{"activityCancelled": {"activityId": "nothing"}})"},
      {{"record", kPlan, "--file", "-", "--at", "2022-10-01"}, "{\"x\": 1}"},
      {{"register", kPlan, "seminar", "--kind", "seminar", "--title", "세미나",
        "--project", "exchange", "--at", "2022-10-01"}},
      {{"schedule", kPlan, "seminar", "11월 말", "--at", "2022-10-01"}},
      {{"set-date", kPlan, "conference", "10.26", "--at", "2022-10-02",
        "--asked-by", "cn", "--reason", "중국 측 사정"}},
      {{"set-date", kPlan, "conference", "10.26", "--at", "2022-10-02"}},
      {{"set-mode", kPlan, "conference", "비대면", "--at", "2022-10-02"}},
      {{"set-venue", kPlan, "conference", "서울", "--at", "2022-10-02"}},
      {{"postpone", kPlan, "seminar", "--at", "2022-10-03", "--dry-run"}},
      {{"postpone", kPlan, "seminar", "--at", "2022-10-03"}},
      {{"cancel", kPlan, "forum", "--at", "2022-10-03"}},
      {{"cancel", kPlan, "forum", "--at", "2022-10-03"}},
      {{"reinstate", kPlan, "forum", "--at", "2022-10-04"}},
      {{"split", kPlan, "forum", "--part", "a=10.20", "--part", "b=10.21",
        "--at", "2022-10-04"}},
      {{"schedule", kPlan, "forum", "10.20", "--at", "2022-10-04"}},
      {{"split", kPlan, "forum", "--part", "forum-a=10.20", "--part",
        "forum-b=10.21", "--at", "2022-10-04"}},
      {{"delegate", kPlan, "conference", "--party", "kr", "--person",
        "591785b7", "--at", "2022-10-05"}},
      {{"log-occurrence", kPlan, "hotline", "10.5", "--at", "2022-10-05"}},
      {{"hold", kPlan, "conference", "10.26", "--at", "2022-10-27"}},
      {{"hold", kPlan, "conference", "10.32", "--at", "2022-10-27"}},
      {{"record", kPlan, "--file", "-", "--at", "2022-10-27"},
       R"({"provenance": {"effective": {"edtf": "2022-09"}}, "agreementProposed": {"agreementId": "mou", "kind": "AGREEMENT_KIND_MEMORANDUM", "titles": [{"language": "ko", "text": "양해각서"}]}})"},
      {{"sign", kPlan, "mou", "2022-10-26", "--signatory", "kr", "--at",
        "2022-10-27"}},
      {{"record", "clear-sky/2023", "--file", "-", "--at", "2022-10-28"},
       R"({"planRegistered": {"titles": [{"language": "ko", "text": "2023년 청천계획"}], "period": {"edtf": "2023"}}}
{"areaDefined": {"areaId": "policy", "order": 1, "labels": [{"language": "ko", "text": "정책"}]}}
{"projectDefined": {"projectId": "exchange", "number": 1, "areaId": "policy", "labels": [{"language": "ko", "text": "청천컨퍼런스"}]}})"},
      {{"carry-over", "clear-sky/2022#exchange", "clear-sky/2023#exchange",
        "--at", "2022-10-28"}},
      {{"carry-over", "clear-sky/2022", "clear-sky/2023#exchange", "--at",
        "2022-10-28"}},
      {{"correct", "23", "--date", "10.6", "--at", "2022-10-28"}},
      {{"void", "22", "--reason", "entered in error", "--at", "2022-10-28"}},
      {{"void", "22", "--at", "2022-10-28"}},
      {{"void", "999", "--at", "2022-10-28"}},
      {{"publish", kPlan, "--as-of", "2022-10-28", "--at", "2022-10-28"}},
      {{"import", kRelease, "--plan", "clear-sky/imported", "--dry-run"}},
      {{"import", kRelease, "--plan", "clear-sky/imported", "--yes", "--at",
        "2022-10-29"}},
      {{"import", kRelease, "--plan", "clear-sky/imported"}},
      {{"lint", kRelease, "--plan", kPlan, "--rule", "impossible-date"}},
      {{"lint", kRelease, "--plan", kPlan}},
      {{"lint", kRelease, "--plan", "clear-sky/imported", "--format", "json"}},
      {{"lint", kRelease, "--plan", "clear-sky/2202", "--rule", "overlap"}},
      {{"lint", kRelease, "--plan", kPlan, "--on", "2022-02-30"}},
      {{"set-details", kPlan, "seminar", "--level", "국장급", "--dry-run"}},
      {{"set-details", kPlan, "seminar"}},
      {{"set-host", kPlan, "seminar", "장관회의", "--dry-run"}},
      {{"rename", kPlan, "seminar", "새 세미나", "--dry-run"}},
      {{"start", "clear-sky/imported", "phase-report-2020-2022", "2022-10-20",
        "--dry-run"}},
      {{"complete", "clear-sky/imported", "phase-report-2020-2022",
        "2022-10-20", "--dry-run"}},
      {{"end-operation", kPlan, "hotline", "2022-10-28", "--dry-run"}},
      {{"outcome", kPlan, "conference", "협력", "--kind", "agreed",
        "--dry-run"}},
      {{"new-plan", "clear-sky/2024", "--title", "계획", "--period", "2024",
        "--dry-run"}},
      {{"adopt", kPlan, "--dry-run"}},
      {{"amend", kPlan, "수소 추가", "--dry-run"}},
      {{"close", kPlan, "--dry-run"}},
      {{"review", kPlan, "추진", "--at-activity", "conference", "--dry-run"}},
      {{"register-area", kPlan, "hydrogen", "--name", "수소", "--dry-run"}},
      {{"register-project", kPlan, "p2", "--area", "policy", "--name", "교류",
        "--dry-run"}},
      {{"discontinue", kPlan, "exchange", "--dry-run"}},
      {{"responsible", kPlan, "--organisation", "me-kr-cco-intl", "--dry-run"}},
      {{"propose", kPlan, "plan-b", "--title", "계획"}},
      {{"agree", kPlan, "plan-b", "--dry-run"}},
      {{"amend-agreement", kPlan, "plan-b", "연장", "--dry-run"}},
      {{"end-agreement", kPlan, "plan-b", "--dry-run"}},
      {{"confirm", kPlan, "4", "--party", "cn", "--dry-run"}},
      {{"dispute", kPlan, "4", "--party", "cn", "--dry-run"}},
      {{"note-discrepancy", kPlan, "conference", "--field", "title", "--value",
        "가", "--value", "나"}},
      {{"resolve-discrepancy", kPlan, "conference-title", "--accept", "1",
        "--dry-run"}},
      {{"register-party", "jp", "--name", "일본", "--dry-run"}},
      {{"register-organisation", "moe", "--name", "환경성", "--party", "kr",
        "--dry-run"}},
      {{"rename-organisation", "me-kr-cco-intl", "--name", "새 이름",
        "--dry-run"}},
      {{"register-person", "--name", "홍길동", "--dry-run"}},
      {{"assign-role", "role", "--person", "591785b7", "--organisation",
        "me-kr-cco-intl", "--name", "국장"}},
      {{"end-role", "role", "--dry-run"}},
      {{"register-series", "seminars", "--name", "세미나", "--dry-run"}},
      {{"new-year", kPlan, "clear-sky/2024", "--dry-run"}},
      {{"new-year", kPlan, "clear-sky/2023", "--yes"}},
      {{"reconcile", kTable, "--plan", kPlan, "--on", "2022-10-29"}},
      {{"reconcile", kTable, "--plan", kPlan, "--format", "json"}},
      {{"reconcile", kTable, "--plan", "clear-sky/2202"}},
      {{"reconcile", kTable, "--plan", kPlan, "--accept", "999"}},
      {{"reconcile", kTable, "--plan", "clear-sky/imported", "--accept", "all",
        "--on", "2022-10-29", "--at", "2022-10-29"}},
      {{"plan", kPlan, "--as-of", "2022-10-29"}},
      {{"plan", "clear-sky/2202", "--as-of", "2022-10-29"}},
      {{"table", kPlan, "--as-of", "2022-10-29"}},
      {{"table", kPlan, "--as-of", "2022-10-29", "--format", "json"}},
      {{"table", kPlan, "--as-of", "2022-10-29", "--known-at", "99999"}},
      {{"table", kPlan, "--as-of", "1999-01-01"}},
      {{"table", kPlan, "--as-of", "2022-10-29", "--lang", "tlh"}},
      {{"published", kPlan, "--on", "2022-10-29"}},
      {{"published", kPlan, "--on", "2022-10-29", "--list"}},
      {{"published", kPlan, "--on", "2001-01-01"}},
      {{"history", kPlan, "conference", "--as-of", "2022-10-29"}},
      {{"history", kPlan, "conference", "--field", "date", "--as-of",
        "2022-10-29"}},
      {{"compare", kPlan, "--from", "2022-09-30", "--to", "2022-10-29"}},
      {{"compare", kPlan, "--from", "soon"}},
      {{"report", kPlan, "--as-of", "2022-10-29"}},
      {{"report", kPlan, "--as-of", "2022-10-29", "--year", "0"}},
      {{"events"}},
      {{"events", "--format", "json", "--stream", "directory", "--limit", "5"}},
      {{"events", "--from", "99999"}},
      {{"subscribe", "--no-follow", "--type", "ActivityHeld"}},
      {{"subscribe", "--no-follow", "--format", "json", "--from", "20",
        "--stream", "clear-sky/2022"}},
      {{"subscribe", "--no-follow", "--type", "ActivtyHeld"}},
      {{"plans"}},
      {{"plans", "--format", "json"}},
      {{"calendar", "--from", "2022-01-01", "--to", "2022-12-31", "--as-of",
        "2022-10-29"}},
      {{"series", "--as-of", "2022-10-29"}},
      {{"series", "no-series", "--as-of", "2022-10-29"}},
      // A daemon makes the rows by itself.
      {{"rebuild"}},
      {{"rebuild", "--verify"}},
      {{"verify"}},
      {{"verify", "--publications"}},
      {{"stats"}},
      {{"export", "out.export"}},
      {{"export", "out.export"}},
      {{"export", "no/such/directory"}},
      {{"backup", "--to", "backups"}},
      {{"backup", "--to", "backups", "--keep", "1"}},
      {{"backup", "--to", "clearsky.db/inside"}},
      {{"compact"}},
  };
  return *calls;
}

// Names of the commands that `clearsky --help` lists.
std::vector<std::string> CommandsOfHelp(const CommandLine& shell) {
  std::vector<std::string> names;
  const std::regex listed("^  ([a-z][a-z-]*) .*");
  for (const std::string& line : Lines(shell.Run({"--help"}).out)) {
    std::smatch match;
    // The last is the example.
    if (std::regex_match(line, match, listed) && match[1] != "clearsky") {
      names.push_back(match[1]);
    }
  }
  return names;
}

// Without what is made by chance, or of the files as they happen to be: ids,
// bytes on disk, how often progress is told of what goes on beside.
std::string Normalised(const std::string& text) {
  static const auto* const made_by_chance =
      new std::vector<std::pair<std::regex, std::string>>{
          {std::regex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "UUID"},
          {std::regex("\"eventId\":\"[A-Za-z0-9+/=]{24}\""), "EVENT-ID"},
          {std::regex("/[^ ]*/clearsky-[A-Za-z0-9]{6}/"), ""},
          // Persons that an import makes known.
          {std::regex("\\b(person-[0-9a-f]{12}|[0-9a-f]{8})\\b"), "PERSON"},
          {std::regex("root\t[0-9a-f]{64}"), "ROOT"},
          {std::regex("((log|derived|projection|copied) )?bytes( before| "
                      "after)?\t[0-9]+"),
           "BYTES"},
          {std::regex("indexed\t[0-9]+"), "INDEXED"},
          {std::regex("clearsky: (comparing|rebuilding|backing up|compacting): "
                      "[0-9]+ of [0-9]+ [a-z]+\n"),
           ""},
      };
  std::string result = text;
  for (const auto& [chance, word] : *made_by_chance) {
    result = std::regex_replace(result, chance, word);
  }
  return result;
}

// A ledger as PlanTest makes it, twice.
class ServedTest : public PlanTest {
 protected:
  std::string Server() const { return shell_.ServerOf("clearsky.db"); }

  // Runs the command with `place` behind its name.
  static RunResult RunAt(const CommandLine& shell, const Call& call,
                         const Arguments& place) {
    Arguments arguments = call.arguments;
    arguments.insert(arguments.begin() + 1, place.begin(), place.end());
    return shell.Run(arguments, call.input);
  }
};

TEST_F(ServedTest, EveryCommandSaysTheSameBothWays) {
  CommandLine other;
  fs::copy(shell_.Path("clearsky.db"), other.Path("clearsky.db"),
           fs::copy_options::recursive);
  std::set<std::string> seen;
  for (const Call& call : Calls()) {
    const std::string line = absl::StrJoin(call.arguments, " ");
    const std::string server = other.ServerOf("clearsky.db");
    ASSERT_NE(server, "");
    const RunResult here = RunAt(shell_, call, {"--db", "clearsky.db"});
    const RunResult there = RunAt(other, call, {"--server", server});
    EXPECT_EQ(there.exit_status, here.exit_status) << line << "\n" << there.err;
    EXPECT_EQ(Normalised(there.out), Normalised(here.out)) << line;
    EXPECT_EQ(Normalised(there.err), Normalised(here.err)) << line;
    // Of each command one call at least is no slip of the pen.
    if (here.exit_status == 0) seen.insert(call.arguments[0]);
  }
  EXPECT_EQ(CommandLine::Read(other.Path("out.export")).size(),
            CommandLine::Read(shell_.Path("out.export")).size());
  for (const std::string& command : CommandsOfHelp(shell_)) {
    if (MakingLedgers().count(command) + NeedingDaemons().count(command) +
            WithoutLedgers().count(command) >
        0) {
      continue;
    }
    EXPECT_EQ(seen.count(command), 1u)
        << "`" << command << "` is listed by help, and no call of it that "
        << "succeeds is compared";
  }
  EXPECT_GT(CommandsOfHelp(shell_).size(), 30u);
}

TEST_F(ServedTest, WhatMakesALedgerTakesNoServer) {
  const std::map<std::string, Arguments> arguments = {
      {"init", {}}, {"load", {"file"}}, {"restore", {"b", "--to", "c"}}};
  for (const std::string& command : MakingLedgers()) {
    Arguments call = {command};
    call.insert(call.end(), arguments.at(command).begin(),
                arguments.at(command).end());
    call.insert(call.end(), {"--server", "127.0.0.1:7420"});
    EXPECT_THAT(shell_.Run(call),
                IsUsageErrorWith(absl::StrCat("`", command,
                                              "` makes a ledger in a "
                                              "directory")));
    // Also before the command.
    call.erase(call.end() - 2, call.end());
    call.insert(call.begin(), {"--server", "127.0.0.1:7420"});
    EXPECT_THAT(shell_.Run(call), IsUsageErrorWith("leave --server out"));
    EXPECT_THAT(shell_.Run({command, "--help"}).out,
                AllOf(HasSubstr("there is no --server"),
                      ::testing::Not(HasSubstr("HOST:PORT"))));
  }
}

TEST_F(ServedTest, WhatNeedsADaemonSaysSo) {
  EXPECT_THAT(shell_.Run({"follow", kPlan, "--db", "clearsky.db"}),
              IsUsageErrorWith("--server"));
  EXPECT_THAT(shell_.Run({"consumers", "--db", "clearsky.db"}),
              IsUsageErrorWith("--server"));
  EXPECT_THAT(
      shell_.Run({"subscribe", "--db", "clearsky.db", "--consumer", "x"}),
      IsUsageErrorWith("--server"));
}

TEST_F(ServedTest, DirectoryAndServerTogetherAreUsage) {
  EXPECT_THAT(shell_.Run({"plans", "--db", "clearsky.db", "--server",
                          "127.0.0.1:7420"}),
              IsUsageErrorWith("--db and --server"));
  EXPECT_THAT(shell_.Run({"--db", "clearsky.db", "plans", "--server",
                          "127.0.0.1:7420"}),
              IsUsageErrorWith("--db and --server"));
}

TEST_F(ServedTest, ServerMustBeAPortOfThisMachine) {
  for (const std::string server :
       {"7420", "localhost", "localhost:", ":7420", "localhost:0",
        "localhost:70000", "localhost:74x", "unix:/tmp/socket",
        "dns:///127.0.0.1:7420x", "[::1]", "localhost:-1"}) {
    EXPECT_THAT(shell_.Run({"plans", "--server", server}),
                IsUsageErrorWith("127.0.0.1:7420"))
        << server;
  }
  for (const std::string server :
       {"example.org:7420", "10.0.0.1:7420", "127.0.0.1.example.org:80",
        "[::2]:7420", "127.0.0.256:7420", "ipv4:127.0.0.1:7420"}) {
    EXPECT_THAT(shell_.Run({"plans", "--server", server}),
                IsUsageErrorWith("not on this machine"))
        << server;
  }
}

TEST_F(ServedTest, VariableNamesAServerAndADirectorySaidWins) {
  const std::string server = Server();
  const std::string set = absl::StrCat("CLEARSKY_SERVER=", server, " ");
  const RunResult plans = shell_.Run({"plans", "--server", server});
  ASSERT_THAT(plans, Succeeds());
  // A shell is no reason to stop the daemon here.
  const auto run = [&](const std::string& line) {
    return shell_.RunBeside(line);
  };
  EXPECT_EQ(run(set + "clearsky plans").out, plans.out);
  EXPECT_EQ(run("CLEARSKY_DB=nowhere " + set + "clearsky plans").out,
            plans.out);
  EXPECT_EQ(
      run("CLEARSKY_SERVER=127.0.0.1:1 clearsky plans --db clearsky.db").out,
      plans.out);
  EXPECT_EQ(run("CLEARSKY_SERVER= clearsky plans").out, plans.out);
  EXPECT_THAT(run("CLEARSKY_SERVER=nonsense clearsky plans"),
              IsUsageErrorWith("$CLEARSKY_SERVER: 'nonsense'"));
  EXPECT_THAT(run(set + "clearsky init --db new.db"), Succeeds());
  EXPECT_THAT(run("CLEARSKY_SERVER=nonsense clearsky read-date 10.26"),
              Succeeds());
}

TEST_F(ServedTest, WhereNobodyListensSaysWhatToDo) {
  const std::string server = Server();
  shell_.Path("clearsky.db");  // Stops it.
  for (const Arguments& command : {Arguments{"plans"},
                                   {"verify"},
                                   {"stats"},
                                   {"export", "file"},
                                   {"subscribe"},
                                   {"follow", kPlan},
                                   {"consumers"},
                                   {"backup", "--to", "b"}}) {
    EXPECT_THAT(
        RunAt(shell_, {command}, {"--server", server}),
        IsRefused("UNAVAILABLE", absl::StrCat("no daemon listens at ", server,
                                              "; `clearskyd --db DIR`")))
        << command[0];
  }
  EXPECT_FALSE(fs::exists(shell_.Path("file")));
}

// The daemon records; who has the directory open beside it only reads.
TEST_F(ServedTest, DirectoryCanBeReadWhileADaemonServesIt) {
  const std::string server = Server();
  ASSERT_THAT(shell_.Run({"cancel", kPlan, "forum", "--at", kLater, "--server",
                          server}),
              Succeeds());
  EXPECT_EQ(shell_.Run({"events", "--db", "clearsky.db"}).out,
            shell_.Run({"events", "--server", server}).out);
  EXPECT_THAT(shell_.Run({"reinstate", kPlan, "forum", "--at", kLater, "--db",
                          "clearsky.db"}),
              IsRefused("UNAVAILABLE", "another process"));
}

}  // namespace
}  // namespace clearsky
