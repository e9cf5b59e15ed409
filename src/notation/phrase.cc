#include "notation/phrase.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "notation/joined_date.h"
#include "notation/recurrence.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::notation {
namespace {

// Longer runs are no EDTF that anybody types.
constexpr size_t kMaxEdtf = 200;

bool IsEdtfChar(char c) {
  constexpr absl::string_view kChars = "0123456789-/.[]{},?~%XTZ: ";
  return kChars.find(c) != absl::string_view::npos;
}

class PhraseReader {
 public:
  PhraseReader(const Text& text, const Context& context)
      : text_(text), context_(context), language_(text.language()) {}

  Phrase Read() {
    ReadFields(0, text_.size(), 0);
    return std::move(out_);
  }

 private:
  void ReadFields(size_t begin, size_t end, int depth);
  // Each reads what stands at `i` and returns where it ends, or nullopt.
  std::optional<size_t> ReadItem(size_t i, size_t end, bool at_field_start);
  std::optional<size_t> ReadHost(size_t i, size_t end);
  std::optional<size_t> ReadLoneWeekday(size_t i, size_t end);
  std::optional<size_t> ReadEdtf(size_t i, size_t end);
  std::optional<size_t> ReadDate(size_t i);
  std::optional<size_t> ReadCount(size_t i);
  std::optional<size_t> ReadMovedFrom(size_t i, size_t end);
  std::optional<size_t> ReadPlaceBehind(const WordMatch& marker, size_t end);
  std::optional<size_t> ReadHostBehind(const WordMatch& marker, size_t end);
  size_t NamesEnd(size_t i, size_t end) const;
  bool IsRefused(const WordMatch& match, size_t end);
  void TakeMode(v1::DeliveryMode mode, const WordMatch& match);
  void MoveBehind(const WordMatch& match);
  void TakeDoubted(const WordMatch& match);
  std::optional<size_t> ReadWords(size_t i, size_t end);
  size_t ReadUnknown(size_t i, size_t end);

  void TakeDate(absl::StatusOr<ResolvedDate> resolved, size_t begin,
                size_t end);
  void TakeWord(const WordMatch& match);
  void TakeDateless(size_t begin, size_t end);
  void TakePlace(size_t begin, size_t end);
  void FlushUnknown();
  void Supersede();
  size_t FieldEnd(size_t i, size_t end) const;

