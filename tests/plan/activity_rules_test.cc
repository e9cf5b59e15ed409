// Every cell of the state table of docs/design.md, section 3: by the table, and
// by recording a real event in each state.

#include "plan/activity_rules.h"

#include <functional>
#include <map>
#include <string>
#include <tuple>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using State = v1::ActivityState;
using plan::ActivityAction;
using test::IsOk;
using test::PlanStory;
using test::StatusIs;

constexpr const char* kEvents[] = {
    "scheduled", "rescheduled", "refined",  "postponed", "mode",      "venue",
    "host",      "details",     "delegate", "held",      "logged",    "started",
    "completed", "ended",       "split",    "cancelled", "reinstated"};

// The design's table, a row a state; columns as in kEvents. A cell is `no`, the
// state after, or the state with ` flagged`.
const std::map<std::string, std::vector<const char*>>& Table() {
  static const auto* const kTable =
      new std::map<std::string, std::vector<const char*>>{
          {"registered",
           {"planned", "no", "no", "postponed", "registered", "registered",
            "registered", "registered", "registered", "held", "ongoing",
            "ongoing", "completed", "completed", "no", "cancelled", "no"}},
          {"planned",
           {"no", "planned", "planned", "postponed", "planned", "planned",
            "planned", "planned", "planned", "held", "ongoing", "ongoing",
            "completed", "completed", "split", "cancelled", "no"}},
          {"postponed",
           {"no", "planned", "no", "postponed flagged", "postponed",
            "postponed", "postponed", "postponed", "postponed", "held flagged",
            "ongoing flagged", "ongoing", "completed", "completed", "split",
            "cancelled", "no"}},
          {"ongoing",
           {"no", "ongoing", "ongoing", "postponed", "ongoing", "ongoing",
            "ongoing", "ongoing", "ongoing", "no", "ongoing", "no", "completed",
            "completed", "no", "cancelled", "no"}},
          {"held",
           {"no", "no", "no", "no", "no", "no", "no", "no", "no", "no", "no",
            "no", "no", "no", "no", "no", "no"}},
          {"completed",
           {"no", "no", "no", "no", "no", "no", "no", "no", "no", "no", "no",
            "no", "no", "no", "no", "no", "no"}},
          {"cancelled",
           {"no", "no", "no", "no", "no", "no", "no", "no", "no", "no", "no",
            "no", "no", "no", "no", "no", "planned"}},
          {"split",
           {"no", "no", "no", "no", "no", "no", "no", "no", "no", "no", "no",
            "no", "no", "no", "no", "split", "no"}},
      };
  return *kTable;
}

v1::PlanEvent EventNamed(const std::string& name) {
  const std::string id = "m";
  const std::string day = "2022-06-01";
  v1::PlanEvent event = test::Effective(day);
  if (name == "scheduled") return test::Scheduled(id, "2022-10", day);
  if (name == "rescheduled") return test::Rescheduled(id, "2022-11", day);
  if (name == "refined") return test::Refined(id, "2022-10-05", day);
  if (name == "postponed") return test::Postponed(id, day);
  if (name == "mode") {
    return test::ModeChanged(id, v1::DELIVERY_MODE_HYBRID, day);
  }
  if (name == "held") return test::Held(id, "2022-06-01", day);
  if (name == "logged") return test::Logged(id, "2022-06-01", day);
  if (name == "split") return test::SplitInto(id, "m-1", "m-2", day);
  if (name == "cancelled") return test::Cancelled(id, day);
  if (name == "reinstated") return test::Reinstated(id, day);
  if (name == "venue") {
    auto* change = event.mutable_venue_changed();
    change->set_activity_id(id);
    *change->add_new_venues()->add_names() = test::Ko("서울");
  } else if (name == "host") {
    auto* change = event.mutable_activity_hosted_within();
    change->set_activity_id(id);
    *change->mutable_host()->add_labels() = test::Ko("장관회의");
  } else if (name == "details") {
    auto* change = event.mutable_activity_details_changed();
    change->set_activity_id(id);
    change->add_changed_fields("level");
    change->mutable_details()->set_level("실무자급");
  } else if (name == "delegate") {
    auto* change = event.mutable_delegate_assigned();
    change->set_activity_id(id);
    change->mutable_delegate()->set_party_id("kr");
  } else if (name == "started") {
    event.mutable_deliverable_started()->set_activity_id(id);
    *event.mutable_deliverable_started()->mutable_date() = test::Date(day);
  } else if (name == "completed") {
    event.mutable_deliverable_completed()->set_activity_id(id);
    *event.mutable_deliverable_completed()->mutable_date() = test::Date(day);
  } else {
    event.mutable_operation_ended()->set_activity_id(id);
    *event.mutable_operation_ended()->mutable_date() = test::Date(day);
  }
  return event;
}

