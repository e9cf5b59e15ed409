#include "document/reader/number_format.h"

#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

// 29 April 2022, six in the evening.
constexpr double kEvening = 44680.75;

TEST(NumberFormatTest, DatesAreShownAsTheFormatSays) {
  const auto shown = [](const char* code) {
    return ShowDate(kEvening, code, false);
  };
  EXPECT_EQ(shown("yyyy. m. d."), "2022. 4. 29.");
  EXPECT_EQ(shown("m\"월\" d\"일\""), "4월 29일");
  EXPECT_EQ(shown("[$-412]yy.mm.dd(aaa);@"), "22.04.29(금)");
  EXPECT_EQ(shown("aaaa"), "금요일");
  EXPECT_EQ(shown("dddd, d mmmm"), "Friday, 29 April");
  EXPECT_EQ(shown("d-mmm-yy"), "29-Apr-22");
  EXPECT_EQ(shown("h:mm"), "18:00");
  EXPECT_EQ(shown("hh:mm AM/PM"), "06:00 PM");
  EXPECT_EQ(shown("mm:ss"), "00:00");
  EXPECT_EQ(shown("yyyy\\-mm_)"), "2022-04 ");
}

TEST(NumberFormatTest, DaysCountFrom1900WithTheDayThatNeverWasOr1904) {
  EXPECT_EQ(ShowDate(1, "yyyy-mm-dd", false), "1900-01-01");
  EXPECT_EQ(ShowDate(61, "yyyy-mm-dd", false), "1900-03-01");
  EXPECT_EQ(ShowDate(0, "yyyy-mm-dd", true), "1904-01-01");
  EXPECT_EQ(ShowDate(2958465, "yyyy-mm-dd", false), "9999-12-31");
  EXPECT_EQ(ShowDate(-1, "yyyy-mm-dd", false), "-1");
  EXPECT_EQ(ShowDate(1e300, "yyyy-mm-dd", false), "1e+300");
}

TEST(NumberFormatTest, OnlyDatesAreDates) {
  for (const char* code : {"yyyy-mm-dd", "h:mm", "m\"월\""}) {
    EXPECT_TRUE(IsDateFormat(code)) << code;
  }
  for (const char* code :
       {"General", "0.00", "#,##0\"day\"", "@", "0.00E+00", "[Red]0", "\\d0"}) {
    EXPECT_FALSE(IsDateFormat(code)) << code;
  }
  EXPECT_EQ(BuiltInDateFormat(14), "yyyy-mm-dd");
  EXPECT_EQ(BuiltInDateFormat(2), "");
}

}  // namespace
}  // namespace clearsky::document
