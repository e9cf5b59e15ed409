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
#include "plan/entities.h"
#include "plan/fold.h"
#include "plan/fold_step.h"
#include "plan/history.h"
#include "plan/stream_head.h"
#include "test/plan_story.h"
#include "test/story_draws.h"

namespace clearsky {
namespace {

using test::Below;
using test::DateOf;
using test::DayOf;
using test::Draw;
using test::Draws;
using test::EventOf;
using test::PlanStory;
using test::Recorded;

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

std::string Finished(v1::PlanState state) {
  plan::FinishFold(&state);
  return Substance(std::move(state));
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
  for (int run = 0; run < 60; ++run) {
    std::vector<Draw> draws(80);
    for (Draw& draw : draws) {
      draw = {static_cast<uint32_t>(random() % test::kDrawKinds),
              static_cast<uint32_t>(random() % 3),
              static_cast<uint32_t>(random() % 1000),
              static_cast<uint32_t>(random() % 1000)};
    }
    const PlanStory story = Recorded(draws);
    for (const auto& event : story.history()) seen.insert(event.type);
  }
  for (const char* name :
       {"ActivityScheduled",    "ScheduleRefined",        "ActivityRescheduled",
        "ActivityPostponed",    "ActivityHeld",           "OccurrenceLogged",
        "ActivityCancelled",    "ActivityReinstated",     "DeliveryModeChanged",
        "ActivityMovedOnline",  "ActivitySplit",          "FactCorrected",
        "EventVoided",          "OutcomeRecorded",        "DiscrepancyNoted",
        "DiscrepancyResolved",  "LabelChanged",           "AgreementProposed",
        "ActivityHostedWithin", "ActivityDetailsChanged", "ProjectDefined"}) {
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

TEST(FoldPropertiesTest, WhatAnEventNamesFollowsFromTheSchema) {
  EXPECT_TRUE(rc::check("names are references and the main entity", [] {
    const PlanStory story = Recorded(*Draws());
    for (const plan::HistoryEvent& event : story.history()) {
      std::set<std::string> expected = {plan::MainEntityOf(*event.event)};
      for (const auto& reference : plan::ReferencesOf(*event.event)) {
        if (reference.stream.empty()) expected.insert(reference.id);
      }
      expected.erase("");
      const auto names = plan::NamesInStream(*event.event);
      RC_ASSERT(std::set(names.begin(), names.end()) == expected);
    }
  }));
}

TEST(FoldPropertiesTest, AVoidUndoesTheLastEventExactly) {
  EXPECT_TRUE(rc::check("void undoes", [] {
    PlanStory story = Recorded(*Draws());
    const std::string before = Substance(story.State());
    const uint64_t revision = story.history().size();
    // What can be recorded depends on the history: some draws, until one can.
    constexpr int kDraws = 50;
    bool recorded = false;
    for (int i = 0; i < kDraws && !recorded; ++i) {
      const Draw draw =
          *rc::gen::build<Draw>(rc::gen::set(&Draw::kind, Below(14)),
                                rc::gen::set(&Draw::activity, Below(3)),
                                rc::gen::set(&Draw::day, Below(1000)),
                                rc::gen::set(&Draw::date, Below(1000)));
      recorded = story.Try(EventOf(draw, revision)).ok();
    }
    RC_PRE(recorded);
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
    // A scheduling to aim at, among those that the draws made.
    v1::PlanEvent registered = test::Registered("aim", "2022-01-01");
    registered.mutable_activity_registered()->clear_project_ids();
    // The plan itself may have been taken out.
    RC_PRE(story.Try(registered).ok());
    const uint64_t aim =
        story.Tell(test::Scheduled("aim", "2022-09-09", "2022-01-01"));
    const std::string before = Substance(story.State());
    const uint64_t revision = story.history().size();
    std::vector<uint64_t> targets;
    for (const auto& earlier : story.history()) {
      if (earlier.event->has_activity_scheduled()) {
        targets.push_back(earlier.revision);
      }
    }
    const uint64_t drawn =
        targets[*Below(static_cast<uint32_t>(targets.size()))];
    const std::string date = DateOf(*Below(1000));
    // The drawn one may be corrected already, or nothing may stand on it.
    bool recorded = false;
    for (const uint64_t target : {drawn, aim}) {
      const std::string& id =
          story.history()[target].event->activity_scheduled().activity_id();
      recorded =
          recorded ||
          story.Try(test::Corrected(target, test::Scheduled(id, date, "")))
              .ok();
    }
    RC_ASSERT(recorded);
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
      RC_ASSERT(Finished(head.state()) == Substance(story.State()));
    }
    RC_CLASSIFY(at_the_end > 5, "more than 5 events at the end");
  }));
}

}  // namespace
}  // namespace clearsky
