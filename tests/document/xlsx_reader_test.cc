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

std::string Row(int row, const std::string& area, const std::string& project,
                const std::string& line) {
  return XlsxRow(
      row,
      (area.empty() ? "" : InlineCell(absl::StrCat("A", row), area)) +
          (project.empty() ? "" : InlineCell(absl::StrCat("B", row), project)) +
          InlineCell(absl::StrCat("C", row), line));
}

TEST(XlsxReaderTest, FilesOfAnOfficeProgramAreRead) {
  const PublishedTable merged =
      ReadOk(DataFile("libreoffice-merged.xlsx"), "a.xlsx");
  EXPECT_EQ(merged.format, Format::kXlsx);
  EXPECT_EQ(RowsOf(merged), PublishedRows());
  EXPECT_THAT(merged.findings, IsEmpty());
  EXPECT_EQ(PlaceWords(merged.lines[1].place, merged.format),
            "sheet Sheet1, row 8, cell 3");
  const PublishedTable lines =
      ReadOk(DataFile("libreoffice-lines.xlsx"), "a.xlsx");
  EXPECT_EQ(RowsOf(lines), PublishedRows());
  EXPECT_EQ(ReadRows(lines.text, "a.txt"), PublishedRows());
}

TEST(XlsxReaderTest, MergedCellsAreSpreadAndCellsHaveLines) {
  EXPECT_THAT(
      ReadRows(
          XlsxOf(
              {{"이행현황",
                XlsxRow(2, InlineCell("A2", "2022년 이행현황")) + XlsxHead(4) +
                    Row(5, "정책", "교류",
                        "○ 하나\r\n○ 둘(5.1,"
                        "\n영상)") +
                    Row(6, "", "공조", "- 셋") + Row(7, "연구", "", "○ 넷") +
                    XlsxRow(8, InlineCell("B8", "관측")),
                "<mergeCells><mergeCell ref=\"A5:A6\"/><mergeCell "
                "ref=\"A7:B7\"/><mergeCell ref=\"C7:C8\"/></mergeCells>"}}),
          "a.xlsx"),
      ElementsAre("정책\t교류\t○ 하나", "정책\t교류\t○ 둘(5.1, 영상)",
                  "정책\t공조\t○ 셋", "연구\t연구\t○ 넷", "연구\t관측\t○ 넷"));
}

TEST(XlsxReaderTest, SharedStringsWithRichTextAreRead) {
  const std::string strings =
      "<si><t>분야</t></si><si><r><t>세부</t></r><r><rPr><b/></rPr><t>사업</t>"
      "</r><rPh><t>ふり</t></rPh></si><si><t>이행현황</t></si><si><t>정책</t></"
      "si>"
      "<si><t>교류</t></si><si><r><t>○ 하나(</t></r><r><rPr><strike/></rPr>"
      "<t>4.29</t></r><r><t>5.1)</t></r></si>";
  const auto shared = [](const std::string& address, int index) {
    return absl::StrCat("<c r=\"", address, "\" t=\"s\"><v>", index,
                        "</v></c>");
  };
  const PublishedTable table = ReadOk(
      XlsxOf({{"표",
               XlsxRow(1, shared("A1", 0) + shared("B1", 1) + shared("C1", 2)) +
                   XlsxRow(2, shared("A2", 3) + shared("B2", 4) +
                                  shared("C2", 5) + shared("D2", 99)),
               ""}},
             strings),
      "a.xlsx");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(5.1)"));
  EXPECT_THAT(FindingOf(table, "struck-out"), HasSubstr("`4.29`"));
}

TEST(XlsxReaderTest, NumbersAndDatesAreReadAsTheyAreShown) {
  const std::string styles =
      "<numFmts><numFmt numFmtId=\"164\" "
      "formatCode=\"m&quot;월&quot;\\ d&quot;일&quot;\"/></numFmts>"
      "<fonts><font/><font><strike/></font></fonts>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf "
      "numFmtId=\"164\"/><xf numFmtId=\"0\" fontId=\"1\"/></cellXfs>";
  const auto number = [](int row, const std::string& value, int style) {
    return XlsxRow(row, absl::StrCat("<c r=\"C", row, "\" s=\"", style,
                                     "\"><f>NOW()</f><v>", value, "</v></c>"));
  };
  const PublishedTable table = ReadOk(
      XlsxOf(
          {{"표",
            XlsxHead() + Row(2, "정책", "교류", "○ 하나") +
                number(3, "44680", 1) + number(4, "44680", 2) +
                number(5, "4.29", 0) + number(6, "2022", 0) + number(7, "5", 3),
            ""}},
          "", styles),
      "a.xlsx");
  EXPECT_THAT(RowsOf(table),
              ElementsAre("정책\t교류\t○ 하나", "정책\t교류\t○ 2022-04-29",
                          "정책\t교류\t○ 4월 29일", "정책\t교류\t○ 4.29",
                          "정책\t교류\t○ 2022"));
  EXPECT_THAT(Rules(table), ElementsAre("struck-out"));
}

TEST(XlsxReaderTest, TheSheetWithTheHeadIsFoundAndHiddenOnesAreNot) {
  const PublishedTable table = ReadOk(
      XlsxOf(
          {{"표지", XlsxRow(1, InlineCell("A1", "청천계획")), ""},
           {"옛 표", XlsxHead() + Row(2, "정책", "교류", "○ 옛날"), "",
            "hidden"},
           {"A &amp; B", XlsxHead() + Row(2, "정책", "교류", "○ 하나"), ""}}),
      "a.xlsx");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나"));
  EXPECT_EQ(PlaceWords(table.lines[0].place, table.format),
            "sheet A & B, row 2, cell 3");
  EXPECT_THAT(FindingOf(table, "hidden"), HasSubstr("sheet 옛 표"));
}

TEST(XlsxReaderTest, TwoSheetsThatDifferAreRefusedWithTheirNames) {
  EXPECT_THAT(
      Refusal(
          XlsxOf({{"당초", XlsxHead() + Row(2, "정책", "교류", "○ 하나"), ""},
                  {"변경", XlsxHead() + Row(2, "정책", "교류", "○ 둘"), ""}}),
          "a.xlsx"),
      HasSubstr("sheet 당초 (head in row 1) and sheet 변경 (head in row 1)"));
}

TEST(XlsxReaderTest, AbsurdMergesAndAddressesAreBounded) {
  std::string merges = "<mergeCells>";
  for (const std::string ref :
       {"A2:XFD1048576", "A1:A0", "B2", "ZZZZ1:A9999999999", "C3:A1", ":"}) {
    absl::StrAppend(&merges, "<mergeCell ref=\"", ref, "\"/>");
  }
  EXPECT_THAT(
      Refusal(XlsxOf({{"표",
                       XlsxHead() + Row(2, "정책", "교류", "○ 하나") +
                           XlsxRow(1048576, InlineCell("XFD1048576", "끝")),
                       merges + "</mergeCells>"}}),
              "a.xlsx"),
      HasSubstr("the table has no line"));
}

}  // namespace
}  // namespace clearsky::document
