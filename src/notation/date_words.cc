#include "notation/date_words.h"

#include <algorithm>
#include <utility>

#include "notation/joined_date.h"
#include "notation/word_table.h"
#include "notation/words.h"

namespace clearsky::notation {
namespace {

struct NativeCount {
  std::u32string_view text;
  int count;
  Duration::Unit unit = Duration::Unit::kDay;
};

constexpr NativeCount kNativeCounts[] = {
    {U"하루", 1},
    {U"이틀", 2},
    {U"양일", 2},
    {U"사흘", 3},
    {U"나흘", 4},
    {U"닷새", 5},
    {U"엿새", 6},
    {U"이레", 7},
    {U"여드레", 8},
    {U"아흐레", 9},
    {U"열흘", 10},
    {U"보름", 15},
    {U"일주일", 7},
    {U"일주", 7},
    {U"한 주", 7},
    {U"두 주", 14},
    {U"한 달", 1, Duration::Unit::kMonth},
    {U"두 달", 2, Duration::Unit::kMonth},
    {U"석 달", 3, Duration::Unit::kMonth},
    {U"세 달", 3, Duration::Unit::kMonth},
    {U"넉 달", 4, Duration::Unit::kMonth},
    {U"반 년", 6, Duration::Unit::kMonth},
};

// `간`, `동안` or `에 걸쳐` after a count of days.
std::optional<size_t> MatchDuring(const Text& text, size_t i) {
  for (const std::u32string_view word : {U" 동안", U" 간", U"에 걸쳐"}) {
    const auto end = text.Match(i, word);
    if (end && EndsWell(text, *end)) return end;
  }
  return std::nullopt;
}

std::optional<Duration> ReadDuration(const Text& text, size_t i) {
  Duration duration;
  for (const NativeCount& native : EntriesAt<kNativeCounts>(text, i)) {
    const auto word = text.Match(i, native.text);
    const auto end = word ? MatchDuring(text, *word) : std::nullopt;
    if (!end) continue;
    duration.count = native.count;
    duration.unit = native.unit;
    duration.end = *end;
    return duration;
  }
  std::optional<Number> number = ReadNumber(text, i);
  if (!number || number->digit_count > 3 || number->value == 0) {
    return std::nullopt;
  }
  if (const auto nights = text.Match(number->end, U"박 ")) {
    number = ReadNumber(text, *nights);
    if (!number || number->digit_count > 3) return std::nullopt;
    const auto end = text.Match(number->end, U"일");
    if (!end) return std::nullopt;
    duration.count = number->value;
    duration.end = MatchDuring(text, *end).value_or(*end);
    return duration;
  }
  struct Unit {
    std::u32string_view text;
    Duration::Unit unit;
    int factor;
  };
  static constexpr Unit kUnits[] = {{U" 일", Duration::Unit::kDay, 1},
                                    {U" 주일", Duration::Unit::kDay, 7},
                                    {U" 주", Duration::Unit::kDay, 7},
                                    {U" 개월", Duration::Unit::kMonth, 1},
                                    {U" 달", Duration::Unit::kMonth, 1},
                                    {U" 년", Duration::Unit::kYear, 1}};
  for (const Unit& unit : EntriesAt<kUnits>(text, number->end)) {
    const auto word = text.Match(number->end, unit.text);
    const auto end = word ? MatchDuring(text, *word) : std::nullopt;
    if (!end) continue;
    duration.unit = unit.unit;
    duration.count = number->value * unit.factor;
    duration.end = *end;
    return duration;
  }
  return std::nullopt;
}

constexpr std::u32string_view kPresent[] = {U" 현재", U" 계속"};
constexpr std::u32string_view kBefore[] = {U" 전까지", U" 이전에", U" 전"};
constexpr std::u32string_view kUntil[] = {U" 이전까지", U" 이전", U" 까지"};
constexpr std::u32string_view kSince[] = {U" 이후", U" 이래"};
constexpr std::u32string_view kFrom[] = {U" 부터는", U" 부터"};
constexpr std::u32string_view kAlso[] = {U"및", U"과", U"와", U"그리고"};
constexpr std::u32string_view kEither[] = {U"또는", U"혹은", U"이나 ", U"or "};

// The first of `kWords` at `i`, when it ends a word.
template <const auto& kWords>
std::optional<size_t> MatchAny(const Text& text, size_t i) {
  for (const std::u32string_view word : EntriesAt<kWords>(text, i)) {
    const auto end = text.Match(i, word);
    if (end && EndsWell(text, *end)) return end;
  }
  return std::nullopt;
}

class Reader {
 public:
  Reader(const Text& text, const Context& context)
      : text_(text), context_(context) {}

