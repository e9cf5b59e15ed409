// A document held against a plan of a ledger, and what is agreed to recorded.

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "ledger/ledger_fixture.h"
#include "table/table.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

std::string Example(const std::string& name) {
  std::ifstream file(
      absl::StrCat(CLEARSKY_SOURCE_DIR, "/examples/clear-sky-2022/", name));
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

class ReconcileTest : public test::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    v1::ImportDocumentRequest import;
    import.mutable_document()->set_content(
        Example("press-release-2022-09-28.txt"));
    import.mutable_document()->set_plan(kPlan);
    import.mutable_document()->set_facts(Example("clear-sky-2022.facts.json"));
    ASSERT_THAT(ledger_->ImportDocument(import), IsOk());
  }

  static v1::ReconcileDocumentRequest Request(const std::string& content) {
    v1::ReconcileDocumentRequest request;
    request.set_content(content);
    request.set_file_name("table.tsv");
    request.set_plan(kPlan);
    request.set_on_day("2022-12-31");
    return request;
  }

  static std::string Later() {
    return Example("implementation-table-2022-12-31.ko.tsv");
  }

  v1::Reconciliation Reconcile(const v1::ReconcileDocumentRequest& request) {
    const auto response = ledger_->ReconcileDocument(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->reconciliation() : v1::Reconciliation();
  }

  // Agrees to all that is proposed, questions aside.
  static v1::ApplyReconciliationRequest AgreeToAll(
      const v1::ReconcileDocumentRequest& request,
      const v1::Reconciliation& proposed) {
    v1::ApplyReconciliationRequest apply;
    *apply.mutable_document() = request;
    apply.set_known_count(proposed.basis().known_count());
    for (const auto& proposal : proposed.proposals()) {
      if (proposal.kind() == v1::RECONCILIATION_KIND_QUESTION) continue;
      apply.add_agreed()->set_number(proposal.number());
    }
    return apply;
  }

  std::string Tsv(const std::string& day) {
    const auto state = StateOf(kPlan, day);
    const auto table =
        table::MakeTable(*state, "ko", v1::TABLE_STYLE_AS_PUBLISHED);
    return table::ToTsv(*table);
  }
};

TEST_F(ReconcileTest, WhatIsAgreedToIsRecordedOnceWithItsDocument) {
  const v1::ReconcileDocumentRequest request = Request(Later());
  const uint64_t before = EventCount();
  const v1::Reconciliation proposed = Reconcile(request);
  ASSERT_GT(proposed.proposals_size(), 5);
  EXPECT_EQ(EventCount(), before);
  const auto apply = AgreeToAll(request, proposed);
  const auto recorded = ledger_->ApplyReconciliation(apply);
  ASSERT_THAT(recorded, IsOk());
  EXPECT_EQ(EventCount(),
            before + static_cast<uint64_t>(recorded->recorded_size()));
  EXPECT_EQ(recorded->recorded(0).stream(), "directory");
  EXPECT_EQ(Tsv("2022-12-31"), Later());
  EXPECT_EQ(Tsv("2022-09-28"), Example("implementation-table.ko.tsv"));

  // The document is kept by its hash, and each event names it.
  const auto kept = ledger_->log().GetDocument(DigestBytes(Sha256(Later())));
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(*kept, Later());
  v1::ReadEventsRequest read;
  read.set_stream(kPlan);
  read.set_from(recorded->recorded(1).revision());
  const auto events = ledger_->ReadEvents(read);
  ASSERT_THAT(events, IsOk());
  for (const v1::ReadEvent& event : events->events()) {
    const v1::SourceRef& source = event.event().provenance().source();
    EXPECT_EQ(source.document_id(), recorded->document_id());
    EXPECT_THAT(Later().substr(source.begin_byte(),
                               source.end_byte() - source.begin_byte()),
                ::testing::StartsWith("○ "));
  }

  const auto again = ledger_->ApplyReconciliation(apply);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->duplicate());
  EXPECT_EQ(EventCount(),
            before + static_cast<uint64_t>(recorded->recorded_size()));
  EXPECT_EQ(Reconcile(request).proposals_size(), 0);
}

TEST_F(ReconcileTest, APlanThatMovedMeanwhileIsAborted) {
  const v1::ReconcileDocumentRequest request = Request(Later());
  const v1::Reconciliation proposed = Reconcile(request);
  v1::PlanEvent cancelled;
  cancelled.mutable_activity_cancelled()->set_activity_id("vehicle-seminar-4");
  ASSERT_THAT(Record(kPlan, {cancelled}), IsOk());
  const uint64_t before = EventCount();
  EXPECT_THAT(
      ledger_->ApplyReconciliation(AgreeToAll(request, proposed)),
      StatusIs(absl::StatusCode::kAborted, HasSubstr("reconcile again")));
  EXPECT_EQ(EventCount(), before);
}

