// What is proposed for the release of 2022-09-28 with its facts.

#include <algorithm>
#include <string>
#include <vector>

#include "document/release_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Proposed& Release() {
  static const Proposed* const kProposed =
      new Proposed(ReleaseText(), ReleaseFacts());
  return *kProposed;
}

std::vector<std::string> Texts(
    const google::protobuf::RepeatedPtrField<v1::Label>& labels) {
  std::vector<std::string> texts;
  for (const v1::Label& label : labels) texts.push_back(label.text());
  return texts;
}

TEST(ProposeReleaseTest, StreamsStandInTheOrderOfRecording) {
  EXPECT_THAT(Release().Streams(),
              ElementsAre("directory", kFramework, "cbd-cop15", kPlan));
}

TEST(ProposeReleaseTest, EachPlanStreamStartsWithItsPlan) {
  for (const std::string& stream : Release().Streams()) {
    if (stream == "directory") continue;
    EXPECT_TRUE(Release().Events(stream).front().has_plan_registered())
        << stream;
    EXPECT_THAT(Release().Events(stream, "PlanRegistered"), SizeIs(1));
  }
}

TEST(ProposeReleaseTest, TheDocumentStandsFirst) {
  const v1::PlanEvent event = Release().Events("directory").front();
  ASSERT_TRUE(event.has_document_registered());
  const v1::DocumentRegistered& document = event.document_registered();
  EXPECT_EQ(document.issuer(), "me-kr");
  EXPECT_EQ(document.document_id(), "press-release-2022-09-28");
  EXPECT_EQ(document.kind(), "press-release");
  EXPECT_EQ(document.media_type(), "text/plain; charset=utf-8");
  EXPECT_EQ(document.size_bytes(), ReleaseText().size());
  EXPECT_EQ(document.sha256().size(), 32u);
  EXPECT_EQ(document.date().edtf(), "2022-09-28");
  EXPECT_THAT(Texts(document.titles()),
              ElementsAre("한중, 미세먼지 저감 및 탄소중립 분야 협력 강화"));
  EXPECT_EQ(Release().proposal().document_event_id,
            Release().proposal().streams[0].events(0).event_id());
}

TEST(ProposeReleaseTest, PartiesAndOrganisationsAreRegistered) {
  EXPECT_THAT(Release().Events("directory", "PartyRegistered"), SizeIs(3));
  EXPECT_THAT(Release().Events("directory", "OrganisationRegistered"),
              SizeIs(6));
  const auto division =
      Release()
          .Event("directory", "OrganisationRegistered", "me-kr-cco-intl")
          .organisation_registered();
  EXPECT_EQ(division.parent(), "me-kr-cco");
  EXPECT_EQ(division.kind(), "division");
  EXPECT_THAT(Texts(division.labels()),
              ElementsAre("국제협력과", "International Cooperation Division",
                          "国际合作科"));
}

TEST(ProposeReleaseTest, MinistersAndHeadsAreInTheirRoles) {
  EXPECT_THAT(Release().Events("directory", "PersonRegistered"), SizeIs(4));
  const auto roles = Release().Events("directory", "RoleAssigned");
  ASSERT_THAT(roles, SizeIs(4));
  const auto minister =
      Release()
          .Event("directory", "RoleAssigned", "me-kr-minister")
          .role_assigned();
  EXPECT_EQ(minister.person_id(), "person:han-wha-jin");
  EXPECT_EQ(minister.organisation_id(), "me-kr");
  EXPECT_THAT(Texts(minister.titles()),
              ElementsAre("장관", "Minister", "部长"));
  Release().Event("directory", "RoleAssigned", "mee-cn-dic-director-general");
}

