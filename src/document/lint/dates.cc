#include "document/lint/dates.h"

#include <string_view>

#include "absl/strings/str_cat.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

struct RelativeYear {
  std::u32string_view word;
  int offset;
};

constexpr RelativeYear kRelativeYears[] = {
    {U"올해", 0},    {U"금년", 0}, {U"내년", 1}, {U"명년", 1}, {U"작년", -1},
    {U"지난해", -1}, {U"今年", 0}, {U"明年", 1}, {U"去年", -1}};

// The unit at `i` and no part of another word; the index behind it.
std::optional<size_t> MatchUnit(const Letters& letters, size_t i,
                                char32_t unit) {
  if (letters.at(i) != unit) return std::nullopt;
  const char32_t next = letters.at(i + 1);
  if (next == U'간' || next == U'차' || next == U'째') return std::nullopt;
  if (unit == U'일' && (next == U'정' || next == U'본')) return std::nullopt;
  // 월드컵, 월급, 월별
  if (unit == U'월' && (next == U'드' || next == U'급' || next == U'별')) {
    return std::nullopt;
  }
  return i + 1;
}

// 초, 중순, 말 and the like behind a month. A longer word comes first.
struct Third {
  std::u32string_view word;
  int first;
  int last;
};
constexpr Third kThirds[] = {{U"초순", 0, 0}, {U"상순", 0, 0}, {U"중순", 1, 1},
                             {U"하순", 2, 2}, {U"초", 0, 0},   {U"말", 2, 2},
                             {U"上旬", 0, 0}, {U"中旬", 1, 1}, {U"下旬", 2, 2},
                             {U"初", 0, 0},   {U"底", 2, 2}};

void ReadThird(const Letters& letters, DatePoint& point) {
  const size_t next = letters.SkipBlanks(point.span.end);
  for (const Third& third : kThirds) {
    const auto end = letters.Match(next, third.word);
    if (!end) continue;
    // 말까지, 말에: but 말레이시아 and 초미세먼지 are other words.
    const char32_t after = letters.at(*end);
    const bool ends = !letters.IsWord(*end) ||
                      U"에까부경쯤로의과와도은는엔예개"sv.find(after) !=
                          std::u32string_view::npos ||
                      letters.IsHan(*end);
    if (!ends) continue;
    point.first_third = third.first;
    point.last_third = third.last;
    point.span.end = *end;
    return;
  }
}

void ReadWeekday(const Letters& letters, DatePoint& point) {
  if (const auto name = ReadWeekdayAfter(letters, point.span.end)) {
    point.weekday = name->weekday;
    point.weekday_span = name->span;
    point.span.end = name->end;
  }
}

class PointReader {
 public:
  PointReader(const Letters& letters, size_t i) : letters_(letters), at_(i) {
    point_.span = {i, i};
  }

  std::optional<DatePoint> Read() {
    ReadYear();
    if (!ReadMonth()) {
      if (!year_done_) return std::nullopt;
      return point_;
    }
    ReadDay();
    if (point_.day == 0) {
      if (point_.bare && point_.year == 0) return std::nullopt;
      if (!point_.bare || unit_) ReadThird(letters_, point_);
      return point_;
    }
    ReadWeekday(letters_, point_);
    return point_;
  }

 private:
  void Take(size_t end) {
    at_ = end;
    point_.span.end = end;
  }

  // Moves behind a separator and blanks; false when what follows is no number.
  bool Separator(size_t i, std::u32string_view separators) {
    if (separators.find(letters_.at(i)) == std::u32string_view::npos ||
        letters_.at(i) == 0) {
      return false;
    }
    separator_ = letters_.at(i);
    const size_t next = separator_ == U'.' ? letters_.SkipBlanks(i + 1) : i + 1;
    if (!letters_.IsDigit(next)) return false;
    at_ = next;
    return true;
  }

  void ReadYear() {
    for (const RelativeYear& relative : kRelativeYears) {
      if (const auto end = letters_.Match(at_, relative.word)) {
        point_.year_offset = relative.offset;
        at_ = letters_.SkipBlanks(*end);
        return;
      }
    }
    const bool marked = IsYearMark(letters_, at_);
    const auto digits = ReadDigits(letters_, marked ? at_ + 1 : at_);
    if (!digits || digits->count != (marked ? 2 : 4)) return ReadShortYear();
    if (!marked && (digits->value < 1900 || digits->value > 2199)) return;
    point_.year = digits->value + (marked ? 2000 : 0);
    if (marked) point_.year_mark = letters_.raw(at_);
    year_done_ = true;
    size_t end = digits->end;
    if (const auto unit = MatchUnit(letters_, letters_.SkipBlanks(end), U'년');
        unit && (*unit == end + 1 || !letters_.IsWord(*unit))) {
      end = *unit;
      if (letters_.at(end) == U'도') ++end;
      Take(end);
      year_unit_ = true;
      at_ = letters_.SkipBlanks(end);
      return;
    }
    Take(end);
    if (!Separator(end, U".-/"sv)) at_ = letters_.size();
  }

