#include <algorithm>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "notation/date_words.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::notation {
namespace {

using plan::FormatDay;

// An operand with nothing elided.
struct Piece {
  absl::CivilDay first;
  absl::CivilDay last;
  // EDTF; empty when only a set can say it (a third, a week).
  std::string text;
  int year = 0;
  int month = 0;
};

// What an operand takes from the one before it.
struct Inherited {
  std::optional<int> year;
  std::optional<int> month;
};

absl::Status Impossible(absl::string_view why) {
  return absl::InvalidArgumentError(why);
}

absl::Status CheckMonth(int month) {
  if (month >= 1 && month <= 12) return absl::OkStatus();
  return Impossible(
      absl::StrCat("month ", month, " does not exist; months are 1 to 12"));
}

// As plan::LastDayOfMonth, without a step back over the month's end: civil
// days take one far more slowly than they count forward.
absl::CivilDay LastDay(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap =
      year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) && month == 2;
  return absl::CivilDay(year, month, kDays[month - 1] + (is_leap ? 1 : 0));
}

Piece Months(int year, int first, int count, absl::string_view code) {
  Piece piece;
  piece.first = absl::CivilDay(year, first, 1);
  const int last = first + count - 1;  // A winter ends in the next year.
  piece.last =
      LastDay(year + (last > 12 ? 1 : 0), last > 12 ? last - 12 : last);
  piece.text = absl::StrCat(absl::Dec(year, absl::kZeroPad4), code);
  piece.year = year;
  piece.month = first;
  return piece;
}

absl::Status CheckPart(int part, int count, absl::string_view name,
                       absl::string_view names) {
  if (part >= 1 && part <= count) return absl::OkStatus();
  return Impossible(absl::StrCat(name, " ", part, " does not exist; ", names,
                                 " are 1 to ", count));
}

absl::StatusOr<Piece> PartOfYear(const Operand& operand, int year) {
  const int part = operand.part;
  switch (*operand.precision) {
    case Precision::kQuarter:
      RETURN_IF_ERROR(CheckPart(part, 4, "quarter", "quarters"));
      return Months(year, part * 3 - 2, 3, absl::StrCat("-", part + 32));
    case Precision::kSeason:
      RETURN_IF_ERROR(CheckPart(part, 4, "season", "seasons"));
      return Months(year, part * 3, 3, absl::StrCat("-", part + 20));
    case Precision::kHalf:
      RETURN_IF_ERROR(CheckPart(part, 2, "half", "halves"));
      return Months(year, part * 6 - 5, 6, absl::StrCat("-", part + 39));
    default:
      return Months(year, 1, 12, "");
  }
}

// `첫째 월요일`: of the month from `first` to `last`.
absl::StatusOr<absl::CivilDay> NthWeekday(const Operand& operand,
                                          absl::CivilDay first,
                                          absl::CivilDay last) {
  if (operand.nth_weekday < 0) {
    return absl::PrevWeekday(last + 1, *operand.weekday);
  }
  const absl::CivilDay day = absl::NextWeekday(first - 1, *operand.weekday) +
                             7 * (operand.nth_weekday - 1);
  if (day > last) {
    return Impossible(absl::StrCat("the month has no such weekday a ",
                                   operand.nth_weekday, "th time"));
  }
  return day;
}

absl::StatusOr<Piece> PartOfMonth(const Operand& operand, int year, int month) {
  RETURN_IF_ERROR(CheckMonth(month));
  const absl::CivilDay last = LastDay(year, month);
  if (operand.precision == Precision::kMonth) {
    return Months(year, month, 1,
                  absl::StrCat("-", absl::Dec(month, absl::kZeroPad2)));
  }
  Piece piece;
  piece.first = absl::CivilDay(year, month, 1);
  piece.last = last;
  piece.year = year;
  piece.month = month;
  if (operand.precision == Precision::kThird && operand.first_day > 0) {
    piece.first = absl::CivilDay(year, month, operand.first_day);
    if (operand.until_day > 0) {
      piece.last = absl::CivilDay(year, month, operand.until_day);
    }
    piece.text.clear();
    return piece;
  }
  if (operand.precision == Precision::kThird) {
    piece.first = absl::CivilDay(year, month, operand.first_third * 10 + 1);
    if (operand.last_third < 2) {
      piece.last = absl::CivilDay(year, month, operand.last_third * 10 + 10);
    }
    piece.text.clear();
    return piece;
  }
  if (operand.nth_weekday != 0) {
    ASSIGN_OR_RETURN(piece.first, NthWeekday(operand, piece.first, last));
    piece.last = piece.first;
    piece.text = FormatDay(piece.first);
    return piece;
  }
  const int day = operand.last_day ? last.day() : *operand.day;
  if (day < 1 || day > last.day()) {
    return Impossible(absl::StrFormat(
        "day %d does not exist in %04d-%02d, which ends on day %d", day, year,
        month, last.day()));
  }
  piece.first = absl::CivilDay(year, month, day);
  piece.last = piece.first;
  piece.text = FormatDay(piece.first);
  return piece;
}

