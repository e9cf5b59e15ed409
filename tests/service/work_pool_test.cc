#include "service/work_pool.h"

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace clearsky::service {
namespace {

TEST(WorkPoolTest, DoesAllThatItTook) {
  std::atomic<int> done = 0;
  int taken = 0;
  {
    WorkPool pool({4, 100000});
    for (int i = 0; i < 10000; ++i) {
      if (pool.TrySubmit([&done] { ++done; })) ++taken;
    }
  }
  EXPECT_EQ(taken, 10000);
  EXPECT_EQ(done, 10000);
}

TEST(WorkPoolTest, WhatIsTooMuchIsTurnedAwayAndNotDone) {
  WorkPool pool({1, 2});
  std::promise<void> go;
  std::promise<void> started;
  std::shared_future<void> gate = go.get_future().share();
  std::atomic<int> done = 0;
  ASSERT_TRUE(pool.TrySubmit([&started, gate] {
    started.set_value();
    gate.wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(pool.TrySubmit([&done] { ++done; }));
  EXPECT_TRUE(pool.TrySubmit([&done] { ++done; }));
  EXPECT_FALSE(pool.TrySubmit([&done] { done += 100; }));
  EXPECT_EQ(pool.waiting(), 2u);
  EXPECT_EQ(pool.turned_away(), 1u);
  // What was admitted before goes on.
  EXPECT_TRUE(pool.Submit([&done] { ++done; }));
  go.set_value();
  pool.Stop();
  EXPECT_EQ(done, 3);
}

// Work that waits for other work has a thread each, up to the limit.
TEST(WorkPoolTest, ThreadsComeAsTheyAreNeeded) {
  constexpr int kThreads = 8;
  WorkPool pool({kThreads, 100});
  std::atomic<int> arrived = 0;
  for (int i = 0; i < kThreads; ++i) {
    ASSERT_TRUE(pool.TrySubmit([&arrived] {
      ++arrived;
      while (arrived < kThreads) std::this_thread::yield();
    }));
  }
  pool.Stop();
  EXPECT_EQ(arrived, kThreads);
}

TEST(WorkPoolTest, TakesNothingAfterItStopped) {
  WorkPool pool({2, 10});
  pool.Stop();
  EXPECT_FALSE(pool.TrySubmit([] {}));
  EXPECT_FALSE(pool.Submit([] {}));
}

}  // namespace
}  // namespace clearsky::service
