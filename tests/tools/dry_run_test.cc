// Every command that records, or makes or rewrites a ledger's files, has a dry
// run, which changes nothing. A command that help lists and this does not is a
// failure.

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::IsRefused;
using ::clearsky::test::Lines;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Arguments = std::vector<std::string>;

constexpr char kPlan[] = "clear-sky/2022";
constexpr char kRelease[] =
    CLEARSKY_SOURCE_DIR "/examples/clear-sky-2022/press-release-2022-09-28.txt";

// The forum is to be in November.
constexpr char kTable[] =
    "area\tproject\tline\n"
    "정책과 기술 교류\t청천컨퍼런스\t○ 협력포럼(11월 예정)\n";

// Commands that only ask or copy out, or keep places of consumers in a daemon.
const std::set<std::string>& NotRecording() {
  static const auto* const commands = new std::set<std::string>{
      "published", "plan",      "table",     "compare",  "report",
      "history",   "events",    "plans",     "calendar", "series",
      "subscribe", "follow",    "consumers", "verify",   "stats",
      "export",    "read-date", "lint",      "help"};
  return *commands;
}

// What is recorded at a time of a simulated clock.
struct Call {
  Arguments arguments;
  std::string input = {};
};

// A call of every command that has a dry run: one that would succeed.
const std::vector<Call>& Calls() {
  static const auto* const calls = new std::vector<Call>{
      {{"init", "--db", "new.db"}},
      {{"import", kRelease, "--plan", "clear-sky/imported"}},
      {{"reconcile", "table.tsv", "--plan", kPlan, "--on", "2022-10-01",
        "--accept", "all"}},
      {{"new-year", kPlan, "clear-sky/2023"}},
      {{"record", kPlan, "--file", "-"},
       R"({"activityCancelled": {"activityId": "forum"}})"},
      {{"register", kPlan, "seminar", "--kind", "seminar", "--title", "세미나",
        "--project", "exchange"}},
      {{"schedule", kPlan, "forum", "11월", "말"}},
      {{"set-date", kPlan, "conference", "10.26"}},
      {{"hold", kPlan, "conference", "10.26"}},
      {{"postpone", kPlan, "conference"}},
      {{"cancel", kPlan, "forum"}},
      {{"reinstate", kPlan, "cancelled"}},
      {{"split", kPlan, "conference", "--part", "a=10.20", "--part",
        "b=10.21"}},
      {{"log-occurrence", kPlan, "hotline", "10.5"}},
      {{"set-mode", kPlan, "conference", "비대면"}},
      {{"set-venue", kPlan, "conference", "서울"}},
      {{"delegate", kPlan, "conference", "--party", "kr", "--person",
        "591785b7"}},
      {{"set-details", kPlan, "forum", "--level", "국장급"}},
      {{"set-host", kPlan, "forum", "conference"}},
      {{"rename", kPlan, "forum", "환경 포럼"}},
      {{"start", kPlan, "report", "10.5"}},
      {{"complete", kPlan, "report", "10.6"}},
      {{"end-operation", kPlan, "hotline", "10.31"}},
      {{"outcome", kPlan, "conference", "협력 확대", "--kind", "agreed"}},
      {{"new-plan", "clear-sky/2024", "--title", "계획", "--period", "2024"}},
      {{"adopt", kPlan}},
      {{"amend", kPlan, "수소 추가"}},
      {{"close", kPlan}},
      {{"register-area", kPlan, "hydrogen", "--name", "수소"}},
      {{"register-project", kPlan, "p2", "--area", "policy", "--name", "교류"}},
      {{"discontinue", kPlan, "exchange"}},
      {{"responsible", kPlan, "--organisation", "me-kr"}},
      {{"propose", kPlan, "plan-b", "--title", "계획"}},
      {{"agree", kPlan, "mou"}},
      {{"amend-agreement", kPlan, "mou", "연장"}},
      {{"end-agreement", kPlan, "mou"}},
      {{"sign", kPlan, "mou", "2022-11-01"}},
      {{"carry-over", "clear-sky/2022#exchange", "other/2023#exchange"}},
      {{"review", kPlan, "정상 추진", "--at-activity", "conference"}},
      {{"confirm", kPlan, "4", "--party", "cn"}},
      {{"dispute", kPlan, "4", "--party", "cn", "--statement", "11월"}},
      {{"note-discrepancy", kPlan, "conference", "--field", "date", "--value",
        "10월@kr", "--value", "11월@cn"}},
      {{"resolve-discrepancy", kPlan, "differ", "--accept", "2"}},
      {{"register-party", "jp", "--name", "일본"}},
      {{"register-organisation", "moe-jp", "--name", "환경성", "--party",
        "kr"}},
      {{"rename-organisation", "me-kr", "--name", "새 이름"}},
      {{"register-person", "--name", "홍길동"}},
      {{"assign-role", "minister", "--person", "591785b7", "--organisation",
        "me-kr", "--name", "장관"}},
      {{"end-role", "role"}},
      {{"register-series", "forum", "--name", "포럼"}},
      {{"correct", "9", "--date", "11월"}},
      {{"void", "9", "--reason", "entry-error: 착오"}},
      {{"publish", kPlan}},
      {{"rebuild"}},
      {{"load", "ledger.export", "--db", "loaded.db"}},
      {{"backup", "--to", "backups"}},
      {{"restore", "backups", "--to", "restored.db"}},
      {{"compact"}},
  };
  return *calls;
}

