#include "plan/new_year.h"

#include <rapidcheck.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "plan/fold.h"
#include "plan/next_words.h"
#include "plan/recording.h"
#include "table/table.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"
#include "test/story_draws.h"

namespace clearsky {
namespace {

using plan::NewYearItem;
using plan::NewYearProposal;
using test::Date;
using test::Held;
using test::Ko;
using test::PlanStory;
using test::Postponed;
using test::Registered;
using test::Scheduled;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kFrom[] = "clear-sky/2022";
constexpr char kTo[] = "clear-sky/2023";
const absl::CivilDay kDay(2022, 12, 20);

TEST(NextWordsTest, YearStandsByItselfAndAlone) {
  EXPECT_EQ(plan::WithYear("2022년 청천계획", 2022, 2023), "2023년 청천계획");
  EXPECT_EQ(plan::WithYear("Clear Sky Plan 2022", 2022, 2023),
            "Clear Sky Plan 2023");
  EXPECT_EQ(plan::WithYear("2022年“晴天计划”", 2022, 2023), "2023年“晴天计划”");
  EXPECT_EQ(plan::WithYear("'22년 계획", 2022, 2023), "'23년 계획");
  EXPECT_EQ(plan::WithYear("2022·2022", 2022, 2024), "2024·2024");
  EXPECT_EQ(plan::WithYear("계획", 2022, 2023), std::nullopt);
  EXPECT_EQ(plan::WithYear("2020-2022 보고서", 2022, 2023), std::nullopt);
  EXPECT_EQ(plan::WithYear("20220 번", 2022, 2023), std::nullopt);
  EXPECT_EQ(plan::WithYear("22년간", 2022, 2023), std::nullopt);
}

TEST(NextWordsTest, OrdinalIsWrittenInTheWayOfTheLast) {
  EXPECT_EQ(plan::OrdinalWords("제7차", 7, 8), "제8차");
  EXPECT_EQ(plan::OrdinalWords("제9회", 9, 10), "제10회");
  EXPECT_EQ(plan::OrdinalWords("2nd", 2, 3), "3rd");
  EXPECT_EQ(plan::OrdinalWords("11th", 11, 12), "12th");
  EXPECT_EQ(plan::OrdinalWords("20th", 20, 21), "21st");
  EXPECT_EQ(plan::OrdinalWords("Third", 3, 4), "Fourth");
  EXPECT_EQ(plan::OrdinalWords("第六次", 6, 7), "第七次");
  EXPECT_EQ(plan::OrdinalWords("第十九届", 19, 20), "第二十届");
  EXPECT_EQ(plan::OrdinalWords("제7차", 6, 7), "");
  EXPECT_EQ(plan::OrdinalWords("마지막", 6, 7), "");
  EXPECT_EQ(plan::OrdinalWords("", 6, 7), "");
}

TEST(NextWordsTest, IdsAreReadableAndFree) {
  EXPECT_EQ(plan::IdWithNumber("air-policy-exchange-7", 7, 8),
            "air-policy-exchange-8");
  EXPECT_EQ(plan::IdWithNumber("forum", 7, 8), "forum");
  EXPECT_EQ(plan::IdWithNumber("forum-17", 7, 8), "forum-17");
  EXPECT_EQ(plan::IdWithYear("hotline-2022", 2022, 2023), "hotline-2023");
  EXPECT_EQ(plan::IdWithYear("phase-report-2020-2022", 2022, 2023),
            "phase-report-2020-2022");
  std::set<std::string> taken = {"a", "a-2"};
  EXPECT_EQ(plan::TakeFreeId("a", &taken), "a-3");
  EXPECT_EQ(plan::TakeFreeId("b", &taken), "b");
}

// The plan of 2022, told until the end of it.
class NewYearTest : public ::testing::Test {
 protected:
  NewYearTest() : story_(PlanStory::OfAPlan()) {
    request_.to = kTo;
    v1::PlanEvent title = test::Effective("2022-01-02");
    title.mutable_label_changed()->set_entity(kFrom);
    *title.mutable_label_changed()->mutable_old_label() = Ko("청천계획");
    *title.mutable_label_changed()->mutable_new_label() = Ko("2022년 청천계획");
    story_.Tell(title);
  }

