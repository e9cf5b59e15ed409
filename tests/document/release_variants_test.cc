// Releases other than that of 2022-09-28: nothing may be known beforehand.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "document/recorded_fixture.h"
#include "document/release_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::document {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Tsv(const Proposed& proposed, const std::string& plan = kPlan) {
  return Recorded(proposed.proposal()).Tsv(plan);
}

// The release's own rows, as a table would print them.
std::string Rows(const std::string& text) {
  std::string tsv = "area\tproject\tline\n";
  const auto lines = ReadReleaseTable(text);
  EXPECT_TRUE(lines.ok()) << lines.status();
  if (!lines.ok()) return tsv;
  for (const ReleaseLine& line : *lines) {
    absl::StrAppend(&tsv, line.area, "\t", line.project, "\t", line.line, "\n");
  }
  return tsv;
}

TEST(ReleaseVariantsTest, ReplacedWordsAreReadAsTheyStand) {
  std::string text = ReleaseText();
  text = Replaced(text, "교류회(4.29, 영상회의)", "교류회(5.3, 대면)");
  text = Replaced(text, "제7차 대기오염관리 정책 기술 교류회(10월 예정",
                  "제8차 대기오염관리 정책 기술 교류회(11.9 예정");
  text = Replaced(text, "(실무자급, 1.7, 2.11)", "(과장급, 1.8, 2.12, 3.4)");
  text = Replaced(text, "박람회(8.31~9.2, 비대면)", "박람회(8.30~31, 영상)");
  text = Replaced(text, "대기질 예보정보 및 예보기술 교류\t",
                  "대기질 예보 교류\t");
  const Proposed proposed(text, ReleaseFacts());
  EXPECT_EQ(Tsv(proposed), Rows(text));
  // What is not the activity of a fact gets an id of its own, and its series.
  const auto eighth = proposed.Event(kPlan, "ActivityRegistered", "p1-l2")
                          .activity_registered();
  EXPECT_EQ(eighth.ordinal(), 8u);
  EXPECT_EQ(eighth.series_id(), "air-policy-exchange");
  EXPECT_THAT(proposed.Events(kPlan, "OccurrenceLogged"), SizeIs(3));
  std::string differing;
  for (const auto& finding : proposed.Findings("fact-differs-from-table")) {
    absl::StrAppend(&differing, finding.message(), "\n");
  }
  EXPECT_THAT(differing, HasSubstr("air-policy-exchange-6"));
  EXPECT_THAT(differing, HasSubstr("2022-05-03"));
}

TEST(ReleaseVariantsTest, FewerProjectsGiveASmallerPlan) {
  const std::string text = ReleaseText();
  const size_t from = text.find("공동 연구\t대기질");
  const size_t to = text.find("기술 산업화\t환경기술");
  const std::string smaller = text.substr(0, from) + text.substr(to);
  const Proposed proposed(smaller, ReleaseFacts());
  EXPECT_EQ(Tsv(proposed), Rows(smaller));
  EXPECT_THAT(proposed.Events(kPlan, "ProjectDefined"), SizeIs(7));
  EXPECT_THAT(proposed.Events(kPlan, "AreaDefined"), SizeIs(2));
  EXPECT_EQ(
      proposed.Event(kPlan, "ProjectDefined", "p8").project_defined().number(),
      8u);
}

TEST(ReleaseVariantsTest, LineEndsDoNotChangeTheTable) {
  const std::string text = ReplacedEverywhere(ReleaseText(), "\n", "\r\n");
  const Proposed proposed(text, ReleaseFacts());
  EXPECT_EQ(Tsv(proposed), Example("implementation-table.ko.tsv"));
  EXPECT_THAT(proposed.Findings("fact-left-out"), SizeIs(1));
}

