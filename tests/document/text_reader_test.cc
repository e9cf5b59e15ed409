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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(TextReaderTest, TheReleaseHasThePublishedLines) {
  const PublishedTable table = ReadOk(ReleaseText(), "release.txt");
  EXPECT_EQ(RowsOf(table), PublishedRows());
  EXPECT_EQ(table.format, Format::kText);
  EXPECT_EQ(table.encoding, "UTF-8");
  EXPECT_TRUE(table.text_is_content);
  EXPECT_EQ(table.text, ReleaseText());
  EXPECT_THAT(table.findings, IsEmpty());
}

TEST(TextReaderTest, OurOwnExportIsRead) {
  const PublishedTable table =
      ReadOk(Example("implementation-table.ko.tsv"), "table.tsv");
  EXPECT_EQ(RowsOf(table), PublishedRows());
  EXPECT_EQ(table.format, Format::kTabSeparated);
  EXPECT_TRUE(table.text_is_content);
  EXPECT_THAT(table.findings, IsEmpty());
  EXPECT_EQ(PlaceWords(table.lines[1].place, table.format),
            "line 3, column 30");
  EXPECT_EQ(WordsAt(table, table.lines[1].place), table.lines[1].line);
}

TEST(TextReaderTest, Cp949IsReadAndSaid) {
  const PublishedTable table =
      ReadOk(Encoded(ReleaseText(), "CP949"), "release.txt");
  EXPECT_EQ(RowsOf(table), PublishedRows());
  EXPECT_EQ(table.encoding, "CP949");
  EXPECT_FALSE(table.text_is_content);
  EXPECT_EQ(table.text, ReleaseText());
  EXPECT_THAT(FindingOf(table, "encoding"), HasSubstr("CP949 (EUC-KR)"));
}

TEST(TextReaderTest, Utf16IsReadAndSaid) {
  for (const std::string encoding : {"UTF-16LE", "UTF-16BE"}) {
    const std::string mark = encoding == "UTF-16LE" ? "\xFF\xFE" : "\xFE\xFF";
    const PublishedTable table =
        ReadOk(mark + Encoded(ReleaseText(), encoding), "release.txt");
    EXPECT_EQ(RowsOf(table), PublishedRows());
    EXPECT_EQ(table.encoding, encoding);
    EXPECT_THAT(Rules(table), ElementsAre("encoding"));
  }
}

TEST(TextReaderTest, OtherEncodingsAreNamedWithTheirFirstBadByte) {
  EXPECT_THAT(
      Refusal(absl::StrCat(kTabHead, "정책\t교류\t○ caf\xE9\n"), "a.txt"),
      HasSubstr("byte 61 (0xE9) is not UTF-8"));
  EXPECT_THAT(Refusal("caf\xE9 \n", "a.txt"),
              HasSubstr("byte 3 (0xE9) is neither UTF-8 (from byte 3 on) nor "
                        "CP949"));
  EXPECT_THAT(Refusal(std::string("a\0b\0c\0", 6), "a.txt"),
              HasSubstr("byte 1 (0x00) is a control character: a binary file, "
                        "or UTF-16 without a byte order mark"));
}

TEST(TextReaderTest, TextCutWithinACharacterIsNotTakenForAnotherEncoding) {
  const std::string text = ReleaseText();
  const size_t end = text.find("박람회(8.31");
  for (const size_t cut : std::vector<size_t>{1, 2, 4, 5, 7, 8}) {
    EXPECT_THAT(Refusal(text.substr(0, end + cut), "a.txt"),
                HasSubstr("damaged or cut short"));
  }
}

TEST(TextReaderTest, ANoteBetweenRowsEndsNoTable) {
  const PublishedTable table = ReadOk(
      absl::StrCat(kTabHead,
                   "정책\t교류\t○ 하나\n※ 비고: 없음\n정책\t공조\t○ 둘\n"),
      "a.txt");
  EXPECT_THAT(RowsOf(table),
              ElementsAre("정책\t교류\t○ 하나", "정책\t공조\t○ 둘"));
  EXPECT_THAT(FindingOf(table, "note"), HasSubstr("line 3, column 1"));
}

TEST(TextReaderTest, RowsBehindTheEndOfTheTableAreNotReadButFound) {
  const PublishedTable table = ReadOk(
      absl::StrCat(kTabHead, "정책\t교류\t○ 하나\n문의는 환경부로 합니다.\n",
                   "정책\t공조\t○ 둘\n정책\t예보\t○ 셋\n"),
      "a.txt");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나"));
  EXPECT_THAT(FindingOf(table, "rows-after-table"),
              HasSubstr("line 4, column 1: the table ended before"));
}

TEST(TextReaderTest, ChineseLinesAreJoinedWithoutASpaceAtWideMarks) {
  EXPECT_THAT(
      ReadRows(
          "领域\t项目\t落实情况\n政策\t交流\t○ 交流会（4月29日，\n视频）\n",
          "a.txt"),
      ElementsAre("政策\t交流\t○ 交流会（4月29日，视频）"));
}

TEST(TextReaderTest, ATableThatIsCutWithinARowSaysSo) {
  const std::string rows = "정책\t교류\t○ 하나(4.29)\n";
  for (const std::string rest :
       {"공동 연", "공동 연구\n", "공동 연구\t\n", "공동 연구\t\t\n",
        "공동 연구\t예보", "공동 연구\t예보\t", "\t예보\t\n\n"}) {
    const PublishedTable table =
        ReadOk(absl::StrCat(kTabHead, rows, rest), "a.tsv");
    EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(4.29)"));
    EXPECT_THAT(Rules(table), ElementsAre("cut-short")) << rest;
    EXPECT_THAT(FindingOf(table, "cut-short"), HasSubstr("line 3, column"))
        << rest;
  }
}

TEST(TextReaderTest, ThePublishedTableCutWithinARowSaysSo) {
  const std::string whole = Example("implementation-table.ko.tsv");
  const PublishedTable table = ReadOk(whole.substr(0, 1500), "a.tsv");
  EXPECT_THAT(Rules(table), ElementsAre("cut-short"));
  EXPECT_THAT(FindingOf(table, "cut-short"), HasSubstr("`공동 연`"));
}

TEST(TextReaderTest, WhatEndsATableIsNoRowCutShort) {
  const std::string rows = "정책\t교류\t○ 하나(4.29)\n연구\t예보\t○ 둘(5.1)";
  for (const std::string rest : {"", "\n", "\n끝.\n", "\n문의처\n국제협력과\n",
                                 "\n- 3 -\n", "\n※ 일정 변경 가능\n"}) {
    EXPECT_EQ(FindingOf(ReadOk(absl::StrCat(kTabHead, rows, rest), "a.tsv"),
                        "cut-short"),
              "")
        << rest;
  }
  // A release goes on with other words.
  EXPECT_EQ(
      FindingOf(ReadOk(absl::StrCat("머리말\n\n", kTabHead, rows, "\n문의처\n"),
                       "a.txt"),
                "cut-short"),
      "");
}

}  // namespace
}  // namespace clearsky::document
