#include "report/comparison.h"

#include <rapidcheck.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "report/comparison_faces.h"
#include "table/table.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using report::Language;
using test::PlanStory;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A story's plan at one point.
struct Then {
  Then(const PlanStory& story, size_t known, absl::CivilDay day)
      : history(story.history().begin(),
                story.history().begin() + static_cast<int64_t>(known)),
        as_of(day),
        state(plan::Fold("clear-sky/2022", history, day)),
        table(table::MakeTable(state, "ko", v1::TABLE_STYLE_AS_PUBLISHED)
                  .value()) {}
  report::PlanAt at() const { return {&state, &table, &history, as_of}; }

  plan::History history;
  absl::CivilDay as_of;
  v1::PlanState state;
  v1::ImplementationTable table;
};

Then Now(const PlanStory& story) {
  return Then(story, story.history().size(), absl::CivilDay(2022, 12, 31));
}

Then On(const PlanStory& story, int month, int day) {
  return Then(story, story.history().size(), absl::CivilDay(2022, month, day));
}

v1::PlanComparison Compare(const Then& from, const Then& to,
                           Language language = Language::kEnglish) {
  return report::Compare(from.at(), to.at(), language);
}

v1::PlanEvent ScheduledRemotely(const char* id) {
  v1::PlanEvent event = test::Scheduled(id, "2022-10", "2022-01-10");
  v1::Delivery* delivery =
      event.mutable_activity_scheduled()->mutable_delivery();
  delivery->set_mode(v1::DELIVERY_MODE_REMOTE);
  delivery->set_verbatim("비대면");
  return event;
}

v1::PlanEvent HeldByVideo(const char* id, const char* day) {
  v1::PlanEvent event = test::Held(id, day, day);
  v1::Delivery* delivery = event.mutable_activity_held()->mutable_delivery();
  delivery->set_mode(v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  delivery->set_verbatim("영상");
  return event;
}

// `m` planned for October, remote, on 10 January; held on 26 October.
PlanStory HeldInOctober() {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(ScheduledRemotely("m"));
  story.Tell(HeldByVideo("m", "2022-10-26"));
  return story;
}

std::vector<uint64_t> RevisionsOf(const v1::LineChange& line) {
  std::vector<uint64_t> revisions;
  for (const v1::EventBehind& event : line.events()) {
    revisions.push_back(event.revision());
  }
  return revisions;
}

TEST(ComparisonTest, AMeetingHeldInsideItsPlannedMonthDidNotSlip) {
  const PlanStory story = HeldInOctober();
  const v1::PlanComparison comparison = Compare(On(story, 9, 28), Now(story));
  ASSERT_EQ(comparison.lines_size(), 1);
  const v1::LineChange& line = comparison.lines(0);
  EXPECT_EQ(line.kind(), v1::LineChange::KIND_CHANGED);
  EXPECT_EQ(line.old_text(), "○ m(10월 예정, 비대면)");
  EXPECT_EQ(line.new_text(), "○ m(10.26, 영상)");
  EXPECT_EQ(report::WayOf(line), "10월 예정, 비대면 → 10.26, 영상");
  EXPECT_EQ(line.words(), "held inside the planned month; 0 days of slip");
  EXPECT_THAT(line.classes(),
              ElementsAre(v1::LINE_CHANGE_CLASS_HELD_WITHIN_PLAN,
                          v1::LINE_CHANGE_CLASS_MODE_REFINED));
  ASSERT_THAT(RevisionsOf(line), ElementsAre(5));
  EXPECT_EQ(line.events(0).change(), "ActivityHeld");
  EXPECT_EQ(line.events(0).counts_for(), v1::EventBehind::COUNTS_FOR_TO);
}

TEST(ComparisonTest, WordsComeInThreeLanguages) {
  const PlanStory story = HeldInOctober();
  const auto words = [&](Language language) {
    return Compare(On(story, 9, 28), Now(story), language).lines(0).words();
  };
  EXPECT_EQ(words(Language::kKorean), "계획한 달 안에 개최; 0일 지연");
  EXPECT_EQ(words(Language::kChinese), "在计划月份内举行; 推迟0天");
}

TEST(ComparisonTest, FieldsThatDifferHaveTheirWords) {
  const PlanStory story = HeldInOctober();
  const v1::PlanComparison comparison = Compare(On(story, 9, 28), Now(story));
  std::vector<std::string> fields;
  for (const v1::FieldChange& field : comparison.lines(0).fields()) {
    fields.push_back(field.field() + ": " + field.old_words() + " > " +
                     field.new_words());
  }
  EXPECT_THAT(fields,
              ElementsAre("status: planned > held", "date: 10월 예정 > 10.26",
                          "mode: 비대면 > 영상"));
}

TEST(ComparisonTest, APostponedMeetingSetAgainIsRescheduledByTheWholeWay) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-03-05", "2022-01-10"));
  story.Tell(test::Postponed("m", "2022-02-20"));
  story.Tell(test::Rescheduled("m", "2022-10-28", "2022-06-01"));
  const v1::PlanComparison put_off = Compare(On(story, 2, 1), On(story, 3, 1));
  ASSERT_EQ(put_off.lines_size(), 1);
  EXPECT_EQ(put_off.lines(0).words(), "postponed without a new date");
  EXPECT_EQ(report::WayOf(put_off.lines(0)), "3.5 예정 → 연기, 당초 3.5");
  const v1::PlanComparison whole = Compare(On(story, 2, 1), Now(story));
  ASSERT_EQ(whole.lines_size(), 1);
  EXPECT_EQ(whole.lines(0).words(), "rescheduled; 237 days of slip");
  EXPECT_THAT(RevisionsOf(whole.lines(0)), ElementsAre(5, 6));
}

