#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "document/release_fixture.h"
#include "document/source_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::document {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kHead[] = "분야\t세부사업\t주요 이행현황\n";

std::vector<ReleaseLine> Read(const std::string& text) {
  const auto lines = ReadReleaseTable(text);
  EXPECT_TRUE(lines.ok()) << lines.status();
  return lines.ok() ? *lines : std::vector<ReleaseLine>();
}

// `area|project|line` for each.
std::vector<std::string> Rows(const std::string& text) {
  std::vector<std::string> rows;
  for (const ReleaseLine& line : Read(text)) {
    rows.push_back(absl::StrJoin({line.area, line.project, line.line}, "|"));
  }
  return rows;
}

std::string Tsv(const std::string& text) {
  std::string tsv = "area\tproject\tline\n";
  for (const ReleaseLine& line : Read(text)) {
    absl::StrAppend(&tsv, line.area, "\t", line.project, "\t", line.line, "\n");
  }
  return tsv;
}

TEST(ReleaseTableTest, TheReleaseHasTheSeventeenPublishedLines) {
  EXPECT_EQ(Tsv(ReleaseText()), Example("implementation-table.ko.tsv"));
}

TEST(ReleaseTableTest, LineEndsAndByteOrderMarkDoNotCount) {
  const std::string text = ReleaseText();
  EXPECT_EQ(Tsv(absl::StrCat("\xEF\xBB\xBF",
                             ReplacedEverywhere(text, "\n", "\r\n"), "\r\n")),
            Tsv(text));
}

TEST(ReleaseTableTest, BytesPointAtTheLineInTheDocument) {
  for (const std::string& text :
       {ReleaseText(), ReplacedEverywhere(ReleaseText(), "\n", "\r\n")}) {
    for (const ReleaseLine& line : Read(text)) {
      EXPECT_EQ(CollapseSpace(text.substr(line.begin_byte,
                                          line.end_byte - line.begin_byte)),
                line.line);
      EXPECT_EQ(SourceText(text).LineNumber(line.begin_byte), line.line_number);
    }
  }
}

TEST(ReleaseTableTest, RemainsOfHtmlAreNoText) {
  EXPECT_THAT(Rows(absl::StrCat(
                  kHead,
                  "정책\t<b>교류</b>\t<ul class=\"x\"><li>○ 하나(4.29)</li>"
                  "<li>둘(5.1)</li></ul>\n")),
              ElementsAre("정책|교류|○ 하나(4.29)", "정책|교류|○ 둘(5.1)"));
}

TEST(ReleaseTableTest, ItemsMayStandOnLinesOfTheirOwn) {
  EXPECT_THAT(Rows(absl::StrCat(kHead,
                                "정책\t교류\t\n"
                                "  ○ 하나(4.29)\n"
                                "\n"
                                "○ 둘(5.1)\n"
                                "\t공조\t○ 셋(6.1)\n")),
              ElementsAre("정책|교류|○ 하나(4.29)", "정책|교류|○ 둘(5.1)",
                          "정책|공조|○ 셋(6.1)"));
}

TEST(ReleaseTableTest, OtherListMarksAreReadAsOne) {
  for (const std::string mark : {"◦", "o", "-", "·", "ㅇ", "•"}) {
    EXPECT_THAT(Rows(absl::StrCat(kHead, "정책\t교류\t", mark,
                                  " 하나(4.29, 한 · 중 회의) ", mark,
                                  " 둘(8.31 - 9.2)\n")),
                ElementsAre("정책|교류|○ 하나(4.29, 한 · 중 회의)",
                            "정책|교류|○ 둘(8.31 - 9.2)"))
        << mark;
  }
}

TEST(ReleaseTableTest, APlainMarkInsideATitleDoesNotSplitIt) {
  EXPECT_THAT(Rows(absl::StrCat(kHead, "정책\t교류\t○ 한 · 중 회의 - 서울\n")),
              ElementsAre("정책|교류|○ 한 · 중 회의 - 서울"));
}

TEST(ReleaseTableTest, AnItemWithoutAMarkIsALine) {
  EXPECT_THAT(Rows(absl::StrCat(kHead, "정책\t교류\t하나(4.29)\n")),
              ElementsAre("정책|교류|○ 하나(4.29)"));
}

TEST(ReleaseTableTest, ExtraSpacesAreOne) {
  EXPECT_THAT(Rows("  분야 \t 세부 사업\t주요  이행현황 \n"
                   " 정책  교류 \t 가  나 \t ○   하나( 4.29,  영상 )  \n"),
              ElementsAre("정책 교류|가 나|○ 하나( 4.29, 영상 )"));
}

TEST(ReleaseTableTest, AWrappedItemIsOne) {
  const std::string text =
      absl::StrCat(kHead, "정책\t교류\t○ 하나(4.29,\n영상)\n");
  const auto lines = Read(text);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].line, "○ 하나(4.29, 영상)");
  EXPECT_EQ(
      text.substr(lines[0].begin_byte, lines[0].end_byte - lines[0].begin_byte),
      "○ 하나(4.29,\n영상)");
}

TEST(ReleaseTableTest, WhatFollowsTheTableIsNotOfIt) {
  EXPECT_THAT(
      Rows(absl::StrCat(kHead, "정책\t교류\t○ 하나(4.29)\n", "- 2 -\n", kHead,
                        "\t\t○ 둘(5.1)\n", "\n", "문의는 환경부로 합니다.\n",
                        "정책\t다른 표\t○ 셋(6.1)\n")),
      ElementsAre("정책|교류|○ 하나(4.29)", "정책|교류|○ 둘(5.1)"));
}

TEST(ReleaseTableTest, ATextWithoutTableIsRefused) {
  const auto lines = ReadReleaseTable("보도 일시\t2022. 9. 28.\n본문이다.\n");
  EXPECT_THAT(lines, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(lines.status().message()), HasSubstr("분야"));
  EXPECT_THAT(ReadReleaseTable(""),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ReleaseTableTest, ATableWithoutLinesIsRefused) {
  EXPECT_THAT(ReadReleaseTable(kHead),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadReleaseTable(absl::StrCat(kHead, "정책\t교류\t\n")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace clearsky::document
