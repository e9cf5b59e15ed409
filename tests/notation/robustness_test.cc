#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/korean.h"
#include "plan/partial_date.h"

// Whatever is given, an answer or INVALID_ARGUMENT: never a crash, and no date
// that is not normal.

namespace clearsky::notation {
namespace {

const std::vector<std::string>& Fragments() {
  static const auto* const fragments = new std::vector<std::string>{
      "10",     "4.29", "2022",   "'22",      "월",     "년",   "일",
      "분기",   ".",    "~",      "-",        "/",      ",",    "·",
      "(",      ")",    "[",      "]",        "{",      "}",    " ",
      "말",     "초",   "중순",   "하순",     "부터",   "까지", "이후",
      "내년",   "올해", "다음",   "주",       "달",     "영상", "비대면",
      "예정",   "연기", "취소",   "미정",     "오후",   "3시",  "15:00",
      "목",     "(수)", "이틀간", "매년",     "1회",    "서울", "회의",
      "국장급", "개최", "중",     "경",       "상반기", "下",   "99",
      "0",      "31",   "1/4",    "→",        "당초",   "병행", "온",
      "..",     "?",    "\xff",   "\xed\x95", "～",     "’",    "2.30",
      "개최될", "에"};
  return *fragments;
}

void ExpectAnAnswer(const std::string& words, const Context& context) {
  const absl::StatusOr<DateReading> reading = ReadDate(words, context);
  if (reading.ok()) {
    ASSERT_TRUE(IsValidUtf8(words));
    if (reading->date) {
      const auto normal = plan::NormalizeDate(*reading->date);
      ASSERT_TRUE(normal.ok()) << words << ": " << normal.status();
      ASSERT_EQ(normal->SerializeAsString(), reading->date->SerializeAsString())
          << words;
      ASSERT_TRUE(IsValidUtf8(WriteDate(*reading->date, 2022))) << words;
    }
  } else {
    ASSERT_EQ(reading.status().code(), absl::StatusCode::kInvalidArgument)
        << words;
    ASSERT_TRUE(IsValidUtf8(std::string(reading.status().message()))) << words;
  }
  const absl::StatusOr<TableLineReading> line = ReadTableLine(words, context);
  if (!line.ok()) {
    ASSERT_EQ(line.status().code(), absl::StatusCode::kInvalidArgument);
  }
  (void)ReadMode(words);
}

TEST(RobustnessTest, FragmentsInAnyOrderAreAnswered) {
  const unsigned seed = std::random_device()();
  std::cout << "seed=" << seed << "\n";
  std::mt19937 random(seed);
  const Context context{absl::CivilDay(2022, 9, 28), std::nullopt};
  for (int round = 0; round < 20000; ++round) {
    std::string words;
    const size_t count = random() % 12;
    for (size_t i = 0; i < count; ++i) {
      words += Fragments()[random() % Fragments().size()];
    }
    ASSERT_NO_FATAL_FAILURE(ExpectAnAnswer(words, context)) << words;
  }
}

TEST(RobustnessTest, BytesAreAnswered) {
  const unsigned seed = std::random_device()();
  std::cout << "seed=" << seed << "\n";
  std::mt19937 random(seed);
  const Context context{absl::CivilDay(2022, 9, 28), 2022};
  for (int round = 0; round < 5000; ++round) {
    std::string words(random() % 40, ' ');
    for (char& c : words) c = static_cast<char>(random());
    ASSERT_NO_FATAL_FAILURE(ExpectAnAnswer(words, context));
  }
}

// Text of the greatest size that makes a grammar try hard.
TEST(RobustnessTest, LongRepetitionsAreAnsweredInTime) {
  const Context context{absl::CivilDay(2022, 9, 28), std::nullopt};
  for (const std::string& fragment : Fragments()) {
    std::string words;
    while (words.size() + fragment.size() <= 4096) words += fragment;
    ASSERT_NO_FATAL_FAILURE(ExpectAnAnswer(words, context)) << fragment;
  }
  for (const char* pair : {"10~", "1.7, ", "1.7·", "(10.26", "개최될", "10월 ",
                           "한중 ", "a ", "2022-", "'22."}) {
    std::string words;
    while (words.size() + 8 <= 4096) words += pair;
    ASSERT_NO_FATAL_FAILURE(ExpectAnAnswer(words, context)) << pair;
  }
}

}  // namespace
}  // namespace clearsky::notation
