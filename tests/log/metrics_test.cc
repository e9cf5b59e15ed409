// The log's figures of itself: they count what was done, and nothing else.

#include "log/metrics.h"

#include <atomic>
#include <numeric>
#include <thread>

#include "absl/time/clock.h"
#include "fault_env.h"
#include "gmock/gmock.h"
#include "log/counters.h"
#include "log_fixture.h"
#include "rocksdb/db.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// Counts of the buckets that are not empty, by upper end; -1 for the last.
std::map<double, uint64_t> Filled(const HistogramFigures& histogram) {
  std::map<double, uint64_t> filled;
  EXPECT_EQ(histogram.counts.size(), histogram.bounds.size() + 1);
  for (size_t i = 0; i < histogram.counts.size(); ++i) {
    if (histogram.counts[i] == 0) continue;
    filled[i < histogram.bounds.size() ? histogram.bounds[i] : -1] =
        histogram.counts[i];
  }
  return filled;
}

TEST(HistogramCounterTest, BoundsAreInclusive) {
  HistogramCounter<3> counter({10, 20, 40}, 2);
  for (const int64_t value : {0, 10, 11, 20, 40, 41, 1000}) {
    counter.Count(value);
  }
  const HistogramFigures figures = counter.Figures();
  EXPECT_THAT(figures.bounds, ElementsAre(5, 10, 20));
  EXPECT_THAT(figures.counts, ElementsAre(2, 2, 1, 2));
  EXPECT_EQ(figures.count(), 7);
  EXPECT_DOUBLE_EQ(figures.sum, 0.5 * (0 + 10 + 11 + 20 + 40 + 41 + 1000));
}

TEST(HistogramCounterTest, LosesNothingToRaces) {
  HistogramCounter<2> counter({1, 2}, 1);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 3000; ++i) counter.Count(i % 3 + 1);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(counter.Figures().counts, ElementsAre(4000, 4000, 4000));
  EXPECT_DOUBLE_EQ(counter.Figures().sum, 24'000);
}

class MetricsTest : public LogTest {
 protected:
  void SetUp() override {
    faults_.path_part = "/log/";
    env_ = NewFaultyEnv(&faults_);
    options_.env = env_.get();
    LogTest::SetUp();
  }
  void TearDown() override {
    faults_.hold_syncs = false;
    faults_.syncs = false;
    Close();
  }

  Faults faults_;
  std::unique_ptr<rocksdb::Env> env_;
};

TEST_F(MetricsTest, NothingDoneIsNothingCounted) {
  const LogFigures figures = log().Figures();
  EXPECT_EQ(figures.size, 0);
  EXPECT_EQ(figures.indexed, 0);
  EXPECT_EQ(figures.commits, 0);
  EXPECT_EQ(figures.appends, 0);
  EXPECT_EQ(figures.waiting, 0);
  EXPECT_EQ(figures.commit_events.count(), 0);
  EXPECT_EQ(figures.sync_seconds.count(), 0);
  EXPECT_THAT(figures.refused, IsEmpty());
}

