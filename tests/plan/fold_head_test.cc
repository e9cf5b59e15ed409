#include "plan/fold_head.h"

#include <iostream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using plan::FoldHead;
using test::Held;
using test::PlanStory;
using test::Registered;
using test::Scheduled;

constexpr char kPlan[] = "clear-sky/2022";
constexpr absl::CivilDay kEndOfYear(2022, 12, 31);

// The entities of a state, apart from what is told about the account.
std::string EntitiesOf(v1::PlanState state) {
  state.clear_findings();
  state.clear_corrections();
  state.clear_possible();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    state.SerializeToCodedStream(&coded);
  }
  return bytes;
}

// Takes the story in, event by event; false when one is not at the end.
bool AddAll(const PlanStory& story, FoldHead* head) {
  for (uint64_t i = head->size(); i < story.history().size(); ++i) {
    if (!head->Add(story.history()[i])) return false;
  }
  return true;
}

TEST(FoldHeadTest, WhatStandsAtTheEndIsTakenIn) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(Registered("m", "2022-02-01"));
  story.Tell(Held("m", "2022-03-01", "2022-03-01"));
  FoldHead head(kPlan, kEndOfYear);
  ASSERT_TRUE(AddAll(story, &head));
  EXPECT_EQ(head.size(), story.history().size());
  EXPECT_EQ(EntitiesOf(head.state()), EntitiesOf(story.State()));
}

TEST(FoldHeadTest, WhatIsLateOrCorrectsIsNot) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(Registered("m", "2022-02-01"));
  story.Tell(Scheduled("m", "2022-10", "2022-03-01"));
  for (const v1::PlanEvent& event :
       {Registered("late", "2022-01-15"),
        test::Corrected(4, Scheduled("m", "2022-11", "")), test::Voided(4)}) {
    PlanStory longer = story;
    longer.Tell(event);
    FoldHead head(kPlan, kEndOfYear);
    EXPECT_FALSE(AddAll(longer, &head)) << event.ShortDebugString();
  }
}

TEST(FoldHeadTest, WhatCountsLaterWaitsForItsDay) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(Registered("m", "2022-02-01"));
  story.Tell(Scheduled("m", "2022-10", "2022-03"));
  FoldHead head(kPlan, absl::CivilDay(2022, 3, 10));
  ASSERT_TRUE(AddAll(story, &head));
  EXPECT_EQ(head.next_due(), absl::CivilDay(2022, 3, 31));
  EXPECT_FALSE(head.state().activities().at("m").has_planned_date());
  std::vector<std::string> due;
  const auto visit = [&](const v1::PlanEvent& event) {
    due.push_back(plan::ChangeName(event));
  };
  head.AdvanceTo(absl::CivilDay(2022, 3, 30), visit);
  EXPECT_TRUE(due.empty());
  head.AdvanceTo(absl::CivilDay(2022, 3, 31), visit);
  EXPECT_EQ(due, std::vector<std::string>{"ActivityScheduled"});
  EXPECT_TRUE(head.state().activities().at("m").has_planned_date());
  EXPECT_EQ(head.next_due(), std::nullopt);
}

TEST(FoldHeadTest, AnIntroductionThatWaitsIsMovedByWhatNamesIt) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(Registered("m", "2022-03"));
  story.Tell(Scheduled("m", "2022-10", "2022-03-05"));
  FoldHead head(kPlan, absl::CivilDay(2022, 3, 10));
  EXPECT_FALSE(AddAll(story, &head));
  const FoldHead whole(kPlan, story.history(), absl::CivilDay(2022, 3, 10));
  EXPECT_EQ(EntitiesOf(whole.state()), EntitiesOf(story.StateOn("2022-03-10")));
  EXPECT_TRUE(whole.state().activities().contains("m"));
}

TEST(FoldHeadTest, AfterARefusalNothingIsTakenIn) {
  PlanStory story = PlanStory::OfAPlan();
  const uint64_t revision = story.history().size();
  const v1::PlanEvent unknown = Scheduled("m", "2022-10", "2022-03-01");
  story.history().push_back(
      {revision, revision, kEndOfYear, plan::TypeName(unknown), unknown});
  FoldHead head(kPlan, kEndOfYear);
  EXPECT_FALSE(AddAll(story, &head));
}

// What the engine accepts of random events, half of them in effective order.
class RandomStory {
 public:
  explicit RandomStory(unsigned seed) : random_(seed) {
    story_.set_today(kEndOfYear);
  }

  unsigned Below(unsigned bound) {
    return std::uniform_int_distribution<unsigned>(0, bound - 1)(random_);
  }

  void TryOne() { static_cast<void>(story_.Try(Next())); }
  const PlanStory& story() const { return story_; }

 private:
  v1::PlanEvent Next() {
    const auto size = static_cast<unsigned>(story_.history().size());
    const std::string id = absl::StrCat("m", Below(4));
    std::string day = plan::FormatDay(
        absl::CivilDay(2022, 1, 1) +
        static_cast<int64_t>(
            (Below(12) == 0 ? Below(360) : size * 5 + Below(4)) % 360));
    if (Below(8) == 0) day = day.substr(0, 7);
    const std::string date = Below(2) == 0 ? "2022-10" : "2022-11-15";
    switch (Below(12)) {
      case 0:
      case 1:
        return Registered(id, day);
      case 2:
      case 3:
        return Scheduled(id, date, day);
      case 4:
        return test::Rescheduled(id, date, day);
      case 5:
        return test::Postponed(id, day);
      case 6:
        return Held(id, day, day);
      case 7:
        return test::SplitInto(id, absl::StrCat(id, "-a", size),
                               absl::StrCat(id, "-b", size), day);
      case 8:
        return test::Cancelled(id, day);
      case 9:
        return test::ModeChanged(id, v1::DELIVERY_MODE_HYBRID, day);
      case 10:
        return test::Logged(id, day, day);
      default:
        return Below(3) == 0 ? test::Voided(Below(size)) : Registered(id, day);
    }
  }

  std::mt19937 random_;
  PlanStory story_ = PlanStory::OfAPlan();
};

TEST(FoldHeadTest, SaysWhatAFoldFromNothingSaysOnEveryDay) {
  const unsigned seed = std::random_device()();
  std::cout << "seed=" << seed << std::endl;
  int taken_in = 0;
  int waited = 0;
  // As many more as it takes to have seen both.
  const auto has_seen = [&] { return taken_in > 200 && waited > 50; };
  for (unsigned run = 0; run < 40 || (!has_seen() && run < 400); ++run) {
    SCOPED_TRACE(absl::StrCat("seed=", seed, " run=", run));
    RandomStory random(seed + run);
    absl::CivilDay day(2022, 1, 1 + static_cast<int>(random.Below(90)));
    FoldHead head(kPlan, day);
    ASSERT_TRUE(AddAll(random.story(), &head));
    for (int i = 0; i < 60; ++i) {
      random.TryOne();
      const uint64_t before = head.size();
      if (AddAll(random.story(), &head)) {
        taken_in += static_cast<int>(head.size() - before);
      } else {
        head = FoldHead(kPlan, random.story().history(), day);
      }
      if (random.Below(3) == 0) {
        day += random.Below(12);
        head.AdvanceTo(day, [&](const v1::PlanEvent&) { ++waited; });
      }
      ASSERT_EQ(EntitiesOf(head.state()),
                EntitiesOf(plan::Fold(kPlan, random.story().history(), day)));
    }
  }
  // Else it says nothing.
  EXPECT_TRUE(has_seen()) << taken_in << " taken in, " << waited << " waited";
}

}  // namespace
}  // namespace clearsky