  std::optional<DateWords> Read(size_t i);

 private:
  std::optional<Member> ReadMember(size_t i);
  bool ReadAfterWave(size_t i, Member& member);
  bool ReadAfterDash(size_t i, Member& member);
  bool ReadAfterFrom(size_t i, Member& member);
  void ReadRange(Member& member);
  bool IsBeforeDay(size_t i) const;
  bool ReadNext(DateWords& words);
  std::optional<Operand> ReadEnd(size_t i, const Operand& start);

  const Text& text_;
  const Context& context_;
  size_t ends_ = 0;  // Where the member just read ends.
};

// The right side of a range; its `까지` belongs to it.
std::optional<Operand> Reader::ReadEnd(size_t i, const Operand& start) {
  i = text_.SkipSpaces(i);
  std::optional<Operand> operand = ReadOperand(text_, i, context_);
  if (!operand && start.fixed_first && start.precision == Precision::kDay) {
    // `다음 주 화요일부터 목요일까지`: of the same week.
    if (const auto name = ReadWeekday(text_, i)) {
      operand = SameWeek(start, *name);
    }
  }
  if (!operand || !EndsWell(text_, operand->end)) {
    // `11.13일까지`: the particle is no word of the table.
    if (!operand || !text_.Match(operand->end, U" 까지")) return std::nullopt;
  }
  if (const auto until = text_.Match(operand->end, U" 까지")) {
    operand->end = *until;
  }
  return operand;
}

bool Reader::ReadAfterWave(size_t i, Member& member) {
  while (text_.at(i + 1) == U'~') ++i;
  if (const auto now = MatchAny<kPresent>(text_, i + 1)) {
    member.open_end = true;
    ends_ = *now;
    return true;
  }
  if (const auto end = ReadEnd(i + 1, member.start)) {
    member.end = *end;
    ends_ = end->end;
    return true;
  }
  if (const auto duration = ReadDuration(text_, text_.SkipSpaces(i + 1))) {
    member.duration = *duration;
    ends_ = duration->end;
    return true;
  }
  // `14:00~`: from that hour on.
  member.open_end = !member.start.has_clock;
  ends_ = i + 1;
  return true;
}

// A dash is a range before a date, an open end before nothing or a word of
// status, else no part of the date.
bool Reader::ReadAfterDash(size_t i, Member& member) {
  if (const auto end = ReadEnd(i + 1, member.start)) {
    member.end = *end;
    ends_ = end->end;
    return true;
  }
  const size_t next = text_.SkipSpaces(i + 1);
  const char32_t c = text_.at(next);
  const WordRun words = SegmentRun(text_, next, false);
  // `'22년 12월- 예정`, but not `10월 - 영상`.
  const bool before_status =
      !words.empty() && words.front().word->kind != WordKind::kMode &&
      words.front().word->kind != WordKind::kPlace && text_.at(i - 1) != U' ';
  if (c == 0 || c == U',' || c == U')' || c == U';' || before_status) {
    member.open_end = true;
    ends_ = i + 1;
    return true;
  }
  return false;
}

bool Reader::ReadAfterFrom(size_t i, Member& member) {
  size_t next = text_.SkipSpaces(i);
  if (text_.at(next) == U'~') next = text_.SkipSpaces(next + 1);
  if (member.start.has_clock) {
    // `14시부터 16시까지`: hours of one day.
    if (const auto until = ReadTime(text_, next)) {
      const auto end = text_.Match(until->end, U" 까지");
      ends_ = end.value_or(until->end);
      return true;
    }
  }
  if (const auto end = ReadEnd(next, member.start)) {
    member.end = *end;
    ends_ = end->end;
    return true;
  }
  if (const auto duration = ReadDuration(text_, next)) {
    member.duration = *duration;
    ends_ = duration->end;
    return true;
  }
  if (!EndsWell(text_, i)) return false;
  member.open_end = !member.start.has_clock;
  ends_ = i;
  return true;
}

// What follows the first operand: the rest of a range, an open end or start.
void Reader::ReadRange(Member& member) {
  const size_t after = member.start.end;
  const size_t next = text_.SkipSpaces(after);
  if (text_.at(next) == U'~' && ReadAfterWave(next, member)) return;
  if (text_.at(next) == U'-' && ReadAfterDash(next, member)) return;
  for (const std::u32string_view from : EntriesAt<kFrom>(text_, after)) {
    const auto end = text_.Match(after, from);
    if (end && ReadAfterFrom(*end, member)) return;
  }
  if (const auto from = text_.Match(after, U"에서 ")) {
    const auto end = ReadEnd(*from, member.start);
    if (end && text_.at(end->end - 1) == U'지') {
      member.end = *end;
      ends_ = end->end;
      return;
    }
  }
  if (!member.start.precision) return;
  if (const auto end = MatchAny<kBefore>(text_, after);
      end && text_.Match(after, U" 전")) {
    member.open_start = true;
    member.excludes = true;
    ends_ = *end;
  } else if (const auto until = MatchAny<kUntil>(text_, after)) {
    member.open_start = true;
    ends_ = *until;
  } else if (const auto since = MatchAny<kSince>(text_, after)) {
    member.open_end = true;
    ends_ = *since;
  } else if (const auto duration = ReadDuration(text_, next)) {
    member.duration = *duration;
    ends_ = duration->end;
  }
}

std::optional<Member> Reader::ReadMember(size_t i) {
  std::optional<Member> out(std::in_place);
  Member& member = *out;
  if (text_.at(i) == U'~') {
    member.open_start = true;
    i = text_.SkipSpaces(i + 1);
  }
  if (const auto latest = text_.Match(i, U"늦어도 ")) {
    member.open_start = true;
    i = *latest;
  }
  const std::optional<Operand> start = ReadOperand(text_, i, context_);
  if (!start) return std::nullopt;
  member.start = *start;
  ends_ = start->end;
  if (member.open_start) {
    if (!start->precision) return std::nullopt;
    if (const auto until = text_.Match(ends_, U" 까지")) ends_ = *until;
    return out;
  }
  ReadRange(member);
  if (member.end && !member.end->precision && !member.start.precision) {
    return std::nullopt;
  }
  return out;
}

// Whether numbers follow the one that ends at `i` of which the last is a day.
bool Reader::IsBeforeDay(size_t i) const {
  constexpr int kMaxDays = 31;
  for (int count = 0; count < kMaxDays; ++count) {
    const size_t next = text_.SkipSpaces(i);
    if (text_.at(next) != U',') return false;
    const auto number = ReadNumber(text_, text_.SkipSpaces(next + 1));
    if (!number || number->digit_count > 2) return false;
    if (text_.at(number->end) == U'일') return true;
    i = number->end;
  }
  return false;
}

// The next member of a list, when one follows.
bool Reader::ReadNext(DateWords& words) {
  const size_t i = text_.SkipSpaces(words.end);
  std::optional<size_t> next;
  bool one_of = false;
  if (text_.at(i) == U',' || text_.at(i) == U'·' || text_.at(i) == U'&') {
    next = i + 1;
    if (const auto both = text_.Match(text_.SkipSpaces(i + 1), U"및")) {
      next = *both;
    }
  } else if (text_.at(i) == U'/' && text_.at(text_.SkipSpaces(i + 1)) != 0) {
    next = i + 1;
  } else {
    for (const std::u32string_view word : EntriesAt<kAlso>(text_, i)) {
      if (const auto end = text_.Match(i, word); end && !next) next = *end;
    }
    for (const std::u32string_view word : EntriesAt<kEither>(text_, i)) {
      if (const auto end = text_.Match(i, word); end && !next) {
        next = *end;
        one_of = true;
      }
    }
  }
  if (!next) return false;
  const Member& last = words.members.back();
  std::optional<Member> member = ReadMember(text_.SkipSpaces(*next));
  if (!member) return false;
  if (member->duration && !one_of) {
    // `26일과 27일 이틀간`: the length is that of both.
    member->duration.reset();
    ends_ = member->start.end;
  }
  if (!IsListable(last, one_of) || !IsListable(*member, one_of)) return false;
  if (words.members.size() > 1 && one_of != words.one_of) return false;
  const auto before = PrecisionOf(last);
  const auto after = PrecisionOf(*member);
  // A number alone follows a date by a middle dot only: `10.26·27`, not
  // `10.26, 27`; before one that has a unit it may stand: `3, 6, 9월`, `10월
  // 26, 27, 28일`.
  if (before && !after && text_.at(i) != U'·' &&
      !(before == Precision::kDay && IsBeforeDay(ends_))) {
    return false;
  }
  if (before && after && *before != *after) return false;
  // A number alone takes its unit from a neighbour that has nothing more.
  if (!before && after &&
      (member->start.year ||
       (member->start.month && *after == Precision::kDay))) {
    return false;
  }
  if (text_.IsWordChar(ends_) && !EndsWell(text_, ends_)) return false;
  words.members.push_back(*member);
  words.one_of = one_of;
  words.end = ends_;
  return true;
}

std::optional<DateWords> Reader::Read(size_t i) {
  DateWords words;
  words.begin = i;
  const std::optional<Member> first = ReadMember(i);
  if (!first) return std::nullopt;
  words.members.push_back(*first);
  words.end = ends_;
  constexpr size_t kMaxMembers = 50;
  while (words.members.size() < kMaxMembers && ReadNext(words)) {
  }
  if (std::none_of(
          words.members.begin(), words.members.end(),
          [](const Member& m) { return PrecisionOf(m).has_value(); })) {
    return std::nullopt;
  }
  const size_t open = text_.SkipSpaces(words.end);
  if (text_.at(open) == U'(') {
    const auto duration = ReadDuration(text_, text_.SkipSpaces(open + 1));
    const size_t close = duration ? text_.SkipSpaces(duration->end) : 0;
    if (duration && text_.at(close) == U')') {
      words.stated_duration = *duration;
      words.end = close + 1;
    }
  }
  const bool is_range =
      words.members.back().end.has_value() || FollowEachOther(words.members);
  const size_t length =
      text_.at(open) == U',' ? text_.SkipSpaces(open + 1) : open;
  if (const auto duration = ReadDuration(text_, length); is_range && duration) {
    JoinDays(words);
    words.stated_duration = *duration;
    words.end = duration->end;
  }
  if (!EndsWell(text_, words.end) || text_.IsDigit(words.end)) {
    return std::nullopt;
  }
  return words;
}

}  // namespace

std::optional<Precision> PrecisionOf(const Member& member) {
  return member.start.precision ? member.start.precision
         : member.end           ? member.end->precision
                                : std::nullopt;
}

bool IsListable(const Member& member, bool one_of) {
  if (member.open_start || member.open_end || member.duration) return false;
  const auto fits = [one_of](const Operand& operand) {
    if (one_of && operand.precision == Precision::kThird) return true;
    return !operand.precision || *operand.precision == Precision::kDay ||
           *operand.precision == Precision::kMonth ||
           *operand.precision == Precision::kQuarter ||
           *operand.precision == Precision::kSeason ||
           *operand.precision == Precision::kHalf;
  };
  return fits(member.start) && (!member.end || fits(*member.end));
}

Operand SameWeek(const Operand& day, const WeekdayName& name) {
  Operand other = day;
  const absl::CivilDay monday =
      absl::PrevWeekday(*day.fixed_first + 1, absl::Weekday::monday);
  other.fixed_first = absl::NextWeekday(monday - 1, name.weekday);
  other.fixed_last = other.fixed_first;
  other.end = name.end;
  return other;
}

int DayNumber(const Operand& operand) {
  return operand.precision ? operand.day.value_or(0) : operand.bare;
}

bool FollowEachOther(const std::vector<Member>& members) {
  for (size_t i = 0; i < members.size(); ++i) {
    if (members[i].end || DayNumber(members[i].start) == 0) return false;
    if (i == 0) continue;
    const Operand& last = members[i - 1].start;
    const Operand& next = members[i].start;
    const bool other_month = next.month && next.month != last.month;
    if (other_month || next.fixed_first ||
        DayNumber(next) != DayNumber(last) + 1) {
      return false;
    }
  }
  return members.size() > 1;
}

void JoinDays(DateWords& words) {
  if (!FollowEachOther(words.members)) return;
  words.members.front().end = words.members.back().start;
  words.members.resize(1);
}

std::optional<DateWords> ReadDateWords(const Text& text, size_t i,
                                       const Context& context) {
  if (text.language() != Language::kKorean) {
    return ReadJoinedDate(text, i, context, JoinOptions());
  }
  return Reader(text, context).Read(i);
}

}  // namespace clearsky::notation
