#include "projection/stream_heads.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

std::unique_ptr<plan::StreamHead> HeadOf(const test::PlanStory& story) {
  return std::make_unique<plan::StreamHead>("clear-sky/2022", story.history());
}

TEST(StreamHeadsTest, AHeadIsTakenOnceAndAtItsSize) {
  projection::StreamHeads heads(2);
  const test::PlanStory story = test::PlanStory::OfAPlan();
  heads.Put("clear-sky/2022", HeadOf(story));
  EXPECT_NE(heads.Take("clear-sky/2022", 3), nullptr);
  EXPECT_EQ(heads.Take("clear-sky/2022", 3), nullptr);
}

TEST(StreamHeadsTest, AHeadOfAnotherSizeIsLetGo) {
  projection::StreamHeads heads(2);
  const test::PlanStory story = test::PlanStory::OfAPlan();
  heads.Put("clear-sky/2022", HeadOf(story));
  EXPECT_EQ(heads.Take("clear-sky/2022", 4), nullptr);
  EXPECT_EQ(heads.Take("clear-sky/2022", 3), nullptr);
}

TEST(StreamHeadsTest, TheOnePutBackLongestAgoGoesFirst) {
  projection::StreamHeads heads(2);
  const test::PlanStory story = test::PlanStory::OfAPlan();
  heads.Put("a", HeadOf(story));
  heads.Put("b", HeadOf(story));
  heads.Put("a", HeadOf(story));
  heads.Put("c", HeadOf(story));
  EXPECT_EQ(heads.Take("b", 3), nullptr);
  EXPECT_NE(heads.Take("a", 3), nullptr);
  EXPECT_NE(heads.Take("c", 3), nullptr);
}

}  // namespace
}  // namespace clearsky
