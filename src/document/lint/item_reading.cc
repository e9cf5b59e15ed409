#include "document/lint/item_reading.h"

#include <algorithm>
#include <string_view>

#include "document/activity_words.h"
#include "document/source_text.h"
#include "notation/notation.h"
#include "plan/partial_date.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

// Words that say that something is still to come, was put off, or is open.
constexpr std::u32string_view kPlannedWords[] = {
    U"예정", U"추진",  U"목표",  U"준비",    U"개최될",    U"개최할",
    U"열릴", U"계획)", U"계획,", U"planned", U"scheduled", U"to be held",
    U"拟",   U"计划",  U"预计",  U"將",      U"将",        U"计劃"};
constexpr std::u32string_view kExpectedWords[] = {U"예정"};
constexpr std::u32string_view kOffWords[] = {
    U"연기",      U"순연",      U"보류",     U"취소", U"무산", U"유예",
    U"postponed", U"cancelled", U"canceled", U"延期", U"推迟", U"取消"};
constexpr std::u32string_view kUndecidedWords[] = {
    U"미정",   U"추후",          U"협의 중", U"협의중", U"조율 중",
    U"조율중", U"잠정",          U"TBD",     U"TBC",    U"tbd",
    U"tbc",    U"to be decided", U"待定"};

template <size_t kCount>
bool HasAny(const Letters& letters, Span span,
            const std::u32string_view (&words)[kCount]) {
  for (size_t i = span.begin; i < span.end; ++i) {
    for (const std::u32string_view word : words) {
      if (letters.raw(i) == word.front() && letters.Match(i, word)) return true;
    }
  }
  return false;
}

Span Trimmed(const Letters& letters, Span span) {
  while (!span.empty() && letters.IsSpace(span.begin)) ++span.begin;
  while (!span.empty() && letters.IsSpace(span.end - 1)) --span.end;
  return span;
}

bool IsMark(char32_t c) {
  return U"○ㅇ◦●◎□■▪▫◆◇▶▷★☆※*-·•◯∘"sv.find(c) != std::u32string_view::npos;
}

// The index behind the blanks at the start of `span` that a conversion left
// written as `&nbsp;`.
size_t SkipWrittenBlanks(const Letters& letters, Span span) {
  constexpr std::u32string_view kBlank = U"&nbsp;";
  size_t at = span.begin;
  while (at + kBlank.size() < span.end && letters.Match(at, kBlank)) {
    at = letters.SkipBlanks(at + kBlank.size());
  }
  return at;
}

// The index behind the mark at the start of `span`; where it has none, its
// start.
size_t SkipMark(const Letters& letters, Span span) {
  const char32_t first = letters.raw(span.begin);
  const bool lone_o = first == U'o' && letters.IsSpace(span.begin + 1);
  return first != 0 && (IsMark(first) || lone_o) ? span.begin + 1 : span.begin;
}

// The item without its mark, and without a second one where written blanks part
// them: `○ &nbsp;○ `.
Span WithoutMark(const Letters& letters, Span span) {
  span = Trimmed(letters, span);
  span.begin = SkipMark(letters, span);
  span = Trimmed(letters, span);
  const size_t behind_blanks = SkipWrittenBlanks(letters, span);
  if (behind_blanks == span.begin) return span;
  span.begin = SkipMark(letters, {behind_blanks, span.end});
  return Trimmed(letters, span);
}

// The last parenthesis that is balanced, or runs to the end; without the
// parentheses. An empty span at the end when there is none.
Span LastGroup(const Letters& letters, Span span) {
  Span group{span.end, span.end};
  int depth = 0;
  for (size_t i = span.begin; i < span.end; ++i) {
    if (letters.at(i) == U'(') {
      if (depth++ == 0) group = {i + 1, span.end};
    } else if (letters.at(i) == U')' && depth > 0 && --depth == 0) {
      group.end = i;
    }
  }
  return group;
}

std::vector<Span> FieldsOf(const Letters& letters, Span group) {
  std::vector<Span> fields;
  int depth = 0;
  size_t begin = group.begin;
  const auto add = [&](size_t end) {
    const Span field = Trimmed(letters, {begin, end});
    if (!field.empty()) fields.push_back(field);
    begin = end + 1;
  };
  for (size_t i = group.begin; i < group.end; ++i) {
    const char32_t c = letters.at(i);
    if (c == U'(') ++depth;
    if (c == U')') --depth;
    if ((c == U',' || c == U';') && depth <= 0) add(i);
  }
  add(group.end);
  return fields;
}

// `2022 ` or `2022년 ` before a name: its value and end; 0 when none.
std::pair<uint32_t, size_t> ReadEdition(const Letters& letters, size_t i) {
  const auto digits = ReadDigits(letters, i);
  if (!digits || digits->count != 4 || digits->value < 1900 ||
      digits->value > 2199) {
    return {0, i};
  }
  size_t end = digits->end;
  if (letters.at(end) == U'년') ++end;
  if (letters.at(end) == U'도') ++end;
  if (letters.at(end) != U' ' && !letters.IsHan(end)) return {0, i};
  return {static_cast<uint32_t>(digits->value), end};
}

