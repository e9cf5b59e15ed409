// Plans and events listed, and what is unknown.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/ledger_fixture.h"
#include "ledger/near_names.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::Party;
using ::clearsky::test::PlanNamed;
using ::clearsky::test::Registered;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class QueriesTest : public test::LedgerTest {
 protected:
  static std::vector<uint64_t> Positions(const v1::ReadEventsResponse& read) {
    std::vector<uint64_t> positions;
    for (const v1::ReadEvent& event : read.events()) {
      positions.push_back(event.stored().position());
    }
    return positions;
  }
};

TEST_F(QueriesTest, UnknownPlanIsNotFoundNamingNearOnes) {
  RecordPlan();
  v1::GetPlanRequest request;
  request.set_plan("clear-sky/2002");
  const auto response = ledger_->GetPlan(request);
  EXPECT_THAT(response, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(response.status().message(),
              HasSubstr("unknown plan `clear-sky/2002`; did you mean "
                        "`clear-sky/2022`?"));
  request.set_plan("");
  EXPECT_THAT(ledger_->GetPlan(request),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(QueriesTest, PlansAreListedByNameInPages) {
  Tell("directory", Party("kr", "한국"));
  for (const int year : {2022, 2020, 2021}) {
    Tell(absl::StrCat("clear-sky/", year),
         PlanNamed("청천계획", absl::StrCat(year)));
  }
  v1::ListPlansRequest request;
  request.set_page_size(2);
  std::vector<std::string> plans;
  for (int page = 0; page < 3; ++page) {
    const auto response = ledger_->ListPlans(request);
    ASSERT_THAT(response, IsOk());
    for (const v1::PlanSummary& plan : response->plans()) {
      plans.push_back(plan.plan());
    }
    if (response->next_page_token().empty()) break;
    request.set_page_token(response->next_page_token());
  }
  EXPECT_THAT(
      plans, ElementsAre("clear-sky/2020", "clear-sky/2021", "clear-sky/2022"));
}

TEST_F(QueriesTest, PageThatEndsWithTheLastPlanHasNoNext) {
  RecordPlan();
  v1::ListPlansRequest request;
  request.set_page_size(1);
  const auto response = ledger_->ListPlans(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->plans_size(), 1);
  EXPECT_EQ(response->next_page_token(), "");
  EXPECT_EQ(response->plans(0).event_count(), 3u);
  EXPECT_EQ(response->plans(0).titles(0).text(), "청천계획");
  EXPECT_EQ(response->plans(0).period().edtf(), "2022");
}

TEST_F(QueriesTest, EventsAreReadForwardAndBackwardInPages) {
  RecordPlan();
  RecordPlan("clear-sky/2021");
  v1::ReadEventsRequest request;
  request.set_page_size(4);
  auto read = ledger_->ReadEvents(request);
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(Positions(*read), ElementsAre(0, 1, 2, 3));
  EXPECT_TRUE(read->more());
  request.set_from(4);
  read = ledger_->ReadEvents(request);
  EXPECT_THAT(Positions(*read), ElementsAre(4, 5));
  EXPECT_FALSE(read->more());

  request.set_from(0);
  request.set_backward(true);
  read = ledger_->ReadEvents(request);
  EXPECT_THAT(Positions(*read), ElementsAre(5, 4, 3, 2));
  EXPECT_TRUE(read->more());
  request.set_from(1);
  read = ledger_->ReadEvents(request);
  EXPECT_THAT(Positions(*read), ElementsAre(1, 0));
  EXPECT_FALSE(read->more());
}

TEST_F(QueriesTest, EventsOfAStreamAreReadByRevision) {
  RecordPlan();
  RecordPlan("clear-sky/2021");
  v1::ReadEventsRequest request;
  request.set_stream("clear-sky/2021");
  request.set_from(1);
  const auto read = ledger_->ReadEvents(request);
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(Positions(*read), ElementsAre(4, 5));
  EXPECT_EQ(read->events(0).stored().type(), "clearsky.v1.AreaDefined");
  EXPECT_EQ(read->events(0).event().area_defined().area_id(), "a1");
  EXPECT_EQ(read->events(0).stored().event_id().size(), 16u);

  request.set_stream("clear-sky/2019");
  EXPECT_THAT(ledger_->ReadEvents(request),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(QueriesTest, ReadingAnEmptyLedgerIsEmpty) {
  const auto forward = ledger_->ReadEvents({});
  ASSERT_THAT(forward, IsOk());
  EXPECT_EQ(forward->events_size(), 0);
  v1::ReadEventsRequest backward;
  backward.set_backward(true);
  EXPECT_EQ(ledger_->ReadEvents(backward)->events_size(), 0);
}

TEST_F(QueriesTest, PageOfLargeEventsFitsAMessage) {
  RecordPlan();
  v1::PlanEvent event = test::Effective("2022-02-01");
  event.mutable_plan_amended()->set_change(std::string(900 * 1024, 'x'));
  for (int i = 0; i < 4; ++i) Tell(kPlan, event);
  v1::ReadEventsRequest request;
  size_t events = 0;
  for (int page = 0; page < 10; ++page) {
    const auto read = ledger_->ReadEvents(request);
    ASSERT_THAT(read, IsOk());
    // Events carry their text twice: as stored and decoded.
    EXPECT_LT(read->ByteSizeLong(), size_t{4} << 20);
    events += static_cast<size_t>(read->events_size());
    if (!read->more()) break;
    request.set_from(read->events().rbegin()->stored().position() + 1);
  }
  EXPECT_EQ(events, 7u);
}

TEST_F(QueriesTest, TableOfAnUnknownLanguageIsUnimplemented) {
  RecordPlan();
  v1::GetTableRequest request;
  request.set_plan(kPlan);
  request.set_language("fr");
  EXPECT_THAT(ledger_->GetTable(request),
              StatusIs(absl::StatusCode::kUnimplemented));
  request.clear_language();
  const auto table = ledger_->GetTable(request);
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->table().language(), "ko");
  EXPECT_EQ(table->table().style(), v1::TABLE_STYLE_AS_PUBLISHED);
}

TEST(NearNamesTest, EditDistanceCountsSingleEdits) {
  EXPECT_EQ(ledger::EditDistance("", ""), 0u);
  EXPECT_EQ(ledger::EditDistance("", "abc"), 3u);
  EXPECT_EQ(ledger::EditDistance("kitten", "sitting"), 3u);
  EXPECT_EQ(ledger::EditDistance("2022", "2002"), 1u);
}

TEST(NearNamesTest, FarNamesAreListedAsKnown) {
  EXPECT_EQ(ledger::NearNames("x", {}), "");
  EXPECT_EQ(ledger::NearNames("seminar", {"conference-2020"}),
            "; known: `conference-2020`");
  EXPECT_EQ(ledger::NearNames("seminar", {"conference-2020", "seminar-1"}),
            "; did you mean `seminar-1`?");
}

}  // namespace
}  // namespace clearsky
