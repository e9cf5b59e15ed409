// Calls over HTTP are counted by route and by what became of them, and /metrics
// tells it.

#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/http/http_fixture.h"
#include "service/metrics.h"
#include "service/metrics_text.h"

namespace clearsky::service {
namespace {

using test::IsOk;
using test::MetricsText;
using test::ValueIn;
using ::testing::Optional;

class RouteCountingTest : public test::HttpTest {
 protected:
  void SetUp() override {
    HttpTest::SetUp();
    RecordMeeting();
    metrics_ = std::make_unique<ServiceMetrics>(ledger_.get(), "1.2.3");
    RouteOptions options;
    options.calls = metrics_.get();
    options.metrics = [this] { return metrics_->Text(); };
    Serve(options);
  }
  void TearDown() override { router_.reset(); }

  // What /metrics says, over HTTP.
  MetricsText Read() {
    const test::HttpAnswer answer = Get("/metrics");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.Header("content-type"), ServiceMetrics::kContentType);
    const auto text = test::ReadMetricsText(answer.body);
    EXPECT_THAT(text, IsOk());
    return text.value_or(MetricsText());
  }
  std::optional<double> Calls(const std::string& route,
                              const std::string& code) {
    return ValueIn(Read(), "clearsky_requests_total",
                   {{"face", "http"}, {"method", route}, {"code", code}});
  }

  std::unique_ptr<ServiceMetrics> metrics_;
};

TEST_F(RouteCountingTest, EachCallIsOneOfItsRoute) {
  constexpr char kTable[] = "GET /v1/plans/{plan}/table";
  EXPECT_THAT(Calls(kTable, "OK"), Optional(0));
  EXPECT_EQ(Get("/v1/plans/clear-sky/2022/table").status, 200);
  EXPECT_EQ(Get("/v1/plans/clear-sky%2F2022/table").status, 200);
  EXPECT_EQ(Get("/v1/plans/none/table").status, 404);
  EXPECT_THAT(Calls(kTable, "OK"), Optional(2));
  EXPECT_THAT(Calls(kTable, "NOT_FOUND"), Optional(1));
  EXPECT_THAT(ValueIn(Read(), "clearsky_request_seconds_count",
                      {{"face", "http"}, {"method", kTable}}),
              Optional(3));
  EXPECT_THAT(ValueIn(Read(), "clearsky_refusals_total",
                      {{"rule", "unknown-plan"}, {"code", "NOT_FOUND"}}),
              Optional(1));
}

TEST_F(RouteCountingTest, StreamsOfEventsAreCountedAndNotTimed) {
  const test::HttpHeaders accept = {{"Accept", "text/event-stream"}};
  ASSERT_NE(Get("/v1/events", accept).events, nullptr);
  EXPECT_THAT(Calls("GET /v1/events", "OK"), Optional(1));
  EXPECT_EQ(ValueIn(Read(), "clearsky_request_seconds_count",
                    {{"face", "http"}, {"method", "GET /v1/events"}}),
            std::nullopt);
}

}  // namespace
}  // namespace clearsky::service
