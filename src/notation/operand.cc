#include "notation/operand.h"

#include "notation/operand_parts.h"
#include "notation/word_table.h"
#include "notation/words.h"

namespace clearsky::notation {
namespace {

using v1::PartialDate;

constexpr std::u32string_view kAbout[] = {
    U" 경", U" 쯤", U" 무렵", U" 전후", U" 내외", U" 즈음", U" 께"};
constexpr std::u32string_view kWithin[] = {U" 중", U" 이내", U" 내",
                                           U" 안", U" 中",   U" 內"};

void ReadNuance(const Text& text, Operand& operand) {
  for (const std::u32string_view word : EntriesAt<kAbout>(text, operand.end)) {
    const auto end = text.Match(operand.end, word);
    if (end && EndsWell(text, *end)) {
      operand.approximate = true;
      operand.end = *end;
    }
  }
  for (const std::u32string_view word : EntriesAt<kWithin>(text, operand.end)) {
    const auto end = text.Match(operand.end, word);
    if (end && EndsWell(text, *end)) {
      operand.within = true;
      operand.end = *end;
      break;
    }
  }
}

// Whether a weekday's name needs no parenthesis.
bool IsWeekdayAlone(const Text& text, const WeekdayName& name) {
  if (text.language() == Language::kEnglish) return true;
  return !name.is_short && EndsWell(text, name.end);
}

}  // namespace

void ReadBesideDay(const Text& text, Operand& operand) {
  const size_t next = text.SkipSpaces(operand.end);
  const char32_t open = text.at(next);
  if (open == U'(' || open == U'[') {
    const auto name = ReadWeekday(text, text.SkipSpaces(next + 1));
    const size_t close = name ? text.SkipSpaces(name->end) : 0;
    if (name && (text.at(close) == U')' || text.at(close) == U']')) {
      operand.weekday = name->weekday;
      operand.end = close + 1;
    }
  } else if (const auto name = ReadWeekday(text, next);
             name && IsWeekdayAlone(text, *name)) {
    operand.weekday = name->weekday;
    operand.end = name->end;
  }
  if (!operand.precision) return;
  if (const auto time = ReadTime(text, text.SkipSpaces(operand.end))) {
    operand.part_of_day = time->part;
    operand.has_clock = time->has_clock;
    operand.end = time->end;
  }
}

PartialDate::PartOfDay PartOfHour(int hour) {
  if (hour < 12) return PartialDate::PART_OF_DAY_MORNING;
  return hour < 18 ? PartialDate::PART_OF_DAY_AFTERNOON
                   : PartialDate::PART_OF_DAY_EVENING;
}

std::optional<Number> ReadClock(
    const Text& text, size_t i,
    std::initializer_list<std::u32string_view> units,
    std::u32string_view minute_unit) {
  std::optional<Number> hour = ReadNumber(text, i);
  if (!hour || hour->value > 24 || hour->digit_count > 2) return std::nullopt;
  if (text.at(hour->end) == U':') {
    const auto minute = ReadNumber(text, hour->end + 1);
    if (!minute || minute->digit_count != 2 || minute->value > 59) {
      return std::nullopt;
    }
    hour->end = minute->end;
    return hour;
  }
  std::optional<size_t> unit;
  for (const std::u32string_view name : units) {
    if (!unit) unit = text.Match(hour->end, name);
  }
  if (!unit) return std::nullopt;
  hour->end = *unit;
  if (text.at(hour->end) == U'반' || text.at(hour->end) == U'半') ++hour->end;
  const auto minute = ReadNumber(text, text.SkipSpaces(hour->end));
  const auto end =
      minute ? text.Match(minute->end, minute_unit) : std::optional<size_t>();
  if (end) hour->end = *end;
  return hour;
}

int DefaultYear(const Context& context) {
  return context.default_year.value_or(static_cast<int>(context.day.year()));
}

std::optional<WeekdayName> ReadWeekday(const Text& text, size_t i) {
  if (text.language() == Language::kEnglish) return ReadEnglishWeekday(text, i);
  if (text.language() == Language::kChinese) return ReadChineseWeekday(text, i);
  constexpr std::u32string_view kNames = U"월화수목금토일";
  constexpr std::u32string_view kHanja = U"月火水木金土日";
  constexpr absl::Weekday kDays[] = {
      absl::Weekday::monday,   absl::Weekday::tuesday, absl::Weekday::wednesday,
      absl::Weekday::thursday, absl::Weekday::friday,  absl::Weekday::saturday,
      absl::Weekday::sunday};
  const char32_t c = text.at(i);
  size_t index = kNames.find(c);
  if (index == std::u32string_view::npos) index = kHanja.find(c);
  if (c == 0 || index == std::u32string_view::npos) return std::nullopt;
  WeekdayName name;
  name.weekday = kDays[index];
  const auto end = text.Match(i + 1, U"요일");
  name.is_short = !end;
  name.end = end.value_or(i + 1);
  return name;
}

std::optional<TimeOfDay> ReadTime(const Text& text, size_t i) {
  if (text.language() == Language::kEnglish) return ReadEnglishTime(text, i);
  if (text.language() == Language::kChinese) return ReadChineseTime(text, i);
  TimeOfDay time;
  for (const WordMatch& match : SegmentRun(text, i, false)) {
    if (match.word->kind == WordKind::kPartOfDay && match.begin == i) {
      time.part = static_cast<PartialDate::PartOfDay>(match.word->value);
      time.end = match.end;
    }
  }
  const auto clock = ReadClock(
      text, text.SkipSpaces(time.end == 0 ? i : time.end), {U"시"}, U"분");
  if (clock) {
    const int hour = clock->value;
    if (time.end == 0 && (hour >= 7 || text.at(clock->end - 3) == U':')) {
      time.part = PartOfHour(hour);
    }
    time.has_clock = true;
    time.end = clock->end;
    const size_t wave = text.SkipSpaces(time.end);
    if (text.at(wave) == U'~' || text.at(wave) == U'-') {
      if (const auto until =
              ReadClock(text, text.SkipSpaces(wave + 1), {U"시"}, U"분")) {
        time.end = until->end;
      }
    }
  }
  if (time.end == 0 || !EndsWell(text, time.end)) return std::nullopt;
  return time;
}

std::optional<Operand> ReadOperand(const Text& text, size_t i,
                                   const Context& context) {
  switch (text.language()) {
    case Language::kKorean:
      return ReadKoreanOperand(text, i, context);
    case Language::kEnglish:
      return ReadEnglishOperand(text, i, context);
    case Language::kChinese:
      return ReadChineseOperand(text, i, context);
  }
  return std::nullopt;
}

std::optional<Operand> ReadKoreanOperand(const Text& text, size_t i,
                                         const Context& context) {
  int direction = 0;
  std::optional<Operand> operand;
  // Most dates begin with a digit, and no word does.
  if (!text.IsDigit(i)) {
    operand = ReadRelativeDay(text, i, context);
    if (!operand) operand = ReadRelativeMonth(text, i, context);
    if (!operand) operand = ReadRelativeYear(text, i, context);
    if (!operand) operand = ReadLoneSeason(text, i);
  }
  if (!operand) {
    bool approximate = false;
    if (const auto end = text.Match(i, U"오는 ")) {
      direction = 1;
      i = *end;
    } else if (const auto past = text.Match(i, U"지난 ")) {
      direction = -1;
      i = *past;
    } else if (text.at(i) == U'약' && text.IsDigit(text.SkipSpaces(i + 1))) {
      approximate = true;
      i = text.SkipSpaces(i + 1);
    }
    operand = ReadHalf(text, i);
    if (!operand) operand = ReadQuarter(text, i);
    if (!operand) operand = ReadCompact(text, i);
    if (!operand) operand = ReadNumeric(text, i, context);
    if (!operand) return std::nullopt;
    operand->approximate = approximate;
  }
  operand->direction = direction;
  if (!operand->precision || operand->precision == Precision::kDay) {
    ReadBesideDay(text, *operand);
  }
  if (operand->precision) ReadNuance(text, *operand);
  return operand;
}

}  // namespace clearsky::notation