// The name within quotation marks that hold its number or year, too:
// `‘제3차 워크숍’`. Others are part of the name.
Span WithoutQuotes(const Letters& letters, Span name) {
  constexpr std::u32string_view kOpen = U"‘“'\"「『《〈";
  constexpr std::u32string_view kClose = U"’”'\"」』》〉";
  const char32_t first = name.empty() ? 0 : letters.raw(name.begin);
  const size_t quote = first == 0 ? kOpen.npos : kOpen.find(first);
  if (quote == kOpen.npos) return name;
  const size_t inside = letters.SkipBlanks(name.begin + 1);
  if (!ReadOrdinalAt(letters, inside).has_value() &&
      ReadEdition(letters, inside).first == 0) {
    return name;
  }
  name.begin = inside;
  if (letters.raw(name.end - 1) == kClose[quote]) --name.end;
  return name;
}

void ReadTitle(const Letters& letters, Item& item) {
  Span name = item.title;
  constexpr std::u32string_view kSuffix = U" 개최";
  if (name.end > name.begin + kSuffix.size() &&
      letters.Match(name.end - kSuffix.size(), kSuffix) == name.end) {
    name.end -= kSuffix.size();
  }
  name = WithoutQuotes(letters, name);
  for (const std::u32string_view article : {U"The "sv, U"the "sv}) {
    if (const auto end = letters.Match(name.begin, article)) name.begin = *end;
  }
  for (int round = 0; round < 2; ++round) {
    if (!item.ordinal) {
      const auto ordinal = ReadOrdinalAt(letters, name.begin);
      if (ordinal && ordinal->span.end < name.end) {
        item.ordinal = ordinal;
        name.begin = letters.SkipBlanks(ordinal->span.end);
      }
    }
    if (item.edition_year == 0) {
      const auto [year, end] = ReadEdition(letters, name.begin);
      if (year != 0 && end < name.end) {
        item.edition_year = year;
        item.edition_span = {name.begin, end};
        name.begin = letters.SkipBlanks(end);
      }
    }
  }
  item.name = Trimmed(letters, name);
}

// Where `words` stand in the span; the span itself when they do not.
Span Find(const Letters& letters, Span span, const std::string& words) {
  if (words.empty()) return span;
  const size_t found = letters.Source(span).find(words);
  if (found == absl::string_view::npos) return span;
  const size_t begin = letters.ByteOf(span.begin) + found;
  return {letters.AtByte(begin), letters.AtByte(begin + words.size())};
}

}  // namespace

void ReadItem(const Draft& draft, Item& item) {
  const Letters& letters = draft.letters;
  const Span words = WithoutMark(letters, item.span);
  item.language = notation::DetectLanguage(letters.Source(words));
  item.group = LastGroup(letters, words);
  const size_t title_end =
      item.group.begin > words.begin && letters.at(item.group.begin - 1) == U'('
          ? item.group.begin - 1
          : words.end;
  item.title = Trimmed(letters, {words.begin, title_end});
  ReadTitle(letters, item);
  if (!item.group.empty()) item.fields = FieldsOf(letters, item.group);

  const Span said{item.group.begin, words.end};
  item.says_planned = HasAny(letters, said, kPlannedWords);
  item.says_expected = HasAny(letters, said, kExpectedWords);
  item.is_off = HasAny(letters, said, kOffWords);
  item.is_undecided = HasAny(letters, said, kUndecidedWords);
  item.mentions = ScanDates(letters, item.span, /*in_table=*/true);

  for (const DateMention& mention : item.mentions) {
    if (mention.IsYearsOnly() || mention.span.begin < item.group.begin) {
      continue;
    }
    // As far as it can be told without notation.
    item.days =
        mention.open_end ? std::nullopt : DaysOf(mention, draft.TableYear());
    item.date_span = mention.span;
    break;
  }

  const std::string line = CollapseSpace(letters.Source(words));
  const auto reading = notation::ReadTableLine(line, item.language,
                                               {draft.day, draft.TableYear()});
  if (!reading.ok()) return;
  item.kind = KindOfTitle(reading->title.name);
  // What is not understood may tell how or where it takes place.
  item.has_place = !reading->places.empty() || !reading->unread.empty();
  item.date = reading->date;
  if (item.date) {
    item.days.reset();
    const plan::DayBounds bounds = plan::BoundsOf(*item.date);
    if (bounds.earliest && bounds.latest) {
      item.days = DayRange{*bounds.earliest, *bounds.latest};
    }
    item.date_span = Find(letters, item.group, item.date->verbatim());
  }
  if (reading->delivery) {
    item.mode = reading->delivery->mode();
    item.mode_span = Find(letters, item.group, reading->delivery->verbatim());
  }
}

}  // namespace clearsky::document::lint
