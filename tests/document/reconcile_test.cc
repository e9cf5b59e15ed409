// The table of 2022-09-28 and what came after it, held against the plan.

#include "document/reconcile.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "document/reconcile_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const absl::CivilDay kSeptember(2022, 9, 28);
const absl::CivilDay kDecember(2022, 12, 31);

std::string Table() { return Example("implementation-table.ko.tsv"); }

TEST(ReconcileTest, TheImportedTableSaysWhatThePlanSays) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const v1::Reconciliation result = plan.Reconcile(Table(), kSeptember);
  EXPECT_EQ(result.proposals_size(), 0) << result.DebugString();
  EXPECT_EQ(result.findings_size(), 0) << result.DebugString();
  EXPECT_EQ(result.unchanged_count(), 16u);
  EXPECT_EQ(result.line_count(), 17u);
}

TEST(ReconcileTest, TheReleaseItselfSaysWhatThePlanSays) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const v1::Reconciliation result =
      plan.Reconcile(ReleaseText(), kSeptember, "release.txt");
  EXPECT_EQ(result.proposals_size(), 0) << result.DebugString();
}

TEST(ReconcileTest, AnEmptyPlanTakesAllLinesInAsTheyArePrinted) {
  PlanUnderTest plan =
      PlanUnderTest::OfProjects("clear-sky/2022", 2022, Table());
  const v1::Reconciliation result = plan.Reconcile(Table(), kSeptember);
  EXPECT_EQ(result.proposals_size(), 16) << result.DebugString();
  plan.AcceptAll(result);
  EXPECT_EQ(plan.Tsv(kSeptember), Table());
  const v1::Reconciliation again = plan.Reconcile(Table(), kSeptember);
  EXPECT_EQ(again.proposals_size(), 0) << again.DebugString();
}

TEST(ReconcileTest, APastDateWithoutPlannedIsHeld) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const std::string later =
      Replaced(Table(), "정책 기술 교류회(10월 예정, 비대면)",
               "정책 기술 교류회(10.26, 영상)");
  const v1::Reconciliation result = plan.Reconcile(later, kDecember);
  const auto proposal = ProposalOf(result, "air-policy-exchange-7");
  EXPECT_EQ(TypesOf(proposal), "ActivityHeld");
  EXPECT_TRUE(proposal.safe()) << proposal.DebugString();
  EXPECT_EQ(proposal.events(0).event().provenance().basis(), v1::BASIS_IMPLIED);
  plan.AcceptAll(result);
  EXPECT_EQ(plan.Tsv(kDecember), later);
}

TEST(ReconcileTest, ADateStillRunningWithoutPlannedIsDoubtful) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const absl::CivilDay october(2022, 10, 1);
  const std::string later =
      Replaced(Table(), "컨퍼런스 개최(10월 예정, 비대면)",
               "컨퍼런스 개최(10월, 비대면)");
  const v1::Reconciliation result = plan.Reconcile(later, october);
  ASSERT_EQ(result.proposals_size(), 1) << result.DebugString();
  const v1::ReconciliationProposal& proposal = result.proposals(0);
  EXPECT_EQ(TypesOf(proposal), "ActivityHeld");
  EXPECT_EQ(proposal.confidence(), v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);
  EXPECT_FALSE(proposal.safe());
  EXPECT_THAT(RulesOf(result), Contains("date-not-over"));
  // The plan has it planned for October: nothing to record.
  ASSERT_GE(proposal.alternatives_size(), 1) << proposal.DebugString();
  EXPECT_THAT(proposal.alternatives(0).line_after(), HasSubstr("10월 예정"));
  EXPECT_EQ(proposal.alternatives(0).events_size(), 0);
  plan.AcceptAll(result);
  EXPECT_EQ(plan.Tsv(october), later);
}

TEST(ReconcileTest, ADateThatEndsOnTheDayOfTheDocumentIsOver) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const std::string later =
      Replaced(Table(), "컨퍼런스 개최(10월 예정, 비대면)",
               "컨퍼런스 개최(10.5~7, 비대면)");
  const v1::Reconciliation over =
      plan.Reconcile(later, absl::CivilDay(2022, 10, 7));
  ASSERT_EQ(over.proposals_size(), 1) << over.DebugString();
  EXPECT_TRUE(over.proposals(0).safe()) << over.DebugString();
  const v1::Reconciliation running =
      plan.Reconcile(later, absl::CivilDay(2022, 10, 6));
  ASSERT_EQ(running.proposals_size(), 1) << running.DebugString();
  EXPECT_FALSE(running.proposals(0).safe());
  ASSERT_GE(running.proposals(0).alternatives_size(), 1);
  EXPECT_THAT(running.proposals(0).alternatives(0).line_after(),
              HasSubstr("10.5~7 예정"));
}

