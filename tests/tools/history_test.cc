#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// The command history: changes in words in three languages, and one field on
// both axes.

namespace clearsky {
namespace {

using ::clearsky::test::IsRefused;
using ::clearsky::test::IsUsageErrorWith;
using ::clearsky::test::Lines;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// The conference is put off, which is then found to be an error.
class HistoryTest : public PlanTest {
 protected:
  void SetUp() override {
    PlanTest::SetUp();
    ASSERT_THAT(
        Run({"postpone", kPlan, "conference", "--effective", "2022-10-02",
             "--asked-by", "cn", "--reason", "public-health: 코로나19",
             "--actor", "b1946ac9@kr", "--at", "2022-10-04"}),
        Succeeds());  // position 12, revision 7
    ASSERT_THAT(RunLater({"record", kPlan, "--file", "-"},
                         R"({"eventVoided": {"voidedRevision": "7"}})"),
                Succeeds());  // position 13
  }
};

TEST_F(HistoryTest, ErrorIsStillShownAndMarked) {
  EXPECT_THAT(
      Run({"history", kPlan, "conference"}).out,
      AllOf(HasSubstr("2022-10-02  “청천 컨퍼런스” was postponed; it had been "
                      "planned for October 2022\n"
                      "    entered in error, taken out by position 13\n"
                      "    ActivityPostponed of conference\n"
                      "    recorded: 2022-10-04T00:00:00+09:00, position 12, "
                      "revision 7\n"
                      "    who: b1946ac9 for 한국\n"
                      "    asked by: 중국\n"
                      "    why: 코로나19\n"),
            HasSubstr("    takes out position 12\n")));
}

TEST_F(HistoryTest, EachLanguageHasItsWords) {
  EXPECT_THAT(
      Run({"history", kPlan, "conference", "--lang", "ko"}).out,
      AllOf(HasSubstr("“청천 컨퍼런스”가 연기되었다(당초 2022년 10월 예정)"),
            HasSubstr("착오 입력, 위치 13에서 무효로 됨"),
            HasSubstr("처리자: b1946ac9(한국 대리)"), HasSubstr("요청: 중국"),
            HasSubstr("사유: 코로나19"), Not(HasSubstr("recorded"))));
  EXPECT_THAT(
      Run({"history", kPlan, "conference", "--lang", "zh-CN"}).out,
      AllOf(HasSubstr("延期（原定2022年10月）"),
            HasSubstr("录入有误，已由位置13撤销"), HasSubstr("提出方: 중국")));
  EXPECT_THAT(Run({"history", kPlan, "--lang", "ja"}),
              IsRefused("INVALID_ARGUMENT", "accepted: ko, en, zh"));
}

TEST_F(HistoryTest, MarkdownStrikesTheErrorThrough) {
  EXPECT_THAT(Run({"history", kPlan, "conference", "--format", "md"}).out,
              AllOf(StartsWith("## 2022-09-28 The conference"),
                    HasSubstr("## 2022-10-02 ~~“청천 컨퍼런스” was postponed; "
                              "it had been planned for October 2022~~\n\n"
                              "* entered in error"),
                    HasSubstr("* asked by: 중국\n")));
}

TEST_F(HistoryTest, JsonHasTheSameFacts) {
  EXPECT_THAT(
      Run({"history", kPlan, "conference", "--format", "json", "--lang", "zh"})
          .out,
      AllOf(HasSubstr("\"kind\": \"KIND_ENTERED_IN_ERROR\""),
            HasSubstr("\"onBehalfOf\": \"한국\""),
            HasSubstr("\"reasonCode\": \"CODE_PUBLIC_HEALTH\""),
            HasSubstr("\"missingNames\": ["), HasSubstr("\"language\": \"zh\""),
            HasSubstr("\"effectiveText\": \"2022年10月2日\"")));
}

TEST_F(HistoryTest, TsvHasOneRowAChange) {
  const RunResult tsv =
      Run({"history", kPlan, "conference", "--format", "tsv"});
  EXPECT_THAT(Lines(tsv.out),
              ElementsAre(StartsWith("effective\trecorded\tposition\ttype\t"),
                          HasSubstr("\t8\tActivityRegistered\t"),
                          HasSubstr("\t9\tActivityScheduled\t"),
                          HasSubstr("\t12\tActivityPostponed\t"),
                          HasSubstr("\t13\tEventVoided\t")));
}

TEST_F(HistoryTest, ProjectHasWhatItsActivitiesHave) {
  EXPECT_THAT(Run({"history", kPlan, "exchange"}).out,
              AllOf(HasSubstr("ProjectDefined of exchange"),
                    HasSubstr("ActivityScheduled of conference"),
                    HasSubstr("ActivityRegistered of hotline"),
                    Not(HasSubstr("AreaDefined"))));
}

TEST_F(HistoryTest, FieldIsToldOnBothAxes) {
  const RunResult status = Run(
      {"history", kPlan, "conference", "--field", "status", "--format", "tsv"});
  EXPECT_THAT(status, Succeeds());
  const std::string recorded = "2022-09-28T00:00:00.000001+09:00 (position 9)";
  const std::string postponed = "2022-10-04T00:00:00+09:00 (position 12)";
  const std::string voided = "2022-11-01T00:00:00+09:00 (position 13)";
  EXPECT_THAT(
      Lines(status.out),
      ElementsAre(
          "*\tvalue\tfrom\tuntil before\tknown from\tknown until before\tset "
          "by",
          "\tplanned\t2022-09-28\t2022-10-02\t" + recorded + "\t\tposition 9",
          "\tplanned\t2022-10-02\t\t" + recorded + "\t" + postponed +
              "\tposition 9",
          "\tpostponed\t2022-10-02\t\t" + postponed + "\t" + voided +
              "\tposition 12",
          "*\tplanned\t2022-10-02\t\t" + voided + "\t\tposition 9"));
  EXPECT_THAT(status.err, AllOf(HasSubstr("known to position 13"),
                                HasSubstr("1 more held only between events "
                                          "of one commit")));
}

TEST_F(HistoryTest, FieldHasEachFormatAndLanguage) {
  EXPECT_THAT(
      Run({"history", kPlan, "conference", "--field", "date", "--lang", "ko"})
          .out,
      AllOf(StartsWith("conference\n"), HasSubstr("일정"),
            HasSubstr("2022년 10월")));
  EXPECT_THAT(
      Run({"history", kPlan, "conference", "--field", "mode", "--format", "md"})
          .out,
      AllOf(StartsWith("# conference\n"), HasSubstr("| in person |")));
  EXPECT_THAT(Run({"history", kPlan, "conference", "--field", "status",
                   "--format", "json", "--known-at", "12"})
                  .out,
              AllOf(HasSubstr("\"knownFrom\": {"), HasSubstr("\"holds\": true"),
                    HasSubstr("\"status\": \"postponed\"")));
}

TEST_F(HistoryTest, UnknownFieldsAreUsageErrorsAndUnfitOnesRefused) {
  EXPECT_THAT(Run({"history", kPlan, "conference", "--field", "colour"}),
              IsUsageErrorWith("date"));
  EXPECT_THAT(Run({"history", kPlan, "policy", "--field", "mode"}),
              IsRefused("INVALID_ARGUMENT", "accepted: title"));
  EXPECT_THAT(Run({"history", kPlan, "confrence", "--field", "mode"}),
              IsRefused("NOT_FOUND", "did you mean `conference`?"));
}

}  // namespace
}  // namespace clearsky