TEST(ReleaseVariantsTest, WithoutFactsTheTableAloneIsImported) {
  const Proposed proposed(ReleaseText(), "");
  EXPECT_THAT(proposed.Streams(), ElementsAre("directory", kPlan));
  EXPECT_EQ(Tsv(proposed), Example("implementation-table.ko.tsv"));
  EXPECT_THAT(proposed.Events("directory"), SizeIs(1));
  EXPECT_THAT(proposed.proposal().person_placeholders, IsEmpty());
  EXPECT_EQ(proposed.Events(kPlan)[0].plan_registered().titles(0).text(),
            "청천계획 2022년 세부이행계획");
  EXPECT_EQ(proposed.Event(kPlan, "AreaDefined", "a2").area_defined().order(),
            2u);
  EXPECT_EQ(proposed.Types(kPlan, "p2-l4"),
            "ActivityRegistered OccurrenceLogged OccurrenceLogged");
  EXPECT_EQ(proposed.Event(kPlan, "ActivityRegistered", "p7-l3")
                .activity_registered()
                .kind(),
            v1::ACTIVITY_KIND_DELIVERABLE);
  // The body's numbered list tells numbers and the other spelling.
  const auto project =
      proposed.Event(kPlan, "ProjectDefined", "p3").project_defined();
  EXPECT_EQ(project.labels(1).text(), "자동차 배출관리 정책·기술교류");
}

TEST(ReleaseVariantsTest, AnyPlanCanHaveATable) {
  const Proposed proposed(
      SmallRelease("물\t하천\t○ 제2차 하천 포럼(3.4, 대면)\n"), "",
      "rivers/2021");
  EXPECT_EQ(Tsv(proposed, "rivers/2021"),
            "area\tproject\tline\n물\t하천\t○ 제2차 하천 포럼(3.4, 대면)\n");
  const v1::PlanEvent plan = proposed.Events("rivers/2021").front();
  EXPECT_EQ(plan.plan_registered().period().edtf(), "2021");
  EXPECT_EQ(proposed.Event("rivers/2021", "ActivityHeld", "p1-l1")
                .activity_held()
                .date()
                .edtf(),
            "2021-03-04");
}

TEST(ReleaseVariantsTest, APlanWithoutYearTakesThatOfTheRelease) {
  const Proposed proposed(SmallRelease("물\t하천\t○ 하천 포럼(3.4, 대면)\n"),
                          "", "rivers");
  EXPECT_EQ(proposed.Events("rivers").front().plan_registered().period().edtf(),
            "2022");
}

TEST(ReleaseVariantsTest, AFactWithAWrongQuoteIsLeftOutWithAFinding) {
  const std::string facts =
      Replaced(ReleaseFacts(), "\"(한국) 제3차 계절관리제('21.12~'22.3)\"",
               "\"(한국) 제4차 계절관리제\"");
  const Proposed proposed(ReleaseText(), facts);
  EXPECT_THAT(proposed.Events(kPlan, "MeasureDefined"), SizeIs(1));
  const auto left_out = proposed.Findings("fact-left-out");
  ASSERT_THAT(left_out, SizeIs(2));
  EXPECT_THAT(absl::StrCat(left_out[0].message(), left_out[1].message()),
              HasSubstr("measure:kr/seasonal/3"));
  EXPECT_EQ(Tsv(proposed), Example("implementation-table.ko.tsv"));
}

TEST(ReleaseVariantsTest, WhatIsSaidToHaveHappenedLaterIsLeftOut) {
  std::string facts = ReleaseFacts();
  facts = Replaced(facts, "\"edtf\": \"2019-11\"", "\"edtf\": \"2022-11\"");
  facts = Replaced(facts, "\"edtf\": \"2022-02-28\",\n   \"mode\"",
                   "\"edtf\": \"2022-10-28\",\n   \"mode\"");
  const Proposed proposed(ReleaseText(), facts);
  EXPECT_THAT(proposed.Findings("fact-left-out"), SizeIs(3));
  EXPECT_THAT(proposed.Types(kFramework, "clear-sky-mou"), IsEmpty());
  EXPECT_THAT(proposed.Types(kFramework, "minister-2022-02-28"), IsEmpty());
  // The line keeps the words of its host, and the plan has no agreement.
  EXPECT_EQ(Tsv(proposed), Example("implementation-table.ko.tsv"));
}

