#include "page/page_faces.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "page/history_html.h"
#include "page/page_words.h"
#include "page/words.h"

namespace clearsky::page {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

PlanPage SomePage() {
  PlanPage page;
  page.title = "A plan";
  page.facts = {{"period", "2022 <1>"}};
  page.sections = {
      {"Activities",
       {"id", "state", "name"},
       {{"a-1", "held", "=SUM(A1)"}, {"a-2", "odd", "둘, \"x\""}}}};
  return page;
}

TEST(PageFacesTest, CsvHasAHeadAndDefusesFormulas) {
  EXPECT_EQ(SectionCsv(SomePage().sections[0]),
            "id,state,name\r\n"
            "a-1,held,'=SUM(A1)\r\n"
            "a-2,odd,\"둘, \"\"x\"\"\"\r\n");
}

TEST(PageFacesTest, HtmlIsInTheLanguageOfTheReader) {
  const std::string html =
      PageHtml(SomePage(), report::Language::kKorean, nullptr);
  EXPECT_THAT(html, HasSubstr("<dt>기간</dt><dd>2022 &lt;1&gt;</dd>"));
  EXPECT_THAT(html, HasSubstr("<h2>활동 목록</h2>"));
  EXPECT_THAT(html, HasSubstr("<td>개최</td>"));
  EXPECT_THAT(html, HasSubstr("<td>odd</td>")) << "what has no translation";
  EXPECT_THAT(PageHtml(SomePage(), report::Language::kEnglish, nullptr),
              HasSubstr("<h2>Activities</h2>"));
  EXPECT_THAT(PageHtml(SomePage(), report::Language::kChinese, nullptr),
              HasSubstr("<td>已举行</td>"));
}

TEST(PageFacesTest, HtmlLinksCellsByTheirColumn) {
  const std::string html =
      PageHtml(SomePage(), report::Language::kEnglish,
               [](absl::string_view head, absl::string_view cell) {
                 return head == "id" ? "/x?a=1&b=" + std::string(cell) : "";
               });
  EXPECT_THAT(html, HasSubstr("<td><a href=\"/x?a=1&amp;b=a-1\">a-1</a></td>"));
  EXPECT_THAT(html, HasSubstr("<td>held</td>"));
}

TEST(PageFacesTest, WordsThatArePartOfNoPageStayAsTheyAre) {
  EXPECT_EQ(Translated("air-policy", report::Language::kKorean), "air-policy");
  EXPECT_EQ(Translated("held", report::Language::kEnglish), "held");
}

TEST(HistoryHtmlTest, WhatNoLongerCountsIsStruckThroughAndCanBeRead) {
  v1::ListChangesResponse answer;
  v1::Change* change = answer.add_changes();
  change->set_sentence("held <on> 4.29");
  change->set_revision(7);
  change->set_superseded_by(9);
  change->set_quote("4월 29일 & 30일");
  answer.add_changes()->set_sentence("put off");
  const std::string html = ChangesHtml(answer, LabelsOf("en"), "Asia/Seoul");
  EXPECT_THAT(html, HasSubstr("<li id=\"r7\">"));
  EXPECT_THAT(html, HasSubstr("<s>held &lt;on&gt; 4.29</s>"));
  EXPECT_THAT(html, HasSubstr("<blockquote>4월 29일 &amp; 30일</blockquote>"));
  EXPECT_THAT(html, HasSubstr("<b>put off</b>"));
  EXPECT_THAT(html, Not(HasSubstr("<s>put off")));
}

TEST(WordsTest, EqualMessagesAreEqualJson) {
  // Maps have no order of their own: those of equal messages differ.
  std::string first;
  for (int round = 0; round < 8; ++round) {
    v1::PlanState state;
    for (int i = 0; i < 40; ++i) {
      (*state.mutable_areas())["a" + std::to_string((i * 7 + round) % 40)]
          .mutable_definition()
          ->set_order(1);
    }
    const std::string json = JsonOf(state, JsonLayout::kIndented).value();
    if (round == 0) first = json;
    EXPECT_EQ(json, first) << round;
  }
}

}  // namespace
}  // namespace clearsky::page
