// Recording: batches, expectations, ids, limits.

#include <string>
#include <vector>

#include "ledger/ledger_fixture.h"
#include "log/event_log.h"

namespace clearsky {
namespace {

using ::clearsky::test::AreaOne;
using ::clearsky::test::Effective;
using ::clearsky::test::Held;
using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::Party;
using ::clearsky::test::PlanNamed;
using ::clearsky::test::ProjectOne;
using ::clearsky::test::Registered;
using ::clearsky::test::RequestFor;
using ::clearsky::test::Rescheduled;
using ::clearsky::test::Scheduled;
using ::clearsky::test::Seoul;
using ::clearsky::test::StatusIs;
using ::clearsky::test::WithIds;
using ::testing::HasSubstr;

constexpr auto kAborted = absl::StatusCode::kAborted;
constexpr auto kAlreadyExists = absl::StatusCode::kAlreadyExists;
constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;

class RecordingTest : public test::LedgerTest {};

TEST_F(RecordingTest, BatchGetsConsecutivePositionsAndRevisions) {
  const auto response =
      Record(kPlan, {PlanNamed("청천계획", "2022"), AreaOne(), ProjectOne()});
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->recorded_size(), 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(response->recorded(i).position(), static_cast<uint64_t>(i));
    EXPECT_EQ(response->recorded(i).revision(), static_cast<uint64_t>(i));
    EXPECT_EQ(response->recorded(i).stream(), kPlan);
    EXPECT_EQ(response->recorded(i).event_id().size(), 36u);
  }
  EXPECT_FALSE(response->duplicate());
}

TEST_F(RecordingTest, OneBadEventOfABatchRecordsNone) {
  RecordPlan();
  const auto response = Record(kPlan, {Registered("m1", "2022-02-01"),
                                       Held("m2", "2022-03-01", "2022-03-01")});
  EXPECT_THAT(response, StatusIs(kNotFound));
  EXPECT_THAT(response.status().message(),
              HasSubstr("event 2 of 2 for clear-sky/2022: "));
  EXPECT_EQ(EventCount(), 3u);
  EXPECT_EQ(StateOf(kPlan)->activities_size(), 0);
}

TEST_F(RecordingTest, EventsOfABatchSeeEarlierOnesOfOtherStreams) {
  v1::RecordEventsRequest request =
      RequestFor("directory", {Party("kr", "한국")});
  v1::PlanEvent plan = PlanNamed("청천계획", "2022");
  plan.mutable_plan_registered()->add_party_ids("kr");
  *request.add_streams() = RequestFor(kPlan, {plan}).streams(0);
  EXPECT_THAT(ledger_->RecordEvents(request), IsOk());
}

TEST_F(RecordingTest, ReferenceToAnUnknownEntityOfAnotherStreamIsNotFound) {
  v1::PlanEvent plan = PlanNamed("청천계획", "2022");
  plan.mutable_plan_registered()->add_party_ids("kr");
  const auto response = Record(kPlan, {plan});
  EXPECT_THAT(response, StatusIs(kNotFound));
  EXPECT_THAT(response.status().message(), HasSubstr("kr"));
  EXPECT_EQ(EventCount(), 0u);
}

TEST_F(RecordingTest, DirectoryEventInAPlanIsInvalidArgument) {
  RecordPlan();
  EXPECT_THAT(Record(kPlan, {Party("kr", "한국")}), StatusIs(kInvalidArgument));
}

TEST_F(RecordingTest, RepeatedRequestReturnsTheFirstPositions) {
  const auto request =
      WithIds(RequestFor(kPlan, {PlanNamed("청천계획", "2022"), AreaOne()}));
  const auto first = ledger_->RecordEvents(request);
  const auto second = ledger_->RecordEvents(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(second->duplicate());
  ASSERT_EQ(second->recorded_size(), 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(second->recorded(i).position(), first->recorded(i).position());
    EXPECT_EQ(second->recorded(i).event_id(), first->recorded(i).event_id());
    EXPECT_EQ(second->recorded(i).record_time().DebugString(),
              first->recorded(i).record_time().DebugString());
  }
  EXPECT_EQ(EventCount(), 2u);
}

// The engine fills in the recorded day, which is another one the second time.
TEST_F(RecordingTest, RequestRepeatedAfterMidnightIsADuplicate) {
  RecordPlan();
  clock_.Set(Seoul("2022-12-31 23:59:59"));
  const auto request = WithIds(RequestFor(kPlan, {Registered("m1", "")}));
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  clock_.Set(Seoul("2023-01-01 00:00:01"));
  const auto second = ledger_->RecordEvents(request);
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(second->duplicate());
  EXPECT_EQ(EventCount(), 4u);
}

TEST_F(RecordingTest, RepeatedRequestIsADuplicateWhateverItExpected) {
  auto request = WithIds(RequestFor(kPlan, {PlanNamed("청천계획", "2022")}));
  request.mutable_streams(0)->mutable_expected()->set_no_stream(true);
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  const auto second = ledger_->RecordEvents(request);
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(second->duplicate());
}

TEST_F(RecordingTest, KnownIdWithOtherContentAlreadyExists) {
  RecordPlan();
  auto request = WithIds(RequestFor(kPlan, {Registered("m1", "2022-02-01")}));
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  request.mutable_streams(0)
      ->mutable_events(0)
      ->mutable_event()
      ->mutable_activity_registered()
      ->set_level("실무자급");
  const auto second = ledger_->RecordEvents(request);
  EXPECT_THAT(second, StatusIs(kAlreadyExists));
  EXPECT_THAT(second.status().message(), HasSubstr("position 3"));
  EXPECT_THAT(second.status().message(),
              HasSubstr(request.streams(0).events(0).event_id()));
}

TEST_F(RecordingTest, KnownIdWithOtherMetadataAlreadyExists) {
  RecordPlan();
  auto request = WithIds(RequestFor(kPlan, {Registered("m1", "2022-02-01")}));
  v1::MetadataEntry* note =
      request.mutable_streams(0)->mutable_events(0)->add_metadata();
  note->set_key("correlation-id");
  note->set_value("a");
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  EXPECT_TRUE(ledger_->RecordEvents(request)->duplicate());
  request.mutable_streams(0)->mutable_events(0)->mutable_metadata(0)->set_value(
      "b");
  EXPECT_THAT(ledger_->RecordEvents(request), StatusIs(kAlreadyExists));
}

TEST_F(RecordingTest, RequestOfWhichAPartIsKnownAlreadyExists) {
  RecordPlan();
  auto request = WithIds(RequestFor(kPlan, {Registered("m1", "2022-02-01")}));
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  *request.mutable_streams(0)->add_events()->mutable_event() =
      Registered("m2", "2022-02-01");
  EXPECT_THAT(ledger_->RecordEvents(request), StatusIs(kAlreadyExists));
  EXPECT_EQ(EventCount(), 4u);
}

TEST_F(RecordingTest, IdGivenTwiceInOneRequestIsInvalidArgument) {
  auto request =
      WithIds(RequestFor(kPlan, {PlanNamed("청천계획", "2022"), AreaOne()}));
  request.mutable_streams(0)->mutable_events(1)->set_event_id(
      request.streams(0).events(0).event_id());
  EXPECT_THAT(ledger_->RecordEvents(request), StatusIs(kInvalidArgument));
}

TEST_F(RecordingTest, StaleExpectedRevisionIsAborted) {
  RecordPlan();
  auto request = RequestFor(kPlan, {Registered("m1", "2022-02-01")});
  request.mutable_streams(0)->mutable_expected()->set_revision(1);
  const auto response = ledger_->RecordEvents(request);
  EXPECT_THAT(response, StatusIs(kAborted));
  EXPECT_THAT(
      response.status().message(),
      HasSubstr(
          "stream clear-sky/2022: expected revision 1, actual revision 2"));
  request.mutable_streams(0)->mutable_expected()->set_revision(2);
  EXPECT_THAT(ledger_->RecordEvents(request), IsOk());
}

TEST_F(RecordingTest, ExpectationsOfExistenceAreChecked) {
  auto request = RequestFor(kPlan, {PlanNamed("청천계획", "2022")});
  request.mutable_streams(0)->mutable_expected()->set_stream_exists(true);
  EXPECT_THAT(ledger_->RecordEvents(request), StatusIs(kAborted));
  request.mutable_streams(0)->mutable_expected()->set_revision(0);
  EXPECT_THAT(ledger_->RecordEvents(request), StatusIs(kAborted));
  request.mutable_streams(0)->mutable_expected()->set_no_stream(true);
  EXPECT_THAT(ledger_->RecordEvents(request), IsOk());
  auto again = RequestFor(kPlan, {AreaOne()});
  again.mutable_streams(0)->mutable_expected()->set_no_stream(true);
  EXPECT_THAT(ledger_->RecordEvents(again), StatusIs(kAborted));
}

TEST_F(RecordingTest, EntryWithoutEventsOnlyChecks) {
  RecordPlan();
  auto request = RequestFor(kPlan, {Registered("m1", "2022-02-01")});
  v1::StreamRecord* check = request.add_streams();
  check->set_stream("directory");
  check->mutable_expected()->set_stream_exists(true);
  EXPECT_THAT(ledger_->RecordEvents(request), StatusIs(kAborted));
  Tell("directory", Party("kr", "한국"));
  EXPECT_THAT(ledger_->RecordEvents(request), IsOk());
}

TEST_F(RecordingTest, DryRunChecksAndRecordsNothing) {
  RecordPlan();
  auto request = RequestFor(kPlan, {Registered("m1", "2022-02-01"),
                                    Scheduled("m1", "2022-04", "2022-02-01")});
  request.set_dry_run(true);
  const auto response = ledger_->RecordEvents(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_TRUE(response->dry_run());
  ASSERT_EQ(response->recorded_size(), 2);
  EXPECT_EQ(response->recorded(1).revision(), 4u);
  EXPECT_EQ(EventCount(), 3u);

  auto bad = RequestFor(kPlan, {Held("m9", "2022-03-01", "2022-03-01")});
  bad.set_dry_run(true);
  EXPECT_THAT(ledger_->RecordEvents(bad), StatusIs(kNotFound));
}

TEST_F(RecordingTest, OdditiesAreReportedWithThePosition) {
  RecordPlan();
  const auto response = Record(kPlan, {Registered("m1", "2022-02-01"),
                                       Scheduled("m1", "2022-04", "2022-02-01"),
                                       Held("m1", "2022-06-10", "2022-06-10")});
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> rules;
  for (const v1::Finding& finding : response->recorded(2).findings()) {
    rules.push_back(finding.rule());
  }
  EXPECT_THAT(rules, ::testing::Contains(HasSubstr("outside")));
}

TEST_F(RecordingTest, EmptyRequestIsInvalidArgument) {
  EXPECT_THAT(ledger_->RecordEvents({}), StatusIs(kInvalidArgument));
  EXPECT_THAT(Record(kPlan, {}), StatusIs(kInvalidArgument));
}

TEST_F(RecordingTest, BadRequestsNameTheField) {
  EXPECT_THAT(Record("Clear Sky", {AreaOne()}), StatusIs(kInvalidArgument));

  auto bad_id = RequestFor(kPlan, {PlanNamed("청천계획", "2022")});
  bad_id.mutable_streams(0)->mutable_events(0)->set_event_id("seven");
  const auto id = ledger_->RecordEvents(bad_id);
  EXPECT_THAT(id, StatusIs(kInvalidArgument));
  EXPECT_THAT(id.status().message(), HasSubstr("event_id"));

  auto no_event = RequestFor(kPlan, {PlanNamed("청천계획", "2022")});
  no_event.mutable_streams(0)->mutable_events(0)->clear_event();
  const auto event = ledger_->RecordEvents(no_event);
  EXPECT_THAT(event, StatusIs(kInvalidArgument));
  EXPECT_THAT(event.status().message(), HasSubstr("event is required"));

  auto own_key = RequestFor(kPlan, {PlanNamed("청천계획", "2022")});
  own_key.mutable_streams(0)->mutable_events(0)->add_metadata()->set_key(
      ledger::kGivenKey);
  const auto key = ledger_->RecordEvents(own_key);
  EXPECT_THAT(key, StatusIs(kInvalidArgument));
  EXPECT_THAT(key.status().message(), HasSubstr(ledger::kGivenKey));

  auto twice = RequestFor(kPlan, {PlanNamed("청천계획", "2022")});
  *twice.add_streams() = twice.streams(0);
  EXPECT_THAT(ledger_->RecordEvents(twice), StatusIs(kInvalidArgument));
}

TEST_F(RecordingTest, TooLargeEventIsInvalidArgumentAndNothingIsRecorded) {
  RecordPlan();
  v1::PlanEvent event = Effective("2022-02-01");
  event.mutable_plan_amended()->set_change(
      std::string(2 * log::kMaxEventBytes, 'x'));
  const auto response = Record(kPlan, {Registered("m1", "2022-02-01"), event});
  EXPECT_THAT(response, StatusIs(kInvalidArgument));
  EXPECT_THAT(response.status().message(), HasSubstr("1048576"));
  EXPECT_THAT(response.status().message(), HasSubstr("event 2 of 2"));
  EXPECT_EQ(EventCount(), 3u);
}

TEST_F(RecordingTest, TextThatIsNotUtf8IsInvalidArgument) {
  RecordPlan();
  v1::PlanEvent event = Effective("2022-02-01");
  event.mutable_plan_amended()->set_change("\xff\xfe");
  EXPECT_THAT(Record(kPlan, {event}), StatusIs(kInvalidArgument));
}

TEST_F(RecordingTest, EventRecordedLateMustLeaveLaterOnesPossible) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell(kPlan, Held("m1", "2022-03-01", "2022-03-01"));
  EXPECT_THAT(Record(kPlan, {test::Cancelled("m1", "2022-02-15")}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(RecordingTest, ReadOnlyLedgerRefusesToRecord) {
  RecordPlan();
  ledger_.reset();
  ledger::OpenOptions options;
  options.read_only = true;
  options.clock = &clock_;
  auto opened = ledger::Ledger::Open(dir_.Sub("ledger"), options);
  ASSERT_THAT(opened, IsOk());
  ledger_ = *std::move(opened);
  EXPECT_THAT(Record(kPlan, {Registered("m1", "2022-02-01")}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(StateOf(kPlan)->projects_size(), 1);
}

TEST_F(RecordingTest, WhatWasRecordedIsThereAfterReopening) {
  RecordPlan();
  ledger_.reset();
  ledger::OpenOptions options;
  options.clock = &clock_;
  auto opened = ledger::Ledger::Open(dir_.Sub("ledger"), options);
  ASSERT_THAT(opened, IsOk());
  ledger_ = *std::move(opened);
  EXPECT_EQ(ledger_->GetLedger({})->zone(), "Asia/Seoul");
  EXPECT_EQ(StateOf(kPlan)->areas_size(), 1);
  EXPECT_EQ(Tell(kPlan, Registered("m1", "2022-02-01")), 3u);
}

}  // namespace
}  // namespace clearsky
