#include <rapidcheck.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/korean.h"
#include "notation/notation.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"
#include "test/status_matchers.h"

namespace clearsky::notation {
namespace {

using ::clearsky::test::IsOk;
using v1::PartialDate;

std::string Write(absl::string_view edtf, int plan_year = 2022) {
  const absl::StatusOr<PartialDate> date = plan::DateOfEdtf(edtf);
  EXPECT_THAT(date, IsOk()) << edtf;
  return WriteDate(*date, plan_year);
}

TEST(WriteDateTest, FormsOfTheTable) {
  EXPECT_EQ(Write("2022-04-29"), "4.29");
  EXPECT_EQ(Write("{2022-01-07,2022-02-11}"), "1.7, 2.11");
  EXPECT_EQ(Write("2022-08-31/2022-09-02"), "8.31~9.2");
  EXPECT_EQ(Write("2022-03-05/2022-03-06"), "3.5~6");
  EXPECT_EQ(Write("2022-10"), "10월");
  EXPECT_EQ(Write("2022-10/2022-11"), "10~11월");
  EXPECT_EQ(Write("[2022-10-01..2022-10-10]"), "10월 초");
  EXPECT_EQ(Write("[2022-10-11..2022-10-20]"), "10월 중순");
  EXPECT_EQ(Write("[2022-10-21..2022-10-31]"), "10월 말");
  EXPECT_EQ(Write("[2020-02-21..2020-02-29]", 2020), "2월 말");
  EXPECT_EQ(Write("2022-35"), "3분기");
  EXPECT_EQ(Write("2022-40"), "상반기");
  EXPECT_EQ(Write("2022-41"), "하반기");
  EXPECT_EQ(Write("2022-12/.."), "'22년 12월-");
  EXPECT_EQ(Write("2020/2022"), "2020-2022");
  EXPECT_EQ(Write(""), "미정");
}

TEST(WriteDateTest, AnotherYearIsWrittenBefore) {
  EXPECT_EQ(Write("2023-02"), "'23년 2월");
  EXPECT_EQ(Write("2023-04-29"), "'23년 4.29");
  EXPECT_EQ(Write("2023-40"), "'23년 상반기");
  EXPECT_EQ(Write("2022-12-30/2023-01-02"), "12.30~'23년 1.2");
  EXPECT_EQ(Write("2021-12-30/2022-01-02"), "'21년 12.30~'22년 1.2");
  EXPECT_EQ(Write("2021-12/2022-03"), "'21년 12월~'22년 3월");
  EXPECT_EQ(Write("{2021-12-30,2022-01-07}"), "'21년 12.30, '22년 1.7");
  EXPECT_EQ(Write("1950-06"), "1950년 6월");
  EXPECT_EQ(Write("2022-04-29", 0), "'22년 4.29");
}

TEST(WriteDateTest, OtherValuesArePrintedAsWordsElseAsEdtf) {
  PartialDate date = *plan::DateOfEdtf("2022-10~");
  EXPECT_EQ(WriteDate(date, 2022), "2022-10~");
  date.set_verbatim("10월경");
  EXPECT_EQ(WriteDate(date, 2022), "10월경");
  EXPECT_EQ(Write("../2022-12"), "../2022-12");
  EXPECT_EQ(Write("2022-04-29/.."), "2022-04-29/..");
  EXPECT_EQ(Write("[2022-10-02..2022-10-10]"), "[2022-10-02..2022-10-10]");
  EXPECT_EQ(Write("{2022-10,2022-34}"), "{2022-10,2022-34}");
  EXPECT_EQ(Write("2022-23"), "2022-23");
  EXPECT_EQ(Write("2022"), "2022");
}

// 내년 would be another year to who reads the table later.
TEST(WriteDateTest, WordsThatCountFromTheirDayAreNotPrinted) {
  const auto write = [](absl::string_view edtf, absl::string_view words) {
    PartialDate date = *plan::DateOfEdtf(edtf);
    date.set_verbatim(std::string(words));
    return WriteDate(date, 2022);
  };
  EXPECT_EQ(write("2023", "내년"), "'23년");
  EXPECT_EQ(write("2023-21", "내년 봄"), "'23년 봄");
  EXPECT_EQ(write("2022-24", "올 겨울"), "'22년 겨울");
  EXPECT_EQ(write("2023", "2023년"), "2023년");
  EXPECT_EQ(write("2022-23", "가을"), "가을");
}

TEST(WriteDateTest, OnDemandIsPrintedAsItsWords) {
  PartialDate date;
  date.set_reading(PartialDate::READING_ON_DEMAND);
  EXPECT_EQ(WriteDate(date, 2022), "수시");
  date.set_verbatim("필요시");
  EXPECT_EQ(WriteDate(date, 2022), "필요시");
}

TEST(WriteDateTest, BadValueIsPrintedAsItIs) {
  PartialDate date;
  date.set_edtf("2022-02-30");
  EXPECT_EQ(WriteDate(date, 2022), "2022-02-30");
}

// Years that two and four digits write.
int AnyYear() { return *rc::gen::inRange(1900, 2200); }

absl::CivilDay AnyDay() {
  return absl::CivilDay(AnyYear(), 1, 1) + *rc::gen::inRange(0, 365);
}

std::string Month(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d", day.year(), day.month());
}

std::string ThirdOf(absl::CivilDay day) {
  const int third = *rc::gen::inRange(0, 3);
  const absl::CivilMonth month(day);
  const absl::CivilDay first =
      absl::CivilDay(month.year(), month.month(), third * 10 + 1);
  const absl::CivilDay last =
      third == 2 ? plan::LastDayOfMonth(month) : first + 9;
  return absl::StrCat("[", plan::FormatDay(first), "..", plan::FormatDay(last),
                      "]");
}

// EDTF of a form that WriteDate has words for.
std::string AnyWritable() {
  const absl::CivilDay day = AnyDay();
  const std::string text = plan::FormatDay(day);
  switch (*rc::gen::inRange(0, 11)) {
    case 0:
      return text;
    case 1:
      return Month(day);
    case 2:
      return ThirdOf(day);
    case 3:
      return absl::StrFormat("%04d-%d", day.year(), *rc::gen::inRange(33, 37));
    case 4:
      return absl::StrFormat("%04d-%d", day.year(), *rc::gen::inRange(40, 42));
    case 5:
      return absl::StrCat(text, "/",
                          plan::FormatDay(day + *rc::gen::inRange(1, 800)));
    case 6:
      return absl::StrCat(Month(day), "/",
                          Month(day + *rc::gen::inRange(31, 800)));
    case 7:
      return absl::StrCat(Month(day), "/..");
    case 8:
      return absl::StrFormat("%04d/%04d", day.year(),
                             day.year() + *rc::gen::inRange(1, 10));
    case 9: {
      std::vector<std::string> members = {text};
      const int more = *rc::gen::inRange(1, 5);
      for (int i = 0; i < more; ++i) {
        members.push_back(plan::FormatDay(day + *rc::gen::inRange(-400, 400)));
      }
      return absl::StrCat("{", absl::StrJoin(members, ","), "}");
    }
    default:
      return "";
  }
}

TEST(WriteDateProperty, WhatIsWrittenReadsBackAsItself) {
  EXPECT_TRUE(rc::check([] {
    const std::string edtf = AnyWritable();
    const absl::StatusOr<PartialDate> date = plan::DateOfEdtf(edtf);
    RC_ASSERT(date.ok());
    const int plan_year = *rc::gen::element(
        0, AnyYear(),
        edtf.empty() ? 2022 : std::stoi(edtf.substr(edtf[0] > '9' ? 1 : 0, 4)));
    Context context{AnyDay(), std::nullopt};
    if (plan_year != 0) context.default_year = plan_year;
    const std::string words = WriteDate(*date, plan_year);
    const absl::StatusOr<DateReading> reading = ReadDate(words, context);
    if (!reading.ok()) RC_FAIL(std::string(reading.status().message()));
    RC_ASSERT(reading->date.has_value());
    if (reading->date->edtf() != edtf) {
      RC_FAIL(words + " for " + edtf + " is read as " + reading->date->edtf());
    }
    RC_ASSERT(reading->date->reading() == date->reading());
    RC_ASSERT(reading->findings.empty());
  }));
}

TEST(WriteDateProperty, PlannedFormIsReadAsTheSameDate) {
  EXPECT_TRUE(rc::check([] {
    const std::string edtf = AnyWritable();
    RC_PRE(!edtf.empty());
    const int plan_year = AnyYear();
    const std::string words =
        absl::StrCat(WriteDate(*plan::DateOfEdtf(edtf), plan_year), " 예정");
    const absl::StatusOr<DateReading> reading =
        ReadDate(words, Context{AnyDay(), plan_year});
    RC_ASSERT(reading.ok());
    RC_ASSERT(reading->status == Status::kPlanned);
    RC_ASSERT(reading->date.has_value());
    if (reading->date->edtf() != edtf) {
      RC_FAIL(words + " for " + edtf + " is read as " + reading->date->edtf());
    }
  }));
}

std::string WriteIn(Language language, absl::string_view edtf) {
  const absl::StatusOr<PartialDate> date = plan::DateOfEdtf(edtf);
  EXPECT_THAT(date, IsOk()) << edtf;
  return WriteDate(*date, 2022, language);
}

TEST(WriteDateTest, EnglishAlwaysWritesTheYear) {
  const auto write = [](absl::string_view edtf) {
    return WriteIn(Language::kEnglish, edtf);
  };
  EXPECT_EQ(write("2022-04-29"), "29 April 2022");
  EXPECT_EQ(write("{2022-01-07,2022-02-11}"),
            "7 January 2022, 11 February 2022");
  EXPECT_EQ(write("2022-03-05/2022-03-06"), "5-6 March 2022");
  EXPECT_EQ(write("2022-08-31/2022-09-02"), "31 August - 2 September 2022");
  EXPECT_EQ(write("2022-12-30/2023-01-02"),
            "30 December 2022 - 2 January 2023");
  EXPECT_EQ(write("2022-10"), "October 2022");
  EXPECT_EQ(write("2022-10/2022-11"), "October-November 2022");
  EXPECT_EQ(write("2021-12/2022-03"), "December 2021 - March 2022");
  EXPECT_EQ(write("[2022-10-01..2022-10-10]"), "early October 2022");
  EXPECT_EQ(write("[2022-10-11..2022-10-20]"), "mid-October 2022");
  EXPECT_EQ(write("[2022-10-21..2022-10-31]"), "late October 2022");
  EXPECT_EQ(write("[2022-10-26,2022-10-27]"),
            "26 October 2022 or 27 October 2022");
  EXPECT_EQ(write("2022-35"), "Q3 2022");
  EXPECT_EQ(write("2022-40"), "first half of 2022");
  EXPECT_EQ(write("2023-21"), "spring 2023");
  EXPECT_EQ(write("2022-12/.."), "from December 2022");
  EXPECT_EQ(write("../2022-12-31"), "by 31 December 2022");
  EXPECT_EQ(write("2020/2022"), "2020-2022");
  EXPECT_EQ(write(""), "TBD");
}

TEST(WriteDateTest, ChineseAlwaysWritesTheYear) {
  const auto write = [](absl::string_view edtf) {
    return WriteIn(Language::kChinese, edtf);
  };
  EXPECT_EQ(write("2022-04-29"), "2022年4月29日");
  EXPECT_EQ(write("{2022-01-07,2022-02-11}"), "2022年1月7日、2022年2月11日");
  EXPECT_EQ(write("2022-03-05/2022-03-06"), "2022年3月5日至6日");
  EXPECT_EQ(write("2022-08-31/2022-09-02"), "2022年8月31日至9月2日");
  EXPECT_EQ(write("2022-12-30/2023-01-02"), "2022年12月30日至2023年1月2日");
  EXPECT_EQ(write("2022-10"), "2022年10月");
  EXPECT_EQ(write("2022-10/2022-11"), "2022年10月至11月");
  EXPECT_EQ(write("[2022-10-01..2022-10-10]"), "2022年10月上旬");
  EXPECT_EQ(write("[2022-10-21..2022-10-31]"), "2022年10月下旬");
  EXPECT_EQ(write("2022-35"), "2022年第三季度");
  EXPECT_EQ(write("2022-40"), "2022年上半年");
  EXPECT_EQ(write("2022-12/.."), "2022年12月起");
  EXPECT_EQ(write("../2022-12-31"), "不晚于2022年12月31日");
  EXPECT_EQ(write("2020/2022"), "2020年至2022年");
  EXPECT_EQ(write(""), "待定");
}

TEST(WriteDateTest, WholeYearsAreWrittenAsSuch) {
  PartialDate date = *plan::DateOfEdtf("2022");
  date.set_reading(PartialDate::READING_WHOLE_SPAN);
  EXPECT_EQ(WriteDate(date, 0, Language::kEnglish), "throughout 2022");
  EXPECT_EQ(WriteDate(date, 0, Language::kChinese), "2022年全年");
}

// Forms that English and Chinese have beside those of the Korean table.
std::string AnyWritableWithYear() {
  const absl::CivilDay day = AnyDay();
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return absl::StrCat("../", plan::FormatDay(day));
    case 1:
      return absl::StrCat(plan::FormatDay(day), "/..");
    case 2:
      return absl::StrFormat("%04d-%d", day.year(), *rc::gen::inRange(21, 25));
    case 3:
      return absl::StrCat("[", plan::FormatDay(day), ",",
                          plan::FormatDay(day + *rc::gen::inRange(1, 400)),
                          "]");
    case 4:
      return absl::StrFormat("%04d", day.year());
    default:
      return AnyWritable();
  }
}

TEST(WriteDateProperty, EnglishAndChineseReadBackAsThemselves) {
  for (const Language language : {Language::kEnglish, Language::kChinese}) {
    EXPECT_TRUE(rc::check([language] {
      const std::string edtf = AnyWritableWithYear();
      absl::StatusOr<PartialDate> date = plan::DateOfEdtf(edtf);
      RC_ASSERT(date.ok());
      constexpr size_t kYearSize = 4;
      if (edtf.size() == kYearSize && *rc::gen::arbitrary<bool>()) {
        date->set_reading(PartialDate::READING_WHOLE_SPAN);
      }
      const Context context{AnyDay(), std::nullopt};
      const std::string words = WriteDate(*date, AnyYear(), language);
      const absl::StatusOr<DateReading> reading =
          ReadDate(words, language, context);
      if (!reading.ok()) RC_FAIL(std::string(reading.status().message()));
      RC_ASSERT(reading->date.has_value());
      if (reading->date->edtf() != edtf) {
        RC_FAIL(words + " for " + edtf + " is read as " +
                reading->date->edtf());
      }
      if (reading->date->reading() != date->reading()) {
        RC_FAIL(words + " is read with another reading");
      }
      RC_ASSERT(reading->findings.empty());
    }));
  }
}

}  // namespace
}  // namespace clearsky::notation
