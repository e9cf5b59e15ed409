// What is the same in every kind of document: heads, cells that are filled
// down, marks of lists, pages, and what is refused.

#include "document/published_table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/published_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::document {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> LinesOf(const PublishedTable& table) {
  std::vector<std::string> lines;
  for (const TableEntry& line : table.lines) lines.push_back(line.line);
  return lines;
}

// The lines of a table whose one cell of lines is `cell`, CSV of several lines.
PublishedTable ReadCell(const std::string& cell) {
  return ReadOk(
      absl::StrCat("분야,세부사업,주요 이행현황\n정책,교류,\"", cell, "\"\n"),
      "a.csv");
}
std::vector<std::string> Lines(const std::string& cell) {
  return LinesOf(ReadCell(cell));
}

TEST(PublishedTableTest, HeadsAreKnownInThreeLanguagesHoweverSpelt) {
  for (const std::string head :
       {"분야\t세부사업\t주요 이행현황",
        "분 야\t세부 사업\t이행현황(’22.9월 기준)",
        "협력분야\t사업명\t추진 현황", "Area\tProject\tImplementation status",
        "AREA\tProjects\tStatus", "area\tproject\tline", "领域\t项目\t落实情况",
        "合作领域\t项目名称\t主要落实情况",
        "**분야**\t세부사업\t2022년 주요 이행실적"}) {
    EXPECT_THAT(ReadRows(absl::StrCat(head, "\n정책\t교류\t○ 하나\n"), "a.txt"),
                ElementsAre("정책\t교류\t○ 하나"))
        << head;
  }
}

TEST(PublishedTableTest, ATableWithoutHeadSaysWhichHeadsAreLookedFor) {
  EXPECT_THAT(Refusal("정책\t교류\t○ 하나\n", "표.txt"),
              AllOf(HasSubstr("표.txt: "), HasSubstr("`분야`"),
                    HasSubstr("`세부사업`"), HasSubstr("`주요 이행현황`"),
                    HasSubstr("Area"), HasSubstr("领域")));
  EXPECT_THAT(
      Refusal("<table><tr><td>부서</td><td>담당</td></tr></table>", "a.html"),
      HasSubstr("its table begins with `부서 | 담당`"));
}

TEST(PublishedTableTest, EmptyCellsAreFilledDown) {
  EXPECT_THAT(
      ReadRows("분야,세부사업,주요 이행현황\n정책,교류,○ 하나\n,,○ 둘\n,"
               "공조,○ 셋\n정책,,○ 넷\n",
               "a.csv"),
      ElementsAre("정책\t교류\t○ 하나", "정책\t교류\t○ 둘", "정책\t공조\t○ 셋",
                  "정책\t공조\t○ 넷"));
}

TEST(PublishedTableTest, ARowWithoutANameIsFoundAndTheOthersAreRead) {
  const PublishedTable table = ReadOk(
      "분야,세부사업,주요 이행현황\n,교류,○ 하나\n정책,교류,○ 둘\n연구,,○ "
      "셋\n연구,예보,○ 넷\n",
      "a.csv");
  EXPECT_THAT(RowsOf(table),
              ElementsAre("정책\t교류\t○ 둘", "연구\t예보\t○ 넷"));
  ASSERT_THAT(Rules(table),
              ElementsAre("row-without-name", "row-without-name"));
  EXPECT_THAT(FindingOf(table, "row-without-name"),
              AllOf(HasSubstr("line 2, column 5: the row has no area"),
                    HasSubstr("`○ 하나`")));
  EXPECT_EQ(table.findings[1].place.line, 4u);
  EXPECT_THAT(table.findings[1].message, HasSubstr("no project"));
}

TEST(PublishedTableTest, NotesAndTitlesInTheTableAreFoundAndNotRead) {
  const PublishedTable table = ReadOk(
      "<table><tr><td>분야<td>세부사업<td>주요 이행현황"
      "<tr><td colspan=3>&lt;상반기&gt;"
      "<tr><td>정책<td>교류<td>○ 하나"
      "<tr><td>※ 일정은 바뀔 수 있음<td><td></table>",
      "a.html");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나"));
  EXPECT_THAT(Rules(table), ElementsAre("row-outside-columns", "note"));
  EXPECT_EQ(FindingOf(table, "row-outside-columns"),
            "table 1, row 2, cell 1: the row is none of area, project and "
            "lines: `<상반기>`");
}

TEST(PublishedTableTest, AHeadOnTheNextPageAndPageNumbersAreNoRows) {
  const PublishedTable table =
      ReadOk(absl::StrCat(kTabHead, "정책\t교류\t○ 하나\n- 1 -\n", kTabHead,
                          "\t\t○ 둘\n", kTabHead, "연구\t예보\t○ 셋\n"),
             "a.txt");
  EXPECT_THAT(RowsOf(table),
              ElementsAre("정책\t교류\t○ 하나", "정책\t교류\t○ 둘",
                          "연구\t예보\t○ 셋"));
  EXPECT_THAT(table.findings, IsEmpty());
}

TEST(PublishedTableTest, TwoTablesThatDifferAreRefusedWithBothPlaces) {
  EXPECT_THAT(Refusal(absl::StrCat("당초\n", kTabHead,
                                   "정책\t교류\t○ 하나(10월)\n\n변경\n",
                                   kTabHead, "정책\t교류\t○ 하나(11월)\n"),
                      "a.txt"),
              AllOf(HasSubstr("two tables have the heads and differ"),
                    HasSubstr("table 1 (head in row 1)"),
                    HasSubstr("table 2 (head in row 1)"), HasSubstr("`교류`")));
}

