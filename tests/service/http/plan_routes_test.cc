#include "service/http/plan_routes.h"

#include <atomic>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "page/words.h"
#include "rapidcheck.h"
#include "report/report_svg.h"
#include "service/http/http_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::Held;
using ::clearsky::test::HttpAnswer;
using ::clearsky::test::IsOk;
using ::clearsky::test::Ko;
using ::clearsky::test::kPlan;
using ::clearsky::test::Party;
using ::clearsky::test::Postponed;
using ::clearsky::test::Registered;
using ::clearsky::test::Scheduled;
using ::clearsky::test::Seoul;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kTable[] = "/v1/plans/clear-sky/2022/table";

class PlanRoutesTest : public test::HttpTest {
 protected:
  std::string ETag(const std::string& target,
                   const test::HttpHeaders& headers = {}) {
    return Get(target, headers).Header("etag");
  }
};

TEST_F(PlanRoutesTest, TableIsHadInEachFormat) {
  RecordMeeting();
  const HttpAnswer json = Get(kTable);
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(json.Header("content-type"), "application/json");
  v1::GetTableRequest request;
  request.set_plan(kPlan);
  const auto answer = ledger_->GetTable(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(json.body,
            page::JsonOf(*answer, page::JsonLayout::kIndented).value());

  const HttpAnswer csv = Get(kTable, {{"Accept", "text/csv"}});
  EXPECT_EQ(csv.Header("content-type"),
            "text/csv; charset=utf-8; header=present");
  EXPECT_EQ(csv.body,
            "area,project,line,activity_id\r\n"
            "공동 연구,교류,○ forum(10월 예정),forum\r\n");
  EXPECT_EQ(Get(absl::StrCat(kTable, "?format=tsv")).body,
            "area\tproject\tline\n공동 연구\t교류\t○ forum(10월 예정)\n");
  EXPECT_THAT(Get(absl::StrCat(kTable, "?format=md")).body,
              StartsWith("| 분야 | 세부사업 | 주요 이행현황 |\n"));
  EXPECT_THAT(Get(absl::StrCat(kTable, "?format=text")).body,
              HasSubstr("○ forum(10월 예정)"));
  EXPECT_THAT(Get(absl::StrCat(kTable, "?format=html")).body,
              HasSubstr("○ forum(10월 예정)</a></td>"));
}

TEST_F(PlanRoutesTest, PlanIsNamedWithSlashesOrWhole) {
  RecordMeeting();
  RecordPlan("a/table");
  EXPECT_EQ(Get("/v1/plans/clear-sky%2F2022/table").body, Get(kTable).body);
  EXPECT_EQ(Get("/v1/plans/a%2Ftable").status, 200);
  EXPECT_EQ(Get("/v1/plans/a%2Ftable/table").status, 200);
  // The table of the plan `a`, of which nothing is known.
  const HttpAnswer answer = Get("/v1/plans/a/table");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.Member("detail"), HasSubstr("unknown plan `a`"));
}

TEST_F(PlanRoutesTest, PointIsOnBothAxes) {
  RecordMeeting();
  Tell(kPlan, Held("forum", "2022-10-26", "2022-10-26"));
  const auto line = [&](const std::string& query) {
    return Get(absl::StrCat(kTable, "?format=csv&", query)).body;
  };
  EXPECT_THAT(line("as_of=2022-12-01"), HasSubstr("(10.26)"));
  EXPECT_THAT(line("as_of=2022-05-01"), HasSubstr("(10월 예정)"));
  EXPECT_THAT(line("known_at=4"), HasSubstr("(10월 예정)"));
  EXPECT_THAT(line("known_at=2"), Not(HasSubstr("forum")));
  EXPECT_THAT(line("known_at=2022-12-31"), HasSubstr("(10.26)"));
  EXPECT_EQ(Get(absl::StrCat(kTable, "?known_at=6")).status, 400);
  EXPECT_EQ(Get(absl::StrCat(kTable, "?as_of=2022-02-30")).status, 400);
  EXPECT_THAT(Get(absl::StrCat(kTable, "?known_at=x")).Member("detail"),
              HasSubstr("known_at"));
}