  // `22. 10. 26`: a number of two digits and two more.
  void ReadShortYear() {
    const auto year = ReadDigits(letters_, at_);
    if (!year || year->count != 2 || letters_.at(year->end) != U'.') return;
    const auto month = ReadDigits(letters_, letters_.SkipBlanks(year->end + 1));
    if (!month || month->count > 2 || letters_.at(month->end) != U'.') return;
    const auto day = ReadDigits(letters_, letters_.SkipBlanks(month->end + 1));
    if (!day || day->count > 2 || month->value < 1 || month->value > 12 ||
        day->value < 1 || day->value > 31 || year->value <= 12) {
      return;
    }
    point_.year = 2000 + year->value;
    year_done_ = true;
    separator_ = U'.';
    Take(year->end);
    at_ = letters_.SkipBlanks(year->end + 1);
  }

  bool ReadMonth() {
    const auto digits = ReadDigits(letters_, at_);
    if (!digits || digits->count > 2) return false;
    const bool had_year = year_done_ || point_.year_offset.has_value();
    if (const auto unit =
            MatchUnit(letters_, letters_.SkipBlanks(digits->end), U'월')) {
      if (*unit != digits->end + 1 && letters_.IsWord(*unit)) return false;
      point_.month = digits->value;
      unit_ = true;
      Take(*unit);
      return true;
    }
    if (year_unit_ || point_.year_offset) return false;
    if (had_year) {
      // `'19.11`, `2022. 9. 28`; the number is a month whatever follows.
      if (digits->value < 1 || digits->value > 12) {
        if (separator_ == U'-') return false;  // `2020-22`
      }
      point_.month = digits->value;
      Take(digits->end);
      return true;
    }
    const char32_t next = letters_.at(digits->end);
    if ((next != U'.' && next != U'/') ||
        !letters_.IsDigit(letters_.SkipBlanks(digits->end + 1))) {
      return false;
    }
    point_.month = digits->value;
    point_.bare = true;
    Take(digits->end);
    return true;
  }

  void ReadDay() {
    size_t next = point_.span.end;
    if (unit_) {
      next = letters_.SkipBlanks(next);
    } else {
      const char32_t wanted = separator_;
      const char32_t c = letters_.at(next);
      if (c != U'.' && c != U'/' && c != U'-') return;
      if (wanted != 0 && c != wanted) return;
      next = c == U'.' ? letters_.SkipBlanks(next + 1) : next + 1;
    }
    const auto digits = ReadDigits(letters_, next);
    if (!digits || digits->count > 2) return;
    const auto unit =
        MatchUnit(letters_, letters_.SkipBlanks(digits->end), U'일');
    if (unit_) {
      // `10월 26(목)`, `10월 22~23일`; but `10월 3회` is no day.
      const char32_t c = letters_.at(letters_.SkipBlanks(digits->end));
      if (!unit && c != U'~' && c != U'(' && c != U'-') return;
      if (!unit && c == U'(' &&
          !ReadWeekdayAfter(letters_, digits->end).has_value()) {
        return;
      }
    }
    if (!unit_ && letters_.IsDigit(digits->end)) return;
    point_.day = digits->value;
    size_t end = digits->end;
    if (unit && (*unit == digits->end + 1 || !letters_.IsWord(*unit))) {
      end = *unit;
    } else if (!unit_ && letters_.at(end) == U'.' &&
               !letters_.IsDigit(letters_.SkipBlanks(end + 1))) {
      ++end;  // `2022. 9. 28.`
    }
    Take(end);
  }

  const Letters& letters_;
  DatePoint point_;
  size_t at_;
  char32_t separator_ = 0;
  bool year_done_ = false;
  bool year_unit_ = false;
  bool unit_ = false;
};

