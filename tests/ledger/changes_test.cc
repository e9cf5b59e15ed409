// The account of how a plan came to be.

#include <string>
#include <vector>

#include "base/sha256.h"
#include "ledger/ledger_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::Held;
using ::clearsky::test::IsOk;
using ::clearsky::test::Ko;
using ::clearsky::test::kPlan;
using ::clearsky::test::Party;
using ::clearsky::test::Postponed;
using ::clearsky::test::Registered;
using ::clearsky::test::Scheduled;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ChangesTest : public test::LedgerTest {
 protected:
  absl::StatusOr<v1::ListChangesResponse> List(
      const v1::ListChangesRequest& request) {
    return ledger_->ListChanges(request);
  }

  std::vector<v1::Change> Changes(absl::string_view entity,
                                  absl::string_view as_of = "") {
    v1::ListChangesRequest request;
    request.set_plan(kPlan);
    request.set_entity(std::string(entity));
    request.mutable_at()->set_as_of_day(std::string(as_of));
    const auto response = List(request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return {response->changes().begin(), response->changes().end()};
  }

  static std::vector<uint64_t> Revisions(
      const std::vector<v1::Change>& changes) {
    std::vector<uint64_t> revisions;
    for (const v1::Change& change : changes) {
      revisions.push_back(change.revision());
    }
    return revisions;
  }
};

TEST_F(ChangesTest, OrderIsByEffectiveDayThenRevision) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));            // 3
  Tell(kPlan, Scheduled("m1", "2022-06", "2022-02-01"));  // 4
  Tell(kPlan, Held("m1", "2022-06-10", "2022-06-10"));    // 5
  v1::PlanEvent level = test::Effective("2022-03-01");    // 6, told late
  level.mutable_activity_details_changed()->set_activity_id("m1");
  level.mutable_activity_details_changed()->add_changed_fields("level");
  level.mutable_activity_details_changed()->mutable_details()->set_level(
      "실무자급");
  Tell(kPlan, level);
  EXPECT_THAT(Revisions(Changes("m1")), ElementsAre(3, 4, 6, 5));
}

