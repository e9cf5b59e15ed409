#include "plan/edtf.h"

#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::plan {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Bound(const std::optional<absl::CivilDay>& day) {
  return day ? FormatDay(*day) : "..";
}

struct GoodCase {
  std::string text;
  std::string earliest;
  std::string latest;
  EdtfShape shape = EdtfShape::kDate;
};

class GoodEdtf : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodEdtf, HasItsBoundsAndShape) {
  const GoodCase& expected = GetParam();
  const absl::StatusOr<Edtf> edtf = ParseEdtf(expected.text);
  ASSERT_THAT(edtf, IsOk()) << expected.text;
  EXPECT_EQ(Bound(edtf->earliest), expected.earliest) << expected.text;
  EXPECT_EQ(Bound(edtf->latest), expected.latest) << expected.text;
  EXPECT_EQ(edtf->shape, expected.shape) << expected.text;
  EXPECT_EQ(edtf->canonical, expected.text);
}

std::string IndexName(const testing::TestParamInfo<GoodCase>& info) {
  return "Row" + std::to_string(info.index);
}

constexpr auto kInterval = EdtfShape::kInterval;
constexpr auto kOneOf = EdtfShape::kOneOf;
constexpr auto kAllOf = EdtfShape::kAllOf;

INSTANTIATE_TEST_SUITE_P(
    LevelZero, GoodEdtf,
    testing::Values(
        GoodCase{"1985-04-12", "1985-04-12", "1985-04-12"},
        GoodCase{"1985-04", "1985-04-01", "1985-04-30"},
        GoodCase{"1985", "1985-01-01", "1985-12-31"},
        GoodCase{"0001", "0001-01-01", "0001-12-31"},
        GoodCase{"9999-12-31", "9999-12-31", "9999-12-31"},
        GoodCase{"2000-02", "2000-02-01", "2000-02-29"},
        GoodCase{"1900-02", "1900-02-01", "1900-02-28"},
        GoodCase{"2020-02-29", "2020-02-29", "2020-02-29"},
        GoodCase{"1985-04-12T23:20:30", "1985-04-12", "1985-04-12"},
        GoodCase{"1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"},
        GoodCase{"1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12"},
        GoodCase{"1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"},
        GoodCase{"1964/2008", "1964-01-01", "2008-12-31", kInterval},
        GoodCase{"2004-06/2006-08", "2004-06-01", "2006-08-31", kInterval},
        GoodCase{"2004-02-01/2005-02-08", "2004-02-01", "2005-02-08",
                 kInterval},
        GoodCase{"2004-02-01/2005-02", "2004-02-01", "2005-02-28", kInterval},
        GoodCase{"2004-02-01/2005", "2004-02-01", "2005-12-31", kInterval},
        GoodCase{"2005/2006-02", "2005-01-01", "2006-02-28", kInterval},
        GoodCase{"2022-10-26/2022-10-26", "2022-10-26", "2022-10-26",
                 kInterval}),
    IndexName);

INSTANTIATE_TEST_SUITE_P(
    LevelOne, GoodEdtf,
    testing::Values(GoodCase{"2001-21", "2001-03-01", "2001-05-31"},
                    GoodCase{"2001-22", "2001-06-01", "2001-08-31"},
                    GoodCase{"2001-23", "2001-09-01", "2001-11-30"},
                    GoodCase{"2019-24", "2019-12-01", "2020-02-29"},
                    GoodCase{"1984?", "1984-01-01", "1984-12-31"},
                    GoodCase{"2004-06~", "2004-06-01", "2004-06-30"},
                    GoodCase{"2004-06-11%", "2004-06-11", "2004-06-11"},
                    GoodCase{"201X", "2010-01-01", "2019-12-31"},
                    GoodCase{"20XX", "2000-01-01", "2099-12-31"},
                    GoodCase{"00XX", "0000-01-01", "0099-12-31"},
                    GoodCase{"2004-XX", "2004-01-01", "2004-12-31"},
                    GoodCase{"1985-04-XX", "1985-04-01", "1985-04-30"},
                    GoodCase{"1985-XX-XX", "1985-01-01", "1985-12-31"},
                    GoodCase{"1985-04-12/..", "1985-04-12", "..", kInterval},
                    GoodCase{"1985-04/..", "1985-04-01", "..", kInterval},
                    GoodCase{"1985/..", "1985-01-01", "..", kInterval},
                    GoodCase{"../1985-04-12", "..", "1985-04-12", kInterval},
                    GoodCase{"../1985", "..", "1985-12-31", kInterval},
                    GoodCase{"1985-04-12/", "1985-04-12", "..", kInterval},
                    GoodCase{"/1985-04", "..", "1985-04-30", kInterval},
                    GoodCase{"1984?/2004-06~", "1984-01-01", "2004-06-30",
                             kInterval}),
    IndexName);