// The right side of a range: a date, or a day of the start's month.
std::optional<DatePoint> ReadEnd(const Letters& letters, size_t i,
                                 const DatePoint& start) {
  if (auto point = PointReader(letters, i).Read()) {
    if (!start.bare || point->month != 0 || start.month == 0) return point;
  }
  if (start.day == 0) return std::nullopt;
  const auto digits = ReadDigits(letters, i);
  if (!digits || digits->count > 2) return std::nullopt;
  DatePoint point;
  point.day = digits->value;
  point.bare = start.bare;
  point.span = {i, digits->end};
  if (const auto unit = MatchUnit(letters, digits->end, U'일')) {
    point.span.end = *unit;
  } else if (letters.at(digits->end) == U'.' &&
             !letters.IsDigit(letters.SkipBlanks(digits->end + 1))) {
    ++point.span.end;
  } else if (letters.IsWord(digits->end) || letters.at(digits->end) == U'%') {
    return std::nullopt;  // `8.31~9배`
  }
  ReadWeekday(letters, point);
  return point;
}

// `9~11월`: the start has no unit of its own.
std::optional<DateMention> ReadMonths(const Letters& letters, size_t i) {
  const auto first = ReadDigits(letters, i);
  if (!first || first->count > 2) return std::nullopt;
  const size_t mark = letters.SkipBlanks(first->end);
  if (letters.at(mark) != U'~' && letters.at(mark) != U'-') return std::nullopt;
  const size_t begin = letters.SkipBlanks(mark + 1);
  const auto last = ReadDigits(letters, begin);
  if (!last || last->count > 2) return std::nullopt;
  const auto unit = MatchUnit(letters, last->end, U'월');
  if (!unit) return std::nullopt;
  DateMention mention;
  mention.start.month = first->value;
  mention.start.span = {i, first->end};
  mention.end.emplace();
  mention.end->month = last->value;
  mention.end->span = {begin, *unit};
  mention.range_mark = letters.at(mark);
  mention.range_mark_at = mark;
  mention.span = {i, *unit};
  return mention;
}

// Takes `~9.2`, `-12월`, `부터 19일까지` over.
void ReadRange(const Letters& letters, DateMention& mention) {
  const size_t next = letters.SkipBlanks(mention.span.end);
  const char32_t mark = letters.at(next);
  if (mark == U'~' || mark == U'-') {
    const size_t begin = letters.SkipBlanks(next + 1);
    if (auto end = ReadEnd(letters, begin, mention.start)) {
      mention.span.end = end->span.end;
      mention.end = std::move(end);
      mention.range_mark = mark;
      mention.range_mark_at = next;
      return;
    }
    const char32_t after = letters.at(begin);
    if (!letters.IsWord(begin) && after != U'-' &&
        !IsYearMark(letters, begin)) {
      if (next == mention.span.end) {
        mention.open_end = true;
        mention.span.end = next + 1;
      }
    }
    return;
  }
  for (const std::u32string_view from : {U"부터"sv, U"至"sv, U"到"sv}) {
    const auto behind = letters.Match(next, from);
    if (!behind) continue;
    if (auto end =
            ReadEnd(letters, letters.SkipBlanks(*behind), mention.start)) {
      mention.span.end = end->span.end;
      mention.end = std::move(end);
    }
    return;
  }
}

bool IsLeap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int DaysIn(int month, int year) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

// Whether a bare date stands as the only thing of a field: between what opens
// or parts fields.
bool StandsAlone(const Letters& letters, const DateMention& mention) {
  size_t before = mention.span.begin;
  while (before > 0 && letters.at(before - 1) == U' ') --before;
  const char32_t opens = before == 0 ? 0 : letters.at(before - 1);
  if (opens != U'(' && opens != U',') return false;
  const size_t next = letters.SkipBlanks(mention.span.end);
  const char32_t c = letters.at(next);
  if (c == U')' || c == U',' || c == U'~') return true;
  for (const std::u32string_view word :
       {U"예정"sv, U"개최"sv, U"경"sv, U"연기"sv, U"취소"sv, U"잠정"sv}) {
    if (letters.Match(next, word)) return true;
  }
  return false;
}

bool IsPlausible(const DatePoint& point) {
  return point.month >= 1 && point.month <= 12 && point.day >= 1 &&
         point.day <= 31;
}

// Whether it is certain that the mention is a date.
bool IsCertain(const Letters& letters, const DateMention& mention,
               bool in_table) {
  const DatePoint& start = mention.start;
  if (mention.IsYearsOnly()) {
    // `2020-2022`, `2023~2027`; `2022년`. A number of four digits is none.
    if (start.year_offset) return false;
    if (mention.end) {
      return mention.end->month == 0 && mention.end->year != 0;
    }
    return letters.at(start.span.end - 1) == U'년' ||
           letters.at(start.span.end - 1) == U'도';
  }
  if (!start.bare) return true;
  if (start.weekday || (mention.end && mention.end->weekday)) return true;
  // `22.10` is October 2022, not the tenth of a month 22.
  const bool typed = in_table && start.month < 20;
  return (typed || IsPlausible(start)) && StandsAlone(letters, mention);
}

}  // namespace

