#include "plan/moves.h"

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "plan/fold.h"
#include "plan/partial_date.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using test::Date;
using test::PlanStory;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using State = v1::ActivityState;

std::vector<v1::PlanMove> MovesOf(const PlanStory& story, const char* id) {
  return plan::MovesOf("clear-sky/2022", story.history(), std::nullopt)[id];
}

// `old>new class min..max`.
std::string Words(const v1::PlanMove& move) {
  std::string words = move.old_date().edtf() + ">" + move.new_date().edtf();
  if (move.date_class() != v1::DATE_CHANGE_CLASS_UNSPECIFIED) {
    words += " " + v1::DateChangeClass_Name(move.date_class()).substr(18);
  }
  if (move.has_slip()) {
    const auto side = [](bool known, int64_t days) {
      return known ? std::to_string(days) : std::string("?");
    };
    words += " " + side(move.slip().has_min_days(), move.slip().min_days()) +
             ".." + side(move.slip().has_max_days(), move.slip().max_days());
  }
  return words;
}

std::vector<std::string> WordsOf(const std::vector<v1::PlanMove>& moves) {
  std::vector<std::string> words;
  for (const v1::PlanMove& move : moves) words.push_back(Words(move));
  return words;
}

TEST(MovesTest, EveryMoveOfADateIsThereWithItsClassAndLength) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-10", "2022-01-10"));
  story.Tell(test::Refined("m", "2022-10-20", "2022-02-01"));
  story.Tell(test::Rescheduled("m", "2022-11-01", "2022-03-01"));
  story.Tell(test::Postponed("m", "2022-04-01"));
  story.Tell(test::Rescheduled("m", "2022-12", "2022-05-01"));
  story.Tell(test::Held("m", "2022-12-05", "2022-12-05"));
  EXPECT_THAT(WordsOf(MovesOf(story, "m")),
              ElementsAre(">2022-10", "2022-10>2022-10-20 REFINED 0..0",
                          "2022-10-20>2022-11-01 RESCHEDULED 12..12",
                          "2022-11-01> POSTPONED",
                          "2022-11-01>2022-12 RESCHEDULED 30..60",
                          "2022-12>2022-12-05 REFINED 0..0"));
}

TEST(MovesTest, ANewDateAfterAPostponementIsAMoveEvenWhereItIsTheOldOne) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-10", "2022-01-10"));
  story.Tell(test::Postponed("m", "2022-02-01"));
  story.Tell(test::Rescheduled("m", "2022-10-26", "2022-03-01"));
  EXPECT_THAT(WordsOf(MovesOf(story, "m")),
              ElementsAre(">2022-10", "2022-10> POSTPONED",
                          "2022-10>2022-10-26 RESCHEDULED 0..0"));
}

TEST(MovesTest, AReinstatedPostponementIsNotPostponedTwice) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-10", "2022-01-10"));
  story.Tell(test::Postponed("m", "2022-02-01"));
  story.Tell(test::Cancelled("m", "2022-03-01"));
  story.Tell(test::Reinstated("m", "2022-04-01"));
  const std::vector<v1::PlanMove> moves = MovesOf(story, "m");
  ASSERT_EQ(moves.size(), 4U);
  EXPECT_EQ(moves[3].date_class(), v1::DATE_CHANGE_CLASS_UNSPECIFIED);
  EXPECT_EQ(moves[3].old_state(), State::STATE_CANCELLED);
  EXPECT_EQ(moves[3].new_state(), State::STATE_POSTPONED);
}

TEST(MovesTest, WhoAskedAndWhyComeFromTheEvent) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-10", "2022-01-10"));
  v1::PlanEvent event = test::Postponed("m", "2022-02-01");
  event.mutable_provenance()->add_requested_by("cn");
  event.mutable_provenance()->mutable_reason()->set_text("코로나19");
  const uint64_t revision = story.Tell(event);
  const std::vector<v1::PlanMove> moves = MovesOf(story, "m");
  ASSERT_EQ(moves.size(), 2U);
  EXPECT_THAT(moves[1].requested_by(), ElementsAre("cn"));
  EXPECT_EQ(moves[1].reason().text(), "코로나19");
  EXPECT_EQ(moves[1].revision(), revision);
  EXPECT_EQ(moves[1].change(), "ActivityPostponed");
}

