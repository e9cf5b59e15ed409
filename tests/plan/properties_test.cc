// Properties of the fold over random histories. RapidCheck prints the seed of
// a failure; RC_PARAMS="seed=..." replays it.

#include <rapidcheck.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/stream_head.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using test::PlanStory;

// One random step: which event, about which activity, on which days.
struct Draw {
  uint32_t kind = 0;
  uint32_t activity = 0;
  uint32_t day = 0;
  uint32_t date = 0;
};

void showValue(const Draw& draw, std::ostream& os) {
  os << "{kind " << draw.kind << ", activity " << draw.activity << ", day "
     << draw.day << ", date " << draw.date << "}";
}

std::string DayOf(uint32_t n) {
  return plan::FormatDay(absl::CivilDay(2022, 1, 1) +
                         static_cast<int64_t>(std::min(n, 359U)));
}

// Days mostly go on with the history; each fifth event is recorded late.
uint32_t DayAfter(size_t history_size, uint32_t draw) {
  if (draw % 5 == 0) return draw % 360;
  return static_cast<uint32_t>(history_size) * 4 + draw % 6;
}

// Days, months, thirds, spans and open ends, so that refinements occur.
std::string DateOf(uint32_t n) {
  const std::vector<std::string> dates = {"2022-10",
                                          "2022-11",
                                          "2022-10-26",
                                          "2022-10-05",
                                          "2022-35",
                                          "2022-40",
                                          "2022-12/..",
                                          "[2022-10-21..2022-10-31]",
                                          "2022-04-29",
                                          "2022-08-31/2022-09-02",
                                          "{2022-01-07,2022-02-11}"};
  return dates[n % dates.size()];
}

v1::PlanEvent EventOf(const Draw& draw, size_t history_size) {
  const std::string id = "m" + std::to_string(draw.activity % 3);
  const uint32_t n = DayAfter(history_size, draw.day);
  const std::string day = DayOf(n);
  const std::string date = DateOf(draw.date);
  const auto mode = static_cast<v1::DeliveryMode>(draw.date % 5);
  const uint64_t target = draw.date % std::max<size_t>(history_size, 1);
  switch (draw.kind % 16) {
    case 0:
    case 1:
      return test::Registered(id, day);
    case 2:
    case 3:
      return test::Scheduled(id, date, day);
    case 4:
      return test::Refined(id, date, day);
    case 5:
      return test::Rescheduled(id, date, day);
    case 6:
      return test::Postponed(id, day);
    case 7:
      return test::Held(id, day, day);
    case 8:
      return test::Logged(id, day, day);
    case 9:
      return test::Cancelled(id, day);
    case 10:
      return test::Reinstated(id, day);
    case 11:
      return test::MovedOnline(id, mode, day);
    case 12:
      return test::ModeChanged(id, mode, day);
    case 13:
      return test::SplitInto(id, id + "-a" + std::to_string(draw.day),
                             id + "-b" + std::to_string(draw.day), day);
    case 14:
      return test::Corrected(target, test::Scheduled(id, date, ""));
    default:
      return test::Voided(target);
  }
}

// Uniform at every size; RapidCheck's ranges grow with the size of a run.
rc::Gen<uint32_t> Below(uint32_t end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<uint32_t>(0, end));
}

rc::Gen<std::vector<Draw>> Draws() {
  return rc::gen::container<std::vector<Draw>>(
      rc::gen::build<Draw>(rc::gen::set(&Draw::kind, Below(16)),
                           rc::gen::set(&Draw::activity, Below(3)),
                           rc::gen::set(&Draw::day, Below(1000)),
                           rc::gen::set(&Draw::date, Below(1000))));
}

// Records what the engine accepts of the draws.
PlanStory Recorded(const std::vector<Draw>& draws) {
  PlanStory story = PlanStory::OfAPlan();
  for (const Draw& draw : draws) {
    static_cast<void>(story.Try(EventOf(draw, story.history().size())));
  }
  return story;
}