bool IsYearMark(const Letters& letters, size_t i) {
  const char32_t c = letters.raw(i);
  if (U"'‘’`´′ʼʹ＇"sv.find(c) == std::u32string_view::npos || c == 0) {
    return false;
  }
  if (!letters.IsDigit(i + 1) || !letters.IsDigit(i + 2) ||
      letters.IsDigit(i + 3)) {
    return false;
  }
  return i == 0 || !letters.IsDigit(i - 1);
}

std::optional<DateMention> ReadDateAt(const Letters& letters, size_t i) {
  if (auto months = ReadMonths(letters, i)) return months;
  auto start = PointReader(letters, i).Read();
  if (!start) return std::nullopt;
  DateMention mention;
  mention.start = *start;
  mention.span = start->span;
  ReadRange(letters, mention);
  return mention;
}

std::vector<DateMention> ScanDates(const Letters& letters, Span span,
                                   bool in_table) {
  std::vector<DateMention> mentions;
  size_t i = span.begin;
  while (i < span.end) {
    const bool after_number =
        i > 0 && (letters.IsDigit(i - 1) || letters.at(i - 1) == U'.' ||
                  letters.IsLatin(i - 1));
    std::optional<DateMention> mention;
    if (letters.IsLatin(i) || (letters.IsDigit(i) && !after_number)) {
      if (i == 0 || !letters.IsLatin(i - 1)) {
        mention = ReadEnglishDate(letters, i);
      }
    }
    if (!mention && !after_number) mention = ReadDateAt(letters, i);
    if (mention && mention->span.end <= span.end &&
        (letters.IsLatin(i) || IsCertain(letters, *mention, in_table) ||
         letters.IsLatin(mention->span.end - 1))) {
      i = std::max(mention->span.end, i + 1);
      mentions.push_back(*std::move(mention));
      continue;
    }
    // The rest of a number is no date of its own.
    if (letters.IsDigit(i)) {
      while (letters.IsDigit(i)) ++i;
    } else {
      ++i;
    }
  }
  return mentions;
}

std::string WhyImpossible(const DatePoint& point, int year) {
  if (point.month == 0 && point.day == 0) return "";
  if (point.month < 1 || point.month > 12) {
    return absl::StrCat("month ", point.month,
                        " does not exist; months are 1 to 12");
  }
  if (point.day == 0) return "";
  // Of a date without a year, 29 February can be.
  const int of_year = point.year != 0 ? point.year
                      : year != 0     ? year + point.year_offset.value_or(0)
                                      : 2000;
  const int last = DaysIn(point.month, of_year);
  if (point.day < 1 || point.day > last) {
    return absl::StrCat("day ", point.day, " does not exist in month ",
                        point.month, ", which has ", last, " days");
  }
  return "";
}

DayRange DaysOf(const DatePoint& point, int year) {
  const int y =
      point.year != 0 ? point.year : year + point.year_offset.value_or(0);
  if (point.month == 0) {
    return {absl::CivilDay(y, 1, 1), absl::CivilDay(y, 12, 31)};
  }
  if (point.day != 0) {
    const absl::CivilDay day(y, point.month, point.day);
    return {day, day};
  }
  const int last = DaysIn(point.month, y);
  if (point.first_third < 0) {
    return {absl::CivilDay(y, point.month, 1),
            absl::CivilDay(y, point.month, last)};
  }
  return {absl::CivilDay(y, point.month, point.first_third * 10 + 1),
          absl::CivilDay(
              y, point.month,
              point.last_third == 2 ? last : point.last_third * 10 + 10)};
}

DatePoint FilledIn(const DatePoint& end, const DatePoint& start) {
  DatePoint filled = end;
  if (filled.year == 0 && !filled.year_offset) {
    filled.year = start.year;
    filled.year_offset = start.year_offset;
  }
  if (filled.month == 0 && filled.day != 0) filled.month = start.month;
  return filled;
}

std::optional<DayRange> DaysOf(const DateMention& mention, int year) {
  if (!WhyImpossible(mention.start, year).empty()) return std::nullopt;
  DayRange days = DaysOf(mention.start, year);
  if (mention.end) {
    const DatePoint end = FilledIn(*mention.end, mention.start);
    if (!WhyImpossible(end, year).empty()) return std::nullopt;
    days.last = DaysOf(end, year).last;
  }
  if (days.last < days.first) return std::nullopt;
  return days;
}

}  // namespace clearsky::document::lint
