#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "document/published_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "table/table.h"
#include "test/status_matchers.h"

namespace clearsky::document {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Page(const std::string& rows) {
  return absl::StrCat(
      "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>표</title>"
      "<style>td { border: 1px }</style></head><body><h1>이행현황</h1>\n"
      "<table><tr><th>분야</th><th>세부사업</th><th>주요 이행현황</th></tr>\n",
      rows, "</table>\n<p>끝.</p></body></html>");
}

// Our own table with areas and projects spanning their rows.
std::string OwnHtml() {
  v1::ImplementationTable table;
  for (const std::string head : {"분야", "세부사업", "주요 이행현황"}) {
    table.add_heads(head);
  }
  for (const std::string& row : PublishedRows()) {
    const std::vector<std::string> cells = absl::StrSplit(row, '\t');
    if (table.areas().empty() || table.areas().rbegin()->text() != cells[0]) {
      table.add_areas()->set_text(cells[0]);
    }
    v1::TableArea* const area = table.mutable_areas(table.areas_size() - 1);
    if (area->projects().empty() ||
        area->projects().rbegin()->text() != cells[1]) {
      area->add_projects()->set_text(cells[1]);
    }
    area->mutable_projects(area->projects_size() - 1)
        ->add_lines()
        ->set_text(cells[2]);
  }
  return table::ToHtml(table);
}

TEST(HtmlReaderTest, OurOwnExportIsRead) {
  const PublishedTable table = ReadOk(OwnHtml(), "table.html");
  EXPECT_EQ(table.format, Format::kHtml);
  EXPECT_EQ(RowsOf(table), PublishedRows());
  EXPECT_FALSE(table.text_is_content);
  EXPECT_THAT(table.findings, IsEmpty());
  EXPECT_EQ(PlaceWords(table.lines[1].place, table.format),
            "table 1, row 3, cell 3");
  EXPECT_EQ(WordsAt(table, table.lines[1].place), table.lines[1].line);
}

TEST(HtmlReaderTest, TheTextIsReadLikeTheDocument) {
  const PublishedTable table = ReadOk(OwnHtml(), "table.html");
  EXPECT_EQ(ReadRows(table.text, "table.txt"), PublishedRows());
}

TEST(HtmlReaderTest, ListsBreaksAndParagraphsAreLines) {
  EXPECT_THAT(
      ReadRows(Page("<tr><td>정책<td>교류<td><ul><li>하나(4.29)<li><p>둘</p>"
                    "<ol><li>셋</ol></ul>"
                    "<tr><td><td>공조<td>○ 넷(5.1,<br>영상)<br>○&nbsp;다섯"
                    "<tr><td><td>연구<td><p>- 여섯</p><p>- 일곱</p>"),
               "a.html"),
      ElementsAre("정책\t교류\t○ 하나(4.29)", "정책\t교류\t○ 둘",
                  "정책\t교류\t○ 셋", "정책\t공조\t○ 넷(5.1, 영상)",
                  "정책\t공조\t○ 다섯", "정책\t연구\t○ 여섯",
                  "정책\t연구\t○ 일곱"));
}

TEST(HtmlReaderTest, SpansAreSpread) {
  EXPECT_THAT(
      ReadRows(
          Page("<tr><td rowspan=\"3\">정책</td><td rowspan=\"2\">교류</td>"
               "<td>○ 하나</td></tr><tr><td>○ 둘</td></tr>"
               "<tr><td>공조</td><td>○ 셋</td></tr>"
               "<tr><td colspan=\"2\">총괄</td><td>○ 넷</td></tr>"
               "<tr><td>연구</td><td>예보</td><td rowspan=2>○ 다섯</td></tr>"
               "<tr><td>연구</td><td>관측</td></tr>"),
          "a.html"),
      ElementsAre("정책\t교류\t○ 하나", "정책\t교류\t○ 둘", "정책\t공조\t○ 셋",
                  "총괄\t총괄\t○ 넷", "연구\t예보\t○ 다섯",
                  "연구\t관측\t○ 다섯"));
}

TEST(HtmlReaderTest, TheTableWithTheHeadIsFoundAmongOthers) {
  const PublishedTable table = ReadOk(
      absl::StrCat("<table><tr><td>담당</td><td>국제협력과</td></tr></table>",
                   Page("<tr><td>정책</td><td>교류</td><td>○ 하나</td></tr>")),
      "a.html");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나"));
  EXPECT_EQ(PlaceWords(table.lines[0].place, table.format),
            "table 2, row 2, cell 3");
}

TEST(HtmlReaderTest, ATableWithinATableOfLayoutIsFound) {
  EXPECT_THAT(
      ReadRows(absl::StrCat(
                   "<table><tr><td>메뉴</td><td>",
                   Page("<tr><td>정책</td><td>교류</td><td>○ 하나</td></tr>"),
                   "</td></tr></table>"),
               "a.html"),
      ElementsAre("정책\t교류\t○ 하나"));
}

TEST(HtmlReaderTest, WhatIsStruckHiddenOrSmallIsLeftOutAndSaid) {
  const PublishedTable table = ReadOk(
      Page("<tr><td>정책</td><td>교류</td><td>○ 하나(<del>4.29</del>"
           "<ins>5.1</ins>)<span style=\"color: red; display : "
           "none\">숨김</span> "
           "<small>날짜 없음</small><script>alert(1)</script></td></tr>"),
      "a.html");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(5.1)"));
  EXPECT_EQ(FindingOf(table, "struck-out"),
            "the document: words that are struck out are left out: 1, the "
            "first `4.29`");
  EXPECT_THAT(FindingOf(table, "hidden"), HasSubstr("`숨김`"));
  EXPECT_THAT(FindingOf(table, "small-print"), HasSubstr("`날짜 없음`"));
}

TEST(HtmlReaderTest, OtherEncodingsAreTold) {
  const std::string page =
      Page("<tr><td>정책</td><td>교류</td><td>○ 하나</td></tr>");
  const PublishedTable table = ReadOk(Encoded(page, "CP949"), "a.html");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나"));
  EXPECT_EQ(table.encoding, "CP949");
  EXPECT_THAT(Rules(table), ElementsAre("encoding"));
}

TEST(HtmlReaderTest, ADoctypeThatDeclaresEntitiesIsRefused) {
  const std::string page =
      Page("<tr><td>정책</td><td>교류</td><td>○ 하나 &x;</td></tr>");
  for (const std::string doctype :
       {"<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!doctype x [\n<!entity x \"]>\">\n]>",
        "<!DOCTYPE x [<!ATTLIST a b CDATA #IMPLIED><!ENTITY % x \"y\">]>",
        "<!-- --><!DOCTYPE x PUBLIC \"a>b\" 'c' [<!ENTITY x SYSTEM \"y\">",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY x \"y\">]>"}) {
    EXPECT_THAT(ReadPublishedTable(doctype + page, "a.html"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("a DOCTYPE that declares entities")))
        << doctype;
  }
}

TEST(HtmlReaderTest, ADoctypeOfHtmlIsRead) {
  const std::string page =
      "<html><body><table><tr><th>분야</th><th>세부사업</th><th>주요 이행현황"
      "</th></tr><tr><td>정책</td><td>교류</td><td>○ 하나 [&lt;!ENTITY]</td>"
      "</tr></table></body></html>";
  for (const std::string doctype :
       {"<!DOCTYPE html>", "<!doctype html SYSTEM 'about:legacy-compat'>",
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 [x]//EN\">",
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
        "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC "
        "\"-//W3C//DTD XHTML 1.1//EN\" "
        "\"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd\">"}) {
    EXPECT_THAT(ReadRows(doctype + page, "a.html"),
                ElementsAre("정책\t교류\t○ 하나 [<!ENTITY]"))
        << doctype;
  }
}

TEST(HtmlReaderTest, AbsurdSpansAndDepthsAreBounded) {
  EXPECT_THAT(ReadRows(Page("<tr><td rowspan=4294967295>정책</td><td>교류</td>"
                            "<td colspan=99999999>○ 하나</td></tr>"
                            "<tr><td rowspan=0>공조</td><td>○ 둘</td></tr>"
                            "<tr><td rowspan=-1 colspan=x>○ 셋</td></tr>"),
                       "a.html"),
              ElementsAre("정책\t교류\t○ 하나", "정책\t공조\t○ 둘",
                          "정책\t공조\t○ 셋"));
  std::string deep = "<html>";
  for (int i = 0; i < 100000; ++i) deep += "<table><tr><td>";
  EXPECT_THAT(ReadPublishedTable(deep, "a.html"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("more than 500 deep")));
}

TEST(HtmlReaderTest, APageThatIsCutShortSaysSo) {
  const std::string page =
      Page("<tr><td>정책</td><td>교류</td><td>○ 하나(4.29)");
  const PublishedTable table =
      ReadOk(page.substr(0, page.find("29)")), "a.html");
  EXPECT_THAT(RowsOf(table), ElementsAre("정책\t교류\t○ 하나(4."));
  EXPECT_THAT(Rules(table), ElementsAre("cut-short", "open-parenthesis"));
}

}  // namespace
}  // namespace clearsky::document
