#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "document/published_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "table/table.h"

namespace clearsky::document {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A table of ours with these rows, each in a project of its own.
v1::ImplementationTable TableOf(const std::vector<std::string>& rows) {
  v1::ImplementationTable table;
  for (const std::string head : {"분야", "세부사업", "주요 이행현황"}) {
    table.add_heads(head);
  }
  for (const std::string& row : rows) {
    const std::vector<std::string> cells = absl::StrSplit(row, '\t');
    v1::TableArea* const area = table.add_areas();
    area->set_text(cells[0]);
    v1::TableProject* const project = area->add_projects();
    project->set_text(cells[1]);
    project->add_lines()->set_text(cells[2]);
  }
  return table;
}

TEST(MarkdownReaderTest, OurOwnExportIsRead) {
  const PublishedTable table =
      ReadOk(table::ToMarkdown(TableOf(PublishedRows())), "table.md");
  EXPECT_EQ(table.format, Format::kMarkdown);
  EXPECT_EQ(RowsOf(table), PublishedRows());
  EXPECT_TRUE(table.text_is_content);
  EXPECT_THAT(table.findings, IsEmpty());
}

TEST(MarkdownReaderTest, WhatOurExportEscapesIsReadAsItWas) {
  const std::vector<std::string> rows = {
      "정책\t교류\t○ a|b\\c `d` *e* _f_ <총괄>(8.31~9.2~9.3) & co"};
  EXPECT_EQ(ReadRows(table::ToMarkdown(TableOf(rows)), "table.md"), rows);
}

TEST(MarkdownReaderTest, CellsHaveBreaksAndLists) {
  const PublishedTable table = ReadOk(
      "# 이행현황\n\n"
      "| **분야** | 세부사업 | 주요 이행현황 |\n"
      "|:---|:-:|---|\n"
      "| 정책 | 교류 | - 하나(4.29)<br>- 둘(5.1,<br/>비대면) |\n"
      "|  | 공조 | <ul><li>셋</li><li>넷</li></ul> |\n"
      "\n끝.\n",
      "a.md");
  EXPECT_THAT(
      RowsOf(table),
      ElementsAre("정책\t교류\t○ 하나(4.29)", "정책\t교류\t○ 둘(5.1, 비대면)",
                  "정책\t공조\t○ 셋", "정책\t공조\t○ 넷"));
  EXPECT_EQ(PlaceWords(table.lines[2].place, table.format),
            "line 6, column 19");
}

TEST(MarkdownReaderTest, PipesAtTheEdgesMayBeMissing) {
  EXPECT_THAT(ReadRows("Area | Project | Implementation status\n"
                       "--- | --- | ---\n"
                       "Policy | Exchange | one \\| two\n",
                       "a.md"),
              ElementsAre("Policy\tExchange\t○ one | two"));
}

TEST(MarkdownReaderTest, StruckWordsAreLeftOut) {
  const PublishedTable table = ReadOk(
      "| Area | Project | Status |\n|---|---|---|\n"
      "| Policy | Exchange | ○ one(~~4.29~~ 5.1) |\n",
      "a.md");
  EXPECT_THAT(RowsOf(table), ElementsAre("Policy\tExchange\t○ one( 5.1)"));
  EXPECT_THAT(FindingOf(table, "struck-out"), HasSubstr("line 3, column 22"));
}

TEST(MarkdownReaderTest, ARowThatIsCutShortIsFound) {
  EXPECT_THAT(Rules(ReadOk("| Area | Project | Status |\n|---|---|---|\n"
                           "| Policy | Exchange | ○ one(4.2",
                           "a.md")),
              ElementsAre("cut-short", "open-parenthesis"));
}

}  // namespace
}  // namespace clearsky::document
