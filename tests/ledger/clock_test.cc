// The recorded clock, of real and of simulated ledgers.

#include <string>

#include "ledger/ledger_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::PlanNamed;
using ::clearsky::test::Registered;
using ::clearsky::test::RequestFor;
using ::clearsky::test::Seoul;
using ::clearsky::test::StatusIs;
using ::clearsky::test::WithIds;
using ::testing::HasSubstr;

constexpr auto kFailedPrecondition = absl::StatusCode::kFailedPrecondition;

class RealClockTest : public test::LedgerTest {};

v1::RecordEventsRequest At(absl::string_view time,
                           v1::RecordEventsRequest request) {
  *request.mutable_at_time() = ledger::TimestampOf(Seoul(time));
  return request;
}

TEST_F(RealClockTest, AtTimeIsRefusedAndTheWayIsTold) {
  const auto response = ledger_->RecordEvents(
      At("2022-01-01 00:00:00",
         RequestFor(kPlan, {PlanNamed("청천계획", "2022")})));
  EXPECT_THAT(response, StatusIs(kFailedPrecondition));
  EXPECT_THAT(response.status().message(), HasSubstr("init --simulated"));
  EXPECT_EQ(EventCount(), 0u);
}

TEST_F(RealClockTest, DaysAreThoseOfTheZone) {
  // In Seoul it is the next day already.
  clock_.Set(absl::FromCivil(absl::CivilSecond(2022, 5, 1, 15, 30, 0),
                             absl::UTCTimeZone()));
  EXPECT_EQ(ledger_->GetLedger({})->today(), "2022-05-02");
  RecordPlan();
  // A meeting held today in Seoul is not held in the future.
  Tell(kPlan, Registered("m1", "2022-02-01"));
  EXPECT_THAT(Record(kPlan, {test::Held("m1", "2022-05-02", "2022-05-02")}),
              IsOk());
}

class SimulatedClockTest : public test::LedgerTest {
 protected:
  void SetUp() override {
    ledger::CreateOptions options;
    options.clock = &clock_;
    options.simulated = true;
    auto made = ledger::Ledger::Create(dir_.Sub("ledger"), options);
    ASSERT_THAT(made, IsOk());
    ledger_ = *std::move(made);
  }

  absl::StatusOr<v1::RecordEventsResponse> RecordAt(
      absl::string_view time, const v1::PlanEvent& event) {
    return ledger_->RecordEvents(
        At(time, RequestFor("clear-sky/2020", {event})));
  }
};

TEST_F(SimulatedClockTest, AtTimeSetsTheRecordTime) {
  const auto response =
      RecordAt("2020-01-15 09:00:00", PlanNamed("청천계획", "2020"));
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->recorded(0).record_time().seconds(),
            absl::ToUnixSeconds(Seoul("2020-01-15 09:00:00")));
  // The first 48 bits of the UUIDv7 that the engine made.
  const absl::StatusOr<Uuid> id = ParseUuid(response->recorded(0).event_id());
  ASSERT_THAT(id, IsOk());
  int64_t millis = 0;
  for (size_t i = 0; i < 6; ++i) millis = millis * 256 + id->bytes[i];
  EXPECT_EQ(millis, absl::ToUnixMillis(Seoul("2020-01-15 09:00:00")));
  const auto ledger = ledger_->GetLedger({});
  EXPECT_TRUE(ledger->simulated());
  EXPECT_EQ(ledger->today(), "2020-01-15");
}

TEST_F(SimulatedClockTest, AtTimeNeverGoesBack) {
  ASSERT_THAT(RecordAt("2020-02-20 09:00:00", PlanNamed("청천계획", "2020")),
              IsOk());
  const auto response =
      RecordAt("2020-02-20 08:59:59", Registered("conference", ""));
  EXPECT_THAT(response, StatusIs(kFailedPrecondition));
  EXPECT_THAT(response.status().message(),
              HasSubstr("2020-02-20T08:59:59+09:00"));
  EXPECT_THAT(response.status().message(), HasSubstr("2020-02-20T09:00:00"));
}

