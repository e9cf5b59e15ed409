#include "base/utf8.h"

#include <cstdint>
#include <string>

#include "gtest/gtest.h"

namespace clearsky {
namespace {

// `code_point` by the bit patterns of UTF-8, whatever it is.
std::string Encode(uint32_t code_point) {
  const auto tail = [&](int shift) {
    return static_cast<char>(0x80 | (code_point >> shift & 0x3f));
  };
  if (code_point < 0x80) return {static_cast<char>(code_point)};
  if (code_point < 0x800) {
    return {static_cast<char>(0xc0 | code_point >> 6), tail(0)};
  }
  if (code_point < 0x10000) {
    return {static_cast<char>(0xe0 | code_point >> 12), tail(6), tail(0)};
  }
  return {static_cast<char>(0xf0 | code_point >> 18), tail(12), tail(6),
          tail(0)};
}

TEST(Utf8Test, EveryCodePointIsValidButSurrogates) {
  for (uint32_t code_point = 0; code_point < 0x120000; ++code_point) {
    const bool is_surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    const bool is_valid = code_point <= 0x10ffff && !is_surrogate;
    ASSERT_EQ(IsValidUtf8(Encode(code_point)), is_valid)
        << "U+" << std::hex << code_point;
  }
}

TEST(Utf8Test, EveryPairOfBytesIsJudgedByTheTable) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first),
                                static_cast<char>(second)};
      const bool is_pair =
          first >= 0xc2 && first <= 0xdf && second >= 0x80 && second <= 0xbf;
      ASSERT_EQ(IsValidUtf8(text), is_pair || (first < 0x80 && second < 0x80))
          << first << " " << second;
    }
  }
}

TEST(Utf8Test, OverlongFormsAreInvalid) {
  for (const char* text :
       {"\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe0\x9f\xbf",
        "\xf0\x80\x80\xaf", "\xf0\x8f\xbf\xbf"}) {
    EXPECT_FALSE(IsValidUtf8(text));
  }
}

TEST(Utf8Test, FirstInvalidTellsTheOffset) {
  EXPECT_EQ(FirstInvalidUtf8(""), 0);
  EXPECT_EQ(FirstInvalidUtf8("청천"), 6);
  EXPECT_EQ(FirstInvalidUtf8("abc\xff"
                             "def"),
            3);
  EXPECT_EQ(FirstInvalidUtf8("청\x80"), 3);
  // A sequence cut short is invalid from its first byte on.
  EXPECT_EQ(FirstInvalidUtf8("a\xf0\x9f\x98"), 1);
  EXPECT_EQ(FirstInvalidUtf8("a\xec\xb2"
                             "b"),
            1);
}

TEST(Utf8Test, ControlCharactersAreThoseOfBothSets) {
  for (uint32_t code_point = 0; code_point < 0x300; ++code_point) {
    const bool is_control =
        code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
    ASSERT_EQ(HasControlCharacter("a" + Encode(code_point) + "b"), is_control)
        << "U+" << std::hex << code_point;
  }
  EXPECT_FALSE(HasControlCharacter(""));
  // Its bytes have the values of C1 controls, but it is none.
  EXPECT_FALSE(HasControlCharacter("청천계획"));
}

}  // namespace
}  // namespace clearsky
