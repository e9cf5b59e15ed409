#include "ledger/comparisons.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/ledger_fixture.h"

namespace clearsky {
namespace {

using ::absl::StatusCode;
using test::IsOk;
using test::kPlan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

MATCHER_P2(Refuses, code, words, "has the code and tells why") {
  *result_listener << arg;
  return arg.code() == code && absl::string_view(arg.message()).find(words) !=
                                   absl::string_view::npos;
}

class ComparisonsTest : public test::LedgerTest {
 protected:
  // `m` planned for October on 10 January, put off on 1 May by cn.
  void SetUp() override {
    LedgerTest::SetUp();
    ASSERT_THAT(Record("directory", {test::Party("cn", "중국")}), IsOk());
    RecordPlan();
    Tell(kPlan, test::Registered("m", "2022-01-01"));
    Tell(kPlan, test::Scheduled("m", "2022-10", "2022-01-10"));
    v1::PlanEvent event = test::Postponed("m", "2022-05-01");
    event.mutable_provenance()->add_requested_by("cn");
    event.mutable_provenance()->mutable_reason()->set_text("코로나19");
    Tell(kPlan, event);
  }

  absl::StatusOr<v1::ComparePlanResponse> Compare(const std::string& from,
                                                  const std::string& to) {
    v1::ComparePlanRequest request;
    request.set_plan(kPlan);
    request.mutable_from()->set_as_of_day(from);
    request.mutable_to()->set_as_of_day(to);
    request.set_language("en");
    return ledger_->ComparePlan(request);
  }
};

TEST_F(ComparisonsTest, EventsBehindALineAreToldWithPositionsAndNames) {
  const auto answer = Compare("2022-04-30", "2022-05-01");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->from_basis().as_of_day(), "2022-04-30");
  EXPECT_EQ(answer->to_basis().as_of_day(), "2022-05-01");
  EXPECT_EQ(answer->to_basis().known_count(), 7U);
  ASSERT_EQ(answer->comparison().lines_size(), 1);
  const v1::LineChange& line = answer->comparison().lines(0);
  ASSERT_EQ(line.events_size(), 1);
  EXPECT_EQ(line.events(0).position(), 6U);
  EXPECT_EQ(line.events(0).revision(), 5U);
  EXPECT_THAT(line.events(0).sentence(), HasSubstr("postponed"));
  EXPECT_THAT(line.events(0).requested_by(), ElementsAre("중국"));
  EXPECT_EQ(line.events(0).reason().text(), "코로나19");
}

TEST_F(ComparisonsTest, TwoPointsOfKnowledgeOfOneDayAreCompared) {
  v1::ComparePlanRequest request;
  request.set_plan(kPlan);
  request.mutable_from()->set_known_position(5);
  const auto answer = ledger_->ComparePlan(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->from_basis().known_count(), 6U);
  EXPECT_EQ(answer->comparison().changed_count(), 1U);
  EXPECT_EQ(answer->comparison().language(), "ko");
}

TEST_F(ComparisonsTest, NothingDiffersOnADayWithoutEvents) {
  const auto answer = Compare("2022-06-01", "2022-06-02");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->comparison().lines_size(), 0);
}

TEST_F(ComparisonsTest, ABadEndIsNamed) {
  EXPECT_THAT(Compare("2022-02-30", "").status(),
              Refuses(StatusCode::kInvalidArgument, "from: at.as_of_day: "));
  EXPECT_THAT(Compare("", "2022-13-01").status(),
              Refuses(StatusCode::kInvalidArgument, "to: at.as_of_day: "));
  v1::ComparePlanRequest request;
  request.set_plan(kPlan);
  request.mutable_to()->set_known_position(7);
  EXPECT_THAT(ledger_->ComparePlan(request).status(),
              Refuses(StatusCode::kOutOfRange, "to: "));
  request.set_plan("clear-sky/2023");
  EXPECT_THAT(ledger_->ComparePlan(request).status(),
              Refuses(StatusCode::kNotFound, "clear-sky/2022"));
  request.set_language("fr");
  EXPECT_THAT(ledger_->ComparePlan(request).status(),
              Refuses(StatusCode::kInvalidArgument, "\"zh\""));
}

TEST_F(ComparisonsTest, TheReportTellsWhoAskedAndWhere) {
  v1::GetReportRequest request;
  request.set_plan(kPlan);
  const auto answer = ledger_->GetReport(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->report().year(), 2022U);
  EXPECT_EQ(answer->report().as_of_day(), "2022-12-31");
  EXPECT_EQ(answer->report().total().postponed_now(), 1U);
  ASSERT_EQ(answer->report().activities_size(), 1);
  ASSERT_EQ(answer->report().activities(0).moves_size(), 2);
  const v1::PlanMove& move = answer->report().activities(0).moves(1);
  EXPECT_EQ(move.position(), 6U);
  EXPECT_THAT(move.requested_by_names(), ElementsAre("중국"));
}

TEST_F(ComparisonsTest, TheReportKnowsOnlyWhatWasKnown) {
  v1::GetReportRequest request;
  request.set_plan(kPlan);
  request.mutable_at()->set_known_position(5);
  const auto answer = ledger_->GetReport(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->report().total().postponed(), 0U);
  EXPECT_EQ(answer->report().total().overdue(), 1U);
}

TEST_F(ComparisonsTest, AReportNeedsAYear) {
  v1::GetReportRequest request;
  request.set_plan(kPlan);
  request.set_year(10000);
  EXPECT_THAT(ledger_->GetReport(request).status(),
              Refuses(StatusCode::kInvalidArgument, "9999"));
  ASSERT_THAT(Record("framework", {test::PlanNamed("틀", "2018/2022")}),
              IsOk());
  request.set_plan("framework");
  request.set_year(0);
  EXPECT_THAT(ledger_->GetReport(request).status(),
              Refuses(StatusCode::kInvalidArgument, "name the year"));
}

}  // namespace
}  // namespace clearsky
