// Appends that come while others are recorded: recorded together, each answered
// for itself.

#include "service/append_queue.h"

#include <future>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/blockage.h"
#include "service/served_ledger.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::Blockage;
using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

constexpr int kCalls = 24;

// Simulated ledgers set their clock for each append, and record alone.
class AppendQueueTest : public test::ServedLedgerTest {
 protected:
  struct Answer {
    absl::Status status;
    v1::RecordEventsResponse response;
  };

  bool is_simulated() const override { return false; }
  Services::Options services_options() const override {
    Services::Options options;
    options.calls.writes.max_threads = 1;
    return options;
  }

  static v1::RecordEventsRequest PlanRequest(const std::string& plan) {
    v1::RecordEventsRequest request;
    v1::StreamRecord* const stream = request.add_streams();
    stream->set_stream(plan);
    v1::PlanRegistered* const registered =
        stream->add_events()->mutable_event()->mutable_plan_registered();
    v1::Label* const title = registered->add_titles();
    title->set_language("ko");
    title->set_text("청천계획");
    registered->mutable_period()->set_edtf("2022");
    return request;
  }

  std::future<Answer> RecordLater(const v1::RecordEventsRequest& request) {
    return std::async(std::launch::async, [this, request] {
      Answer answer;
      grpc::ClientContext context;
      answer.status = FromGrpcStatus(
          stub().RecordEvents(&context, request, &answer.response));
      return answer;
    });
  }

  // Sends all while no thread is free, so that they wait for one.
  std::vector<Answer> RecordTogether(
      const std::vector<v1::RecordEventsRequest>& requests) {
    Blockage writes(&services().calls(), CallKind::kWrite);
    std::vector<std::future<Answer>> later;
    for (const auto& request : requests) later.push_back(RecordLater(request));
    while (services().calls().running() < requests.size() + 1) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    writes.Lift();
    std::vector<Answer> answers;
    for (std::future<Answer>& answer : later) answers.push_back(answer.get());
    return answers;
  }
};

TEST_F(AppendQueueTest, PlansThatWaitAreCommittedTogether) {
  std::vector<v1::RecordEventsRequest> requests;
  for (int i = 0; i < kCalls; ++i) {
    requests.push_back(PlanRequest(absl::StrCat("plan-", i)));
  }
  const uint64_t before = ledger().log().Figures().commits;
  for (const Answer& answer : RecordTogether(requests)) {
    ASSERT_THAT(answer.status, IsOk());
    ASSERT_EQ(answer.response.recorded_size(), 1);
    EXPECT_EQ(answer.response.recorded(0).revision(), 0u);
  }
  EXPECT_EQ(EventCount(), static_cast<uint64_t>(kCalls));
  // The first may go by itself.
  EXPECT_LT(ledger().log().Figures().commits - before, kCalls / 2);
}

TEST_F(AppendQueueTest, OneThatIsRefusedLeavesTheOthers) {
  std::vector<v1::RecordEventsRequest> requests;
  for (int i = 0; i < kCalls; ++i) {
    requests.push_back(PlanRequest(absl::StrCat("plan-", i)));
    if (i % 3 == 0) {
      requests.back()
          .mutable_streams(0)
          ->mutable_events(0)
          ->mutable_event()
          ->mutable_plan_registered()
          ->mutable_period()
          ->set_edtf("2022-13");
    }
    if (i % 3 == 1) {
      requests.back().mutable_streams(0)->mutable_expected()->set_revision(7);
    }
  }
  const std::vector<Answer> answers = RecordTogether(requests);
  for (size_t i = 0; i < answers.size(); ++i) {
    if (i % 3 == 0) {
      EXPECT_THAT(answers[i].status,
                  StatusIs(absl::StatusCode::kInvalidArgument));
    } else if (i % 3 == 1) {
      EXPECT_THAT(answers[i].status, StatusIs(absl::StatusCode::kAborted,
                                              HasSubstr("revision 7")));
    } else {
      EXPECT_THAT(answers[i].status, IsOk());
    }
  }
  EXPECT_EQ(EventCount(), static_cast<uint64_t>(kCalls / 3));
}

TEST_F(AppendQueueTest, AppendsToOnePlanAreAllRecordedInAnOrder) {
  ASSERT_THAT(ledger().RecordEvents(PlanRequest("plan")), IsOk());
  std::vector<v1::RecordEventsRequest> requests;
  for (int i = 0; i < kCalls; ++i) {
    v1::RecordEventsRequest& request = requests.emplace_back();
    request.add_streams()->set_stream("plan");
    v1::ActivityRegistered* const meeting = request.mutable_streams(0)
                                                ->add_events()
                                                ->mutable_event()
                                                ->mutable_activity_registered();
    meeting->set_activity_id(absl::StrCat("m-", i));
    meeting->set_kind(v1::ACTIVITY_KIND_MEETING);
    v1::Label* const title = meeting->add_titles();
    title->set_language("ko");
    title->set_text(absl::StrCat("회의 ", i));
  }
  std::set<uint64_t> revisions;
  for (const Answer& answer : RecordTogether(requests)) {
    ASSERT_THAT(answer.status, IsOk());
    revisions.insert(answer.response.recorded(0).revision());
  }
  EXPECT_EQ(revisions.size(), static_cast<size_t>(kCalls));
  EXPECT_EQ(*revisions.begin(), 1u);
  EXPECT_EQ(*revisions.rbegin(), static_cast<uint64_t>(kCalls));
}

TEST_F(AppendQueueTest, ARepeatedRequestIsRecordedOnce) {
  v1::RecordEventsRequest request = PlanRequest("plan");
  request.mutable_streams(0)->mutable_events(0)->set_event_id(
      "6f2b1d4e-2f0e-4b5e-9d54-0d5b7a3e1c11");
  int duplicates = 0;
  for (const Answer& answer : RecordTogether({request, request, request})) {
    ASSERT_THAT(answer.status, IsOk());
    EXPECT_EQ(answer.response.recorded(0).position(), 0u);
    duplicates += answer.response.duplicate() ? 1 : 0;
  }
  EXPECT_EQ(duplicates, 2);
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(AppendQueueTest, ADryRunAmongOthersRecordsNothing) {
  std::vector<v1::RecordEventsRequest> requests = {
      PlanRequest("plan-0"), PlanRequest("plan-1"), PlanRequest("plan-2")};
  requests[1].set_dry_run(true);
  for (const Answer& answer : RecordTogether(requests)) {
    EXPECT_THAT(answer.status, IsOk());
  }
  EXPECT_EQ(EventCount(), 2u);
}

}  // namespace
}  // namespace clearsky::service