TEST_F(ChangesTest, ChangeTellsWhatWhenWhoWhyAndSource) {
  const std::string document = "연기 요청: 중국측이 연기를 요청하였다.";
  v1::PlanEvent registered;
  auto* letter = registered.mutable_document_registered();
  letter->set_document_id("letter-1");
  letter->set_kind("letter");
  letter->set_media_type("text/plain; charset=utf-8");
  letter->set_sha256(DigestBytes(Sha256(document)));
  letter->set_size_bytes(document.size());
  *letter->add_titles() = Ko("서한");
  auto request =
      test::RequestFor("directory", {Party("cn", "중국"), registered});
  request.add_documents()->set_content(document);
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  RecordPlan();
  v1::PlanEvent dialogue = Registered("m1", "2022-02-01");
  *dialogue.mutable_activity_registered()->mutable_titles(0) = Ko("정책대화");
  Tell(kPlan, dialogue);
  Tell(kPlan, Scheduled("m1", "2022-06", "2022-02-01"));

  const std::string quote = "연기를 요청";
  v1::PlanEvent postponed = Postponed("m1", "2022-05-01");
  v1::Provenance* provenance = postponed.mutable_provenance();
  provenance->add_requested_by("cn");
  provenance->mutable_actor()->set_role("담당자");
  provenance->mutable_reason()->set_text("코로나19");
  provenance->set_basis(v1::BASIS_STATED);
  v1::SourceRef* source = provenance->mutable_source();
  source->set_document_id("letter-1");
  source->set_sha256(letter->sha256());
  source->set_begin_byte(document.find(quote));
  source->set_end_byte(document.find(quote) + quote.size());
  Tell(kPlan, postponed);

  const std::vector<v1::Change> changes = Changes("m1");
  ASSERT_EQ(changes.size(), 3u);
  const v1::Change& change = changes[2];
  EXPECT_EQ(change.type(), "ActivityPostponed");
  EXPECT_EQ(change.sentence(),
            "“정책대화” was postponed; it had been planned for June 2022");
  EXPECT_EQ(change.effective().edtf(), "2022-05-01");
  EXPECT_EQ(change.actor(), "담당자");
  EXPECT_THAT(change.requested_by(), ElementsAre("중국"));
  EXPECT_EQ(change.reason(), "코로나19");
  EXPECT_EQ(change.basis(), v1::BASIS_STATED);
  EXPECT_EQ(change.source().document_id(), "letter-1");
  EXPECT_EQ(change.source_text(), "서한, bytes 28-44: “연기를 요청”");
  EXPECT_EQ(change.record_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(change.position(), 7u);
  EXPECT_THAT(change.entities(), ElementsAre("m1"));
  EXPECT_EQ(change.quote(), "연기를 요청");
  EXPECT_EQ(change.effective_text(), "1 May 2022");
  EXPECT_EQ(change.basis_text(), "stated");
}

TEST_F(ChangesTest, SourceThatIsNotInTheStoreIsToldByItsPlace) {
  v1::PlanEvent registered;
  auto* letter = registered.mutable_document_registered();
  letter->set_document_id("letter-1");
  letter->set_kind("letter");
  letter->set_media_type("text/plain");
  letter->set_sha256(std::string(32, 'x'));
  Tell("directory", registered);
  RecordPlan();
  v1::PlanEvent event = Registered("m1", "2022-02-01");
  v1::SourceRef* source = event.mutable_provenance()->mutable_source();
  source->set_document_id("letter-1");
  source->set_sha256(letter->sha256());
  source->set_begin_byte(3);
  source->set_end_byte(9);
  Tell(kPlan, event);
  EXPECT_EQ(Changes("m1")[0].source_text(), "letter-1, bytes 3-9");
}

TEST_F(ChangesTest, CorrectionAndWhatItReplacesAreBothTold) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));            // 3
  Tell(kPlan, Scheduled("m1", "2022-06", "2022-02-01"));  // 4
  Tell(kPlan,
       test::Corrected(4, Scheduled("m1", "2022-07", "2022-02-01")));  // 5
  const std::vector<v1::Change> changes = Changes("m1");
  EXPECT_THAT(Revisions(changes), ElementsAre(3, 4, 5));
  ASSERT_TRUE(changes[1].has_superseded_by());
  EXPECT_EQ(changes[1].superseded_by(), 5u);
  EXPECT_FALSE(changes[1].has_supersedes());
  ASSERT_TRUE(changes[2].has_supersedes());
  EXPECT_EQ(changes[2].supersedes(), 4u);
  EXPECT_FALSE(changes[2].has_superseded_by());
}

TEST_F(ChangesTest, CorrectionIsToldFromTheOldDayAndFromTheNew) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));            // 3
  Tell(kPlan, Scheduled("m1", "2022-12", "2022-04-01"));  // 4
  Tell(kPlan, test::Corrected(
                  4, Scheduled("m1", "2022-12", "2022-06-01")));  // 5, later
  EXPECT_THAT(Revisions(Changes("m1", "2022-05-01")), ElementsAre(3, 4, 5));
  EXPECT_THAT(Revisions(Changes("m1", "2022-03-01")), ElementsAre(3));
  EXPECT_THAT(Revisions(Changes("m1")), ElementsAre(3, 4, 5));
}

// The second correction says nothing of the day, so that the first one's stays.
TEST_F(ChangesTest, CorrectionStandsAtTheDayThatHolds) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));            // 3
  Tell(kPlan, Scheduled("m1", "2022-12", "2022-04-01"));  // 4
  Tell(kPlan,
       test::Corrected(4, Scheduled("m1", "2022-12", "2022-06-01")));  // 5
  Tell(kPlan, test::Corrected(5, Scheduled("m1", "2022-11", "")));     // 6
  Tell(kPlan, Postponed("m1", "2022-07-01"));                          // 7
  Tell(kPlan, Registered("m2", "2022-05-01"));                         // 8
  EXPECT_THAT(Revisions(Changes("")), ElementsAre(0, 1, 2, 3, 4, 8, 5, 6, 7));
}

