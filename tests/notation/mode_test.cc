#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/korean.h"

namespace clearsky::notation {
namespace {

using ::testing::Eq;
using ::testing::Optional;

struct ModeCase {
  std::string word;
  v1::DeliveryMode mode;
};

class ModeTest : public testing::TestWithParam<ModeCase> {};

TEST_P(ModeTest, WordIsRead) {
  EXPECT_THAT(ReadMode(GetParam().word), Optional(Eq(GetParam().mode)))
      << GetParam().word;
}

constexpr auto kVideo = v1::DELIVERY_MODE_VIDEO_CONFERENCE;
constexpr auto kRemote = v1::DELIVERY_MODE_REMOTE;
constexpr auto kInPerson = v1::DELIVERY_MODE_IN_PERSON;
constexpr auto kHybrid = v1::DELIVERY_MODE_HYBRID;
constexpr auto kWritten = v1::DELIVERY_MODE_WRITTEN;
constexpr auto kLetters = v1::DELIVERY_MODE_CORRESPONDENCE;

INSTANTIATE_TEST_SUITE_P(
    Words, ModeTest,
    testing::Values(
        ModeCase{"영상", kVideo}, ModeCase{"영상회의", kVideo},
        ModeCase{"영상 회의", kVideo}, ModeCase{"영상회의로 개최", kVideo},
        ModeCase{"화상", kVideo}, ModeCase{"화상회의", kVideo},
        ModeCase{"화상회의 방식", kVideo}, ModeCase{"화상으로", kVideo},
        ModeCase{"ZOOM", kVideo}, ModeCase{"Webex", kVideo},
        ModeCase{"MS Teams", kVideo}, ModeCase{"온라인(ZOOM)", kVideo},
        ModeCase{"온라인 개최(ZOOM)", kVideo},
        ModeCase{"비대면 화상회의", kVideo}, ModeCase{"비대면(영상)", kVideo},
        ModeCase{"비대면", kRemote}, ModeCase{"비대면 개최", kRemote},
        ModeCase{"비대면으로 실시", kRemote}, ModeCase{"온라인", kRemote},
        ModeCase{"온라인 방식", kRemote}, ModeCase{"대면", kInPerson},
        ModeCase{"대면회의", kInPerson}, ModeCase{"오프라인", kInPerson},
        ModeCase{"온·오프라인 병행", kHybrid},
        ModeCase{"온‧오프라인 병행", kHybrid},
        ModeCase{"온ㆍ오프라인", kHybrid}, ModeCase{"온/오프라인", kHybrid},
        ModeCase{"온오프라인 병행", kHybrid},
        ModeCase{"온라인·오프라인 병행", kHybrid},
        ModeCase{"대면·비대면 병행", kHybrid}, ModeCase{"대면/화상", kHybrid},
        ModeCase{"온라인 병행", kHybrid}, ModeCase{"하이브리드", kHybrid},
        ModeCase{"병행", kHybrid}, ModeCase{"서면", kWritten},
        ModeCase{"서면회의", kWritten}, ModeCase{"서면 심의", kWritten},
        ModeCase{"서면 개최", kWritten}, ModeCase{"서신", kLetters},
        ModeCase{"서한 교환", kLetters}),
    [](const auto& test) { return "Row" + std::to_string(test.index); });

TEST(ReadModeTest, OtherWordsAreNone) {
  for (const char* word : {"", "서울", "10월", "영상 10월", "예정", "영상물",
                           "대면적", "한·중 환경장관회의", "연기", "\xff"}) {
    EXPECT_EQ(ReadMode(word), std::nullopt) << word;
  }
}

TEST(ModeWordTest, ReadsBackAsItself) {
  for (const v1::DeliveryMode mode :
       {kVideo, kRemote, kInPerson, kHybrid, kWritten, kLetters}) {
    EXPECT_THAT(ReadMode(ModeWord(mode)), Optional(Eq(mode)));
  }
  EXPECT_EQ(ModeWord(v1::DELIVERY_MODE_UNSPECIFIED), "");
  EXPECT_EQ(ModeWord(v1::DELIVERY_MODE_HYBRID), "온·오프라인 병행");
}

TEST(ModeWordTest, EveryLanguageReadsItsWordsBack) {
  for (const Language language :
       {Language::kKorean, Language::kEnglish, Language::kChinese}) {
    for (const v1::DeliveryMode mode :
         {kVideo, kRemote, kInPerson, kHybrid, kWritten, kLetters}) {
      EXPECT_THAT(ReadMode(ModeWord(mode, language), language),
                  Optional(Eq(mode)))
          << ModeWord(mode, language);
    }
  }
}

}  // namespace
}  // namespace clearsky::notation
