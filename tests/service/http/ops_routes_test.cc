// What runs the daemon, and the routes across plans.

#include "service/http/ops_routes.h"

#include <string>

#include "page/words.h"
#include "service/http/http_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::HttpAnswer;
using ::testing::HasSubstr;
using ::testing::Not;

class OpsRoutesTest : public test::HttpTest {};

TEST_F(OpsRoutesTest, RootLeadsToThePlans) {
  const HttpAnswer answer = Get("/");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.Header("location"), "/v1/plans");
}

TEST_F(OpsRoutesTest, AliveIsNotReady) {
  service::RouteOptions options;
  absl::Status ready = absl::FailedPreconditionError("draining: bye");
  options.ready = [&ready] { return ready; };
  Serve(options);
  EXPECT_EQ(Get("/healthz").status, 200);
  EXPECT_EQ(Get("/readyz").status, 503);
  EXPECT_EQ(Get("/readyz").Member("detail"), "draining: bye");
  ready = absl::OkStatus();
  EXPECT_EQ(Get("/readyz").status, 200);
  EXPECT_EQ(Get("/readyz").Header("cache-control"), "no-store");
}

TEST_F(OpsRoutesTest, MetricsAreThereWhenSomebodyMakesThem) {
  EXPECT_EQ(Get("/metrics").status, 404);
  service::RouteOptions options;
  options.metrics = [] { return "clearsky_up 1\n"; };
  Serve(options);
  EXPECT_EQ(Get("/metrics").body, "clearsky_up 1\n");
  EXPECT_EQ(Get("/metrics").Header("content-type"),
            "text/plain; version=0.0.4; charset=utf-8");
}

TEST_F(OpsRoutesTest, LedgerTellsWhatItIs) {
  const HttpAnswer answer = Get("/v1/ledger");
  EXPECT_EQ(answer.Member("ledgerId"), ledger_->log().ledger_id().ToString());
  EXPECT_EQ(answer.Member("today"), "2022-12-31");
  EXPECT_EQ(
      Get("/v1/ledger", {{"If-None-Match", answer.Header("etag")}}).status,
      304);
  RecordPlan();
  EXPECT_EQ(
      Get("/v1/ledger", {{"If-None-Match", answer.Header("etag")}}).status,
      200);
}

TEST_F(OpsRoutesTest, PlansAreListedInEachFormat) {
  EXPECT_THAT(Get("/v1/plans?format=html").body,
              HasSubstr("아직 아무것도 없습니다."));
  RecordMeeting();
  v1::ListPlansRequest request;
  EXPECT_EQ(Get("/v1/plans").body,
            page::JsonOf(ledger_->ListPlans(request).value(),
                         page::JsonLayout::kIndented)
                .value());
  EXPECT_EQ(Get("/v1/plans?format=csv").body,
            "plan,title,period,activities,events\r\n"
            "clear-sky/2022,청천계획,2022,1,5\r\n");
  EXPECT_THAT(Get("/v1/plans?format=html").body,
              HasSubstr("<a href=\"/v1/plans/clear-sky/2022?lang=ko\">"));
}

TEST_F(OpsRoutesTest, CalendarIsOfASpan) {
  RecordMeeting();
  EXPECT_THAT(Get("/v1/calendar?from=2022-10-01&to=2022-10-31&format=csv").body,
              HasSubstr("yes,2022-10,clear-sky/2022,forum,planned,"));
  EXPECT_THAT(Get("/v1/calendar?from=2022-11-01&to=2022-11-30&format=csv").body,
              Not(HasSubstr("forum")));
  EXPECT_EQ(Get("/v1/calendar").status, 400);
  // Browsers are shown the year.
  const HttpAnswer year = Get("/v1/calendar", {{"Accept", "text/html"}});
  EXPECT_EQ(year.status, 200);
  EXPECT_THAT(year.body, HasSubstr("value=\"2022-12-31\""));
  EXPECT_THAT(year.body, HasSubstr("forum"));
  EXPECT_EQ(Get("/v1/calendar?from=2022-10-01&to=2022-10-31&open=maybe").status,
            400);
}

TEST_F(OpsRoutesTest, SeriesAreListedAndTold) {
  RecordPlan();
  v1::PlanEvent meeting = test::Registered("forum-7", "2022-02-01");
  meeting.mutable_activity_registered()->set_series_id("forum");
  meeting.mutable_activity_registered()->set_ordinal(7);
  v1::PlanEvent series;
  series.mutable_series_defined()->set_series_id("forum");
  *series.mutable_series_defined()->add_labels() = test::Ko("포럼");
  Tell("directory", series);
  Tell(test::kPlan, meeting);
  EXPECT_THAT(Get("/v1/series?format=csv").body, HasSubstr("forum,1,7-7,"));
  EXPECT_THAT(Get("/v1/series/forum?format=md").body,
              HasSubstr("clear-sky/2022#forum-7"));
  EXPECT_THAT(Get("/v1/series/forum?format=html").body,
              HasSubstr("<a href=\"/v1/plans/clear-sky/2022?lang=ko\">"));
  EXPECT_EQ(Get("/v1/series/nothing").status, 404);
}

}  // namespace
}  // namespace clearsky