TEST_F(ChangesTest, LastOfSeveralCorrectionsCounts) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));            // 3
  Tell(kPlan, Scheduled("m1", "2022-12", "2022-04-01"));  // 4
  Tell(kPlan,
       test::Corrected(4, Scheduled("m1", "2022-11", "2022-04-01")));  // 5
  Tell(kPlan,
       test::Corrected(5, Scheduled("m1", "2022-10", "2022-04-01")));  // 6
  const std::vector<v1::Change> changes = Changes("m1");
  ASSERT_THAT(Revisions(changes), ElementsAre(3, 4, 5, 6));
  EXPECT_EQ(changes[1].superseded_by(), 6u);
  EXPECT_EQ(changes[2].superseded_by(), 6u);
  EXPECT_FALSE(changes[3].has_superseded_by());
}

TEST_F(ChangesTest, VoidAndWhatItTakesOutAreBothTold) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));            // 3
  Tell(kPlan, Scheduled("m1", "2022-06", "2022-02-01"));  // 4
  Tell(kPlan, Postponed("m1", "2022-05-01"));             // 5
  Tell(kPlan, test::Voided(5));                           // 6
  const std::vector<v1::Change> changes = Changes("m1");
  EXPECT_THAT(Revisions(changes), ElementsAre(3, 4, 5, 6));
  EXPECT_EQ(changes[2].superseded_by(), 6u);
  EXPECT_EQ(changes[3].supersedes(), 5u);
  EXPECT_EQ(changes[3].type(), "EventVoided");
  // A void counts at the day of what it takes out.
  EXPECT_THAT(Revisions(Changes("m1", "2022-04-30")), ElementsAre(3, 4));
}

TEST_F(ChangesTest, WhatHadNotHappenedByTheDayIsNotTold) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell(kPlan, Held("m1", "2022-06-10", "2022-06-10"));
  EXPECT_THAT(Revisions(Changes("m1", "2022-06-09")), ElementsAre(3));
  EXPECT_THAT(Revisions(Changes("m1", "2022-06-10")), ElementsAre(3, 4));
}

TEST_F(ChangesTest, ChangeThatMayHaveComeIsFlaggedPossible) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell(kPlan, Scheduled("m1", "2022-12", "2022-02-01"));
  Tell(kPlan, Postponed("m1", "2022-06"));
  const std::vector<v1::Change> within = Changes("m1", "2022-06-15");
  ASSERT_EQ(within.size(), 3u);
  EXPECT_FALSE(within[1].possible());
  EXPECT_TRUE(within[2].possible());
  const std::vector<v1::Change> after = Changes("m1", "2022-06-30");
  ASSERT_EQ(after.size(), 3u);
  EXPECT_FALSE(after[2].possible());
}

TEST_F(ChangesTest, ConfirmationsBelongToWhatTheyConfirm) {
  Tell("directory", Party("cn", "중국"));
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell(kPlan, Registered("m2", "2022-02-01"));
  v1::PlanEvent confirmed = test::Effective("2022-03-01");
  confirmed.mutable_change_confirmed()->set_confirmed_revision(3);
  confirmed.mutable_change_confirmed()->set_party_id("cn");
  Tell(kPlan, confirmed);
  EXPECT_THAT(Revisions(Changes("m1")), ElementsAre(3, 5));
  EXPECT_THAT(Revisions(Changes("m2")), ElementsAre(4));
}

TEST_F(ChangesTest, WholePlanTellsEverything) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  EXPECT_THAT(Revisions(Changes("")), ElementsAre(0, 1, 2, 3));
}