TEST(MovesTest, ModesMoveBesideDates) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  v1::PlanEvent scheduled = test::Scheduled("m", "2022-10", "2022-01-10");
  scheduled.mutable_activity_scheduled()->mutable_delivery()->set_mode(
      v1::DELIVERY_MODE_IN_PERSON);
  story.Tell(scheduled);
  story.Tell(test::MovedOnline("m", v1::DELIVERY_MODE_REMOTE, "2022-02-01"));
  v1::PlanEvent held = test::Held("m", "2022-10-26", "2022-10-26");
  held.mutable_activity_held()->mutable_delivery()->set_mode(
      v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  story.Tell(held);
  const std::vector<v1::PlanMove> moves = MovesOf(story, "m");
  ASSERT_EQ(moves.size(), 3U);
  EXPECT_EQ(moves[0].mode_class(), v1::MODE_CHANGE_CLASS_UNSPECIFIED);
  EXPECT_EQ(moves[1].mode_class(), v1::MODE_CHANGE_CLASS_MOVED_ONLINE);
  EXPECT_FALSE(moves[1].has_new_date());
  EXPECT_EQ(moves[2].mode_class(), v1::MODE_CHANGE_CLASS_REFINED);
  EXPECT_EQ(moves[2].date_class(), v1::DATE_CHANGE_CLASS_REFINED);
}

TEST(MovesTest, ACorrectedMoveIsTheCorrectedOne) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-10", "2022-01-10"));
  const uint64_t wrong =
      story.Tell(test::Rescheduled("m", "2022-11-01", "2022-02-01"));
  const uint64_t right = story.Tell(
      test::Corrected(wrong, test::Rescheduled("m", "2022-11-11", "")));
  std::vector<v1::PlanMove> moves = MovesOf(story, "m");
  EXPECT_THAT(WordsOf(moves),
              ElementsAre(">2022-10", "2022-10>2022-11-11 RESCHEDULED 11..41"));
  EXPECT_EQ(moves[1].revision(), right);
  story.Tell(test::Voided(wrong));
  EXPECT_THAT(WordsOf(MovesOf(story, "m")), ElementsAre(">2022-10"));
}

TEST(MovesTest, PartsHaveWhatHappenedToTheWholeAndTheirOwn) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-10", "2022-01-10"));
  v1::PlanEvent split = test::SplitInto("m", "m-a", "m-b", "2022-02-01");
  *split.mutable_activity_split()->mutable_parts(1)->mutable_new_date() =
      Date("2023-05");
  story.Tell(split);
  EXPECT_THAT(WordsOf(MovesOf(story, "m-a")), ElementsAre(">2022-10"));
  EXPECT_THAT(WordsOf(MovesOf(story, "m-b")),
              ElementsAre(">2022-10", "2022-10>2023-05 RESCHEDULED 182..242"));
}

TEST(MovesTest, OnlyWhatHadHappenedByTheDayIsTold) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-10", "2022-01-10"));
  story.Tell(test::Postponed("m", "2022-02-01"));
  const auto on = [&](int month, int day) {
    return plan::MovesOf("clear-sky/2022", story.history(),
                         absl::CivilDay(2022, month, day))["m"];
  };
  EXPECT_THAT(on(1, 9), IsEmpty());
  EXPECT_THAT(on(1, 31), ::testing::SizeIs(1));
  EXPECT_THAT(on(2, 1), ::testing::SizeIs(2));
}

// Where the bounds are shorter than a walk over their days.
const std::vector<std::string>& SomeDates() {
  static const auto* const kDates = new std::vector<std::string>{
      "2022-10",    "2022-11",    "2022-10-26",
      "2022-10-05", "2022-35",    "[2022-10-21..2022-10-31]",
      "2022-04-29", "2022-12-31", "[2022-11-01..2022-11-10]",
      "2023-02",    "2021-12",    "2022-24"};
  return *kDates;
}

rc::Gen<uint32_t> Below(size_t end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<uint32_t>(
                                               0, static_cast<uint32_t>(end)));
}