TEST_F(SimulatedClockTest, SeveralRecordsAtOneTimeAreFine) {
  ASSERT_THAT(RecordAt("2020-02-20 09:00:00", PlanNamed("청천계획", "2020")),
              IsOk());
  v1::PlanEvent first = Registered("m1", "");
  first.mutable_activity_registered()->clear_project_ids();
  v1::PlanEvent second = Registered("m2", "");
  second.mutable_activity_registered()->clear_project_ids();
  EXPECT_THAT(RecordAt("2020-02-20 09:00:00", first), IsOk());
  EXPECT_THAT(RecordAt("2020-02-20 09:00:00", second), IsOk());
  v1::ReadEventsRequest read;
  const auto events = ledger_->ReadEvents(read);
  ASSERT_THAT(events, IsOk());
  ASSERT_EQ(events->events_size(), 3);
  for (int i = 1; i < 3; ++i) {
    const auto& before = events->events(i - 1).stored().record_time();
    const auto& after = events->events(i).stored().record_time();
    EXPECT_EQ(after.seconds(), before.seconds());
    EXPECT_GT(after.nanos(), before.nanos());
  }
}

TEST_F(SimulatedClockTest, WithoutAtTimeTheClockStandsStill) {
  ASSERT_THAT(RecordAt("2020-02-20 09:00:00", PlanNamed("청천계획", "2020")),
              IsOk());
  v1::PlanEvent event = Registered("m1", "");
  event.mutable_activity_registered()->clear_project_ids();
  const auto response = Record("clear-sky/2020", {event});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->recorded(0).record_time().seconds(),
            absl::ToUnixSeconds(Seoul("2020-02-20 09:00:00")));
}

TEST_F(SimulatedClockTest, WhileEmptyTheClockIsTheEngines) {
  EXPECT_EQ(ledger_->GetLedger({})->today(), "2022-12-31");
  const auto response =
      Record("clear-sky/2020", {PlanNamed("청천계획", "2020")});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->recorded(0).record_time().seconds(),
            absl::ToUnixSeconds(clock_.Now()));
}

TEST_F(SimulatedClockTest, RepeatedRequestIsADuplicateThoughTheClockIsPast) {
  const auto request = WithIds(
      At("2020-02-20 09:00:00",
         RequestFor("clear-sky/2020", {PlanNamed("청천계획", "2020")})));
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  v1::PlanEvent event = Registered("m1", "");
  event.mutable_activity_registered()->clear_project_ids();
  ASSERT_THAT(RecordAt("2020-03-01 09:00:00", event), IsOk());
  const auto again = ledger_->RecordEvents(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->duplicate());
}

TEST_F(SimulatedClockTest, DryRunLeavesTheClockAlone) {
  ASSERT_THAT(RecordAt("2020-02-20 09:00:00", PlanNamed("청천계획", "2020")),
              IsOk());
  v1::PlanEvent event = Registered("m1", "");
  event.mutable_activity_registered()->clear_project_ids();
  auto request =
      At("2020-06-01 09:00:00", RequestFor("clear-sky/2020", {event}));
  request.set_dry_run(true);
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  EXPECT_EQ(ledger_->GetLedger({})->today(), "2020-02-20");
  EXPECT_THAT(RecordAt("2020-03-01 09:00:00", event), IsOk());
}

TEST_F(SimulatedClockTest, StaysSimulatedAfterReopening) {
  ASSERT_THAT(RecordAt("2020-02-20 09:00:00", PlanNamed("청천계획", "2020")),
              IsOk());
  ledger_.reset();
  ledger::OpenOptions options;
  options.clock = &clock_;
  auto opened = ledger::Ledger::Open(dir_.Sub("ledger"), options);
  ASSERT_THAT(opened, IsOk());
  ledger_ = *std::move(opened);
  EXPECT_TRUE(ledger_->GetLedger({})->simulated());
  EXPECT_EQ(ledger_->GetLedger({})->today(), "2020-02-20");
  v1::GetPlanRequest request;
  request.set_plan("clear-sky/2020");
  EXPECT_TRUE(ledger_->GetPlan(request)->basis().simulated());
}

TEST(CreateTest, UnknownZoneIsInvalidArgument) {
  const test::TempDir dir;
  for (const char* zone : {"Mars/Phobos", "", "/etc/localtime", "localtime"}) {
    ledger::CreateOptions options;
    options.zone = zone;
    EXPECT_THAT(ledger::Ledger::Create(dir.Sub("ledger"), options),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << zone;
  }
  // Nothing was made.
  EXPECT_FALSE(std::filesystem::exists(dir.Sub("ledger")));
}

}  // namespace
}  // namespace clearsky