TEST(ReconcileTest, ANewLineWhoseDateIsStillRunningIsDoubtful) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const v1::Reconciliation result = plan.Reconcile(
      Replaced(Table(), "○ 청천 컨퍼런스 개최(10월 예정, 비대면)",
               "○ 청천 컨퍼런스 개최(10월 예정, 비대면)\n정책과 기술 교류\t"
               "청천컨퍼런스\t○ 물환경 실무회의(10월, 영상)"),
      absl::CivilDay(2022, 10, 1));
  ASSERT_EQ(result.proposals_size(), 1) << result.DebugString();
  const v1::ReconciliationProposal& proposal = result.proposals(0);
  EXPECT_EQ(proposal.confidence(), v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);
  EXPECT_THAT(RulesOf(result), Contains("date-not-over"));
  ASSERT_EQ(proposal.alternatives_size(), 1) << proposal.DebugString();
  EXPECT_EQ(proposal.alternatives(0).line_after(),
            "○ 물환경 실무회의(10월 예정, 영상)");
}

// What the plan prints of a meeting that it has as held, when a document says
// `instead` of it and the plan is taken to have it wrong.
std::string PrintedInstead(const std::string& instead,
                           const std::string& types) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const absl::CivilDay october(2022, 10, 15);
  const std::string later =
      Replaced(Table(), "성과공유회의(7.29, 영상)", instead);
  const v1::ReconciliationProposal proposal =
      ProposalOf(plan.Reconcile(later, october), "seasonal-results-2022");
  EXPECT_EQ(TypesOf(proposal), "DiscrepancyNoted");
  if (proposal.alternatives_size() == 0) return "";
  const v1::ReconciliationAlternative& wrong = proposal.alternatives(0);
  std::string recorded;
  for (const v1::EventToRecord& event : wrong.events()) {
    absl::StrAppend(&recorded, plan::ChangeName(event.event()), " ");
  }
  EXPECT_EQ(recorded, types) << wrong.DebugString();
  plan.Accept(wrong.events());
  EXPECT_THAT(plan.Tsv(october), HasSubstr(wrong.line_after()));
  return wrong.line_after();
}

TEST(ReconcileTest, WhatWasNotHeldAfterAllBecomesWhatTheDocumentSays) {
  EXPECT_EQ(
      PrintedInstead("성과공유회의(취소)", "EventVoided ActivityCancelled "),
      "○ 계절관리대책 성과공유회의(취소)");
  EXPECT_EQ(
      PrintedInstead("성과공유회의(연기)", "EventVoided ActivityPostponed "),
      "○ 계절관리대책 성과공유회의(연기)");
  EXPECT_EQ(PrintedInstead("성과공유회의(11월 예정, 영상)",
                           "EventVoided ActivityScheduled "),
            "○ 계절관리대책 성과공유회의(11월 예정, 영상)");
}

// What the plan prints when it is taken to have had wrong what a document says
// otherwise of what was held.
std::string PrintedCorrected(const std::string& from, const std::string& to,
                             const std::string& id, size_t corrections) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const absl::CivilDay october(2022, 10, 15);
  const std::string later = Replaced(Table(), from, to);
  const v1::Reconciliation result = plan.Reconcile(later, october);
  const v1::ReconciliationProposal proposal = ProposalOf(result, id);
  EXPECT_EQ(proposal.kind(), v1::RECONCILIATION_KIND_DISCREPANCY);
  if (proposal.alternatives_size() == 0) return "";
  EXPECT_EQ(proposal.alternatives(0).events_size(), corrections)
      << proposal.alternatives(0).DebugString();
  plan.Accept(proposal.alternatives(0).events());
  EXPECT_EQ(plan.Reconcile(later, october).proposals_size(), 0);
  return plan.Tsv(october) == later ? "as the document" : plan.Tsv(october);
}

