#include "log/heads_cache.h"

#include "gmock/gmock.h"
#include "made_commit.h"

namespace clearsky::log {
namespace {

using ::testing::Eq;
using ::testing::Optional;

std::vector<std::shared_ptr<const Commit>> Wrote(const std::string& stream,
                                                 uint64_t revision) {
  return {MakeCommit(0, {{stream, revision, "words"}})};
}

TEST(HeadsCacheTest, GivesWhatWasPut) {
  HeadsCache cache(10);
  EXPECT_THAT(cache.Get("a"), Eq(std::nullopt));
  cache.Put("a", 3, cache.version());
  EXPECT_THAT(cache.Get("a"), Optional(Eq(3)));
  EXPECT_THAT(cache.Get("b"), Eq(std::nullopt));
}

TEST(HeadsCacheTest, DropsWhatWasReadBeforeAWrite) {
  HeadsCache cache(10);
  const uint64_t version = cache.version();
  cache.Update(Wrote("b", 0));
  cache.Put("a", 3, version);
  EXPECT_THAT(cache.Get("a"), Eq(std::nullopt));
  cache.Put("a", 4, cache.version());
  EXPECT_THAT(cache.Get("a"), Optional(Eq(4)));
}

TEST(HeadsCacheTest, FollowsWhatIsWrittenAndTakesInNoMore) {
  HeadsCache cache(10);
  cache.Put("a", 3, cache.version());
  cache.Update({MakeCommit(0, {{"a", 4, "1"}, {"b", 0, "2"}, {"a", 5, "3"}}),
                MakeCommit(3, {{"a", 6, "4"}})});
  EXPECT_THAT(cache.Get("a"), Optional(Eq(6)));
  EXPECT_THAT(cache.Get("b"), Eq(std::nullopt));
}

TEST(HeadsCacheTest, ForgetsTheGenerationBeforeTheLast) {
  HeadsCache cache(4);  // Two in a generation.
  for (const char* stream : {"a", "b", "c", "d"}) {
    cache.Put(stream, 1, cache.version());
  }
  EXPECT_THAT(cache.Get("a"), Optional(Eq(1)));  // In the third with this.
  cache.Put("e", 1, cache.version());
  EXPECT_THAT(cache.Get("b"), Eq(std::nullopt));
  EXPECT_THAT(cache.Get("a"), Optional(Eq(1)));
  EXPECT_THAT(cache.Get("e"), Optional(Eq(1)));
}

TEST(HeadsCacheTest, FollowsInBothGenerations) {
  HeadsCache cache(4);
  for (const char* stream : {"a", "b", "c"}) {
    cache.Put(stream, 1, cache.version());
  }
  cache.Update({MakeCommit(0, {{"a", 2, "1"}, {"c", 2, "2"}})});
  EXPECT_THAT(cache.Get("a"), Optional(Eq(2)));
  EXPECT_THAT(cache.Get("c"), Optional(Eq(2)));
  // Once asked for it is in both; what is dropped later is no older.
  cache.Update(Wrote("a", 3));
  cache.Put("d", 1, cache.version());
  EXPECT_THAT(cache.Get("a"), Optional(Eq(3)));
}

TEST(HeadsCacheTest, HoldsNoMoreThanItsCapacity) {
  constexpr int kCapacity = 100;
  HeadsCache cache(kCapacity);
  for (int i = 0; i < 1000; ++i) {
    cache.Put(std::to_string(i), 1, cache.version());
  }
  int found = 0;
  // From the youngest on: each found moves to the present generation.
  for (int i = 999; i >= 0; --i) {
    found += cache.Get(std::to_string(i)).has_value() ? 1 : 0;
  }
  EXPECT_LE(found, kCapacity);
  EXPECT_GE(found, kCapacity / 2);
}

}  // namespace
}  // namespace clearsky::log