TEST(ComparisonTest, PartialDatesSlipByARange) {
  PlanStory story = PlanStory::OfAPlan();
  story.Tell(test::Registered("m", "2022-01-01"));
  story.Tell(test::Scheduled("m", "2022-10", "2022-01-10"));
  story.Tell(test::Rescheduled("m", "2022-11", "2022-06-01"));
  const v1::PlanComparison comparison = Compare(On(story, 2, 1), Now(story));
  EXPECT_EQ(comparison.lines(0).words(), "rescheduled; 1 to 60 days of slip");
}

TEST(ComparisonTest, AVoidedEventAndItsVoidAreBehindTheLine) {
  PlanStory story = HeldInOctober();
  const size_t known = story.history().size();
  story.Tell(test::Voided(5));
  const v1::PlanComparison comparison =
      Compare(Then(story, known, absl::CivilDay(2022, 12, 31)), Now(story));
  ASSERT_EQ(comparison.lines_size(), 1);
  ASSERT_THAT(RevisionsOf(comparison.lines(0)), ElementsAre(5, 6));
  EXPECT_EQ(comparison.lines(0).events(0).counts_for(),
            v1::EventBehind::COUNTS_FOR_FROM);
  EXPECT_EQ(comparison.lines(0).events(1).change(), "EventVoided");
  EXPECT_THAT(comparison.lines(0).words(), HasSubstr("no longer so"));
}

TEST(ComparisonTest, ACorrectionTakesThePlaceOfWhatItCorrects) {
  PlanStory story = HeldInOctober();
  const size_t known = story.history().size();
  story.Tell(test::Corrected(5, HeldByVideo("m", "2022-10-27")));
  const v1::PlanComparison comparison =
      Compare(Then(story, known, absl::CivilDay(2022, 12, 31)), Now(story));
  ASSERT_EQ(comparison.lines_size(), 1);
  EXPECT_EQ(comparison.lines(0).words(),
            "told to be held on another date; 1 day of slip");
  EXPECT_THAT(RevisionsOf(comparison.lines(0)), ElementsAre(5, 6));
}

TEST(ComparisonTest, LinesOfAnUnknownPlanAreAllAdded) {
  const PlanStory story = HeldInOctober();
  const v1::PlanComparison comparison =
      Compare(Then(story, 0, absl::CivilDay(2022, 12, 31)), Now(story));
  ASSERT_EQ(comparison.lines_size(), 1);
  EXPECT_EQ(comparison.added_count(), 1U);
  EXPECT_EQ(comparison.lines(0).kind(), v1::LineChange::KIND_ADDED);
  EXPECT_EQ(comparison.lines(0).words(), "held");
  EXPECT_THAT(comparison.headings(), ::testing::SizeIs(2));
}