absl::StatusOr<Piece> ResolveOperand(const Operand& operand,
                                     const Inherited& inherited,
                                     const Context& context) {
  if (operand.fixed_first) {
    Piece piece;
    piece.first = *operand.fixed_first;
    piece.last = *operand.fixed_last;
    piece.year = static_cast<int>(piece.first.year());
    piece.month = piece.first.month();
    if (piece.first == piece.last) piece.text = FormatDay(piece.first);
    return piece;
  }
  int year =
      operand.year.value_or(inherited.year.value_or(DefaultYear(context)));
  if (year < 1 || year > 9998) {
    return Impossible(absl::StrCat("year ", year, " is out of range"));
  }
  if (*operand.precision == Precision::kWeek) {
    // The week of a day, from Monday.
    Operand day = operand;
    day.precision = Precision::kDay;
    ASSIGN_OR_RETURN(Piece piece, ResolveOperand(day, inherited, context));
    piece.first = absl::PrevWeekday(piece.first + 1, absl::Weekday::monday);
    piece.last = piece.first + 6;
    piece.text.clear();
    return piece;
  }
  if (*operand.precision > Precision::kMonth) return PartOfYear(operand, year);
  int month =
      operand.month.value_or(inherited.month.value_or(context.day.month()));
  ASSIGN_OR_RETURN(Piece piece, PartOfMonth(operand, year, month));
  // 오는 and 지난 move what lies on the wrong side of the context day.
  const int step = operand.direction > 0 && piece.last < context.day    ? 1
                   : operand.direction < 0 && piece.first > context.day ? -1
                                                                        : 0;
  if (step == 0 || operand.year) return piece;
  if (operand.month) {
    year += step;
  } else {
    const absl::CivilMonth moved = absl::CivilMonth(year, month) + step;
    year = static_cast<int>(moved.year());
    month = moved.month();
  }
  return PartOfMonth(operand, year, month);
}

// The number of the finest part of `operand`, taken by a bare neighbour.
void TakeUnit(Precision unit, Operand& bare) {
  bare.precision = unit;
  switch (unit) {
    case Precision::kDay:
      bare.day = bare.bare;
      break;
    case Precision::kMonth:
    case Precision::kThird:
      bare.precision = Precision::kMonth;
      bare.month = bare.bare;
      break;
    case Precision::kYear:
      bare.year = bare.bare + (bare.bare_digits > 2 ? 0
                               : bare.bare < 70     ? 2000
                                                    : 1900);
      bare.year_in_digits = true;
      break;
    default:
      bare.part = bare.bare;
      break;
  }
}

absl::Status CheckUnit(const Operand& bare, Precision unit) {
  if (unit == Precision::kWeek || unit == Precision::kSeason ||
      (unit == Precision::kYear && bare.bare_digits != 2)) {
    return Impossible(
        absl::StrCat("number ", bare.bare,
                     " has no unit; accepted are 22~23일, 10~11월, 2018~22년"));
  }
  return absl::OkStatus();
}