TEST_F(MetricsTest, CommitsAreCountedWithTheirEventsAndBytes) {
  Say("a", {"0"});
  Say("a", {"1", "2", "3"});
  Say("b", {std::string(50'000, 'x')});
  const LogFigures figures = log().Figures();
  EXPECT_EQ(figures.size, 5);
  EXPECT_EQ(figures.commits, 3);
  EXPECT_EQ(figures.events, 5);
  EXPECT_GT(figures.bytes, 50'000);
  EXPECT_LT(figures.bytes, 60'000);
  EXPECT_EQ(figures.appends, 3);
  EXPECT_THAT(Filled(figures.commit_events),
              UnorderedElementsAre(Pair(1, 2), Pair(4, 1)));
  EXPECT_EQ(figures.commit_events.sum, 5);
}

TEST_F(MetricsTest, SyncsAreTimed) {
  // Held for 30 ms: what takes so long is not counted as shorter.
  faults_.hold_syncs = true;
  std::thread release([&] {
    while (faults_.held_syncs == 0) absl::SleepFor(absl::Milliseconds(1));
    absl::SleepFor(absl::Milliseconds(30));
    faults_.hold_syncs = false;
  });
  Say("a", {"0"});
  release.join();
  const LogFigures figures = log().Figures();
  EXPECT_EQ(figures.sync_seconds.count(), 1);
  EXPECT_GE(figures.sync_seconds.sum, 0.03);
  EXPECT_LT(figures.sync_seconds.sum, 60);
  EXPECT_DOUBLE_EQ(figures.sync_seconds.bounds.front(), 50e-6);
  EXPECT_DOUBLE_EQ(figures.sync_seconds.bounds.back(), 5);
  for (const auto& [bound, count] : Filled(figures.sync_seconds)) {
    EXPECT_TRUE(bound >= 0.03 || bound == -1) << bound;
  }
}

TEST_F(MetricsTest, RetryIsADuplicateAndNoCommit) {
  Say("a", {"0"});
  Say("a", {"0"});
  const LogFigures figures = log().Figures();
  EXPECT_EQ(figures.appends, 2);
  EXPECT_EQ(figures.duplicates, 1);
  EXPECT_EQ(figures.commits, 1);
  EXPECT_EQ(figures.events, 1);
}

TEST_F(MetricsTest, RefusedAppendsAreCountedByKind) {
  Say("a", {"0"});
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(log().Append({To("a", {"x"}, ExpectedRevision::NoStream())}),
                StatusIs(absl::StatusCode::kAborted));
  }
  EXPECT_THAT(log().Append({To("b", {"0"})}),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(log().Append({To("", {"1"})}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  log().AppendAsync({To("", {"1"})}, [](const auto&) {});
  const LogFigures figures = log().Figures();
  EXPECT_THAT(
      figures.refused,
      UnorderedElementsAre(Pair(absl::StatusCode::kAborted, 2),
                           Pair(absl::StatusCode::kAlreadyExists, 1),
                           Pair(absl::StatusCode::kInvalidArgument, 2)));
  EXPECT_EQ(figures.appends, 1);
  EXPECT_EQ(figures.commits, 1);
}

TEST_F(MetricsTest, FailedSyncIsNoCommit) {
  Say("a", {"0"});
  faults_.syncs = true;
  EXPECT_THAT(log().Append({To("a", {"1"})}),
              StatusIs(absl::StatusCode::kInternal));
  const LogFigures figures = log().Figures();
  EXPECT_EQ(figures.commits, 1);
  EXPECT_EQ(figures.events, 1);
  EXPECT_EQ(figures.sync_seconds.count(), 1);
  EXPECT_THAT(figures.refused,
              UnorderedElementsAre(Pair(absl::StatusCode::kInternal, 1)));
}

TEST_F(MetricsTest, ReadOnlyLogCountsWhatItRefuses) {
  Say("a", {"0"});
  ASSERT_THAT(log().WaitUntilIndexed(), IsOk());
  options_.read_only = true;
  Reopen();
  EXPECT_THAT(log().Append({To("a", {"1"})}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  const LogFigures figures = log().Figures();
  EXPECT_EQ(figures.size, 1);
  EXPECT_EQ(figures.indexed, 1);
  EXPECT_EQ(figures.commits, 0);
  EXPECT_THAT(figures.refused, UnorderedElementsAre(Pair(
                                   absl::StatusCode::kFailedPrecondition, 1)));
}

TEST_F(MetricsTest, AppendsThatWaitAreSeen) {
  std::atomic<int> answered = 0;
  const auto done = [&](const auto&) { ++answered; };
  faults_.hold_syncs = true;
  log().AppendAsync({To("a", {"0"})}, done);
  while (faults_.held_syncs == 0) absl::SleepFor(absl::Milliseconds(1));
  log().AppendAsync({To("a", {"1"})}, done);
  log().AppendAsync({To("a", {"22"})}, done);
  const LogFigures held = log().Figures();
  EXPECT_EQ(held.waiting, 2);
  EXPECT_GT(held.waiting_bytes, 0);
  EXPECT_EQ(held.size, 0);
  EXPECT_EQ(held.appends, 0);
  faults_.hold_syncs = false;
  while (answered < 3) absl::SleepFor(absl::Milliseconds(1));
  const LogFigures after = log().Figures();
  EXPECT_EQ(after.waiting, 0);
  EXPECT_EQ(after.waiting_bytes, 0);
  EXPECT_EQ(after.appends, 3);
}

TEST_F(MetricsTest, IndexLagsUntilItIsWritten) {
  Say("a", {"0", "1", "2"});
  LogFigures figures = log().Figures();
  EXPECT_EQ(figures.size, 3);
  EXPECT_EQ(figures.indexed, 0);
  ASSERT_THAT(log().WaitUntilIndexed(), IsOk());
  figures = log().Figures();
  EXPECT_EQ(figures.indexed, 3);
  Say("a", {"3"});
  EXPECT_EQ(log().Figures().indexed, 3);
  // Counters begin anew with the process, positions do not.
  Reopen();
  figures = log().Figures();
  EXPECT_EQ(figures.size, 4);
  EXPECT_EQ(figures.indexed, 3);
  EXPECT_EQ(figures.commits, 0);
}

TEST_F(MetricsTest, SubscriptionsAreCountedAndHowFarTheSlowestIs) {
  EXPECT_EQ(log().Figures().subscriptions, 0);
  const auto waits = log().Subscribe({.from = 0, .filter = {}});
  auto sleeps = log().Subscribe({.from = 0, .filter = {}});
  bool called = false;
  waits->NotifyWhenReady([&] { called = true; });
  LogFigures figures = log().Figures();
  EXPECT_EQ(figures.subscriptions, 2);
  EXPECT_EQ(figures.woken, 0);
  EXPECT_EQ(figures.subscription_lag, 0);
  Say("a", {"0", "1", "2"});
  EXPECT_TRUE(called);
  figures = log().Figures();
  EXPECT_EQ(figures.woken, 1);
  EXPECT_EQ(figures.subscription_lag, 3);
  for (int i = 0; i < 3; ++i) ASSERT_THAT(waits->TryNext(), IsOk());
  ASSERT_THAT(sleeps->TryNext(), IsOk());
  EXPECT_EQ(log().Figures().subscription_lag, 2);
  sleeps.reset();
  figures = log().Figures();
  EXPECT_EQ(figures.subscriptions, 1);
  EXPECT_EQ(figures.subscription_lag, 0);
}

TEST_F(MetricsTest, WaitingForWhatDoesNotComeIsNoLag) {
  SubscribeRequest request;
  request.filter.stream_prefix = "b";
  const auto waits = log().Subscribe(request);
  waits->NotifyWhenReady([] {});
  Say("a", {"0", "1", "2"});
  EXPECT_EQ(log().Figures().subscription_lag, 0);
}

TEST_F(MetricsTest, RocksDbTellsOfBothInstances) {
  Say("a", {std::string(100'000, 'x')});
  LogFigures figures = log().Figures();
  ASSERT_THAT(figures.databases,
              UnorderedElementsAre(Pair("log", testing::_),
                                   Pair("derived", testing::_)));
  // Written ahead and in the memtable, and in no table file yet.
  EXPECT_GT(figures.databases["log"].memtable_bytes, 100'000);
  EXPECT_EQ(figures.databases["derived"].live_sst_bytes, 0);
  ASSERT_THAT(log().WaitUntilAtRest(), IsOk());
  figures = log().Figures();
  EXPECT_GT(figures.databases["derived"].live_sst_bytes, 0);
  EXPECT_EQ(figures.databases["derived"].running_compactions, 0);
  EXPECT_EQ(figures.databases["log"].running_flushes, 0);
  EXPECT_EQ(figures.databases["log"].write_stalls, 0);
  EXPECT_EQ(figures.databases["log"].background_errors, 0);
  EXPECT_FALSE(figures.databases["log"].is_write_stopped);
  EXPECT_THAT(log().ReadAt(0), IsOk());
  EXPECT_GT(log().Figures().databases["log"].block_cache_bytes, 0);
}

// Another RocksDB could call them otherwise, and stalls would be 0 for ever.
TEST_F(MetricsTest, RocksDbCallsItsStallsSo) {
  Close();
  rocksdb::DB* raw = nullptr;
  rocksdb::Options options;
  options.create_if_missing = true;
  ASSERT_TRUE(rocksdb::DB::Open(options, dir_ / "other", &raw).ok());
  const std::unique_ptr<rocksdb::DB> db(raw);
  std::map<std::string, std::string> stats;
  ASSERT_TRUE(db->GetMapProperty(rocksdb::DB::Properties::kCFStats, &stats));
  EXPECT_TRUE(stats.contains("io_stalls.total_slowdown"));
  EXPECT_TRUE(stats.contains("io_stalls.total_stop"));
}

TEST_F(MetricsTest, CanBeAskedForWhileOthersAppend) {
  std::atomic<bool> is_done = false;
  std::thread asks([&] {
    uint64_t last = 0;
    while (!is_done) {
      const LogFigures figures = log().Figures();
      EXPECT_GE(figures.size, last);
      EXPECT_LE(figures.indexed, figures.size);
      last = figures.size;
    }
  });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 50; ++i) {
        Say(absl::StrCat("s", writer), {absl::StrCat(writer, ".", i)});
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  is_done = true;
  asks.join();
  const LogFigures figures = log().Figures();
  EXPECT_EQ(figures.events, 200);
  EXPECT_EQ(figures.appends, 200);
  EXPECT_EQ(figures.commit_events.count(), figures.commits);
  EXPECT_EQ(figures.sync_seconds.count(), figures.commits);
  EXPECT_EQ(figures.commit_events.sum, 200);
}

}  // namespace
}  // namespace clearsky::log