TEST_F(ChangesTest, FindingsStandWithTheirChange) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell(kPlan, Scheduled("m1", "2022-04", "2022-02-01"));
  Tell(kPlan, Held("m1", "2022-06-10", "2022-06-10"));
  const std::vector<v1::Change> changes = Changes("m1");
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[1].findings_size(), 0);
  EXPECT_EQ(changes[2].findings_size(), 1);
}

TEST_F(ChangesTest, MarksStandBesideWhatWasWrongAndWhatCorrectsIt) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));            // 3
  Tell(kPlan, Scheduled("m1", "2022-06", "2022-02-01"));  // 4
  Tell(kPlan,
       test::Corrected(4, Scheduled("m1", "2022-07", "2022-02-01")));  // 5
  Tell(kPlan, Postponed("m1", "2022-05-01"));                          // 6
  Tell(kPlan, test::Voided(6));                                        // 7
  const std::vector<v1::Change> changes = Changes("m1");
  ASSERT_THAT(Revisions(changes), ElementsAre(3, 4, 5, 6, 7));
  EXPECT_EQ(changes[0].marks_size(), 0);
  ASSERT_EQ(changes[1].marks_size(), 1);
  EXPECT_EQ(changes[1].marks(0).kind(), v1::ChangeMark::KIND_CORRECTED);
  EXPECT_EQ(changes[1].marks(0).position(), 5u);
  EXPECT_EQ(changes[1].marks(0).text(),
            "corrected by position 5: `m1` was planned for July 2022");
  EXPECT_EQ(changes[1].sentence(), "`m1` was planned for June 2022");
  ASSERT_EQ(changes[2].marks_size(), 1);
  EXPECT_EQ(changes[2].marks(0).text(), "corrects position 4");
  ASSERT_EQ(changes[3].marks_size(), 1);
  EXPECT_EQ(changes[3].marks(0).kind(), v1::ChangeMark::KIND_ENTERED_IN_ERROR);
  EXPECT_EQ(changes[3].marks(0).text(),
            "entered in error, taken out by position 7");
  EXPECT_EQ(changes[3].sentence(),
            "`m1` was postponed; it had been planned for July 2022");
  EXPECT_EQ(changes[4].marks(0).kind(), v1::ChangeMark::KIND_TAKES_OUT);
}

TEST_F(ChangesTest, StatementsOfThePartiesStandAtWhatTheyAreAbout) {
  Tell("directory", Party("cn", "중국"));
  Tell("directory", Party("kr", "한국"));
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));  // 3
  v1::PlanEvent confirmed = test::Effective("2022-03-01");
  confirmed.mutable_change_confirmed()->set_confirmed_revision(3);
  confirmed.mutable_change_confirmed()->set_party_id("cn");
  Tell(kPlan, confirmed);  // 4
  v1::PlanEvent disputed = test::Effective("2022-03-02");
  disputed.mutable_change_disputed()->set_disputed_revision(3);
  disputed.mutable_change_disputed()->set_party_id("kr");
  disputed.mutable_change_disputed()->set_statement("세미나임");
  Tell(kPlan, disputed);  // 5
  v1::PlanEvent by_mistake = confirmed;
  by_mistake.mutable_change_confirmed()->set_party_id("kr");
  Tell(kPlan, by_mistake);       // 6
  Tell(kPlan, test::Voided(6));  // 7
  const std::vector<v1::Change> changes = Changes("m1");
  ASSERT_EQ(changes[0].revision(), 3u);
  ASSERT_EQ(changes[0].statements_size(), 2);
  EXPECT_EQ(changes[0].statements(0).text(), "중국 confirmed this");
  EXPECT_FALSE(changes[0].statements(0).disputed());
  EXPECT_EQ(changes[0].statements(1).text(), "한국 disputed this: 세미나임");
  EXPECT_TRUE(changes[0].statements(1).disputed());
  EXPECT_EQ(changes[0].statements(1).revision(), 5u);
  EXPECT_EQ(Changes("m1", "2022-03-01")[0].statements_size(), 1);
}