  // Registers number `ordinal` of series `s`; 0: of no series.
  void Tell(const std::string& id, uint32_t ordinal,
            const std::string& series = "s") {
    v1::PlanEvent event = Registered(id, "2022-02-01");
    v1::ActivityRegistered& change = *event.mutable_activity_registered();
    if (ordinal != 0) {
      change.set_series_id(series);
      change.set_ordinal(ordinal);
      change.set_ordinal_text(absl::StrCat("제", ordinal, "차"));
    }
    story_.Tell(event);
  }

  NewYearProposal Propose() {
    const auto proposal = TryPropose();
    EXPECT_TRUE(proposal.ok()) << proposal.status();
    return proposal.value_or(NewYearProposal());
  }
  absl::StatusOr<NewYearProposal> TryPropose() {
    plan::NewYearSources sources;
    sources.from = story_.StateOn("2022-12-20");
    sources.day = kDay;
    sources.series = series_;
    return plan::ProposeNewYear(sources, request_);
  }
  void Take(uint32_t ordinal, v1::ActivityState::State state) {
    v1::SeriesRow row;
    row.set_kind(v1::SeriesRow::KIND_ACTIVITY);
    row.set_series_id("s");
    row.set_stream("elsewhere");
    row.set_entity_id(absl::StrCat("e", ordinal));
    row.set_ordinal(ordinal);
    row.set_state(state);
    series_["s"].push_back(row);
  }

  static const NewYearItem* ItemFrom(const NewYearProposal& proposal,
                                     const std::string& from) {
    for (const NewYearItem& item : proposal.items) {
      if (item.from == from) return &item;
    }
    return nullptr;
  }
  static std::string WhyLeftOut(const NewYearProposal& proposal,
                                const std::string& id) {
    for (const plan::LeftOut& left : proposal.left_out) {
      if (left.id == id) return left.why;
    }
    return "";
  }

