// Many threads recording to one ledger.

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/ledger_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::Party;
using ::clearsky::test::PlanNamed;
using ::clearsky::test::Registered;
using ::clearsky::test::RequestFor;

constexpr int kThreads = 6;
constexpr int kEventsEach = 8;

class ConcurrencyTest : public test::LedgerTest {
 protected:
  // Runs `work` with 0, 1, ... on threads of their own.
  template <typename Work>
  void OnThreads(Work work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_F(ConcurrencyTest, WritersOfOnePlanAllSucceedAndNoneIsLost) {
  RecordPlan();
  std::atomic<int> refused = 0;
  OnThreads([&](int thread) {
    for (int i = 0; i < kEventsEach; ++i) {
      const auto response = Record(
          kPlan,
          {Registered(absl::StrCat("m-", thread, "-", i), "2022-02-01")});
      if (!response.ok()) ++refused;
    }
  });
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(StateOf(kPlan)->activities_size(), kThreads * kEventsEach);
  EXPECT_EQ(EventCount(), static_cast<uint64_t>(3 + kThreads * kEventsEach));
}

// Every plan names a party, so that every recording reads the directory, which
// changes all the while.
TEST_F(ConcurrencyTest, WritersSucceedWhileTheDirectoryThatTheyReadGrows) {
  Tell("directory", Party("kr", "한국"));
  std::atomic<int> refused = 0;
  OnThreads([&](int thread) {
    for (int i = 0; i < kEventsEach; ++i) {
      v1::PlanEvent plan = PlanNamed("청천계획", "2022");
      plan.mutable_plan_registered()->add_party_ids("kr");
      const auto response =
          thread % 2 == 0
              ? Record("directory",
                       {Party(absl::StrCat("p-", thread, "-", i), "당사자")})
              : Record(absl::StrCat("plan-", thread, "/", i), {plan});
      if (!response.ok()) ++refused;
    }
  });
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(EventCount(), static_cast<uint64_t>(1 + kThreads * kEventsEach));
}

TEST_F(ConcurrencyTest, OfWritersThatExpectOneRevisionOneSucceeds) {
  RecordPlan();
  std::atomic<int> recorded = 0;
  std::atomic<int> aborted = 0;
  OnThreads([&](int thread) {
    auto request = RequestFor(
        kPlan, {Registered(absl::StrCat("m-", thread), "2022-02-01")});
    request.mutable_streams(0)->mutable_expected()->set_revision(2);
    const auto response = ledger_->RecordEvents(request);
    if (response.ok()) ++recorded;
    if (absl::IsAborted(response.status())) ++aborted;
  });
  EXPECT_EQ(recorded, 1);
  EXPECT_EQ(aborted, kThreads - 1);
}

TEST_F(ConcurrencyTest, OneRequestSentByManyIsRecordedOnce) {
  RecordPlan();
  const auto request =
      test::WithIds(RequestFor(kPlan, {Registered("m1", "2022-02-01")}));
  std::atomic<int> first = 0;
  std::atomic<int> duplicates = 0;
  OnThreads([&](int) {
    const auto response = ledger_->RecordEvents(request);
    ASSERT_THAT(response, IsOk());
    EXPECT_EQ(response->recorded(0).position(), 3u);
    ++(response->duplicate() ? duplicates : first);
  });
  EXPECT_EQ(first, 1);
  EXPECT_EQ(duplicates, kThreads - 1);
}

TEST_F(ConcurrencyTest, ReadersSeeWholeBatchesOnly) {
  RecordPlan();
  std::atomic<bool> torn = false;
  OnThreads([&](int thread) {
    for (int i = 0; i < kEventsEach; ++i) {
      if (thread == 0) {
        const std::string id = absl::StrCat("m-", i);
        EXPECT_THAT(Record(kPlan, {Registered(id + "-a", "2022-02-01"),
                                   Registered(id + "-b", "2022-02-01")}),
                    IsOk());
        continue;
      }
      const auto state = StateOf(kPlan);
      if (!state.ok() || state->activities_size() % 2 != 0) torn = true;
    }
  });
  EXPECT_FALSE(torn);
}

}  // namespace
}  // namespace clearsky