// Gives bare numbers the unit of their neighbour.
absl::Status ResolveUnits(std::vector<Member>& members) {
  absl::InlinedVector<Operand*, 4> operands;
  for (Member& member : members) {
    operands.push_back(&member.start);
    if (member.end) operands.push_back(&*member.end);
  }
  for (size_t i = operands.size(); i-- > 1;) {
    Operand& left = *operands[i - 1];
    const Operand& right = *operands[i];
    if (!right.precision) continue;
    if (!left.precision) {
      RETURN_IF_ERROR(CheckUnit(left, *right.precision));
      TakeUnit(*right.precision, left);
    } else if (left.with_slash && right.precision == Precision::kQuarter &&
               left.day == 4) {
      left.precision = Precision::kQuarter;  // `1/4~2/4분기`
      left.part = *left.month;
      left.month.reset();
      left.day.reset();
    }
  }
  for (size_t i = 1; i < operands.size(); ++i) {
    const Operand& left = *operands[i - 1];
    Operand& right = *operands[i];
    if (right.precision) {
      // `'21.12~22.3`: after a year and month, a year and month.
      if (left.precision == Precision::kMonth && left.year_in_digits &&
          right.precision == Precision::kDay && !right.year && right.month &&
          right.day && *right.month >= 10 && *right.day <= 12 &&
          *right.month >= *left.year % 100 && !right.with_slash) {
        right.year = 2000 + *right.month;
        right.year_in_digits = true;
        right.month = right.day;
        right.day.reset();
        right.precision = Precision::kMonth;
      }
      continue;
    }
    RETURN_IF_ERROR(CheckUnit(right, *left.precision));
    TakeUnit(*left.precision, right);
  }
  return absl::OkStatus();
}

// The months from `from` to `to` when the range crosses the new year, at most
// half a year (`12.30~1.2`, `10월~3월`).
constexpr int kMaxCrossingMonths = 6;

bool MayCross(const Piece& from, const Piece& to) {
  return to.month - from.month + 12 <= kMaxCrossingMonths;
}

struct Ends {
  Piece start;
  Piece end;
};

absl::Status EndsBeforeStart(const Piece& start, const Piece& end) {
  return Impossible(absl::StrCat("it ends on ", FormatDay(end.last),
                                 ", before it starts on ",
                                 FormatDay(start.first)));
}

absl::StatusOr<Ends> ResolveRange(const Member& member,
                                  const Inherited& inherited,
                                  const Context& context) {
  Ends ends;
  ASSIGN_OR_RETURN(ends.start,
                   ResolveOperand(member.start, inherited, context));
  const Inherited from_start = {ends.start.year, ends.start.month};
  ASSIGN_OR_RETURN(ends.end, ResolveOperand(*member.end, from_start, context));
  if (ends.end.last >= ends.start.first) return ends;
  const bool start_year = member.start.year || member.start.fixed_first;
  const bool end_year = member.end->year || member.end->fixed_first;
  const bool has_months = *member.start.precision <= Precision::kMonth &&
                          *member.end->precision <= Precision::kMonth;
  if (!end_year && member.end->month && has_months &&
      MayCross(ends.start, ends.end)) {
    const Inherited next = {ends.start.year + 1, ends.start.month};
    ASSIGN_OR_RETURN(ends.end, ResolveOperand(*member.end, next, context));
    return ends;
  }
  if (end_year && !start_year && !inherited.year) {
    const int year = ends.end.year;
    ASSIGN_OR_RETURN(
        ends.start,
        ResolveOperand(member.start, {year, inherited.month}, context));
    if (ends.end.last >= ends.start.first) return ends;
    if (has_months && MayCross(ends.start, ends.end)) {
      ASSIGN_OR_RETURN(
          ends.start,
          ResolveOperand(member.start, {year - 1, inherited.month}, context));
      return ends;
    }
  }
  return EndsBeforeStart(ends.start, ends.end);
}

