#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/notation.h"
#include "plan/edtf.h"
#include "test/status_matchers.h"

// Neighbours of the shipped examples, english_cases.tsv, chinese_cases.tsv and
// korean_more_cases.tsv (korean_cases_test.cc has others); an EDTF of `refused`
// is a phrase that INVALID_ARGUMENT answers.

namespace clearsky::notation {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

struct Case {
  Language language = Language::kEnglish;
  std::string words;
  std::string context;
  std::string edtf;
  std::string status;
  std::string mode;
};

std::vector<Case> CasesOf(Language language, absl::string_view name) {
  std::ifstream file(
      absl::StrCat(CLEARSKY_SOURCE_DIR "/tests/notation/", name));
  std::vector<Case> cases;
  std::string line;
  std::getline(file, line);  // The head.
  while (std::getline(file, line)) {
    std::vector<std::string> cells = absl::StrSplit(line, '\t');
    cells.resize(5);
    cases.push_back(
        {language, cells[0], cells[1], cells[2], cells[3], cells[4]});
  }
  return cases;
}

std::vector<Case> EnglishCases() {
  return CasesOf(Language::kEnglish, "english_cases.tsv");
}

std::vector<Case> ChineseCases() {
  return CasesOf(Language::kChinese, "chinese_cases.tsv");
}

std::vector<Case> KoreanCases() {
  return CasesOf(Language::kKorean, "korean_more_cases.tsv");
}

class LanguageCase : public testing::TestWithParam<Case> {};

TEST_P(LanguageCase, IsRead) {
  const Case& row = GetParam();
  SCOPED_TRACE(row.words);
  const absl::StatusOr<DateReading> reading =
      ReadDate(row.words, row.language,
               Context{*plan::ParseDay(row.context), std::nullopt});
  if (row.edtf == "refused") {
    EXPECT_THAT(reading, StatusIs(absl::StatusCode::kInvalidArgument));
    return;
  }
  ASSERT_THAT(reading, IsOk());
  EXPECT_EQ(reading->date ? reading->date->edtf() : "", row.edtf);
  EXPECT_EQ(StatusName(reading->status), row.status);
  EXPECT_EQ(
      reading->delivery ? v1::DeliveryMode_Name(reading->delivery->mode()) : "",
      row.mode.empty() ? "" : absl::StrCat("DELIVERY_MODE_", row.mode));
}

std::string RowName(const testing::TestParamInfo<Case>& info) {
  return "Row" + std::to_string(info.index + 2);
}

INSTANTIATE_TEST_SUITE_P(English, LanguageCase,
                         testing::ValuesIn(EnglishCases()), RowName);
INSTANTIATE_TEST_SUITE_P(Chinese, LanguageCase,
                         testing::ValuesIn(ChineseCases()), RowName);
INSTANTIATE_TEST_SUITE_P(Korean, LanguageCase, testing::ValuesIn(KoreanCases()),
                         RowName);

TEST(LanguageCasesTest, FilesAreThere) {
  EXPECT_GT(EnglishCases().size(), 300U);
  EXPECT_GT(ChineseCases().size(), 300U);
  EXPECT_GT(KoreanCases().size(), 100U);
}

const Context kContext{absl::CivilDay(2022, 9, 28), std::nullopt};

TEST(ReadDateTest, OrderOfDayAndMonthIsNotGuessed) {
  const auto reading = ReadDate("05/04/2022", Language::kEnglish, kContext);
  ASSERT_THAT(reading, IsOk());
  EXPECT_FALSE(reading->date.has_value());
  EXPECT_EQ(reading->status, Status::kNone);
  ASSERT_EQ(reading->findings.size(), 1U);
  EXPECT_EQ(reading->findings[0].rule, "ambiguous-date");
  EXPECT_THAT(reading->findings[0].message, HasSubstr("05/04/2022"));
}

TEST(ReadDateTest, WeekdayThatDoesNotMatchIsAFindingInEveryLanguage) {
  for (const auto& [words, language] :
       {std::pair("Thursday, 26 October 2022", Language::kEnglish),
        std::pair("26 October 2022 (Thu)", Language::kEnglish),
        std::pair("2022年10月26日（周四）", Language::kChinese),
        std::pair("2022年10月26日星期四", Language::kChinese)}) {
    const auto reading = ReadDate(words, language, kContext);
    ASSERT_THAT(reading, IsOk()) << words;
    ASSERT_EQ(reading->findings.size(), 1U) << words;
    EXPECT_EQ(reading->findings[0].rule, "weekday-mismatch") << words;
  }
}

TEST(ReadDateTest, DurationThatDoesNotMatchIsAFindingInEveryLanguage) {
  for (const auto& [words, language] :
       {std::pair("26-28 October 2022 (4 days)", Language::kEnglish),
        std::pair("10月26日至28日（共4天）", Language::kChinese)}) {
    const auto reading = ReadDate(words, language, kContext);
    ASSERT_THAT(reading, IsOk()) << words;
    ASSERT_EQ(reading->findings.size(), 1U) << words;
    EXPECT_EQ(reading->findings[0].rule, "duration-mismatch") << words;
  }
}

TEST(ReadDateTest, VaguePartOfAYearIsAFinding) {
  const auto reading = ReadDate("early 2023", Language::kEnglish, kContext);
  ASSERT_THAT(reading, IsOk());
  EXPECT_EQ(reading->date->edtf(), "2023");
  ASSERT_EQ(reading->findings.size(), 1U);
  EXPECT_EQ(reading->findings[0].rule, "vague-part");
}

TEST(ReadDateTest, HostsAreKept) {
  const auto host = [](absl::string_view words, Language language) {
    return ReadDate(words, language, kContext)->host;
  };
  EXPECT_EQ(
      host("hosted virtually by Mexico on August 5, 2020", Language::kEnglish),
      "Mexico");
  EXPECT_EQ(host("organized by the Ministry of Environment, 5 May 2022",
                 Language::kEnglish),
            "Ministry of Environment");
  EXPECT_EQ(host("由墨西哥以视频方式主办，2020年8月5日", Language::kChinese),
            "墨西哥");
}

TEST(ReadDateTest, PlacesOfEveryLanguageAreKept) {
  const auto places = [](absl::string_view words, Language language) {
    return ReadDate(words, language, kContext)->places;
  };
  using testing::ElementsAre;
  EXPECT_THAT(places("5 May 2022 in Montreal, Canada", Language::kEnglish),
              ElementsAre("Montreal", "Canada"));
  EXPECT_THAT(places("5 May 2022, Hotel de Ville", Language::kEnglish),
              testing::IsEmpty());
  EXPECT_THAT(places("2022年5月5日在云南昆明举行", Language::kChinese),
              ElementsAre("云南昆明"));
}

TEST(ReadDateTest, TimesAreKeptAsPartsOfTheDay) {
  using v1::PartialDate;
  const auto part = [](absl::string_view words, Language language) {
    return ReadDate(words, language, kContext)->date->part_of_day();
  };
  EXPECT_EQ(part("26 October 2022 at 3 p.m.", Language::kEnglish),
            PartialDate::PART_OF_DAY_AFTERNOON);
  EXPECT_EQ(part("26 October 2022, 10:00-12:00", Language::kEnglish),
            PartialDate::PART_OF_DAY_MORNING);
  EXPECT_EQ(part("10月26日下午3点", Language::kChinese),
            PartialDate::PART_OF_DAY_AFTERNOON);
  EXPECT_EQ(part("10月26日上午九点", Language::kChinese),
            PartialDate::PART_OF_DAY_MORNING);
}

TEST(DetectLanguageTest, LettersTell) {
  for (const char* korean : {"10월 말", "8.31~9.2", "'22.下", "", "10.26(수)",
                             "2022-10", "미정(TBD)", "10월中"}) {
    EXPECT_EQ(DetectLanguage(korean), Language::kKorean) << korean;
  }
  for (const char* english : {"TBD", "early October 2022", "H1 2023"}) {
    EXPECT_EQ(DetectLanguage(english), Language::kEnglish) << english;
  }
  for (const char* chinese : {"2021年5月17日至30日", "上半年", "10月下旬",
                              "线上（Zoom）", "待定", "2022年10月26日"}) {
    EXPECT_EQ(DetectLanguage(chinese), Language::kChinese) << chinese;
  }
}

TEST(DetectLanguageTest, CodesNameLanguages) {
  for (const Language language :
       {Language::kKorean, Language::kEnglish, Language::kChinese}) {
    EXPECT_EQ(LanguageOfCode(LanguageCode(language)), language);
  }
  EXPECT_EQ(LanguageOfCode("ja"), std::nullopt);
}

}  // namespace
}  // namespace clearsky::notation
