#include "feed/filter.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::feed {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FilterTest, TypesAreTakenWithAndWithoutTheirPackage) {
  v1::FeedFilter filter;
  filter.add_types("ActivityPostponed");
  filter.add_types("clearsky.v1.ActivityHeld");
  filter.add_types("clearsky.v1.ActivityPostponed");
  const auto normalised = NormalisedFilter(filter);
  ASSERT_THAT(normalised, IsOk());
  EXPECT_THAT(
      normalised->types(),
      ElementsAre("clearsky.v1.ActivityHeld", "clearsky.v1.ActivityPostponed"));
}

TEST(FilterTest, ATypeThatThereIsNotIsNamed) {
  for (const char* type :
       {"ActivityMisheld", "clearsky.v1.PlanEvent", "", "clearsky.v1."}) {
    v1::FeedFilter filter;
    filter.add_types(type);
    const auto normalised = NormalisedFilter(filter);
    EXPECT_THAT(normalised.status(),
                StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(normalised.status().message()), HasSubstr(type));
  }
}

TEST(FilterTest, APrefixIsNoLongerThanAName) {
  v1::FeedFilter filter;
  filter.set_stream_prefix(std::string(256, 'a'));
  EXPECT_THAT(NormalisedFilter(filter), IsOk());
  filter.set_stream_prefix(std::string(257, 'a'));
  EXPECT_THAT(NormalisedFilter(filter).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(FilterTest, TheLogIsAskedForTheSame) {
  v1::FeedFilter filter;
  filter.set_stream_prefix("clear-sky/");
  filter.add_types("ActivityHeld");
  const log::EventFilter wanted = LogFilterOf(*NormalisedFilter(filter));
  EXPECT_TRUE(wanted.Matches("clear-sky/2022", "clearsky.v1.ActivityHeld"));
  EXPECT_FALSE(wanted.Matches("directory", "clearsky.v1.ActivityHeld"));
  EXPECT_FALSE(
      wanted.Matches("clear-sky/2022", "clearsky.v1.ActivityPostponed"));
}

}  // namespace
}  // namespace clearsky::feed
