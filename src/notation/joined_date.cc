#include "notation/joined_date.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "notation/english_parts.h"
#include "notation/joints.h"
#include "notation/operand_parts.h"
#include "notation/words.h"

namespace clearsky::notation {
namespace {

bool IsDash(const Text& text, size_t i) {
  return text.at(i) == U'~' || text.at(i) == U'-';
}

class JoinedReader {
 public:
  JoinedReader(const Text& text, const Context& context, JoinOptions options)
      : text_(text),
        context_(context),
        options_(options),
        english_(text.language() == Language::kEnglish),
        joints_(JointsOf(text.language())) {}

  std::optional<DateWords> Read(size_t i);

 private:
  enum class Prefix { kNone, kFrom, kAfter, kUntil, kBefore, kBetween };

  // The index after the first of `words` at `i`, as whole words.
  std::optional<size_t> MatchAny(size_t i, const Texts& texts) const {
    return texts.letters.MayStandAt(text_, i) ? MatchFirst(i, texts.words)
                                              : std::nullopt;
  }
  std::optional<size_t> MatchFirst(
      size_t i, std::span<const std::u32string_view> words) const;
  Prefix ReadPrefix(size_t& i) const;
  std::optional<Member> ReadMember(size_t i, Prefix prefix);
  bool ReadRange(Member& member, Prefix prefix);
  bool ReadRunOn(Member& member);
  bool ReadOpenEnd(Member& member, Prefix prefix);
  void ReadSuffix(Member& member);
  bool IsMovedFrom() const;
  bool IsSerial(const Member& last, const Operand& next) const;
  bool ReadNext(DateWords& words);
  std::optional<Operand> ReadRight(size_t i, const Operand& left);
  void TakeElided(DateWords& words) const;
  std::optional<Duration> ReadLengthBefore(size_t i) const;

