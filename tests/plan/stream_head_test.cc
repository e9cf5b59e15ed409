// That a head agrees with the whole history is a property of
// properties_test.cc; here, what it does by itself.

#include "plan/stream_head.h"

#include "gtest/gtest.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using test::IsOk;
using test::PlanStory;
using test::StatusIs;

class StreamHeadTest : public ::testing::Test {
 protected:
  std::optional<absl::StatusOr<plan::CheckedEvent>> Record(
      const v1::PlanEvent& event) {
    return head_.Record(
        event, absl::CivilDay(2022, 12, 31),
        [](absl::string_view, plan::EntityKind,
           absl::string_view) -> absl::StatusOr<bool> { return true; });
  }

  plan::StreamHead head_{"clear-sky/2022", PlanStory::OfAPlan().history()};
};

TEST_F(StreamHeadTest, WhatStandsAtTheEndIsTakenIn) {
  ASSERT_THAT(*Record(test::Registered("m", "2022-03-01")), IsOk());
  EXPECT_EQ(head_.size(), 4U);
  EXPECT_TRUE(head_.state().activities().contains("m"));
}

TEST_F(StreamHeadTest, WhatIsLateNeedsTheHistory) {
  ASSERT_THAT(*Record(test::Registered("m", "2022-03-01")), IsOk());
  EXPECT_FALSE(Record(test::Registered("n", "2022-02-28")).has_value());
  EXPECT_FALSE(Record(test::Voided(3)).has_value());
  EXPECT_FALSE(
      Record(test::Corrected(3, test::Registered("m", ""))).has_value());
  EXPECT_EQ(head_.size(), 4U);
}

TEST_F(StreamHeadTest, WhatIsRefusedLeavesItAsItWas) {
  ASSERT_THAT(*Record(test::Registered("m", "2022-03-01")), IsOk());
  const std::string before = head_.state().ShortDebugString();
  EXPECT_THAT(*Record(test::Reinstated("m", "2022-04-01")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(*Record(test::Cancelled("nobody", "2022-04-01")),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(head_.size(), 4U);
  EXPECT_EQ(head_.state().ShortDebugString(), before);
}

TEST_F(StreamHeadTest, IdsThatItTookInAreTakenForEveryKind) {
  ASSERT_THAT(*Record(test::Registered("x1", "2022-03-01")), IsOk());
  v1::PlanEvent area = test::Effective("2022-03-01");
  area.mutable_area_defined()->set_area_id("x1");
  area.mutable_area_defined()->set_order(2);
  *area.mutable_area_defined()->add_labels() = test::Ko("기술 산업화");
  EXPECT_THAT(*Record(area), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(StreamHeadTest, ConfirmationsNameARevisionThatIsThere) {
  v1::PlanEvent event = test::Effective("2022-03-01");
  event.mutable_change_confirmed()->set_confirmed_revision(3);
  event.mutable_change_confirmed()->set_party_id("cn");
  EXPECT_THAT(*Record(event), StatusIs(absl::StatusCode::kNotFound));
  event.mutable_change_confirmed()->set_confirmed_revision(2);
  EXPECT_THAT(*Record(event), IsOk());
}

}  // namespace
}  // namespace clearsky
