#include "ledger/stream_locks.h"

#include <optional>
#include <set>
#include <string>
#include <thread>

#include "gtest/gtest.h"

namespace clearsky::ledger {
namespace {

// Whether another thread can lock `streams` now.
bool IsFree(StreamLocks* locks, const std::set<std::string>& streams) {
  bool is_free = false;
  std::thread([&] {
    std::set<size_t> taken;
    is_free = locks->TryLock(streams, &taken).has_value();
  }).join();
  return is_free;
}

TEST(StreamLocksTest, StreamsAreLockedUntilTheHoldGoes) {
  StreamLocks locks;
  {
    const StreamLocks::Hold hold = locks.Lock({"a", "b"});
    EXPECT_FALSE(IsFree(&locks, {"a"}));
    EXPECT_FALSE(IsFree(&locks, {"b", "c"}));
    EXPECT_TRUE(IsFree(&locks, {"c"}));
  }
  EXPECT_TRUE(IsFree(&locks, {"a", "b"}));
}

TEST(StreamLocksTest, WhatATryCouldNotLockWholeIsFreeAgain) {
  StreamLocks locks;
  const StreamLocks::Hold hold = locks.Lock({"b"});
  EXPECT_FALSE(IsFree(&locks, {"a", "b", "c"}));
  EXPECT_TRUE(IsFree(&locks, {"a", "c"}));
}

TEST(StreamLocksTest, AThreadDoesNotTakeTwiceWhatItHas) {
  StreamLocks locks;
  std::set<size_t> taken;
  const std::optional<StreamLocks::Hold> first =
      locks.TryLock({"a", "b"}, &taken);
  ASSERT_TRUE(first.has_value());
  EXPECT_FALSE(locks.TryLock({"b", "c"}, &taken).has_value());
  EXPECT_TRUE(locks.TryLock({"c"}, &taken).has_value());
}

}  // namespace
}  // namespace clearsky::ledger
