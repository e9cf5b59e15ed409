#include "log/tail.h"

#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

EventPlace Place(uint64_t position, const std::string& stream,
                 uint64_t revision) {
  return {position, stream, revision, UuidV8OfContent(absl::StrCat(position)),
          kStart};
}

// A tail over streams of which the derived instance holds some revisions.
class TailTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Commit commit;
    commit.first_position = 10;
    commit.places = {Place(10, "a", 3), Place(11, "b", 0), Place(12, "a", 4)};
    tail_.Publish(commit, {13, kStart, {}});
  }

  Tail tail_{LogEnd{10, kStart, {}}};
};

TEST_F(TailTest, KnowsWhatWasPublished) {
  EXPECT_EQ(tail_.size(), 13);
  EXPECT_THAT(tail_.LastRevision("a"), Optional(Eq(4)));
  EXPECT_THAT(tail_.LastRevision("b"), Optional(Eq(0)));
  EXPECT_THAT(tail_.LastRevision("c"), Eq(std::nullopt));
  EXPECT_THAT(tail_.PositionOf(UuidV8OfContent("11")), Optional(Eq(11)));
  EXPECT_THAT(tail_.Streams("", "", 9), ElementsAre("a", "b"));
}

TEST_F(TailTest, PositionsBeginWhereTheDerivedInstanceEnds) {
  const Tail::Slice all = tail_.Positions("a", 0, 5);
  EXPECT_EQ(all.first_revision, 3);
  EXPECT_THAT(all.positions, ElementsAre(10, 12));
  const Tail::Slice last = tail_.Positions("a", 4, 1);
  EXPECT_EQ(last.first_revision, 4);
  EXPECT_THAT(last.positions, ElementsAre(12));
  const Tail::Slice before = tail_.Positions("a", 0, 2);
  EXPECT_EQ(before.first_revision, 2);
  EXPECT_THAT(before.positions, IsEmpty());
}

TEST_F(TailTest, ForgetsInOrderAndKeepsTheEnd) {
  EXPECT_THAT(tail_.WaitForEvents(2), SizeIs(2));
  tail_.Forget(2);
  EXPECT_EQ(tail_.size(), 13);
  EXPECT_THAT(tail_.LastRevision("b"), Eq(std::nullopt));
  EXPECT_THAT(tail_.PositionOf(UuidV8OfContent("10")), Eq(std::nullopt));
  EXPECT_EQ(tail_.Positions("a", 0, 5).first_revision, 4);
  EXPECT_THAT(tail_.WaitForEvents(9), ElementsAre(Place(12, "a", 4)));
}

TEST_F(TailTest, StopLetsTheIndexerFinish) {
  tail_.Stop();
  EXPECT_THAT(tail_.WaitForEvents(9), SizeIs(3));
  tail_.Forget(3);
  EXPECT_THAT(tail_.WaitForEvents(9), IsEmpty());
}

TEST_F(TailTest, FullTailWaitsForTheIndexer) {
  EXPECT_THAT(tail_.WaitForRoom(), IsOk());
  Commit commit;
  for (uint64_t i = 0; i < Tail::kMaxEvents; ++i) {
    commit.places.push_back(Place(13 + i, "c", i));
  }
  tail_.Publish(commit, {13 + Tail::kMaxEvents, kStart, {}});
  std::atomic<bool> has_room = false;
  std::thread waiter([&] {
    EXPECT_THAT(tail_.WaitForRoom(), IsOk());
    has_room = true;
  });
  tail_.Forget(3);
  EXPECT_FALSE(has_room);
  tail_.Forget(1);
  waiter.join();
  EXPECT_TRUE(has_room);
}

TEST_F(TailTest, FailedIndexerRefusesMore) {
  tail_.Fail(absl::DataLossError("disk on fire"));
  EXPECT_THAT(tail_.WaitForRoom(), StatusIs(absl::StatusCode::kInternal));
  // What is in the tail is still answered.
  EXPECT_THAT(tail_.LastRevision("a"), Optional(Eq(4)));
}

}  // namespace
}  // namespace clearsky::log