  const Text& text_;
  const Context& context_;
  const JoinOptions options_;
  const bool english_;
  const Joints& joints_;
  size_t ends_ = 0;
};

std::optional<size_t> JoinedReader::MatchFirst(
    size_t i, std::span<const std::u32string_view> words) const {
  for (const std::u32string_view word : words) {
    const auto end = text_.Match(i, word);
    if (!end) continue;
    const bool open = word.back() == U' ';
    // `by March`: a space, or nothing before a digit, must part them.
    if (english_ && open && text_.at(*end - 1) != U' ' &&
        (text_.IsWordChar(*end) || text_.IsDigit(*end))) {
      continue;
    }
    if (english_ && !open && text_.IsWordChar(*end)) continue;
    return end;
  }
  return std::nullopt;
}

JoinedReader::Prefix JoinedReader::ReadPrefix(size_t& i) const {
  if (options_.single) return Prefix::kNone;
  const auto take = [&](const Texts& texts) {
    const auto end = MatchAny(i, texts);
    if (end) i = text_.SkipSpaces(*end);
    return end.has_value();
  };
  // `by the end of the first quarter`: with its last day.
  const auto skip_end_of_part = [&] {
    for (const std::u32string_view end_of : {U"the end of ", U"end of "}) {
      const auto part = english_ ? text_.Match(i, end_of) : std::nullopt;
      if (part && ReadEnglishPart(text_, *part, context_)) i = *part;
    }
  };
  if (take(joints_.until)) {
    skip_end_of_part();
    return Prefix::kUntil;
  }
  if (take(joints_.from)) return Prefix::kFrom;
  if (take(joints_.before)) {
    // `before the end of October`: the end is the last moment of it.
    static constexpr std::u32string_view kEnds[] = {
        U"the end of ",  U"end of ",        U"the year-end", U"year-end",
        U"the year end", U"the year's end", U"year end",     U"year's end"};
    static constexpr Texts kEndsOf = kEnds;
    const bool of_end = english_ && MatchAny(i, kEndsOf).has_value();
    if (!of_end) return Prefix::kBefore;
    skip_end_of_part();
    return Prefix::kUntil;
  }
  if (take(joints_.between)) return Prefix::kBetween;
  if (take(joints_.after)) return Prefix::kAfter;
  if (text_.at(i) == U'~' && text_.IsDigit(text_.SkipSpaces(i + 1))) {
    i = text_.SkipSpaces(i + 1);
    return Prefix::kUntil;
  }
  return Prefix::kNone;
}

// The right side of a range or the next of a list. Behind a number alone, the
// year belongs to it as well (`Sep 28-29, 2022`).
std::optional<Operand> JoinedReader::ReadRight(size_t i, const Operand& left) {
  i = text_.SkipSpaces(i);
  if (english_) {
    if (const auto the = text_.Match(i, U"the "); the) i = *the;
  }
  std::optional<Operand> operand = ReadOperand(text_, i, context_);
  if (!operand && left.fixed_first && left.precision == Precision::kDay) {
    // 下周一至周三: of the same week.
    const auto name = ReadWeekday(text_, i);
    if (!name || name->is_short) return std::nullopt;
    operand = SameWeek(left, *name);
  }
  if (!operand) return std::nullopt;
  if (english_ && !operand->precision && left.month &&
      left.precision == Precision::kDay) {
    if (const auto year =
            ReadEnglishYearBehind(text_, operand->end, context_)) {
      operand->year = year->year;
      operand->year_in_digits = year->year_in_digits;
      operand->end = year->end;
    }
  }
  return operand;
}

bool JoinedReader::ReadOpenEnd(Member& member, Prefix prefix) {
  if (!member.start.precision || prefix == Prefix::kUntil ||
      prefix == Prefix::kBefore) {
    return false;
  }
  const size_t next = text_.SkipSpaces(member.start.end);
  if (!IsDash(text_, next)) return false;
  const size_t after = text_.SkipSpaces(next + 1);
  const char32_t c = text_.at(after);
  if (const auto now = MatchAny(after, joints_.present)) {
    member.open_end = true;
    ends_ = *now;
    return true;
  }
  const bool close = next == member.start.end || text_.at(next) == U'~';
  if (!close || text_.at(next + 1) == U'>' ||
      (c != 0 && c != U',' && c != U')' && c != U';')) {
    return false;
  }
  member.open_end = true;
  ends_ = next + 1;
  return true;
}

// `winter 2022-2023`, 2022-2023年冬季: the winter that begins in the first.
void TakeWinter(Member& member) {
  constexpr int kWinter = 4;
  Operand& start = member.start;
  Operand& end = *member.end;
  const auto is_winter = [](const Operand& operand) {
    return operand.precision == Precision::kSeason && operand.part == kWinter;
  };
  if (is_winter(start) && start.year && !end.precision &&
      end.bare_digits == 2 && end.bare == (*start.year + 1) % 100) {
    end.precision = Precision::kYear;
    end.year = *start.year + 1;
  }
  const bool before = is_winter(start) && end.precision == Precision::kYear;
  const bool behind = is_winter(end) && start.precision == Precision::kYear;
  if ((!before && !behind) || !start.year || end.year != *start.year + 1) {
    return;
  }
  const size_t ends = end.end;
  if (behind) {
    end.year = start.year;
    start = end;
  }
  start.end = ends;
  member.end.reset();
}

// 10月底11月初, 今冬明春: a span without a word between its sides.
bool JoinedReader::ReadRunOn(Member& member) {
  const Operand& start = member.start;
  const bool may_run_on = start.precision == Precision::kThird ||
                          start.precision == Precision::kSeason;
  if (english_ || options_.single || !may_run_on) return false;
  const std::optional<Operand> end = ReadOperand(text_, start.end, context_);
  if (!end || end->precision != start.precision) return false;
  const bool follows =
      start.precision == Precision::kThird
          ? start.month && end->month && *end->month == *start.month % 12 + 1
          : end->part == start.part % 4 + 1;
  if (!follows) return false;
  member.end = *end;
  ends_ = end->end;
  return true;
}

bool JoinedReader::ReadRange(Member& member, Prefix prefix) {
  const size_t next = text_.SkipSpaces(member.start.end);
  std::optional<size_t> right;
  if (IsDash(text_, next) && text_.at(next + 1) != U'>') {
    right = next + 1;
    while (IsDash(text_, *right)) ++*right;
  } else if (!options_.single) {
    // 11月7日起至11月9日止
    const auto begun = english_ ? std::nullopt : text_.Match(next, U"起");
    if (begun) right = MatchAny(text_.SkipSpaces(*begun), joints_.to);
    if (!right) right = MatchAny(next, joints_.to);
    if (prefix == Prefix::kBetween && !right) {
      right = MatchAny(next, joints_.range_and);
    }
  }
  if (!right) return ReadRunOn(member);
  const size_t at = text_.SkipSpaces(*right);
  if (const auto now = MatchAny(at, joints_.present);
      now && member.start.precision) {
    member.open_end = true;
    ends_ = *now;
    return true;
  }
  const std::optional<Operand> end = ReadRight(at, member.start);
  if (!end || !EndsWell(text_, end->end)) return false;
  // `9-10` behind or before a day: `October 5-6 and 9-10`, `14-16 and 20 June`.
  if (!end->precision && !member.start.precision && !english_) return false;
  member.end = *end;
  ends_ = end->end;
  TakeWinter(member);
  if (!english_) {
    for (const std::u32string_view word : {U"为止", U"止"}) {
      if (const auto stop = text_.Match(ends_, word)) ends_ = *stop;
    }
  }
  return true;
}

void JoinedReader::ReadSuffix(Member& member) {
  const size_t next = text_.SkipSpaces(ends_);
  if (const auto end = MatchAny(next, joints_.onwards);
      end && !member.open_start && !member.end) {
    // 14:00开始: from that hour on.
    member.open_end = !member.start.has_clock;
    ends_ = *end;
    return;
  }
  if (const auto end = MatchAny(next, joints_.not_later);
      end && !member.open_end && !member.end) {
    member.open_start = true;
    ends_ = *end;
  }
}

// 从10月推迟 tells from where it was moved.
bool JoinedReader::IsMovedFrom() const {
  if (english_) return false;
  const WordRun run = SegmentRun(text_, text_.SkipSpaces(ends_), true);
  return !run.empty() && (run[0].word->kind == WordKind::kMoved ||
                          run[0].word->kind == WordKind::kPostponed);
}

std::optional<Member> JoinedReader::ReadMember(size_t i, Prefix prefix) {
  std::optional<Member> out(std::in_place);
  Member& member = *out;
  const std::optional<Operand> start = ReadOperand(text_, i, context_);
  if (!start) return std::nullopt;
  member.start = *start;
  ends_ = start->end;
  if (ReadRange(member, prefix) || ReadOpenEnd(member, prefix)) return out;
  if (options_.single) return out;
  switch (prefix) {
    case Prefix::kFrom:
    case Prefix::kAfter:
      if (!start->precision) return std::nullopt;
      if (IsMovedFrom()) return std::nullopt;
      if (const auto end = MatchAny(text_.SkipSpaces(ends_), joints_.onwards)) {
        ends_ = *end;
      }
      member.open_end = !start->has_clock;
      member.excludes = prefix == Prefix::kAfter;
      break;
    case Prefix::kUntil:
    case Prefix::kBefore:
      if (!start->precision) return std::nullopt;
      member.open_start = true;
      member.excludes = prefix == Prefix::kBefore;
      break;
    case Prefix::kBetween:
      return std::nullopt;
    case Prefix::kNone:
      if (start->precision) ReadSuffix(member);
      break;
  }
  if (prefix == Prefix::kFrom || prefix == Prefix::kNone) {
    const size_t next = text_.SkipSpaces(ends_);
    const auto duration =
        !member.open_start ? ReadJoinedDuration(text_, next) : std::nullopt;
    if (duration && start->precision) {
      member.duration = *duration;
      member.open_end = false;
      ends_ = duration->end;
    }
  }
  return out;
}

// Whether days go on behind `next` until a word that joins the last of them:
// `16` in `June 14, 16 and 18`.
bool JoinedReader::IsSerial(const Member& last, const Operand& next) const {
  int latest = DayNumber(last.end ? *last.end : last.start);
  if (!english_ || latest >= next.bare || ends_ != next.end) return false;
  latest = next.bare;
  size_t i = text_.SkipSpaces(next.end);
  constexpr int kMaxDays = 31;
  for (int count = 0; count < kMaxDays; ++count) {
    auto joint = MatchAny(i, joints_.also);
    if (!joint) joint = MatchAny(i, joints_.either);
    const bool is_last = joint.has_value();
    if (!joint && text_.at(i) == U',') joint = i + 1;
    if (!joint) return false;
    const auto number = ReadNumber(text_, text_.SkipSpaces(*joint));
    if (!number || number->digit_count > 2 || number->value <= latest ||
        text_.IsWordChar(number->end)) {
      return false;
    }
    if (is_last) return true;
    latest = number->value;
    i = text_.SkipSpaces(number->end);
  }
  return false;
}

bool JoinedReader::ReadNext(DateWords& words) {
  const size_t i = text_.SkipSpaces(words.end);
  std::optional<size_t> next;
  bool one_of = false;
  bool weak = false;  // A comma may also part fields.
  if (const auto either = MatchAny(i, joints_.either)) {
    next = either;
    one_of = true;
  } else if (const auto also = MatchAny(i, joints_.also)) {
    next = also;
  } else if (text_.at(i) == U',' || text_.at(i) == U'·' ||
             text_.at(i) == U'/') {
    next = i + 1;
    weak = text_.at(i) == U',';
    // `end of October/early November`
    one_of = text_.at(i) == U'/' &&
             PrecisionOf(words.members.back()) == Precision::kThird;
  }
  if (!next) return false;
  const Member& last = words.members.back();
  const size_t at = text_.SkipSpaces(*next);
  std::optional<Member> member;
  {
    const std::optional<Operand> right = ReadRight(at, last.start);
    if (!right) return false;
    Member single;
    single.start = *right;
    ends_ = right->end;
    ReadRange(single, Prefix::kNone);
    member = single;
  }
  if (!IsListable(last, one_of) || !IsListable(*member, one_of)) return false;
  const auto before = PrecisionOf(last);
  const auto after = PrecisionOf(*member);
  if (before && after && *before != *after) return false;
  // A number alone belongs to a date only beside a day.
  if (!after &&
      (before != Precision::kDay || (weak && !IsSerial(last, member->start))) &&
      !(before == std::nullopt)) {
    return false;
  }
  if (!before && after && *after != Precision::kDay && english_) return false;
  // A time of day or another number may follow: `5 May, 10:00`.
  if (!after && (text_.at(ends_) == U':' || text_.at(ends_) == U'%')) {
    return false;
  }
  if (words.members.size() > 1 && one_of != words.one_of) {
    // `5, 6 or 7 May`: the last word counts for all.
    if (!one_of) return false;
  }
  words.members.push_back(*member);
  words.one_of = one_of;
  words.end = ends_;
  return true;
}

// What is left out on the left stands on the right: `5-17 December 2022`; but a
// day behind a month is of that month where months stand first: `15` in
// `October 11-15 and November 25-28`.
void JoinedReader::TakeElided(DateWords& words) const {
  absl::InlinedVector<Operand*, 4> operands;
  for (Member& member : words.members) {
    operands.push_back(&member.start);
    if (member.end) operands.push_back(&*member.end);
  }
  const auto belongs_left = [&](size_t i) {
    const Operand& day = *operands[i];
    if (day.month || (day.precision && day.precision != Precision::kDay)) {
      return false;
    }
    const bool has_left = std::any_of(
        operands.begin(), operands.begin() + i,
        [](const Operand* left) { return left->month.has_value(); });
    const auto right = std::find_if(
        operands.begin() + i, operands.end(),
        [](const Operand* next) { return next->month.has_value(); });
    return has_left && right != operands.end() &&
           (!english_ || (*right)->month_first);
  };
  const Operand* behind = operands.back();
  for (size_t i = operands.size() - 1; i-- > 0;) {
    Operand& left = *operands[i];
    if (belongs_left(i)) {
      if (left.year) behind = &left;
      continue;
    }
    const Operand& right = *behind;
    behind = &left;
    if (left.fixed_first || right.fixed_first) continue;
    const bool is_day = !left.precision || left.precision == Precision::kDay;
    if (is_day && !left.month && right.month &&
        right.precision <= Precision::kMonth) {
      left.month = right.month;
    }
    if (left.year || !right.year) continue;
    const bool both_months = left.month && right.month;
    const bool both_parts =
        !left.month && !right.month && left.precision == right.precision;
    const bool back = (both_months && *left.month > *right.month) ||
                      (both_parts && left.part > right.part);
    left.year = *right.year - (back ? 1 : 0);
    left.year_in_digits = right.year_in_digits;
  }
  for (size_t i = 1; i < operands.size(); ++i) {
    const Operand& left = *operands[i - 1];
    Operand& right = *operands[i];
    if (right.following_year && left.year) right.year = *left.year + 1;
  }
}

// `two days` from 3 May, 为期3天, from when a date tells.
std::optional<Duration> JoinedReader::ReadLengthBefore(size_t i) const {
  if (options_.single) return std::nullopt;
  if (english_) return ReadEnglishDuration(text_, i, false);
  static constexpr std::u32string_view kMarks[] = {U"为期", U"為期", U"会期",
                                                   U"历时"};
  for (const std::u32string_view word : EntriesAt<kMarks>(text_, i)) {
    if (text_.Match(i, word)) return ReadJoinedDuration(text_, i);
  }
  return std::nullopt;
}

std::optional<DateWords> JoinedReader::Read(size_t i) {
  DateWords words;
  words.begin = i;
  size_t at = i;
  // `for two days from 3 May`
  const std::optional<Duration> length = ReadLengthBefore(i);
  if (length) {
    at = text_.SkipSpaces(length->end);
    if (!english_ && text_.at(at) == U',') at = text_.SkipSpaces(at + 1);
    if (english_ && !MatchAny(at, joints_.from)) return std::nullopt;
  }
  const Prefix prefix = ReadPrefix(at);
  if (english_) {
    if (const auto the = text_.Match(at, U"the ")) at = *the;
  }
  const std::optional<Member> first = ReadMember(at, prefix);
  if (!first) return std::nullopt;
  words.members.push_back(*first);
  if (length) {
    Member& member = words.members.back();
    if (!member.open_end) return std::nullopt;
    member.open_end = false;
    member.duration = *length;
  }
  words.end = ends_;
  constexpr size_t kMaxMembers = 50;
  const bool lists = !options_.single && prefix != Prefix::kBetween;
  while (lists && words.members.size() < kMaxMembers && ReadNext(words)) {
  }
  // `5, 10` and `5 and 10` without a month are no dates.
  if (std::none_of(
          words.members.begin(), words.members.end(),
          [](const Member& m) { return PrecisionOf(m).has_value(); })) {
    return std::nullopt;
  }
  TakeElided(words);
  const size_t open = text_.SkipSpaces(words.end);
  const bool grouped = text_.at(open) == U'(';
  const auto stated =
      ReadJoinedDuration(text_, grouped ? text_.SkipSpaces(open + 1) : open);
  if (stated && (words.members.back().end || words.members.size() > 1)) {
    const size_t close = text_.SkipSpaces(stated->end);
    if (!grouped || text_.at(close) == U')') {
      JoinDays(words);
      words.stated_duration = *stated;
      words.end = grouped ? close + 1 : stated->end;
    }
  }
  if (text_.IsDigit(words.end) || !EndsWell(text_, words.end)) {
    return std::nullopt;
  }
  return words;
}

}  // namespace

std::optional<DateWords> ReadJoinedDate(const Text& text, size_t i,
                                        const Context& context,
                                        JoinOptions options) {
  return JoinedReader(text, context, options).Read(i);
}

}  // namespace clearsky::notation