constexpr char kMoreDirectory[] =
    R"({"organisationRegistered": {"organisationId": "me-kr", "partyId": "kr", "labels": [{"language": "ko", "text": "환경부"}]}}
{"roleAssigned": {"roleId": "role", "personId": "b1946ac9", "organisationId": "me-kr", "titles": [{"language": "ko", "text": "국장"}]}}
)";
constexpr char kMorePlan[] =
    R"({"activityRegistered": {"activityId": "cancelled", "kind": "ACTIVITY_KIND_FORUM", "titles": [{"language": "ko", "text": "취소된 행사"}], "projectIds": ["exchange"]}}
{"activityCancelled": {"activityId": "cancelled"}}
{"activityRegistered": {"activityId": "report", "kind": "ACTIVITY_KIND_DELIVERABLE", "titles": [{"language": "ko", "text": "보고서"}], "projectIds": ["exchange"]}}
{"agreementProposed": {"agreementId": "mou", "kind": "AGREEMENT_KIND_MEMORANDUM", "titles": [{"language": "ko", "text": "양해각서"}]}}
{"discrepancyNoted": {"discrepancyId": "differ", "entity": "conference", "field": "title", "kind": "DISCREPANCY_KIND_CONFLICT", "values": [{"text": "가"}, {"text": "나"}]}}
)";
constexpr char kOtherPlan[] =
    R"({"planRegistered": {"titles": [{"language": "ko", "text": "다른 계획"}], "period": {"edtf": "2023"}}}
{"areaDefined": {"areaId": "policy", "order": 1, "labels": [{"language": "ko", "text": "정책"}]}}
{"projectDefined": {"projectId": "exchange", "number": 1, "areaId": "policy", "labels": [{"language": "ko", "text": "교류"}]}}
)";

// The ledger of PlanTest with something of every kind.
class DryRunTest : public PlanTest {
 protected:
  void SetUp() override {
    PlanTest::SetUp();
    for (const auto& [stream, events] :
         std::vector<std::pair<std::string, std::string>>{
             {"directory", kMoreDirectory},
             {kPlan, kMorePlan},
             {"other/2023", kOtherPlan}}) {
      ASSERT_THAT(
          Run({"record", stream, "--file", "-", "--at", kLater}, events),
          Succeeds());
    }
    shell_.Write("table.tsv", kTable);
    ASSERT_THAT(Run({"export", "ledger.export"}), Succeeds());
    ASSERT_THAT(Run({"backup", "--to", "backups"}), Succeeds());
  }

  // All events in their stored bytes.
  std::string StoredBytes() {
    static int exports = 0;
    const std::string name = absl::StrCat("bytes-", exports++);
    EXPECT_THAT(Run({"export", name}), Succeeds());
    return CommandLine::Read(shell_.Path(name));
  }

  std::set<std::string> CommandsOfHelp() {
    std::set<std::string> names;
    const std::regex listed("^  ([a-z][a-z-]*) .*");
    for (const std::string& line : Lines(Run({"--help"}).out)) {
      std::smatch match;
      if (std::regex_match(line, match, listed) && match[1] != "clearsky") {
        names.insert(match[1]);
      }
    }
    return names;
  }
};

