// contact-differs: one person with two numbers or addresses.

#include <string>
#include <vector>

#include "document/lint_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document::lint {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kRule[] = "contact-differs";

struct Place {
  std::string text;
  uint32_t line;
  uint32_t column;
};

TEST(LintContactsTest, AnotherNumberOfOnePersonIsFoundAtTheNumber) {
  const std::vector<Place> places = {
      {"담당자\t사무관 이수민 (044-111-0001)\n본문\n담당자\t사무관 이수민 "
       "(044-111-0009)\n",
       3, 14},
      {"과 장 박지원 (02-111-0001)\n\n과 장 박지원 (02-111-1001)\n", 3, 10},
      {"문의: 최은영 주무관 ☎ 044-111-0001\n문의: 최은영 주무관 ☎ "
       "044-111-0002\n",
       2, 15},
      {"담당자: 정하늘 (043-111-0001, hn@example.kr)\n담당자: 정하늘 "
       "(043-111-0001, hm@example.kr)\n",
       2, 25},
      {"담당자\t한가람\n전화: 044-111-0001\n\n담당자\t한가람\n전화: "
       "044-111-0003\n",
       5, 5},
      {"Contact: Jane Roe (Deputy Director, +82-44-111-0001)\nContact: Jane "
       "Roe (+82-44-111-0002)\n",
       2, 20},
      {"联系人：王小明 电话：010-11110001\n联系人：王小明 电话：010-11110002\n",
       2, 12},
      {"오세진 (010-1111-0001)\n오세진 (010-1111-0002)\n", 2, 6},
      {"팩스 담당 임다은 팩스 044-111-0001\n임다은 팩스 044-111-0002\n", 2, 8},
  };
  for (const Place& place : places) {
    const Linted linted(place.text);
    const auto found = linted.Of(kRule);
    ASSERT_THAT(found, SizeIs(1)) << place.text << linted.All();
    EXPECT_EQ(found[0].place().line(), place.line) << place.text;
    EXPECT_EQ(found[0].place().column(), place.column) << place.text;
    EXPECT_LT(found[0].other_place().line(), place.line) << place.text;
  }
}

TEST(LintContactsTest, WhatDoesNotDifferIsNotFound) {
  for (const std::string text : {
           "사무관 이수민 (044-111-0001)\n사무관 이수민 (044-111-0001)\n",
           // Another way of writing it.
           "이수민 (044-111-0001)\n이수민 (+82-44-111-0001)\n",
           "이수민 (044-111-0001)\n이수민 (044)111-0001\n",
           // Other persons.
           "사무관 이수민 (044-111-0001)\n사무관 이수진 (044-111-0002)\n",
           // Two numbers of one person, both places have one of them.
           "이수민 (044-111-0001, 044-111-0002)\n이수민 (044-111-0002)\n",
           // Telephone, mobile, fax and address.
           "이수민 (044-111-0001)\n이수민 (010-1111-0002)\n",
           "이수민 전화 044-111-0001\n이수민 팩스 044-111-0002\n",
           "이수민 (044-111-0001)\n이수민 (sm@example.kr)\n",
           "이수민 (SM@example.kr)\n이수민 (sm@example.kr)\n",
           // Offices, not persons.
           "국제협력과 (044-111-0001)\n국제협력과 (044-111-0002)\n",
           "정책과 044-111-0001\n정책과 044-111-0002\n",
           // Years and days.
           "이수민 (2018-2022)\n이수민 (2019-2023)\n",
           "이수민 2022-09-28\n이수민 2022-10-28\n",
           "Jane Roe (044-111-0001)\nJohn Roe (044-111-0002)\n",
       }) {
    EXPECT_THAT(Linted(text).Places(kRule), IsEmpty()) << text;
  }
}

TEST(LintContactsTest, EachOtherNumberIsToldOnce) {
  const Linted linted(
      "이수민 (044-111-0001)\n이수민 (044-111-0002)\n이수민 "
      "(044-111-0002)\n이수민 (044-111-0001)\n이수민 (044-111-0003)\n");
  EXPECT_THAT(linted.Places(kRule),
              ElementsAre("2:6 이○○ …0002", "5:6 이○○ …0003"));
}

TEST(LintContactsTest, NamesAndNumbersAreNotTold) {
  const Linted linted(
      "Jane Roe (044-111-0001)\nJane Roe (044-112-0001)\nkim@example.kr "
      "이수민 (soo@example.kr)\n이수민 (min@example.kr)\n");
  ASSERT_THAT(linted.Of(kRule), SizeIs(2)) << linted.All();
  for (const auto& finding : linted.Of(kRule)) {
    const std::string told = finding.ShortDebugString();
    for (const std::string personal :
         {"Jane Roe", "이수민", "044-11", "soo@", "min@"}) {
      EXPECT_THAT(told, Not(HasSubstr(personal)));
    }
  }
}

}  // namespace
}  // namespace clearsky::document::lint