  const Text& text_;
  const Context& context_;
  const Language language_;
  Phrase out_;
  size_t field_ = 0;
  bool formerly_ = false;
  bool moving_ = false;       // After `moved`: `from X` holds no longer.
  bool hedged_ = false;       // After `may`.
  bool negated_ = false;      // After `not`.
  bool hosting_ = false;      // After `hosted`: `by X` is the host.
  // The run of chunks not understood so far; empty when equal.
  size_t unknown_begin_ = 0;
  size_t unknown_end_ = 0;
  size_t item_end_ = 0;  // Where the last thing understood ends.
  size_t place_begin_ = 0;
  size_t place_end_ = 0;
};

// Nesting deeper than this is skipped as not understood.
constexpr int kMaxDepth = 8;

// What was said so far holds no longer.
void PhraseReader::Supersede() {
  for (PhraseDate& date : out_.dates) date.superseded = true;
  for (PhraseMode& mode : out_.modes) mode.superseded = true;
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
        ReadFields(i + 1, closed ? after - 1 : after, depth + 1);
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
      Supersede();
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

// A field that is the name of a meeting, with no date, status or mode in it.
std::optional<size_t> PhraseReader::ReadHost(size_t i, size_t end) {
  size_t field_end = FieldEnd(i, end);
  for (const std::u32string_view occasion : {U"계기에", U"계기", U"期间"}) {
    const size_t begin = field_end > occasion.size() + i
                             ? field_end - occasion.size()
                             : field_end;
    if (text_.Match(begin, occasion) == field_end) field_end = begin;
  }
  while (field_end > i && text_.at(field_end - 1) == U' ') --field_end;
  if (!IsHost(text_, i, field_end)) return std::nullopt;
  for (size_t at = i; at < field_end; ++at) {
    if (at > i && text_.at(at - 1) != U' ') continue;
    if (text_.at(at) == U'(' || ReadDateWords(text_, at, context_)) {
      return std::nullopt;
    }
    size_t chunk = at;
    while (chunk < field_end && text_.at(chunk) != U' ') ++chunk;
    if (IsLevel(text_, at, chunk)) return std::nullopt;
    for (const WordMatch& match : SegmentRun(text_, at, false)) {
      if (match.word->kind != WordKind::kPlace &&
          match.word->kind != WordKind::kPlaceSuffix &&
          match.word->kind != WordKind::kFiller) {
        return std::nullopt;
      }
    }
  }
  out_.hosts.emplace_back(text_.Source(i, field_end));
  return field_end;
}

// `목` in `4.28(목, 영상)`: the weekday of the date before it.
std::optional<size_t> PhraseReader::ReadLoneWeekday(size_t i, size_t end) {
  if (out_.dates.empty()) return std::nullopt;
  const auto name = ReadWeekday(text_, i);
  if (!name) return std::nullopt;
  const size_t next = text_.SkipSpaces(name->end);
  const char32_t c = text_.at(next);
  if (next < end && c != U',' && c != U'/' && !text_.IsDigit(next) &&
      next == name->end) {
    return std::nullopt;
  }
  const auto& date = out_.dates.back().resolved.date;
  const auto day = plan::ParseDay(date.latest());
  if (day.ok() && date.earliest() == date.latest() &&
      absl::GetWeekday(*day) != name->weekday) {
    out_.findings.push_back(
        {"weekday-mismatch",
         absl::StrCat(date.latest(), " is no ", text_.Source(i, name->end))});
  }
  return name->end;
}

// EDTF typed as such. Forms that Korean officials write in another sense
// (`2022-10~`) are left to the grammar of Korean dates.
std::optional<size_t> PhraseReader::ReadEdtf(size_t i, size_t end) {
  const char32_t open = text_.at(i);
  size_t close = i;
  if (open == U'[' || open == U'{') {
    const char32_t mate = open == U'[' ? U']' : U'}';
    while (close < end && close < i + kMaxEdtf && text_.at(close) != mate) {
      ++close;
    }
    close = std::min(close + 1, end);
  } else {
    while (close < end && close < i + kMaxEdtf && text_.at(close) != U' ' &&
           text_.at(close) != U',' && text_.at(close) != U'(' &&
           text_.at(close) != U')') {
      ++close;
    }
  }
  const absl::string_view source = text_.Source(i, close);
  if (source.empty() ||
      !std::all_of(source.begin(), source.end(), IsEdtfChar)) {
    return std::nullopt;
  }
  const size_t slash = source.find('/');
  const bool is_set = source.front() == '[' || source.front() == '{';
  const bool may_be = is_set || slash != absl::string_view::npos ||
                      source.back() == '?' || source.back() == '%' ||
                      absl::StrContains(source, 'X');
  if (!may_be) return std::nullopt;
  const absl::StatusOr<plan::Edtf> edtf = plan::ParseEdtf(source);
  const bool is_interval =
      slash != absl::string_view::npos &&
      (edtf.ok() || (plan::ParseEdtf(source.substr(0, slash)).ok() &&
                     plan::ParseEdtf(source.substr(slash + 1)).ok()));
  const bool is_qualified =
      edtf.ok() && (source.back() == '?' || source.back() == '%' ||
                    absl::StrContains(source, "X"));
  if (!is_set && !is_interval && !is_qualified) return std::nullopt;
  absl::StatusOr<ResolvedDate> resolved =
      [&]() -> absl::StatusOr<ResolvedDate> {
    if (!edtf.ok()) return edtf.status();
    ResolvedDate date;
    absl::StatusOr<v1::PartialDate> value = plan::DateOfEdtf(source);
    if (!value.ok()) return value.status();
    date.date = *value;
    date.year_in_digits = true;
    date.is_range = edtf->shape == plan::EdtfShape::kInterval;
    const bool day_sides =
        date.is_range &&
        (!edtf->earliest || edtf->earliest == edtf->start_latest) &&
        (!edtf->latest || edtf->latest == edtf->end_earliest);
    const bool day_members =
        edtf->shape != plan::EdtfShape::kInterval &&
        std::count(source.begin(), source.end(), '-') >= 2 && is_set;
    date.precision = edtf->is_single_day || day_sides || day_members
                         ? Precision::kDay
                         : Precision::kMonth;
    constexpr size_t kYears = 9;  // `2020/2022`
    if (source.size() == kYears && date.is_range) {
      date.precision = Precision::kYear;
    }
    return date;
  }();
  TakeDate(std::move(resolved), i, close);
  return close;
}

std::optional<size_t> PhraseReader::ReadDate(size_t i) {
  const char32_t before = i == 0 ? U' ' : text_.at(i - 1);
  const bool after_digit_or_letter =
      i > 0 && ((text_.IsDigit(i - 1) && i != item_end_) ||
                (text_.IsDigit(i) && before >= U'a' && before <= U'z'));
  if (after_digit_or_letter) return std::nullopt;
  // Inside a word nothing begins.
  if (language_ == Language::kEnglish && i > 0 && text_.IsWordChar(i - 1) &&
      text_.IsWordChar(i)) {
    return std::nullopt;
  }
  const std::optional<DateWords> words = ReadDateWords(text_, i, context_);
  if (!words) return std::nullopt;
  const auto is_ambiguous = [](const Member& member) {
    return member.start.ambiguous || (member.end && member.end->ambiguous);
  };
  if (std::any_of(words->members.begin(), words->members.end(), is_ambiguous)) {
    const absl::string_view source = text_.Source(i, words->end);
    out_.has_ambiguous_date = true;
    out_.unread.emplace_back(source);
    out_.findings.push_back(
        {"ambiguous-date",
         absl::StrCat("'", source,
                      "' may mean more than one date; it is kept as "
                      "written")});
    return words->end;
  }
  TakeDate(ResolveDate(*words, context_), i, words->end);
  return words->end;
}

void PhraseReader::TakeDate(absl::StatusOr<ResolvedDate> resolved, size_t begin,
                            size_t end) {
  const absl::string_view source = text_.Source(begin, end);
  if (!resolved.ok()) {
    const std::string message =
        absl::StrCat("'", source, "': ", resolved.status().message());
    out_.impossible.Update(absl::InvalidArgumentError(message));
    out_.unread.emplace_back(source);
    out_.findings.push_back({"impossible-date", message});
    return;
  }
  PhraseDate date;
  date.resolved = *std::move(resolved);
  date.verbatim = std::string(source);
  date.superseded = formerly_;
  date.begin = begin;
  date.end = end;
  formerly_ = false;
  // `5 May, rescheduled to 6 June`: the date behind the word holds.
  if (moving_ && !date.superseded) Supersede();
  for (const NotationFinding& finding : date.resolved.findings) {
    out_.findings.push_back(finding);
  }
  out_.dates.push_back(std::move(date));
}

// `월 1회`, `분기 2~3회`: recurring. `2회` alone says nothing of when.
std::optional<size_t> PhraseReader::ReadCount(size_t i) {
  if (language_ != Language::kKorean) {
    const auto count = ReadRecurrence(text_, i);
    if (!count) return std::nullopt;
    out_.words.push_back(WordKind::kRecurring);
    TakeDateless(i, *count);
    return count;
  }
  size_t next = i;
  if (const auto every = text_.Match(next, U"매 ")) next = *every;
  bool recurring = false;
  for (const std::u32string_view unit :
       {U"월간", U"연간", U"월", U"주", U"분기", U"반기", U"연", U"년",
        U"일"}) {
    const auto end = text_.Match(next, unit);
    if (end && !recurring) {
      recurring = true;
      next = *end;
    }
  }
  const auto number = ReadNumber(text_, text_.SkipSpaces(next));
  if (!number || number->digit_count > 3) return std::nullopt;
  next = number->end;
  if (text_.at(next) == U'~' || text_.at(next) == U'-') {
    const auto most = ReadNumber(text_, next + 1);
    if (!most) return std::nullopt;
    next = most->end;
  }
  for (const std::u32string_view count : {U" 회", U" 차례", U" 번"}) {
    const auto end = text_.Match(next, count);
    if (!end) continue;
    const size_t after = text_.at(*end) == U'씩' ? *end + 1 : *end;
    if (!EndsWell(text_, after)) continue;
    // `분기별 1회`: the count belongs to the word before it.
    if (out_.HasDatelessWords() && text_.SkipSpaces(out_.dateless_end) == i) {
      out_.dateless_end = after;
    } else if (recurring) {
      out_.words.push_back(WordKind::kRecurring);
      TakeDateless(i, after);
    }
    return after;
  }
  return std::nullopt;
}

// `from X` behind `moved`, 由X before 改为: X holds no longer.
std::optional<size_t> PhraseReader::ReadMovedFrom(size_t i, size_t end) {
  std::optional<size_t> from;
  if (language_ == Language::kEnglish && moving_) {
    if (const auto until = text_.Match(i, U"until ")) {
      // `postponed until November`: to then.
      return ReadDate(text_.SkipSpaces(*until));
    }
    from = text_.Match(i, U"from ");
  } else if (language_ == Language::kChinese) {
    for (const std::u32string_view word :
         {U"由原定的", U"由原定", U"由原来的", U"从原定的", U"从原定", U"由",
          U"从", U"從", U"将"}) {
      if (!from) from = text_.Match(i, word);
    }
  }
  if (!from) return std::nullopt;
  if (const auto the = text_.Match(*from, U"the ")) {
    if (language_ == Language::kEnglish) from = the;
  }
  const size_t begin = text_.SkipSpaces(*from);
  const auto words =
      ReadJoinedDate(text_, begin, context_, JoinOptions{.single = true});
  if (!words || words->end > end) return std::nullopt;
  if (language_ == Language::kChinese) {
    const WordRun next = SegmentRun(text_, text_.SkipSpaces(words->end), true);
    if (next.empty() || (next[0].word->kind != WordKind::kMoved &&
                         next[0].word->kind != WordKind::kPostponed)) {
      return std::nullopt;
    }
  }
  const bool moving = moving_;
  moving_ = false;
  formerly_ = true;
  TakeDate(ResolveDate(*words, context_), begin, words->end);
  moving_ = moving;
  return words->end;
}

// Where a run of words with capital letters ends, with the small words that
// join them (`Republic of Korea`); `i` when there is none.
size_t PhraseReader::NamesEnd(size_t i, size_t end) const {
  size_t names_end = i;
  while (i < end && text_.IsCapital(i)) {
    const WordRun known = SegmentRun(text_, i, false);
    const bool is_name = known.empty() ||
                         known[0].word->kind == WordKind::kPlace ||
                         known[0].word->kind == WordKind::kLevel ||
                         known[0].word->kind == WordKind::kFiller;
    if (!is_name) break;
    while (i < end && text_.at(i) != U' ' && text_.at(i) != U',' &&
           text_.at(i) != U'(' && text_.at(i) != U')' && text_.at(i) != U';') {
      ++i;
    }
    names_end = i;
    i = text_.SkipSpaces(i);
    for (const std::u32string_view joint :
         {U"of the ", U"of ", U"de ", U"and the ", U"and ", U"& "}) {
      const auto next = text_.Match(i, joint);
      if (next && text_.IsCapital(*next) && text_.at(*next - 1) == U' ') {
        i = *next;
        break;
      }
    }
  }
  return names_end;
}

// `in Montreal`, 在昆明举行: a place that no table knows.
std::optional<size_t> PhraseReader::ReadPlaceBehind(const WordMatch& marker,
                                                    size_t end) {
  size_t begin = text_.SkipSpaces(marker.end);
  if (language_ == Language::kEnglish) {
    if (const auto the = text_.Match(begin, U"the ")) begin = *the;
    if (ReadDateWords(text_, begin, context_)) return std::nullopt;
    const size_t names_end = NamesEnd(begin, end);
    if (names_end == begin) return std::nullopt;
    TakePlace(begin, names_end);
    return names_end;
  }
  constexpr size_t kMaxName = 24;
  for (size_t i = begin; i < end && i < begin + kMaxName; ++i) {
    for (const WordMatch& match : SegmentRun(text_, i, true)) {
      const WordKind kind = match.word->kind;
      if (i > begin &&
          (kind == WordKind::kTakesPlace || kind == WordKind::kHeld)) {
        TakePlace(begin, i);
        return i;
      }
      if (kind == WordKind::kMode || kind == WordKind::kPostponed ||
          kind == WordKind::kCancelled || kind == WordKind::kPlanned) {
        return std::nullopt;
      }
    }
    if (!text_.IsWordChar(i) && text_.at(i) != U'·' && text_.at(i) != U' ') {
      return std::nullopt;
    }
    if (ReadDateWords(text_, i, context_)) return std::nullopt;
  }
  return std::nullopt;
}

// `by Mexico` behind `hosted`, 由墨西哥主办.
std::optional<size_t> PhraseReader::ReadHostBehind(const WordMatch& marker,
                                                   size_t end) {
  size_t begin = text_.SkipSpaces(marker.end);
  if (language_ == Language::kEnglish) {
    if (!hosting_) return std::nullopt;
    if (const auto the = text_.Match(begin, U"the ")) begin = *the;
    const size_t names_end = NamesEnd(begin, end);
    if (names_end == begin) return std::nullopt;
    out_.hosts.emplace_back(text_.Source(begin, names_end));
    return names_end;
  }
  constexpr size_t kMaxName = 24;
  std::optional<size_t> name_end;
  for (size_t i = begin + 1; i < end && i < begin + kMaxName; ++i) {
    for (const WordMatch& match : SegmentRun(text_, i, true)) {
      const WordKind kind = match.word->kind;
      if (kind == WordKind::kTakesPlace) {
        name_end = name_end.value_or(i);
        out_.hosts.emplace_back(text_.Source(begin, *name_end));
        return name_end;
      }
      // 由墨西哥以视频方式主办: the name ends before 以.
      const bool ends = kind == WordKind::kMode || kind == WordKind::kPlanned ||
                        kind == WordKind::kPlaceMarker || text_.at(i) == U'以';
      if (ends && !name_end) name_end = i;
    }
    if (!text_.IsWordChar(i)) break;
  }
  return std::nullopt;
}

bool IsStatus(WordKind kind) {
  return kind == WordKind::kPlanned || kind == WordKind::kTakesPlace ||
         kind == WordKind::kHeld || kind == WordKind::kOngoing ||
         kind == WordKind::kPostponed || kind == WordKind::kCancelled;
}

// Whether a word that is short or common says nothing here: a place in the name
// of a ministry, 未 before what is no status.
bool PhraseReader::IsRefused(const WordMatch& match, size_t end) {
  const WordKind kind = match.word->kind;
  const auto known_behind = [&] {
    const size_t next = text_.SkipSpaces(match.end);
    return next >= end || !text_.IsWordChar(next) ||
           !SegmentRun(text_, next, true).empty() ||
           ReadDateWords(text_, next, context_).has_value();
  };
  const bool known_before = match.begin == 0 || match.begin == item_end_ ||
                            !text_.IsWordChar(match.begin - 1);
  if (language_ == Language::kChinese &&
      (kind == WordKind::kPlace ||
       (kind == WordKind::kMode && match.word->text.size() == 1))) {
    return !known_before || !known_behind();
  }
  if (kind != WordKind::kNegation && kind != WordKind::kHedge) return false;
  constexpr size_t kShort = 2;
  if (language_ == Language::kChinese && match.word->text.size() > kShort) {
    return false;
  }
  if (language_ == Language::kKorean) return false;
  const WordRun next = SegmentRun(text_, text_.SkipSpaces(match.end), true);
  const bool before_status = !next.empty() && IsStatus(next[0].word->kind);
  return !before_status && language_ == Language::kChinese &&
         kind == WordKind::kNegation;
}

std::optional<size_t> PhraseReader::ReadWords(size_t i, size_t end) {
  const bool starts_word = i == 0 || i == item_end_ ||
                           !text_.IsWordChar(i - 1) ||
                           language_ == Language::kChinese;
  if (!starts_word) return std::nullopt;
  // A particle alone belongs to what was understood before it.
  const bool after_word = i > 0 && unknown_begin_ == unknown_end_;
  const WordRun run = SegmentRun(text_, i, after_word);
  if (run.empty()) return std::nullopt;
  const WordMatch& first = run.front();
  // 이행 계획 is a plan's name and says nothing of what is planned.
  if (unknown_begin_ != unknown_end_ &&
      text_.Match(first.begin, U"계획") == first.end) {
    return std::nullopt;
  }
  if (IsRefused(first, end)) return std::nullopt;
  if (first.word->kind == WordKind::kPlaceMarker) {
    if (const auto after = ReadPlaceBehind(first, end)) {
      FlushUnknown();
      return after;
    }
    return first.end;
  }
  if (first.word->kind == WordKind::kHostMarker) {
    if (const auto after = ReadHostBehind(first, end)) return after;
    return first.end;
  }
  if (hedged_ || negated_) {
    if (IsStatus(first.word->kind)) {
      TakeDoubted(first);
      return run.back().end;
    }
  }
  for (const WordMatch& match : run) TakeWord(match);
  return run.back().end;
}

// A word of status that is denied or not sure says nothing of the state.
void PhraseReader::TakeDoubted(const WordMatch& match) {
  const WordKind kind = match.word->kind;
  const bool sets_date =
      kind == WordKind::kPlanned || kind == WordKind::kTakesPlace;
  if (hedged_ && !negated_ && sets_date) {
    out_.words.push_back(kind);
  } else {
    const absl::string_view source = text_.Source(match.begin, match.end);
    out_.unread.emplace_back(source);
    out_.findings.push_back(
        {"not-understood",
         absl::StrCat("'", source,
                      "' is denied or not sure; it is kept as "
                      "written")});
  }
  hedged_ = negated_ = false;
}

void PhraseReader::TakeWord(const WordMatch& match) {
  const WordKind kind = match.word->kind;
  switch (kind) {
    case WordKind::kMode:
      if (moving_) Supersede();
      TakeMode(static_cast<v1::DeliveryMode>(match.word->value), match);
      return;
    case WordKind::kAlongside:
      if (language_ == Language::kChinese && out_.modes.empty()) return;
      out_.modes.push_back({v1::DELIVERY_MODE_UNSPECIFIED, field_, match.begin,
                            match.end, false});
      return;
    case WordKind::kLevel:
      out_.levels.emplace_back(text_.Source(match.begin, match.end));
      return;
    case WordKind::kHedge:
      hedged_ = true;
      break;
    case WordKind::kNegation:
      negated_ = language_ != Language::kKorean;
      break;
    case WordKind::kMoved:
      moving_ = true;
      MoveBehind(match);
      break;
    case WordKind::kPostponed:
      moving_ = true;
      MoveBehind(match);
      break;
    case WordKind::kTakesPlace:
      hosting_ |= match.word->value == 1;
      break;
    case WordKind::kPartOfDay:
      out_.part_of_day =
          static_cast<v1::PartialDate::PartOfDay>(match.word->value);
      return;
    case WordKind::kPlace:
    case WordKind::kPlaceSuffix:
      TakePlace(match.begin, match.end);
      return;
    case WordKind::kFormerly:
      formerly_ = true;
      break;
    case WordKind::kPlaceMarker:
    case WordKind::kHostMarker:
    case WordKind::kParticle:
    case WordKind::kFiller:
      return;
    case WordKind::kUndecided:
    case WordKind::kRecurring:
    case WordKind::kAllYear:
    case WordKind::kOnDemand:
      TakeDateless(match.begin, match.end);
      break;
    default:
      break;
  }
  out_.words.push_back(kind);
}

// A mode; online beside a place that `and` joins to it is hybrid.
void PhraseReader::TakeMode(v1::DeliveryMode mode, const WordMatch& match) {
  const bool online = mode == v1::DELIVERY_MODE_REMOTE ||
                      mode == v1::DELIVERY_MODE_VIDEO_CONFERENCE;
  if (online && place_end_ > 0) {
    size_t next = text_.SkipSpaces(place_end_);
    for (const std::u32string_view joint :
         {U"and ", U"& ", U"+ ", U"및 ", U"和", U"及", U"与"}) {
      const auto end = text_.Match(next, joint);
      if (end && *end == match.begin && out_.modes.empty()) {
        out_.modes.push_back({v1::DELIVERY_MODE_IN_PERSON, field_, place_begin_,
                              place_end_, false});
      }
    }
  }
  out_.modes.push_back({mode, field_, match.begin, match.end, false});
}

// 11월로 변경, 11월로 연기: the date before the word holds, those before that
// date do not.
void PhraseReader::MoveBehind(const WordMatch& match) {
  if (language_ != Language::kKorean || out_.dates.empty()) return;
  const size_t end = text_.SkipSpaces(out_.dates.back().end);
  const bool to = text_.Match(end, U"로 ") == match.begin ||
                  text_.Match(end, U"으로 ") == match.begin;
  if (!to) return;
  for (PhraseDate& date : out_.dates) {
    date.superseded |= &date != &out_.dates.back();
  }
}

// Words that stand together count as one: 연중 수시.
void PhraseReader::TakeDateless(size_t begin, size_t end) {
  const bool joins =
      out_.HasDatelessWords() && text_.SkipSpaces(out_.dateless_end) == begin;
  if (!out_.HasDatelessWords()) out_.dateless_begin = begin;
  if (!out_.HasDatelessWords() || joins) out_.dateless_end = end;
}

// Places that stand together are one: 중국 베이징.
void PhraseReader::TakePlace(size_t begin, size_t end) {
  if (place_end_ > 0 && text_.SkipSpaces(place_end_) == begin &&
      !out_.places.empty()) {
    place_end_ = end;
    out_.places.back() = std::string(text_.Source(place_begin_, end));
    return;
  }
  place_begin_ = begin;
  place_end_ = end;
  out_.places.emplace_back(text_.Source(begin, end));
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

}  // namespace

bool Phrase::Has(WordKind kind) const {
  return std::find(words.begin(), words.end(), kind) != words.end();
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
