#include "plan/partial_date.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "plan/edtf.h"
#include "test/status_matchers.h"

namespace clearsky::plan {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using v1::PartialDate;

PartialDate Date(absl::string_view edtf, PartialDate::Reading reading =
                                             PartialDate::READING_UNSPECIFIED) {
  PartialDate date;
  date.set_edtf(std::string(edtf));
  date.set_reading(reading);
  const absl::StatusOr<PartialDate> normal = NormalizeDate(date);
  EXPECT_THAT(normal, IsOk()) << edtf;
  return normal.value_or(PartialDate());
}

absl::CivilDay Day(absl::string_view text) { return ParseDay(text).value(); }

TEST(NormalizeDateTest, ReadingFollowsFromTheShape) {
  EXPECT_EQ(Date("2022-10").reading(), PartialDate::READING_ONE_DAY_WITHIN);
  EXPECT_EQ(Date("2022-10-26").reading(), PartialDate::READING_ONE_DAY_WITHIN);
  EXPECT_EQ(Date("2022-40").reading(), PartialDate::READING_ONE_DAY_WITHIN);
  EXPECT_EQ(Date("[2022-10-21..2022-10-31]").reading(),
            PartialDate::READING_ONE_DAY_WITHIN);
  EXPECT_EQ(Date("2022-08-31/2022-09-02").reading(),
            PartialDate::READING_WHOLE_SPAN);
  EXPECT_EQ(Date("2022-12/..").reading(), PartialDate::READING_FROM);
  EXPECT_EQ(Date("../2022-12").reading(), PartialDate::READING_UNTIL);
  EXPECT_EQ(Date("{2022-01-07,2022-02-11}").reading(),
            PartialDate::READING_ALL_OF);
  EXPECT_EQ(Date("").reading(), PartialDate::READING_TO_BE_DECIDED);
}

TEST(NormalizeDateTest, BoundsAreFilledIn) {
  const PartialDate date = Date("2022-12/..");
  EXPECT_EQ(date.earliest(), "2022-12-01");
  EXPECT_EQ(date.latest(), "");
  const PartialDate leap = Date("2020-02");
  EXPECT_EQ(leap.latest(), "2020-02-29");
}

TEST(NormalizeDateTest, IsIdempotentAndKeepsTheRest) {
  PartialDate date;
  date.set_edtf("[2022-10-21.. 2022-10-31 ]");
  date.set_verbatim("10월 말");
  date.set_certainty(PartialDate::CERTAINTY_TENTATIVE);
  date.set_part_of_day(PartialDate::PART_OF_DAY_AFTERNOON);
  date.set_condition("방역상황 안정 시");
  const absl::StatusOr<PartialDate> once = NormalizeDate(date);
  ASSERT_THAT(once, IsOk());
  EXPECT_EQ(once->edtf(), "[2022-10-21..2022-10-31]");
  EXPECT_EQ(once->verbatim(), "10월 말");
  EXPECT_EQ(once->condition(), "방역상황 안정 시");
  EXPECT_EQ(once->certainty(), PartialDate::CERTAINTY_TENTATIVE);
  EXPECT_EQ(once->part_of_day(), PartialDate::PART_OF_DAY_AFTERNOON);
  const absl::StatusOr<PartialDate> twice = NormalizeDate(*once);
  ASSERT_THAT(twice, IsOk());
  EXPECT_EQ(twice->SerializeAsString(), once->SerializeAsString());
}

struct Misfit {
  std::string edtf;
  PartialDate::Reading reading;
};

class MisfitTest : public testing::TestWithParam<Misfit> {};

TEST_P(MisfitTest, IsInvalidArgument) {
  PartialDate date;
  date.set_edtf(GetParam().edtf);
  date.set_reading(GetParam().reading);
  EXPECT_THAT(NormalizeDate(date),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

INSTANTIATE_TEST_SUITE_P(
    Readings, MisfitTest,
    testing::Values(
        Misfit{"2022-10", PartialDate::READING_TO_BE_DECIDED},
        Misfit{"2022-10", PartialDate::READING_ALL_OF},
        Misfit{"2022-10", PartialDate::READING_FROM},
        Misfit{"2022-10", PartialDate::READING_UNTIL},
        Misfit{"2022-10/2022-11", PartialDate::READING_FROM},
        Misfit{"../2022-11", PartialDate::READING_FROM},
        Misfit{"../2022-11", PartialDate::READING_ONE_DAY_WITHIN},
        Misfit{"2022-11/..", PartialDate::READING_WHOLE_SPAN},
        Misfit{"2022-11/..", PartialDate::READING_UNTIL},
        Misfit{"{2022-10,2022-11}", PartialDate::READING_ONE_DAY_WITHIN},
        Misfit{"{2022-10,2022-11}", PartialDate::READING_WHOLE_SPAN},
        Misfit{"[2022-10,2022-11]", PartialDate::READING_WHOLE_SPAN},
        Misfit{"[2022-10,2022-11]", PartialDate::READING_ALL_OF},
        Misfit{"", PartialDate::READING_ONE_DAY_WITHIN},
        Misfit{"", PartialDate::READING_FROM},
        Misfit{"2022-10", static_cast<PartialDate::Reading>(99)},
        Misfit{"2022-02-30", PartialDate::READING_UNSPECIFIED}),
    [](const auto& test) { return "Row" + std::to_string(test.index); });

TEST(NormalizeDateTest, OnDemandNeedsNoValueAndMayHaveOne) {
  EXPECT_EQ(Date("", PartialDate::READING_ON_DEMAND).earliest(), "");
  EXPECT_EQ(Date("2022", PartialDate::READING_ON_DEMAND).latest(),
            "2022-12-31");
}

TEST(NormalizeDateTest, BoundThatDiffersIsInvalidArgument) {
  PartialDate date;
  date.set_edtf("2022-10");
  date.set_earliest("2022-10-02");
  EXPECT_THAT(NormalizeDate(date),
              StatusIs(absl::StatusCode::kInvalidArgument));
  date.set_earliest("2022-10-01");
  EXPECT_THAT(NormalizeDate(date), IsOk());
  PartialDate open;
  open.set_edtf("2022-12/..");
  open.set_latest("2022-12-31");
  EXPECT_THAT(NormalizeDate(open),
              StatusIs(absl::StatusCode::kInvalidArgument));
  PartialDate undecided;
  undecided.set_earliest("2022-12-31");
  EXPECT_THAT(NormalizeDate(undecided),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(NormalizeDateTest, TextThatIsNotUtf8IsInvalidArgument) {
  PartialDate verbatim;
  verbatim.set_verbatim("\xff");
  EXPECT_THAT(NormalizeDate(verbatim),
              StatusIs(absl::StatusCode::kInvalidArgument));
  PartialDate condition;
  condition.set_condition("\xed\xa0\x80");
  EXPECT_THAT(NormalizeDate(condition),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(BoundsOfTest, NeverFails) {
  PartialDate bad;
  bad.set_edtf("2022-02-30");
  EXPECT_EQ(BoundsOf(bad), DayBounds{});
  EXPECT_EQ(BoundsOf(PartialDate()), DayBounds{});
  EXPECT_EQ(BoundsOf(DateOfDay(absl::CivilDay(2022, 4, 29))),
            (DayBounds{Day("2022-04-29"), Day("2022-04-29")}));
}

TEST(BeforeTest, AnswersThreeWays) {
  const PartialDate october = Date("2022-10");
  EXPECT_EQ(IsBefore(october, Day("2022-11-01")), Answer::kYes);
  EXPECT_EQ(IsBefore(october, Day("2022-10-31")), Answer::kPossible);
  EXPECT_EQ(IsBefore(october, Day("2022-10-02")), Answer::kPossible);
  EXPECT_EQ(IsBefore(october, Day("2022-10-01")), Answer::kNo);
  EXPECT_EQ(IsBefore(Date("2022-12/.."), Day("2023-01-01")), Answer::kPossible);
  EXPECT_EQ(IsBefore(Date("2022-12/.."), Day("2022-12-01")), Answer::kNo);
  EXPECT_EQ(IsBefore(Date(""), Day("2023-01-01")), Answer::kPossible);
}

TEST(AfterTest, AnswersThreeWays) {
  const PartialDate october = Date("2022-10");
  EXPECT_EQ(IsAfter(october, Day("2022-09-30")), Answer::kYes);
  EXPECT_EQ(IsAfter(october, Day("2022-10-01")), Answer::kPossible);
  EXPECT_EQ(IsAfter(october, Day("2022-10-30")), Answer::kPossible);
  EXPECT_EQ(IsAfter(october, Day("2022-10-31")), Answer::kNo);
  EXPECT_EQ(IsAfter(Date("../2022-12"), Day("2022-12-31")), Answer::kNo);
  EXPECT_EQ(IsAfter(Date("../2022-12"), Day("2022-12-30")), Answer::kPossible);
  EXPECT_EQ(IsAfter(Date(""), Day("2023-01-01")), Answer::kPossible);
}

Answer Within(const PartialDate& date, absl::string_view first,
              absl::string_view last) {
  return FallsWithin(date, Day(first), Day(last));
}

TEST(FallsWithinTest, OneDayIsSureOnlyWhenAllItsBoundsAreInside) {
  const PartialDate late = Date("[2022-10-21..2022-10-31]");
  EXPECT_EQ(Within(late, "2022-10-21", "2022-10-31"), Answer::kYes);
  EXPECT_EQ(Within(late, "2022-10-22", "2022-10-31"), Answer::kPossible);
  EXPECT_EQ(Within(late, "2022-11-01", "2022-11-30"), Answer::kNo);
  EXPECT_EQ(Within(Date("../2022-12-31"), "2022-01-01", "2022-12-31"),
            Answer::kPossible);
  EXPECT_EQ(Within(Date("../2022-12-31"), "2023-01-01", "2023-12-31"),
            Answer::kNo);
}

TEST(FallsWithinTest, AnyDayOfAWholeSpanCounts) {
  const PartialDate fair = Date("2022-08-31/2022-09-02");
  EXPECT_EQ(Within(fair, "2022-09-01", "2022-09-01"), Answer::kYes);
  EXPECT_EQ(Within(fair, "2022-09-02", "2022-09-30"), Answer::kYes);
  EXPECT_EQ(Within(fair, "2022-09-03", "2022-09-30"), Answer::kNo);
  EXPECT_EQ(Within(fair, "2022-08-01", "2022-08-30"), Answer::kNo);
}

TEST(FallsWithinTest, UnknownEndLeavesItPossible) {
  const PartialDate date = Date("2022-08-31/");
  EXPECT_EQ(Within(date, "2022-08-01", "2022-08-31"), Answer::kYes);
  EXPECT_EQ(Within(date, "2022-09-01", "2022-09-30"), Answer::kPossible);
  EXPECT_EQ(Within(date, "2022-07-01", "2022-07-31"), Answer::kNo);
}

TEST(FallsWithinTest, FromRunsOn) {
  const PartialDate date = Date("2022-12/..");
  EXPECT_EQ(Within(date, "2023-05-01", "2023-05-31"), Answer::kYes);
  EXPECT_EQ(Within(date, "2022-12-05", "2022-12-10"), Answer::kPossible);
  EXPECT_EQ(Within(date, "2022-11-01", "2022-11-30"), Answer::kNo);
}

TEST(FallsWithinTest, AnyMemberOfASetCounts) {
  const PartialDate hotline = Date("{2022-01-07,2022-02-11}");
  EXPECT_EQ(Within(hotline, "2022-02-01", "2022-02-28"), Answer::kYes);
  EXPECT_EQ(Within(hotline, "2022-01-08", "2022-02-10"), Answer::kNo);
  EXPECT_EQ(Within(Date("{2022-01,2022-03}"), "2022-01-15", "2022-01-20"),
            Answer::kPossible);
}

TEST(SameDateTest, WordsAsWrittenDoNotCount) {
  PartialDate a = Date("2022-10");
  PartialDate b = a;
  b.set_verbatim("10월 예정");
  EXPECT_TRUE(SameDate(a, b));
  b.set_certainty(PartialDate::CERTAINTY_TENTATIVE);
  EXPECT_FALSE(SameDate(a, b));
  EXPECT_FALSE(SameDate(a, Date("2022-10", PartialDate::READING_WHOLE_SPAN)));
  EXPECT_FALSE(SameDate(a, Date("2022-11")));
}

TEST(SameDateTest, DatesNotYetNormalisedCompareAsIfTheyWere) {
  PartialDate raw;
  raw.set_edtf("{2022-01-07, 2022-02-11}");
  EXPECT_TRUE(SameDate(raw, Date("{2022-01-07,2022-02-11}")));
  EXPECT_TRUE(SameDate(PartialDate(), Date("")));
}

struct Change {
  std::string name;
  PartialDate from;
  PartialDate to;
  v1::DateChangeClass expected;
};

class ClassifyTest : public testing::TestWithParam<Change> {};

TEST_P(ClassifyTest, HasItsClass) {
  EXPECT_EQ(ClassifyDateChange(GetParam().from, GetParam().to),
            GetParam().expected);
}

constexpr auto kNone = v1::DATE_CHANGE_CLASS_NONE;
constexpr auto kRefined = v1::DATE_CHANGE_CLASS_REFINED;
constexpr auto kMoved = v1::DATE_CHANGE_CLASS_RESCHEDULED;
constexpr auto kPostponed = v1::DATE_CHANGE_CLASS_POSTPONED;

std::string ChangeName(const testing::TestParamInfo<Change>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    FromOneDayWithin, ClassifyTest,
    testing::Values(
        Change{"ToItself", Date("2022-10"), Date("2022-10"), kNone},
        Change{"ToADayInside", Date("2022-10"), Date("2022-10-26"), kRefined},
        Change{"ToAThirdInside", Date("2022-10"),
               Date("[2022-10-21..2022-10-31]"), kRefined},
        Change{"ToASpanInside", Date("2022-10"), Date("2022-10-28/2022-10-30"),
               kRefined},
        Change{"ToDaysInside", Date("2022-10"), Date("{2022-10-05,2022-10-12}"),
               kRefined},
        Change{"ToASpanThatRunsOut", Date("2022-10"),
               Date("2022-10-28/2022-11-13"), kMoved},
        Change{"ToADayOutside", Date("2022-10"), Date("2022-11-01"), kMoved},
        Change{"ToAWiderOne", Date("2022-10"), Date("2022-36"), kMoved},
        Change{"ToEqualBounds", Date("2022-10"),
               Date("2022-10", PartialDate::READING_WHOLE_SPAN), kMoved},
        Change{"ToFrom", Date("2022-10"), Date("2022-10/.."), kMoved},
        Change{"ToUntil", Date("2022-10"), Date("../2022-10"), kMoved},
        Change{"ToUndecided", Date("2022-10"), Date(""), kPostponed},
        Change{"ToOnDemand", Date("2022-10"),
               Date("", PartialDate::READING_ON_DEMAND), kPostponed},
        Change{"ToOnDemandInside", Date("2022"),
               Date("2022-41", PartialDate::READING_ON_DEMAND), kRefined},
        Change{"DayToDay", Date("2022-10-26"), Date("2022-10-27"), kMoved}),
    ChangeName);

INSTANTIATE_TEST_SUITE_P(
    FromWholeSpan, ClassifyTest,
    testing::Values(Change{"ToItself", Date("2022-08-31/2022-09-02"),
                           Date("2022-08-31/2022-09-02"), kNone},
                    Change{"ToASpanInside", Date("2022-08-31/2022-09-02"),
                           Date("2022-08-31/2022-09-01"), kMoved},
                    Change{"ToADayInside", Date("2022-08-31/2022-09-02"),
                           Date("2022-09-01"), kMoved},
                    Change{"ToDaysInside", Date("2022-08-31/2022-09-02"),
                           Date("{2022-08-31,2022-09-02}"), kMoved},
                    Change{"ToFrom", Date("2022-08-31/2022-09-02"),
                           Date("2022-08-31/.."), kMoved},
                    Change{"ToUntil", Date("2022-08-31/2022-09-02"),
                           Date("../2022-09-02"), kMoved},
                    Change{"ToOnDemand", Date("2022-08-31/2022-09-02"),
                           Date("2022-09", PartialDate::READING_ON_DEMAND),
                           kMoved},
                    Change{"ToUndecided", Date("2022-08-31/2022-09-02"),
                           Date(""), kPostponed}),
    ChangeName);

INSTANTIATE_TEST_SUITE_P(
    FromAllOf, ClassifyTest,
    testing::Values(Change{"ToItself", Date("{2022-01-07,2022-02-11}"),
                           Date("{2022-01-07,2022-02-11}"), kNone},
                    Change{"ToFewer",
                           Date("{2022-01-07,2022-02-11,2022-03-01}"),
                           Date("{2022-01-07,2022-02-11}"), kMoved},
                    Change{"ToADayInside", Date("{2022-01-07,2022-02-11}"),
                           Date("2022-01-07"), kMoved},
                    Change{"ToASpan", Date("{2022-01-07,2022-02-11}"),
                           Date("2022-01-07/2022-02-11"), kMoved},
                    Change{"ToFrom", Date("{2022-01-07,2022-02-11}"),
                           Date("2022-01/.."), kMoved},
                    Change{"ToUntil", Date("{2022-01-07,2022-02-11}"),
                           Date("../2022-02"), kMoved},
                    Change{"ToOnDemand", Date("{2022-01-07,2022-02-11}"),
                           Date("2022", PartialDate::READING_ON_DEMAND),
                           kMoved},
                    Change{"ToUndecided", Date("{2022-01-07,2022-02-11}"),
                           Date(""), kPostponed}),
    ChangeName);

INSTANTIATE_TEST_SUITE_P(
    FromFrom, ClassifyTest,
    testing::Values(
        Change{"ToItself", Date("2022-12/.."), Date("2022-12/.."), kNone},
        Change{"ToTheSameStart", Date("2022-12/.."),
               Date("2022-12/", PartialDate::READING_FROM), kNone},
        Change{"ToALaterStart", Date("2022-12/.."), Date("2023-01/.."), kMoved},
        Change{"ToAStartInside", Date("2022-12/.."), Date("2022-12-05/.."),
               kMoved},
        Change{"ToASpan", Date("2022-12/.."), Date("2022-12/2023-02"), kMoved},
        Change{"ToADay", Date("2022-12/.."), Date("2022-12-05"), kMoved},
        Change{"ToDays", Date("2022-12/.."), Date("{2022-12-05,2022-12-06}"),
               kMoved},
        Change{"ToUntil", Date("2022-12/.."), Date("../2022-12"), kMoved},
        Change{"ToOnDemand", Date("2022-12/.."),
               Date("2022-12", PartialDate::READING_ON_DEMAND), kMoved},
        Change{"ToUndecided", Date("2022-12/.."), Date(""), kPostponed}),
    ChangeName);

INSTANTIATE_TEST_SUITE_P(
    FromUntil, ClassifyTest,
    testing::Values(
        Change{"ToItself", Date("../2022-12"), Date("../2022-12"), kNone},
        Change{"ToADayInside", Date("../2022-12"), Date("2022-11-05"),
               kRefined},
        Change{"ToAnEarlierEnd", Date("../2022-12"), Date("../2022-11"),
               kRefined},
        Change{"ToALaterEnd", Date("../2022-12"), Date("../2023-01"), kMoved},
        Change{"ToASpanInside", Date("../2022-12"),
               Date("2022-11-05/2022-11-06"), kRefined},
        Change{"ToDaysInside", Date("../2022-12"),
               Date("{2022-11-05,2022-11-07}"), kRefined},
        Change{"ToADayOutside", Date("../2022-12"), Date("2023-01-01"), kMoved},
        Change{"ToFrom", Date("../2022-12"), Date("2022-11/.."), kMoved},
        Change{"ToOnDemandInside", Date("../2022-12"),
               Date("2022", PartialDate::READING_ON_DEMAND), kRefined},
        Change{"ToUndecided", Date("../2022-12"), Date(""), kPostponed}),
    ChangeName);

INSTANTIATE_TEST_SUITE_P(
    FromNoValue, ClassifyTest,
    testing::Values(
        Change{"UndecidedToItself", Date(""), Date(""), kNone},
        Change{"UndecidedToADay", Date(""), Date("2022-10-26"), kMoved},
        Change{"UndecidedToASpan", Date(""), Date("2022-08-31/2022-09-02"),
               kMoved},
        Change{"UndecidedToDays", Date(""), Date("{2022-08-31,2022-09-02}"),
               kMoved},
        Change{"UndecidedToFrom", Date(""), Date("2022-12/.."), kMoved},
        Change{"UndecidedToUntil", Date(""), Date("../2022-12"), kMoved},
        Change{"OnDemandToItself", Date("", PartialDate::READING_ON_DEMAND),
               Date("", PartialDate::READING_ON_DEMAND), kNone},
        Change{"OnDemandToADay", Date("2022", PartialDate::READING_ON_DEMAND),
               Date("2022-10-26"), kMoved},
        Change{"OnDemandToUndecided",
               Date("2022", PartialDate::READING_ON_DEMAND), Date(""),
               kPostponed}),
    ChangeName);

TEST(SlipOfTest, RefinementIsNoSlip) {
  EXPECT_EQ(SlipOf(Date("2022-10"), Date("2022-10-26")), (SlipRange{0, 0}));
  EXPECT_EQ(SlipOf(Date("2022-10"), Date("2022-10")), (SlipRange{0, 0}));
}

TEST(SlipOfTest, IsTheRangeOfPossibleDifferences) {
  EXPECT_EQ(SlipOf(Date("2022-10"), Date("2022-11")), (SlipRange{1, 60}));
  EXPECT_EQ(SlipOf(Date("2022-10-26"), Date("2022-10-25")),
            (SlipRange{-1, -1}));
  EXPECT_EQ(SlipOf(Date("2022-10-26"), Date("2022-11")), (SlipRange{6, 35}));
}

TEST(SlipOfTest, WholeSpansCompareTheirStarts) {
  EXPECT_EQ(
      SlipOf(Date("2020-03-05/2020-03-06"), Date("2020-10-28/2020-11-13")),
      (SlipRange{237, 237}));
  EXPECT_EQ(
      SlipOf(Date("2020-03-05/2020-03-06"), Date("2020-03-05/2020-03-08")),
      (SlipRange{0, 0}));
  EXPECT_EQ(SlipOf(Date("2021-12/2022-03"), Date("2022-01/2022-04")),
            (SlipRange{1, 61}));
}

TEST(SlipOfTest, FromComparesItsStart) {
  EXPECT_EQ(SlipOf(Date("2022-12/.."), Date("2023-01/..")), (SlipRange{1, 61}));
}

TEST(SlipOfTest, OpenSidesAreUnknown) {
  EXPECT_EQ(SlipOf(Date("../2022-12-31"), Date("2023-01-05")),
            (SlipRange{5, std::nullopt}));
  EXPECT_EQ(SlipOf(Date("2022-10"), Date("")),
            (SlipRange{std::nullopt, std::nullopt}));
  EXPECT_EQ(SlipOf(Date(""), Date("2022-10-26")),
            (SlipRange{std::nullopt, std::nullopt}));
}

TEST(NormalizeDateTest, YearsThatHaveNoBoundsAreInvalidArgument) {
  for (const char* edtf :
       {"0000", "-1985", "Y170000002", "00XX", "-0001/2022"}) {
    EXPECT_THAT(DateOfEdtf(edtf), StatusIs(absl::StatusCode::kInvalidArgument))
        << edtf;
  }
}

}  // namespace
}  // namespace clearsky::plan