  PlanStory story_;
  plan::NewYearRequest request_;
  std::map<std::string, std::vector<v1::SeriesRow>> series_;
};

TEST_F(NewYearTest, PlanGetsNextYearsTitleAndPeriod) {
  const NewYearProposal proposal = Propose();
  const v1::PlanRegistered& made =
      proposal.items.at(0).to_events.at(0).plan_registered();
  EXPECT_EQ(made.titles(0).text(), "2023년 청천계획");
  EXPECT_EQ(made.period().edtf(), "2023");
  EXPECT_THAT(proposal.items[0].notes,
              Contains(HasSubstr("2022년 청천계획 → 2023년 청천계획")));
  EXPECT_EQ(proposal.items[0].to_events[0].provenance().basis(),
            v1::BASIS_INFERRED);
  EXPECT_TRUE(proposal.items[0].is_safe());
}

TEST_F(NewYearTest, ProjectIsCarriedOverOnBothSides) {
  const NewYearProposal proposal = Propose();
  const NewYearItem* const project = ItemFrom(proposal, "p1");
  ASSERT_NE(project, nullptr);
  EXPECT_EQ(project->to_events.at(1).project_carried_over().from_project(),
            "clear-sky/2022#p1");
  EXPECT_EQ(project->from_events.at(0).project_carried_over().to_project(),
            "clear-sky/2023#p1");
}

TEST_F(NewYearTest, AfterAHeldMeetingTheNextNumberIsOffered) {
  Tell("exchange-7", 7);
  story_.Tell(Held("exchange-7", "2022-10-26", ""));
  Take(7, v1::ActivityState::STATE_HELD);
  const NewYearProposal proposal = Propose();
  const NewYearItem* const next = ItemFrom(proposal, "exchange-7");
  ASSERT_NE(next, nullptr);
  EXPECT_EQ(next->id, "exchange-8");
  EXPECT_TRUE(next->is_safe()) << absl::StrJoin(next->doubts, "; ");
  ASSERT_EQ(next->to_events.size(), 1u);
  EXPECT_EQ(next->to_events[0].activity_registered().ordinal_text(), "제8차");
  EXPECT_EQ(next->to_events[0].provenance().reason().text(),
            "follows clear-sky/2022#exchange-7");
}

TEST_F(NewYearTest, NumberThatAnotherPlanHasIsNotGivenAgain) {
  Tell("exchange-7", 7);
  story_.Tell(Held("exchange-7", "2022-10-26", ""));
  Take(7, v1::ActivityState::STATE_HELD);
  Take(8, v1::ActivityState::STATE_PLANNED);
  Take(9, v1::ActivityState::STATE_CANCELLED);
  const NewYearProposal proposal = Propose();
  const NewYearItem* const next = ItemFrom(proposal, "exchange-7");
  ASSERT_NE(next, nullptr);
  EXPECT_EQ(next->to_events.at(0).activity_registered().ordinal(), 9u);
  EXPECT_THAT(next->doubts, ElementsAre(HasSubstr("`elsewhere#e8`")));
}

TEST_F(NewYearTest, WhatHasNotTakenPlaceIsCarriedOverAndKeepsItsNumber) {
  Tell("exchange-6", 6);
  Tell("exchange-7", 7);
  story_.Tell(Held("exchange-6", "2022-04-29", ""));
  story_.Tell(Scheduled("exchange-7", "2022-10", "2022-02-01"));
  Take(6, v1::ActivityState::STATE_HELD);
  Take(7, v1::ActivityState::STATE_PLANNED);
  const NewYearProposal proposal = Propose();
  const NewYearItem* const carried = ItemFrom(proposal, "exchange-7");
  ASSERT_NE(carried, nullptr);
  EXPECT_EQ(carried->id, "exchange-7");
  EXPECT_EQ(carried->to_events.at(0).activity_registered().ordinal(), 7u);
  EXPECT_EQ(carried->to_events.at(0).provenance().reason().text(),
            "carried over from clear-sky/2022#exchange-7");
  // Nothing says what became of it, and no date is made up.
  EXPECT_EQ(carried->to_events.size(), 1u);
  EXPECT_THAT(carried->doubts, ElementsAre(HasSubstr("2022-10")));
  EXPECT_THAT(WhyLeftOut(proposal, "exchange-6"), HasSubstr("exchange-7"));
}

TEST_F(NewYearTest, DateOfTheNewYearIsCarriedOver) {
  Tell("late", 0);
  story_.Tell(Scheduled("late", "2023-02", "2022-11-01"));
  const NewYearProposal proposal = Propose();
  const NewYearItem* const carried = ItemFrom(proposal, "late");
  ASSERT_NE(carried, nullptr);
  EXPECT_TRUE(carried->is_safe());
  EXPECT_EQ(carried->to_events.at(1).activity_scheduled().date().edtf(),
            "2023-02");
}

TEST_F(NewYearTest, PostponedAndStandingGoOnAndOneOffsDoNot) {
  Tell("put-off", 0);
  story_.Tell(Scheduled("put-off", "2022-05", "2022-02-01"));
  story_.Tell(Postponed("put-off", "2022-04-01"));
  story_.Tell(Registered("hotline-2022", "2022-01-01",
                         v1::ACTIVITY_KIND_STANDING_OPERATION));
  Tell("kickoff", 0);
  story_.Tell(Held("kickoff", "2022-04-26", ""));
  Tell("gone", 0);
  story_.Tell(test::Cancelled("gone", "2022-05-01"));
  const NewYearProposal proposal = Propose();
  EXPECT_TRUE(ItemFrom(proposal, "put-off")->is_safe());
  EXPECT_EQ(ItemFrom(proposal, "hotline-2022")->id, "hotline-2023");
  EXPECT_EQ(ItemFrom(proposal, "kickoff"), nullptr);
  EXPECT_THAT(WhyLeftOut(proposal, "kickoff"), HasSubstr("--include"));
  EXPECT_THAT(WhyLeftOut(proposal, "gone"), HasSubstr("cancelled"));
  request_.include = {"kickoff", "gone"};
  const NewYearProposal all = Propose();
  EXPECT_EQ(ItemFrom(all, "kickoff")->kind, NewYearItem::Kind::kNext);
  EXPECT_EQ(ItemFrom(all, "gone")->kind, NewYearItem::Kind::kCarried);
  EXPECT_FALSE(ItemFrom(all, "gone")->is_safe());
}

TEST_F(NewYearTest, EditionOfTheYearBecomesThatOfTheNext) {
  v1::PlanEvent event = Registered("forum-2022", "2022-02-01");
  event.mutable_activity_registered()->set_edition_year(2022);
  event.mutable_activity_registered()->set_series_id("forum");
  story_.Tell(event);
  story_.Tell(Held("forum-2022", "2022-09-01", ""));
  series_["forum"];
  const NewYearProposal proposal = Propose();
  const NewYearItem* const next = ItemFrom(proposal, "forum-2022");
  ASSERT_NE(next, nullptr);
  EXPECT_EQ(next->id, "forum-2023");
  EXPECT_EQ(next->to_events.at(0).activity_registered().edition_year(), 2023u);
  EXPECT_TRUE(next->is_safe());
}

TEST_F(NewYearTest, GivenTitlePeriodAndReasonCount) {
  request_.period = Date("2024");
  request_.titles = {Ko("새 계획")};
  request_.provenance.mutable_reason()->set_text("정례");
  const NewYearProposal proposal = Propose();
  const v1::PlanEvent& made = proposal.items.at(0).to_events.at(0);
  EXPECT_EQ(made.plan_registered().titles_size(), 1);
  EXPECT_EQ(made.plan_registered().titles(0).text(), "새 계획");
  EXPECT_EQ(made.plan_registered().period().edtf(), "2024");
  EXPECT_EQ(made.provenance().reason().text(), "follows clear-sky/2022: 정례");
}

TEST_F(NewYearTest, ExcludedAreaTakesItsProjectsWithIt) {
  Tell("forum", 0);
  request_.exclude = {"a1"};
  const NewYearProposal proposal = Propose();
  EXPECT_EQ(proposal.items.size(), 1u);
  EXPECT_THAT(WhyLeftOut(proposal, "p1"), HasSubstr("`a1`"));
  EXPECT_THAT(WhyLeftOut(proposal, "forum"), HasSubstr("none of its projects"));
}

TEST_F(NewYearTest, WhatCannotBeIsRefused) {
  request_.to = kFrom;
  EXPECT_THAT(TryPropose(), test::StatusIs(absl::StatusCode::kInvalidArgument));
  request_.to = "Clear Sky";
  EXPECT_THAT(TryPropose(), test::StatusIs(absl::StatusCode::kInvalidArgument));
  request_.to = kTo;
  request_.include = {"nothing"};
  EXPECT_THAT(TryPropose(), test::StatusIs(absl::StatusCode::kNotFound));
  request_.include = {};
  request_.period = Date("2023/..");
  EXPECT_THAT(TryPropose(), test::StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(NewYearTest, AcceptedItemsBringWhatTheyStandOn) {
  Tell("forum", 0);
  const NewYearProposal proposal = Propose();
  ASSERT_EQ(proposal.items.size(), 4u);
  EXPECT_THAT(plan::WithNeeds(proposal, {3}), ElementsAre(0, 1, 2, 3));
}

// Any history of the old year, with meetings of a series among it; and any part
// of the proposal: the rules take it, and the table says nothing that was not
// said.
class AnyYear {
 public:
  AnyYear() : old_(test::Recorded(*test::Draws())) {
    const uint32_t count = *test::Below(5);
    for (uint32_t i = 0; i < count; ++i) AddMeeting(i);
  }

  PlanStory& old_plan() { return old_; }

  // The registration of the old plan may be void, too.
  bool has_plan() const { return old_.State().has_plan(); }

  absl::StatusOr<NewYearProposal> Propose() {
    plan::NewYearSources sources;
    sources.from = old_.State();
    sources.day = absl::CivilDay(2022, 12, 31);
    for (const auto& [id, activity] : sources.from.activities()) {
      const v1::ActivityRegistered& details = activity.details();
      if (details.series_id().empty()) continue;
      v1::SeriesRow row;
      row.set_kind(v1::SeriesRow::KIND_ACTIVITY);
      row.set_ordinal(details.ordinal());
      row.set_state(activity.state());
      row.set_stream(kFrom);
      row.set_entity_id(id);
      sources.series[details.series_id()].push_back(row);
    }
    plan::NewYearRequest request;
    request.to = kTo;
    for (const auto& [id, activity] : sources.from.activities()) {
      const uint32_t draw = *test::Below(8);
      if (draw == 0) request.include.insert(id);
      if (draw == 1) request.exclude.insert(id);
    }
    return plan::ProposeNewYear(sources, request);
  }

 private:
  void AddMeeting(uint32_t i) {
    const std::string id = absl::StrCat("m", i, "-", *test::Below(3) + 1);
    v1::PlanEvent event = Registered(id, "2022-01-05");
    v1::ActivityRegistered& change = *event.mutable_activity_registered();
    change.set_series_id(absl::StrCat("s", *test::Below(2)));
    change.set_ordinal(*test::Below(4));
    change.set_ordinal_clash_intended(*test::Below(4) == 0);
    if (*test::Below(3) == 0) change.set_edition_year(2020 + *test::Below(4));
    if (!old_.Try(event).ok()) return;
    switch (*test::Below(5)) {
      case 0:
        static_cast<void>(old_.Try(Held(id, "2022-03-01", "")));
        break;
      case 1:
        static_cast<void>(old_.Try(Scheduled(id, "2023-03", "2022-02-01")));
        break;
      case 2:
        static_cast<void>(old_.Try(Scheduled(id, "2022-12/..", "2022-02-01")));
        break;
      case 3:
        static_cast<void>(
            old_.Try(test::SplitInto(id, id + "a", id + "b", "2022-02-01")));
        static_cast<void>(old_.Try(Held(id + "a", "2022-04-01", "")));
        break;
      default:
        break;
    }
  }

  PlanStory old_;
};

TEST(NewYearPropertyTest, ProposalPassesTheRulesAndInventsNoLine) {
  EXPECT_TRUE(rc::check("new year", [] {
    AnyYear year;
    const auto proposed = year.Propose();
    if (!year.has_plan()) {
      RC_ASSERT(absl::IsFailedPrecondition(proposed.status()));
      return;
    }
    RC_ASSERT(proposed.ok());
    const NewYearProposal& proposal = *proposed;
    std::set<size_t> accepted = {0};
    for (size_t i = 0; i < proposal.items.size(); ++i) {
      if (*test::Below(4) != 0) accepted.insert(i);
    }
    const std::set<size_t> whole = plan::WithNeeds(proposal, accepted);
    RC_ASSERT(plan::WithNeeds(proposal, whole) == whole);
    const v1::RecordEventsRequest request = plan::RequestOf(proposal, whole);
    RC_ASSERT(request.streams_size() == 2);
    for (const size_t index : whole) {
      const NewYearItem& item = proposal.items[index];
      const std::string& reason =
          item.to_events.front().provenance().reason().text();
      RC_ASSERT(absl::StrContains(
          reason, index == 0 ? std::string(kFrom)
                             : absl::StrCat(kFrom, "#", item.from)));
    }
    PlanStory made(kTo);
    for (const v1::EventToRecord& event : request.streams(0).events()) {
      const absl::Status status = made.Try(event.event());
      if (!status.ok()) RC_FAIL(std::string(status.message()));
    }
    for (const v1::EventToRecord& event : request.streams(1).events()) {
      const absl::Status status = year.old_plan().Try(event.event());
      if (!status.ok()) RC_FAIL(std::string(status.message()));
    }
    // A line has a date, and that date was planned in the old plan.
    const v1::PlanState old_state = year.old_plan().State();
    const v1::PlanState state = made.State();
    const auto table =
        table::MakeTable(state, "ko", v1::TABLE_STYLE_AS_PUBLISHED);
    RC_ASSERT(table.ok());
    for (const v1::TableArea& area : table->areas()) {
      for (const v1::TableProject& project : area.projects()) {
        for (const v1::TableLine& line : project.lines()) {
          const v1::PartialDate& date =
              state.activities().at(line.activity_id()).planned_date();
          const bool was_said = std::any_of(
              old_state.activities().begin(), old_state.activities().end(),
              [&](const auto& known) {
                return known.second.planned_date().edtf() == date.edtf();
              });
          RC_ASSERT(!date.edtf().empty());
          RC_ASSERT(was_said);
        }
      }
    }
    for (const v1::Finding& finding : state.findings()) {
      RC_ASSERT(finding.severity() != v1::Finding::SEVERITY_IMPOSSIBLE);
    }
  }));
}

}  // namespace
}  // namespace clearsky
