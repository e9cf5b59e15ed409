#include "plan/field_history.h"

#include <rapidcheck.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "plan/edtf.h"
#include "plan/entity_history.h"
#include "plan/fold.h"
#include "plan/partial_date.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using ::clearsky::test::Date;
using ::clearsky::test::IsOk;
using ::clearsky::test::PlanStory;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kStream[] = "clear-sky/2022";

// `2022-10 from 2022-02-01 to 2022-05-01 known 4 until 6 by 4`; a side that is
// open is left out.
std::string Told(const plan::FieldSpan& span) {
  std::string words = span.value.has_date() ? span.value.date().edtf()
                      : span.value.has_delivery()
                          ? v1::DeliveryMode_Name(span.value.delivery().mode())
                      : !span.value.status().empty() ? span.value.status()
                      : !span.value.titles().empty()
                          ? span.value.titles(0).text()
                          : "none";
  if (span.from) absl::StrAppend(&words, " from ", plan::FormatDay(*span.from));
  if (span.to) absl::StrAppend(&words, " to ", plan::FormatDay(*span.to));
  absl::StrAppend(&words, " known ", span.known_from);
  if (span.known_until) absl::StrAppend(&words, " until ", *span.known_until);
  return absl::StrCat(words, " by ", span.set_by);
}

std::vector<std::string> Told(const PlanStory& story, absl::string_view entity,
                              v1::HistoryField field) {
  const auto kind = plan::KindInHistory(kStream, story.history(), entity);
  EXPECT_TRUE(kind.has_value()) << entity;
  std::vector<std::string> told;
  for (const plan::FieldSpan& span :
       plan::FieldHistory(kStream, story.history(), *kind, entity, field)) {
    told.push_back(Told(span));
  }
  return told;
}

TEST(FieldHistoryTest, ChangesInTurnCutWhatWasTakenToHoldOn) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m1", "2022-02-01"));                 // 3
  story.Tell(test::Scheduled("m1", "2022-10", "2022-02-01"));       // 4
  story.Tell(test::Rescheduled("m1", "2022-12-07", "2022-09-01"));  // 5
  EXPECT_THAT(Told(story, "m1", v1::HISTORY_FIELD_DATE),
              ElementsAre("none from 2022-02-01 known 3 until 4 by 3",
                          "2022-10 from 2022-02-01 to 2022-09-01 known 4 by 4",
                          "2022-10 from 2022-09-01 known 4 until 5 by 4",
                          "2022-12-07 from 2022-09-01 known 5 by 5"));
}

TEST(FieldHistoryTest, CorrectedValueIsShownWithTheTimeItWasBelieved) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m1", "2022-02-01"));            // 3
  story.Tell(test::Scheduled("m1", "2022-10", "2022-02-01"));  // 4
  story.Tell(test::Postponed("m1", "2022-05-01"));             // 5
  story.Tell(
      test::Corrected(4, test::Scheduled("m1", "2022-11", "2022-02-01")));  // 6
  EXPECT_THAT(
      Told(story, "m1", v1::HISTORY_FIELD_DATE),
      ElementsAre("none from 2022-02-01 known 3 until 4 by 3",
                  "2022-10 from 2022-02-01 to 2022-05-01 known 4 until 6 by 4",
                  "2022-11 from 2022-02-01 to 2022-05-01 known 6 by 6",
                  "2022-10 from 2022-05-01 known 4 until 5 by 4",
                  "none from 2022-05-01 known 5 by 5"));
}

TEST(FieldHistoryTest, WhatWasEnteredInErrorEndsWithItsVoid) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m1", "2022-02-01"));            // 3
  story.Tell(test::Scheduled("m1", "2022-10", "2022-02-01"));  // 4
  story.Tell(test::Cancelled("m1", "2022-05-01"));             // 5
  story.Tell(test::Voided(5));                                 // 6
  EXPECT_THAT(Told(story, "m1", v1::HISTORY_FIELD_STATUS),
              ElementsAre("registered from 2022-02-01 known 3 until 4 by 3",
                          "planned from 2022-02-01 to 2022-05-01 known 4 by 4",
                          "planned from 2022-05-01 known 4 until 5 by 4",
                          "cancelled from 2022-05-01 known 5 until 6 by 5",
                          "planned from 2022-05-01 known 6 by 4"));
}

