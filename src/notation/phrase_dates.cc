#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "notation/joined_date.h"
#include "notation/phrase_reader.h"
#include "notation/recurrence.h"
#include "notation/word_table.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::notation {
namespace {

// Longer runs are no EDTF that anybody types.
constexpr size_t kMaxEdtf = 200;

bool IsEdtfChar(char c) {
  static constexpr auto kIsEdtf = [] {
    std::array<bool, 0x100> is_edtf = {};
    for (const char each : absl::string_view("0123456789-/.[]{},?~%XTZ:+ ")) {
      is_edtf[static_cast<uint8_t>(each)] = true;
    }
    return is_edtf;
  }();
  return kIsEdtf[static_cast<uint8_t>(c)];
}

}  // namespace

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
  const bool has_time = absl::StrContains(source, 'T');
  const bool may_be = is_set || has_time || slash != absl::string_view::npos ||
                      source.back() == '?' || source.back() == '%' ||
                      absl::StrContains(source, 'X');
  if (!may_be) return std::nullopt;
  const absl::StatusOr<plan::Edtf> edtf = plan::ParseEdtf(source);
  const bool is_interval =
      slash != absl::string_view::npos &&
      (edtf.ok() || (plan::ParseEdtf(source.substr(0, slash)).ok() &&
                     plan::ParseEdtf(source.substr(slash + 1)).ok()));
  const bool is_qualified =
      edtf.ok() && (source.back() == '?' || source.back() == '%' || has_time ||
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
  // 廿六 is 26, which is not read: no 6.
  if (before == U'廿' || before == U'卅') return std::nullopt;
  // Inside a word nothing begins.
  if (language_ == Language::kEnglish && i > 0 && text_.IsWordChar(i - 1) &&
      text_.IsWordChar(i)) {
    return std::nullopt;
  }
  std::optional<DateWords> words = ReadDateWords(text_, i, context_);
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
  const size_t end = words->end;
  TakeDate(ResolveDate(*std::move(words), context_), i, end);
  return end;
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
  // `5 May, rescheduled to 6 June`: the date behind the word holds.
  if (moving_ && !formerly_) SupersedeDates();
  PhraseDate& date = out_.dates.emplace_back();
  date.resolved = *std::move(resolved);
  date.verbatim = std::string(source);
  date.superseded = formerly_;
  date.begin = begin;
  date.end = end;
  formerly_ = false;
  for (const NotationFinding& finding : date.resolved.findings) {
    out_.findings.push_back(finding);
  }
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
  static constexpr std::u32string_view kUnits[] = {
      U"월간", U"연간", U"월", U"주", U"분기", U"반기", U"연", U"년", U"일"};
  for (const std::u32string_view unit : EntriesAt<kUnits>(text_, next)) {
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
  static constexpr std::u32string_view kCounts[] = {U" 회", U" 차례", U" 번"};
  for (const std::u32string_view count : EntriesAt<kCounts>(text_, next)) {
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
    static constexpr std::u32string_view kFrom[] = {
        U"由原定的", U"由原定", U"由原来的", U"从原定的", U"从原定",
        U"由",       U"从",     U"從",       U"将"};
    for (const std::u32string_view word : EntriesAt<kFrom>(text_, i)) {
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

// 11월로 변경, 11월로 연기: the date before the word holds, those before that
// date do not.
void PhraseReader::MoveBehind(const WordMatch& match) {
  if (language_ != Language::kKorean) return;
  const auto is_to = [&](size_t end) {
    end = text_.SkipSpaces(end);
    return text_.Match(end, U"로 ") == match.begin ||
           text_.Match(end, U"으로 ") == match.begin;
  };
  if (!out_.dates.empty() && is_to(out_.dates.back().end)) {
    for (PhraseDate& date : out_.dates) {
      date.superseded |= &date != &out_.dates.back();
    }
  }
  // 대면회의에서 화상회의로 전환
  if (!out_.modes.empty() && is_to(out_.modes.back().end)) {
    for (PhraseMode& mode : out_.modes) {
      mode.superseded = &mode != &out_.modes.back();
    }
  }
}

// Words that stand together count as one: 연중 수시.
void PhraseReader::TakeDateless(size_t begin, size_t end) {
  const bool joins =
      out_.HasDatelessWords() && text_.SkipSpaces(out_.dateless_end) == begin;
  if (!out_.HasDatelessWords()) out_.dateless_begin = begin;
  if (!out_.HasDatelessWords() || joins) out_.dateless_end = end;
}

}  // namespace clearsky::notation