TEST_F(PlanRoutesTest, UnchangedTableIsNotSentAgain) {
  RecordMeeting();
  const std::string etag = ETag(kTable);
  ASSERT_THAT(etag, Not(testing::IsEmpty()));
  const HttpAnswer again = Get(kTable, {{"If-None-Match", etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(again.Header("etag"), etag);
  EXPECT_EQ(again.Header("vary"), "Accept");
  EXPECT_EQ(again.Header("cache-control"), "private, no-cache");
  EXPECT_EQ(Get(kTable, {{"If-None-Match", "\"x\", W/" + etag}}).status, 304);
  EXPECT_EQ(Get(kTable, {{"If-None-Match", "\"x\""}}).status, 200);
}

TEST_F(PlanRoutesTest, WhatIsRecordedElsewhereChangesNoTable) {
  RecordMeeting();
  const HttpAnswer before = Get(kTable);
  Tell("directory", Party("kr", "한국"));
  RecordPlan("other/2022");
  Serve({});  // Nothing is kept.
  const HttpAnswer after = Get(kTable);
  EXPECT_EQ(after.Header("etag"), before.Header("etag"));
  EXPECT_EQ(after.body, before.body);
  // Names in these are of the directory.
  const std::string history = ETag("/v1/plans/clear-sky/2022/history");
  Tell("directory", Party("cn", "중국"));
  EXPECT_NE(ETag("/v1/plans/clear-sky/2022/history"), history);
  EXPECT_EQ(ETag(kTable), before.Header("etag"));
}

TEST_F(PlanRoutesTest, TagIsOfAllThatATableRestsOn) {
  RecordMeeting();
  const std::string first = ETag(kTable);
  std::set<std::string> tags = {first};
  for (const std::string& target :
       {absl::StrCat(kTable, "?format=csv"), absl::StrCat(kTable, "?lang=ko"),
        absl::StrCat(kTable, "?style=normalised"),
        absl::StrCat(kTable, "?as_of=2022-12-30"),
        absl::StrCat(kTable, "?known_at=3")}) {
    EXPECT_TRUE(tags.insert(ETag(target)).second) << target;
  }
  EXPECT_TRUE(tags.insert(ETag(kTable, {{"Accept", "text/csv"}})).second);
  Tell(kPlan, Held("forum", "2022-10-26", "2022-10-26"));
  EXPECT_TRUE(tags.insert(ETag(kTable)).second) << "an event";
  clock_.Set(Seoul("2023-01-01 00:00:00"));
  EXPECT_TRUE(tags.insert(ETag(kTable)).second) << "a new day";
  // What was asked about a day that is over stays.
  EXPECT_EQ(ETag(absl::StrCat(kTable, "?as_of=2022-12-30&known_at=4")),
            ETag(absl::StrCat(kTable, "?as_of=2022-12-30&known_at=4")));
}

// Whatever is recorded in between: an answer with the tag of another is that
// answer, though nothing is kept.
TEST_F(PlanRoutesTest, EqualTagsAreEqualAnswers) {
  service::RouteOptions options;
  options.cache_bytes = 0;
  Serve(options);
  RecordPlan("other/2022");
  int cases = 0;
  EXPECT_TRUE(rc::check([&] {
    const std::string plan = absl::StrCat("plan-", ++cases, "/2022");
    RecordPlan(plan);
    Tell(plan, Registered("forum", "2022-02-01"));
    Tell(plan, Scheduled("forum", "2022-10", "2022-02-01"));
    const std::string path = absl::StrCat("/v1/plans/", plan);
    const std::string before = absl::StrCat(EventCount() - 1);
    const std::vector<std::string> targets = {
        path + "/table",
        path + "/table?format=html",
        path + "/table?as_of=2022-06-01",
        path,
        path + "?format=html",
        path + "/history",
        path + "/history?entity=forum&field=date",
        path + "/compare?from=2022-03-01",
        path + "/report?year=2022",
        path + "/table?as_of=2022-06-01&known_at=" + before};
    std::map<std::string, std::string> bodies;
    size_t same = 0;
    const int steps = *rc::gen::inRange(2, 6);
    for (int step = 0; step < steps; ++step) {
      const std::string id = absl::StrCat("x", cases, "-", step);
      switch (*rc::gen::inRange(0, 4)) {
        case 0:
          Tell("directory", Party(id, "나라"));
          break;
        case 1:
          Tell("other/2022", Registered(id, "2022-02-01"));
          break;
        case 2:
          clock_.Set(clock_.Now() + absl::Hours(*rc::gen::inRange(1, 30)));
          break;
        default:
          Tell(plan, Registered(id, "2022-02-01"));
          Tell(plan, Scheduled(id, "2022-12", "2022-02-01"));
      }
      for (const std::string& target : targets) {
        const HttpAnswer answer = Get(target);
        RC_ASSERT(answer.status == 200);
        const auto [found, is_new] = bodies.emplace(
            absl::StrCat(target, answer.Header("etag")), answer.body);
        if (!is_new) ++same;
        RC_ASSERT(found->second == answer.body);
      }
    }
    // What was asked as known before stays, at least.
    RC_ASSERT(same + 1 >= static_cast<size_t>(steps));
  }));
}

TEST_F(PlanRoutesTest, HistoryIsOfAnEntityAFieldOrAPage) {
  RecordMeeting();
  Tell(kPlan, Held("forum", "2022-10-26", "2022-10-26"));
  const std::string path = "/v1/plans/clear-sky/2022/history";
  EXPECT_THAT(Get(path + "?format=text").body, HasSubstr("forum"));
  const HttpAnswer page = Get(path + "?limit=2");
  const std::string token = page.Member("nextPageToken");
  ASSERT_THAT(token, Not(testing::IsEmpty()));
  EXPECT_EQ(Get(path + "?limit=2&page=" + token).status, 200);
  EXPECT_EQ(Get(path + "?limit=1001").status, 400);
  EXPECT_EQ(Get(path + "?entity=nobody").status, 404);
  EXPECT_THAT(Get(path + "?entity=forum&field=date&format=csv").body,
              HasSubstr("2022-10"));
  EXPECT_EQ(Get(path + "?entity=forum&field=colour").status, 400);
  EXPECT_EQ(Get(path + "?field=date&limit=2").status, 400);
  EXPECT_THAT(Get(path + "?format=md&lang=ko").body, HasSubstr("기록"));
  EXPECT_THAT(Get(path + "?format=csv").body, HasSubstr("\r\n"));
}

TEST_F(PlanRoutesTest, ComparisonTakesTwoPoints) {
  RecordMeeting();
  Tell(kPlan, Postponed("forum", "2022-09-01"));
  const std::string path = "/v1/plans/clear-sky/2022/compare";
  EXPECT_THAT(Get(path + "?from=2022-03-01&format=csv&lang=en").body,
              HasSubstr("changed,공동 연구,교류,forum,"));
  EXPECT_THAT(Get(path + "?from_known_at=4&lang=en&format=md").body,
              HasSubstr("~~"));
  EXPECT_THAT(Get(path + "?from=2022-03-01&format=html").body,
              HasSubstr("<del>○ forum(10월 예정)</del>"));
  EXPECT_THAT(Get(path + "?from=2022-03-01&to=2022-03-02").body,
              Not(HasSubstr("\"lines\"")));
  EXPECT_THAT(Get(path + "?to_known_at=x").Member("detail"),
              HasSubstr("to_known_at"));
  EXPECT_EQ(Get(path + "?lang=fr").status, 400);
}

TEST_F(PlanRoutesTest, ReportHasItsPictureInThePage) {
  RecordMeeting();
  const std::string path = "/v1/plans/clear-sky/2022/report";
  const HttpAnswer svg = Get(path, {{"Accept", "image/svg+xml"}});
  EXPECT_EQ(svg.Header("content-type"), "image/svg+xml");
  EXPECT_THAT(svg.body, StartsWith("<?xml"));
  const HttpAnswer html = Get(path + "?format=html&lang=en");
  EXPECT_THAT(html.body, HasSubstr("<div class=\"wide\"><svg "));
  EXPECT_THAT(html.body, HasSubstr(std::string(report::ReportSvgStyle())));
  EXPECT_EQ(Get(path + "?year=2021").status, 200);
  EXPECT_EQ(Get(path + "?year=99999").status, 400);
  EXPECT_THAT(Get(path + "?format=csv").body, StartsWith("area,activity_id,"));
  EXPECT_EQ(Get(path + "?format=tsv").status, 400);
}

TEST_F(PlanRoutesTest, PlanPageLeadsEverywhere) {
  RecordMeeting();
  const HttpAnswer answer = Get("/v1/plans/clear-sky/2022?as_of=2022-06-01",
                                {{"Accept", "text/html"}});
  EXPECT_EQ(answer.status, 200);
  for (const char* const part :
       {"<html lang=\"ko\">", "<h1>청천계획 (clear-sky/2022)</h1>",
        "name=\"as_of\" type=\"date\" value=\"2022-06-01\"",
        "/v1/plans/clear-sky/2022/history?as_of=2022-06-01&amp;lang=ko&amp;"
        "entity=forum",
        "/v1/plans/clear-sky/2022/compare?to=2022-06-01",
        "/v1/plans/clear-sky/2022/report?as_of=2022-06-01",
        "?as_of=2022-06-01&amp;lang=ko&amp;format=csv", "lang=en", "<h2>활동",
        "기준일 2022-06-01 (Asia/Seoul)"}) {
    EXPECT_THAT(answer.body, HasSubstr(part));
  }
  EXPECT_THAT(Get("/v1/plans/clear-sky/2022?format=html&lang=en").body,
              HasSubstr("<h2>Activities</h2>"));
}

// Every link of every page leads to an answer.
TEST_F(PlanRoutesTest, LinksOfPagesLeadSomewhere) {
  RecordMeeting();
  std::vector<std::string> to_visit = {"/v1/plans?lang=ko"};
  std::set<std::string> seen;
  while (!to_visit.empty() && seen.size() < 120) {
    const std::string target = to_visit.back();
    to_visit.pop_back();
    if (!seen.insert(target).second) continue;
    const HttpAnswer answer = Get(target, {{"Accept", "text/html"}});
    ASSERT_EQ(answer.status, 200) << target << "\n" << answer.body;
    if (!absl::StartsWith(answer.Header("content-type"), "text/html")) continue;
    const std::vector<std::string> parts =
        absl::StrSplit(answer.body, "href=\"");
    for (size_t i = 1; i < parts.size(); ++i) {
      to_visit.push_back(absl::StrReplaceAll(
          parts[i].substr(0, parts[i].find('"')), {{"&amp;", "&"}}));
    }
  }
  EXPECT_GT(seen.size(), 40u);
}

TEST_F(PlanRoutesTest, NothingThatWasRecordedIsMarkupOfAPage) {
  v1::PlanEvent plan = test::PlanNamed("<script>alert(1)</script>", "2022");
  ASSERT_THAT(Record(kPlan, {plan, test::AreaOne(), test::ProjectOne()}),
              IsOk());
  v1::PlanEvent meeting = Registered("forum", "2022-02-01");
  *meeting.mutable_activity_registered()->mutable_titles(0) =
      Ko("\"><img src=x onerror=alert(1)>");
  Tell(kPlan, meeting);
  Tell(kPlan, Scheduled("forum", "2022-10", "2022-02-01"));
  for (const char* const target :
       {"/v1/plans", "/v1/plans/clear-sky/2022", kTable,
        "/v1/plans/clear-sky/2022/history",
        "/v1/plans/clear-sky/2022/history?entity=forum",
        "/v1/plans/clear-sky/2022/history?entity=forum&field=title",
        "/v1/plans/clear-sky/2022/compare?from=2022-01-01",
        "/v1/plans/clear-sky/2022/report",
        "/v1/calendar?from=2022-01-01&to=2022-12-31"}) {
    const HttpAnswer answer = Get(target, {{"Accept", "text/html"}});
    EXPECT_THAT(answer.body, Not(HasSubstr("<script"))) << target;
    EXPECT_THAT(answer.body, Not(HasSubstr("<img"))) << target;
    EXPECT_THAT(answer.body, Not(HasSubstr(" style="))) << target;
  }
  EXPECT_THAT(Get(kTable, {{"Accept", "text/html"}}).body,
              HasSubstr("&lt;img src=x"));
}

TEST_F(PlanRoutesTest, CellsThatWouldBeFormulasAreDefused) {
  RecordPlan();
  v1::PlanEvent meeting = Registered("forum", "2022-02-01");
  *meeting.mutable_activity_registered()->mutable_titles(0) =
      Ko("=HYPERLINK(\"x\")");
  Tell(kPlan, meeting);
  EXPECT_THAT(Get("/v1/plans/clear-sky/2022?format=csv").body,
              HasSubstr("\"'=HYPERLINK(\"\"x\"\")\"\r\n"));
}

TEST_F(PlanRoutesTest, RowsOfATableAreToldAsTheyChange) {
  RecordMeeting();
  const HttpAnswer stream = Get(kTable, {{"Accept", "text/event-stream"}});
  ASSERT_NE(stream.events, nullptr);
  std::string whole;
  EXPECT_TRUE(stream.events->Pull(size_t{1} << 20, &whole));
  EXPECT_THAT(whole, StartsWith("retry: 3000\n\nid: "));
  EXPECT_THAT(whole, HasSubstr("\nevent: clearsky-table\ndata: {"));
  EXPECT_THAT(whole, HasSubstr("○ forum(10월 예정)"));
  const size_t id = whole.find("id: ") + 4;
  const std::string cursor = whole.substr(id, whole.find('\n', id) - id);
  std::atomic<int> ready = 0;
  stream.events->NotifyWhenReady([&ready] { ++ready; });
  Tell(kPlan, Held("forum", "2022-10-26", "2022-10-26"));
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (ready == 0 && absl::Now() < end) absl::SleepFor(absl::Milliseconds(1));
  ASSERT_EQ(ready, 1);
  std::string change;
  EXPECT_TRUE(stream.events->Pull(size_t{1} << 20, &change));
  EXPECT_THAT(change, HasSubstr("○ forum(10월 예정)"));
  EXPECT_THAT(change, HasSubstr("○ forum(10.26)"));
  // A client that had the first goes on with the second.
  const HttpAnswer again =
      Get(kTable, {{"Accept", "text/event-stream"}, {"Last-Event-ID", cursor}});
  ASSERT_NE(again.events, nullptr);
  std::string rest;
  EXPECT_TRUE(again.events->Pull(size_t{1} << 20, &rest));
  EXPECT_THAT(rest, HasSubstr("○ forum(10.26)"));
  EXPECT_THAT(rest, Not(HasSubstr("\"reset\":true")));
  EXPECT_EQ(Get(absl::StrCat(kTable, "?format=sse&as_of=2022-01-01")).status,
            400);
  EXPECT_EQ(Get(kTable, {{"Accept", "text/event-stream"},
                         {"Last-Event-ID", "nonsense"}})
                .status,
            400);
}

TEST_F(PlanRoutesTest, LanguageThatIsNotWrittenYetIsNotImplemented) {
  RecordMeeting();
  const HttpAnswer answer = Get(absl::StrCat(kTable, "?lang=en"));
  EXPECT_EQ(answer.status, 501);
  EXPECT_EQ(answer.Member("code"), "UNIMPLEMENTED");
}

}  // namespace
}  // namespace clearsky