TEST(FieldHistoryTest, LateEventChangesThePastFromItsRecordingOn) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m1", "2022-02-01"));            // 3
  story.Tell(test::Scheduled("m1", "2022-10", "2022-02-01"));  // 4
  story.Tell(test::Cancelled("m1", "2022-06-01"));             // 5
  story.Tell(test::Postponed("m1", "2022-04-01"));             // 6, late
  EXPECT_THAT(
      Told(story, "m1", v1::HISTORY_FIELD_STATUS),
      ElementsAre("registered from 2022-02-01 known 3 until 4 by 3",
                  "planned from 2022-02-01 to 2022-04-01 known 4 by 4",
                  "planned from 2022-04-01 to 2022-06-01 known 4 until 6 by 4",
                  "postponed from 2022-04-01 to 2022-06-01 known 6 by 6",
                  "planned from 2022-06-01 known 4 until 5 by 4",
                  "cancelled from 2022-06-01 known 5 by 5"));
}

// An introduction stands no later than what happened to it (placement.cc).
TEST(FieldHistoryTest, WhatNamesAnActivityMakesItKnownBefore) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m1", "2022-06-01"));  // 3
  v1::PlanEvent outcome = test::Effective("2022-03-01");
  outcome.mutable_outcome_recorded()->set_outcome_id("o1");
  outcome.mutable_outcome_recorded()->set_activity_id("m1");
  outcome.mutable_outcome_recorded()->set_kind(v1::OUTCOME_KIND_AGREED);
  *outcome.mutable_outcome_recorded()->add_about() = test::Ko("합의");
  story.Tell(outcome);  // 4
  EXPECT_THAT(
      Told(story, "m1", v1::HISTORY_FIELD_STATUS),
      ElementsAre("registered from 2022-03-01 to 2022-06-01 known 4 by 3",
                  "registered from 2022-06-01 known 3 by 3"));
}

TEST(FieldHistoryTest, PartsHaveWhatTheyInherit) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m1", "2022-02-01"));            // 3
  story.Tell(test::Scheduled("m1", "2022-10", "2022-02-01"));  // 4
  story.Tell(test::SplitInto("m1", "a", "b", "2022-05-01"));   // 5
  story.Tell(test::Cancelled("m1", "2022-07-01"));             // 6
  EXPECT_THAT(Told(story, "a", v1::HISTORY_FIELD_STATUS),
              ElementsAre("planned from 2022-05-01 to 2022-07-01 known 5 by 5",
                          "planned from 2022-07-01 known 5 until 6 by 5",
                          "cancelled from 2022-07-01 known 6 by 6"));
  EXPECT_THAT(Told(story, "a", v1::HISTORY_FIELD_DATE),
              ElementsAre("2022-10 from 2022-05-01 known 5 by 5"));
}

TEST(FieldHistoryTest, PlansProjectsAndAreasHaveTheirFields) {
  PlanStory story = PlanStory::OfAPlan();
  v1::PlanEvent adopted = test::Effective("2022-03-01");
  adopted.mutable_plan_adopted();
  story.Tell(adopted);  // 3
  EXPECT_THAT(Told(story, "", v1::HISTORY_FIELD_STATUS),
              ElementsAre("registered to 2022-03-01 known 0 by 0",
                          "registered from 2022-03-01 known 0 until 3 by 0",
                          "adopted from 2022-03-01 known 3 by 3"));
  EXPECT_THAT(Told(story, kStream, v1::HISTORY_FIELD_DATE),
              ElementsAre("2022 known 0 by 0"));
  EXPECT_THAT(Told(story, "a1", v1::HISTORY_FIELD_TITLE),
              ElementsAre("공동 연구 from 2022-01-01 known 1 by 1"));
  EXPECT_THAT(Told(story, "p1", v1::HISTORY_FIELD_STATUS),
              ElementsAre("defined from 2022-01-01 known 2 by 2"));
}

// The rules refuse such histories; the fold takes any.
void TellUnchecked(const v1::PlanEvent& event, PlanStory* story) {
  story->history().push_back({story->history().size(), story->history().size(),
                              absl::CivilDay(2022, 12, 31),
                              plan::TypeName(event), event});
}

