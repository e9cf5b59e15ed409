#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "document/published_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "table/csv.h"

namespace clearsky::document {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// As our own export writes it.
std::string PublishedCsv() {
  std::string csv = table::CsvRow({"area", "project", "line", "activity_id"});
  for (const std::string& row : PublishedRows()) {
    std::vector<std::string> cells = absl::StrSplit(row, '\t');
    cells.push_back("forecast-workshop-3");
    csv += table::CsvRow(cells);
  }
  return csv;
}

TEST(CsvReaderTest, OurOwnExportIsRead) {
  const PublishedTable table = ReadOk(PublishedCsv(), "table.csv");
  EXPECT_EQ(table.format, Format::kCsv);
  EXPECT_EQ(RowsOf(table), PublishedRows());
  EXPECT_TRUE(table.text_is_content);
  EXPECT_EQ(table.text, PublishedCsv());
  EXPECT_THAT(table.findings, IsEmpty());
  EXPECT_EQ(PlaceWords(table.lines[0].place, table.format),
            "line 2, column 31");
}

TEST(CsvReaderTest, TheFileNeedsNoEnding) {
  EXPECT_EQ(ReadOk(PublishedCsv(), "upload").format, Format::kCsv);
}

TEST(CsvReaderTest, CellsOfSeveralLinesAreSeveralLines) {
  const PublishedTable table = ReadOk(
      "분야,세부사업,주요 이행현황\r\n"
      "정책,교류,\"○ 하나(4.29, 영상)\n○ 둘 \"\"가칭\"\" "
      "회의(5.1,\n비대면)\"\r\n"
      ",공조,○ 셋\r\n",
      "a.csv");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(4.29, 영상)",
                                         "정책\t교류\t○ 둘 \"가칭\" 회의(5.1, "
                                         "비대면)",
                                         "정책\t공조\t○ 셋"));
  EXPECT_EQ(WordsAt(table, table.lines[1].place),
            "○ 둘 \"\"가칭\"\" 회의(5.1,\n비대면)");
  EXPECT_EQ(PlaceWords(table.lines[1].place, table.format), "line 3, column 1");
}

TEST(CsvReaderTest, AnItemOfANumberedListMayBeginWithDigits) {
  const auto rows = [](const std::string& cell) {
    return ReadRows(
        absl::StrCat("분야,세부사업,주요 이행현황\n정책,교류,\"", cell, "\"\n"),
        "a.csv");
  };
  EXPECT_THAT(rows("1. 킥오프회의(4.26, 영상)\n2. 2022 산업협력포럼(9.1)\n"
                   "3. 3개국 회의(10.2)\n4. 4.29 기념 회의(4.29)"),
              ElementsAre("정책\t교류\t○ 킥오프회의(4.26, 영상)",
                          "정책\t교류\t○ 2022 산업협력포럼(9.1)",
                          "정책\t교류\t○ 3개국 회의(10.2)",
                          "정책\t교류\t○ 4.29 기념 회의(4.29)"));
  EXPECT_THAT(rows("1. 2021 포럼(9.1)\n2. 2022 포럼(9.2)"),
              ElementsAre("정책\t교류\t○ 2021 포럼(9.1)",
                          "정책\t교류\t○ 2022 포럼(9.2)"));
}

TEST(CsvReaderTest, ADateAtTheStartOfALineIsNoNumberOfAList) {
  for (const std::string date : {"2. 29.(토)", "2. 28~3. 1", "2. 28(월)"}) {
    EXPECT_THAT(
        ReadRows(absl::StrCat("분야,세부사업,주요 이행현황\n정책,교류,\"1. "
                              "회의 개최\n",
                              date, " 예정\"\n"),
                 "a.csv"),
        ElementsAre(absl::StrCat("정책\t교류\t○ 회의 개최 ", date, " 예정")));
  }
}

TEST(CsvReaderTest, ALastRowWithoutLineMayBeCutShort) {
  const std::string head = "분야,세부사업,주요 이행현황\n정책,교류,○ 하나\n";
  for (const std::string row : {"공동 연", "공동 연구,", "공동 연구,예보"}) {
    EXPECT_THAT(Rules(ReadOk(head + row, "a.csv")), ElementsAre("cut-short"))
        << row;
  }
  // What stands below a table.
  for (const std::string row : {"끝.,,", ",,\n문의처,,", "\n문의처"}) {
    EXPECT_THAT(Rules(ReadOk(head + row, "a.csv")), IsEmpty()) << row;
  }
}

TEST(CsvReaderTest, SemicolonsAndTabsSeparateToo) {
  for (const std::string separator : {";", "\t"}) {
    const std::string csv = absl::StrReplaceAll(
        "분야,세부사업,주요 이행현황\n정책,교류,\"○ 하나,\n 계속(4.29)\"\n",
        {{"분야,", "분야" + separator},
         {"업,", "업" + separator},
         {"책,", "책" + separator},
         {"류,", "류" + separator}});
    EXPECT_THAT(ReadRows(csv, "a.csv"),
                ElementsAre("정책\t교류\t○ 하나, 계속(4.29)"))
        << csv;
  }
  EXPECT_THAT(
      ReadRows("sep=;\r\nArea;Project;Status\r\nPolicy;Exchange;one\r\n",
               "a.csv"),
      ElementsAre("Policy\tExchange\t○ one"));
}

TEST(CsvReaderTest, ASpreadsheetsTabsMayHaveQuotes) {
  const PublishedTable table = ReadOk(
      "분야\t세부사업\t주요 이행현황\n정책\t교류\t\"○ 하나\n○ 둘\"\n", "a.tsv");
  EXPECT_EQ(table.format, Format::kTabSeparated);
  EXPECT_THAT(RowsOf(table),
              ElementsAre("정책\t교류\t○ 하나", "정책\t교류\t○ 둘"));
  // Quotes that are words stay.
  EXPECT_THAT(
      ReadRows(
          "분야\t세부사업\t주요 이행현황\n정책\t교류\t\"맑은 하늘\" 행사\n",
          "a.tsv"),
      ElementsAre("정책\t교류\t○ \"맑은 하늘\" 행사"));
}

TEST(CsvReaderTest, AnApostropheOfTheExportIsNoWord) {
  EXPECT_THAT(ReadRows("area,project,line\n정책,교류,'-회의(4.29)\n"
                       "정책,교류,'22년 회의(4.29)\n",
                       "a.csv"),
              ElementsAre("정책\t교류\t○ -회의(4.29)",
                          "정책\t교류\t○ '22년 회의(4.29)"));
}

TEST(CsvReaderTest, AQuoteThatDoesNotCloseIsNamedWithItsPlace) {
  EXPECT_THAT(
      Refusal("분야,세부사업,주요 이행현황\n정책,교류,\"○ 하나\n", "a.csv"),
      HasSubstr("a.csv: line 2, column 7: a quote opens and does not "
                "close"));
}

TEST(CsvReaderTest, ColumnsMayStandInAnotherOrderWithOthersBetween) {
  const PublishedTable table = ReadOk(
      "연번,주요 이행현황,분야,비고,세부사업\n"
      "1,○ 하나(4.29),정책,,교류\n"
      "2,○ 둘(5.1),,영상,\n",
      "a.csv");
  EXPECT_THAT(RowsOf(table),
              ElementsAre("정책\t교류\t○ 하나(4.29)", "정책\t교류\t○ 둘(5.1)"));
  EXPECT_THAT(Rules(table), ElementsAre("column-ignored", "column-ignored"));
  EXPECT_THAT(FindingOf(table, "column-ignored"), HasSubstr("`연번`"));
}

}  // namespace
}  // namespace clearsky::document
