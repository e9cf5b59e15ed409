// English dates in running text.

#include <array>
#include <string_view>

#include "document/lint/dates.h"

namespace clearsky::document::lint {
namespace {

constexpr std::array<std::u32string_view, 12> kMonths = {
    U"january",   U"february", U"march",    U"april",
    U"may",       U"june",     U"july",     U"august",
    U"september", U"october",  U"november", U"december"};

struct Month {
  int number = 0;
  size_t end = 0;
};

// `September`, `Sept`, `Sep.`; with a capital, as `may` and `march` are words.
std::optional<Month> ReadMonth(const Letters& letters, size_t i) {
  if (letters.at(i) < U'A' || letters.at(i) > U'Z') return std::nullopt;
  for (size_t month = 0; month < kMonths.size(); ++month) {
    size_t length = 0;
    const auto small = [&](size_t at) {
      const char32_t c = letters.at(at);
      return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
    };
    while (length < kMonths[month].size() &&
           small(i + length) == kMonths[month][length]) {
      ++length;
    }
    const bool whole = length == kMonths[month].size();
    if ((!whole && (length < 3 || length > 4)) || letters.IsLatin(i + length)) {
      continue;
    }
    size_t end = i + length;
    if (!whole && letters.at(end) == U'.') ++end;
    return Month{static_cast<int>(month) + 1, end};
  }
  return std::nullopt;
}

struct Day {
  int number = 0;
  size_t end = 0;
};

// `28`, `28th`.
std::optional<Day> ReadDay(const Letters& letters, size_t i) {
  const auto digits = ReadDigits(letters, i);
  if (!digits || digits->count > 2) return std::nullopt;
  size_t end = digits->end;
  for (const std::u32string_view suffix : {U"st", U"nd", U"rd", U"th"}) {
    if (const auto behind = letters.Match(end, suffix)) end = *behind;
  }
  if (letters.IsWord(end)) return std::nullopt;
  return Day{digits->value, end};
}

// `, 2022` or ` 2022` behind a date.
void ReadYear(const Letters& letters, DatePoint& point) {
  size_t next = letters.SkipBlanks(point.span.end);
  if (letters.at(next) == U',') next = letters.SkipBlanks(next + 1);
  const auto digits = ReadDigits(letters, next);
  if (!digits || digits->count != 4 || digits->value < 1900 ||
      digits->value > 2199 || letters.IsWord(digits->end)) {
    return;
  }
  point.year = digits->value;
  point.span.end = digits->end;
}

void TakeWeekday(const WeekdayWords& words, DatePoint& point) {
  point.weekday = words.weekday;
  point.weekday_span = words.span;
}

void ReadWeekdayBehind(const Letters& letters, DatePoint& point) {
  if (point.weekday) return;
  if (const auto words = ReadWeekdayAfter(letters, point.span.end)) {
    TakeWeekday(*words, point);
    point.span.end = words->end;
  }
}

// `-30`, ` to 30` between a start and what follows it.
std::optional<size_t> ReadRangeMark(const Letters& letters, size_t i) {
  const size_t next = letters.SkipBlanks(i);
  if (letters.at(next) == U'-' || letters.at(next) == U'~') {
    return letters.SkipBlanks(next + 1);
  }
  if (const auto to = letters.Match(next, U"to ")) {
    return letters.SkipBlanks(*to);
  }
  return std::nullopt;
}

// `28 September 2022`, `28-30 September 2022`, `28 September - 2 October 2022`.
std::optional<DateMention> ReadDayFirst(const Letters& letters, size_t i) {
  const auto day = ReadDay(letters, i);
  if (!day) return std::nullopt;
  DateMention mention;
  mention.start.day = day->number;
  mention.start.span = {i, day->end};
  size_t next = letters.SkipBlanks(day->end);
  if (const auto month = ReadMonth(letters, next)) {
    mention.start.month = month->number;
    mention.start.span.end = month->end;
    ReadYear(letters, mention.start);
    ReadWeekdayBehind(letters, mention.start);
    const auto behind = ReadRangeMark(letters, mention.start.span.end);
    const auto last = behind ? ReadDay(letters, *behind) : std::nullopt;
    const auto last_month =
        last ? ReadMonth(letters, letters.SkipBlanks(last->end)) : std::nullopt;
    if (last_month) {
      DatePoint& end = mention.end.emplace();
      end.day = last->number;
      end.month = last_month->number;
      end.span = {*behind, last_month->end};
      ReadYear(letters, end);
      if (mention.start.year == 0) mention.start.year = end.year;
    }
  } else if (const auto behind = ReadRangeMark(letters, day->end)) {
    const auto last = ReadDay(letters, *behind);
    if (!last) return std::nullopt;
    const auto shared = ReadMonth(letters, letters.SkipBlanks(last->end));
    if (!shared) return std::nullopt;
    mention.start.month = shared->number;
    DatePoint& end = mention.end.emplace();
    end.day = last->number;
    end.month = shared->number;
    end.span = {*behind, shared->end};
    ReadYear(letters, end);
    mention.start.year = end.year;
  } else {
    return std::nullopt;
  }
  mention.span = {i,
                  mention.end ? mention.end->span.end : mention.start.span.end};
  return mention;
}

// `September 28, 2022`, `Sept. 28-30, 2022`, `October 2022`.
std::optional<DateMention> ReadMonthFirst(const Letters& letters, size_t i) {
  const auto month = ReadMonth(letters, i);
  if (!month) return std::nullopt;
  DateMention mention;
  DatePoint& start = mention.start;
  start.month = month->number;
  start.span = {i, month->end};
  const size_t next = letters.SkipBlanks(month->end);
  const auto day = next == month->end ? std::nullopt : ReadDay(letters, next);
  if (!day) {
    // A month alone may be a name; with its year it is none.
    ReadYear(letters, start);
    if (start.year == 0) return std::nullopt;
    mention.span = start.span;
    return mention;
  }
  start.day = day->number;
  start.span.end = day->end;
  if (const auto behind = ReadRangeMark(letters, day->end)) {
    const auto end_month = ReadMonth(letters, *behind);
    const size_t at = end_month ? letters.SkipBlanks(end_month->end) : *behind;
    if (const auto last = ReadDay(letters, at)) {
      DatePoint& end = mention.end.emplace();
      end.month = end_month ? end_month->number : start.month;
      end.day = last->number;
      end.span = {*behind, last->end};
      ReadYear(letters, end);
      start.year = end.year;
      mention.span = {i, end.span.end};
      return mention;
    }
  }
  ReadYear(letters, start);
  ReadWeekdayBehind(letters, start);
  mention.span = start.span;
  return mention;
}

}  // namespace

std::optional<DateMention> ReadEnglishDate(const Letters& letters, size_t i) {
  const auto weekday = ReadEnglishWeekday(letters, i);
  if (weekday) {
    size_t next = letters.SkipBlanks(weekday->end);
    if (letters.at(next) == U',') next = letters.SkipBlanks(next + 1);
    auto mention = ReadDayFirst(letters, next);
    if (!mention) mention = ReadMonthFirst(letters, next);
    if (!mention || mention->start.day == 0) return std::nullopt;
    TakeWeekday(*weekday, mention->start);
    mention->span.begin = i;
    return mention;
  }
  if (letters.IsDigit(i)) return ReadDayFirst(letters, i);
  return ReadMonthFirst(letters, i);
}

}  // namespace clearsky::document::lint
