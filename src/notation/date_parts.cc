#include <utility>

#include "notation/operand_parts.h"
#include "notation/word_table.h"
#include "notation/words.h"

namespace clearsky::notation {
namespace {

struct PartName {
  std::u32string_view text;
  Precision precision;
  int part;
};

constexpr PartName kHalves[] = {
    {U"상반기", Precision::kHalf, 1}, {U"하반기", Precision::kHalf, 2},
    {U"전반기", Precision::kHalf, 1}, {U"후반기", Precision::kHalf, 2},
    {U"上半期", Precision::kHalf, 1}, {U"下半期", Precision::kHalf, 2},
    {U"上半기", Precision::kHalf, 1}, {U"下半기", Precision::kHalf, 2},
    {U"上반기", Precision::kHalf, 1}, {U"下반기", Precision::kHalf, 2},
    {U"上半年", Precision::kHalf, 1}, {U"下半年", Precision::kHalf, 2},
};

// Only beside a year.
constexpr PartName kShortParts[] = {
    {U"상", Precision::kHalf, 1},     {U"하", Precision::kHalf, 2},
    {U"上", Precision::kHalf, 1},     {U"下", Precision::kHalf, 2},
    {U"봄", Precision::kSeason, 1},   {U"여름", Precision::kSeason, 2},
    {U"가을", Precision::kSeason, 3}, {U"겨울", Precision::kSeason, 4},
};

constexpr std::u32string_view kYearEnds[] = {U"연말", U"년말", U"말", U"末"};
constexpr std::u32string_view kYearStarts[] = {U"연초", U"년초", U"초", U"初"};

struct ThirdName {
  std::u32string_view text;
  int first;
  int last;
};

constexpr ThirdName kThirds[] = {
    {U"초 중순", 0, 1},   {U"초 · 중순", 0, 1}, {U"중 하순", 1, 2},
    {U"중 · 하순", 1, 2}, {U"초순", 0, 0},      {U"상순", 0, 0},
    {U"중순", 1, 1},      {U"하순", 2, 2},      {U"말", 2, 2},
    {U"末", 2, 2},        {U"초", 0, 0},        {U"初", 0, 0},
    {U"上旬", 0, 0},      {U"初旬", 0, 0},      {U"中旬", 1, 1},
    {U"下旬", 2, 2},
};

// Of the month that the context tells.
constexpr ThirdName kLoneThirds[] = {
    {U"월말", 2, 2}, {U"월초", 0, 0}, {U"상순", 0, 0},
    {U"초순", 0, 0}, {U"중순", 1, 1}, {U"하순", 2, 2},
};

}  // namespace

std::optional<Operand> ReadQuarter(const Text& text, size_t i) {
  if (text.language() == Language::kChinese) return ReadChineseQuarter(text, i);
  Operand operand;
  operand.precision = Precision::kQuarter;
  if (text.at(i) == U'제') i = text.SkipSpaces(i + 1);
  const bool q_first = text.at(i) == U'q';
  const std::optional<Number> number = ReadNumber(text, q_first ? i + 1 : i);
  if (!number || number->digit_count != 1) return std::nullopt;
  operand.part = number->value;
  operand.end = number->end;
  if (q_first) {
    return text.IsWordChar(operand.end) ? std::nullopt : std::optional(operand);
  }
  static constexpr std::u32string_view kUnits[] = {U" /4 분기", U" / 4 분기",
                                                   U"사분기", U" 분기"};
  for (const std::u32string_view unit : EntriesAt<kUnits>(text, number->end)) {
    if (const auto end = text.Match(number->end, unit)) {
      operand.end = *end;
      return operand;
    }
  }
  if (text.at(number->end) == U'q' && !text.IsWordChar(number->end + 1)) {
    operand.end = number->end + 1;
    return operand;
  }
  return std::nullopt;
}

std::optional<Operand> ReadHalf(const Text& text, size_t i) {
  Operand operand;
  for (const PartName& name : EntriesAt<kHalves>(text, i)) {
    if (const auto end = text.Match(i, name.text)) {
      operand.precision = name.precision;
      operand.part = name.part;
      operand.end = *end;
      return operand;
    }
  }
  // 상·하반기: the first half leaves its unit to the second.
  static constexpr std::u32string_view kBothHalves[] = {
      U"상 · 하반기", U"상 , 하반기",  U"상 / 하반기",
      U"상 ~ 하반기", U"상 및 하반기", U"상 - 하반기"};
  for (const std::u32string_view both : EntriesAt<kBothHalves>(text, i)) {
    if (text.Match(i, both)) {
      operand.precision = Precision::kHalf;
      operand.part = 1;
      operand.end = i + 1;
      return operand;
    }
  }
  return std::nullopt;
}

std::optional<Operand> ReadPartOfYear(const Text& text, size_t i) {
  i = text.SkipSpaces(i);
  if (auto half = ReadHalf(text, i)) return half;
  if (auto quarter = ReadQuarter(text, i)) return quarter;
  Operand operand;
  for (const PartName& name : EntriesAt<kShortParts>(text, i)) {
    const auto end = text.Match(i, name.text);
    if (end && EndsWell(text, *end)) {
      operand.precision = name.precision;
      operand.part = name.part;
      operand.end = *end;
      return operand;
    }
  }
  operand.precision = Precision::kMonth;
  for (const std::u32string_view word : EntriesAt<kYearEnds>(text, i)) {
    operand.month = 12;
    const auto end = text.Match(i, word);
    if (!end) continue;
    operand.end = *end;
    return operand;
  }
  for (const std::u32string_view word : EntriesAt<kYearStarts>(text, i)) {
    operand.month = 1;
    const auto end = text.Match(i, word);
    if (!end) continue;
    operand.end = *end;
    return operand;
  }
  return std::nullopt;
}

std::optional<Operand> ReadLoneThird(const Text& text, size_t i) {
  Operand operand;
  for (const ThirdName& third : EntriesAt<kLoneThirds>(text, i)) {
    if (const auto end = text.Match(i, third.text)) {
      operand.precision = Precision::kThird;
      operand.first_third = third.first;
      operand.last_third = third.last;
      operand.end = *end;
      return operand;
    }
  }
  return std::nullopt;
}

namespace {

// `첫째 월요일`, `마지막 금요일`. Weeks are counted in more than one way, so
// `첫째 주 월요일` is none.
bool ReadNthWeekday(const Text& text, size_t i, Operand& operand) {
  static constexpr std::pair<std::u32string_view, int> kOrdinals[] = {
      {U"첫 번째 ", 1}, {U"첫째 ", 1},   {U"두 번째 ", 2}, {U"둘째 ", 2},
      {U"세 번째 ", 3}, {U"셋째 ", 3},   {U"네 번째 ", 4}, {U"넷째 ", 4},
      {U"다섯째 ", 5},  {U"마지막 ", -1}};
  for (const auto& [word, nth] : EntriesAt<kOrdinals>(text, i)) {
    const auto end = text.Match(i, word);
    const auto name = end ? ReadWeekday(text, *end) : std::nullopt;
    if (!name || name->is_short || !EndsWell(text, name->end)) continue;
    operand.nth_weekday = nth;
    operand.weekday = name->weekday;
    operand.precision = Precision::kDay;
    operand.end = name->end;
    return true;
  }
  return false;
}

}  // namespace

void ReadThird(const Text& text, Operand& operand) {
  const size_t i = text.SkipSpaces(operand.end);
  if (ReadNthWeekday(text, i, operand)) return;
  auto last_day = text.Match(i, U"말일");
  if (!last_day) last_day = text.Match(i, U"마지막 날");
  if (last_day && EndsWell(text, *last_day)) {
    operand.last_day = true;
    operand.precision = Precision::kDay;
    operand.end = *last_day;
    return;
  }
  for (const ThirdName& third : EntriesAt<kThirds>(text, i)) {
    const auto end = text.Match(i, third.text);
    if (!end) continue;
    operand.precision = Precision::kThird;
    operand.first_third = third.first;
    operand.last_third = third.last;
    operand.end = *end;
    return;
  }
}

Operand QuarterFrom(absl::CivilDay day, int shift) {
  constexpr int kMonths = 3;
  const absl::CivilMonth month = absl::CivilMonth(day) + kMonths * shift;
  Operand operand;
  operand.precision = Precision::kQuarter;
  operand.year = static_cast<int>(month.year());
  operand.part = (month.month() - 1) / kMonths + 1;
  return operand;
}

std::optional<Operand> ReadLoneSeason(const Text& text, size_t i) {
  for (const PartName& name : EntriesAt<kShortParts>(text, i)) {
    const auto end = text.Match(i, name.text);
    if (name.precision != Precision::kSeason || !end || text.IsWordChar(*end)) {
      continue;
    }
    const size_t next = text.SkipSpaces(*end);
    const char32_t c = text.at(next);
    const WordRun words = SegmentRun(text, next, true);
    const bool says_when =
        c == 0 || c == U',' || c == U')' || c == U'~' ||
        (!words.empty() && (words[0].word->kind == WordKind::kPlanned ||
                            words[0].word->kind == WordKind::kTakesPlace ||
                            words[0].word->kind == WordKind::kParticle ||
                            words[0].word->kind == WordKind::kTentative));
    if (!says_when) continue;
    Operand operand;
    operand.precision = Precision::kSeason;
    operand.part = name.part;
    operand.end = *end;
    return operand;
  }
  return std::nullopt;
}

bool IsBeforeUnit(const Text& text, size_t i) {
  static constexpr std::u32string_view kJoints[] = {
      U"~", U"-", U"·", U",", U"/", U"및", U"또는", U"至", U"到", U"和", U"或"};
  constexpr int kMaxNumbers = 12;
  for (int count = 0; count < kMaxNumbers; ++count) {
    const size_t at = text.SkipSpaces(i);
    std::optional<size_t> next;
    for (const std::u32string_view joint : EntriesAt<kJoints>(text, at)) {
      if (!next) next = text.Match(at, joint);
    }
    if (!next) return false;
    const size_t begin = text.SkipSpaces(*next);
    if (ReadQuarter(text, begin)) return true;
    const std::optional<Number> number = ReadNumber(text, begin);
    if (!number || number->digit_count > 2) return false;
    if (text.at(number->end) == U'월') return true;
    i = number->end;
  }
  return false;
}

void TakePart(const Operand& part, Operand& operand) {
  operand.precision = part.precision;
  operand.part = part.part;
  operand.month = part.month;
  operand.end = part.end;
}

}  // namespace clearsky::notation