TEST_F(DryRunTest, EveryCommandThatRecordsHasOne) {
  std::set<std::string> called;
  for (const Call& call : Calls()) called.insert(call.arguments[0]);
  for (const std::string& command : CommandsOfHelp()) {
    const bool has_dry_run =
        Run({command, "--help"}).out.find("--dry-run") != std::string::npos;
    EXPECT_NE(has_dry_run, NotRecording().count(command) > 0) << command;
    EXPECT_EQ(called.count(command) > 0, has_dry_run)
        << command << " has no call here";
  }
  EXPECT_GT(CommandsOfHelp().size(), 60u);
}

TEST_F(DryRunTest, DryRunSucceedsAndChangesNothing) {
  const size_t count = CountEvents();
  const std::string bytes = StoredBytes();
  for (const Call& call : Calls()) {
    Arguments arguments = call.arguments;
    arguments.push_back("--dry-run");
    const RunResult run = Run(arguments, call.input);
    EXPECT_THAT(run, Succeeds()) << absl::StrJoin(arguments, " ");
    EXPECT_THAT(run.err, HasSubstr("as asked by --dry-run"))
        << absl::StrJoin(arguments, " ");
  }
  EXPECT_EQ(CountEvents(), count);
  EXPECT_EQ(StoredBytes(), bytes);
  EXPECT_FALSE(std::filesystem::exists(shell_.Path("new.db")));
  EXPECT_FALSE(std::filesystem::exists(shell_.Path("loaded.db")));
  EXPECT_FALSE(std::filesystem::exists(shell_.Path("restored.db")));
}

TEST_F(DryRunTest, LineBeforeAndAfterIsThatOfTheRealThing) {
  const std::vector<Arguments> changes = {
      {"correct", "9", "--date", "11월"},
      {"set-date", kPlan, "conference", "10월", "말"},
      {"set-mode", kPlan, "conference", "비대면"},
      {"postpone", kPlan, "conference"},
      {"set-date", kPlan, "conference", "내년", "상반기"},
      {"rename", kPlan, "conference", "청천 회의"},
      {"set-details", kPlan, "conference", "--level", "국장급"},
      {"cancel", kPlan, "conference"},
      {"reinstate", kPlan, "conference"},
      {"schedule", kPlan, "forum", "11.3, 서울"}};
  const auto lines = [](const RunResult& run) {
    const size_t begin = run.out.find("before  ");
    return begin == std::string::npos ? "" : run.out.substr(begin);
  };
  for (Arguments change : changes) {
    change.insert(change.end(), {"--at", kLater});
    Arguments dry = change;
    dry.push_back("--dry-run");
    const RunResult before = Run(dry);
    const RunResult real = Run(change);
    EXPECT_THAT(real, Succeeds()) << absl::StrJoin(change, " ");
    EXPECT_EQ(lines(before), lines(real)) << absl::StrJoin(change, " ");
    EXPECT_THAT(lines(real), HasSubstr("after   "));
  }
}

TEST_F(DryRunTest, WhatWouldBeRefusedIsRefusedTheSameWay) {
  for (const Arguments& arguments :
       {Arguments{"cancel", kPlan, "cancelled"},
        {"hold", kPlan, "conference", "2022-12-31"},
        {"set-date", kPlan, "conference", "10.32"},
        {"load", kRelease, "--db", "loaded.db"},
        {"restore", "backups", "--to", "clearsky.db"},
        {"init", "--db", "clearsky.db"},
        {"new-year", kPlan, "other/2023", "--yes"}}) {
    Arguments dry = arguments;
    dry.push_back("--dry-run");
    const RunResult real = Run(arguments);
    const RunResult run = Run(dry);
    EXPECT_EQ(run.exit_status, 1) << absl::StrJoin(arguments, " ");
    EXPECT_EQ(real.exit_status, 1) << absl::StrJoin(arguments, " ");
    const std::string code = real.err.substr(0, real.err.find(':', 10));
    EXPECT_THAT(run.err, HasSubstr(code)) << absl::StrJoin(arguments, " ");
  }
}

}  // namespace
}  // namespace clearsky