TEST(FieldHistoryTest, NumberHeldByAnotherIsAFindingAndChangesNoValue) {
  PlanStory story = PlanStory::OfAPlan();
  for (const char* id : {"m1", "m2"}) {  // 3, 4
    v1::PlanEvent event = test::Registered(id, "2022-02-01");
    event.mutable_activity_registered()->set_series_id("s");
    event.mutable_activity_registered()->set_ordinal(1);
    TellUnchecked(event, &story);
  }
  EXPECT_EQ(story.State().findings_size(), 1);
  EXPECT_THAT(Told(story, "m2", v1::HISTORY_FIELD_STATUS),
              ElementsAre("registered from 2022-02-01 known 4 by 4"));
}

TEST(FieldHistoryTest, IntroductionToldAfterWhatNamesItStandsBefore) {
  PlanStory story = PlanStory::OfAPlan();
  TellUnchecked(test::Postponed("m1", "2022-02-01"), &story);   // 3
  TellUnchecked(test::Registered("m1", "2022-06-01"), &story);  // 4
  EXPECT_THAT(Told(story, "m1", v1::HISTORY_FIELD_STATUS),
              ElementsAre("registered from 2022-02-01 known 4 by 4"));
}

TEST(FieldHistoryTest, EventsOfOthersAreLeftOut) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m1", "2022-02-01"));
  for (int i = 0; i < 20; ++i) {
    const std::string id = "other" + std::to_string(i);
    story.Tell(test::Registered(id, "2022-02-01"));
    story.Tell(test::Scheduled(id, "2022-10", "2022-02-02"));
  }
  story.Tell(test::Scheduled("m1", "2022-10", "2022-03-01"));
  const plan::EntityHistory of_m1 =
      plan::EventsFor(story.history(), plan::EntityKind::kActivity, "m1");
  EXPECT_THAT(of_m1.revisions, ElementsAre(3, 44));
}