TEST_F(ChangesTest, DiscrepancyTellsEachSidesWordAndItsSettlement) {
  Tell("directory", Party("cn", "중국"));
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));  // 3
  v1::PlanEvent event = test::Effective("2022-03-01");
  auto* noted = event.mutable_discrepancy_noted();
  noted->set_discrepancy_id("d1");
  noted->set_entity("m1");
  noted->set_field("date");
  noted->set_kind(v1::DISCREPANCY_KIND_COMPATIBLE);
  noted->add_values()->set_text("10월 말");
  noted->mutable_values(0)->add_asserted_by("cn");
  noted->add_values()->set_text("10월");
  Tell(kPlan, event);  // 4
  v1::PlanEvent settled = test::Effective("2022-04-01");
  settled.mutable_discrepancy_resolved()->set_discrepancy_id("d1");
  Tell(kPlan, settled);  // 5
  const std::vector<v1::Change> changes = Changes("m1");
  ASSERT_THAT(Revisions(changes), ElementsAre(3, 4, 5));
  ASSERT_EQ(changes[1].sides_size(), 2);
  EXPECT_EQ(changes[1].sides(0).text(), "10월 말");
  EXPECT_THAT(changes[1].sides(0).asserted_by(), ElementsAre("중국"));
  EXPECT_EQ(changes[1].sides(1).asserted_by_size(), 0);
}

