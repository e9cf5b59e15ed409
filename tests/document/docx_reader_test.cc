#include <string>

#include "absl/strings/str_cat.h"
#include "document/office_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(DocxReaderTest, AFileOfAnOfficeProgramIsRead) {
  const PublishedTable table = ReadOk(DataFile("libreoffice.docx"), "a.docx");
  EXPECT_EQ(table.format, Format::kDocx);
  EXPECT_EQ(RowsOf(table), PublishedRows());
  EXPECT_THAT(table.findings, IsEmpty());
  EXPECT_EQ(PlaceWords(table.lines[3].place, table.format),
            "table 1, row 3, cell 3");
  EXPECT_EQ(WordsAt(table, table.lines[3].place), table.lines[3].line);
  // Its words are a release that is read alike.
  EXPECT_EQ(ReadRows(table.text, "a.txt"), PublishedRows());
  EXPECT_THAT(table.text, HasSubstr("보도 일시 2022. 9. 28.(수)\n"));
}

TEST(DocxReaderTest, MergedCellsAreSpread) {
  const std::string restart = "<w:vMerge w:val=\"restart\"/>";
  const std::string rows =
      DocxHead() +
      DocxRow(DocxCell({"정책"}, restart) + DocxCell({"교류"}, restart) +
              DocxCell({"○ 하나"})) +
      DocxRow(DocxCell({""}, "<w:vMerge/>") + DocxCell({""}, "<w:vMerge/>") +
              DocxCell({"○ 둘"})) +
      DocxRow(DocxCell({""}, "<w:vMerge w:val=\"continue\"/>") +
              DocxCell({"공조"}) + DocxCell({"○ 셋"}, restart)) +
      DocxRow(DocxCell({"연구"}) + DocxCell({"예보"}) +
              DocxCell({""}, "<w:vMerge/>")) +
      DocxRow(DocxCell({"총괄"}, "<w:gridSpan w:val=\"2\"/>") +
              DocxCell({"○ 넷"}));
  EXPECT_THAT(
      ReadRows(DocxOf(DocxTable(rows)), "a.docx"),
      ElementsAre("정책\t교류\t○ 하나", "정책\t교류\t○ 둘", "정책\t공조\t○ 셋",
                  "연구\t예보\t○ 셋", "총괄\t총괄\t○ 넷"));
}

TEST(DocxReaderTest, CellsHaveParagraphsBreaksTabsAndRuns) {
  const std::string cell = absl::StrCat(
      "<w:tc><w:p>", DocxRun("○ 하"), DocxRun("나(4.29,"),
      "<w:r><w:tab/></w:r>", DocxRun("영상)"), "<w:r><w:br/></w:r>",
      DocxRun("○ 둘(8.31"), "<w:r><w:noBreakHyphen/></w:r>", DocxRun("9.2)"),
      "</w:p>", Paragraph("- 셋(5.1,"), Paragraph("비대면)"),
      "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0A7\"/></w:r>",
      DocxRun(" 넷"), "</w:p></w:tc>");
  EXPECT_THAT(ReadRows(DocxOf(DocxTable(DocxHead() +
                                        DocxRow(DocxCell({"정책"}) +
                                                DocxCell({"교류"}) + cell))),
                       "a.docx"),
              ElementsAre("정책\t교류\t○ 하나(4.29, 영상)",
                          "정책\t교류\t○ 둘(8.31-9.2)",
                          "정책\t교류\t○ 셋(5.1, 비대면)", "정책\t교류\t○ 넷"));
}

TEST(DocxReaderTest, NumberedParagraphsAreItems) {
  const std::string numbered =
      "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/>"
      "</w:numPr></w:pPr>";
  const std::string cell = absl::StrCat(
      "<w:tc>", numbered, DocxRun("하나(4.29)"), "</w:p>", numbered,
      DocxRun("둘의 앞"), "</w:p>", Paragraph("둘의 뒤"), "</w:tc>");
  const PublishedTable table =
      ReadOk(DocxOf(DocxTable(DocxHead() + DocxRow(DocxCell({"정책"}) +
                                                   DocxCell({"교류"}) + cell))),
             "a.docx");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(4.29)",
                                         "정책\t교류\t○ 둘의 앞 둘의 뒤"));
  EXPECT_EQ(WordsAt(table, table.lines[0].place), "하나(4.29)");
  EXPECT_THAT(table.findings, IsEmpty());
}

