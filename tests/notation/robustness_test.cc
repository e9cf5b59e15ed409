#include <iostream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/notation.h"
#include "plan/partial_date.h"

// Whatever is given, an answer or INVALID_ARGUMENT: never a crash, and no date
// that is not normal.

namespace clearsky::notation {
namespace {

const Context kContext{absl::CivilDay(2022, 9, 28), std::nullopt};

// What every language has.
constexpr const char* kSigns[] = {
    "10", "4.29", "2022", "'22", ".",     "~",    "-",        "/", ",",
    "·",  "(",    ")",    "[",   "]",     "{",    "}",        " ", " ",
    "0",  "31",   "99",   "1/4", "15:00", "2.30", "..",       "?", "→",
    "’",  "～",   "\xff", "174", "-35",   "1",    "\xed\x95", "->"};

constexpr const char* kKorean[] = {
    "월",   "년",     "일",     "분기",   "말",     "초",   "중순",   "하순",
    "부터", "까지",   "이후",   "내년",   "올해",   "다음", "주",     "달",
    "영상", "비대면", "예정",   "연기",   "취소",   "미정", "오후",   "3시",
    "목",   "(수)",   "이틀간", "매년",   "1회",    "서울", "회의",   "국장급",
    "개최", "중",     "경",     "상반기", "하반기", "下",   "당초",   "병행",
    "온",   "개최될", "에",     "봄",     "제",     "없이", "한 달간"};

constexpr const char* kEnglish[] = {
    " october",  " may ",     " of ",    "the ",    "first ",   "last ",
    "half",      "quarter",   "Q3",      "h1",      " week",    " month",
    " year",     "next ",     "this ",   "early ",  "late ",    "mid-",
    "end of ",   "from ",     " to ",    " until ", " and ",    " or ",
    "postponed", "cancelled", " online", " in ",    " Beijing", "hosted by ",
    "spring",    "Friday",    "Thu",     " days",   "for two ", "TBC",
    "not ",      "between ",  "th",      "rd",      "3 pm",     "hybrid"};

constexpr const char* kChinese[] = {
    "月",   "年",   "日",   "号",   "第",   "季度",   "上半年", "下半年",
    "上旬", "下旬", "初",   "底",   "至",   "起",     "前",     "后",
    "明年", "去年", "本月", "下周", "三",   "十",     "二十",   "廿",
    "一",   "天",   "个月", "延期", "取消", "待定",   "线上",   "北京",
    "举行", "未",   "拟于", "每年", "或",   "星期五", "（",     "）",
    "春季", "半",   "原定", "改为", "，",   "上午",   "10时"};

struct Speech {
  Language language;
  std::vector<std::string> fragments;
};

template <size_t kCount>
Speech SpeechOf(Language language, const char* const (&words)[kCount]) {
  Speech speech;
  speech.language = language;
  speech.fragments.assign(std::begin(kSigns), std::end(kSigns));
  speech.fragments.insert(speech.fragments.end(), words, words + kCount);
  return speech;
}

std::vector<Speech> Speeches() {
  return {SpeechOf(Language::kKorean, kKorean),
          SpeechOf(Language::kEnglish, kEnglish),
          SpeechOf(Language::kChinese, kChinese)};
}

void ExpectAnAnswer(const std::string& words, Language language,
                    const Context& context) {
  const absl::StatusOr<DateReading> reading =
      ReadDate(words, language, context);
  if (reading.ok()) {
    ASSERT_TRUE(IsValidUtf8(words));
    if (reading->date) {
      const auto normal = plan::NormalizeDate(*reading->date);
      ASSERT_TRUE(normal.ok()) << words << ": " << normal.status();
      ASSERT_EQ(normal->SerializeAsString(), reading->date->SerializeAsString())
          << words;
      ASSERT_TRUE(IsValidUtf8(WriteDate(*reading->date, 2022, language)))
          << words;
    }
  } else {
    ASSERT_EQ(reading.status().code(), absl::StatusCode::kInvalidArgument)
        << words;
    ASSERT_TRUE(IsValidUtf8(std::string(reading.status().message()))) << words;
  }
  const absl::StatusOr<TableLineReading> line =
      ReadTableLine(words, language, context);
  if (!line.ok()) {
    ASSERT_EQ(line.status().code(), absl::StatusCode::kInvalidArgument);
  }
  (void)ReadMode(words, language);
}

TEST(RobustnessTest, FragmentsInAnyOrderAreAnswered) {
  const unsigned seed = std::random_device()();
  std::cout << "seed=" << seed << std::endl;
  std::mt19937 random(seed);
  for (const Speech& speech : Speeches()) {
    const std::vector<std::string>& fragments = speech.fragments;
    for (int round = 0; round < 10000; ++round) {
      std::string words;
      const size_t count = random() % 12;
      for (size_t i = 0; i < count; ++i) {
        words += fragments[random() % fragments.size()];
      }
      ASSERT_NO_FATAL_FAILURE(ExpectAnAnswer(words, speech.language, kContext))
          << words;
    }
  }
}

TEST(RobustnessTest, BytesAreAnswered) {
  const unsigned seed = std::random_device()();
  std::cout << "seed=" << seed << std::endl;
  std::mt19937 random(seed);
  const Context context{absl::CivilDay(2022, 9, 28), 2022};
  for (int round = 0; round < 5000; ++round) {
    std::string words(random() % 40, ' ');
    for (char& c : words) c = static_cast<char>(random());
    for (const Language language :
         {Language::kKorean, Language::kEnglish, Language::kChinese}) {
      ASSERT_NO_FATAL_FAILURE(ExpectAnAnswer(words, language, context));
    }
  }
}

// Words beside an interval of EDTF whose ends are not both known.
TEST(RobustnessTest, WordsBesideAnIntervalWithoutAnEndAreAnswered) {
  for (const char* words :
       {"/2022)예정", "2022/ 예정", "../2022 예정", "2022-10/.. 예정",
        "/2022-10 예정", "/2022 수시", "2022/ 필요 시", "/2022 연중"}) {
    ASSERT_NO_FATAL_FAILURE(ExpectAnAnswer(words, Language::kKorean, kContext));
  }
}

// Text of the greatest size that makes a grammar try hard.
TEST(RobustnessTest, LongRepetitionsAreAnsweredInTime) {
  const auto repeat = [](const std::string& fragment, Language language) {
    std::string words;
    while (words.size() + fragment.size() <= 4096) words += fragment;
    ASSERT_NO_FATAL_FAILURE(ExpectAnAnswer(words, language, kContext))
        << fragment;
  };
  for (const Speech& speech : Speeches()) {
    for (const std::string& fragment : speech.fragments) {
      ASSERT_NO_FATAL_FAILURE(repeat(fragment, speech.language));
    }
  }
  for (const char* pair : {"10~", "1.7, ", "1.7·", "(10.26", "개최될", "10월 ",
                           "한중 ", "a ", "2022-", "'22."}) {
    ASSERT_NO_FATAL_FAILURE(repeat(pair, Language::kKorean));
  }
  for (const char* pair : {"from 5 to ", "5 May, ", "(5 May", "the last ",
                           "not ", "1st half of "}) {
    ASSERT_NO_FATAL_FAILURE(repeat(pair, Language::kEnglish));
  }
  for (const char* pair : {"10月至", "5日、", "（5日", "二十", "第一", "上"}) {
    ASSERT_NO_FATAL_FAILURE(repeat(pair, Language::kChinese));
  }
}

}  // namespace
}  // namespace clearsky::notation