// The end of what starts at `start` and lasts `duration`.
absl::StatusOr<Piece> EndOf(const Piece& start, Precision precision,
                            const Duration& duration) {
  Piece end = start;
  const int months = duration.unit == Duration::Unit::kYear
                         ? duration.count * 12
                         : duration.count;
  if (duration.unit == Duration::Unit::kDay) {
    if (precision != Precision::kDay) {
      return Impossible("a number of days needs a day to count from");
    }
    end.last = start.first + (duration.count - 1);
    end.text = FormatDay(end.last);
  } else if (precision == Precision::kDay) {
    const absl::CivilMonth month = absl::CivilMonth(start.first) + months;
    const int day =
        std::min(start.first.day(), plan::LastDayOfMonth(month).day());
    end.last = absl::CivilDay(month.year(), month.month(), day) - 1;
    end.text = FormatDay(end.last);
  } else if (precision == Precision::kMonth) {
    const absl::CivilMonth month = absl::CivilMonth(start.first) + (months - 1);
    end.last = plan::LastDayOfMonth(month);
    end.text = absl::StrFormat("%04d-%02d", month.year(), month.month());
  } else if (precision == Precision::kYear &&
             duration.unit == Duration::Unit::kYear) {
    end.last = absl::CivilDay(start.year + duration.count - 1, 12, 31);
    end.text = absl::StrFormat("%04d", end.last.year());
  } else {
    return Impossible(
        "such a length of time needs a day or month to count "
        "from");
  }
  end.first = end.last;
  return end;
}

void CheckWeekday(const Operand& operand, const Piece& piece,
                  std::vector<NotationFinding>& findings) {
  if (!operand.weekday || piece.first != piece.last) return;
  const absl::Weekday actual = absl::GetWeekday(piece.first);
  if (actual == *operand.weekday) return;
  constexpr absl::string_view kNames[] = {
      "월요일 (Mon)", "화요일 (Tue)", "수요일 (Wed)", "목요일 (Thu)",
      "금요일 (Fri)", "토요일 (Sat)", "일요일 (Sun)"};
  const auto name = [&](absl::Weekday day) {
    return kNames[static_cast<int>(day)];
  };
  findings.push_back(
      {"weekday-mismatch",
       absl::StrCat(FormatDay(piece.first), " is ", name(actual),
                    ", but is written as ", name(*operand.weekday))});
}

std::string SideText(const Piece& piece, bool is_start, bool approximate) {
  std::string text = !piece.text.empty()
                         ? piece.text
                         : FormatDay(is_start ? piece.first : piece.last);
  if (approximate) text.push_back('~');
  return text;
}

class Resolver {
 public:
  Resolver(const Context& context, ResolvedDate& out)
      : context_(context), out_(out) {}

  absl::Status Resolve(DateWords& words);

 private:
  // EDTF of one member, and as a member of a set.
  struct Texts {
    std::string alone;
    std::string in_set;
  };

  absl::StatusOr<Texts> ResolveMember(const Member& member);
  absl::StatusOr<Texts> ResolveSingle(const Member& member);
  bool GoesOnInTheNextYear(const Operand& operand, const Piece& piece) const;
  void Take(const Operand& operand, const Piece& piece);

  const Context& context_;
  Inherited inherited_;
  ResolvedDate& out_;
  bool approximate_ = false;
  absl::CivilDay first_;
  absl::CivilDay last_;
};

void Resolver::Take(const Operand& operand, const Piece& piece) {
  out_.precision = std::max(out_.precision, *operand.precision);
  out_.year_in_digits |= operand.year_in_digits;
  out_.within |= operand.within;
  if (operand.part_of_day != v1::PartialDate::PART_OF_DAY_UNSPECIFIED) {
    out_.date.set_part_of_day(operand.part_of_day);
  }
  CheckWeekday(operand, piece, out_.findings);
  if (operand.vague) {
    out_.findings.push_back(
        {"vague-part",
         absl::StrCat("which part of ", piece.year, " is meant is not read")});
  }
  // A year told by a word (올해) holds for what follows as well.
  if (operand.year || operand.fixed_first || inherited_.year) {
    inherited_.year = piece.year;
  }
  if (*operand.precision <= Precision::kMonth) inherited_.month = piece.month;
}

// A list goes forward, as a range does: `'21.12.7, 1.7` ends in 2022.
bool Resolver::GoesOnInTheNextYear(const Operand& operand,
                                   const Piece& piece) const {
  const bool told = operand.year || operand.fixed_first || !operand.month;
  if (told || !inherited_.year || !inherited_.month) return false;
  return piece.month < *inherited_.month &&
         piece.month - *inherited_.month + 12 <= kMaxCrossingMonths;
}

