#include "ledger/korean_particle.h"

#include "gtest/gtest.h"

namespace clearsky {
namespace {

using ledger::KoreanParticle;

TEST(KoreanParticleTest, HangulIsTakenByItsFinalConsonant) {
  EXPECT_EQ(KoreanParticle("워크숍", "은"), "은");
  EXPECT_EQ(KoreanParticle("컨퍼런스", "은"), "는");
  EXPECT_EQ(KoreanParticle("워크숍", "이"), "이");
  EXPECT_EQ(KoreanParticle("컨퍼런스", "이"), "가");
  EXPECT_EQ(KoreanParticle("포럼", "을"), "을");
  EXPECT_EQ(KoreanParticle("회의", "을"), "를");
  EXPECT_EQ(KoreanParticle("포럼", "과"), "과");
  EXPECT_EQ(KoreanParticle("회의", "과"), "와");
}

TEST(KoreanParticleTest, RieulTakesRo) {
  EXPECT_EQ(KoreanParticle("서울", "으로"), "로");
  EXPECT_EQ(KoreanParticle("서울", "은"), "은");
  EXPECT_EQ(KoreanParticle("10월 말", "으로"), "로");
  EXPECT_EQ(KoreanParticle("영상", "으로"), "으로");
  EXPECT_EQ(KoreanParticle("비대면", "으로"), "으로");
  EXPECT_EQ(KoreanParticle("상반기", "으로"), "로");
}

TEST(KoreanParticleTest, DigitsAreTakenAsTheyAreRead) {
  const char* const with_final = "013678";
  for (char digit = '0'; digit <= '9'; ++digit) {
    const std::string text = std::string("위치 ") + digit;
    const bool ends = std::string(with_final).find(digit) != std::string::npos;
    EXPECT_EQ(KoreanParticle(text, "을"), ends ? "을" : "를") << text;
  }
  // 일, 칠, 팔 end in ㄹ.
  EXPECT_EQ(KoreanParticle("1", "으로"), "로");
  EXPECT_EQ(KoreanParticle("7", "으로"), "로");
  EXPECT_EQ(KoreanParticle("3", "으로"), "으로");
  EXPECT_EQ(KoreanParticle("10", "으로"), "으로");
}

TEST(KoreanParticleTest, LatinLettersAreSpeltOrReadAsBorrowed) {
  EXPECT_EQ(KoreanParticle("MOU", "이"), "가");
  EXPECT_EQ(KoreanParticle("TEMM", "이"), "이");
  EXPECT_EQ(KoreanParticle("URL", "으로"), "로");
  EXPECT_EQ(KoreanParticle("COP", "이"), "가");
  EXPECT_EQ(KoreanParticle("workshop", "이"), "이");
  EXPECT_EQ(KoreanParticle("forum", "이"), "이");
  EXPECT_EQ(KoreanParticle("Beijing", "으로"), "으로");
  EXPECT_EQ(KoreanParticle("Seoul", "으로"), "로");
  EXPECT_EQ(KoreanParticle("conference", "이"), "가");
  EXPECT_EQ(KoreanParticle("report", "이"), "가");
}

TEST(KoreanParticleTest, QuotesAndParenthesesAtTheEndAreNotRead) {
  EXPECT_EQ(KoreanParticle("“청천 컨퍼런스”", "이"), "가");
  EXPECT_EQ(KoreanParticle("「포럼」", "이"), "이");
  EXPECT_EQ(KoreanParticle("`conference-2022`", "은"), "는");
  EXPECT_EQ(KoreanParticle("서울(중국 비대면)", "으로"), "로");
  EXPECT_EQ(KoreanParticle("“포럼(제2차 (서울))”", "이"), "이");
  EXPECT_EQ(KoreanParticle("(서울)", "으로"), "로");
}

TEST(KoreanParticleTest, UnknownReadingGivesBoth) {
  EXPECT_EQ(KoreanParticle("“晴天大会”", "이"), "이(가)");
  EXPECT_EQ(KoreanParticle("北京", "으로"), "(으)로");
  EXPECT_EQ(KoreanParticle("大会", "은"), "은(는)");
  EXPECT_EQ(KoreanParticle("", "을"), "을(를)");
  EXPECT_EQ(KoreanParticle("”)", "과"), "와(과)");
}

TEST(KoreanParticleTest, UnknownMarkIsReturned) {
  EXPECT_EQ(KoreanParticle("회의", "에서"), "에서");
}

}  // namespace
}  // namespace clearsky
