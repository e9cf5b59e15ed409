#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "document/office_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The published table with areas and projects merged over their rows.
std::string PublishedHwpxBody() {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& row : PublishedRows()) {
    rows.push_back(absl::StrSplit(row, '\t'));
  }
  std::string table = HwpxHead();
  for (size_t i = 0; i < rows.size(); ++i) {
    std::string cells;
    for (const size_t column : {size_t{0}, size_t{1}}) {
      const auto same = [&](size_t a, size_t b) {
        return rows[a][0] == rows[b][0] &&
               (column == 0 || rows[a][1] == rows[b][1]);
      };
      if (i > 0 && same(i - 1, i)) continue;
      size_t end = i + 1;
      while (end < rows.size() && same(i, end)) ++end;
      cells += HwpxCell(HwpxParagraph(rows[i][column]),
                        {static_cast<int>(i + 1), static_cast<int>(column),
                         static_cast<int>(end - i), 1});
    }
    cells += HwpxCell(HwpxParagraph(rows[i][2]), {static_cast<int>(i + 1), 2});
    absl::StrAppend(&table, "<hp:tr>", cells, "</hp:tr>");
  }
  return absl::StrCat(HwpxParagraph("보도 일시 2022. 9. 28.(수)"),
                      "<hp:p><hp:run><hp:ctrl><hp:header><hp:subList>",
                      HwpxParagraph("머리말"),
                      "</hp:subList></hp:header></hp:ctrl></hp:run></hp:p>",
                      HwpxTable(table), HwpxParagraph("끝."));
}

std::string OneRow(const std::string& line_paragraphs) {
  return HwpxOf(HwpxTable(absl::StrCat(
      HwpxHead(), "<hp:tr>", HwpxCell(HwpxParagraph("정책"), {1, 0}),
      HwpxCell(HwpxParagraph("교류"), {1, 1}),
      HwpxCell(line_paragraphs, {1, 2}), "</hp:tr>")));
}

TEST(HwpxReaderTest, MergedCellsAndParagraphsAreRead) {
  for (const std::string version : {"2011", "2016", "2024"}) {
    const PublishedTable table =
        ReadOk(ZipOf(HwpxEntries(PublishedHwpxBody(), version)), "a.hwpx");
    EXPECT_EQ(table.format, Format::kHwpx);
    EXPECT_EQ(RowsOf(table), PublishedRows());
    EXPECT_THAT(table.findings, IsEmpty());
    EXPECT_EQ(PlaceWords(table.lines[1].place, table.format),
              "table 1, row 3, cell 3");
    EXPECT_EQ(ReadRows(table.text, "a.txt"), PublishedRows());
    EXPECT_THAT(table.text, Not(HasSubstr("머리말")));
  }
}

TEST(HwpxReaderTest, BreaksSpacesAndListsAreRead) {
  EXPECT_THAT(
      RowsOf(
          ReadOk(OneRow("<hp:p><hp:run><hp:t>○ "
                        "하나(4.29,<hp:nbSpace/>영상)<hp:lineBreak/>"
                        "○<hp:tab/>둘</hp:t></hp:run><hp:run><hp:t>(5.1)</hp:t>"
                        "</hp:run></hp:p>" +
                        HwpxParagraph("셋", "7") + HwpxParagraph("넷", "7")),
                 "a.hwpx")),
      ElementsAre("정책\t교류\t○ 하나(4.29, 영상)", "정책\t교류\t○ 둘(5.1)",
                  "정책\t교류\t○ 셋", "정책\t교류\t○ 넷"));
}

TEST(HwpxReaderTest, TrackedDeletionsAndStruckWordsAreLeftOut) {
  const PublishedTable table = ReadOk(
      OneRow("<hp:p><hp:run charPrIDRef=\"0\"><hp:t>○ 하나(<hp:deleteBegin "
             "Id=\"1\"/>10월<hp:deleteEnd Id=\"1\"/><hp:insertBegin Id=\"2\"/>"
             "11월<hp:insertEnd Id=\"2\"/></hp:t></hp:run><hp:run "
             "charPrIDRef=\"5\"><hp:t> 말</hp:t></hp:run><hp:run "
             "charPrIDRef=\"0\"><hp:t>)</hp:t></hp:run></hp:p>"),
      "a.hwpx");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(11월)"));
  EXPECT_THAT(Rules(table),
              ElementsAre("tracked-changes", "tracked-changes", "struck-out"));
}

TEST(HwpxReaderTest, SectionsAreReadInTheirOrder) {
  Entries entries = HwpxEntries(HwpxParagraph("본문"));
  std::string section = entries.back().second;
  const std::string row =
      absl::StrCat("<hp:tr>", HwpxCell(HwpxParagraph("정책"), {1, 0}),
                   HwpxCell(HwpxParagraph("교류"), {1, 1}),
                   HwpxCell(HwpxParagraph("○ 하나"), {1, 2}), "</hp:tr>");
  entries.emplace_back(
      "Contents/section10.xml",
      Replaced(section, HwpxParagraph("본문"), HwpxParagraph("열째")));
  entries.emplace_back(
      "Contents/section1.xml",
      Replaced(section, HwpxParagraph("본문"), HwpxTable(HwpxHead() + row)));
  const PublishedTable table = ReadOk(ZipOf(entries), "a.hwpx");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나"));
  EXPECT_LT(table.text.find("분야"), table.text.find("열째"));
}

TEST(HwpxReaderTest, ScriptsThatDoSomethingAreRefused) {
  Entries entries = HwpxEntries(PublishedHwpxBody());
  entries.emplace_back("Scripts/sourceScripts",
                       "function OnDocument_New()\n{\n\t//todo : \n}\n");
  EXPECT_EQ(ReadRows(ZipOf(entries), "a.hwpx"), PublishedRows());
  entries.back().second = "function OnDocument_Open()\n{\n\trun();\n}\n";
  EXPECT_THAT(Refusal(ZipOf(entries), "a.hwpx"), HasSubstr("macros"));
}

TEST(HwpxReaderTest, AnEncryptedDocumentIsRefused) {
  Entries entries = HwpxEntries(PublishedHwpxBody());
  entries.emplace_back("META-INF/manifest.xml",
                       "<odf:manifest><odf:encryption-data/></odf:manifest>");
  EXPECT_THAT(Refusal(ZipOf(entries), "a.hwpx"), HasSubstr("is encrypted"));
}

}  // namespace
}  // namespace clearsky::document
