#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "table/table.h"

namespace clearsky::table {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

struct Row {
  std::string area;
  std::string project;
  std::vector<std::string> lines;
};

v1::ImplementationTable TableOf(const std::vector<Row>& rows) {
  v1::ImplementationTable table;
  for (const char* head : {"분야", "세부사업", "주요 이행현황"}) {
    table.add_heads(head);
  }
  for (const Row& row : rows) {
    if (table.areas().empty() || table.areas().rbegin()->text() != row.area) {
      table.add_areas()->set_text(row.area);
    }
    v1::TableProject* project =
        table.mutable_areas(table.areas_size() - 1)->add_projects();
    project->set_text(row.project);
    for (const std::string& line : row.lines) {
      project->add_lines()->set_text(line);
    }
  }
  return table;
}

TEST(TableFacesTest, TsvFillsCellsDown) {
  EXPECT_EQ(ToTsv(TableOf({{"정책", "교류", {"○ 하나(4.29)", "○ 둘(5.1)"}},
                           {"정책", "공조", {}},
                           {"연구", "예보", {"○ 셋(6.1)"}}})),
            "area\tproject\tline\n"
            "정책\t교류\t○ 하나(4.29)\n"
            "정책\t교류\t○ 둘(5.1)\n"
            "연구\t예보\t○ 셋(6.1)\n");
}

TEST(TableFacesTest, TsvCellsHoldNoTabsOrNewlines) {
  EXPECT_EQ(ToTsv(TableOf({{"a\tb", "c\nd", {"e\rf"}}})),
            "area\tproject\tline\na b\tc d\te f\n");
}

TEST(TableFacesTest, MarkdownEscapesItsMarkup) {
  EXPECT_EQ(ToMarkdown(TableOf({{"a|b", "c_d*", {"○ <b>(8.31~9.2)"}}})),
            "| 분야 | 세부사업 | 주요 이행현황 |\n"
            "| --- | --- | --- |\n"
            "| a\\|b | c\\_d\\* | ○ &lt;b>(8.31~9.2) |\n");
}

TEST(TableFacesTest, MarkdownDoesNotStrikeOutBetweenTwoTildes) {
  EXPECT_THAT(ToMarkdown(TableOf({{"a", "b", {"1~2, 3~4"}}})),
              HasSubstr("1\\~2, 3\\~4"));
}

TEST(TableFacesTest, TextStartsEachColumnInTheSameDisplayColumn) {
  const std::string text = ToText(TableOf(
      {{"정책", "교류 ab", {"○ 하나"}}, {"Joint", "긴 이름", {"○ 둘"}}}));
  std::vector<int> columns;
  for (absl::string_view row : absl::StrSplit(text, '\n')) {
    const size_t line = row.find("○");
    if (line == absl::string_view::npos) continue;
    columns.push_back(DisplayWidth(row.substr(0, line)));
  }
  ASSERT_EQ(columns.size(), 2u);
  EXPECT_EQ(columns[0], columns[1]);
}

TEST(TableFacesTest, TextPrintsEachAreaAndProjectOnce) {
  EXPECT_EQ(ToText(TableOf({{"정책", "교류", {"○ 하나(4.29)", "○ 둘(5.1)"}},
                            {"정책", "공조", {}},
                            {"연구", "예보", {"○ 셋(6.1)"}}})),
            "분야  세부사업  주요 이행현황\n"
            "----  --------  -------------\n"
            "정책  교류      ○ 하나(4.29)\n"
            "                ○ 둘(5.1)\n"
            "      공조\n"
            "\n"
            "연구  예보      ○ 셋(6.1)\n");
}

TEST(TableFacesTest, TextBreaksLongNamesAtSpacesAndNeverALine) {
  const std::string long_line =
      "○ 청천계획 이행 환경기술 및 산업협력 킥오프회의와 그 밖의 여러 가지 "
      "회의(4.26, 영상)";
  const std::string text =
      ToText(TableOf({{"연구",
                       "입체관측방법, 화학성분 특성관측 및 수치모델 공동연구",
                       {long_line}}}));
  const std::vector<std::string> rows = absl::StrSplit(text, '\n');
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_TRUE(absl::EndsWith(rows[2], long_line));
  EXPECT_THAT(rows[2], HasSubstr("입체관측방법, 화학성분 특성관측 "));
  EXPECT_EQ(rows[3], "      및 수치모델 공동연구");
  EXPECT_EQ(rows[4], "");
}

TEST(TableFacesTest, AnEmptyTableHasItsHead) {
  EXPECT_EQ(ToTsv(TableOf({})), "area\tproject\tline\n");
  EXPECT_EQ(ToText(TableOf({})),
            "분야  세부사업  주요 이행현황\n"
            "----  --------  -------------\n");
}

TEST(TableFacesTest, CsvFillsCellsDownAndNamesActivities) {
  v1::ImplementationTable table =
      TableOf({{"정책, 교류", "교류", {"○ \"하나\"(4.29)", "=1+1"}},
               {"연구", "예보", {"-3", "-x", "a\tb\r\nc"}}});
  table.mutable_areas(0)
      ->mutable_projects(0)
      ->mutable_lines(0)
      ->set_activity_id("one");
  EXPECT_EQ(ToCsv(table),
            "area,project,line,activity_id\r\n"
            "\"정책, 교류\",교류,\"○ \"\"하나\"\"(4.29)\",one\r\n"
            "\"정책, 교류\",교류,'=1+1,\r\n"
            "연구,예보,-3,\r\n"
            "연구,예보,'-x,\r\n"
            "연구,예보,a b  c,\r\n");
}

TEST(TableFacesTest, HtmlCellsOfAreasAndProjectsSpanTheirRows) {
  const std::string html = ToHtml(TableOf({{"정책", "교류", {"○ 하나", "○ 둘"}},
                                           {"정책", "공조", {}},
                                           {"정책", "협의", {"○ 셋"}},
                                           {"없음", "없음", {}}}));
  EXPECT_THAT(
      html,
      HasSubstr("<tr><th scope=\"rowgroup\" rowspan=\"3\">정책</th>"
                "<th scope=\"rowgroup\" rowspan=\"2\">교류</th>"
                "<td>○ 하나</td></tr>\n"
                "<tr><td>○ 둘</td></tr>\n"
                "<tr><th scope=\"rowgroup\">협의</th><td>○ 셋</td></tr>\n"));
  // What has no line has no row.
  EXPECT_THAT(html, Not(HasSubstr("공조")));
  EXPECT_THAT(html, Not(HasSubstr("없음")));
}

TEST(TableFacesTest, HtmlEscapesAndLinksLinesToTheirActivities) {
  v1::ImplementationTable table = TableOf({{"<b>", "\"p\"", {"○ <script>"}}});
  v1::TableLine* line =
      table.mutable_areas(0)->mutable_projects(0)->mutable_lines(0);
  line->set_activity_id("a/1");
  line->add_notes("no <name>");
  EXPECT_THAT(ToHtml(table, "/h?x=1&entity="),
              HasSubstr("<th scope=\"rowgroup\">&lt;b&gt;</th>"
                        "<th scope=\"rowgroup\">&quot;p&quot;</th>"
                        "<td><a href=\"/h?x=1&amp;entity=a%2F1\">"
                        "○ &lt;script&gt;</a> "
                        "<small>no &lt;name&gt;</small></td>"));
  EXPECT_THAT(ToHtml(table), Not(HasSubstr("<a ")));
}

}  // namespace
}  // namespace clearsky::table
