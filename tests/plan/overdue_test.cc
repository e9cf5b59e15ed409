#include "plan/overdue.h"

#include <string>

#include "gtest/gtest.h"
#include "plan/edtf.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using plan::Answer;
using test::Date;
using State = v1::ActivityState;

State Planned(const std::string& edtf,
              State::State state = State::STATE_PLANNED) {
  State activity;
  activity.set_state(state);
  *activity.mutable_planned_date() = Date(edtf);
  return activity;
}

Answer OverdueOn(const State& activity, const std::string& day) {
  return plan::IsOverdue(activity, plan::ParseDay(day).value());
}

Answer StillIn2022(const State& activity, const std::string& day) {
  return plan::CanStillTakePlace(activity, 2022, plan::ParseDay(day).value());
}

TEST(OverdueTest, AMonthIsPossiblyOverdueWhileItRunsAndSurelyAfter) {
  const State october = Planned("2022-10");
  EXPECT_EQ(OverdueOn(october, "2022-09-30"), Answer::kNo);
  EXPECT_EQ(OverdueOn(october, "2022-10-01"), Answer::kPossible);
  EXPECT_EQ(OverdueOn(october, "2022-10-31"), Answer::kPossible);
  EXPECT_EQ(OverdueOn(october, "2022-11-01"), Answer::kYes);
}

TEST(OverdueTest, WhatRunsOpenEndedIsNeverSurelyOverdue) {
  const State from = Planned("2022-12/..");
  EXPECT_EQ(OverdueOn(from, "2022-11-30"), Answer::kNo);
  EXPECT_EQ(OverdueOn(from, "2024-01-01"), Answer::kPossible);
}

TEST(OverdueTest, OnlyWhatIsStillPlannedCanBeOverdue) {
  for (const State::State state :
       {State::STATE_REGISTERED, State::STATE_POSTPONED, State::STATE_HELD,
        State::STATE_COMPLETED, State::STATE_CANCELLED, State::STATE_SPLIT,
        State::STATE_ONGOING}) {
    EXPECT_EQ(OverdueOn(Planned("2022-10", state), "2023-01-01"), Answer::kNo)
        << State::State_Name(state);
  }
  EXPECT_EQ(OverdueOn(Planned("tbd"), "2023-01-01"), Answer::kNo);
}

TEST(OverdueTest, ADeliverableInWorkIsOverdueByItsPlannedDate) {
  State report = Planned("2022-10", State::STATE_ONGOING);
  report.mutable_details()->set_kind(v1::ACTIVITY_KIND_DELIVERABLE);
  EXPECT_EQ(OverdueOn(report, "2022-11-01"), Answer::kYes);
}

TEST(OverdueTest, WhatIsPlannedInTheRestOfTheYearCanStillTakePlace) {
  EXPECT_EQ(StillIn2022(Planned("2022-10"), "2022-09-28"), Answer::kYes);
  EXPECT_EQ(StillIn2022(Planned("2022-10"), "2022-10-15"), Answer::kPossible);
  EXPECT_EQ(StillIn2022(Planned("2022-10"), "2022-12-01"), Answer::kPossible);
  EXPECT_EQ(StillIn2022(Planned("2022-10"), "2023-01-01"), Answer::kNo);
  EXPECT_EQ(StillIn2022(Planned("2023-02"), "2022-10-01"), Answer::kNo);
  EXPECT_EQ(StillIn2022(Planned("2022-12/2023-01"), "2022-10-01"),
            Answer::kPossible);
  EXPECT_EQ(StillIn2022(Planned("tbd"), "2022-10-01"), Answer::kPossible);
}

TEST(OverdueTest, WhatIsPutOffMayStillTakePlaceUntilTheYearIsOver) {
  const State postponed = Planned("2022-03", State::STATE_POSTPONED);
  EXPECT_EQ(StillIn2022(postponed, "2022-12-31"), Answer::kPossible);
  EXPECT_EQ(StillIn2022(postponed, "2023-01-01"), Answer::kNo);
}

TEST(OverdueTest, WhatIsOverOrGivenUpCannotTakePlaceAgain) {
  for (const State::State state :
       {State::STATE_HELD, State::STATE_COMPLETED, State::STATE_CANCELLED,
        State::STATE_SPLIT, State::STATE_ONGOING}) {
    EXPECT_EQ(StillIn2022(Planned("2022-10", state), "2022-01-01"), Answer::kNo)
        << State::State_Name(state);
  }
}

}  // namespace
}  // namespace clearsky
