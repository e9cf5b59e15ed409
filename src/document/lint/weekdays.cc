// Names of weekdays beside dates.

#include <array>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "document/lint/dates.h"

namespace clearsky::document::lint {
namespace {

constexpr std::u32string_view kHangul = U"월화수목금토일";
constexpr std::u32string_view kHanja = U"月火水木金土日";
constexpr std::u32string_view kChinese = U"一二三四五六日";
constexpr std::array<absl::string_view, 7> kHangulNames = {
    "월", "화", "수", "목", "금", "토", "일"};
constexpr std::array<absl::string_view, 7> kHanjaNames = {
    "月", "火", "水", "木", "金", "土", "日"};
constexpr std::array<absl::string_view, 7> kChineseNames = {
    "一", "二", "三", "四", "五", "六", "日"};
constexpr std::array<absl::string_view, 7> kEnglishNames = {
    "Monday", "Tuesday",  "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday"};
constexpr std::array<std::u32string_view, 7> kEnglish = {
    U"monday", U"tuesday",  U"wednesday", U"thursday",
    U"friday", U"saturday", U"sunday"};

absl::Weekday NthWeekday(size_t index) {
  // absl counts from Monday, too.
  return static_cast<absl::Weekday>(index);
}

char32_t Small(char32_t c) {
  return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
}

// `Wed`, `Wed.`, `Wednesday`, `Tues`, `Thur`, `Thurs`.
std::optional<WeekdayWords> ReadEnglish(const Letters& letters, size_t i) {
  if (letters.at(i) < U'A' || letters.at(i) > U'Z') return std::nullopt;
  for (size_t day = 0; day < kEnglish.size(); ++day) {
    size_t length = 0;
    while (length < kEnglish[day].size() &&
           Small(letters.at(i + length)) == kEnglish[day][length]) {
      ++length;
    }
    if (length < 3 || letters.IsWord(i + length)) continue;
    const bool whole = length == kEnglish[day].size();
    if (!whole && length > 5) continue;
    size_t end = i + length;
    if (!whole && letters.at(end) == U'.') ++end;
    return WeekdayWords{NthWeekday(day), {i, i + length}, end};
  }
  return std::nullopt;
}

// `수`, `수요일`, `周三`, `星期三`, `三`; `alone`: the short forms, too.
std::optional<WeekdayWords> ReadName(const Letters& letters, size_t i,
                                     bool alone) {
  size_t index = kHangul.find(letters.raw(i));
  if (index == std::u32string_view::npos) index = kHanja.find(letters.raw(i));
  if (letters.raw(i) != 0 && index != std::u32string_view::npos) {
    if (const auto end = letters.Match(i + 1, U"요일")) {
      return WeekdayWords{NthWeekday(index), {i, *end}, *end};
    }
    if (alone) return WeekdayWords{NthWeekday(index), {i, i + 1}, i + 1};
    return std::nullopt;
  }
  size_t at = i;
  bool named = false;
  for (const std::u32string_view week : {U"星期", U"周", U"週", U"礼拜"}) {
    if (const auto end = letters.Match(i, week)) {
      at = *end;
      named = true;
      break;
    }
  }
  if (!named && !alone) return std::nullopt;
  const char32_t c =
      letters.raw(at) == U'天' && named ? U'日' : letters.raw(at);
  index = c == 0 ? std::u32string_view::npos : kChinese.find(c);
  if (index != std::u32string_view::npos) {
    return WeekdayWords{NthWeekday(index), {i, at + 1}, at + 1};
  }
  return alone ? ReadEnglish(letters, i) : std::nullopt;
}

}  // namespace

std::optional<WeekdayWords> ReadWeekdayAfter(const Letters& letters, size_t i) {
  const size_t next = letters.SkipBlanks(i);
  const char32_t open = letters.at(next);
  if (open == U'(' || open == U'[') {
    auto name = ReadName(letters, letters.SkipBlanks(next + 1), true);
    if (!name) return std::nullopt;
    const size_t close = letters.SkipBlanks(name->end);
    const char32_t c = letters.at(close);
    const bool goes_on =
        c == U',' || c == U'/' || c == U'·' ||
        (close > name->end && (letters.IsDigit(close) || c == U'오'));
    if (c != U')' && c != U']' && !goes_on) return std::nullopt;
    name->end = goes_on ? name->end : close + 1;
    return name;
  }
  const auto name = ReadName(letters, next, false);
  if (name && letters.at(next) != U'周' && letters.at(next) != U'週') {
    return name;
  }
  // 周三: only at once behind the date, as 周 begins other words, too.
  return name && next == i ? name : std::nullopt;
}

std::string WeekdayLike(const Letters& letters, Span span,
                        absl::Weekday weekday) {
  const auto index = static_cast<size_t>(weekday);
  if (letters.IsLatin(span.begin)) {
    const absl::string_view name = kEnglishNames[index];
    const size_t length = span.end - span.begin;
    return std::string(length <= 5 ? name.substr(0, 3) : name);
  }
  const char32_t first = letters.raw(span.begin);
  if (kHangul.find(first) != std::u32string_view::npos) {
    return absl::StrCat(kHangulNames[index],
                        span.end - span.begin > 1 ? "요일" : "");
  }
  if (kHanja.find(first) != std::u32string_view::npos) {
    return absl::StrCat(kHanjaNames[index],
                        span.end - span.begin > 1 ? "曜日" : "");
  }
  // 周三, 星期三: what stands before the number stays.
  const Span before{span.begin, span.end - 1};
  return absl::StrCat(letters.Source(before), kChineseNames[index]);
}

std::optional<WeekdayWords> ReadEnglishWeekday(const Letters& letters,
                                               size_t i) {
  return ReadEnglish(letters, i);
}

}  // namespace clearsky::document::lint