absl::StatusOr<Resolver::Texts> Resolver::ResolveSingle(const Member& member) {
  ASSIGN_OR_RETURN(Piece piece,
                   ResolveOperand(member.start, inherited_, context_));
  if (GoesOnInTheNextYear(member.start, piece)) {
    const Inherited next = {*inherited_.year + 1, inherited_.month};
    ASSIGN_OR_RETURN(piece, ResolveOperand(member.start, next, context_));
  }
  Take(member.start, piece);
  first_ = piece.first;
  last_ = piece.last;
  if (member.duration) {
    ASSIGN_OR_RETURN(const Piece end,
                     EndOf(piece, *member.start.precision, *member.duration));
    last_ = end.last;
    out_.is_range = true;
    return Texts{absl::StrCat(piece.text, "/", end.text),
                 absl::StrCat(piece.text, "..", end.text)};
  }
  if (member.open_end && member.excludes) {
    out_.is_range = true;
    return Texts{absl::StrCat(FormatDay(piece.last + 1), "/.."), ""};
  }
  if (member.open_end) {
    out_.is_range = true;
    return Texts{absl::StrCat(SideText(piece, true, approximate_), "/.."), ""};
  }
  if (member.excludes) {
    return Texts{absl::StrCat("../", FormatDay(piece.first - 1)), ""};
  }
  if (member.open_start) {
    return Texts{absl::StrCat("../", SideText(piece, false, approximate_)), ""};
  }
  if (piece.text.empty()) {
    const std::string days =
        absl::StrCat(FormatDay(piece.first), "..", FormatDay(piece.last));
    return Texts{absl::StrCat("[", days, "]"), days};
  }
  const std::string text = SideText(piece, true, approximate_);
  return Texts{text, text};
}

absl::StatusOr<Resolver::Texts> Resolver::ResolveMember(const Member& member) {
  if (!member.end) return ResolveSingle(member);
  ASSIGN_OR_RETURN(const Ends ends, ResolveRange(member, inherited_, context_));
  Take(member.start, ends.start);
  Take(*member.end, ends.end);
  first_ = ends.start.first;
  last_ = ends.end.last;
  out_.is_range = true;
  const std::string start = SideText(ends.start, true, approximate_);
  const std::string end = SideText(ends.end, false, approximate_);
  return Texts{absl::StrCat(start, "/", end), absl::StrCat(start, "..", end)};
}

absl::Status Resolver::Resolve(DateWords& words) {
  std::vector<Member>& members = words.members;
  RETURN_IF_ERROR(ResolveUnits(members));
  for (const Member& member : members) {
    approximate_ |= member.start.approximate;
    approximate_ |= member.end && member.end->approximate;
  }
  std::vector<std::string> in_set;
  std::string alone;
  for (const Member& member : members) {
    ASSIGN_OR_RETURN(Texts texts, ResolveMember(member));
    alone = std::move(texts.alone);
    if (members.size() > 1) in_set.push_back(std::move(texts.in_set));
  }
  std::string edtf = std::move(alone);
  if (members.size() > 1) {
    const std::string list = absl::StrJoin(in_set, ",");
    edtf = words.one_of ? absl::StrCat("[", list, "]")
                        : absl::StrCat("{", list, "}");
  }
  if (words.stated_duration && members.size() == 1 &&
      words.stated_duration->unit == Duration::Unit::kDay &&
      last_ - first_ + 1 != words.stated_duration->count) {
    out_.findings.push_back(
        {"duration-mismatch",
         absl::StrCat(FormatDay(first_), " to ", FormatDay(last_), " is ",
                      last_ - first_ + 1, " days, but is written as ",
                      words.stated_duration->count)});
  }
  out_.date.set_edtf(std::move(edtf));
  if (approximate_) {
    out_.date.set_certainty(v1::PartialDate::CERTAINTY_APPROXIMATE);
  }
  ASSIGN_OR_RETURN(out_.date, plan::NormalizeDate(out_.date));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ResolvedDate> ResolveDate(DateWords words,
                                         const Context& context) {
  absl::StatusOr<ResolvedDate> out(absl::in_place);
  const absl::Status status = Resolver(context, *out).Resolve(words);
  if (!status.ok()) out = status;
  return out;
}

}  // namespace clearsky::notation
