#include "log/tail.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/time/clock.h"
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

using Scope = Tail::Scope;

struct Said {
  std::string stream;
  uint64_t revision;
};

// A commit of events whose ids are of their positions' digits.
std::shared_ptr<const Commit> MakeCommit(uint64_t first,
                                         const std::vector<Said>& events,
                                         size_t size = 1) {
  Commit commit;
  commit.first_position = first;
  commit.record_time = kStart;
  commit.chunks.push_back({"", std::string(size * events.size(), 'x')});
  for (const Said& event : events) {
    auto name =
        std::find(commit.streams.begin(), commit.streams.end(), event.stream);
    if (name == commit.streams.end()) {
      name = commit.streams.insert(name, event.stream);
    }
    commit.events.push_back(
        {UuidV8OfContent(absl::StrCat(commit.end())), event.revision,
         static_cast<uint32_t>(name - commit.streams.begin()), 0,
         static_cast<uint32_t>(size * commit.events.size()),
         static_cast<uint32_t>(size)});
  }
  return std::make_shared<const Commit>(std::move(commit));
}

// A tail over streams of which the derived instance holds some revisions.
class TailTest : public ::testing::Test {
 protected:
  void SetUp() override {
    AddAndPublish(MakeCommit(10, {{"a", 3}, {"b", 0}}));
    AddAndPublish(MakeCommit(12, {{"a", 4}}));
  }

  void AddAndPublish(const std::shared_ptr<const Commit>& commit) {
    const LogEnd end = {commit->end(), kStart, {}};
    tail_.Add(commit, end);
    tail_.Publish(end);
  }

  Tail tail_{LogEnd{10, kStart, {}}, Tail::Limits{.flush_events = 4,
                                                  .flush_bytes = 100'000,
                                                  .max_bytes = 200'000}};
};

TEST_F(TailTest, KnowsWhatWasPublished) {
  EXPECT_EQ(tail_.size(), 13);
  EXPECT_THAT(tail_.LastRevision("a", Scope::kDurable), Optional(Eq(4)));
  EXPECT_THAT(tail_.LastRevision("b", Scope::kDurable), Optional(Eq(0)));
  EXPECT_THAT(tail_.LastRevision("c", Scope::kDurable), Eq(std::nullopt));
  EXPECT_THAT(tail_.PositionOf(UuidV8OfContent("11"), Scope::kDurable),
              Optional(Eq(11)));
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

TEST_F(TailTest, WhatIsDecidedIsSeenBySequencersAlone) {
  tail_.Add(MakeCommit(13, {{"a", 5}, {"c", 0}}), {15, kStart, {}});
  EXPECT_EQ(tail_.size(), 13);
  EXPECT_EQ(tail_.decided_end().size, 15);
  EXPECT_THAT(tail_.LastRevision("a", Scope::kDurable), Optional(Eq(4)));
  EXPECT_THAT(tail_.LastRevision("a", Scope::kDecided), Optional(Eq(5)));
  EXPECT_THAT(tail_.LastRevision("c", Scope::kDurable), Eq(std::nullopt));
  EXPECT_THAT(tail_.LastRevision("c", Scope::kDecided), Optional(Eq(0)));
  EXPECT_THAT(tail_.PositionOf(UuidV8OfContent("13"), Scope::kDurable),
              Eq(std::nullopt));
  EXPECT_THAT(tail_.PositionOf(UuidV8OfContent("13"), Scope::kDecided),
              Optional(Eq(13)));
  EXPECT_THAT(tail_.Positions("a", 3, 9).positions, ElementsAre(10, 12));
  EXPECT_THAT(tail_.Streams("", "", 9), ElementsAre("a", "b"));
  EXPECT_THAT(tail_.DurableCommits(), SizeIs(2));
  tail_.Publish({15, kStart, {}});
  EXPECT_THAT(tail_.LastRevision("c", Scope::kDurable), Optional(Eq(0)));
  EXPECT_THAT(tail_.Streams("", "", 9), ElementsAre("a", "b", "c"));
}

TEST_F(TailTest, StoredBytesAreFoundByPosition) {
  EXPECT_EQ(tail_.StoredAt(9).commit, nullptr);
  EXPECT_EQ(tail_.StoredAt(13).commit, nullptr);
  const Tail::Stored second = tail_.StoredAt(11);
  ASSERT_NE(second.commit, nullptr);
  EXPECT_EQ(second.index, 1);
  EXPECT_EQ(second.commit->first_position, 10);
  tail_.Forget(12);
  EXPECT_EQ(tail_.StoredAt(11).commit, nullptr);
  EXPECT_EQ(second.commit->stream(1), "b");
}

TEST_F(TailTest, ForgetsInOrderAndKeepsTheEnd) {
  tail_.Forget(12);
  EXPECT_EQ(tail_.size(), 13);
  EXPECT_THAT(tail_.LastRevision("b", Scope::kDurable), Eq(std::nullopt));
  EXPECT_THAT(tail_.PositionOf(UuidV8OfContent("10"), Scope::kDurable),
              Eq(std::nullopt));
  EXPECT_EQ(tail_.Positions("a", 0, 5).first_revision, 4);
  ASSERT_THAT(tail_.DurableCommits(), SizeIs(1));
  EXPECT_EQ(tail_.DurableCommits()[0]->first_position, 12);
}

TEST_F(TailTest, IndexerSleepsUntilEnoughHasGathered) {
  std::atomic<size_t> got = 0;
  std::thread indexer([&] { got = tail_.WaitForCommits().size(); });
  absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(got, 0);
  AddAndPublish(MakeCommit(13, {{"c", 0}}));
  indexer.join();
  EXPECT_EQ(got, 3);
}

TEST_F(TailTest, WhoWaitsForTheIndexWakesTheIndexer) {
  std::thread indexer([&] {
    const auto commits = tail_.WaitForCommits();
    EXPECT_THAT(commits, SizeIs(2));
    tail_.Forget(commits.back()->end());
  });
  EXPECT_THAT(tail_.WaitUntilIndexed(), IsOk());
  indexer.join();
  EXPECT_THAT(tail_.DurableCommits(), IsEmpty());
}

TEST_F(TailTest, StopEndsTheIndexersWait) {
  std::thread indexer([&] { EXPECT_THAT(tail_.WaitForCommits(), IsEmpty()); });
  tail_.Stop();
  indexer.join();
}

TEST_F(TailTest, FullTailWaitsForTheIndexer) {
  EXPECT_THAT(tail_.WaitForRoom(), IsOk());
  AddAndPublish(MakeCommit(13, {{"c", 0}}, 300'000));
  std::atomic<bool> has_room = false;
  std::thread waiter([&] {
    EXPECT_THAT(tail_.WaitForRoom(), IsOk());
    has_room = true;
  });
  tail_.Forget(13);
  EXPECT_FALSE(has_room);
  tail_.Forget(14);
  waiter.join();
  EXPECT_TRUE(has_room);
}

TEST_F(TailTest, FailedIndexerRefusesMore) {
  tail_.Fail(absl::DataLossError("disk on fire"));
  EXPECT_THAT(tail_.WaitForRoom(), StatusIs(absl::StatusCode::kInternal));
  // What is in the tail is still answered.
  EXPECT_THAT(tail_.LastRevision("a", Scope::kDurable), Optional(Eq(4)));
}

}  // namespace
}  // namespace clearsky::log
