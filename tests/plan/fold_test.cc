#include "plan/fold.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using State = v1::ActivityState;
using test::PlanStory;

class FoldTest : public ::testing::Test {
 protected:
  std::string StateNow() {
    return State::State_Name(story_.Activity("m").state());
  }
  std::string StateOn(const std::string& day) {
    const v1::PlanState state = story_.StateOn(day);
    const auto found = state.activities().find("m");
    if (found == state.activities().end()) return "absent";
    return State::State_Name(found->second.state());
  }

  PlanStory story_ = PlanStory::OfAPlan();
};

TEST_F(FoldTest, AnyPastDayIsAsItWas) {
  story_.Tell(test::Registered("m", "2022-02-01"));
  story_.Tell(test::Scheduled("m", "2022-10", "2022-02-01"));
  story_.Tell(test::Postponed("m", "2022-06-01"));
  story_.Tell(test::Rescheduled("m", "2022-11", "2022-07-01"));
  story_.Tell(test::Held("m", "2022-11-15", "2022-11-15"));
  EXPECT_EQ(StateOn("2022-01-31"), "absent");
  EXPECT_EQ(StateOn("2022-02-01"), "STATE_PLANNED");
  EXPECT_EQ(StateOn("2022-06-01"), "STATE_POSTPONED");
  EXPECT_EQ(StateOn("2022-07-01"), "STATE_PLANNED");
  EXPECT_EQ(StateOn("2022-11-15"), "STATE_HELD");
}

TEST_F(FoldTest, EffectiveOrderCountsNotTheOrderOfRecording) {
  story_.Tell(test::Registered("m", "2022-02-01"));
  story_.Tell(test::Scheduled("m", "2022-10", "2022-02-01"));
  story_.Tell(test::Rescheduled("m", "2022-12", "2022-07-01"));
  story_.Tell(test::Rescheduled("m", "2022-11", "2022-05-01"));
  EXPECT_EQ(story_.Activity("m").planned_date().edtf(), "2022-12");
  EXPECT_EQ(
      story_.StateOn("2022-06-01").activities().at("m").planned_date().edtf(),
      "2022-11");
}

TEST_F(FoldTest, EqualDaysCountInTheOrderOfRecording) {
  story_.Tell(test::Registered("m", "2022-02-01"));
  story_.Tell(test::Scheduled("m", "2022-10", "2022-02-01"));
  story_.Tell(test::Rescheduled("m", "2022-11", "2022-05-01"));
  story_.Tell(test::Rescheduled("m", "2022-12", "2022-05-01"));
  EXPECT_EQ(story_.Activity("m").planned_date().edtf(), "2022-12");
}

TEST_F(FoldTest, AnInexactDayIsPossiblyAlreadySo) {
  story_.Tell(test::Registered("m", "2022-02-01"));
  story_.Tell(test::Scheduled("m", "2022-10", "2022-02-01"));
  const uint64_t postponed = story_.Tell(test::Postponed("m", "2022-06"));
  EXPECT_EQ(StateOn("2022-05-31"), "STATE_PLANNED");
  EXPECT_EQ(StateOn("2022-06-15"), "STATE_PLANNED");
  EXPECT_EQ(StateOn("2022-06-30"), "STATE_POSTPONED");
  EXPECT_EQ(story_.StateOn("2022-05-31").possible_size(), 0);
  const v1::PlanState state = story_.StateOn("2022-06-15");
  ASSERT_EQ(state.possible_size(), 1);
  EXPECT_EQ(state.possible(0).revision(), postponed);
  EXPECT_EQ(state.possible(0).change(), "ActivityPostponed");
  EXPECT_EQ(story_.StateOn("2022-06-30").possible_size(), 0);
}

TEST_F(FoldTest, FieldsNameTheEventThatSetThem) {
  const uint64_t registered = story_.Tell(test::Registered("m", "2022-02-01"));
  const uint64_t scheduled =
      story_.Tell(test::Scheduled("m", "2022-10", "2022-02-01"));
  const uint64_t moved =
      story_.Tell(test::Rescheduled("m", "2022-11", "2022-05-01"));
  const auto set_by = story_.Activity("m").set_by();
  EXPECT_EQ(set_by.at("details"), registered);
  EXPECT_EQ(set_by.at("first_planned_date"), scheduled);
  EXPECT_EQ(set_by.at("planned_date"), moved);
  EXPECT_EQ(set_by.at("state"), scheduled);
}