TEST(ReconcileTest, ACorrectionIsOfTheEventThatHasItWrong) {
  const std::string id = "air-joint-research-14";
  EXPECT_EQ(
      PrintedCorrected("제14차 한중 대기질 공동연구 워크숍(4.29, 영상)",
                       "제13차 한중 대기질 공동연구 워크숍(4.29, 영상)", id, 1),
      "as the document");
  EXPECT_EQ(
      PrintedCorrected("제14차 한중 대기질 공동연구 워크숍(4.29, 영상)",
                       "제14차 한중 대기질 공동연구 워크숍(4.28, 영상)", id, 1),
      "as the document");
  EXPECT_EQ(
      PrintedCorrected("제14차 한중 대기질 공동연구 워크숍(4.29, 영상)",
                       "제14차 한중 대기질 공동연구 워크숍(국장급, 4.28, 대면)",
                       id, 2),
      "as the document");
}

TEST(ReconcileTest, ALevelChangesOnTheDayOfTheDocument) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const absl::CivilDay february(2022, 2, 15);
  const absl::CivilDay october(2022, 10, 15);
  const std::string before = plan.Tsv(february);
  EXPECT_THAT(before, HasSubstr("실무자급"));
  const std::string later = Replaced(Table(), "실무자급", "국장급");
  plan.AcceptAll(plan.Reconcile(later, october));
  EXPECT_EQ(plan.Tsv(october), later);
  EXPECT_EQ(plan.Tsv(february), before);
}

TEST(ReconcileTest, MarksBeforeANameAreNoSpellingOfIt) {
  for (const char* marks : {"*○ ", "○○ ", "&nbsp;○ ", "!○ ", "✓ ", "○ ."}) {
    PlanUnderTest plan = PlanUnderTest::Imported();
    const v1::Reconciliation result =
        plan.Reconcile(Replaced(Table(), "○ 청천 컨퍼런스",
                                absl::StrCat(marks, "청천 컨퍼런스")),
                       kSeptember);
    EXPECT_EQ(result.proposals_size(), 0) << marks << result.DebugString();
  }
  PlanUnderTest plan = PlanUnderTest::Imported();
  const v1::Reconciliation result = plan.Reconcile(
      Replaced(Table(), "○ 청천 컨퍼런스", "○○ 청천 컨퍼런스"), kSeptember);
  EXPECT_THAT(RulesOf(result), Contains("marks-before-name"));
}

TEST(ReconcileTest, MarksBeforeAProjectAreNoSpellingOfIt) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const v1::Reconciliation result = plan.Reconcile(
      Replaced(Table(), "\t청천컨퍼런스\t", "\t*청천컨퍼런스\t"), kSeptember);
  EXPECT_EQ(result.proposals_size(), 0) << result.DebugString();
  EXPECT_THAT(RulesOf(result), Contains("marks-before-name"));
}

// The kick-off meeting is printed under two projects.
TEST(ReconcileTest, OneChangedPrintingOfTwoIsNoCertainSecondMeeting) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  std::string later = Table();
  const std::string line = "킥오프회의(4.26, 영상)";
  later.replace(later.rfind(line), line.size(), "킥오프회의(4.27, 영상)");
  const v1::Reconciliation result =
      plan.Reconcile(later, absl::CivilDay(2022, 10, 15));
  EXPECT_THAT(RulesOf(result), Contains("one-printing-changed"));
  ASSERT_GE(result.proposals_size(), 1);
  const v1::ReconciliationProposal& proposal = result.proposals(0);
  EXPECT_EQ(proposal.kind(), v1::RECONCILIATION_KIND_NEW);
  EXPECT_EQ(proposal.confidence(), v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);
  ASSERT_EQ(proposal.alternatives_size(), 1) << proposal.DebugString();
  const auto& same = proposal.alternatives(0).events();
  ASSERT_EQ(same.size(), 1) << proposal.DebugString();
  EXPECT_TRUE(same[0].event().has_discrepancy_noted());
  plan.Accept(same);
}

// A table with the rows of `first` moved before those of `second`; both are
// beginnings of rows.
std::string MovedBefore(const std::string& first, const std::string& second) {
  std::string moved;
  std::string kept;
  for (absl::string_view row :
       absl::StrSplit(Table(), '\n', absl::SkipEmpty())) {
    absl::StrAppend(absl::StartsWith(row, first) ? &moved : &kept, row, "\n");
  }
  kept.insert(kept.find(second), moved);
  return kept;
}

