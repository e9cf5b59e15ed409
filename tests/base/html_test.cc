#include "base/html.h"

#include "gtest/gtest.h"

namespace clearsky {
namespace {

TEST(HtmlTest, MarkupIsEscapedInTextAndAttributes) {
  EXPECT_EQ(EscapeHtml("<script>alert('&\"')</script>"),
            "&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;");
  EXPECT_EQ(EscapeHtml("청천 계획\t○\n"), "청천 계획\t○\n");
  EXPECT_EQ(EscapeHtml(""), "");
}

TEST(HtmlTest, WhatSteersTheReaderIsShownAsReplaced) {
  // NUL, escape, DEL, NEXT LINE, RIGHT-TO-LEFT OVERRIDE, LRI, and what is near
  // them and harmless.
  EXPECT_EQ(EscapeHtml(absl::string_view("a\0b", 3)),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(EscapeHtml("\x1b[31m\x7f"), "\xEF\xBF\xBD[31m\xEF\xBF\xBD");
  EXPECT_EQ(EscapeHtml("\xC2\x85"), "\xEF\xBF\xBD");
  EXPECT_EQ(EscapeHtml("x\u202Ey\u2066z"), "x\xEF\xBF\xBDy\xEF\xBF\xBDz");
  EXPECT_EQ(EscapeHtml("\u00A0\u2014\u2070"), "\u00A0\u2014\u2070");
}

TEST(HtmlTest, SegmentsOfUrlsHaveNoSlashNorAnythingReserved) {
  EXPECT_EQ(EscapeUrl("clear-sky/2022"), "clear-sky%2F2022");
  EXPECT_EQ(EscapeUrl("a&b=c?d#e+f %"), "a%26b%3Dc%3Fd%23e%2Bf%20%25");
  EXPECT_EQ(EscapeUrl("가"), "%EA%B0%80");
  EXPECT_EQ(EscapeUrl("a.b-c_d~e9"), "a.b-c_d~e9");
}

}  // namespace
}  // namespace clearsky
