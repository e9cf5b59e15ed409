// What is asked across plans: the calendar and the series.

#include "ledger/projections.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::Cancelled;
using ::clearsky::test::Effective;
using ::clearsky::test::Held;
using ::clearsky::test::IsOk;
using ::clearsky::test::Ko;
using ::clearsky::test::kPlan;
using ::clearsky::test::LedgerTest;
using ::clearsky::test::Logged;
using ::clearsky::test::PlanNamed;
using ::clearsky::test::Postponed;
using ::clearsky::test::Registered;
using ::clearsky::test::Rescheduled;
using ::clearsky::test::Scheduled;
using ::clearsky::test::Seoul;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AcrossPlansTest : public LedgerTest {
 protected:
  v1::ListCalendarRequest Span(absl::string_view from, absl::string_view to) {
    v1::ListCalendarRequest request;
    request.set_from_day(std::string(from));
    request.set_to_day(std::string(to));
    return request;
  }

  // `m1 yes`, `plan#m2 possible`, ...
  std::vector<std::string> Calendar(const v1::ListCalendarRequest& request,
                                    v1::AnswerSource source) {
    const auto response = ledger_->ListCalendar(request);
    EXPECT_THAT(response, IsOk());
    EXPECT_EQ(response->source(), source);
    std::vector<std::string> lines;
    for (const v1::CalendarEntry& entry : response->entries()) {
      lines.push_back(absl::StrCat(
          entry.row().activity_id(),
          entry.within() == v1::CalendarEntry::WITHIN_YES ? " yes"
                                                          : " possible"));
    }
    return lines;
  }
  // From rows and from the events, which must say the same.
  std::vector<std::string> Calendar(v1::ListCalendarRequest request) {
    std::vector<std::string> lines = Calendar(request, v1::ANSWER_SOURCE_ROWS);
    request.mutable_at()->set_known_position(EventCount() - 1);
    EXPECT_EQ(Calendar(request, v1::ANSWER_SOURCE_EVENTS), lines);
    return lines;
  }
  std::vector<std::string> Calendar(absl::string_view from,
                                    absl::string_view to) {
    return Calendar(Span(from, to));
  }

  // Registers an activity and sets its date.
  void Plan(absl::string_view id, absl::string_view date,
            absl::string_view plan = kPlan) {
    Tell(plan, Registered(id, "2022-01-01"));
    Tell(plan, Scheduled(id, date, "2022-01-02"));
  }
};

TEST_F(AcrossPlansTest, ADayInTheSpanIsYesAndAMonthAroundItPossible) {
  RecordPlan();
  Plan("day", "2022-10-26");
  Plan("month", "2022-10");
  Plan("year", "2022");
  Plan("before", "2022-09-30");
  Plan("after", "2022-11");
  EXPECT_THAT(Calendar("2022-10-01", "2022-10-31"),
              ElementsAre("year possible", "month yes", "day yes"));
  EXPECT_THAT(Calendar("2022-10-26", "2022-10-26"),
              ElementsAre("year possible", "month possible", "day yes"));
  EXPECT_THAT(Calendar("2023-01-01", "2023-12-31"), IsEmpty());
}

TEST_F(AcrossPlansTest, OpenEndsAndSpansAreFoundFromAfar) {
  RecordPlan();
  Plan("from", "2021-12/..");
  Plan("until", "../2023-06");
  Plan("span", "2022-08-31/2022-09-02");
  EXPECT_THAT(Calendar("2022-09-01", "2022-09-01"),
              ElementsAre("until possible", "from yes", "span yes"));
  EXPECT_THAT(Calendar("2023-06-30", "2024-01-01"),
              ElementsAre("until possible", "from yes"));
  EXPECT_THAT(Calendar("2020-01-01", "2020-01-31"),
              ElementsAre("until possible"));
}

