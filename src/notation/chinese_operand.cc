#include <utility>

#include "notation/operand_parts.h"
#include "notation/relative_words.h"
#include "notation/word_table.h"
#include "notation/words.h"

namespace clearsky::notation {
namespace {

// Longer spellings stand before their beginnings. 年月日 are folded to 년월일.
constexpr Relative kYears[] = {
    {U"今년度", 0},  {U"今년", 0},  {U"本년度", 0}, {U"本년", 0},
    {U"当년", 0},    {U"當년", 0},  {U"明년度", 1}, {U"明년", 1},
    {U"来년", 1},    {U"來년", 1},  {U"翌년", 1},   {U"下년度", 1},
    {U"大后년", 3},  {U"后년", 2},  {U"後년", 2},   {U"去년", -1},
    {U"上년度", -1}, {U"上년", -1}, {U"前년", -2},  {U"下1년", 1},
};

// Of a range: the year after that of its start.
constexpr std::u32string_view kFollowingYears[] = {U"次년", U"翌년", U"第2년",
                                                   U"隔년"};

constexpr Relative kMonths[] = {
    {U"本월份", 0}, {U"本월", 0},    {U"当월", 0},    {U"當월", 0},
    {U"这个월", 0}, {U"這個월", 0},  {U"这1个월", 0}, {U"下下个월", 2},
    {U"下个월", 1}, {U"下個월", 1},  {U"下월份", 1},  {U"下월", 1},
    {U"次월", 1},   {U"上个월", -1}, {U"上個월", -1}, {U"上월份", -1},
    {U"上월", -1},
};

constexpr Relative kQuarters[] = {
    {U"本季度", 0}, {U"这个季度", 0}, {U"下1季度", 1},   {U"下个季度", 1},
    {U"下季度", 1}, {U"上1季度", -1}, {U"上个季度", -1}, {U"上季度", -1},
};

constexpr Relative kWeeks[] = {
    {U"下下周", 2},  {U"下个星期", 1}, {U"下个礼拜", 1}, {U"下星期", 1},
    {U"下週", 1},    {U"下周", 1},     {U"本星期", 0},   {U"这个星期", 0},
    {U"本週", 0},    {U"本周", 0},     {U"这周", 0},     {U"上个星期", -1},
    {U"上星期", -1}, {U"上週", -1},    {U"上周", -1},    {U"上上周", -2},
};

constexpr Relative kDays[] = {
    {U"今天", 0},  {U"今일", 0},  {U"今晚", 0},  {U"大后天", 3},
    {U"明天", 1},  {U"明일", 1},  {U"次일", 1},  {U"翌일", 1},
    {U"后天", 2},  {U"後天", 2},  {U"即일", 0},  {U"昨天", -1},
    {U"昨일", -1}, {U"前天", -2}, {U"前일", -2}, {U"当일", 0},
};

struct PartName {
  std::u32string_view text;
  Precision precision;
  int part;
};

constexpr PartName kParts[] = {
    {U"上半년度", Precision::kHalf, 1}, {U"下半년度", Precision::kHalf, 2},
    {U"上半년", Precision::kHalf, 1},   {U"下半년", Precision::kHalf, 2},
    {U"前半년", Precision::kHalf, 1},   {U"后半년", Precision::kHalf, 2},
    {U"後半년", Precision::kHalf, 2},   {U"首季度", Precision::kQuarter, 1},
    {U"首季", Precision::kQuarter, 1},  {U"末季", Precision::kQuarter, 4},
    {U"春季", Precision::kSeason, 1},   {U"夏季", Precision::kSeason, 2},
    {U"秋季", Precision::kSeason, 3},   {U"冬季", Precision::kSeason, 4},
    {U"春天", Precision::kSeason, 1},   {U"夏天", Precision::kSeason, 2},
    {U"秋天", Precision::kSeason, 3},   {U"冬天", Precision::kSeason, 4},
};

// Half, quarter or season; `of_year`: a year stands before it.
std::optional<Operand> ReadPart(const Text& text, size_t i, bool of_year) {
  Operand operand;
  for (const PartName& name : EntriesAt<kParts>(text, i)) {
    if (const auto end = text.Match(i, name.text)) {
      operand.precision = name.precision;
      operand.part = name.part;
      operand.end = *end;
      return operand;
    }
  }
  if (auto quarter = ReadChineseQuarter(text, i)) return quarter;
  if (text.at(i) == U'h' &&
      (text.at(i + 1) == U'1' || text.at(i + 1) == U'2') &&
      !text.IsDigit(i + 2)) {
    operand.precision = Precision::kHalf;
    operand.part = text.at(i + 1) == U'1' ? 1 : 2;
    operand.end = i + 2;
    return operand;
  }
  // Its end and beginning are its last and first month.
  const auto month = [&](std::u32string_view word, int value) {
    const auto end = text.Match(i, word);
    if (!end) return false;
    operand.precision = Precision::kMonth;
    operand.month = value;
    operand.end = *end;
    return true;
  };
  static constexpr std::u32string_view kYearEnds[] = {U"년底", U"년末", U"년终",
                                                      U"岁末"};
  for (const std::u32string_view word : EntriesAt<kYearEnds>(text, i)) {
    // 岁末年初 is neither.
    if (month(word, 12) && text.at(operand.end) != U'年' &&
        text.at(operand.end) != U'岁' && text.at(operand.end) != U'년') {
      return operand;
    }
  }
  const bool behind_end = i > 0 && text.at(i - 1) == U'末';
  if (!behind_end && month(U"년初", 1)) return operand;
  if (!of_year) return std::nullopt;
  if (month(U"底", 12) || month(U"末", 12) || month(U"初", 1)) return operand;
  constexpr std::u32string_view kSeasons = U"春夏秋冬";
  const size_t season = kSeasons.find(text.at(i));
  if (season != kSeasons.npos) {
    operand.precision = Precision::kSeason;
    operand.part = static_cast<int>(season) + 1;
    operand.end = i + 1;
    return operand;
  }
  return std::nullopt;
}

struct DaysName {
  std::u32string_view text;
  // Days of the month; 0: its last.
  int first;
  int last;
};

constexpr DaysName kDaysOfMonth[] = {
    {U"上中旬", 1, 20}, {U"中上旬", 1, 20}, {U"中下旬", 11, 0},
    {U"上旬", 1, 10},   {U"中旬", 11, 20},  {U"下旬", 21, 0},
    {U"上半월", 1, 15}, {U"下半월", 16, 0}, {U"月初", 1, 10},
    {U"初", 1, 10},     {U"底", 21, 0},     {U"末", 21, 0},
    {U"中期", 11, 20},
};

void SetDays(const DaysName& days, Operand& operand) {
  operand.precision = Precision::kThird;
  operand.first_day = days.first;
  operand.until_day = days.last;
}

// 第一个星期一, 最后一个星期五.
bool ReadNthWeekday(const Text& text, size_t i, Operand& operand) {
  int nth = 0;
  size_t next = 0;
  if (const auto last = text.Match(i, U"最后1个")) {
    nth = -1;
    next = *last;
  } else if (text.at(i) == U'第') {
    const auto number = ReadNumber(text, i + 1);
    if (!number || number->value < 1 || number->value > 5) return false;
    const auto unit = text.Match(number->end, U"个");
    if (!unit) return false;
    nth = number->value;
    next = *unit;
  } else {
    return false;
  }
  const auto name = ReadWeekday(text, next);
  if (!name || name->is_short) return false;
  operand.nth_weekday = nth;
  operand.weekday = name->weekday;
  operand.precision = Precision::kDay;
  operand.end = name->end;
  return true;
}

void ReadDaysOfMonth(const Text& text, Operand& operand) {
  size_t i = text.SkipSpaces(operand.end);
  if (text.at(i) == U'份') operand.end = ++i;
  if (text.at(i) == U'的') i = text.SkipSpaces(i + 1);
  if (ReadNthWeekday(text, i, operand)) return;
  for (const DaysName& days : EntriesAt<kDaysOfMonth>(text, i)) {
    if (const auto end = text.Match(i, days.text)) {
      SetDays(days, operand);
      operand.end = *end;
      return;
    }
  }
}

constexpr DaysName kLoneDays[] = {
    {U"월底", 21, 0},  {U"월末", 21, 0},   {U"월初", 1, 10},
    {U"월中", 11, 20}, {U"上旬", 1, 10},   {U"中旬", 11, 20},
    {U"下旬", 21, 0},  {U"上半월", 1, 15}, {U"下半월", 16, 0},
};

// 上旬, 月底: of the month that the context tells.
std::optional<Operand> ReadLoneDays(const Text& text, size_t i) {
  Operand operand;
  for (const DaysName& days : EntriesAt<kLoneDays>(text, i)) {
    if (const auto end = text.Match(i, days.text)) {
      SetDays(days, operand);
      operand.end = *end;
      return operand;
    }
  }
  return std::nullopt;
}

std::optional<Operand> ReadWeek(const Text& text, size_t i,
                                const Context& context) {
  Operand operand;
  const auto week = MatchRelative<kWeeks>(text, i, operand.end);
  if (!week) return std::nullopt;
  const absl::CivilDay monday =
      absl::PrevWeekday(context.day + 1, absl::Weekday::monday) +
      7 * week->shift;
  operand.precision = Precision::kWeek;
  operand.fixed_first = monday;
  operand.fixed_last = monday + 6;
  if (text.at(operand.end) == U'末') {
    operand.fixed_first = monday + 5;
    ++operand.end;
    return operand;
  }
  // 下周三: the table took 下周; 下周周三 says the week twice.
  if (const auto name = ReadWeekday(text, operand.end)) {
    operand.precision = Precision::kDay;
    operand.fixed_first = absl::NextWeekday(monday - 1, name->weekday);
    operand.fixed_last = operand.fixed_first;
    operand.end = name->end;
  }
  return operand;
}

// 今冬, 明春
std::optional<Operand> ReadRelativeSeason(const Text& text, size_t i,
                                          const Context& context) {
  constexpr std::u32string_view kWhich = U"去今明";
  constexpr std::u32string_view kSeasons = U"春夏秋冬";
  const size_t which = kWhich.find(text.at(i));
  const size_t season = kSeasons.find(text.at(i + 1));
  if (which == kWhich.npos || season == kSeasons.npos) return std::nullopt;
  Operand operand;
  operand.precision = Precision::kSeason;
  operand.year =
      static_cast<int>(context.day.year()) + static_cast<int>(which) - 1;
  operand.part = static_cast<int>(season) + 1;
  operand.end = i + 2;
  return operand;
}

std::optional<Operand> ReadRelative(const Text& text, size_t i,
                                    const Context& context) {
  if (auto week = ReadWeek(text, i, context)) return week;
  Operand operand;
  if (const auto day = MatchRelative<kDays>(text, i, operand.end)) {
    operand.precision = Precision::kDay;
    operand.fixed_first = context.day + day->shift;
    operand.fixed_last = operand.fixed_first;
    return operand;
  }
  if (const auto relative = MatchRelative<kMonths>(text, i, operand.end)) {
    const absl::CivilMonth month =
        absl::CivilMonth(context.day) + relative->shift;
    operand.year = static_cast<int>(month.year());
    operand.month = month.month();
    operand.precision = Precision::kMonth;
    ReadDaysOfMonth(text, operand);
    const auto day = ReadNumeric(text, text.SkipSpaces(operand.end), context);
    const bool is_day = day && !day->month && !day->year;
    if (operand.precision == Precision::kMonth && is_day &&
        (day->precision == Precision::kDay || !day->precision)) {
      operand.precision = Precision::kDay;
      operand.day = day->precision ? *day->day : day->bare;
      operand.end = day->end;
    }
    return operand;
  }
  size_t end_of_quarter = 0;
  if (const auto quarter = MatchRelative<kQuarters>(text, i, end_of_quarter)) {
    operand = QuarterFrom(context.day, quarter->shift);
    operand.end = end_of_quarter;
    return operand;
  }
  if (auto season = ReadRelativeSeason(text, i, context)) return season;
  bool following = false;
  auto relative = MatchRelative<kYears>(text, i, operand.end);
  for (const std::u32string_view word : EntriesAt<kFollowingYears>(text, i)) {
    const auto end = text.Match(i, word);
    // 隔年举行 is every other year.
    if (!end || (word == U"隔년" && !text.IsDigit(*end))) continue;
    relative = Relative{word, 1};
    operand.end = *end;
    following = true;
  }
  if (!relative) return std::nullopt;
  operand.precision = Precision::kYear;
  operand.year = static_cast<int>(context.day.year()) + relative->shift;
  operand.following_year = following;
  const size_t next = text.SkipSpaces(
      text.at(operand.end) == U'的' ? operand.end + 1 : operand.end);
  // 今年底: the year's 年 counts for both.
  const auto date = ReadNumeric(text, next, context);
  if (const auto part = ReadPart(text, next, true)) {
    TakePart(*part, operand);
  } else if (date && !date->year && date->month) {
    const Operand year = operand;
    operand = *date;
    operand.year = year.year;
    operand.following_year = following;
    if (operand.precision == Precision::kMonth) {
      ReadDaysOfMonth(text, operand);
    }
  } else if (date && !date->precision && !date->year &&
             IsBeforeUnit(text, date->end)) {
    // 明年1至2月: the number is one of months.
    const std::optional<int> year = operand.year;
    operand = *date;
    operand.year = year;
    operand.following_year = following;
  } else if (text.at(next) == U'年' || text.at(next) == U'内' ||
             text.at(next) == U'內') {
    operand.within = true;
    operand.end = next + 1;
  }
  return operand;
}

// Digits and units: 2021年5月17日, 9.28, 5月17日, 17日, 2022年第三季度.
std::optional<Operand> ReadDigits(const Text& text, size_t i,
                                  const Context& context) {
  if (auto compact = ReadCompact(text, i)) return compact;
  std::optional<Operand> operand = ReadNumeric(text, i, context);
  if (!operand) return std::nullopt;
  if (operand->precision == Precision::kYear) {
    const bool four_digits = [&] {
      const auto number = ReadNumber(text, text.at(i) == U'\'' ? i + 1 : i);
      return number && (number->digit_count == 4 || text.at(i) == U'\'');
    }();
    // 两年, 五年 count years.
    if (!four_digits) return std::nullopt;
    size_t next = operand->end;
    if (text.at(next) == U'度') operand->end = ++next;
    next = text.SkipSpaces(next);
    if (text.at(next) == U'的') next = text.SkipSpaces(next + 1);
    if (const auto part = ReadPart(text, next, true)) {
      const std::optional<int> year = operand->year;
      TakePart(*part, *operand);
      operand->year = year;
    }
  } else if (operand->precision == Precision::kMonth) {
    ReadDaysOfMonth(text, *operand);
  } else if (!operand->precision && text.at(operand->end) == U'号') {
    operand->precision = Precision::kDay;
    operand->day = operand->bare;
    ++operand->end;
  } else if (!operand->precision && text.at(operand->end) == U'號') {
    operand->precision = Precision::kDay;
    operand->day = operand->bare;
    ++operand->end;
  }
  return operand;
}

constexpr std::u32string_view kAbout[] = {U"大约在", U"大约", U"约", U"大概"};
constexpr std::u32string_view kAboutBehind[] = {U" 左右", U" 前后", U" 前後"};
constexpr std::u32string_view kWithin[] = {U" 期间", U" 之内", U" 以内", U" 内",
                                           U" 內",   U" 间",   U" 中"};

void ReadNuance(const Text& text, Operand& operand) {
  for (const std::u32string_view word :
       EntriesAt<kAboutBehind>(text, operand.end)) {
    if (const auto end = text.Match(operand.end, word)) {
      operand.approximate = true;
      operand.end = *end;
    }
  }
  for (const std::u32string_view word : EntriesAt<kWithin>(text, operand.end)) {
    const auto end = text.Match(operand.end, word);
    // 年中, 中国 and 中旬 are other words.
    if (!end || text.at(*end) == U'国' || text.at(*end) == U'旬' ||
        text.at(*end) == U'韩' || text.at(*end) == U'方') {
      continue;
    }
    operand.within = true;
    operand.end = *end;
    break;
  }
}

}  // namespace

std::optional<Operand> ReadChineseQuarter(const Text& text, size_t i) {
  Operand operand;
  operand.precision = Precision::kQuarter;
  const bool q_first = text.at(i) == U'q';
  if (q_first) ++i;
  const bool is_ordinal = text.at(i) == U'第';
  if (is_ordinal) i = text.SkipSpaces(i + 1);
  const std::optional<Number> number = ReadNumber(text, i);
  if (!number || number->digit_count != 1) return std::nullopt;
  operand.part = number->value;
  operand.end = number->end;
  if (q_first) return operand;
  // 第三或第四季度: the next one tells the unit.
  constexpr std::u32string_view kJoints = U"或和及与至到,~-";
  const size_t joint = is_ordinal ? text.SkipSpaces(number->end) : 0;
  if (is_ordinal && text.at(joint + 1) == U'第' &&
      kJoints.find(text.at(joint)) != kJoints.npos &&
      ReadChineseQuarter(text, joint + 1)) {
    return operand;
  }
  for (const std::u32string_view unit : {U" 个季度", U" 季度", U" 季"}) {
    const auto end = text.Match(number->end, unit);
    // 四季 are all of them.
    if (!end || text.at(*end) == U'春') continue;
    operand.end = *end;
    return operand;
  }
  if (text.at(number->end) == U'q') {
    operand.end = number->end + 1;
    return operand;
  }
  return std::nullopt;
}

std::optional<Operand> ReadChineseOperand(const Text& text, size_t i,
                                          const Context& context) {
  bool approximate = false;
  int direction = 0;
  for (const std::u32string_view about : EntriesAt<kAbout>(text, i)) {
    if (const auto end = text.Match(i, about); end && !approximate) {
      approximate = true;
      i = text.SkipSpaces(*end);
    }
  }
  std::optional<Operand> operand;
  // Most dates begin with a digit, and no word but those of quarters does.
  const bool is_word = !text.IsDigit(i);
  if (is_word) operand = ReadRelative(text, i, context);
  if (!operand) operand = ReadPart(text, i, false);
  if (!operand && is_word) operand = ReadLoneDays(text, i);
  if (!operand) {
    operand = ReadDigits(text, i, context);
    if (!operand) {
      const auto within = text.Match(i, U"년内");
      if (!within) return std::nullopt;
      operand.emplace();
      operand->precision = Precision::kYear;
      operand->within = true;
      operand->end = *within;
    }
  }
  operand->approximate |= approximate;
  operand->direction = direction;
  if (!operand->precision || operand->precision == Precision::kDay) {
    ReadBesideDay(text, *operand);
  }
  static constexpr std::u32string_view kWeekOf[] = {U"当周", U"當周", U"所在周",
                                                    U"那周"};
  for (const std::u32string_view week :
       EntriesAt<kWeekOf>(text, operand->end)) {
    const auto end = text.Match(operand->end, week);
    if (!end || operand->precision != Precision::kDay) continue;
    operand->precision = Precision::kWeek;
    operand->end = *end;
  }
  if (operand->precision) ReadNuance(text, *operand);
  return operand;
}

std::optional<WeekdayName> ReadChineseWeekday(const Text& text, size_t i) {
  // 日 is folded to 일.
  constexpr std::u32string_view kCharacters = U"一二三四五六일天";
  WeekdayName name;
  name.is_short = true;
  static constexpr std::u32string_view kPrefixes[] = {U"星期", U"礼拜", U"禮拜",
                                                      U"周", U"週"};
  for (const std::u32string_view prefix : EntriesAt<kPrefixes>(text, i)) {
    if (const auto end = text.Match(i, prefix)) {
      i = *end;
      name.is_short = false;
      break;
    }
  }
  const size_t index = kCharacters.find(text.at(i));
  if (text.at(i) == 0 || index == std::u32string_view::npos) {
    return std::nullopt;
  }
  constexpr absl::Weekday kWeekdays[] = {
      absl::Weekday::monday,   absl::Weekday::tuesday, absl::Weekday::wednesday,
      absl::Weekday::thursday, absl::Weekday::friday,  absl::Weekday::saturday,
      absl::Weekday::sunday,   absl::Weekday::sunday};
  name.weekday = kWeekdays[index];
  name.end = i + 1;
  return name;
}

std::optional<TimeOfDay> ReadChineseTime(const Text& text, size_t i) {
  TimeOfDay time;
  for (const WordMatch& match : SegmentRun(text, i, false)) {
    if (match.word->kind == WordKind::kPartOfDay) {
      time.part = static_cast<v1::PartialDate::PartOfDay>(match.word->value);
      time.end = match.end;
    }
  }
  const size_t begin = text.SkipSpaces(time.end == 0 ? i : time.end);
  const auto clock =
      ReadClock(text, begin, {U"时", U"時", U"点", U"點"}, U"分");
  if (!clock) return time.end == 0 ? std::nullopt : std::optional(time);
  if (time.end == 0) time.part = PartOfHour(clock->value);
  time.has_clock = true;
  time.end = clock->end;
  size_t dash = text.SkipSpaces(time.end);
  if (text.at(dash) == U'~' || text.at(dash) == U'-' ||
      text.at(dash) == U'至' || text.at(dash) == U'到') {
    ++dash;
    for (const WordMatch& match :
         SegmentRun(text, text.SkipSpaces(dash), false)) {
      if (match.word->kind == WordKind::kPartOfDay) dash = match.end;
    }
    const auto until = ReadClock(text, text.SkipSpaces(dash),
                                 {U"时", U"時", U"点", U"點"}, U"分");
    if (until) time.end = until->end;
  }
  return time;
}

}  // namespace clearsky::notation