INSTANTIATE_TEST_SUITE_P(
    LevelTwoParts, GoodEdtf,
    testing::Values(
        GoodCase{"2022-33", "2022-01-01", "2022-03-31"},
        GoodCase{"2022-34", "2022-04-01", "2022-06-30"},
        GoodCase{"2022-35", "2022-07-01", "2022-09-30"},
        GoodCase{"2022-36", "2022-10-01", "2022-12-31"},
        GoodCase{"2022-40", "2022-01-01", "2022-06-30"},
        GoodCase{"2022-41", "2022-07-01", "2022-12-31"},
        GoodCase{"2022-33/2022-34", "2022-01-01", "2022-06-30", kInterval},
        GoodCase{"[2022-10-21..2022-10-31]", "2022-10-21", "2022-10-31",
                 kOneOf},
        GoodCase{"[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", kOneOf},
        GoodCase{"[..1760-12-03]", "..", "1760-12-03", kOneOf},
        GoodCase{"[1760-12..]", "1760-12-01", "..", kOneOf},
        GoodCase{"[1760-01,1760-02,1760-12..]", "1760-01-01", "..", kOneOf},
        GoodCase{"[1760-12,1667]", "1667-01-01", "1760-12-31", kOneOf},
        GoodCase{"{1667,1668,1670..1672}", "1667-01-01", "1672-12-31", kAllOf},
        GoodCase{"{1960,1961-12}", "1960-01-01", "1961-12-31", kAllOf},
        GoodCase{"{..1984}", "..", "1984-12-31", kAllOf},
        GoodCase{"{2022-01-07,2022-02-11}", "2022-01-07", "2022-02-11",
                 kAllOf}),
    IndexName);

// Level 1: years beyond four digits, and before year 0.
INSTANTIATE_TEST_SUITE_P(
    FarYears, GoodEdtf,
    testing::Values(
        GoodCase{"0000", "0000-01-01", "0000-12-31"},
        GoodCase{"-1985", "-1985-01-01", "-1985-12-31"},
        GoodCase{"Y170000002", "170000002-01-01", "170000002-12-31"},
        GoodCase{"Y-170000", "-170000-01-01", "-170000-12-31"},
        GoodCase{"Y-170000002?", "-170000002-01-01", "-170000002-12-31"},
        GoodCase{"-0044/0014", "-0044-01-01", "0014-12-31", kInterval}),
    IndexName);

class BadEdtf : public testing::TestWithParam<std::string> {};

TEST_P(BadEdtf, IsInvalidArgument) {
  EXPECT_THAT(ParseEdtf(GetParam()),
              StatusIs(absl::StatusCode::kInvalidArgument))
      << "'" << GetParam() << "'";
}