TEST_F(AcrossPlansTest, WithoutADateItMayFallOnAnyDayFromNowOn) {
  RecordPlan();
  Tell(kPlan, Registered("never-dated", "2022-01-01"));
  Plan("to-be-decided", "tbd");
  Plan("put-off", "2022-03-05");
  Tell(kPlan, Postponed("put-off", "2022-02-19"));
  EXPECT_THAT(Calendar("2023-01-01", "2023-01-31"),
              ElementsAre("never-dated possible", "put-off possible",
                          "to-be-decided possible"));
  EXPECT_THAT(Calendar("2022-03-01", "2022-03-31"), IsEmpty());
}

TEST_F(AcrossPlansTest, WhatWasCancelledFallsNowhereAndWhatWasHeldWhenItWas) {
  RecordPlan();
  Plan("off", "2022-10-26");
  Tell(kPlan, Cancelled("off", "2022-09-01"));
  Plan("held", "2022-10");
  Tell(kPlan, Held("held", "2022-11-15", "2022-11-15"));
  EXPECT_THAT(Calendar("2022-10-01", "2022-10-31"), IsEmpty());
  EXPECT_THAT(Calendar("2022-11-01", "2022-11-30"), ElementsAre("held yes"));
  v1::ListCalendarRequest open = Span("2022-11-01", "2022-11-30");
  open.set_open_only(true);
  EXPECT_THAT(Calendar(open), IsEmpty());
}

TEST_F(AcrossPlansTest, EachUseOfAStandingOperationCounts) {
  RecordPlan();
  Tell(kPlan, Registered("hotline", "2022-01-01",
                         v1::ACTIVITY_KIND_STANDING_OPERATION));
  Tell(kPlan, Logged("hotline", "2022-01-07", "2022-01-07"));
  Tell(kPlan, Logged("hotline", "2022-02-11", "2022-02-11"));
  EXPECT_THAT(Calendar("2022-01-01", "2022-02-28"),
              ElementsAre("hotline yes", "hotline yes"));
  EXPECT_THAT(Calendar("2022-02-01", "2022-02-28"), ElementsAre("hotline yes"));
}

TEST_F(AcrossPlansTest, PlansAreChosenByPrefixAndPagesFollowEachOther) {
  for (const char* plan : {"a/2021", "a/2022", "b/2022"}) {
    RecordPlan(plan);
    Plan("m", "2022-10-26", plan);
  }
  v1::ListCalendarRequest request = Span("2022-10-01", "2022-10-31");
  request.set_page_size(1);
  request.set_plan_prefix("a/");
  std::vector<std::string> plans;
  do {
    const auto page = ledger_->ListCalendar(request);
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->entries_size(), 1);
    for (const auto& entry : page->entries()) {
      plans.push_back(entry.row().plan());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(plans, ElementsAre("a/2021", "a/2022"));
}

TEST_F(AcrossPlansTest, APointOfThePastIsAnsweredFromTheEvents) {
  RecordPlan();
  Plan("m", "2022-10-26");
  Tell(kPlan, Rescheduled("m", "2022-11-30", "2022-10-01"));
  v1::ListCalendarRequest request = Span("2022-10-01", "2022-10-31");
  EXPECT_THAT(Calendar(request), IsEmpty());
  request.mutable_at()->set_as_of_day("2022-09-30");
  EXPECT_THAT(Calendar(request, v1::ANSWER_SOURCE_EVENTS),
              ElementsAre("m yes"));
}

TEST_F(AcrossPlansTest, AnEntryNamesTheEventsThatSetIt) {
  RecordPlan();
  Plan("m", "2022-10-26");
  const auto response = ledger_->ListCalendar(Span("2022-10-01", "2022-10-31"));
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->entries_size(), 1);
  std::string origins;
  for (const auto& origin : response->entries(0).row().origins()) {
    absl::StrAppend(&origins, origin.field(), "@", origin.position(), " ");
  }
  EXPECT_THAT(origins, HasSubstr("details@3 "));
  EXPECT_THAT(origins, HasSubstr("planned_date@4 "));
  EXPECT_EQ(response->basis().known_count(), EventCount());
  EXPECT_EQ(response->basis().as_of_day(), "2022-12-31");
}

