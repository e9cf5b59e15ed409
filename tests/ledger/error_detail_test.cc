// What errors tell programs: each rule that refuses, and what else the ledger
// refuses, by the ErrorDetail of the status that RecordEvents answers.

#include "base/error_detail.h"

#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/ledger_fixture.h"
#include "log/event_log.h"
#include "plan/rules.h"

namespace clearsky {

// As failures print it.
void PrintTo(const ErrorDetail& detail, std::ostream* out) {
  *out << detail.reason;
  for (const auto& [key, value] : detail.metadata) {
    *out << " " << key << "=" << value;
  }
}

}  // namespace clearsky

namespace clearsky::ledger {
namespace {

using test::Effective;
using test::Ko;
using test::kPlan;
using test::StatusIs;
using ::testing::Eq;
using ::testing::IsSupersetOf;
using ::testing::Optional;

using Metadata = std::map<std::string, std::string>;

constexpr char kDay[] = "2022-03-01";

// A ledger with a plan: revisions 0, 1 and 2.
class Story : public test::LedgerTest {
 public:
  void TestBody() override {}
  void Begin() {
    SetUp();
    RecordPlan();
  }
  uint64_t Tell(const v1::PlanEvent& event) {
    return LedgerTest::Tell(kPlan, event);
  }
  void TellDirectory(const v1::PlanEvent& event) {
    LedgerTest::Tell("directory", event);
  }
  absl::Status Refused(const v1::PlanEvent& event,
                       absl::string_view stream = kPlan) {
    return Record(stream, {event}).status();
  }
  Ledger& ledger() { return *ledger_; }
};

v1::PlanEvent WithSeries(v1::PlanEvent event, uint32_t ordinal) {
  event.mutable_activity_registered()->set_series_id("talks");
  event.mutable_activity_registered()->set_ordinal(ordinal);
  return event;
}

v1::PlanEvent SeriesTalks() {
  v1::PlanEvent event;
  event.mutable_series_defined()->set_series_id("talks");
  *event.mutable_series_defined()->add_labels() = Ko("교류회");
  return event;
}

v1::PlanEvent Proposed(absl::string_view title) {
  v1::PlanEvent event = Effective(kDay);
  event.mutable_agreement_proposed()->set_agreement_id("memo");
  if (!title.empty()) {
    *event.mutable_agreement_proposed()->add_titles() = Ko(title);
  }
  return event;
}

v1::PlanEvent Agreed() {
  v1::PlanEvent event = Effective(kDay);
  event.mutable_agreement_agreed()->set_agreement_id("memo");
  return event;
}

v1::PlanEvent Noted() {
  v1::PlanEvent event = Effective(kDay);
  auto* noted = event.mutable_discrepancy_noted();
  noted->set_discrepancy_id("x");
  noted->set_entity("p1");
  noted->set_field("title");
  noted->set_kind(v1::DISCREPANCY_KIND_CONFLICT);
  noted->add_values()->set_text("가");
  noted->add_values()->set_text("나");
  return event;
}

v1::PlanEvent Resolved(uint32_t value) {
  v1::PlanEvent event = Effective(kDay);
  event.mutable_discrepancy_resolved()->set_discrepancy_id("x");
  event.mutable_discrepancy_resolved()->set_accepted_value(value);
  return event;
}

// Registered and planned for May: revisions 3 and 4.
void TellPlanned(Story* story) {
  story->Tell(test::Registered("m", kDay));
  story->Tell(test::Scheduled("m", "2022-05", kDay));
}

// How an event comes to be refused by a rule, and what programs are told.
struct Case {
  const char* rule;
  absl::StatusCode code;
  std::function<absl::Status(Story*)> refused;
  // Beside `rule`, `stream` and `event`.
  Metadata metadata;
};

absl::Status RefuseEndedRole(Story* story) {
  v1::PlanEvent person;
  person.mutable_person_registered()->set_person_id("kim");
  story->TellDirectory(person);
  v1::PlanEvent organisation;
  organisation.mutable_organisation_registered()->set_organisation_id("moe");
  *organisation.mutable_organisation_registered()->add_labels() = Ko("환경부");
  organisation.mutable_organisation_registered()->set_party_id("kr");
  story->TellDirectory(test::Party("kr", "한국"));
  story->TellDirectory(organisation);
  v1::PlanEvent assigned;
  assigned.mutable_role_assigned()->set_role_id("head");
  assigned.mutable_role_assigned()->set_person_id("kim");
  assigned.mutable_role_assigned()->set_organisation_id("moe");
  *assigned.mutable_role_assigned()->add_titles() = Ko("국장");
  story->TellDirectory(assigned);
  v1::PlanEvent ended = Effective(kDay);
  ended.mutable_role_ended()->set_role_id("head");
  story->TellDirectory(ended);
  return story->Refused(ended, "directory");
}

absl::Status RefuseUnknownDelegate(Story* story) {
  story->TellDirectory(test::Party("kr", "한국"));
  v1::PlanEvent person;
  person.mutable_person_registered()->set_person_id("kim");
  story->TellDirectory(person);
  TellPlanned(story);
  v1::PlanEvent event = Effective(kDay);
  auto* change = event.mutable_delegate_substituted();
  change->set_activity_id("m");
  change->mutable_old_delegate()->set_party_id("kr");
  change->mutable_old_delegate()->set_person_id("kim");
  change->mutable_new_delegate()->set_party_id("kr");
  return story->Refused(event);
}

absl::Status RefuseOfUnknownType(Story* story) {
  log::NewEvent future;
  future.event_id = MakeUuidV4();
  future.type = "clearsky.v1.FromTheFuture";
  future.schema_version = 1;
  future.data = "?";
  EXPECT_THAT(story->ledger().log().Append(
                  {{kPlan, log::ExpectedRevision::Any(), {future}}}),
              test::IsOk());
  return story->Refused(test::Voided(3));
}

std::vector<Case> Cases() {
  using enum absl::StatusCode;
  std::vector<Case> cases;
  cases.push_back({"unknown-id",
                   kNotFound,
                   [](Story* story) {
                     return story->Refused(
                         test::Scheduled("nowhere", "2022-05", kDay));
                   },
                   {{"field", "activity_scheduled.activity_id"},
                    {"kind", "activity"},
                    {"entity", "nowhere"},
                    {"in_stream", kPlan}}});
  cases.push_back({"id-taken",
                   kAlreadyExists,
                   [](Story* story) {
                     TellPlanned(story);
                     return story->Refused(test::Registered("m", kDay));
                   },
                   {{"entity", "m"}, {"kind", "activity"}, {"set_by", "3"}}});
  cases.push_back({"ordinal-taken",
                   kAlreadyExists,
                   [](Story* story) {
                     story->TellDirectory(SeriesTalks());
                     story->Tell(WithSeries(test::Registered("m", kDay), 6));
                     return story->Refused(
                         WithSeries(test::Registered("n", kDay), 6));
                   },
                   {{"entity", "n"},
                    {"series", "talks"},
                    {"number", "6"},
                    {"taken_by", "m"},
                    {"set_by", "3"}}});
  cases.push_back({"number-taken",
                   kAlreadyExists,
                   [](Story* story) {
                     v1::PlanEvent event = test::ProjectOne();
                     event.mutable_project_defined()->set_project_id("p2");
                     return story->Refused(event);
                   },
                   {{"entity", "p2"},
                    {"number", "1"},
                    {"taken_by", "p1"},
                    {"set_by", "2"}}});
  cases.push_back({"state-forbids",
                   kFailedPrecondition,
                   [](Story* story) {
                     TellPlanned(story);
                     story->Tell(test::Cancelled("m", kDay));
                     return story->Refused(
                         test::Rescheduled("m", "2022-06", kDay));
                   },
                   {{"entity", "m"},
                    {"state", "cancelled"},
                    {"set_by", "5"},
                    {"accepted", "ActivityReinstated"}}});
  cases.push_back(
      {"in-the-future",
       kFailedPrecondition,
       [](Story* story) {
         TellPlanned(story);
         return story->Refused(test::Held("m", "2023-05", ""));
       },
       {{"entity", "m"}, {"given", "2023-05"}, {"record_day", "2022-12-31"}}});
  cases.push_back({"no-change",
                   kFailedPrecondition,
                   [](Story* story) {
                     TellPlanned(story);
                     return story->Refused(
                         test::Rescheduled("m", "2022-05", kDay));
                   },
                   {{"entity", "m"},
                    {"field", "planned_date"},
                    {"actual", "2022-05"},
                    {"set_by", "4"}}});
  cases.push_back({"mislabelled",
                   kFailedPrecondition,
                   [](Story* story) {
                     TellPlanned(story);
                     return story->Refused(test::Refined("m", "2022-07", kDay));
                   },
                   {{"entity", "m"},
                    {"field", "planned_date"},
                    {"set_by", "4"},
                    {"accepted", "ActivityRescheduled"}}});
  cases.push_back({"old-value-differs",
                   kFailedPrecondition,
                   [](Story* story) {
                     TellPlanned(story);
                     v1::PlanEvent event =
                         test::Rescheduled("m", "2022-07", kDay);
                     *event.mutable_activity_rescheduled()->mutable_old_date() =
                         test::Date("2022-04");
                     return story->Refused(event);
                   },
                   {{"entity", "m"},
                    {"field", "planned_date"},
                    {"given", "2022-04"},
                    {"actual", "2022-05"},
                    {"set_by", "4"}}});
  cases.push_back({"later-events-stand-on-it",
                   kFailedPrecondition,
                   [](Story* story) {
                     TellPlanned(story);
                     return story->Refused(test::Voided(3));
                   },
                   {{"revisions", "4"},
                    {"count", "1"},
                    {"accepted", "FactCorrected,EventVoided"}}});
  cases.push_back({"voided",
                   kFailedPrecondition,
                   [](Story* story) {
                     TellPlanned(story);
                     story->Tell(test::Voided(4));
                     return story->Refused(test::Voided(4));
                   },
                   {{"about", "4"},
                    {"state", "voided"},
                    {"set_by", "5"},
                    {"accepted", "EventVoided"}}});
  cases.push_back({"correction-of-void",
                   kFailedPrecondition,
                   [](Story* story) {
                     TellPlanned(story);
                     story->Tell(test::Voided(4));
                     return story->Refused(test::Corrected(
                         5, test::Scheduled("m", "2022-06", kDay)));
                   },
                   {{"about", "5"}, {"accepted", "EventVoided"}}});
  cases.push_back(
      {"corrected-before",
       kFailedPrecondition,
       [](Story* story) {
         TellPlanned(story);
         story->Tell(test::Corrected(4, test::Scheduled("m", "2022-06", kDay)));
         return story->Refused(
             test::Corrected(4, test::Scheduled("m", "2022-07", kDay)));
       },
       {{"about", "4"},
        {"state", "corrected"},
        {"set_by", "5"},
        {"accepted", "FactCorrected,EventVoided"}}});
  cases.push_back({"no-open-part",
                   kFailedPrecondition,
                   [](Story* story) {
                     TellPlanned(story);
                     story->Tell(test::SplitInto("m", "m1", "m2", kDay));
                     story->Tell(test::Cancelled("m", kDay));
                     return story->Refused(test::Cancelled("m", kDay));
                   },
                   {{"entity", "m"}, {"state", "split"}, {"set_by", "5"}}});
  cases.push_back(
      {"agreement-stage",
       kFailedPrecondition,
       [](Story* story) {
         story->Tell(Proposed("각서"));
         story->Tell(Agreed());
         return story->Refused(Agreed());
       },
       {{"entity", "memo"},
        {"state", "agreed"},
        {"set_by", "4"},
        {"accepted", "AgreementSigned,AgreementAmended,AgreementEnded"}}});
  cases.push_back({"plan-registered",
                   kAlreadyExists,
                   [](Story* story) {
                     return story->Refused(test::PlanNamed("또", "2022"));
                   },
                   {{"entity", kPlan},
                    {"state", "registered"},
                    {"set_by", "0"},
                    {"accepted", "PlanAmended"}}});
  cases.push_back({"plan-adopted",
                   kFailedPrecondition,
                   [](Story* story) {
                     v1::PlanEvent event = Effective(kDay);
                     event.mutable_plan_adopted();
                     story->Tell(event);
                     return story->Refused(event);
                   },
                   {{"entity", kPlan},
                    {"state", "adopted"},
                    {"set_by", "3"},
                    {"accepted", "PlanAmended"}}});
  cases.push_back({"plan-closed",
                   kFailedPrecondition,
                   [](Story* story) {
                     v1::PlanEvent event = Effective(kDay);
                     event.mutable_plan_closed();
                     story->Tell(event);
                     return story->Refused(event);
                   },
                   {{"entity", kPlan}, {"state", "closed"}, {"set_by", "3"}}});
  cases.push_back(
      {"project-discontinued",
       kFailedPrecondition,
       [](Story* story) {
         v1::PlanEvent event = Effective(kDay);
         event.mutable_project_discontinued()->set_project_id("p1");
         story->Tell(event);
         return story->Refused(event);
       },
       {{"entity", "p1"}, {"state", "discontinued"}, {"set_by", "3"}}});
  cases.push_back({"role-ended",
                   kFailedPrecondition,
                   RefuseEndedRole,
                   {{"entity", "head"}, {"state", "ended"}, {"set_by", "4"}}});
  cases.push_back({"discrepancy-resolved",
                   kFailedPrecondition,
                   [](Story* story) {
                     story->Tell(Noted());
                     story->Tell(Resolved(1));
                     return story->Refused(Resolved(0));
                   },
                   {{"entity", "x"}, {"state", "resolved"}, {"set_by", "4"}}});
  cases.push_back({"unknown-delegate",
                   kFailedPrecondition,
                   RefuseUnknownDelegate,
                   {{"entity", "m"},
                    {"field", "delegates"},
                    {"given", "kim"},
                    {"accepted", "DelegateAssigned"}}});
  cases.push_back({"unknown-type",
                   kFailedPrecondition,
                   RefuseOfUnknownType,
                   {{"about", "3"}}});
  cases.push_back(
      {"unknown-field",
       kInvalidArgument,
       [](Story* story) {
         TellPlanned(story);
         v1::PlanEvent event = Effective(kDay);
         event.mutable_activity_details_changed()->set_activity_id("m");
         event.mutable_activity_details_changed()->add_changed_fields("colour");
         event.mutable_activity_details_changed()->mutable_details();
         return story->Refused(event);
       },
       {{"entity", "m"},
        {"field", "activity_details_changed.changed_fields"},
        {"given", "colour"}}});
  cases.push_back(
      {"titles-missing",
       kInvalidArgument,
       [](Story* story) { return story->Refused(Proposed("")); },
       {{"entity", "memo"}, {"field", "agreement_proposed.titles"}}});
  cases.push_back({"value-out-of-range",
                   kInvalidArgument,
                   [](Story* story) {
                     story->Tell(Noted());
                     return story->Refused(Resolved(2));
                   },
                   {{"entity", "x"},
                    {"field", "discrepancy_resolved.accepted_value"},
                    {"given", "2"},
                    {"below", "2"}}});
  return cases;
}

class RuleTest : public ::testing::TestWithParam<Case> {};

TEST_P(RuleTest, TellsProgramsWhy) {
  Story story;
  ASSERT_NO_FATAL_FAILURE(story.Begin());
  const absl::Status status = GetParam().refused(&story);
  ASSERT_THAT(status, StatusIs(GetParam().code));
  const std::optional<ErrorDetail> detail = DetailOf(status);
  ASSERT_NE(detail, std::nullopt) << status;
  EXPECT_EQ(detail->reason, ReasonOfRule(GetParam().rule)) << status;
  Metadata wanted = GetParam().metadata;
  wanted.emplace("rule", GetParam().rule);
  wanted.emplace("stream", GetParam().rule == absl::string_view("role-ended")
                               ? "directory"
                               : kPlan);
  wanted.emplace("event", "1");
  EXPECT_THAT(detail->metadata, IsSupersetOf(wanted)) << status;
}

std::string NameOf(const ::testing::TestParamInfo<Case>& info) {
  std::string name;
  bool upper = true;
  for (const char c : std::string(info.param.rule)) {
    if (c == '-') {
      upper = true;
      continue;
    }
    name += upper ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(AllRules, RuleTest, ::testing::ValuesIn(Cases()),
                         NameOf);

// The rules in the table of docs/errors.md.
std::set<std::string> DocumentedRules() {
  std::ifstream file(CLEARSKY_SOURCE_DIR "/docs/errors.md");
  std::set<std::string> rules;
  std::string line;
  bool in_section = false;
  while (std::getline(file, line)) {
    if (line.starts_with("## ")) in_section = line == "## Rules that refuse";
    if (!in_section || !line.starts_with("| `")) continue;
    // Of `| `a`, `b` | CODE |` what stands between the marks of the first cell.
    std::istringstream cell(line.substr(2, line.find(" | ") - 2));
    std::string part;
    for (bool inside = false; std::getline(cell, part, '`'); inside = !inside) {
      if (inside) rules.insert(part);
    }
  }
  return rules;
}

TEST(RulesTest, EachIsDocumentedAndTested) {
  const std::set<std::string> rules(std::begin(plan::kRules),
                                    std::end(plan::kRules));
  EXPECT_EQ(DocumentedRules(), rules);
  std::set<std::string> tested;
  for (const Case& one : Cases()) tested.insert(one.rule);
  EXPECT_EQ(tested, rules);
}

class ErrorDetailTest : public test::LedgerTest {
 protected:
  v1::RecordEventsRequest Request(const std::vector<v1::PlanEvent>& events) {
    return test::RequestFor(kPlan, events);
  }
};

TEST_F(ErrorDetailTest, StreamThatMovedTellsBothRevisions) {
  RecordPlan();
  v1::RecordEventsRequest request = Request({test::Registered("m", kDay)});
  request.mutable_streams(0)->mutable_expected()->set_revision(1);
  const absl::Status status = ledger_->RecordEvents(request).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(DetailOf(status),
              Optional(ErrorDetail{
                  "REVISION_MISMATCH",
                  {{"stream", kPlan}, {"expected", "1"}, {"actual", "2"}}}));
}

TEST_F(ErrorDetailTest, StreamThatIsThereOrNotIsTold) {
  v1::RecordEventsRequest request = Request({test::PlanNamed("가", "2022")});
  request.mutable_streams(0)->mutable_expected()->set_stream_exists(true);
  EXPECT_THAT(DetailOf(ledger_->RecordEvents(request).status()),
              Optional(ErrorDetail{"REVISION_MISMATCH",
                                   {{"stream", kPlan},
                                    {"expected", "stream-exists"},
                                    {"actual", "no-stream"}}}));
  RecordPlan();
  request.mutable_streams(0)->mutable_expected()->set_no_stream(true);
  EXPECT_THAT(
      DetailOf(ledger_->RecordEvents(request).status()),
      Optional(ErrorDetail{
          "REVISION_MISMATCH",
          {{"stream", kPlan}, {"expected", "no-stream"}, {"actual", "2"}}}));
}

TEST_F(ErrorDetailTest, TakenEventIdTellsWhereItIs) {
  RecordPlan();
  v1::RecordEventsRequest request =
      test::WithIds(Request({test::Registered("m", kDay)}));
  ASSERT_THAT(ledger_->RecordEvents(request), test::IsOk());
  const std::string id = request.streams(0).events(0).event_id();
  *request.mutable_streams(0)->mutable_events(0)->mutable_event() =
      test::Registered("n", kDay);
  const absl::Status status = ledger_->RecordEvents(request).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(DetailOf(status), Optional(ErrorDetail{"EVENT_ID_TAKEN",
                                                     {{"event_id", id},
                                                      {"position", "3"},
                                                      {"stream", kPlan},
                                                      {"revision", "3"},
                                                      {"event", "1"}}}));
}

TEST_F(ErrorDetailTest, RefusalNamesTheEventOfTheBatch) {
  RecordPlan();
  const absl::Status status =
      Record(kPlan, {test::Registered("m", kDay), test::Registered("m", kDay)})
          .status();
  const std::optional<ErrorDetail> detail = DetailOf(status);
  ASSERT_NE(detail, std::nullopt) << status;
  EXPECT_EQ(detail->metadata.at("event"), "2");
}

TEST_F(ErrorDetailTest, MalformedFieldIsNamed) {
  RecordPlan();
  const absl::Status status =
      Record(kPlan, {test::Registered("M", kDay)}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(
      DetailOf(status),
      Optional(ErrorDetail{
          "INVALID_FIELD",
          {{"field", "activity_id"}, {"stream", kPlan}, {"event", "1"}}}));
}

TEST_F(ErrorDetailTest, UnknownPlanTellsNearNames) {
  RecordPlan();
  v1::GetPlanRequest request;
  request.set_plan("clear-sky/2023");
  const absl::Status status = ledger_->GetPlan(request).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(
      DetailOf(status),
      Optional(ErrorDetail{"UNKNOWN_PLAN",
                           {{"stream", "clear-sky/2023"}, {"near", kPlan}}}));
  // Nothing is near, and nothing is said to be.
  request.set_plan("quite-another-name");
  EXPECT_THAT(DetailOf(ledger_->GetPlan(request).status()),
              Optional(ErrorDetail{"UNKNOWN_PLAN",
                                   {{"stream", "quite-another-name"}}}));
}

TEST_F(ErrorDetailTest, FirstEventOfAnUnknownPlanIsTold) {
  const absl::Status status =
      Record("new/2022", {test::Registered("m", kDay)}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(DetailOf(status),
              Optional(ErrorDetail{"UNKNOWN_PLAN",
                                   {{"stream", "new/2022"},
                                    {"accepted", "PlanRegistered"},
                                    {"event", "1"}}}));
}

TEST_F(ErrorDetailTest, UnknownEntityAskedForTellsNearNames) {
  RecordPlan();
  v1::ListChangesRequest request;
  request.set_plan(kPlan);
  request.set_entity("p2");
  EXPECT_THAT(DetailOf(ledger_->ListChanges(request).status()),
              Optional(ErrorDetail{"UNKNOWN_ID",
                                   {{"rule", "unknown-id"},
                                    {"stream", kPlan},
                                    {"entity", "p2"},
                                    {"near", "p1,a1"}}}));
}

TEST_F(ErrorDetailTest, PastTheEndTellsTheEnd) {
  RecordPlan();
  v1::GetPlanRequest request;
  request.set_plan(kPlan);
  request.mutable_at()->set_known_position(3);
  const absl::Status status = ledger_->GetPlan(request).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(DetailOf(status),
              Optional(ErrorDetail{"POSITION_PAST_END",
                                   {{"given", "3"}, {"below", "3"}}}));
}

}  // namespace
}  // namespace clearsky::ledger
