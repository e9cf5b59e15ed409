#include "document/source_text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

using ::testing::Optional;

std::string Slice(const std::string& content, ByteRange range) {
  return content.substr(range.begin, range.end - range.begin);
}

TEST(SourceTextTest, WordsAreFoundAcrossWrappedLines) {
  const std::string content = "협력계획의 협력\r\n\r\n분야, 사업범위 등";
  const SourceText text(content);
  const auto found = text.Find("협력 분야, 사업범위");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(Slice(content, *found), "협력\r\n\r\n분야, 사업범위");
  EXPECT_EQ(text.Words(*found), "협력 분야, 사업범위");
}

TEST(SourceTextTest, WordsThatDoNotStandThereAreNotFound) {
  const SourceText text("환경부와 중국 생태환경부");
  EXPECT_EQ(text.Find("환경부 와"), std::nullopt);
  EXPECT_EQ(text.Find(""), std::nullopt);
  EXPECT_EQ(text.Find("환경부와", 1), std::nullopt);
}

TEST(SourceTextTest, SearchingOnFindsTheNextPlace) {
  const SourceText text("환경부, 환경부");
  const auto first = text.Find("환경부");
  ASSERT_THAT(first, Optional(ByteRange{0, 9}));
  EXPECT_THAT(text.Find("환경부", first->begin + 1),
              Optional(ByteRange{11, 20}));
}

TEST(SourceTextTest, ALineIsFoundByItsWords) {
  const std::string content =
      "청천\n양국은 청천(晴天)계획의 추진을 점검했다.\n";
  const SourceText text(content);
  const auto found = text.FindLineWith("점검 청천계획");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(Slice(content, *found), "양국은 청천(晴天)계획의 추진을 점검했다.");
  EXPECT_EQ(text.FindLineWith("청천 계획 없음"), std::nullopt);
  EXPECT_EQ(text.FindLineWith(" "), std::nullopt);
}

TEST(SourceTextTest, LinesAreCountedFromOne) {
  const SourceText text("가\r\n나\n\n다");
  EXPECT_EQ(text.LineNumber(0), 1u);
  EXPECT_EQ(text.LineAt(0), "가");
  EXPECT_EQ(text.LineNumber(5), 2u);
  EXPECT_EQ(text.LineAt(5), "나");
  EXPECT_EQ(text.LineNumber(10), 4u);
  EXPECT_EQ(text.LineAt(10), "다");
}

TEST(SourceTextTest, NoBreakAndIdeographicSpacesAreSpace) {
  EXPECT_EQ(CollapseSpace("\xEF\xBB\xBF 가\xC2\xA0\xE3\x80\x80 나\t"), "가 나");
}

TEST(SourceTextTest, SpellingsThatDifferInMarksHaveTheSameLetters) {
  EXPECT_EQ(BareLetters("탄소중립/ 온실가스 정책 교류"),
            BareLetters("탄소중립·온실가스 정책교류"));
  EXPECT_NE(BareLetters("정책과 기술"), BareLetters("정책 및 기술"));
}

}  // namespace
}  // namespace clearsky::document