TEST(ReleaseVariantsTest, ARuleAbidingProposalRemainsWhenAnyFactIsMissing) {
  // Each quote in turn is made wrong; what rests on it must go with it.
  const std::string facts = ReleaseFacts();
  for (const char* quote :
       {"\"환경부(장관 한화진)\"", "\"중국 생태환경부(장관 황룬치우)\"",
        "\"(한국)\"", "\"기후탄소정책실\"", "\"한중 정상회담(‘17.12)\"",
        "\"내년 상반기 개최될 예정인 연례 한중 장관회의\"",
        "\"2.28, 한·중 환경장관회의\"", "\"장관 한화진\"", "\"캐나다\"",
        "\"안세창 환경부 기후변화정책관\"",
        "\"목표 채택을 위해 협력하기로 "
        "했다.\""}) {
    const Proposed proposed(ReleaseText(),
                            Replaced(facts, quote, "\"없는 말\""));
    EXPECT_EQ(Tsv(proposed), Example("implementation-table.ko.tsv")) << quote;
  }
}

TEST(ReleaseVariantsTest, TheKickOffUnderTwoProjectsKeepsBothOrders) {
  const std::string text = SmallRelease(
      "가\t나\t○ 착수회의(4.26, 영상) ○ 포럼(9.1, 비대면)\n"
      "\t다\t○ 박람회(8.31~9.2, 비대면) ○ 착수회의(4.26, 영상)\n");
  const Proposed proposed(text, "");
  EXPECT_THAT(proposed.Events(kPlan, "ActivityRegistered"), SizeIs(3));
  EXPECT_EQ(Tsv(proposed), Rows(text));
}

TEST(ReleaseVariantsTest, EqualTitlesOnOtherDaysAreOtherActivities) {
  const std::string text = SmallRelease(
      "가\t나\t○ 제1차 정례회의(4.26, 영상) ○ 제1차 정례회의(9.1, 영상)\n");
  const Proposed proposed(text, "");
  EXPECT_EQ(Tsv(proposed), Rows(text));
  EXPECT_THAT(proposed.Findings("ordinal-repeated"), SizeIs(1));
}

TEST(ReleaseVariantsTest, ALinePrintedTwiceInAProjectIsOne) {
  const Proposed proposed(
      SmallRelease("가\t나\t○ 회의(4.26, 영상) ○ 회의(4.26, 영상)\n"), "");
  EXPECT_THAT(proposed.Events(kPlan, "ActivityRegistered"), SizeIs(1));
  const auto findings = proposed.Findings("printed-twice");
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].line(), 8u);
}

TEST(ReleaseVariantsTest, StatesOtherThanHeldAndPlannedAreRebuilt) {
  const std::string text = SmallRelease(
      "가\t나\t○ 세미나(취소) ○ 포럼(연기) ○ 대화(미정) "
      "○ 박람회(9.26~30, 비대면) ○ 워크숍('23년 2월 예정, 대면)\n");
  const Proposed proposed(text, "");
  EXPECT_EQ(Tsv(proposed), Rows(text));
  EXPECT_EQ(proposed.Types(kPlan, "p1-l1"),
            "ActivityRegistered ActivityCancelled");
  EXPECT_EQ(proposed.Types(kPlan, "p1-l2"),
            "ActivityRegistered ActivityPostponed");
  EXPECT_EQ(proposed.Types(kPlan, "p1-l4"), "ActivityRegistered ActivityHeld");
}