TEST(ComparisonTest, TextIsColouredOnlyWhenAskedFor) {
  const PlanStory story = HeldInOctober();
  v1::ComparePlanResponse answer;
  *answer.mutable_comparison() = Compare(On(story, 9, 28), Now(story));
  const std::string plain = report::ComparisonText(answer, false);
  EXPECT_THAT(plain, HasSubstr("\n- ○ m(10월 예정, 비대면)\n"
                               "+ ○ m(10.26, 영상)\n"));
  EXPECT_THAT(plain, Not(HasSubstr("\x1b")));
  EXPECT_THAT(report::ComparisonText(answer, true),
              HasSubstr("\x1b[31m- ○ m(10월 예정, 비대면)\x1b[0m\n"));
}

TEST(ComparisonTest, NamesSteerNeitherTerminalNorMarkdown) {
  v1::ComparePlanResponse answer;
  v1::LineChange* line = answer.mutable_comparison()->add_lines();
  line->set_kind(v1::LineChange::KIND_ADDED);
  line->set_new_text("\x1b[2J<b>*a*\u202e\n# b");
  EXPECT_THAT(report::ComparisonText(answer, false),
              HasSubstr("+ \uFFFD[2J<b>*a*\uFFFD # b\n"));
  EXPECT_THAT(report::ComparisonMarkdown(answer),
              HasSubstr("\uFFFD\\[2J&lt;b>\\*a\\*\uFFFD \\# b\n"));
}

// Properties over random stories of three activities.

rc::Gen<uint32_t> Below(size_t end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<uint32_t>(
                                               0, static_cast<uint32_t>(end)));
}

PlanStory RandomStory() {
  PlanStory story = PlanStory::OfAPlan();
  const std::vector<std::string> dates = {
      "2022-10",    "2022-11", "2022-10-26",
      "2022-12/..", "2022-35", "2022-08-31/2022-09-02"};
  const auto draw_day = [] {
    return plan::FormatDay(absl::CivilDay(2022, 1, 1) +
                           static_cast<int64_t>(*Below(360)));
  };
  // Most draws would say nothing of activities that nobody registered.
  for (const char* id : {"m0", "m1", "m2"}) {
    const std::string date = dates[*Below(dates.size())];
    static_cast<void>(story.Try(test::Registered(id, draw_day())));
    static_cast<void>(story.Try(test::Scheduled(id, date, draw_day())));
  }
  const size_t steps = 5 + *Below(25);
  for (size_t i = 0; i < steps; ++i) {
    const std::string id = "m" + std::to_string(*Below(3));
    const std::string date = dates[*Below(dates.size())];
    const std::string day = plan::FormatDay(absl::CivilDay(2022, 1, 1) +
                                            static_cast<int64_t>(*Below(360)));
    const std::vector<v1::PlanEvent> events = {
        test::Registered(id, day),
        test::Scheduled(id, date, day),
        test::Scheduled(id, date, day),
        test::Refined(id, date, day),
        test::Rescheduled(id, date, day),
        test::Postponed(id, day),
        test::Held(id, day, day),
        test::Logged(id, day, day),
        test::Cancelled(id, day),
        test::Reinstated(id, day),
        test::ModeChanged(id, v1::DELIVERY_MODE_REMOTE, day),
        test::SplitInto(id, id + "-a", id + "-b", day),
        test::Voided(*Below(story.history().size())),
    };
    static_cast<void>(story.Try(events[*Below(events.size())]));
  }
  return story;
}

Then RandomPoint(const PlanStory& story) {
  return Then(story, *Below(story.history().size() + 1),
              absl::CivilDay(2022, 1, 1) + static_cast<int64_t>(*Below(364)));
}

using Lines = std::map<std::pair<std::string, std::string>, std::string>;