TEST(DocxReaderTest, TrackedInsertionsAreReadAndDeletionsLeftOut) {
  const std::string cell = absl::StrCat(
      "<w:tc><w:p>", DocxRun("○ 하나("),
      "<w:del w:id=\"1\"><w:r><w:delText>10월 예정</w:delText></w:r></w:del>"
      "<w:ins w:id=\"2\">",
      DocxRun("10.26"), "</w:ins>", DocxRun(", 비대면)"), "</w:p></w:tc>");
  const std::string gone = "<w:tr><w:trPr><w:del w:id=\"3\"/></w:trPr>" +
                           DocxCell({"정책"}) + DocxCell({"공조"}) +
                           DocxCell({"○ 지움"}) + "</w:tr>";
  const PublishedTable table = ReadOk(
      DocxOf(DocxTable(DocxHead() +
                       DocxRow(DocxCell({"정책"}) + DocxCell({"교류"}) + cell) +
                       gone)),
      "a.docx");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(10.26, 비대면)"));
  EXPECT_THAT(Rules(table), ElementsAre("tracked-changes", "tracked-changes",
                                        "tracked-changes"));
  EXPECT_THAT(table.findings[1].message, HasSubstr("`10월 예정`"));
}

TEST(DocxReaderTest, StruckAndHiddenWordsAreLeftOut) {
  const std::string cell = absl::StrCat(
      "<w:tc><w:p>", DocxRun("○ 하나("), DocxRun("4.29", "<w:strike/>"),
      DocxRun("5.1", "<w:strike w:val=\"0\"/>"), DocxRun("비밀", "<w:vanish/>"),
      DocxRun(")"), "</w:p></w:tc>");
  const PublishedTable table =
      ReadOk(DocxOf(DocxTable(DocxHead() + DocxRow(DocxCell({"정책"}) +
                                                   DocxCell({"교류"}) + cell))),
             "a.docx");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(5.1)"));
  EXPECT_THAT(FindingOf(table, "struck-out"), HasSubstr("`4.29`"));
  EXPECT_THAT(FindingOf(table, "hidden"), HasSubstr("`비밀`"));
}

TEST(DocxReaderTest, ATableThatAPageBreakSplitsIsJoined) {
  const std::string first =
      DocxTable(DocxHead() + DocxRow(DocxCell({"정책"}) + DocxCell({"교류"}) +
                                     DocxCell({"○ 하나"})));
  const std::string second = DocxTable(
      DocxRow(DocxCell({""}) + DocxCell({""}) + DocxCell({"○ 둘"})) +
      DocxRow(DocxCell({"연구"}) + DocxCell({"예보"}) + DocxCell({"○ 셋"})));
  const PublishedTable table =
      ReadOk(DocxOf(first + Paragraph("- 2 -") + second), "a.docx");
  EXPECT_THAT(RowsOf(table),
              ElementsAre("정책\t교류\t○ 하나", "정책\t교류\t○ 둘",
                          "연구\t예보\t○ 셋"));
  EXPECT_THAT(FindingOf(table, "tables-joined"),
              HasSubstr("table 2 (head in row 1) goes on with table 1"));
  // Words between say that it is another table.
  EXPECT_THAT(ReadRows(DocxOf(first + Paragraph("연락처") + second), "a.docx"),
              ElementsAre("정책\t교류\t○ 하나"));
}

TEST(DocxReaderTest, TwoVersionsInOneFileAreRefused) {
  const auto version = [](const std::string& line) {
    return DocxTable(
        DocxHead() +
        DocxRow(DocxCell({"정책"}) + DocxCell({"교류"}) + DocxCell({line})));
  };
  EXPECT_THAT(
      Refusal(DocxOf(Paragraph("당초") + version("○ 하나(10월 예정)") +
                     Paragraph("변경") + version("○ 하나(11월 예정)")),
              "a.docx"),
      HasSubstr("two tables have the heads and differ: table 1 (head in row 1) "
                "and table 2 (head in row 1)"));
  const PublishedTable twice =
      ReadOk(DocxOf(version("○ 하나") + Paragraph("사본") + version("○ 하나")),
             "a.docx");
  EXPECT_THAT(RowsOf(twice), ElementsAre("정책\t교류\t○ 하나"));
  EXPECT_THAT(Rules(twice), ElementsAre("table-repeated"));
}

}  // namespace
}  // namespace clearsky::document
