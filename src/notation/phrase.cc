#include "notation/phrase.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "notation/phrase_reader.h"
#include "plan/edtf.h"

namespace clearsky::notation {
namespace {

// Nesting deeper than this is skipped as not understood.
constexpr int kMaxDepth = 8;

}  // namespace

// What was said so far holds no longer.
void PhraseReader::SupersedeDates() {
  for (PhraseDate& date : out_.dates) date.superseded = true;
}

void PhraseReader::SupersedeModes() {
  for (PhraseMode& mode : out_.modes) mode.superseded = true;
}

// Whether the parenthesis at `open` follows a date, or the week of its month.
bool PhraseReader::IsBehindDate(size_t open) const {
  if (out_.dates.empty()) return false;
  const size_t after = text_.SkipSpaces(out_.dates.back().end);
  if (after == open) return true;
  // `10월 4주(24~28일)`, `10월 첫째 주(4일)`
  constexpr size_t kMaxWeek = 7;
  size_t last = open;
  while (last > after && text_.at(last - 1) == U' ') --last;
  if (last > after && text_.at(last - 1) == U'차') --last;
  return open - after <= kMaxWeek && last > after &&
         text_.at(last - 1) == U'주' &&
         out_.dates.back().resolved.precision == Precision::kMonth;
}

// What stands in parentheses. A date at once behind a coarser one counts from
// that: `10월(26일)`, `내년(3월)`, `하반기(10월)`.
void PhraseReader::ReadGroup(size_t begin, size_t end, int depth) {
  const Context context = context_;
  const size_t outer = out_.dates.size();
  bool is_finer = false;
  if (IsBehindDate(begin - 1) && !out_.dates.back().superseded &&
      out_.dates.back().resolved.precision >= Precision::kWeek) {
    const auto& date = out_.dates.back().resolved.date;
    const auto first = plan::ParseDay(date.earliest());
    const auto last = plan::ParseDay(date.latest());
    if (first.ok() && last.ok() && first->year() == last->year()) {
      context_.day = *first;
      context_.default_year = static_cast<int>(first->year());
      is_finer =
          ReadDateWords(text_, text_.SkipSpaces(begin), context_).has_value();
      if (!is_finer) context_ = context;
    }
  }
  ReadFields(begin, end, depth);
  context_ = context;
  if (!is_finer || out_.dates.size() <= outer) return;
  const auto& inner = out_.dates[outer].resolved;
  PhraseDate& before = out_.dates[outer - 1];
  const auto& date = before.resolved.date;
  // Days are written YYYY-MM-DD.
  before.superseded |= inner.precision < before.resolved.precision &&
                       inner.date.earliest() >= date.earliest() &&
                       !inner.date.latest().empty() &&
                       inner.date.latest() <= date.latest();
}

size_t PhraseReader::FieldEnd(size_t i, size_t end) const {
  for (; i < end; ++i) {
    if (text_.at(i) == U'(') i = text_.SkipGroup(i) - 1;
    if (text_.at(i) == U',' || text_.at(i) == U';') break;
  }
  return std::min(i, end);
}

void PhraseReader::ReadFields(size_t begin, size_t end, int depth) {
  bool at_field_start = true;
  size_t i = begin;
  while (i < end) {
    const char32_t c = text_.at(i);
    if (c == U'(') {
      const size_t after = std::min(text_.SkipGroup(i), end);
      const bool closed = text_.at(after - 1) == U')' && after - 1 > i;
      FlushUnknown();
      if (depth < kMaxDepth) {
        ReadGroup(i + 1, closed ? after - 1 : after, depth + 1);
      } else {
        unknown_begin_ = i;
        unknown_end_ = after;
        FlushUnknown();
      }
      i = after;
      continue;
    }
    if (c == U',' || c == U';') {
      FlushUnknown();
      ++field_;
      hedged_ = negated_ = false;
      at_field_start = true;
      ++i;
      continue;
    }
    const bool drawn = (c == U'-' || c == U'=') && text_.at(i + 1) == U'>';
    if (c == U'→' || drawn) {
      FlushUnknown();
      SupersedeDates();
      SupersedeModes();
      i += drawn ? 2 : 1;
      continue;
    }
    if (const auto after = ReadItem(i, end, at_field_start)) {
      FlushUnknown();
      i = *after;
      item_end_ = i;
      at_field_start = false;
      continue;
    }
    if (text_.IsWordChar(i) || text_.IsDigit(i)) {
      i = ReadUnknown(i, end);
      at_field_start = false;
    } else {
      ++i;
    }
  }
  FlushUnknown();
}

std::optional<size_t> PhraseReader::ReadItem(size_t i, size_t end,
                                             bool at_field_start) {
  if (text_.at(i) == U' ') return std::nullopt;
  if (at_field_start) {
    if (const auto after = ReadHost(i, end)) return after;
    if (const auto after = ReadLoneWeekday(i, end)) return after;
    if (const auto after = ReadEdtf(i, end)) return after;
  }
  if (const auto after = ReadCount(i)) return after;
  if (const auto after = ReadMovedFrom(i, end)) return after;
  if (const auto after = ReadDate(i)) return after;
  if (const auto time = ReadTime(text_, i)) {
    out_.part_of_day = time->part;
    return time->end;
  }
  return ReadWords(i, end);
}

size_t PhraseReader::ReadUnknown(size_t i, size_t end) {
  if (language_ == Language::kChinese) {
    // Words have no spaces between them: the next may begin anywhere.
    const char32_t c = text_.at(i);
    size_t next = i + 1;
    while (text_.IsDigit(i) && text_.IsDigit(next)) ++next;
    while (c < 0x250 && !text_.IsDigit(i) && next < end &&
           text_.IsWordChar(next) && text_.at(next) < 0x250) {
      ++next;
    }
    if (unknown_begin_ == unknown_end_) unknown_begin_ = i;
    unknown_end_ = next;
    return next;
  }
  size_t chunk = i;
  while (chunk < end) {
    const char32_t c = text_.at(chunk);
    if (c == U' ' || c == U',' || c == U';' || c == U'(' || c == U')' ||
        c == U'→') {
      break;
    }
    ++chunk;
  }
  if (IsLevel(text_, i, chunk)) {
    FlushUnknown();
    out_.levels.emplace_back(text_.Source(i, chunk));
    return chunk;
  }
  const bool beside_place =
      place_end_ > 0 && text_.SkipSpaces(place_end_) == i &&
      (text_.at(chunk - 1) == U'구' || text_.at(chunk - 1) == U'시');
  if (IsVenue(text_, i, chunk) || beside_place) {
    FlushUnknown();
    TakePlace(i, chunk);
    return chunk;
  }
  if (unknown_begin_ == unknown_end_) unknown_begin_ = i;
  unknown_end_ = chunk;
  return chunk;
}

void PhraseReader::FlushUnknown() {
  if (unknown_begin_ == unknown_end_) return;
  const size_t begin = unknown_begin_;
  const size_t end = unknown_end_;
  unknown_begin_ = unknown_end_ = 0;
  const absl::string_view source = text_.Source(begin, end);
  if (IsBareMeeting(text_, begin, end) &&
      (!out_.levels.empty() || !out_.modes.empty())) {
    return;
  }
  if (IsHost(text_, begin, end) && out_.hosts.empty() && !out_.dates.empty() &&
      out_.modes.empty()) {
    out_.hosts.emplace_back(source);
    return;
  }
  out_.unread.emplace_back(source);
  out_.findings.push_back(
      {"not-understood", absl::StrCat("'", source, "' is kept as written")});
}

bool Phrase::SaysSomething() const {
  const bool has_words =
      std::any_of(words.begin(), words.end(), [](WordKind kind) {
        return kind != WordKind::kNegation && kind != WordKind::kHedge;
      });
  return !dates.empty() || !modes.empty() || has_words || has_ambiguous_date;
}

Phrase ReadPhrase(const Text& text, const Context& context) {
  return PhraseReader(text, context).Read();
}

}  // namespace clearsky::notation
