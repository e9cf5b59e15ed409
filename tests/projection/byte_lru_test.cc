#include "projection/byte_lru.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky {
namespace {

using Lru = projection::ByteLru<std::string, int>;
using ::testing::Eq;
using ::testing::Pointee;

void Put(Lru* lru, const std::string& key, int value, size_t size_bytes) {
  lru->Put(key, std::make_shared<const int>(value), size_bytes);
}

TEST(ByteLruTest, UnknownKeyHasNoValue) {
  Lru lru(10);
  EXPECT_EQ(lru.Get("a"), nullptr);
}

TEST(ByteLruTest, LetsGoOfWhatWasUsedLongestAgo) {
  Lru lru(10);
  Put(&lru, "a", 1, 4);
  Put(&lru, "b", 2, 4);
  EXPECT_THAT(lru.Get("a"), Pointee(Eq(1)));
  Put(&lru, "c", 3, 4);
  EXPECT_THAT(lru.Get("a"), Pointee(Eq(1)));
  EXPECT_EQ(lru.Get("b"), nullptr);
  EXPECT_THAT(lru.Get("c"), Pointee(Eq(3)));
  EXPECT_EQ(lru.size_bytes(), 8u);
}

TEST(ByteLruTest, NewValueOfAKeyTakesThePlaceOfTheOld) {
  Lru lru(10);
  Put(&lru, "a", 1, 8);
  Put(&lru, "a", 2, 3);
  EXPECT_THAT(lru.Get("a"), Pointee(Eq(2)));
  EXPECT_EQ(lru.size_bytes(), 3u);
}

TEST(ByteLruTest, ValueLargerThanTheWholeIsNotKept) {
  Lru lru(10);
  Put(&lru, "a", 1, 4);
  Put(&lru, "b", 2, 11);
  EXPECT_EQ(lru.Get("b"), nullptr);
  EXPECT_THAT(lru.Get("a"), Pointee(Eq(1)));
}

TEST(ByteLruTest, ValueOutlivesItsPlaceInTheCache) {
  Lru lru(10);
  Put(&lru, "a", 1, 10);
  const std::shared_ptr<const int> held = lru.Get("a");
  Put(&lru, "b", 2, 10);
  EXPECT_EQ(lru.Get("a"), nullptr);
  EXPECT_THAT(held, Pointee(Eq(1)));
}

}  // namespace
}  // namespace clearsky