TEST(SlipPropertiesTest, ASlipHoldsTheTrueSlipOfEveryPairOfDays) {
  EXPECT_TRUE(rc::check("the true slip lies within", [] {
    const v1::PartialDate from = Date(SomeDates()[*Below(SomeDates().size())]);
    const v1::PartialDate to = Date(SomeDates()[*Below(SomeDates().size())]);
    const plan::DayBounds old_bounds = plan::BoundsOf(from);
    const plan::DayBounds new_bounds = plan::BoundsOf(to);
    const auto draw = [](const plan::DayBounds& bounds) {
      const auto days = *bounds.latest - *bounds.earliest + 1;
      return *bounds.earliest + *Below(static_cast<size_t>(days));
    };
    const absl::CivilDay new_day = draw(new_bounds);
    absl::CivilDay old_day = draw(old_bounds);
    const v1::DateSlip slip = plan::SlipMessage(from, to);
    // A refinement is the same plan told better: it moved by no day.
    if (plan::ClassifyDateChange(from, to) !=
        v1::DATE_CHANGE_CLASS_RESCHEDULED) {
      old_day = new_day;
    }
    RC_ASSERT(slip.min_days() <= new_day - old_day);
    RC_ASSERT(slip.max_days() >= new_day - old_day);
    // And the range is no wider than the days that there are.
    RC_ASSERT(slip.max_days() <= *new_bounds.latest - *old_bounds.earliest ||
              slip.max_days() == 0);
  }));
}

TEST(SlipPropertiesTest, ASpanSlipsByItsStart) {
  const v1::DateSlip slip = plan::SlipMessage(Date("2020-03-05/2020-03-06"),
                                              Date("2020-10-28/2020-11-13"));
  EXPECT_EQ(slip.min_days(), 237);
  EXPECT_EQ(slip.max_days(), 237);
}

TEST(SlipPropertiesTest, AnOpenSideLeavesTheSlipOpen) {
  const v1::DateSlip slip =
      plan::SlipMessage(Date("../2022-10-31"), Date("2022-12-01"));
  EXPECT_TRUE(slip.has_min_days());
  EXPECT_EQ(slip.min_days(), 31);
  EXPECT_FALSE(slip.has_max_days());
}

// The moves and the state are told by the same fold, each in its way.
TEST(MovesPropertiesTest, TheLastMoveLeadsToTheStateOnAnyDay) {
  EXPECT_TRUE(rc::check("moves lead to the state", [] {
    PlanStory story = PlanStory::OfAPlan();
    static_cast<void>(story.Try(test::Registered("m", "2022-01-01")));
    const size_t steps = *Below(14);
    for (size_t i = 0; i < steps; ++i) {
      const std::string date = SomeDates()[*Below(SomeDates().size())];
      const std::string day = plan::FormatDay(
          absl::CivilDay(2022, 1, 2) + static_cast<int64_t>(*Below(300)));
      const std::vector<v1::PlanEvent> events = {
          test::Scheduled("m", date, day),
          test::Refined("m", date, day),
          test::Rescheduled("m", date, day),
          test::Postponed("m", day),
          test::Cancelled("m", day),
          test::Reinstated("m", day),
          test::Held("m", day, day),
          test::Voided(story.history().size() - 1)};
      static_cast<void>(story.Try(events[*Below(events.size())]));
    }
    const std::string day = plan::FormatDay(absl::CivilDay(2022, 1, 1) +
                                            static_cast<int64_t>(*Below(360)));
    const v1::PlanState state = story.StateOn(day);
    const auto moves = plan::MovesOf("clear-sky/2022", story.history(),
                                     plan::ParseDay(day).value());
    const auto found = state.activities().find("m");
    const auto moved = moves.find("m");
    if (found == state.activities().end() || moved == moves.end()) {
      // RC_ASSERT would look at both sides of an `or`.
      const bool has_moves = moved != moves.end() && !moved->second.empty();
      RC_ASSERT(!has_moves);
      return;
    }
    RC_ASSERT(moved->second.back().new_state() == found->second.state());
    std::string date;
    for (const v1::PlanMove& move : moved->second) {
      if (move.has_new_date()) date = move.new_date().edtf();
    }
    RC_ASSERT(date == (found->second.state() == State::STATE_HELD
                           ? found->second.actual_date().edtf()
                           : found->second.planned_date().edtf()));
  }));
}

}  // namespace
}  // namespace clearsky
