#include "service/http/etag.h"

#include "gtest/gtest.h"
#include "service/http/answer_cache.h"

namespace clearsky::service {
namespace {

TEST(EtagTest, TagsOfOtherPartsAreOther) {
  EXPECT_EQ(ETagOf({"a", "b"}), ETagOf({"a", "b"}));
  EXPECT_NE(ETagOf({"a", "b"}), ETagOf({"ab"}));
  EXPECT_NE(ETagOf({"a", "b"}), ETagOf({"a", "b", ""}));
  EXPECT_NE(ETagOf({"1:a", "b"}), ETagOf({"1", "a", "b"}));
  EXPECT_EQ(ETagOf({"a"}).front(), '"');
  EXPECT_EQ(ETagOf({"a"}).back(), '"');
}

TEST(EtagTest, IfNoneMatchIsAListOrAStar) {
  EXPECT_TRUE(MatchesETag("\"x\"", "\"x\""));
  EXPECT_TRUE(MatchesETag("*", "\"x\""));
  EXPECT_TRUE(MatchesETag("\"a\", W/\"x\"", "\"x\""));
  EXPECT_TRUE(MatchesETag(" ,\"a,b\",\t\"x\" ", "\"x\""));
  for (const char* const header :
       {"", "x", "\"y\"", "\"x", "W/", "\"", "\"a\" x", "\"xx\"", "\"a\",y,"}) {
    EXPECT_FALSE(MatchesETag(header, "\"x\"")) << header;
  }
}

TEST(AnswerCacheTest, KeepsUpToItsSizeTheLatest) {
  AnswerCache cache(3000);
  const auto body = std::make_shared<const std::string>(1000, 'x');
  cache.Put("a", body);
  cache.Put("b", body);
  EXPECT_EQ(cache.Get("a"), body);
  cache.Put("c", body);
  EXPECT_EQ(cache.Get("b"), nullptr) << "used longest ago";
  EXPECT_EQ(cache.Get("a"), body);
  EXPECT_EQ(cache.Get("c"), body);
}

}  // namespace
}  // namespace clearsky::service
