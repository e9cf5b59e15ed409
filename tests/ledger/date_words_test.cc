#include "ledger/date_words.h"

#include <string>

#include "gtest/gtest.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using ::clearsky::test::Date;

struct Case {
  const char* edtf;
  const char* english;
  const char* korean;
  const char* chinese;
};

constexpr Case kCases[] = {
    {"2022-10-26", "26 October 2022", "2022년 10월 26일", "2022年10月26日"},
    {"2022-03-05/2022-03-06", "5–6 March 2022", "2022년 3월 5~6일",
     "2022年3月5日至6日"},
    {"2022-08-31/2022-09-02", "31 August to 2 September 2022",
     "2022년 8월 31일~9월 2일", "2022年8月31日至9月2日"},
    {"2022-12-30/2023-01-02", "30 December 2022 to 2 January 2023",
     "2022년 12월 30일~2023년 1월 2일", "2022年12月30日至2023年1月2日"},
    {"2022-10", "October 2022", "2022년 10월", "2022年10月"},
    {"2022-03/2022-05", "March to May 2022", "2022년 3~5월", "2022年3月至5月"},
    {"2022-11/2023-02", "November 2022 to February 2023",
     "2022년 11월~2023년 2월", "2022年11月至2023年2月"},
    {"[2022-10-01..2022-10-10]", "early October 2022", "2022년 10월 초",
     "2022年10月上旬"},
    {"[2022-10-11..2022-10-20]", "mid-October 2022", "2022년 10월 중순",
     "2022年10月中旬"},
    {"[2022-02-21..2022-02-28]", "late February 2022", "2022년 2월 말",
     "2022年2月下旬"},
    {"[2022-10-03..2022-10-07]", "a day from 3 October 2022 to 7 October 2022",
     "2022년 10월 3일~2022년 10월 7일 중 하루",
     "2022年10月3日至2022年10月7日中的一天"},
    {"[2022-10-03,2022-10-05]", "one of 3 October 2022 and 5 October 2022",
     "2022년 10월 3일, 2022년 10월 5일 중 하나",
     "2022年10月3日和2022年10月5日之一"},
    {"{2022-01-07,2022-02-11}", "7 January 2022 and 11 February 2022",
     "2022년 1월 7일, 2022년 2월 11일", "2022年1月7日和2022年2月11日"},
    {"2022-21", "spring 2022", "2022년 봄", "2022年春季"},
    {"2022-35", "the third quarter of 2022", "2022년 3분기", "2022年第三季度"},
    {"2022-33", "the first quarter of 2022", "2022년 1분기", "2022年第一季度"},
    {"2022-40", "the first half of 2022", "2022년 상반기", "2022年上半年"},
    {"2022-41", "the second half of 2022", "2022년 하반기", "2022年下半年"},
    {"2022", "2022", "2022년", "2022年"},
    {"2023/2027", "2023–2027", "2023~2027년", "2023年至2027年"},
    {"2022-12/..", "December 2022 onwards", "2022년 12월부터", "2022年12月起"},
    {"../2022-12-31", "until 31 December 2022", "2022년 12월 31일까지",
     "2022年12月31日以前"},
    {"2022-10~", "October 2022", "2022년 10월", "2022年10月"},
    {"tbd", "a date to be decided", "미정", "日期待定"},
};

TEST(DateWordsTest, EveryFormHasWordsInEachLanguage) {
  for (const Case& c : kCases) {
    const v1::PartialDate date = Date(c.edtf);
    EXPECT_EQ(ledger::DateValueWords(ledger::English(), date), c.english);
    EXPECT_EQ(ledger::DateValueWords(ledger::Korean(), date), c.korean);
    EXPECT_EQ(ledger::DateValueWords(ledger::Chinese(), date), c.chinese);
  }
}

TEST(DateWordsTest, OnDemandIsNoDate) {
  v1::PartialDate date;
  date.set_reading(v1::PartialDate::READING_ON_DEMAND);
  EXPECT_EQ(ledger::DateValueWords(ledger::Korean(), date), "수시");
}

TEST(DateWordsTest, WhatHasNoWordsIsNotMadeUp) {
  for (const char* edtf : {"2022-1X", "202X", "2022-XX-05", "nonsense"}) {
    v1::PartialDate date;
    date.set_edtf(edtf);
    EXPECT_EQ(ledger::DateValueWords(ledger::English(), date), std::nullopt)
        << edtf;
  }
}

TEST(DateWordsTest, MeetingsAreHeldOnDaysAndInMonths) {
  for (const char* edtf : {"2022-10-26", "2022-08-31/2022-09-02",
                           "{2022-01-07,2022-02-11}", "2022-10-26?"}) {
    EXPECT_TRUE(ledger::IsOfDays(Date(edtf))) << edtf;
  }
  for (const char* edtf :
       {"2022-10", "2022", "2022-35", "[2022-10-21..2022-10-31]"}) {
    EXPECT_FALSE(ledger::IsOfDays(Date(edtf))) << edtf;
  }
}

}  // namespace
}  // namespace clearsky
