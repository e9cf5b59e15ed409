#include "notation/joined_date.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "notation/operand_parts.h"
#include "notation/words.h"

namespace clearsky::notation {

using Texts = absl::Span<const std::u32string_view>;

struct Joints {
  Texts from;       // Before a date: it starts there.
  Texts after;      // Before: it starts behind that.
  Texts until;      // Before: it ends there, or sooner.
  Texts before;     // Before: it ends sooner.
  Texts between;    // Before a range.
  Texts to;         // Between the sides of a range.
  Texts range_and;  // The same after `between`.
  Texts onwards;    // Behind a date: it starts there.
  Texts not_later;  // Behind: it ends there, or sooner.
  Texts present;    // Instead of the end: until now.
  Texts also;       // Between members of a list.
  Texts either;     // Between members of which one is meant.
};

namespace {

constexpr std::u32string_view kEnFrom[] = {U"starting from ",
                                           U"starting in ",
                                           U"starting on ",
                                           U"starting ",
                                           U"beginning in ",
                                           U"beginning on ",
                                           U"beginning from ",
                                           U"as from ",
                                           U"as of ",
                                           U"effective from ",
                                           U"from ",
                                           U"since ",
                                           U"commencing on ",
                                           U"commencing in ",
                                           U"commencing ",
                                           U"not before ",
                                           U"not earlier than ",
                                           U"no earlier than ",
                                           U"from the ",
                                           U"since the "};
constexpr std::u32string_view kEnAfter[] = {U"after the end of ", U"after "};
constexpr std::u32string_view kEnUntil[] = {U"by no later than ",
                                            U"no later than ",
                                            U"not later than ",
                                            U"on or before ",
                                            U"up until ",
                                            U"up to ",
                                            U"until ",
                                            U"till ",
                                            U"by ",
                                            U"through ",
                                            U"at the latest by ",
                                            U"at the latest in ",
                                            U"at the latest ",
                                            U"by the latest ",
                                            U"ending on ",
                                            U"ending in "};
constexpr std::u32string_view kEnBefore[] = {U"before ", U"prior to ",
                                             U"earlier than "};
constexpr std::u32string_view kEnBetween[] = {U"between "};
constexpr std::u32string_view kEnTo[] = {U"through to ", U"up to ", U"through ",
                                         U"until ",      U"till ",  U"thru ",
                                         U"to "};
constexpr std::u32string_view kEnAnd[] = {U"and "};
constexpr std::u32string_view kEnOnwards[] = {
    U"onwards",   U"onward",    U"and onwards", U"and onward", U"and beyond",
    U"and after", U"and later", U"or later",    U"forward"};
constexpr std::u32string_view kEnNotLater[] = {U"at the latest", U"or earlier",
                                               U"at latest", U"or before"};
constexpr std::u32string_view kEnPresent[] = {
    U"the present", U"present", U"date", U"now", U"today", U"ongoing"};
constexpr std::u32string_view kEnAlso[] = {U", and ", U"as well as ", U"and ",
                                           U"& "};
constexpr std::u32string_view kEnEither[] = {U", or ", U"or "};

constexpr Joints kEnglish = {kEnFrom,     kEnAfter,   kEnUntil, kEnBefore,
                             kEnBetween,  kEnTo,      kEnAnd,   kEnOnwards,
                             kEnNotLater, kEnPresent, kEnAlso,  kEnEither};

constexpr std::u32string_view kZhFrom[] = {U"从", U"從", U"自从", U"自"};
constexpr std::u32string_view kZhUntil[] = {
    U"截至",   U"截止到", U"截止至", U"截止",   U"最迟于", U"最迟不晚于",
    U"最迟至", U"最迟在", U"最迟",   U"不迟于", U"不晚于", U"最晚于",
    U"最晚在", U"最晚",   U"至迟于", U"至迟"};
constexpr std::u32string_view kZhBetween[] = {U"介于"};
constexpr std::u32string_view kZhTo[] = {U"直至",   U"直到", U"延续至",
                                         U"持续至", U"至",   U"到"};
constexpr std::u32string_view kZhOnwards[] = {
    U"起至今", U"开始", U"以后", U"之后", U"以来", U"起",
    U"后",     U"開始", U"以後", U"之後", U"以來", U"後"};
constexpr std::u32string_view kZhNotLater[] = {U"之前", U"以前", U"前",
                                               U"为止", U"截止", U"止"};
constexpr std::u32string_view kZhPresent[] = {U"今后", U"今", U"目前", U"现在",
                                              U"現在"};
constexpr std::u32string_view kZhAlso[] = {U"以及", U"和", U"与", U"及", U"與"};
constexpr std::u32string_view kZhEither[] = {U"或者", U"或"};

constexpr Joints kChinese = {kZhFrom,     {},         kZhUntil, {},
                             kZhBetween,  kZhTo,      kZhAlso,  kZhOnwards,
                             kZhNotLater, kZhPresent, kZhAlso,  kZhEither};

bool IsDash(const Text& text, size_t i) {
  return text.at(i) == U'~' || text.at(i) == U'-';
}

std::optional<Duration> ReadEnglishDuration(const Text& text, size_t i,
                                            bool must_mark);

class JoinedReader {
 public:
  JoinedReader(const Text& text, const Context& context, JoinOptions options)
      : text_(text),
        context_(context),
        options_(options),
        english_(text.language() == Language::kEnglish),
        joints_(english_ ? kEnglish : kChinese) {}