TEST_F(ReconcileTest, ADryRunRecordsNothing) {
  const v1::ReconcileDocumentRequest request = Request(Later());
  auto apply = AgreeToAll(request, Reconcile(request));
  apply.set_dry_run(true);
  const uint64_t before = EventCount();
  const auto checked = ledger_->ApplyReconciliation(apply);
  ASSERT_THAT(checked, IsOk());
  EXPECT_GT(checked->recorded_size(), 5);
  EXPECT_EQ(EventCount(), before);
}

TEST_F(ReconcileTest, AQuestionIsAnsweredByAnAlternativeOnly) {
  std::string shorter = Example("implementation-table.ko.tsv");
  const size_t at = shorter.find("정책과 기술 교류\t자동차");
  shorter.erase(at, shorter.find('\n', at) - at + 1);
  const v1::ReconcileDocumentRequest request = Request(shorter);
  const v1::Reconciliation proposed = Reconcile(request);
  const v1::ReconciliationProposal* question = nullptr;
  for (const auto& proposal : proposed.proposals()) {
    if (proposal.entity() == "vehicle-seminar-4") question = &proposal;
  }
  ASSERT_NE(question, nullptr) << proposed.DebugString();
  EXPECT_EQ(question->kind(), v1::RECONCILIATION_KIND_QUESTION);
  v1::ApplyReconciliationRequest apply;
  *apply.mutable_document() = request;
  apply.set_known_count(proposed.basis().known_count());
  v1::AgreedProposal* agreed = apply.add_agreed();
  agreed->set_number(question->number());
  EXPECT_THAT(
      ledger_->ApplyReconciliation(apply),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is a question")));
  agreed->set_alternative(1);
  ASSERT_THAT(ledger_->ApplyReconciliation(apply), IsOk());
  const auto state = StateOf(kPlan, "2022-12-31");
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(state->activities().at("vehicle-seminar-4").state(),
            v1::ActivityState::STATE_CANCELLED);
}

TEST_F(ReconcileTest, BadRequestsAreNamed) {
  v1::ReconcileDocumentRequest request = Request(Later());
  request.set_plan("clear-sky/2202");
  EXPECT_THAT(ledger_->ReconcileDocument(request),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("did you mean `clear-sky/2022`")));
  request = Request("");
  EXPECT_THAT(ledger_->ReconcileDocument(request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  request = Request("no table at all\n");
  EXPECT_THAT(
      ledger_->ReconcileDocument(request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("table.tsv")));
  request = Request(Later());
  request.set_on_day("2022-02-30");
  EXPECT_THAT(
      ledger_->ReconcileDocument(request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("on_day")));
  request = Request(Later());
  request.set_asserted_by("jp");
  EXPECT_THAT(ledger_->ReconcileDocument(request),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("jp")));
}

TEST_F(ReconcileTest, RunningTextThatGivesAnotherDateIsAFinding) {
  v1::ReconcileDocumentRequest request =
      Request(Example("press-release-2022-09-28.txt"));
  request.set_file_name("release.txt");
  request.set_on_day("2022-09-28");
  const v1::Reconciliation proposed = Reconcile(request);
  EXPECT_EQ(proposed.proposals_size(), 0);
  const v1::ReconciliationFinding* told = nullptr;
  for (const auto& finding : proposed.findings()) {
    if (finding.rule() == "body-table") told = &finding;
  }
  ASSERT_NE(told, nullptr) << proposed.DebugString();
  EXPECT_THAT(told->message(), HasSubstr("10월 말"));
  EXPECT_THAT(told->place(), HasSubstr("line "));
  EXPECT_GT(told->line(), 35u);
}

TEST_F(ReconcileTest, DaysBeforeThePlanAndAfterTodayAreFindings) {
  v1::ReconcileDocumentRequest request = Request(Later());
  request.set_on_day("2023-05-01");
  v1::Reconciliation proposed = Reconcile(request);
  EXPECT_EQ(proposed.on_day(), "2022-12-31");
  EXPECT_EQ(proposed.findings(0).rule(), "day-in-future");
  EXPECT_GT(proposed.proposals_size(), 5);
  request.set_on_day("2021-12-01");
  proposed = Reconcile(request);
  ASSERT_GT(proposed.findings_size(), 0);
  EXPECT_EQ(proposed.findings(0).rule(), "day-before-plan");
}

}  // namespace
}  // namespace clearsky