TEST(ReleaseVariantsTest, WhatHasBegunWithoutTheWordIsNotOnlyPlanned) {
  const std::string text = SmallRelease(
      "가\t나\t○ 회의(9월, 화상) ○ 포럼(3분기, 서면) ○ 정례회의(월 1회, 영상) "
      "○ 핫라인 운영(연중) ○ 보고서 작성 착수(2020-2022, '22년 3월-)\n");
  const Proposed proposed(text, "");
  EXPECT_EQ(Tsv(proposed), Rows(text));
  EXPECT_EQ(proposed.Event(kPlan, "ActivityHeld", "p1-l1")
                .provenance()
                .effective()
                .edtf(),
            "2022-09-28");
  EXPECT_EQ(proposed.Types(kPlan, "p1-l4"),
            "ActivityRegistered OccurrenceLogged");
  EXPECT_EQ(proposed.Types(kPlan, "p1-l5"),
            "ActivityRegistered DeliverableStarted");
}

TEST(ReleaseVariantsTest, PutOffToADayIsPlannedForThatDay) {
  const Proposed proposed(
      SmallRelease("가\t나\t○ 세미나(11월로 연기, 비대면)\n"), "");
  EXPECT_EQ(proposed.Types(kPlan, "p1-l1"),
            "ActivityRegistered DeliveryModeChanged ActivityPostponed "
            "ActivityRescheduled");
  EXPECT_EQ(Tsv(proposed),
            "area\tproject\tline\n가\t나\t○ 세미나(11월 예정, 비대면)\n");
}

TEST(ReleaseVariantsTest, PutOffFromADayToAnotherIsPlannedForTheNewOne) {
  const Proposed proposed(
      SmallRelease("가\t나\t○ 세미나(10월에서 12월로 연기) "
                   "○ 포럼(12월 중으로 연기) ○ 대화(12.9일로 연기)\n"),
      "");
  EXPECT_EQ(Tsv(proposed),
            "area\tproject\tline\n가\t나\t○ 세미나(12월 예정)\n"
            "가\t나\t○ 포럼(12월 예정)\n가\t나\t○ 대화(12.9 예정)\n");
  EXPECT_THAT(proposed.Findings("field-unread"), SizeIs(0));
}

TEST(ReleaseVariantsTest, AUseStillToComeIsNotLogged) {
  const Proposed proposed(
      SmallRelease("가\t나\t○ 핫라인 운영(국장급, 1.7, 2.11, 12.1 예정)\n"),
      "");
  EXPECT_EQ(proposed.Types(kPlan, "p1-l1"),
            "ActivityRegistered OccurrenceLogged OccurrenceLogged");
  EXPECT_EQ(Tsv(proposed),
            "area\tproject\tline\n가\t나\t○ 핫라인 운영(국장급, 1.7, 2.11)\n");
  const auto findings = proposed.Findings("future-use");
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].message(), HasSubstr("2022-12-01"));
}

TEST(ReleaseVariantsTest, ProjectsStandAsTheTablePrintsThem) {
  std::string text = ReleaseText();
  const size_t vehicles = text.find("\t자동차 배출관리 정책기술교류\t");
  const size_t gases = text.find("\t탄소중립/ 온실가스 정책 교류\t");
  const size_t conference = text.find("\t청천컨퍼런스\t");
  text = text.substr(0, vehicles) + text.substr(gases, conference - gases) +
         text.substr(vehicles, gases - vehicles) + text.substr(conference);
  const Proposed proposed(text, ReleaseFacts());
  EXPECT_EQ(Tsv(proposed), Rows(text));
  EXPECT_THAT(proposed.Findings("project-renumbered"), SizeIs(2));
  EXPECT_EQ(
      proposed.Event(kPlan, "ProjectDefined", "p4").project_defined().number(),
      3u);
}

TEST(ReleaseVariantsTest, ANewProjectStandsWhereTheTablePrintsIt) {
  const std::string text =
      Replaced(ReleaseText(), "\t자동차 배출관리 정책기술교류\t",
               "\t악취 관리\t○ 악취 세미나(5.3, 대면)\n"
               "\t자동차 배출관리 정책기술교류\t");
  const Proposed proposed(text, ReleaseFacts());
  EXPECT_EQ(Tsv(proposed), Rows(text));
}