Lines LinesOf(const v1::ImplementationTable& table) {
  Lines lines;
  for (const auto& area : table.areas()) {
    for (const auto& project : area.projects()) {
      for (const auto& line : project.lines()) {
        lines[{project.project_id(), line.activity_id()}] = line.text();
      }
    }
  }
  return lines;
}

TEST(ComparisonPropertiesTest, NothingDiffersFromItself) {
  EXPECT_TRUE(rc::check("compare(A, A) is empty", [] {
    const PlanStory story = RandomStory();
    const Then point = RandomPoint(story);
    const v1::PlanComparison comparison = Compare(point, point);
    RC_ASSERT(comparison.lines().empty());
    RC_ASSERT(comparison.headings().empty());
  }));
}

TEST(ComparisonPropertiesTest, TheChangesLeadFromOneTableToTheOther) {
  EXPECT_TRUE(rc::check("A and the changes make B", [] {
    const PlanStory story = RandomStory();
    const Then from = RandomPoint(story);
    const Then to = RandomPoint(story);
    Lines lines = LinesOf(from.table);
    const v1::PlanComparison comparison = Compare(from, to);
    for (const v1::LineChange& line : comparison.lines()) {
      const auto key = std::make_pair(line.project_id(), line.activity_id());
      const auto found = lines.find(key);
      switch (line.kind()) {
        case v1::LineChange::KIND_ADDED:
          RC_ASSERT(found == lines.end());
          lines[key] = line.new_text();
          break;
        case v1::LineChange::KIND_REMOVED:
          RC_ASSERT(found != lines.end());
          RC_ASSERT(found->second == line.old_text());
          lines.erase(found);
          break;
        default:
          RC_ASSERT(found != lines.end());
          RC_ASSERT(found->second == line.old_text());
          RC_ASSERT(line.old_text() != line.new_text());
          found->second = line.new_text();
      }
    }
    RC_ASSERT(lines == LinesOf(to.table));
    RC_CLASSIFY(lines != LinesOf(from.table), "they differ");
  }));
}

// A change as one text, the ends swapped when `mirrored`.
std::string Flat(const v1::LineChange& line, bool mirrored) {
  const auto pair = [&](const std::string& a, const std::string& b) {
    return mirrored ? b + "|" + a : a + "|" + b;
  };
  std::string flat = line.project_id() + " " + line.activity_id() + " " +
                     pair(line.old_text(), line.new_text());
  for (const v1::FieldChange& field : line.fields()) {
    flat += " " + field.field() + pair(field.old_words(), field.new_words());
  }
  for (const v1::EventBehind& event : line.events()) {
    const bool from = event.counts_for() == v1::EventBehind::COUNTS_FOR_FROM;
    flat += " " + std::to_string(event.revision()) +
            (from != mirrored ? "from" : "to");
  }
  return flat;
}

TEST(ComparisonPropertiesTest, TheOtherWayRoundIsTheMirror) {
  EXPECT_TRUE(rc::check("compare(A, B) mirrors compare(B, A)", [] {
    const PlanStory story = RandomStory();
    const Then from = RandomPoint(story);
    const Then to = RandomPoint(story);
    const v1::PlanComparison there = Compare(from, to);
    const v1::PlanComparison back = Compare(to, from);
    std::multiset<std::string> flat_there;
    std::multiset<std::string> flat_back;
    for (const auto& line : there.lines()) flat_there.insert(Flat(line, false));
    for (const auto& line : back.lines()) flat_back.insert(Flat(line, true));
    RC_ASSERT(flat_there == flat_back);
    RC_ASSERT(there.added_count() == back.removed_count());
    RC_ASSERT(there.changed_count() == back.changed_count());
  }));
}

TEST(ComparisonPropertiesTest, EveryLineThatDiffersHasAnEventBehindIt) {
  EXPECT_TRUE(rc::check("no difference without an event", [] {
    const PlanStory story = RandomStory();
    const v1::PlanComparison comparison =
        Compare(RandomPoint(story), RandomPoint(story));
    for (const v1::LineChange& line : comparison.lines()) {
      RC_ASSERT(!line.events().empty());
      RC_ASSERT(!line.classes().empty());
      RC_ASSERT(!line.words().empty());
    }
  }));
}

}  // namespace
}  // namespace clearsky