TEST_F(AcrossPlansTest, WhatIsDueCountsWhenTheDayHasPassed) {
  RecordPlan();
  clock_.Set(Seoul("2023-01-05 12:00:00"));
  Plan("m", "2023-02-10");
  // A name to take effect on the last day of January.
  v1::PlanEvent renamed = Effective("2023-01-31");
  renamed.mutable_label_changed()->set_entity("m");
  *renamed.mutable_label_changed()->mutable_new_label() = Ko("새 이름");
  Tell(kPlan, renamed);
  const auto names = [&] {
    std::vector<std::string> titles;
    const auto answer = ledger_->ListCalendar(Span("2023-02-01", "2023-02-28"));
    EXPECT_THAT(answer, IsOk());
    for (const auto& label : answer->entries(0).row().titles()) {
      titles.push_back(label.text());
    }
    return titles;
  };
  EXPECT_THAT(names(), ElementsAre("m"));
  clock_.Set(Seoul("2023-01-31 00:00:01"));
  EXPECT_THAT(names(), ElementsAre("m", "새 이름"));
  // A clock that was set back: the rows are of a later day.
  clock_.Set(Seoul("2023-01-30 12:00:00"));
  EXPECT_THAT(
      Calendar(Span("2023-02-01", "2023-02-28"), v1::ANSWER_SOURCE_EVENTS),
      ElementsAre("m yes"));
  EXPECT_THAT(names(), ElementsAre("m"));
}

TEST_F(AcrossPlansTest, BadSpansAreRefusedAndSayWhy) {
  const auto refused = [&](absl::string_view from, absl::string_view to) {
    return ledger_->ListCalendar(Span(from, to)).status();
  };
  EXPECT_THAT(refused("", "2022-10-31"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("from_day is empty")));
  EXPECT_THAT(
      refused("2022-10-01", "2022-13-31"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("to_day: ")));
  EXPECT_THAT(refused("2022-10-02", "2022-10-01"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("lies before from_day")));
}

class SeriesTest : public AcrossPlansTest {
 protected:
  void SetUp() override {
    AcrossPlansTest::SetUp();
    v1::PlanEvent series;
    series.mutable_series_defined()->set_series_id("talks");
    *series.mutable_series_defined()->add_labels() = test::Ko("교류회");
    Tell("directory", series);
  }

  void Meet(absl::string_view plan, absl::string_view id, uint32_t ordinal) {
    v1::PlanEvent event = Registered(id, "2022-01-01");
    auto* details = event.mutable_activity_registered();
    details->clear_project_ids();
    details->set_series_id("talks");
    details->set_ordinal(ordinal);
    Tell(plan, event);
  }

  v1::GetSeriesResponse Series(bool from_events = false) {
    v1::GetSeriesRequest request;
    request.set_series_id("talks");
    if (from_events) request.mutable_at()->set_known_position(EventCount() - 1);
    const auto response = ledger_->GetSeries(request);
    EXPECT_THAT(response, IsOk());
    EXPECT_EQ(response->source(),
              from_events ? v1::ANSWER_SOURCE_EVENTS : v1::ANSWER_SOURCE_ROWS);
    return *response;
  }
};