  std::optional<DateWords> Read(size_t i);

 private:
  enum class Prefix { kNone, kFrom, kAfter, kUntil, kBefore, kBetween };

  // The index after the first of `words` at `i`, as whole words.
  std::optional<size_t> MatchAny(size_t i, Texts words) const;
  Prefix ReadPrefix(size_t& i) const;
  std::optional<Member> ReadMember(size_t i, Prefix prefix);
  bool ReadRange(Member& member, Prefix prefix);
  bool ReadOpenEnd(Member& member, Prefix prefix);
  void ReadSuffix(Member& member);
  bool IsMovedFrom() const;
  bool ReadNext(DateWords& words);
  std::optional<Operand> ReadRight(size_t i, const Operand& left);
  void TakeElided(DateWords& words) const;

  const Text& text_;
  const Context& context_;
  const JoinOptions options_;
  const bool english_;
  const Joints& joints_;
  size_t ends_ = 0;
};

std::optional<size_t> JoinedReader::MatchAny(size_t i, Texts words) const {
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
  const auto take = [&](Texts words) {
    const auto end = MatchAny(i, words);
    if (end) i = text_.SkipSpaces(*end);
    return end.has_value();
  };
  if (take(joints_.from)) return Prefix::kFrom;
  if (take(joints_.until)) return Prefix::kUntil;
  if (take(joints_.before)) return Prefix::kBefore;
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
    operand = left;
    operand->fixed_first = absl::NextWeekday(
        absl::PrevWeekday(*left.fixed_first + 1, absl::Weekday::monday) - 1,
        name->weekday);
    operand->fixed_last = operand->fixed_first;
    operand->end = name->end;
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

bool JoinedReader::ReadRange(Member& member, Prefix prefix) {
  const size_t next = text_.SkipSpaces(member.start.end);
  std::optional<size_t> right;
  if (IsDash(text_, next) && text_.at(next + 1) != U'>') {
    right = next + 1;
    while (IsDash(text_, *right)) ++*right;
  } else if (!options_.single) {
    if (const auto to = MatchAny(next, joints_.to)) right = to;
    if (prefix == Prefix::kBetween && !right) {
      right = MatchAny(next, joints_.range_and);
    }
  }
  if (!right) return false;
  const size_t at = text_.SkipSpaces(*right);
  if (const auto now = MatchAny(at, joints_.present);
      now && member.start.precision) {
    member.open_end = true;
    ends_ = *now;
    return true;
  }
  const std::optional<Operand> end = ReadRight(at, member.start);
  if (!end || !EndsWell(text_, end->end)) return false;
  if (!end->precision && !member.start.precision) return false;
  member.end = *end;
  ends_ = end->end;
  return true;
}

void JoinedReader::ReadSuffix(Member& member) {
  const size_t next = text_.SkipSpaces(ends_);
  if (const auto end = MatchAny(next, joints_.onwards);
      end && !member.open_start && !member.end) {
    member.open_end = true;
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
  Member member;
  const std::optional<Operand> start = ReadOperand(text_, i, context_);
  if (!start) return std::nullopt;
  member.start = *start;
  ends_ = start->end;
  if (ReadRange(member, prefix) || ReadOpenEnd(member, prefix)) return member;
  if (options_.single) return member;
  switch (prefix) {
    case Prefix::kFrom:
    case Prefix::kAfter:
      if (!start->precision) return std::nullopt;
      if (IsMovedFrom()) return std::nullopt;
      if (const auto end = MatchAny(text_.SkipSpaces(ends_), joints_.onwards)) {
        ends_ = *end;
      }
      member.open_end = true;
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
  return member;
}

std::optional<Precision> PrecisionOf(const Member& member) {
  return member.start.precision ? member.start.precision
         : member.end           ? member.end->precision
                                : std::nullopt;
}

bool IsListable(const Member& member) {
  if (member.open_start || member.open_end || member.duration) return false;
  const auto fits = [](const Operand& operand) {
    return !operand.precision || *operand.precision == Precision::kDay ||
           *operand.precision == Precision::kMonth ||
           *operand.precision == Precision::kQuarter ||
           *operand.precision == Precision::kSeason ||
           *operand.precision == Precision::kHalf;
  };
  return fits(member.start) && (!member.end || fits(*member.end));
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
  if (!IsListable(last) || !IsListable(*member)) return false;
  const auto before = PrecisionOf(last);
  const auto after = PrecisionOf(*member);
  if (before && after && *before != *after) return false;
  // A number alone belongs to a date only beside a day.
  if (!after && (before != Precision::kDay || weak) &&
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

// What is left out on the left stands on the right: `5-17 December 2022`.
void JoinedReader::TakeElided(DateWords& words) const {
  std::vector<Operand*> operands;
  for (Member& member : words.members) {
    operands.push_back(&member.start);
    if (member.end) operands.push_back(&*member.end);
  }
  for (size_t i = operands.size(); i-- > 1;) {
    Operand& left = *operands[i - 1];
    const Operand& right = *operands[i];
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

std::optional<DateWords> JoinedReader::Read(size_t i) {
  DateWords words;
  words.begin = i;
  size_t at = i;
  // `for two days from 3 May`
  const auto length = english_ && !options_.single
                          ? ReadEnglishDuration(text_, i, false)
                          : std::nullopt;
  if (length) {
    at = text_.SkipSpaces(length->end);
    if (!MatchAny(at, joints_.from)) return std::nullopt;
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
  if (stated && words.members.back().end) {
    const size_t close = text_.SkipSpaces(stated->end);
    if (!grouped || text_.at(close) == U')') {
      words.stated_duration = *stated;
      words.end = grouped ? close + 1 : stated->end;
    }
  }
  if (text_.IsDigit(words.end) || !EndsWell(text_, words.end)) {
    return std::nullopt;
  }
  return words;
}

struct Count {
  std::u32string_view text;
  int value;
};

constexpr Count kEnglishCounts[] = {
    {U"one", 1},  {U"two", 2},  {U"three", 3}, {U"four", 4},
    {U"five", 5}, {U"six", 6},  {U"seven", 7}, {U"eight", 8},
    {U"nine", 9}, {U"ten", 10}, {U"a", 1},
};

struct Unit {
  std::u32string_view text;
  Duration::Unit unit;
  int factor;
};

constexpr Unit kEnglishUnits[] = {
    {U" days", Duration::Unit::kDay, 1},
    {U" day", Duration::Unit::kDay, 1},
    {U" weeks", Duration::Unit::kDay, 7},
    {U" week", Duration::Unit::kDay, 7},
    {U" months", Duration::Unit::kMonth, 1},
    {U" month", Duration::Unit::kMonth, 1},
    {U" years", Duration::Unit::kYear, 1},
    {U" year", Duration::Unit::kYear, 1},
};

constexpr Unit kChineseUnits[] = {
    {U"天", Duration::Unit::kDay, 1},     {U"일", Duration::Unit::kDay, 1},
    {U"个星期", Duration::Unit::kDay, 7}, {U"周", Duration::Unit::kDay, 7},
    {U"个월", Duration::Unit::kMonth, 1}, {U"年", Duration::Unit::kYear, 1},
    {U"년", Duration::Unit::kYear, 1},
};

// `must_mark`: only with a word that says that it is a length.
std::optional<Duration> ReadEnglishDuration(const Text& text, size_t i,
                                            bool must_mark) {
  bool marked = !must_mark;
  for (const std::u32string_view word :
       {U"for a total of ", U"for a period of ", U"lasting ", U"over ",
        U"for "}) {
    const auto end = text.Match(i, word);
    if (!end) continue;
    marked = true;
    i = *end;
    break;
  }
  Duration duration;
  size_t end = 0;
  if (const auto number = ReadNumber(text, i)) {
    if (number->digit_count > 3 || number->value == 0) return std::nullopt;
    duration.count = number->value;
    end = number->end;
  } else {
    for (const Count& count : kEnglishCounts) {
      const auto word = text.Match(i, count.text);
      if (word && !text.IsWordChar(*word)) {
        duration.count = count.value;
        end = *word;
      }
    }
    if (duration.count == 0) return std::nullopt;
  }
  for (const std::u32string_view word : {U" consecutive", U" full"}) {
    if (const auto after = text.Match(end, word)) end = *after;
  }
  if (text.at(end) == U'-') ++end;
  for (const Unit& unit : kEnglishUnits) {
    const auto word = text.Match(end, unit.text);
    if (!word || text.IsWordChar(*word)) continue;
    duration.unit = unit.unit;
    duration.count *= unit.factor;
    duration.end = *word;
    return marked || text.at(i == 0 ? 0 : i - 1) == U'('
               ? std::optional(duration)
               : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Duration> ReadChineseDuration(const Text& text, size_t i) {
  if (text.at(i) == U',') i = text.SkipSpaces(i + 1);
  bool marked = false;
  for (const std::u32string_view word :
       {U"会期为", U"会期", U"为期", U"為期", U"历时", U"共计", U"共", U"连续",
        U"持续", U"举行", U"的"}) {
    const auto end = text.Match(i, word);
    if (!end || marked) continue;
    marked = true;
    i = *end;
  }
  const auto number = ReadNumber(text, i);
  if (!number || number->digit_count > 3 || number->value == 0) {
    return std::nullopt;
  }
  Duration duration;
  duration.count = number->value;
  for (const Unit& unit : kChineseUnits) {
    const auto end = text.Match(number->end, unit.text);
    if (!end) continue;
    // 5日 is a day of the month, 5天 a length.
    if (unit.text == U"일" && !marked) return std::nullopt;
    if (unit.unit == Duration::Unit::kYear && !marked) return std::nullopt;
    duration.unit = unit.unit;
    duration.count *= unit.factor;
    duration.end = *end;
    return duration;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Duration> ReadJoinedDuration(const Text& text, size_t i) {
  return text.language() == Language::kEnglish
             ? ReadEnglishDuration(text, i, true)
             : ReadChineseDuration(text, i);
}

std::optional<DateWords> ReadJoinedDate(const Text& text, size_t i,
                                        const Context& context,
                                        JoinOptions options) {
  return JoinedReader(text, context, options).Read(i);
}

}  // namespace clearsky::notation
