#include "service/in_process.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "service/status.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;

class InProcessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name =
        (std::filesystem::temp_directory_path() / "clearsky-XXXXXX").string();
    directory_ = mkdtemp(name.data());
    ledger::CreateOptions options;
    options.simulated = true;
    auto ledger = ledger::Ledger::Create(directory_ + "/db", options);
    ASSERT_TRUE(ledger.ok()) << ledger.status();
    auto service = InProcessService::Serve(*std::move(ledger));
    ASSERT_TRUE(service.ok()) << service.status();
    service_ = *std::move(service);
  }
  void TearDown() override {
    service_.reset();
    std::filesystem::remove_all(directory_);
  }

  v1::LedgerService::StubInterface& stub() { return service_->stub(); }

  // Records that party `id` became known.
  absl::Status RecordParty(const std::string& id, const std::string& name) {
    v1::RecordEventsRequest request;
    v1::StreamRecord* const stream = request.add_streams();
    stream->set_stream("directory");
    v1::PartyRegistered* const party =
        stream->add_events()->mutable_event()->mutable_party_registered();
    party->set_party_id(id);
    v1::Label* const label = party->add_labels();
    label->set_language("en");
    label->set_text(name);
    grpc::ClientContext context;
    v1::RecordEventsResponse response;
    return FromGrpcStatus(stub().RecordEvents(&context, request, &response));
  }

  uint64_t EventCount() {
    grpc::ClientContext context;
    v1::GetLedgerResponse response;
    EXPECT_TRUE(
        stub().GetLedger(&context, v1::GetLedgerRequest(), &response).ok());
    return response.event_count();
  }

 private:
  std::string directory_;
  std::unique_ptr<InProcessService> service_;
};

TEST_F(InProcessTest, CallsReachTheLedger) {
  EXPECT_EQ(EventCount(), 0u);
  EXPECT_THAT(RecordParty("kr", "Korea"), StatusIs(absl::StatusCode::kOk));
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(InProcessTest, RefusalKeepsItsCodeAndMessage) {
  grpc::ClientContext context;
  v1::GetPlanRequest request;
  request.set_plan("no-such-plan");
  v1::GetPlanResponse response;
  const absl::Status status =
      FromGrpcStatus(stub().GetPlan(&context, request, &response));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(std::string(status.message()), HasSubstr("no-such-plan"));
}

// A message longer than the 8 KiB of trailers that ordinary clients take.
TEST_F(InProcessTest, LongRefusalIsCutAndSaysSo) {
  const std::string name(20000, 'x');
  grpc::ClientContext context;
  v1::GetPlanRequest request;
  request.set_plan(name);
  v1::GetPlanResponse response;
  const absl::Status status =
      FromGrpcStatus(stub().GetPlan(&context, request, &response));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(name.substr(0, 2000)), HasSubstr("[cut; it had "),
                    SizeIs(Le(kMaxStatusBytes))));
}

// Progress may be left out when it comes faster than it is read; the last
// message never is.
TEST_F(InProcessTest, RebuildEndsWithItsResult) {
  ASSERT_THAT(RecordParty("kr", "Korea"), StatusIs(absl::StatusCode::kOk));
  for (const bool verify : {false, true}) {
    grpc::ClientContext context;
    v1::RebuildProjectionsRequest request;
    request.set_verify(verify);
    const auto reader = stub().RebuildProjections(&context, request);
    v1::RebuildProjectionsResponse last;
    while (reader->Read(&last)) continue;
    EXPECT_THAT(FromGrpcStatus(reader->Finish()),
                StatusIs(absl::StatusCode::kOk));
    EXPECT_EQ(last.known_count(), 1u);
  }
}

// Above gRPC's default limit of 4 MiB the request still reaches the ledger,
// whose own limit of an event refuses it.
TEST_F(InProcessTest, LargeRequestIsForTheLedgerToRefuse) {
  const absl::Status status =
      RecordParty("kr", std::string(size_t{6} << 20, 'x'));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(EventCount(), 0u);
}

TEST_F(InProcessTest, MessageAboveTheLimitIsResourceExhausted) {
  const absl::Status status =
      RecordParty("kr", std::string(size_t{kMaxMessageBytes} + 1, 'x'));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(EventCount(), 0u);
}

TEST_F(InProcessTest, ManyCallersRecordAtOnce) {
  constexpr int kCallers = 8;
  std::vector<std::thread> callers;
  std::vector<absl::Status> results(kCallers);
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([this, i, &results] {
      results[static_cast<size_t>(i)] =
          RecordParty(absl::StrCat("party-", i), "Name");
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (const absl::Status& result : results) {
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kOk));
  }
  EXPECT_EQ(EventCount(), uint64_t{kCallers});
}

}  // namespace
}  // namespace clearsky::service