// A plan with activity `m` in the state.
PlanStory InState(const std::string& state) {
  PlanStory story = PlanStory::OfAPlan();
  const std::string day = "2022-03-01";
  story.Tell(test::Registered("m", day));
  if (state == "registered") return story;
  if (state == "held") {
    story.Tell(test::Held("m", day, day));
    return story;
  }
  if (state == "completed") {
    v1::PlanEvent event = EventNamed("completed");
    *event.mutable_provenance()->mutable_effective() = test::Date(day);
    story.Tell(event);
    return story;
  }
  story.Tell(test::Scheduled("m", "2022-10", day));
  if (state == "postponed") story.Tell(test::Postponed("m", day));
  if (state == "ongoing") story.Tell(test::Logged("m", day, day));
  if (state == "cancelled") story.Tell(test::Cancelled("m", day));
  if (state == "split") story.Tell(test::SplitInto("m", "a", "b", day));
  return story;
}

bool FlaggedInState(const plan::CheckedEvent& checked) {
  for (const v1::Finding& finding : checked.findings) {
    if (finding.rule() == "odd-in-state") return true;
  }
  return false;
}

class StateTableTest
    : public ::testing::TestWithParam<std::tuple<std::string, size_t>> {};

TEST_P(StateTableTest, RecordsWhatTheDesignSays) {
  const auto& [from, column] = GetParam();
  const std::string event_name = kEvents[column];
  const std::string outcome = Table().at(from)[column];
  PlanStory story = InState(from);
  ASSERT_EQ(plan::StateName(story.Activity("m").state()), from);

  const v1::PlanEvent event = EventNamed(event_name);
  const absl::StatusOr<plan::CheckedEvent> checked = story.Check(event);
  if (outcome == "no") {
    ASSERT_THAT(checked, StatusIs(absl::StatusCode::kFailedPrecondition));
    // The refusal names the rule and, but for a label that does not fit, the
    // state and the event that set it.
    EXPECT_THAT(std::string(checked.status().message()),
                ::testing::AnyOf(
                    ::testing::AllOf(::testing::HasSubstr("state-forbids"),
                                     ::testing::HasSubstr("it is " + from),
                                     ::testing::HasSubstr("since revision")),
                    ::testing::HasSubstr("mislabelled")));
    return;
  }
  ASSERT_THAT(checked, IsOk());
  const std::string flagged = " flagged";
  const bool expect_flag = outcome.find(flagged) != std::string::npos;
  EXPECT_EQ(FlaggedInState(*checked), expect_flag);
  story.Tell(event);
  EXPECT_EQ(plan::StateName(story.Activity("m").state()),
            outcome.substr(0, outcome.find(flagged)));
}

INSTANTIATE_TEST_SUITE_P(
    EveryCell, StateTableTest,
    ::testing::Combine(::testing::Values("registered", "planned", "postponed",
                                         "ongoing", "held", "completed",
                                         "cancelled", "split"),
                       ::testing::Range(size_t{0}, std::size(kEvents))),
    [](const auto& param_info) {
      return std::get<0>(param_info.param) + "_" +
             kEvents[std::get<1>(param_info.param)];
    });

TEST(StateTableTest, ReinstatedIsBackInTheStateBefore) {
  for (const char* before : {"registered", "planned", "postponed", "ongoing"}) {
    PlanStory story = InState(before);
    story.Tell(test::Cancelled("m", "2022-06-01"));
    story.Tell(test::Reinstated("m", "2022-06-02"));
    EXPECT_EQ(plan::StateName(story.Activity("m").state()), before);
  }
}