TEST(ProposeReleaseTest, SeriesHaveAliasesNumberingAndRecurrence) {
  EXPECT_THAT(Release().Events("directory", "SeriesDefined"), SizeIs(18));
  const auto annual =
      Release()
          .Event("directory", "SeriesDefined", "clear-sky-annual")
          .series_defined();
  EXPECT_EQ(annual.recurrence(), "FREQ=YEARLY");
  EXPECT_EQ(annual.period().edtf(), "2020/..");
  const auto directors =
      Release().Event("directory", "SeriesDefined", "dg").series_defined();
  EXPECT_EQ(directors.numbering(), v1::SERIES_NUMBERING_ORDINAL);
  EXPECT_THAT(Texts(directors.aliases()), ElementsAre("국장급 회의"));
  EXPECT_THAT(Texts(Release()
                        .Event("directory", "SeriesDefined", "minister")
                        .series_defined()
                        .aliases()),
              ElementsAre("한·중 환경장관회의"));
}

TEST(ProposeReleaseTest, TheFirstFiveYearPlanWasSignedAtTheSummit) {
  const v1::PlanEvent event =
      Release().Event(kFramework, "AgreementSigned", "env-plan-1");
  const v1::AgreementSigned& agreement = event.agreement_signed();
  EXPECT_EQ(agreement.kind(), v1::AGREEMENT_KIND_FIVE_YEAR_PLAN);
  EXPECT_EQ(agreement.period().edtf(), "2018/2022");
  EXPECT_EQ(agreement.date().edtf(), "2017-12");
  EXPECT_EQ(event.provenance().effective().edtf(), "2017-12");
  EXPECT_EQ(agreement.at_activity(), "summit-2017-12");
  EXPECT_THAT(Texts(agreement.occasion()), Contains("한중 정상회담"));
  EXPECT_THAT(agreement.party_ids(), ElementsAre("kr", "cn"));
  EXPECT_EQ(agreement.ordinal(), 1u);
}

TEST(ProposeReleaseTest, TheMemorandumWasSignedInNovember2019) {
  const auto agreement =
      Release()
          .Event(kFramework, "AgreementSigned", "clear-sky-mou")
          .agreement_signed();
  EXPECT_EQ(agreement.kind(), v1::AGREEMENT_KIND_MEMORANDUM);
  EXPECT_EQ(agreement.date().edtf(), "2019-11");
}

TEST(ProposeReleaseTest, TheSecondFiveYearPlanIsInPreparation) {
  const auto agreement =
      Release()
          .Event(kFramework, "AgreementProposed", "env-plan-2")
          .agreement_proposed();
  EXPECT_EQ(agreement.period().edtf(), "2023/2027");
  EXPECT_EQ(agreement.planned_date().edtf(), "2023-40");
  EXPECT_EQ(agreement.at_activity(), "minister-next");
  EXPECT_EQ(agreement.parent(), "env-plan-1");
}

