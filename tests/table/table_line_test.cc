#include "table/table_line.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "table/table_fixture.h"

namespace clearsky::table {
namespace {

using State = v1::ActivityState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TableLineTest : public ::testing::Test {
 protected:
  State* Seminar() { return AddActivity(&state_, "seminar", "정책 세미나", 3); }

  std::string Published(const std::string& id = "seminar") {
    return Line(v1::TABLE_STYLE_AS_PUBLISHED, id);
  }
  std::string Normalised(const std::string& id = "seminar") {
    return Line(v1::TABLE_STYLE_NORMALISED, id);
  }
  std::string Line(v1::TableStyle style, const std::string& id) {
    const auto line =
        MakeLine({&state_, style, 2022}, state_.activities().at(id));
    return line.has_value() ? line->text() : "(none)";
  }

  v1::PlanState state_ = PlanOf2022();
};

TEST_F(TableLineTest, RegisteredWithoutADateIsNotPrinted) {
  Seminar();
  EXPECT_EQ(Published(), "(none)");
}

TEST_F(TableLineTest, PlannedPrintsDatePlannedAndModeWord) {
  State* seminar = Seminar();
  Plan(Date("2022-10"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_REMOTE);
  EXPECT_EQ(Published(), "○ 정책 세미나(10월 예정, 비대면)");
}

TEST_F(TableLineTest, AnOpenFromDateIsNotMarkedAsPlanned) {
  Plan(Date("2022-12/.."), Seminar());
  EXPECT_EQ(Published(), "○ 정책 세미나('22년 12월-)");
}

TEST_F(TableLineTest, ADateToBeDecidedIsNotMarkedAsPlanned) {
  Plan(Date("", v1::PartialDate::READING_TO_BE_DECIDED), Seminar());
  EXPECT_EQ(Published(), "○ 정책 세미나(미정)");
}

TEST_F(TableLineTest, AnotherYearThanThePlansIsWritten) {
  Plan(Date("2023-02"), Seminar());
  EXPECT_EQ(Published(), "○ 정책 세미나('23년 2월 예정)");
}

TEST_F(TableLineTest, HeldPrintsTheActualDateAndMode) {
  State* seminar = Seminar();
  Plan(Date("2022-10"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_REMOTE, "비대면");
  Hold(Date("2022-10-26"), seminar);
  *seminar->mutable_actual_delivery() =
      Mode(v1::DELIVERY_MODE_VIDEO_CONFERENCE, "영상회의");
  EXPECT_EQ(Published(), "○ 정책 세미나(10.26, 영상회의)");
  EXPECT_EQ(Normalised(), "○ 정책 세미나(10.26, 영상)");
}

TEST_F(TableLineTest, HeldWithoutARecordedModePrintsThePlannedOne) {
  State* seminar = Seminar();
  Plan(Date("2022-10"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_REMOTE, "비대면");
  Hold(Date("2022-10-26"), seminar);
  EXPECT_EQ(Published(), "○ 정책 세미나(10.26, 비대면)");
}

TEST_F(TableLineTest, TheHostStandsInPlaceOfTheMode) {
  State* seminar = Seminar();
  Hold(Date("2022-02-28"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_IN_PERSON);
  *seminar->mutable_host()->add_labels() = Ko("한·중 환경장관회의");
  EXPECT_EQ(Published(), "○ 정책 세미나(2.28, 한·중 환경장관회의)");
}

TEST_F(TableLineTest, OrdinalYearAndSuffixStandAroundTheName) {
  State* seminar = Seminar();
  Hold(Date("2022-04-29"), seminar);
  v1::ActivityRegistered* details = seminar->mutable_details();
  details->set_ordinal(4);
  details->set_ordinal_text("제 4회");
  details->set_title_suffix("개최");
  EXPECT_EQ(Published(), "○ 제 4회 정책 세미나 개최(4.29)");
  EXPECT_EQ(Normalised(), "○ 제4차 정책 세미나(4.29)");
  details->clear_ordinal_text();
  EXPECT_EQ(Published(), "○ 제4차 정책 세미나 개최(4.29)");
  details->clear_ordinal();
  details->set_edition_year(2022);
  EXPECT_EQ(Published(), "○ 2022 정책 세미나 개최(4.29)");
}

TEST_F(TableLineTest, LevelAndCoverageStandBeforeTheDate) {
  State* seminar = Seminar();
  Plan(Date("2022-12/.."), seminar);
  seminar->mutable_details()->set_level("실무자급");
  *seminar->mutable_details()->mutable_coverage() = Date("2020/2022");
  EXPECT_EQ(Published(), "○ 정책 세미나(실무자급, 2020-2022, '22년 12월-)");
}

TEST_F(TableLineTest, AStandingOperationPrintsAllItsOccurrences) {
  State* hotline = AddActivity(&state_, "hotline", "핫라인 운영", 3);
  hotline->set_state(State::STATE_ONGOING);
  *hotline->mutable_actual_date() = Date("2022-01-07");
  for (const char* day : {"2022-01-07", "2022-02-11"}) {
    *hotline->add_occurrences()->mutable_date() = Date(day);
  }
  EXPECT_EQ(Published("hotline"), "○ 핫라인 운영(1.7, 2.11)");
}

TEST_F(TableLineTest, AnOperationNotUsedYetPrintsItsPlannedDate) {
  State* hotline = AddActivity(&state_, "hotline", "핫라인 운영", 3);
  Plan(Date("2022-12"), hotline);
  EXPECT_EQ(Published("hotline"), "○ 핫라인 운영(12월 예정)");
}

TEST_F(TableLineTest, ADeliverableInWorkPrintsItsStart) {
  State* report = AddActivity(&state_, "report", "보고서", 3);
  Plan(Date("2022-12/.."), report);
  report->set_state(State::STATE_ONGOING);
  *report->mutable_actual_date() = Date("2022-12-05");
  EXPECT_EQ(Published("report"), "○ 보고서(12.5)");
  report->set_state(State::STATE_COMPLETED);
  *report->mutable_actual_date() = Date("2023-03-02");
  EXPECT_EQ(Published("report"), "○ 보고서('23년 3.2)");
}

TEST_F(TableLineTest, PostponedTellsTheLastPlannedDateAndTheLocality) {
  State* seminar = Seminar();
  Plan(Date("2022-03-05/2022-03-06"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_IN_PERSON);
  *seminar->add_venues()->add_localities() = Ko("서울");
  Postpone(7, seminar);
  EXPECT_EQ(Published(), "○ 정책 세미나(연기, 당초 3.5~6, 서울)");
}

TEST_F(TableLineTest, PostponedWithoutALocalityTellsTheVenueElseHostOrMode) {
  State* seminar = Seminar();
  Plan(Date("2022-10"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_IN_PERSON);
  Postpone(7, seminar);
  EXPECT_EQ(Published(), "○ 정책 세미나(연기, 당초 10월, 대면)");
  *seminar->add_venues()->add_names() = Ko("한강홍수통제소");
  EXPECT_EQ(Published(), "○ 정책 세미나(연기, 당초 10월, 한강홍수통제소)");
}

TEST_F(TableLineTest, PostponedAfterItMovedOnlineTellsTheMode) {
  State* seminar = Seminar();
  Plan(Date("2022-12-20"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  *seminar->add_venues()->add_localities() = Ko("베이징");
  Postpone(7, seminar);
  EXPECT_EQ(Published(), "○ 정책 세미나(연기, 당초 12.20, 영상)");
}

TEST_F(TableLineTest, PostponedBeforeAnyDateTellsNoDate) {
  Postpone(7, Seminar());
  EXPECT_EQ(Published(), "○ 정책 세미나(연기)");
}

TEST_F(TableLineTest, CancelledTellsNoDate) {
  State* seminar = Seminar();
  Plan(Date("2022-10"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_REMOTE);
  seminar->set_state(State::STATE_CANCELLED);
  EXPECT_EQ(Published(), "○ 정책 세미나(취소)");
}

TEST_F(TableLineTest, AMovedLineShowsTheWayUntilItIsHeldWhenNormalised) {
  State* seminar = Seminar();
  Plan(Date("2022-10"), seminar);
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_REMOTE);
  Move(Date("2022-11"), 5, seminar);
  EXPECT_EQ(Published(), "○ 정책 세미나(11월 예정, 비대면)");
  EXPECT_EQ(Normalised(), "○ 정책 세미나(10월→11월 예정, 비대면)");
  Move(Date("2022-11-16"), 6, seminar);
  EXPECT_EQ(Normalised(), "○ 정책 세미나(10월→11.16 예정, 비대면)");
  Move(Date("2022-12-01"), 7, seminar);
  EXPECT_EQ(Normalised(), "○ 정책 세미나(10월→11.16→12.1 예정, 비대면)");
  Hold(Date("2022-12-01"), seminar);
  EXPECT_EQ(Normalised(), "○ 정책 세미나(12.1, 비대면)");
}

TEST_F(TableLineTest, APostponedLineShowsTheWayWhenNormalised) {
  State* seminar = Seminar();
  Plan(Date("2022-10"), seminar);
  Move(Date("2022-11"), 5, seminar);
  Postpone(6, seminar);
  EXPECT_EQ(Published(), "○ 정책 세미나(연기, 당초 11월)");
  EXPECT_EQ(Normalised(), "○ 정책 세미나(연기, 당초 10월→11월)");
  Move(Date("2022-12-01"), 7, seminar);
  EXPECT_EQ(Normalised(), "○ 정책 세미나(10월→11월→12.1 예정)");
}

TEST_F(TableLineTest, ARefinedDateIsNoMove) {
  State* seminar = Seminar();
  Plan(Date("2022-10"), seminar);
  Move(Date("2022-10-26"), 5, seminar);
  EXPECT_EQ(Normalised(), "○ 정책 세미나(10.26 예정)");
}

TEST_F(TableLineTest, APublishedPlaceIsPrintedWhereNoModeIsKnown) {
  State* seminar = Seminar();
  Hold(Date("2022-03-05/2022-03-06"), seminar);
  *seminar->add_venues()->add_localities() = Ko("서울");
  EXPECT_EQ(Published(), "○ 정책 세미나(3.5~6, 서울)");
  *seminar->mutable_delivery() = Mode(v1::DELIVERY_MODE_IN_PERSON);
  EXPECT_EQ(Published(), "○ 정책 세미나(3.5~6, 대면)");
}

TEST_F(TableLineTest, AMissingNameIsShownAsMissing) {
  State* seminar = Seminar();
  Hold(Date("2022-04-29"), seminar);
  seminar->mutable_details()->mutable_titles(0)->set_language("en");
  seminar->mutable_details()->mutable_titles(0)->set_text("Seminar");
  const auto line = MakeLine({&state_, v1::TABLE_STYLE_AS_PUBLISHED, 2022},
                             state_.activities().at("seminar"));
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->text(), "○ [한국어 명칭 없음: Seminar](4.29)");
  EXPECT_THAT(line->notes(), ElementsAre("no name in ko for seminar"));
}

TEST_F(TableLineTest, TheTableSpellingIsPreferred) {
  State* seminar = Seminar();
  Hold(Date("2022-04-29"), seminar);
  v1::ActivityRegistered* details = seminar->mutable_details();
  details->mutable_titles(0)->set_kind(v1::Label::KIND_BODY);
  EXPECT_EQ(Published(), "○ 정책 세미나(4.29)");
  *details->add_titles() = Ko("정책세미나");
  EXPECT_EQ(Published(), "○ 정책세미나(4.29)");
}

TEST_F(TableLineTest, ALineNamesTheEventsThatMadeItOnceAndInOrder) {
  State* hotline = AddActivity(&state_, "hotline", "핫라인 운영", 3);
  hotline->set_state(State::STATE_ONGOING);
  (*hotline->mutable_set_by())["details"] = 3;
  (*hotline->mutable_set_by())["level"] = 9;
  (*hotline->mutable_set_by())["state"] = 5;
  v1::Occurrence* occurrence = hotline->add_occurrences();
  *occurrence->mutable_date() = Date("2022-01-07");
  occurrence->set_revision(5);
  occurrence = hotline->add_occurrences();
  *occurrence->mutable_date() = Date("2022-02-11");
  occurrence->set_revision(4);
  const auto line = MakeLine({&state_, v1::TABLE_STYLE_AS_PUBLISHED, 2022},
                             state_.activities().at("hotline"));
  ASSERT_TRUE(line.has_value());
  EXPECT_THAT(line->revisions(), ElementsAre(3, 4, 5, 9));
  EXPECT_THAT(line->notes(), IsEmpty());
}

TEST_F(TableLineTest, ASplitActivityPrintsItsPartsAndNotItself) {
  State* seminar = Seminar();
  seminar->mutable_details()->set_ordinal(4);
  seminar->mutable_details()->set_ordinal_text("제4차");
  seminar->set_state(State::STATE_SPLIT);
  seminar->add_parts("seminar-1");
  State* part = &(*state_.mutable_activities())["seminar-1"];
  part->mutable_details()->set_activity_id("seminar-1");
  part->set_part_of("seminar");
  Hold(Date("2022-10-04"), part);
  EXPECT_EQ(Published(), "(none)");
  EXPECT_EQ(Published("seminar-1"), "○ 제4차 정책 세미나(10.4)");
}

}  // namespace
}  // namespace clearsky::table