TEST_F(FoldTest, AHeldDateOrModeThatDiffersIsADerivedChange) {
  story_.Tell(test::Registered("m", "2022-02-01"));
  v1::PlanEvent scheduled = test::Scheduled("m", "2022-10", "2022-02-01");
  *scheduled.mutable_activity_scheduled()->mutable_delivery() =
      test::Mode(v1::DELIVERY_MODE_REMOTE);
  story_.Tell(scheduled);
  v1::PlanEvent held = test::Held("m", "2022-10-26", "2022-10-26");
  *held.mutable_activity_held()->mutable_delivery() =
      test::Mode(v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  const uint64_t revision = story_.Tell(held);
  const v1::ActivityState m = story_.Activity("m");
  ASSERT_EQ(m.date_moves_size(), 1);
  EXPECT_EQ(m.date_moves(0).change_class(), v1::DATE_CHANGE_CLASS_REFINED);
  EXPECT_EQ(m.date_moves(0).revision(), revision);
  ASSERT_EQ(m.mode_moves_size(), 1);
  EXPECT_EQ(m.mode_moves(0).change_class(), v1::MODE_CHANGE_CLASS_REFINED);
}

TEST_F(FoldTest, ACorrectionCountsInTheOldPlaceAndKeepsTheErrorVisible) {
  story_.Tell(test::Registered("m", "2022-02-01"));
  story_.Tell(test::Scheduled("m", "2022-10", "2022-02-01"));
  const uint64_t held =
      story_.Tell(test::Held("m", "2022-10-25", "2022-10-25"));
  const uint64_t correction = story_.Tell(
      test::Corrected(held, test::Held("m", "2022-10-26", "2022-10-26")));
  EXPECT_EQ(story_.Activity("m").actual_date().edtf(), "2022-10-26");
  EXPECT_EQ(story_.Activity("m").set_by().at("actual_date"), correction);
  EXPECT_EQ(StateOn("2022-10-25"), "STATE_PLANNED");
  EXPECT_EQ(StateOn("2022-10-26"), "STATE_HELD");
  EXPECT_EQ(plan::SupersededBy(story_.history(), held), correction);
  EXPECT_EQ(plan::SupersededBy(story_.history(), correction), std::nullopt);
  const v1::PlanState state = story_.State();
  ASSERT_EQ(state.corrections_size(), 1);
  EXPECT_EQ(state.corrections(0).of_revision(), held);
}

TEST_F(FoldTest, TheLastCorrectionKnownCountsAndAVoidedOneBringsBackTheFirst) {
  story_.Tell(test::Registered("m", "2022-02-01"));
  const uint64_t scheduled =
      story_.Tell(test::Scheduled("m", "2022-10", "2022-02-01"));
  const uint64_t first = story_.Tell(test::Corrected(
      scheduled, test::Scheduled("m", "2022-09", "2022-03-01")));
  // Correcting the correction without a day keeps the day it gave.
  const uint64_t second =
      story_.Tell(test::Corrected(first, test::Scheduled("m", "2022-08", "")));
  EXPECT_EQ(story_.Activity("m").planned_date().edtf(), "2022-08");
  EXPECT_EQ(StateOn("2022-02-28"), "STATE_REGISTERED");
  EXPECT_EQ(StateOn("2022-03-01"), "STATE_PLANNED");
  story_.Tell(test::Voided(second));
  EXPECT_EQ(story_.Activity("m").planned_date().edtf(), "2022-09");
  story_.Tell(test::Voided(first));
  EXPECT_EQ(story_.Activity("m").planned_date().edtf(), "2022-10");
  EXPECT_EQ(StateOn("2022-02-01"), "STATE_PLANNED");
}

TEST_F(FoldTest, AVoidOfAVoidBringsTheEventBack) {
  const uint64_t m = story_.Tell(test::Registered("m", "2022-02-01"));
  const uint64_t voided = story_.Tell(test::Voided(m));
  EXPECT_FALSE(story_.State().activities().contains("m"));
  story_.Tell(test::Voided(voided));
  EXPECT_TRUE(story_.State().activities().contains("m"));
}

TEST_F(FoldTest, DocumentsPartiesAndSeriesAreKnownOnEveryDay) {
  PlanStory directory("directory");
  v1::PlanEvent party = test::Effective("2022-09-28");
  party.mutable_party_registered()->set_party_id("kr");
  *party.mutable_party_registered()->add_labels() = test::Ko("한국");
  directory.Tell(party);
  EXPECT_TRUE(directory.StateOn("2017-01-01").parties().contains("kr"));
}

TEST_F(FoldTest, AnUnknownTypeIsSkippedWithAFinding) {
  story_.history().push_back(
      {3, 3, absl::CivilDay(2022, 5, 1), "clearsky.v1.FromTheFuture", {}});
  story_.Tell(test::Registered("m", "2022-02-01"));
  const v1::PlanState state = story_.State();
  EXPECT_TRUE(state.activities().contains("m"));
  ASSERT_EQ(state.findings_size(), 1);
  EXPECT_EQ(state.findings(0).severity(), v1::Finding::SEVERITY_SKIPPED);
  EXPECT_EQ(state.findings(0).revision(), 3U);
}

TEST_F(FoldTest, WhatDisagreesBecomesAFindingAndChangesNothing) {
  story_.Tell(test::Registered("m", "2022-02-01"));
  const std::string before = story_.State().ShortDebugString();
  // As if the rules had been laxer when it was recorded.
  story_.history().push_back({4, 4, absl::CivilDay(2022, 5, 1),
                              "clearsky.v1.ActivityReinstated",
                              test::Reinstated("m", "2022-05-01")});
  v1::PlanState state = story_.State();
  ASSERT_EQ(state.findings_size(), 1);
  EXPECT_EQ(state.findings(0).severity(), v1::Finding::SEVERITY_IMPOSSIBLE);
  EXPECT_EQ(state.findings(0).rule(), "state-forbids");
  state.clear_findings();
  EXPECT_EQ(state.ShortDebugString(), before);
}

TEST_F(FoldTest, ARefusedEventIsNotAMeansToCreate) {
  story_.history().push_back(
      {3, 3, absl::CivilDay(2022, 5, 1), "clearsky.v1.ActivityScheduled",
       test::Scheduled("ghost", "2022-10", "2022-05-01")});
  const v1::PlanState state = story_.State();
  EXPECT_FALSE(state.activities().contains("ghost"));
  ASSERT_EQ(state.findings_size(), 1);
  EXPECT_EQ(state.findings(0).rule(), "unknown-id");
}

}  // namespace
}  // namespace clearsky