TEST_F(ChangesTest, ProjectHasItsActivitiesAndTheirParts) {
  RecordPlan();
  v1::PlanEvent outside = Registered("m2", "2022-02-01");
  outside.mutable_activity_registered()->clear_project_ids();
  Tell(kPlan, Registered("m1", "2022-02-01"));                 // 3
  Tell(kPlan, outside);                                        // 4
  Tell(kPlan, Scheduled("m1", "2022-06", "2022-02-01"));       // 5
  Tell(kPlan, test::SplitInto("m1", "a", "b", "2022-03-01"));  // 6
  Tell(kPlan, test::Cancelled("b", "2022-04-01"));             // 7
  EXPECT_THAT(Revisions(Changes("p1")), ElementsAre(2, 3, 5, 6, 7));
  EXPECT_THAT(Revisions(Changes("a1")), ElementsAre(1, 2, 3, 5, 6, 7));
  EXPECT_THAT(Revisions(Changes("m1")), ElementsAre(3, 5, 6));
  EXPECT_THAT(Revisions(Changes(kPlan)), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST_F(ChangesTest, ActivityThatLeftAProjectStaysInItsAccount) {
  RecordPlan();
  v1::PlanEvent second = test::ProjectOne();
  second.mutable_project_defined()->set_project_id("p2");
  second.mutable_project_defined()->set_number(2);
  Tell(kPlan, second);                          // 3
  Tell(kPlan, Registered("m1", "2022-02-01"));  // 4
  v1::PlanEvent moved = test::Effective("2022-03-01");
  auto* changed = moved.mutable_activity_details_changed();
  changed->set_activity_id("m1");
  changed->add_changed_fields("project_ids");
  changed->mutable_details()->add_project_ids("p2");
  Tell(kPlan, moved);  // 5
  EXPECT_THAT(Revisions(Changes("p1")), ElementsAre(2, 4, 5));
  EXPECT_THAT(Revisions(Changes("p2")), ElementsAre(3, 4, 5));
}

TEST_F(ChangesTest, AccountIsToldInTheLanguageAskedFor) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  v1::ListChangesRequest request;
  request.set_plan(kPlan);
  request.set_entity("m1");
  request.set_language("ko");
  const auto korean = List(request);
  ASSERT_THAT(korean, IsOk());
  EXPECT_EQ(korean->language(), "ko");
  EXPECT_EQ(korean->changes(0).sentence(),
            "세부사업 “교류”의 회의 `m1`이 등록되었다");
  EXPECT_EQ(korean->changes(0).effective_text(), "2022년 2월 1일");
  EXPECT_EQ(korean->changes(0).missing_names_size(), 0);
  request.set_language("zh-CN");
  const auto chinese = List(request);
  ASSERT_THAT(chinese, IsOk());
  EXPECT_EQ(chinese->changes(0).sentence(), "项目“교류”的会议`m1`已登记");
  std::vector<std::string> missing;
  for (const auto& name : chinese->changes(0).missing_names()) {
    missing.push_back(name.entity());
  }
  EXPECT_THAT(missing, ElementsAre("m1", "p1"));
  request.set_language("fr");
  EXPECT_THAT(List(request), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ChangesTest, FindingsAreToldInTheLanguageAskedFor) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  Tell(kPlan, Scheduled("m1", "2022-04", "2022-02-01"));
  Tell(kPlan, Held("m1", "2022-06-10", "2022-06-10"));
  v1::ListChangesRequest request;
  request.set_plan(kPlan);
  request.set_entity("m1");
  request.set_language("ko");
  const auto response = List(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->changes(2).finding_words_size(), 1);
  EXPECT_EQ(response->changes(2).finding_words(0).rule(),
            "held-outside-planned");
  EXPECT_EQ(response->changes(2).finding_words(0).text(),
            "예정된 기간 밖에 개최됨");
}

TEST_F(ChangesTest, UnknownEntityIsNotFoundNamingNearOnes) {
  RecordPlan();
  Tell(kPlan, Registered("conference-2022", "2022-02-01"));
  v1::ListChangesRequest request;
  request.set_plan(kPlan);
  request.set_entity("conference-2020");
  const auto response = List(request);
  EXPECT_THAT(response, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(response.status().message(),
              HasSubstr("unknown entity `conference-2020` in clear-sky/2022; "
                        "did you mean `conference-2022`?"));
  request.set_plan("clear-sky/1999");
  EXPECT_THAT(List(request), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ChangesTest, PagesTellOneAccountThoughTheLedgerGrows) {
  RecordPlan();
  Tell(kPlan, Registered("m1", "2022-02-01"));
  v1::ListChangesRequest request;
  request.set_plan(kPlan);
  request.set_page_size(3);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->changes_size(), 3);
  ASSERT_NE(first->next_page_token(), "");
  // Would stand before what the next page tells.
  Tell(kPlan, Registered("m0", "2021-01-01"));
  request.set_page_token(first->next_page_token());
  const auto second = List(request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->changes_size(), 1);
  EXPECT_EQ(second->changes(0).revision(), 3u);
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(second->basis().known_count(), 4u);

  request.set_page_token("next");
  EXPECT_THAT(List(request), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ChangesTest, RolesAndOrganisationsAreToldByName) {
  Tell("directory", Party("kr", "한국"));
  v1::PlanEvent ministry;
  ministry.mutable_organisation_registered()->set_organisation_id("me-kr");
  ministry.mutable_organisation_registered()->set_party_id("kr");
  *ministry.mutable_organisation_registered()->add_labels() = Ko("환경부");
  Tell("directory", ministry);
  RecordPlan();
  v1::PlanEvent lead = test::Effective("2022-01-01");
  lead.mutable_responsibility_assigned()->set_organisation_id("me-kr");
  lead.mutable_responsibility_assigned()->set_kind(
      v1::RESPONSIBILITY_KIND_LEAD);
  lead.mutable_responsibility_assigned()->set_entity("p1");
  Tell(kPlan, lead);
  std::vector<std::string> sentences;
  for (const v1::Change& change : Changes("")) {
    sentences.push_back(change.sentence());
  }
  EXPECT_THAT(sentences, Contains("“환경부” became the lead for “교류”"));
}

}  // namespace
}  // namespace clearsky
