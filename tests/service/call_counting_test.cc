// Calls over gRPC are counted, each once, by what became of them; and what the
// services count themselves is in the text.

#include "service/call_counting.h"

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "base/error_detail.h"
#include "clearsky/v1/feed_service.grpc.pb.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "ledger/ledger_fixture.h"
#include "service/grpc_server.h"
#include "service/metric_sources.h"
#include "service/metrics_text.h"
#include "service/services.h"
#include "service/status.h"

namespace clearsky::service {
namespace {

using test::IsOk;
using test::kPlan;
using test::MetricLabels;
using test::MetricsText;
using test::StatusIs;
using test::ValueIn;
using ::testing::Optional;

constexpr char kGetPlan[] = "clearsky.v1.LedgerService/GetPlan";
constexpr char kRecord[] = "clearsky.v1.LedgerService/RecordEvents";
constexpr char kSubscribe[] = "clearsky.v1.FeedService/Subscribe";

class CallCountingTest : public test::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    metrics_ = std::make_unique<ServiceMetrics>(ledger_.get(), "1.2.3");
    auto services = Services::Create(ledger_.get(), Services::Options());
    ASSERT_THAT(services, IsOk());
    services_ = *std::move(services);
    AddServiceSources(services_.get(), metrics_.get());
    GrpcServer::Options options;
    options.metrics = metrics_.get();
    auto server = GrpcServer::Start(options, services_.get());
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address().ToString(),
                                   grpc::InsecureChannelCredentials());
    stub_ = v1::LedgerService::NewStub(channel_);
    feeds_ = v1::FeedService::NewStub(channel_);
  }
  void TearDown() override {
    server_.reset();
    services_.reset();
  }

  absl::Status AskForPlan(const std::string& plan) {
    grpc::ClientContext context;
    v1::GetPlanRequest request;
    request.set_plan(plan);
    v1::GetPlanResponse response;
    return FromGrpcStatus(stub_->GetPlan(&context, request, &response));
  }
  absl::Status RecordOverGrpc(const v1::PlanEvent& event) {
    grpc::ClientContext context;
    v1::RecordEventsResponse response;
    return FromGrpcStatus(stub_->RecordEvents(
        &context, test::RequestFor(kPlan, {event}), &response));
  }

  MetricsText Read() {
    const auto text = test::ReadMetricsText(metrics_->Text());
    EXPECT_THAT(text, IsOk());
    return text.value_or(MetricsText());
  }
  std::optional<double> Requests(const std::string& method,
                                 const std::string& code) {
    return ValueIn(Read(), "clearsky_requests_total",
                   {{"face", "grpc"}, {"method", method}, {"code", code}});
  }
  // A call is counted before its answer is sent, but a stream that the client
  // leaves ends when the server hears of it.
  bool Eventually(const std::function<bool()>& condition) {
    const absl::Time deadline = absl::Now() + absl::Seconds(15);
    while (!condition()) {
      if (absl::Now() > deadline) return false;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return true;
  }

  std::unique_ptr<ServiceMetrics> metrics_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::LedgerService::Stub> stub_;
  std::unique_ptr<v1::FeedService::Stub> feeds_;
};

TEST_F(CallCountingTest, UnaryCallsAreCountedOnceAndTimed) {
  RecordPlan();
  for (int i = 0; i < 3; ++i) EXPECT_THAT(AskForPlan(kPlan), IsOk());
  EXPECT_THAT(AskForPlan("none/2022"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Requests(kGetPlan, "OK"), Optional(3));
  EXPECT_THAT(Requests(kGetPlan, "NOT_FOUND"), Optional(1));
  EXPECT_THAT(Requests(kRecord, "OK"), Optional(0));
  EXPECT_THAT(ValueIn(Read(), "clearsky_request_seconds_count",
                      {{"face", "grpc"}, {"method", kGetPlan}}),
              Optional(4));
}

TEST_F(CallCountingTest, RefusalsKeepTheirRuleOverTheWire) {
  RecordPlan();
  const absl::Status refused = RecordOverGrpc(test::PlanNamed("또", "2022"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists));
  // The client is told the same.
  const std::optional<ErrorDetail> detail = DetailOf(refused);
  ASSERT_NE(detail, std::nullopt);
  EXPECT_EQ(detail->reason, "PLAN_REGISTERED");
  EXPECT_EQ(detail->metadata.at("set_by"), "0");
  EXPECT_THAT(AskForPlan("none/2022"), StatusIs(absl::StatusCode::kNotFound));
  const MetricsText text = Read();
  EXPECT_THAT(
      ValueIn(text, "clearsky_refusals_total",
              {{"rule", "plan-registered"}, {"code", "ALREADY_EXISTS"}}),
      Optional(1));
  EXPECT_THAT(ValueIn(text, "clearsky_refusals_total",
                      {{"rule", "unknown-plan"}, {"code", "NOT_FOUND"}}),
              Optional(1));
}

TEST_F(CallCountingTest, StreamsAreSeenWhileOpenAndCountedAtTheirEnd) {
  RecordPlan();
  const auto open = [this] {
    return ValueIn(Read(), "clearsky_subscribers", {{"kind", "subscribe"}});
  };
  EXPECT_THAT(open(), Optional(0));
  grpc::ClientContext context;
  const auto reader = feeds_->Subscribe(&context, v1::SubscribeRequest());
  v1::SubscribeResponse answer;
  ASSERT_TRUE(reader->Read(&answer));
  EXPECT_EQ(answer.events_size(), 3);
  EXPECT_THAT(open(), Optional(1));
  EXPECT_THAT(Requests(kSubscribe, "CANCELLED"), testing::Eq(std::nullopt));
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(
      Eventually([&] { return Requests(kSubscribe, "CANCELLED") == 1; }));
  EXPECT_TRUE(Eventually([&] { return open() == 0; }));
  EXPECT_TRUE(Read().at("clearsky_request_seconds").samples.empty());
}

TEST_F(CallCountingTest, ConsumersAreToldByName) {
  RecordPlan();
  grpc::ClientContext context;
  v1::CreateConsumerRequest request;
  request.set_name("billing");
  v1::CreateConsumerResponse response;
  ASSERT_TRUE(feeds_->CreateConsumer(&context, request, &response).ok());
  EXPECT_THAT(ValueIn(Read(), "clearsky_consumer_lag_events",
                      {{"consumer", "billing"}}),
              Optional(3));
}

TEST_F(CallCountingTest, PoolsOfTheServicesAreTold) {
  const MetricsText text = Read();
  for (const char* pool : {"grpc-read", "grpc-write", "grpc-long"}) {
    EXPECT_THAT(ValueIn(text, "clearsky_pool_waiting", {{"pool", pool}}),
                Optional(0));
  }
}

}  // namespace
}  // namespace clearsky::service