TEST(ProposeReleaseTest, TheDirectorsGeneralMeetingIsHeld) {
  const auto registered = Release()
                              .Event(kFramework, "ActivityRegistered", "dg-6")
                              .activity_registered();
  EXPECT_EQ(registered.ordinal(), 6u);
  EXPECT_EQ(registered.ordinal_text(), "제6차");
  EXPECT_EQ(registered.series_id(), "dg");
  EXPECT_THAT(registered.project_ids(), IsEmpty());
  const auto held =
      Release().Event(kFramework, "ActivityHeld", "dg-6").activity_held();
  EXPECT_EQ(held.date().edtf(), "2022-09-28");
  EXPECT_EQ(held.date().part_of_day(), v1::PartialDate::PART_OF_DAY_AFTERNOON);
  EXPECT_EQ(held.delivery().mode(), v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  EXPECT_EQ(held.delivery().verbatim(), "화상회의");
  ASSERT_EQ(held.venues_size(), 1);
  EXPECT_EQ(held.venues(0).names(0).text(), "한강홍수통제소");
  EXPECT_EQ(held.venues(0).localities(0).text(), "서울 서초구");
  EXPECT_EQ(held.venues(0).party_id(), "kr");
  ASSERT_EQ(held.heads_size(), 2);
  EXPECT_EQ(held.heads(0).person_id(), "person:ahn-se-chang");
  EXPECT_EQ(held.heads(0).party_id(), "kr");
  EXPECT_EQ(held.heads(0).role(), "수석 대표");
  EXPECT_EQ(held.heads(1).party_id(), "cn");
}

TEST(ProposeReleaseTest, OutcomesHaveTheirKindsAndWords) {
  std::vector<v1::OutcomeKind> kinds;
  for (const auto& event : Release().Events(kFramework, "OutcomeRecorded")) {
    const v1::OutcomeRecorded& outcome = event.outcome_recorded();
    kinds.push_back(outcome.kind());
    EXPECT_EQ(outcome.activity_id(), "dg-6");
    if (outcome.about(0).kind() == v1::Label::KIND_BODY) {
      EXPECT_EQ(outcome.about(0).text(),
                Proposed::Collapsed(Release().Quote(event)));
    }
    if (outcome.kind() == v1::OUTCOME_KIND_STATEMENT) {
      EXPECT_EQ(outcome.speaker(), "person:ahn-se-chang");
    }
  }
  EXPECT_EQ(std::count(kinds.begin(), kinds.end(), v1::OUTCOME_KIND_AGENDA), 4);
  for (const v1::OutcomeKind kind :
       {v1::OUTCOME_KIND_DISCUSSED, v1::OUTCOME_KIND_SHARED_VIEW,
        v1::OUTCOME_KIND_ASSESSED, v1::OUTCOME_KIND_AGREED,
        v1::OUTCOME_KIND_INTENDED, v1::OUTCOME_KIND_STATEMENT}) {
    EXPECT_THAT(kinds, Contains(kind));
  }
}

TEST(ProposeReleaseTest, WhatWasAgreedOfThePlanIsDueWhenItIsToBeAdopted) {
  bool found = false;
  for (const auto& event : Release().Events(kFramework, "OutcomeRecorded")) {
    const v1::OutcomeRecorded& outcome = event.outcome_recorded();
    if (outcome.kind() != v1::OUTCOME_KIND_AGREED ||
        outcome.entities().empty()) {
      continue;
    }
    found = true;
    EXPECT_THAT(outcome.entities(), ElementsAre("env-plan-2"));
    EXPECT_EQ(outcome.due().edtf(), "2023-40");
  }
  EXPECT_TRUE(found);
}

TEST(ProposeReleaseTest, OtherMeetingsOfTheFrameworkAreKnown) {
  EXPECT_EQ(Release().Types(kFramework, "minister-2022-02-28"),
            "ActivityRegistered ActivityHeld");
  EXPECT_EQ(Release().Types(kFramework, "summit-2017-12"),
            "ActivityRegistered ActivityHeld");
  const auto next = Release()
                        .Event(kFramework, "ActivityScheduled", "minister-next")
                        .activity_scheduled();
  EXPECT_EQ(next.date().edtf(), "2023-40");
  EXPECT_EQ(next.date().verbatim(), "내년 상반기");
  const auto working =
      Release()
          .Event(kFramework, "ActivityScheduled", "working-followup")
          .activity_scheduled();
  EXPECT_EQ(working.date().reading(), v1::PartialDate::READING_TO_BE_DECIDED);
  ASSERT_EQ(working.date().relative_size(), 2);
  EXPECT_EQ(working.date().relative(0).relation(),
            v1::RelativeDate::RELATION_AFTER);
  EXPECT_EQ(working.date().relative(0).activity(), "dg-6");
  EXPECT_EQ(working.date().relative(1).relation(),
            v1::RelativeDate::RELATION_BEFORE);
  EXPECT_EQ(working.date().relative(1).activity(), "minister-next");
}

TEST(ProposeReleaseTest, TheConferenceOfThePartiesHasAStreamOfItsOwn) {
  const auto registered = Release()
                              .Event("cbd-cop15", "ActivityRegistered", "cop15")
                              .activity_registered();
  EXPECT_EQ(registered.organiser(), "cn");
  EXPECT_EQ(registered.ordinal(), 15u);
  const v1::PlanEvent scheduled =
      Release().Event("cbd-cop15", "ActivityScheduled", "cop15");
  EXPECT_EQ(scheduled.activity_scheduled().date().edtf(),
            "2022-12-07/2022-12-19");
  EXPECT_EQ(scheduled.activity_scheduled().venues(0).country(), "ca");
  EXPECT_EQ(scheduled.provenance().effective().edtf(), "2022-09-28");
  const auto outcomes = Release().Events("cbd-cop15", "OutcomeRecorded");
  ASSERT_THAT(outcomes, SizeIs(1));
  EXPECT_EQ(outcomes[0].outcome_recorded().kind(), v1::OUTCOME_KIND_INTENDED);
}

TEST(ProposeReleaseTest, ThePlanIsKnownFromItsFirstDay) {
  const v1::PlanEvent event = Release().Events(kPlan).front();
  EXPECT_EQ(event.provenance().effective().edtf(), "2022-01-01");
  EXPECT_EQ(event.provenance().basis(), v1::BASIS_INFERRED);
  const v1::PlanRegistered& plan = event.plan_registered();
  EXPECT_EQ(plan.period().edtf(), "2022");
  EXPECT_EQ(plan.parent_agreement(), "kr-cn-environment#clear-sky-mou");
  EXPECT_EQ(plan.series_id(), "clear-sky-annual");
  EXPECT_EQ(plan.titles(0).text(), "2022년 청천(晴天)계획");
}

TEST(ProposeReleaseTest, AreasAndProjectsHaveBothSpellings) {
  EXPECT_THAT(Release().Events(kPlan, "AreaDefined"), SizeIs(3));
  EXPECT_THAT(Release().Events(kPlan, "ProjectDefined"), SizeIs(9));
  const v1::PlanEvent event = Release().Event(kPlan, "ProjectDefined", "p4");
  EXPECT_EQ(event.provenance().effective().edtf(), "2022-01-01");
  const v1::ProjectDefined& project = event.project_defined();
  EXPECT_EQ(project.number(), 4u);
  EXPECT_EQ(project.area_id(), "policy-tech");
  ASSERT_EQ(project.labels_size(), 4);
  EXPECT_EQ(project.labels(0).text(), "탄소중립/ 온실가스 정책 교류");
  EXPECT_EQ(project.labels(0).kind(), v1::Label::KIND_TABLE);
  EXPECT_EQ(project.labels(1).text(), "탄소중립·온실가스 정책교류");
  EXPECT_EQ(project.labels(1).kind(), v1::Label::KIND_BODY);
  EXPECT_EQ(project.labels(2).kind(), v1::Label::KIND_TRANSLATION);
  EXPECT_THAT(
      Texts(Release()
                .Event(kPlan, "AreaDefined", "joint-research")
                .area_defined()
                .labels()),
      ElementsAre("공동 연구", "공동연구", "Joint research", "联合研究"));
}

TEST(ProposeReleaseTest, SixteenActivitiesMakeSeventeenLines) {
  EXPECT_THAT(Release().Events(kPlan, "ActivityRegistered"), SizeIs(16));
  const auto kickoff = Release()
                           .Event(kPlan, "ActivityRegistered", "kickoff-2022")
                           .activity_registered();
  EXPECT_THAT(kickoff.project_ids(), ElementsAre("p8", "p9"));
  EXPECT_EQ(Release().Findings("printed-twice").size(), 1u);
}

TEST(ProposeReleaseTest, APastDateIsHeldOnItsDayAsImplied) {
  const v1::PlanEvent held =
      Release().Event(kPlan, "ActivityHeld", "air-policy-exchange-6");
  EXPECT_EQ(held.provenance().effective().edtf(), "2022-04-29");
  EXPECT_EQ(held.provenance().basis(), v1::BASIS_IMPLIED);
  EXPECT_EQ(held.activity_held().delivery().verbatim(), "영상회의");
  EXPECT_EQ(Release()
                .Event(kPlan, "ActivityHeld", "air-fair-4")
                .provenance()
                .effective()
                .edtf(),
            "2022-08-31/2022-09-02");
}

TEST(ProposeReleaseTest, WhatIsPlannedIsScheduledByTheRelease) {
  const v1::PlanEvent scheduled =
      Release().Event(kPlan, "ActivityScheduled", "forecast-workshop-3");
  EXPECT_EQ(scheduled.provenance().effective().edtf(), "2022-09-28");
  EXPECT_EQ(scheduled.provenance().basis(), v1::BASIS_STATED);
  EXPECT_EQ(scheduled.activity_scheduled().date().edtf(), "2022-10");
  EXPECT_EQ(Release()
                .Event(kPlan, "ActivityRegistered", "forecast-workshop-3")
                .activity_registered()
                .title_suffix(),
            "개최");
}

TEST(ProposeReleaseTest, TheReportIsAPlannedDeliverableByInference) {
  const v1::PlanEvent scheduled =
      Release().Event(kPlan, "ActivityScheduled", "phase-report-2020-2022");
  EXPECT_EQ(scheduled.activity_scheduled().date().edtf(), "2022-12/..");
  EXPECT_EQ(scheduled.provenance().basis(), v1::BASIS_INFERRED);
  const auto registered =
      Release()
          .Event(kPlan, "ActivityRegistered", "phase-report-2020-2022")
          .activity_registered();
  EXPECT_EQ(registered.kind(), v1::ACTIVITY_KIND_DELIVERABLE);
  EXPECT_EQ(registered.coverage().edtf(), "2020/2022");
  EXPECT_THAT(Release().Findings("future-without-planned-word"), SizeIs(1));
}

TEST(ProposeReleaseTest, TheHotlineIsUsedTwice) {
  EXPECT_EQ(Release().Types(kPlan, "hotline-2022"),
            "ActivityRegistered OccurrenceLogged OccurrenceLogged");
  const auto logged = Release().Events(kPlan, "OccurrenceLogged");
  ASSERT_THAT(logged, SizeIs(2));
  EXPECT_EQ(logged[0].provenance().effective().edtf(), "2022-01-07");
  EXPECT_EQ(logged[1].provenance().effective().edtf(), "2022-02-11");
  const v1::PlanEvent registered =
      Release().Event(kPlan, "ActivityRegistered", "hotline-2022");
  EXPECT_EQ(registered.provenance().effective().edtf(), "2022-01-07");
  EXPECT_EQ(registered.activity_registered().level(), "실무자급");
}

TEST(ProposeReleaseTest, LineThreeIsHostedByTheMinistersMeeting) {
  const auto held = Release()
                        .Event(kPlan, "ActivityHeld", "seasonal-regular-2022")
                        .activity_held();
  EXPECT_EQ(held.host().activity(), "kr-cn-environment#minister-2022-02-28");
  EXPECT_EQ(held.host().labels(0).text(), "한·중 환경장관회의");
}

TEST(ProposeReleaseTest, TranslationsComeFromTheFacts) {
  EXPECT_THAT(
      Texts(Release()
                .Event(kPlan, "ActivityRegistered", "air-policy-exchange-7")
                .activity_registered()
                .titles()),
      ElementsAre("대기오염관리 정책 기술 교류회",
                  "policy and technology exchange on air pollution management",
                  "大气污染管理政策技术交流会"));
  EXPECT_THAT(Texts(Release()
                        .Event(kPlan, "ActivityRegistered", "kickoff-2022")
                        .activity_registered()
                        .titles()),
              Contains("“晴天计划”环境技术与产业合作启动会"));
}

TEST(ProposeReleaseTest, DivisionsAreResponsibleForThePlan) {
  const auto assigned = Release().Events(kPlan, "ResponsibilityAssigned");
  ASSERT_THAT(assigned, SizeIs(2));
  EXPECT_EQ(assigned[0].responsibility_assigned().organisation_id(),
            "me-kr-cco-intl");
  EXPECT_EQ(assigned[0].responsibility_assigned().kind(),
            v1::RESPONSIBILITY_KIND_LEAD);
  EXPECT_EQ(assigned[1].responsibility_assigned().kind(),
            v1::RESPONSIBILITY_KIND_JOINT);
  EXPECT_EQ(assigned[1].responsibility_assigned().entity(), kPlan);
}

TEST(ProposeReleaseTest, MeasuresHaveTheirPeriods) {
  EXPECT_EQ(Release()
                .Event(kPlan, "MeasureDefined", "kr-seasonal-3")
                .measure_defined()
                .period()
                .edtf(),
            "2021-12/2022-03");
  EXPECT_EQ(Release()
                .Event(kPlan, "MeasureDefined", "cn-autumn-winter-2021")
                .measure_defined()
                .party_id(),
            "cn");
}

TEST(ProposeReleaseTest, TheConferencesTwoDatesAreACompatibleDiscrepancy) {
  const auto discrepancies = Release().Events(kPlan, "DiscrepancyNoted");
  ASSERT_THAT(discrepancies, SizeIs(1));
  const v1::DiscrepancyNoted& noted = discrepancies[0].discrepancy_noted();
  EXPECT_EQ(noted.entity(), "clear-sky-conference-2022");
  EXPECT_EQ(noted.field(), "date");
  EXPECT_EQ(noted.kind(), v1::DISCREPANCY_KIND_COMPATIBLE);
  ASSERT_EQ(noted.values_size(), 2);
  EXPECT_EQ(noted.values(0).text(), "올해 10월 말");
  EXPECT_EQ(noted.values(0).date().edtf(), "[2022-10-21..2022-10-31]");
  EXPECT_EQ(noted.values(1).date().edtf(), "2022-10");
  EXPECT_LT(noted.values(0).source().end_byte(),
            noted.values(1).source().begin_byte());
}

TEST(ProposeReleaseTest, TheProgressWasReviewedByTheMeeting) {
  const auto reviewed = Release().Events(kPlan, "ProgressReviewed");
  ASSERT_THAT(reviewed, SizeIs(1));
  EXPECT_EQ(reviewed[0].progress_reviewed().at_activity(),
            "kr-cn-environment#dg-6");
  EXPECT_EQ(reviewed[0].provenance().effective().edtf(), "2022-09-28");
}

TEST(ProposeReleaseTest, TheTableWasPublishedInTheRelease) {
  const v1::PlanEvent event = Release().Events(kPlan).back();
  ASSERT_TRUE(event.has_table_published());
  const v1::TablePublished& published = event.table_published();
  EXPECT_EQ(published.as_of_day(), "2022-09-28");
  EXPECT_EQ(published.language(), "ko");
  EXPECT_EQ(published.style(), v1::TABLE_STYLE_AS_PUBLISHED);
  EXPECT_EQ(published.format(), "text/plain; charset=utf-8");
  EXPECT_EQ(published.renderer_version(), 0u);
  EXPECT_EQ(published.document_id(), "press-release-2022-09-28");
  EXPECT_EQ(published.sha256(), event.provenance().source().sha256());
  EXPECT_THAT(Release().Quote(event), HasSubstr("분야\t세부사업"));
}

TEST(ProposeReleaseTest, OnlyTheSummingUpMeetingIsLeftOut) {
  const auto left_out = Release().Findings("fact-left-out");
  ASSERT_THAT(left_out, SizeIs(1));
  EXPECT_THAT(left_out[0].message(), HasSubstr("meeting:air-video-2022"));
  EXPECT_THAT(Release().Findings("fact-differs-from-table"), IsEmpty());
  EXPECT_THAT(Release().Findings("field-unread"), IsEmpty());
}

}  // namespace
}  // namespace clearsky::document