TEST(PublishedTableTest, EveryMarkBeginsALineAndIsReadAsOne) {
  for (const std::string mark : {"○", "◦", "●", "•", "□", "■", "▪", "◆", "-",
                                 "·", "–", "▶", "ㅇ", "o"}) {
    EXPECT_THAT(Lines(absl::StrCat(mark, " 하나(4.29)\n", mark, " 둘\n")),
                ElementsAre("○ 하나(4.29)", "○ 둘"))
        << mark;
    EXPECT_THAT(Lines(absl::StrCat(mark, " 하나(4.29) ", mark, " 둘")),
                ElementsAre("○ 하나(4.29)", "○ 둘"))
        << mark;
  }
}

TEST(PublishedTableTest, NumbersAndLettersAreMarksInTheirOrderOnly) {
  using Marks = std::vector<std::string>;
  for (const Marks& marks :
       {Marks{"①", "②", "③"}, Marks{"1)", "2)", "3)"}, Marks{"1.", "2.", "3."},
        Marks{"(1)", "(2)", "(3)"}, Marks{"가.", "나.", "다."},
        Marks{"a)", "b)", "c)"}, Marks{"㉠", "㉡", "㉢"}}) {
    EXPECT_THAT(Lines(absl::StrCat(marks[0], " 하나\n", marks[1], " 둘(4.29)\n",
                                   marks[2], " 셋")),
                ElementsAre("○ 하나", "○ 둘(4.29)", "○ 셋"))
        << marks[0];
  }
  EXPECT_THAT(Lines("4. 29. 회의\n5. 1. 회의"),
              ElementsAre("○ 4. 29. 회의", "○ 5. 1. 회의"));
  EXPECT_THAT(Lines("○ 회의\n4) 아님"), ElementsAre("○ 회의 4) 아님"));
}

TEST(PublishedTableTest, ALineThatGoesOnIsJoined) {
  EXPECT_THAT(Lines("○ 하나(4.29,\n영상)\n○ 둘의\n  나머지(5.1)"),
              ElementsAre("○ 하나(4.29, 영상)", "○ 둘의 나머지(5.1)"));
  EXPECT_THAT(Lines("하나(4.29,\n- 영상)\n둘"),
              ElementsAre("○ 하나(4.29, - 영상)", "○ 둘"));
  EXPECT_THAT(Lines("○ 박람회(8.31~\n9.2)"), ElementsAre("○ 박람회(8.31~9.2)"));
}

TEST(PublishedTableTest, LinesWithoutMarksAreLinesAndThatIsSaid) {
  const PublishedTable table = ReadCell("하나(4.29)\n둘(5.1)");
  EXPECT_THAT(LinesOf(table), ElementsAre("○ 하나(4.29)", "○ 둘(5.1)"));
  EXPECT_THAT(Rules(table), ElementsAre("lines-without-marks"));
}

TEST(PublishedTableTest, ANoteInACellIsNoLine) {
  const PublishedTable table =
      ReadCell("○ 하나\n※ 영상으로 바뀜\n○ 둘\n* 주석");
  EXPECT_THAT(LinesOf(table), ElementsAre("○ 하나", "○ 둘"));
  EXPECT_THAT(Rules(table), ElementsAre("note", "note"));
  EXPECT_THAT(FindingOf(table, "note"),
              AllOf(HasSubstr("line 3, column 1"), HasSubstr("영상으로")));
}

TEST(PublishedTableTest, MarksInsideWordsAreNoMarks) {
  EXPECT_THAT(Lines("○ ○○시 한·중 회의 - 서울(4.29 ○)"),
              ElementsAre("○ ○○시 한·중 회의 - 서울(4.29", "○ )"));
  EXPECT_THAT(Lines("- 한 · 중 회의(8.31 - 9.2) - 끝"),
              ElementsAre("○ 한 · 중 회의(8.31 - 9.2)", "○ 끝"));
}

TEST(PublishedTableTest, FilesOfOtherKindsAreRefusedByName) {
  struct Case {
    std::string content;
    std::string name;
    std::string says;
  };
  const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 ...";
  const auto wide = [](const std::string& name) {
    std::string result;
    for (const char c : name) result.append({c, '\0'});
    return result;
  };
  for (const Case& other : std::vector<Case>{
           {ole, "a.hwp", "save it as HWPX"},
           {ole + wide("HwpSummaryInformation"), "a", "save it as HWPX"},
           {ole, "a.doc", "save it as DOCX"},
           {ole + wide("Workbook"), "a", "save it as XLSX"},
           {ole + wide("EncryptedPackage"), "a.docx", "without a password"},
           {"%PDF-1.7 ...", "a.pdf", "a PDF"},
           {"{\\rtf1", "a.rtf", "save it as DOCX"},
           {"\x1F\x8B\x08", "a.gz", "unpack it first"},
           {"\x89PNG\r\n", "a.png", "a picture"},
           {"<?xml version=\"1.0\"?><HWPML/>", "a.hml", "an XML file"},
           {"", "a.txt", "a.txt: the file is empty"},
           {"\xEF\xBB\xBF", "a.txt", "is empty"},
           {" \r\n\t", "a.txt", "is empty"}}) {
    EXPECT_THAT(
        ReadPublishedTable(other.content, other.name),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(other.says)))
        << other.name;
  }
}

TEST(PublishedTableTest, AFileThatIsTooLargeIsRefusedAtOnce) {
  EXPECT_THAT(ReadPublishedTable(std::string(size_t{100} << 20, 'x'), "a.txt"),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("104857600 bytes; at most 33554432")));
}

TEST(PublishedTableTest, ANameThatCannotBePrintedIsEscaped) {
  EXPECT_THAT(Refusal("", "a\nb\xFF"), HasSubstr("'a\\nb\\xff': "));
  EXPECT_THAT(Refusal("", ""), HasSubstr("the document: "));
}

}  // namespace
}  // namespace clearsky::document