std::string BadName(const testing::TestParamInfo<std::string>& info) {
  return "Row" + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(NoSuchDay, BadEdtf,
                         testing::Values("2022-02-30", "2022-13", "2022-00",
                                         "2022-10-00", "2022-10-32",
                                         "2021-02-29", "1900-02-29", "2022-20",
                                         "2022-25", "2022-32", "2022-37",
                                         "2022-39", "2022-42", "2022-99",
                                         "2022-33-01", "2022-40-XX", "9999-24"),
                         BadName);

INSTANTIATE_TEST_SUITE_P(
    NotEdtf, BadEdtf,
    testing::Values("", " ", "10월", "2022-1", "2022-1-2", "22", "202", "20222",
                    "2022-10-2", "2022-10-026", "2022/10/26", "2022.10.26",
                    "2022-10-26-01", "2022 -10", "+2022", "2022-", "2022-10-",
                    "?", "2022??", "~2022", "20x1", "X022", "2XXX", "XXXX",
                    "20X1", "2022-1X", "2022-10-2X", "--", "-", "2022T",
                    "2022T10:00:00", "2022-10-26T", "2022-10-26T24:00:00",
                    "2022-10-26T10:60:00", "2022-10-26T10:00",
                    "2022-10-26T10:00:00+24", "2022-10-26T10:00:00*",
                    "2022-10-26T10:00:00+09:61"),
    BadName);

INSTANTIATE_TEST_SUITE_P(BadIntervals, BadEdtf,
                         testing::Values("/", "../..", "/..", "../",
                                         "2022/2021", "2022-10-02/2022-10-01",
                                         "2022/2023/2024", "2022//2023",
                                         "2022-10-26/2022-09", "2022/a",
                                         "[2022]/2023",
                                         "2004-06-XX/2004-07-03"),
                         BadName);

INSTANTIATE_TEST_SUITE_P(BadSets, BadEdtf,
                         testing::Values("[", "]", "{", "[]", "{}", "[2022",
                                         "{2022]", "[2022}", "[..]", "[,]",
                                         "[2022,]", "[2022..2021]",
                                         "{2022,,2023}", "[2022/2023]",
                                         "[[2022]]", "[2022..2023..2024]",
                                         "{..}", "[2022-02-30]"),
                         BadName);

INSTANTIATE_TEST_SUITE_P(
    BeyondTheProfile, BadEdtf,
    testing::Values("Y-17E7", "1950S2", "Y2022", "Y02022", "Y-0", "Y", "-0000",
                    "-1985-05", "-198", "-198X", "Y17000000X", "Y1700000020",
                    "156X-12-25", "15XX-12-XX", "1560-XX-25", "?2004-06-~11",
                    "2004?-06-11", "2004-06~-11", "XXXX-12-XX"),
    BadName);

TEST(EdtfTest, QualifiersAreFoundAnywhere) {
  const auto flags = [](absl::string_view text) {
    const absl::StatusOr<Edtf> edtf = ParseEdtf(text);
    EXPECT_THAT(edtf, IsOk()) << text;
    return std::pair(edtf->uncertain, edtf->approximate);
  };
  EXPECT_EQ(flags("2022-10"), std::pair(false, false));
  EXPECT_EQ(flags("2022-10?"), std::pair(true, false));
  EXPECT_EQ(flags("2022-10~"), std::pair(false, true));
  EXPECT_EQ(flags("2022-10%"), std::pair(true, true));
  EXPECT_EQ(flags("2022?/2023~"), std::pair(true, true));
  EXPECT_EQ(flags("{2022,2023~}"), std::pair(false, true));
  EXPECT_EQ(flags("[2021..2023?]"), std::pair(true, false));
}

TEST(EdtfTest, IntervalKeepsWhatEachSideCanMean) {
  const absl::StatusOr<Edtf> edtf = ParseEdtf("2021-12/2022-03");
  ASSERT_THAT(edtf, IsOk());
  EXPECT_EQ(Bound(edtf->start_latest), "2021-12-31");
  EXPECT_EQ(Bound(edtf->end_earliest), "2022-03-01");
  const absl::StatusOr<Edtf> open = ParseEdtf("2021-12/..");
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(Bound(open->start_latest), "2021-12-31");
  EXPECT_EQ(Bound(open->end_earliest), "..");
}

TEST(EdtfTest, OnlyADayIsASingleDay) {
  const auto single = [](absl::string_view text) {
    const absl::StatusOr<Edtf> edtf = ParseEdtf(text);
    EXPECT_THAT(edtf, IsOk()) << text;
    return edtf->is_single_day;
  };
  EXPECT_TRUE(single("2022-04-29"));
  EXPECT_FALSE(single("2022-04"));
  EXPECT_FALSE(single("2022-04-29/2022-04-29"));
  EXPECT_FALSE(single("[2022-04-29]"));
}

TEST(EdtfTest, MembersOfAllOfAreEdtfOfTheirOwn) {
  const absl::StatusOr<Edtf> edtf =
      ParseEdtf("{2022-01-07, 2021..2023,..1984}");
  ASSERT_THAT(edtf, IsOk());
  EXPECT_THAT(edtf->members, ElementsAre("2022-01-07", "2021/2023", "../1984"));
  for (const std::string& member : edtf->members) {
    EXPECT_THAT(ParseEdtf(member), IsOk());
  }
}

TEST(EdtfTest, CanonicalHasNoSpaces) {
  const absl::StatusOr<Edtf> edtf = ParseEdtf(" [1667, 1668,  1670 ] ");
  ASSERT_THAT(edtf, IsOk());
  EXPECT_EQ(edtf->canonical, "[1667,1668,1670]");
}

TEST(EdtfTest, ErrorNamesTheDayThatDoesNotExist) {
  EXPECT_THAT(ParseEdtf("2022-02-30").status().message(),
              HasSubstr("day 30 does not exist in 2022-02"));
}

TEST(EdtfTest, ErrorNamesWhereAnIntervalEndsBeforeItStarts) {
  EXPECT_THAT(ParseEdtf("2022-09-02/2022-08-31").status().message(),
              HasSubstr("it ends on 2022-08-31, before it starts"));
}

TEST(EdtfTest, TextTooLongIsInvalidArgument) {
  std::string text = "{2022";
  while (text.size() < 2000) text += ",2022";
  EXPECT_THAT(ParseEdtf(text + "}"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ParseDayTest, AcceptsExactlyADay) {
  EXPECT_THAT(ParseDay("2020-02-29"),
              IsOkAndHolds(absl::CivilDay(2020, 2, 29)));
  for (const char* text :
       {"2022-02-30", "2022-02", "2022-2-3", " 2022-02-03", "2022-02-03 ", "",
        "2022-02-03~", "20220203", "2022-02-03T00:00:00", "2022-02-03/.."}) {
    EXPECT_THAT(ParseDay(text), StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
}

TEST(LastDayOfMonthTest, KnowsLeapYears) {
  const auto last = [](int year, int month) {
    return LastDayOfMonth(absl::CivilMonth(year, month)).day();
  };
  EXPECT_EQ(last(2020, 2), 29);
  EXPECT_EQ(last(2021, 2), 28);
  EXPECT_EQ(last(1900, 2), 28);
  EXPECT_EQ(last(2000, 2), 29);
  EXPECT_EQ(last(2022, 12), 31);
  EXPECT_EQ(last(2022, 4), 30);
}

TEST(EdtfProperty, EveryDayReadsBackAsItself) {
  EXPECT_TRUE(rc::check([] {
    const absl::CivilDay day =
        absl::CivilDay(1, 1, 1) + *rc::gen::inRange(0, 3652058);
    const auto parsed = ParseDay(FormatDay(day));
    RC_ASSERT(parsed.ok());
    RC_ASSERT(*parsed == day);
  }));
}

// One piece of EDTF and a predicate, day by day, of what it can mean, made
// from the letters alone.
struct Model {
  std::string text;
  std::function<bool(absl::CivilDay)> holds;
};

std::function<bool(absl::CivilDay)> MonthsAre(int year, int first, int count) {
  return [=](absl::CivilDay day) {
    const int64_t month = (day.year() - year) * 12 + day.month();
    return month >= first && month < first + count;
  };
}

Model AnyPiece() {
  const int year = *rc::gen::inRange(1, 9998);
  const int month = *rc::gen::inRange(1, 13);
  const std::string yyyy = absl::StrFormat("%04d", year);
  const std::string mm = absl::StrFormat("%02d", month);
  const auto like = [](std::string pattern) {
    return Model{pattern.substr(0, pattern.find('*')),
                 [pattern](absl::CivilDay day) {
                   const std::string text = absl::StrFormat(
                       "%04d-%02d-%02d", day.year(), day.month(), day.day());
                   for (size_t i = 0; i < pattern.size(); ++i) {
                     if (pattern[i] == '*') break;
                     if (pattern[i] != 'X' && pattern[i] != text[i]) {
                       return false;
                     }
                   }
                   return true;
                 }};
  };
  const std::string suffix = *rc::gen::element("", "?", "~", "%");
  Model model = [&]() -> Model {
    switch (*rc::gen::inRange(0, 9)) {
      case 0:
        return like(yyyy);
      case 1:
        return like(yyyy + "-" + mm);
      case 2:
        return like(
            absl::StrFormat("%s-%s-%02d", yyyy, mm, *rc::gen::inRange(1, 29)));
      case 3:
        return like(yyyy.substr(0, 3) + "X");
      case 4:
        return like(yyyy + "-XX");
      case 5:
        return like(yyyy + "-" + mm + "-XX");
      case 6: {
        const int season = *rc::gen::inRange(0, 4);
        return {absl::StrCat(yyyy, "-", 21 + season),
                MonthsAre(year, season * 3 + 3, 3)};
      }
      case 7: {
        const int quarter = *rc::gen::inRange(0, 4);
        return {absl::StrCat(yyyy, "-", 33 + quarter),
                MonthsAre(year, quarter * 3 + 1, 3)};
      }
      default: {
        const int half = *rc::gen::inRange(0, 2);
        return {absl::StrCat(yyyy, "-", 40 + half),
                MonthsAre(year, half * 6 + 1, 6)};
      }
    }
  }();
  model.text += suffix;
  return model;
}

// First and last day for which `model` holds, by trying them all.
std::pair<absl::CivilDay, absl::CivilDay> BruteBounds(const Model& model) {
  const int year = std::stoi(model.text.substr(0, 3)) * 10;
  std::optional<absl::CivilDay> first;
  absl::CivilDay last;
  for (absl::CivilDay day(year - 1, 1, 1);
       day < absl::CivilDay(year + 12, 1, 1); ++day) {
    if (!model.holds(day)) continue;
    if (!first) first = day;
    last = day;
  }
  return {*first, last};
}

TEST(EdtfProperty, BoundsAgreeWithTryingEveryDay) {
  EXPECT_TRUE(rc::check([] {
    const Model a = AnyPiece();
    const Model b = AnyPiece();
    const auto [a_first, a_last] = BruteBounds(a);
    const auto [b_first, b_last] = BruteBounds(b);
    const auto parsed = ParseEdtf(a.text);
    RC_ASSERT(parsed.ok());
    RC_ASSERT(parsed->canonical == a.text);
    RC_ASSERT(parsed->earliest == a_first);
    RC_ASSERT(parsed->latest == a_last);
    for (const absl::string_view form : {"[]", "{}"}) {
      const std::string text =
          absl::StrCat(form.substr(0, 1), a.text, ",", b.text, form.substr(1));
      const auto set = ParseEdtf(text);
      RC_ASSERT(set.ok());
      RC_ASSERT(set->canonical == text);
      RC_ASSERT(set->earliest == std::min(a_first, b_first));
      RC_ASSERT(set->latest == std::max(a_last, b_last));
    }
    const bool has_x = absl::StrContains(a.text + b.text, "X");
    const std::string text = absl::StrCat(a.text, "/", b.text);
    const auto interval = ParseEdtf(text);
    RC_ASSERT(interval.ok() == (!has_x && b_last >= a_first));
    if (!interval.ok()) return;
    RC_ASSERT(interval->canonical == text);
    RC_ASSERT(interval->earliest == a_first);
    RC_ASSERT(interval->start_latest == a_last);
    RC_ASSERT(interval->end_earliest == b_first);
    RC_ASSERT(interval->latest == b_last);
    const auto range = ParseEdtf(absl::StrCat("[", a.text, "..", b.text, "]"));
    RC_ASSERT(range.ok());
    RC_ASSERT(range->earliest == a_first);
    RC_ASSERT(range->latest == b_last);
  }));
}

TEST(EdtfProperty, AnyBytesParseOrAreInvalidArgument) {
  EXPECT_TRUE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("0123456789-/.[]{},?~%XTZ: ")));
    const auto parsed = ParseEdtf(text);
    RC_ASSERT(parsed.ok() ||
              parsed.status().code() == absl::StatusCode::kInvalidArgument);
    if (parsed.ok()) {
      const auto again = ParseEdtf(parsed->canonical);
      RC_ASSERT(again.ok());
      RC_ASSERT(again->canonical == parsed->canonical);
      RC_ASSERT(again->earliest == parsed->earliest);
      RC_ASSERT(again->latest == parsed->latest);
    }
  }));
}

}  // namespace
}  // namespace clearsky::plan