TEST_F(SeriesTest, MembersOfAllPlansStandInOrderWithGapsAndClashes) {
  RecordPlan("a/2020");
  RecordPlan("a/2021");
  Meet("a/2021", "seventh", 7);
  Meet("a/2020", "third", 3);
  Meet("a/2020", "fourth", 4);
  Meet("a/2021", "third-too", 3);
  Meet("a/2021", "unnumbered", 0);
  v1::PlanEvent plan = PlanNamed("계획", "2022");
  plan.mutable_plan_registered()->set_series_id("talks");
  Tell("a/2022", plan);
  v1::PlanEvent agreement = test::Effective("2022-01-01");
  agreement.mutable_agreement_proposed()->set_agreement_id("memo");
  agreement.mutable_agreement_proposed()->set_kind(
      v1::AGREEMENT_KIND_MEMORANDUM);
  agreement.mutable_agreement_proposed()->set_series_id("talks");
  *agreement.mutable_agreement_proposed()->add_titles() = test::Ko("각서");
  Tell("a/2021", agreement);

  for (const bool from_events : {false, true}) {
    const v1::GetSeriesResponse series = Series(from_events);
    std::vector<std::string> members;
    for (const v1::SeriesRow& row : series.members()) {
      members.push_back(
          absl::StrCat(row.ordinal(), " ", row.stream(), "#", row.entity_id()));
    }
    EXPECT_THAT(members,
                ElementsAre("3 a/2020#third", "3 a/2021#third-too",
                            "4 a/2020#fourth", "7 a/2021#seventh", "0 a/2022#",
                            "0 a/2021#unnumbered", "0 a/2021#memo"));
    EXPECT_EQ(series.definition().titles(0).text(), "교류회");
    ASSERT_EQ(series.gaps_size(), 1);
    EXPECT_EQ(series.gaps(0).first(), 5u);
    EXPECT_EQ(series.gaps(0).last(), 6u);
    ASSERT_EQ(series.clashes_size(), 1);
    EXPECT_THAT(series.clashes(0).members(),
                ElementsAre("a/2020#third", "a/2021#third-too"));
  }
  // One that was cancelled leaves its number to the other.
  Tell("a/2021", Cancelled("third-too", "2022-02-01"));
  EXPECT_EQ(Series().clashes_size(), 0);

  const auto all = ledger_->ListSeries({});
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->series_size(), 1);
  EXPECT_EQ(all->series(0).member_count(), 7u);
  EXPECT_EQ(all->series(0).first_ordinal(), 3u);
  EXPECT_EQ(all->series(0).last_ordinal(), 7u);
  EXPECT_EQ(all->series(0).gap_count(), 2u);
}

TEST_F(SeriesTest, ASeriesThatIsNotKnownIsNotFoundAndNamesThoseThatAre) {
  v1::GetSeriesRequest request;
  request.set_series_id("talk");
  EXPECT_THAT(ledger_->GetSeries(request),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("`talks`")));
  request.mutable_at()->set_known_position(0);
  EXPECT_THAT(ledger_->GetSeries(request),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("`talks`")));
  request.clear_series_id();
  EXPECT_THAT(ledger_->GetSeries(request),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(SeriesTest, SeriesAreListedInPages) {
  for (const char* id : {"a", "b", "c"}) {
    v1::PlanEvent series;
    series.mutable_series_defined()->set_series_id(id);
    *series.mutable_series_defined()->add_labels() = test::Ko(id);
    Tell("directory", series);
  }
  for (const bool from_events : {false, true}) {
    v1::ListSeriesRequest request;
    request.set_page_size(2);
    if (from_events) request.mutable_at()->set_known_position(EventCount() - 1);
    std::vector<std::string> ids;
    do {
      const auto page = ledger_->ListSeries(request);
      ASSERT_THAT(page, IsOk());
      for (const auto& series : page->series())
        ids.push_back(series.series_id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    EXPECT_THAT(ids, ElementsAre("a", "b", "c", "talks"));
  }
}

TEST_F(AcrossPlansTest, RebuildTellsHowFarItIsAndVerifyThatAllIsRight) {
  RecordPlan();
  Plan("m", "2022-10-26");
  for (const bool verify : {false, true}) {
    v1::RebuildProjectionsRequest request;
    request.set_verify(verify);
    std::vector<v1::RebuildProjectionsResponse> told;
    ASSERT_THAT(
        ledger_->RebuildProjections(
            request, [&](const auto& message) { told.push_back(message); }),
        IsOk());
    ASSERT_GE(told.size(), 2u);
    EXPECT_FALSE(told.front().finished());
    EXPECT_EQ(told.front().total_count(), EventCount());
    EXPECT_TRUE(told.back().finished());
    EXPECT_EQ(told.back().known_count(), EventCount());
    EXPECT_EQ(told.back().calendar_rows(), 1u);
    EXPECT_EQ(told.back().set_aside_size(), 0);
  }
}

}  // namespace
}  // namespace clearsky
