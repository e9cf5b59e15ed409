#include "service/http/url.h"

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/http/plan_url.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::Pair;

using Variables = std::vector<std::pair<std::string, std::string>>;

// Variables of the match; one named `none` when there is none.
Variables Match(absl::string_view pattern, absl::string_view path) {
  Variables variables;
  const std::vector<std::string> wanted = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> given = absl::StrSplit(path, '/');
  if (!MatchPath(wanted, given, &variables)) return {{"none", ""}};
  return variables;
}

TEST(UrlTest, PlanTakesSegmentsUpToThePartBehindIt) {
  constexpr char kPattern[] = "/v1/plans/{plan}/table";
  EXPECT_THAT(Match(kPattern, "/v1/plans/a/table"),
              ElementsAre(Pair("plan", "a")));
  EXPECT_THAT(Match(kPattern, "/v1/plans/a/b/c/table"),
              ElementsAre(Pair("plan", "a/b/c")));
  EXPECT_THAT(Match(kPattern, "/v1/plans/table/table"),
              ElementsAre(Pair("plan", "table")));
  for (const char* const path :
       {"/v1/plans/table", "/v1/plans//table", "/v1/plans/a//table",
        "/v1/plans/a/table/", "/v1/plans/a/Table", "v1/plans/a/table", "/",
        ""}) {
    EXPECT_THAT(Match(kPattern, path), ElementsAre(Pair("none", ""))) << path;
  }
}

TEST(UrlTest, SegmentWithAnEncodedSlashIsAWholeName) {
  EXPECT_THAT(Match("/v1/plans/{plan}", "/v1/plans/a%2Ftable"),
              ElementsAre(Pair("plan", "a%2Ftable")));
  EXPECT_THAT(Match("/v1/plans/{plan}/table", "/v1/plans/a%2ftable/table"),
              ElementsAre(Pair("plan", "a%2ftable")));
  EXPECT_THAT(Match("/v1/plans/{plan}/table", "/v1/plans/a%2Fb/c/table"),
              ElementsAre(Pair("none", "")));
  EXPECT_THAT(Match("/v1/plans/{plan}/table", "/v1/plans/c/a%2Fb/table"),
              ElementsAre(Pair("none", "")));
}

TEST(UrlTest, OtherVariablesTakeOneSegment) {
  EXPECT_THAT(Match("/v1/series/{series}", "/v1/series/a"),
              ElementsAre(Pair("series", "a")));
  EXPECT_THAT(Match("/v1/series/{series}", "/v1/series/a/b"),
              ElementsAre(Pair("none", "")));
}

TEST(UrlTest, DecodingRefusesWhatIsNoTextAndKeepsPlus) {
  EXPECT_THAT(DecodeUrl("x", "a%2Fb+c%25"), IsOkAndHolds("a/b+c%"));
  EXPECT_THAT(DecodeUrl("x", "%ea%b0%80"), IsOkAndHolds("가"));
  for (const char* const text :
       {"%", "%2", "%zz", "a%", "%ff", "%ea%b0", "%00", "%0A", "%c2%85"}) {
    EXPECT_THAT(DecodeUrl("x", text),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
}

TEST(UrlTest, QueryIsReadInOrder) {
  const auto query = ReadQuery("a=1&b=x%3Dy=z&&c&=d&a=2");
  ASSERT_THAT(query, IsOk());
  EXPECT_THAT(*query,
              ElementsAre(Pair("a", "1"), Pair("b", "x=y=z"), Pair("c", ""),
                          Pair("", "d"), Pair("a", "2")));
  EXPECT_THAT(ReadQuery("a=%"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(UrlTest, TargetIsSplitAtItsFirstMark) {
  EXPECT_THAT(SplitTarget("/a?b?c#d?e"), Pair("/a", "b?c"));
  EXPECT_THAT(SplitTarget("/a#b?c"), Pair("/a", ""));
  EXPECT_THAT(SplitTarget(""), Pair("", ""));
}

TEST(UrlTest, PathOfAPlanLeadsBackToIt) {
  EXPECT_EQ(PlanPath("clear-sky/2022", "table"),
            "/v1/plans/clear-sky/2022/table");
  EXPECT_EQ(PlanPath("table"), "/v1/plans/table");
  // Written with slashes, these would be something else.
  EXPECT_EQ(PlanPath("a/table"), "/v1/plans/a%2Ftable");
  EXPECT_EQ(PlanPath("a//b", "report"), "/v1/plans/a%2F%2Fb/report");
  EXPECT_EQ(UrlWith("/p", {{"a", "x y"}, {"b", ""}, {"c", "&"}}),
            "/p?a=x%20y&c=%26");
}

}  // namespace
}  // namespace clearsky::service