TEST(FieldHistoryTest, FieldsAreKnownByName) {
  for (const char* name : {"date", "mode", "status", "venue", "title"}) {
    const auto field = plan::HistoryFieldOf(name);
    ASSERT_THAT(field, IsOk());
    EXPECT_EQ(plan::HistoryFieldName(*field), name);
  }
  const auto field = plan::HistoryFieldOf("colour");
  EXPECT_THAT(field, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(field.status().message(),
              HasSubstr("accepted: date, mode, status, venue, title"));
}

TEST(FieldHistoryTest, FieldThatTheKindDoesNotHaveIsRefused) {
  EXPECT_THAT(
      plan::CheckHasField(plan::EntityKind::kActivity, v1::HISTORY_FIELD_MODE),
      IsOk());
  const absl::Status area =
      plan::CheckHasField(plan::EntityKind::kArea, v1::HISTORY_FIELD_DATE);
  EXPECT_THAT(area, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(area.message(), HasSubstr("accepted: title"));
  EXPECT_THAT(plan::CheckHasField(plan::EntityKind::kActivity,
                                  v1::HISTORY_FIELD_UNSPECIFIED),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(
      plan::CheckHasField(plan::EntityKind::kOutcome, v1::HISTORY_FIELD_DATE),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

// Random histories. RapidCheck prints the seed of a failure;
// RC_PARAMS="seed=..." replays it.

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

// Days mostly go on with the history; each fourth event is recorded late.
uint32_t DayAfter(size_t history_size, uint32_t draw) {
  if (draw % 4 == 0) return draw % 360;
  return static_cast<uint32_t>(history_size) * 4 + draw % 6;
}

constexpr const char* kDates[] = {"2022-10", "2022-11",    "2022-10-26",
                                  "2022-35", "2022-12/..", "2022-04-29"};

v1::PlanEvent RegisteredInSeries(const std::string& id, const std::string& day,
                                 uint32_t ordinal) {
  v1::PlanEvent event = test::Registered(id, day);
  event.mutable_activity_registered()->set_series_id("s");
  event.mutable_activity_registered()->set_ordinal(ordinal % 4);
  return event;
}

// Events that name an activity, tell of its fields otherwise, or both.
v1::PlanEvent SideEvent(const Draw& draw, const std::string& id,
                        const std::string& day) {
  v1::PlanEvent event = test::Effective(day);
  const std::string number = std::to_string(draw.day % 7);
  switch (draw.kind % 6) {
    case 0:
      event.mutable_venue_changed()->set_activity_id(id);
      *event.mutable_venue_changed()->add_new_venues()->add_localities() =
          test::Ko("장소 " + number);
      return event;
    case 1:
      event.mutable_label_changed()->set_entity(draw.date % 3 == 0 ? "p1" : id);
      *event.mutable_label_changed()->mutable_new_label() =
          test::Ko("이름 " + number);
      return event;
    case 2: {
      auto* outcome = event.mutable_outcome_recorded();
      outcome->set_outcome_id("o" + std::to_string(draw.day));
      outcome->set_activity_id(id);
      outcome->set_kind(v1::OUTCOME_KIND_AGREED);
      *outcome->add_about() = test::Ko("합의");
      return event;
    }
    case 3: {
      auto* noted = event.mutable_discrepancy_noted();
      noted->set_discrepancy_id("d" + number);
      noted->set_entity(id);
      noted->set_field("date");
      noted->set_kind(v1::DISCREPANCY_KIND_CONFLICT);
      for (const char* date : {"2022-09", "2022-08-01"}) {
        auto* value = noted->add_values();
        value->set_text(date);
        *value->mutable_date() = Date(date);
      }
      return event;
    }
    case 4:
      event.mutable_discrepancy_resolved()->set_discrepancy_id("d" + number);
      event.mutable_discrepancy_resolved()->set_accepted_value(draw.date % 2);
      return event;
    default: {
      auto* changed = event.mutable_activity_details_changed();
      changed->set_activity_id(id);
      changed->add_changed_fields("ordinal");
      changed->mutable_details()->set_ordinal(draw.date % 4);
      return event;
    }
  }
}

v1::PlanEvent EventOf(const Draw& draw, size_t history_size) {
  const std::string id = "m" + std::to_string(draw.activity % 4);
  const std::string day = DayOf(DayAfter(history_size, draw.day));
  const std::string date = kDates[draw.date % std::size(kDates)];
  const auto mode = static_cast<v1::DeliveryMode>(draw.date % 5);
  const uint64_t target = draw.date % std::max<size_t>(history_size, 1);
  switch (draw.kind % 18) {
    case 0:
    case 1:
      return RegisteredInSeries(id, day, draw.date);
    case 2:
    case 3:
      return test::Scheduled(id, date, day);
    case 4:
      return test::Rescheduled(id, date, day);
    case 5:
      return test::Postponed(id, day);
    case 6:
      return test::Held(id, day, day);
    case 7:
      return test::Cancelled(id, day);
    case 8:
      return test::Reinstated(id, day);
    case 9:
      return test::ModeChanged(id, mode, day);
    case 10:
      return test::SplitInto(id, id + "-a", id + "-b", day);
    case 11:
      return test::Corrected(target, test::Scheduled(id, date, ""));
    case 12:
      return test::Corrected(target, test::Postponed(id, day));
    case 13:
      return test::Corrected(target, RegisteredInSeries(id, day, draw.date));
    case 14:
      return test::Voided(target);
    default:
      return SideEvent(draw, id, day);
  }
}

rc::Gen<uint32_t> Below(uint32_t end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<uint32_t>(0, end));
}

rc::Gen<std::vector<Draw>> Draws() {
  return rc::gen::container<std::vector<Draw>>(
      rc::gen::build<Draw>(rc::gen::set(&Draw::kind, Below(108)),
                           rc::gen::set(&Draw::activity, Below(4)),
                           rc::gen::set(&Draw::day, Below(1000)),
                           rc::gen::set(&Draw::date, Below(1000))));
}

PlanStory Recorded(const std::vector<Draw>& draws) {
  PlanStory story = PlanStory::OfAPlan();
  for (const Draw& draw : draws) {
    static_cast<void>(story.Try(EventOf(draw, story.history().size())));
  }
  return story;
}

struct Question {
  const char* entity;
  v1::HistoryField field;
};

constexpr Question kQuestions[] = {
    {"m0", v1::HISTORY_FIELD_DATE},   {"m0", v1::HISTORY_FIELD_MODE},
    {"m0", v1::HISTORY_FIELD_STATUS}, {"m0", v1::HISTORY_FIELD_VENUE},
    {"m0", v1::HISTORY_FIELD_TITLE},  {"m1", v1::HISTORY_FIELD_STATUS},
    {"m1", v1::HISTORY_FIELD_DATE},   {"m0-a", v1::HISTORY_FIELD_STATUS},
    {"m0-a", v1::HISTORY_FIELD_DATE}, {"p1", v1::HISTORY_FIELD_TITLE},
    {"", v1::HISTORY_FIELD_STATUS},   {"a1", v1::HISTORY_FIELD_TITLE},
};

// The value that the spans tell for a day and a number of known events; fails
// when two do.
std::optional<std::string> ValueAt(const std::vector<plan::FieldSpan>& spans,
                                   absl::CivilDay day, size_t known) {
  std::optional<std::string> value;
  for (const plan::FieldSpan& span : spans) {
    if (span.from && day < *span.from) continue;
    if (span.to && day >= *span.to) continue;
    if (known <= span.known_from) continue;
    if (span.known_until && known > *span.known_until) continue;
    RC_ASSERT(!value.has_value());
    value = span.value.SerializeAsString();
  }
  return value;
}

// The value that folding tells.
std::optional<std::string> FoldedValue(const plan::History& history,
                                       const Question& question,
                                       absl::CivilDay day, size_t known) {
  const plan::History prefix(history.begin(),
                             history.begin() + static_cast<int64_t>(known));
  const auto kind = plan::KindInHistory(kStream, history, question.entity);
  const auto value = plan::FieldIn(plan::Fold(kStream, prefix, day), *kind,
                                   question.entity, question.field);
  if (!value) return std::nullopt;
  return value->SerializeAsString();
}

// Days on which something happened, and those beside them: most days are alike.
rc::Gen<absl::CivilDay> DayNearOneOf(const plan::History& history) {
  std::vector<absl::CivilDay> days;
  for (const plan::PlacedEvent& placed : plan::PlaceEvents(history)) {
    if (placed.day != absl::CivilDay::min()) days.push_back(placed.day);
  }
  for (const plan::HistoryEvent& event : history) {
    const auto bounds = plan::BoundsOf(event.event->provenance().effective());
    if (bounds.latest) days.push_back(*bounds.latest);
  }
  days.push_back(absl::CivilDay(2022, 1, 1));
  return rc::gen::map(
      rc::gen::pair(Below(static_cast<uint32_t>(days.size())), Below(3)),
      [days](const std::pair<uint32_t, uint32_t>& drawn) {
        return days[drawn.first] + (static_cast<int64_t>(drawn.second) - 1);
      });
}

TEST(FieldHistoryPropertyTest, SpansTellWhatTheFoldTellsAtEveryPoint) {
  EXPECT_TRUE(rc::check([] {
    const PlanStory story = Recorded(*rc::gen::scale(1.5, Draws()));
    const Question question =
        kQuestions[*Below(static_cast<uint32_t>(std::size(kQuestions)))];
    const plan::History& history = story.history();
    const auto kind = plan::KindInHistory(kStream, history, question.entity);
    RC_PRE(kind.has_value());
    const std::vector<plan::FieldSpan> spans = plan::FieldHistory(
        kStream, history, *kind, question.entity, question.field);
    for (int i = 0; i < 40; ++i) {
      const absl::CivilDay day = *DayNearOneOf(history);
      const size_t known = *Below(static_cast<uint32_t>(history.size()) + 1);
      RC_ASSERT(ValueAt(spans, day, known) ==
                FoldedValue(history, question, day, known));
    }
  }));
}

// What is told apart differs: side by side spans of one value that could be
// one are one.
TEST(FieldHistoryPropertyTest, NeighboursThatAreAlikeAreOneSpan) {
  EXPECT_TRUE(rc::check([] {
    const PlanStory story = Recorded(*Draws());
    const auto kind = plan::KindInHistory(kStream, story.history(), "m0");
    RC_PRE(kind.has_value());
    const std::vector<plan::FieldSpan> spans = plan::FieldHistory(
        kStream, story.history(), *kind, "m0", v1::HISTORY_FIELD_STATUS);
    for (const plan::FieldSpan& a : spans) {
      for (const plan::FieldSpan& b : spans) {
        const bool touch = a.to && b.from && *a.to == *b.from &&
                           a.known_from == b.known_from &&
                           a.known_until == b.known_until;
        RC_ASSERT(!touch || a.value.status() != b.value.status());
      }
    }
  }));
}

}  // namespace
}  // namespace clearsky