TEST(ReleaseVariantsTest, APlaceIsPrintedAsItWas) {
  const std::string text = SmallRelease(
      "가\t나\t○ 회의(4.5~6, 서울) ○ 포럼(연기, 당초 3.5~6, 서울)\n");
  const Proposed proposed(text, "");
  EXPECT_EQ(Tsv(proposed), Rows(text));
  EXPECT_EQ(proposed.Event(kPlan, "ActivityHeld", "p1-l1")
                .activity_held()
                .venues(0)
                .localities(0)
                .text(),
            "서울");
}

TEST(ReleaseVariantsTest, AFutureDateWithoutTheWordIsPlannedByInference) {
  const Proposed proposed(SmallRelease("가\t나\t○ 세미나(11.9, 영상)\n"), "");
  EXPECT_EQ(
      proposed.Event(kPlan, "ActivityScheduled", "p1-l1").provenance().basis(),
      v1::BASIS_INFERRED);
  const auto findings = proposed.Findings("future-without-planned-word");
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].line(), 8u);
}

TEST(ReleaseVariantsTest, WhatCannotBeReadIsAFindingAndNotAnEvent) {
  const Proposed proposed(
      SmallRelease("가\t나\t○ 세미나(4.9, 뭐라고 하는 말, 영상)\n"), "");
  const auto findings = proposed.Findings("field-unread");
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].message(), HasSubstr("뭐라고 하는 말"));
  EXPECT_EQ(Tsv(proposed),
            "area\tproject\tline\n가\t나\t○ 세미나(4.9, 영상)\n");
}

TEST(ReleaseVariantsTest, ALineWithoutDateIsRegisteredOnly) {
  const Proposed proposed(SmallRelease("가\t나\t○ 정책 세미나\n"), "");
  EXPECT_EQ(proposed.Types(kPlan, "p1-l1"), "ActivityRegistered");
  EXPECT_THAT(proposed.Findings("line-without-date"), SizeIs(1));
}

TEST(ReleaseVariantsTest, ContactPersonsOfAFactsFileAreNotImported) {
  const std::string facts = Replaced(
      ReleaseFacts(), "\"persons\": [",
      "\"persons\": [{\"id\": \"person:hong\", \"names\": {\"ko\": \"홍길동\"},"
      "\"roles\": [{\"org\": \"org:me-kr\", \"title\": {\"ko\": \"과장\"}}],"
      "\"phone\": \"044-000-0001\", \"quote\": \"과 장 홍길동\"},");
  const Proposed proposed(ReleaseText(), facts);
  EXPECT_THAT(proposed.Events("directory", "PersonRegistered"), SizeIs(4));
  EXPECT_THAT(proposed.Findings("contact-person"), SizeIs(1));
}

absl::Status Refusal(const std::string& text, const std::string& facts) {
  return ProposeRelease(text, "release.txt", kPlan, facts).status();
}

TEST(ReleaseVariantsTest, WhatIsNoReleaseIsRefusedAndToldWhy) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(Refusal("", ""), StatusIs(kInvalid));
  EXPECT_THAT(std::string(Refusal(" \n", "").message()),
              HasSubstr("release.txt is empty"));
  EXPECT_THAT(Refusal("\xFF\xFE", ""), StatusIs(kInvalid));
  EXPECT_THAT(std::string(Refusal("a\xFF", "").message()), HasSubstr("byte 1"));
  EXPECT_THAT(Refusal("보도 일시\t2022. 9. 28.\n본문", ""), StatusIs(kInvalid));
  EXPECT_THAT(
      Refusal("분야\t세부사업\t주요 이행현황\n가\t나\t○ 회의(4.1)\n", ""),
      StatusIs(kInvalid));
  EXPECT_THAT(std::string(ProposeRelease(ReleaseText(), "release.txt",
                                         kFramework, ReleaseFacts())
                              .status()
                              .message()),
              HasSubstr("a name of its own"));
  EXPECT_THAT(Refusal(ReleaseText(), "{"), StatusIs(kInvalid));
  EXPECT_THAT(Refusal(ReleaseText(), "[]"), StatusIs(kInvalid));
}

}  // namespace
}  // namespace clearsky::document