TEST(ReconcileTest, AnotherOrderOfProjectsOrAreasIsNoticed) {
  for (const auto& [first, second] :
       {std::pair("기술 산업화\t대기환경", "기술 산업화\t환경기술"),
        std::pair("기술 산업화\t", "공동 연구\t")}) {
    PlanUnderTest plan = PlanUnderTest::Imported();
    const v1::Reconciliation result =
        plan.Reconcile(MovedBefore(first, second), kSeptember);
    EXPECT_THAT(RulesOf(result), ElementsAre("order-not-kept"));
    EXPECT_EQ(result.proposals_size(), 0) << result.DebugString();
  }
}

std::string LaterTable() {
  return Example("implementation-table-2022-12-31.ko.tsv");
}

// What the table of the end of the year tells of one activity.
std::string TypesIn(const v1::Reconciliation& result, const std::string& id) {
  return TypesOf(ProposalOf(result, id));
}

TEST(ReconcileTest, TheTableOfTheEndOfTheYearIsExplainedAndRebuilt) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const v1::Reconciliation result = plan.Reconcile(LaterTable(), kDecember);
  EXPECT_EQ(TypesIn(result, "air-policy-exchange-7"), "ActivityHeld");
  EXPECT_EQ(TypesIn(result, "seasonal-pre-2022"), "ActivityPostponed")
      << result.DebugString();
  plan.AcceptAll(result);
  EXPECT_EQ(plan.Tsv(kDecember), LaterTable());
  const v1::Reconciliation again = plan.Reconcile(LaterTable(), kDecember);
  EXPECT_EQ(again.proposals_size(), 0) << again.DebugString();
  // What was published before is as it was.
  EXPECT_EQ(plan.Tsv(kSeptember), Table());
}

// What an exchange planned for October becomes when a line says `put_off` of
// it.
v1::Reconciliation PutOff(PlanUnderTest* plan, const std::string& put_off) {
  return plan->Reconcile(
      Replaced(Table(), "정책 기술 교류회(10월 예정, 비대면)",
               absl::StrCat("정책 기술 교류회(", put_off, ", 비대면)")),
      kDecember);
}

TEST(ReconcileTest, PutOffFromAnotherDayWasMovedBefore) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const std::string put_off = "연기, 당초 '23년 1.15";
  const v1::Reconciliation result = PutOff(&plan, put_off);
  const auto proposal = ProposalOf(result, "air-policy-exchange-7");
  EXPECT_EQ(TypesOf(proposal), "ActivityRescheduled ActivityPostponed");
  EXPECT_EQ(proposal.events(0).event().provenance().basis(),
            v1::BASIS_INFERRED);
  EXPECT_EQ(proposal.confidence(), v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);
  EXPECT_FALSE(proposal.safe());
  EXPECT_EQ(proposal.line_after(), proposal.document_line());
  ASSERT_GE(proposal.alternatives_size(), 1) << proposal.DebugString();
  EXPECT_EQ(proposal.alternatives(0).events_size(), 1);
  EXPECT_TRUE(
      proposal.alternatives(0).events(0).event().has_activity_postponed());
  EXPECT_THAT(proposal.alternatives(0).line_after(),
              HasSubstr("연기, 당초 10월"));
  plan.AcceptAll(result);
  EXPECT_EQ(PutOff(&plan, put_off).proposals_size(), 0);
}

TEST(ReconcileTest, PutOffFromANearerDayWasRefinedBefore) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  const v1::Reconciliation result = PutOff(&plan, "연기, 당초 10.26");
  EXPECT_EQ(TypesIn(result, "air-policy-exchange-7"),
            "ScheduleRefined ActivityPostponed");
}

// As the plan knows: it was planned for October at first, and moved.
TEST(ReconcileTest, PutOffFromTheFirstDayIsNotMovedBack) {
  PlanUnderTest plan = PlanUnderTest::Imported();
  plan.AcceptAll(
      plan.Reconcile(Replaced(Table(), "정책 기술 교류회(10월 예정, 비대면)",
                              "정책 기술 교류회(11월 예정, 비대면)"),
                     absl::CivilDay(2022, 10, 20)));
  const v1::Reconciliation result = PutOff(&plan, "연기, 당초 10월");
  EXPECT_EQ(TypesIn(result, "air-policy-exchange-7"), "ActivityPostponed");
  EXPECT_THAT(RulesOf(result), Contains("other-former-date"));
}

}  // namespace
}  // namespace clearsky::document
