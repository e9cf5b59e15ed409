// How many dates, as officials write them, one core reads in a second.

#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "notation/notation.h"

namespace clearsky::notation {
namespace {

using Words = std::vector<std::pair<Language, std::string>>;

Words KoreanWords() {
  const Language ko = Language::kKorean;
  return {{ko, "10.26"},       {ko, "10월 말"},    {ko, "8.31~9.2"},
          {ko, "'22년 12월-"}, {ko, "4.29"},       {ko, "10월 예정"},
          {ko, "1.7, 2.11"},   {ko, "내년 상반기"}};
}

Words EnglishWords() {
  const Language en = Language::kEnglish;
  return {{en, "early October 2022"},
          {en, "5-17 December 2022"},
          {en, "28 September 2022"},
          {en, "H1 2023"}};
}

Words ChineseWords() {
  const Language zh = Language::kChinese;
  return {{zh, "2021年5月17日至30日"},
          {zh, "9月28日至29日"},
          {zh, "10月下旬"},
          {zh, "明年上半年"}};
}

// As a table has them: mostly short dates, some relative, three languages.
Words MixedWords() {
  return {{Language::kKorean, "10.26"},
          {Language::kKorean, "10월 말"},
          {Language::kKorean, "8.31~9.2"},
          {Language::kKorean, "'22년 12월-"},
          {Language::kEnglish, "early October 2022"},
          {Language::kChinese, "2021年5月17日至30日"}};
}

void ReadAll(benchmark::State& state, const Words& words) {
  const Context context{absl::CivilDay(2022, 9, 28), 2022};
  size_t i = 0;
  for (auto _ : state) {
    const auto& [language, text] = words[i];
    absl::StatusOr<DateReading> reading = ReadDate(text, language, context);
    if (!reading.ok()) state.SkipWithError(text.c_str());
    benchmark::DoNotOptimize(reading);
    if (++i == words.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_ReadMixed(benchmark::State& state) { ReadAll(state, MixedWords()); }
BENCHMARK(BM_ReadMixed);

void BM_ReadKorean(benchmark::State& state) { ReadAll(state, KoreanWords()); }
BENCHMARK(BM_ReadKorean);

void BM_ReadEnglish(benchmark::State& state) { ReadAll(state, EnglishWords()); }
BENCHMARK(BM_ReadEnglish);

void BM_ReadChinese(benchmark::State& state) { ReadAll(state, ChineseWords()); }
BENCHMARK(BM_ReadChinese);

void BM_ReadTableLine(benchmark::State& state) {
  const Context context{absl::CivilDay(2022, 9, 28), 2022};
  const std::string line =
      "○ 제6차 대기오염관리 정책 기술 교류회(4.29, 영상회의)";
  for (auto _ : state) {
    auto reading = ReadTableLine(line, Language::kKorean, context);
    benchmark::DoNotOptimize(reading);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ReadTableLine);

void BM_WriteDate(benchmark::State& state) {
  const Context context{absl::CivilDay(2022, 9, 28), 2022};
  const auto reading = ReadDate("8.31~9.2", Language::kKorean, context);
  const auto language = static_cast<Language>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(WriteDate(*reading->date, 2022, language));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_WriteDate)->Arg(0)->Arg(1)->Arg(2);

}  // namespace
}  // namespace clearsky::notation

BENCHMARK_MAIN();