// What stands apart from the account of corrections.
std::string Substance(v1::PlanState state) {
  state.clear_corrections();
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  state.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

int CountImpossible(const v1::PlanState& state) {
  int count = 0;
  for (const v1::Finding& finding : state.findings()) {
    count += finding.severity() == v1::Finding::SEVERITY_IMPOSSIBLE ? 1 : 0;
  }
  return count;
}

TEST(FoldPropertiesTest, TheDrawsReachEveryKindOfEvent) {
  // The properties below say nothing about events that are never accepted.
  std::set<std::string> seen;
  std::mt19937 random(1);  // Fixed: this asks what the draws can reach.
  for (int run = 0; run < 20; ++run) {
    std::vector<Draw> draws(80);
    for (Draw& draw : draws) {
      draw = {static_cast<uint32_t>(random() % 16),
              static_cast<uint32_t>(random() % 3),
              static_cast<uint32_t>(random() % 1000),
              static_cast<uint32_t>(random() % 1000)};
    }
    const PlanStory story = Recorded(draws);
    for (const auto& event : story.history()) seen.insert(event.type);
  }
  for (const char* name :
       {"ActivityScheduled", "ScheduleRefined", "ActivityRescheduled",
        "ActivityPostponed", "ActivityHeld", "OccurrenceLogged",
        "ActivityCancelled", "ActivityReinstated", "DeliveryModeChanged",
        "ActivityMovedOnline", "ActivitySplit", "FactCorrected",
        "EventVoided"}) {
    EXPECT_TRUE(seen.contains(std::string("clearsky.v1.") + name)) << name;
  }
}

TEST(FoldPropertiesTest, WhatIsRecordedIsNeverImpossibleOnTheWhole) {
  EXPECT_TRUE(rc::check("no impossible finding", [] {
    const PlanStory story = Recorded(*Draws());
    RC_ASSERT(CountImpossible(story.State()) == 0);
  }));
}

TEST(FoldPropertiesTest, AnyHistoryFoldsOnAnyDay) {
  // Unchecked: as if every rule had been another when it was recorded.
  EXPECT_TRUE(rc::check("fold is total", [](uint32_t day) {
    PlanStory story = PlanStory::OfAPlan();
    for (const Draw& draw : *Draws()) {
      const uint64_t revision = story.history().size();
      const v1::PlanEvent event = EventOf(draw, revision);
      story.history().push_back({revision, revision,
                                 absl::CivilDay(2022, 12, 31),
                                 plan::TypeName(event), event});
    }
    const v1::PlanState state = story.StateOn(DayOf(day));
    RC_ASSERT(state.fold_version() == plan::kFoldVersion);
    RC_ASSERT(Substance(state) == Substance(story.StateOn(DayOf(day))));
  }));
}

TEST(FoldPropertiesTest, AVoidUndoesTheLastEventExactly) {
  EXPECT_TRUE(rc::check("void undoes", [] {
    PlanStory story = Recorded(*Draws());
    const std::string before = Substance(story.State());
    const uint64_t revision = story.history().size();
    const Draw draw =
        *rc::gen::build<Draw>(rc::gen::set(&Draw::kind, Below(14)),
                              rc::gen::set(&Draw::activity, Below(3)),
                              rc::gen::set(&Draw::day, Below(1000)),
                              rc::gen::set(&Draw::date, Below(1000)));
    RC_PRE(story.Try(EventOf(draw, revision)).ok());
    const absl::Status voided = story.Try(test::Voided(revision));
    RC_ASSERT(voided.ok());
    RC_ASSERT(Substance(story.State()) == before);
    // And the void of the void brings it back.
    RC_ASSERT(story.Try(test::Voided(revision + 1)).ok());
    RC_ASSERT(Substance(story.State()) != before);
  }));
}

TEST(FoldPropertiesTest, AVoidedCorrectionUndoesItExactly) {
  EXPECT_TRUE(rc::check("void of a correction undoes", [] {
    PlanStory story = Recorded(*Draws());
    const std::string before = Substance(story.State());
    const uint64_t revision = story.history().size();
    Draw draw = *rc::gen::build<Draw>(
        rc::gen::set(&Draw::kind, rc::gen::just<uint32_t>(14)),
        rc::gen::set(&Draw::activity, Below(3)),
        rc::gen::set(&Draw::day, Below(1000)),
        rc::gen::set(&Draw::date, Below(1000)));
    v1::PlanEvent event = EventOf(draw, revision);
    // Aim at a scheduling, so that the replacement fits.
    for (const auto& earlier : story.history()) {
      if (earlier.event->has_activity_scheduled()) {
        event = test::Corrected(
            earlier.revision,
            test::Scheduled(earlier.event->activity_scheduled().activity_id(),
                            DateOf(draw.date), ""));
      }
    }
    RC_PRE(story.Try(event).ok());
    RC_ASSERT(story.Try(test::Voided(revision)).ok());
    RC_ASSERT(Substance(story.State()) == before);
  }));
}

TEST(FoldPropertiesTest, TheEndOfTimeIsTheLastDay) {
  EXPECT_TRUE(rc::check("as of the last day is as of none", [] {
    const PlanStory story = Recorded(*Draws());
    RC_ASSERT(Substance(story.StateOn("9999-12-31")) ==
              Substance(story.State()));
  }));
}

TEST(FoldPropertiesTest, AHeadSaysWhatTheWholeHistorySays) {
  EXPECT_TRUE(rc::check("head agrees with the whole history", [] {
    PlanStory story = PlanStory::OfAPlan();
    plan::StreamHead head("clear-sky/2022", story.history());
    const plan::EntityExists anything =
        [](absl::string_view, plan::EntityKind,
           absl::string_view) -> absl::StatusOr<bool> { return true; };
    int at_the_end = 0;
    for (const Draw& draw : *Draws()) {
      const v1::PlanEvent event = EventOf(draw, story.history().size());
      const auto whole = story.Check(event);
      const auto at_end =
          head.Record(event, absl::CivilDay(2022, 12, 31), anything);
      if (!at_end.has_value()) {
        if (story.Try(event).ok()) {
          head = plan::StreamHead("clear-sky/2022", story.history());
        }
      } else {
        ++at_the_end;
        RC_ASSERT(at_end->status() == whole.status());
        if (!whole.ok()) continue;
        RC_ASSERT(plan::EncodeEvent((*at_end)->event) ==
                  plan::EncodeEvent(whole->event));
        RC_ASSERT((*at_end)->findings.size() == whole->findings.size());
        RC_ASSERT(story.Try(event).ok());
      }
      RC_ASSERT(head.size() == story.history().size());
      RC_ASSERT(Substance(head.state()) == Substance(story.State()));
    }
    RC_CLASSIFY(at_the_end > 5, "more than 5 events at the end");
  }));
}

}  // namespace
}  // namespace clearsky