TEST(StateTableTest, CancellingASplitCancelsItsOpenParts) {
  PlanStory story = InState("split");
  story.Tell(test::Held("a", "2022-04-01", "2022-04-01"));
  story.Tell(test::Cancelled("m", "2022-06-01"));
  EXPECT_EQ(story.Activity("a").state(), State::STATE_HELD);
  EXPECT_EQ(story.Activity("b").state(), State::STATE_CANCELLED);
  EXPECT_THAT(story.Try(test::Cancelled("m", "2022-06-02")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(StateTableTest, PartsInheritStateVenueModeAndOrdinal) {
  PlanStory story = PlanStory::OfAPlan();
  v1::PlanEvent registered = test::Registered("m", "2022-03-01");
  registered.mutable_activity_registered()->set_series_id("forum");
  registered.mutable_activity_registered()->set_ordinal(3);
  story.Tell(registered);
  v1::PlanEvent scheduled = test::Scheduled("m", "2022-10", "2022-03-01");
  *scheduled.mutable_activity_scheduled()->mutable_delivery() =
      test::Mode(v1::DELIVERY_MODE_HYBRID);
  *scheduled.mutable_activity_scheduled()->add_venues()->add_names() =
      test::Ko("서울");
  story.Tell(scheduled);
  v1::PlanEvent split = test::SplitInto("m", "a", "b", "2022-05-01");
  *split.mutable_activity_split()->mutable_parts(1)->mutable_new_date() =
      test::Date("2022-11");
  story.Tell(split);
  for (const char* id : {"a", "b"}) {
    const v1::ActivityState part = story.Activity(id);
    EXPECT_EQ(part.state(), State::STATE_PLANNED);
    EXPECT_EQ(part.details().ordinal(), 3U);
    EXPECT_EQ(part.delivery().mode(), v1::DELIVERY_MODE_HYBRID);
    EXPECT_EQ(part.venues_size(), 1);
    EXPECT_EQ(part.part_of(), "m");
  }
  EXPECT_EQ(story.Activity("a").planned_date().edtf(), "2022-10");
  EXPECT_EQ(story.Activity("b").planned_date().edtf(), "2022-11");
}

TEST(StateTableTest, WelcomeInEveryState) {
  for (const auto& [state, row] : Table()) {
    PlanStory story = InState(state);
    v1::PlanEvent outcome = test::Effective("2022-06-01");
    outcome.mutable_outcome_recorded()->set_outcome_id("o1");
    outcome.mutable_outcome_recorded()->set_activity_id("m");
    outcome.mutable_outcome_recorded()->set_kind(v1::OUTCOME_KIND_AGREED);
    *outcome.mutable_outcome_recorded()->add_about() = test::Ko("합의");
    EXPECT_THAT(story.Try(outcome), IsOk()) << state;
    v1::PlanEvent attached = test::Effective("2022-06-01");
    attached.mutable_document_attached()->set_document_id("d1");
    attached.mutable_document_attached()->set_entity("m");
    EXPECT_THAT(story.Try(attached), IsOk()) << state;
    v1::PlanEvent noted = test::Effective("2022-06-01");
    noted.mutable_discrepancy_noted()->set_discrepancy_id("x1");
    noted.mutable_discrepancy_noted()->set_entity("m");
    noted.mutable_discrepancy_noted()->set_field("title");
    noted.mutable_discrepancy_noted()->set_kind(v1::DISCREPANCY_KIND_CONFLICT);
    noted.mutable_discrepancy_noted()->add_values()->set_text("가");
    noted.mutable_discrepancy_noted()->add_values()->set_text("나");
    EXPECT_THAT(story.Try(noted), IsOk()) << state;
    v1::PlanEvent confirmed = test::Effective("2022-06-01");
    confirmed.mutable_change_confirmed()->set_confirmed_revision(3);
    confirmed.mutable_change_confirmed()->set_party_id("cn");
    EXPECT_THAT(story.Try(confirmed), IsOk()) << state;
    EXPECT_EQ(plan::StateName(story.Activity("m").state()), state);
  }
}

}  // namespace
}  // namespace clearsky
