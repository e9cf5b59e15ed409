#include "plan/edtf.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"

namespace clearsky::plan {
namespace {

constexpr size_t kMaxSize = 1024;

// A value without parts: `2022-10?`, or one side of an interval or range.
struct Piece {
  absl::CivilDay earliest;
  absl::CivilDay latest;
  bool uncertain = false;
  bool approximate = false;
  bool has_unspecified = false;  // `X` for a digit.
};

// `a`, `a..b`, `..b`, `a..` in a set; `a/b` likewise as an interval.
struct Range {
  std::optional<Piece> start;
  std::optional<Piece> end;
};

absl::Status Bad(absl::string_view text, absl::string_view why) {
  constexpr size_t kMaxQuote = 60;
  return absl::InvalidArgumentError(
      absl::StrCat("EDTF '", text.substr(0, kMaxQuote), "': ", why));
}

bool IsDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

int Number(absl::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

int DaysInMonth(int year, int month) {
  return static_cast<int>(LastDayOfMonth(absl::CivilMonth(year, month)).day());
}

// The spaces beside separators and at the ends taken out.
std::string WithoutSpaces(absl::string_view text) {
  if (!absl::StrContains(text, ' ')) return std::string(text);
  const auto separates = [](char c) {
    return absl::StrContains(",/[]{}. ", absl::string_view(&c, 1));
  };
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool at_edge = i == 0 || i + 1 == text.size();
    if (text[i] == ' ' &&
        (at_edge || separates(text[i - 1]) || separates(text[i + 1]))) {
      continue;
    }
    out.push_back(text[i]);
  }
  return out;
}

// A day that exists, quickly; the fold reads one an event.
std::optional<absl::CivilDay> PlainDay(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  int digits[10];
  for (const size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    digits[i] = text[i] - '0';
    if (digits[i] < 0 || digits[i] > 9) return std::nullopt;
  }
  const int year =
      digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
  const int month = digits[5] * 10 + digits[6];
  const int day = digits[8] * 10 + digits[9];
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const absl::CivilDay civil(year, month, day);
  // absl takes 30 February for 2 March.
  return civil.day() == day ? std::optional(civil) : std::nullopt;
}

// `YYYY`, `YYYX` or `YYXX`.
absl::StatusOr<Piece> ParseYear(absl::string_view whole,
                                absl::string_view text) {
  if (text.size() != 4) {
    return Bad(whole, absl::StrCat("a year has four digits, not '", text, "'"));
  }
  size_t known = 4;
  while (known > 2 && text[known - 1] == 'X') --known;
  if (!IsDigits(text.substr(0, known))) {
    return Bad(whole, absl::StrCat("'", text,
                                   "' is no year; accepted are 0000 to 9999, "
                                   "201X and 20XX"));
  }
  int first = Number(text.substr(0, known));
  int last = first;
  for (size_t i = known; i < 4; ++i) {
    first *= 10;
    last = last * 10 + 9;
  }
  Piece piece;
  piece.earliest = absl::CivilDay(first, 1, 1);
  piece.latest = absl::CivilDay(last, 12, 31);
  piece.has_unspecified = known < 4;
  return piece;
}

// The second part of `YYYY-SS`: month, season, quarter or half-year.
absl::StatusOr<Piece> ParseYearPart(absl::string_view whole, int year,
                                    absl::string_view text) {
  Piece piece;
  const auto months = [&](int first, int count) {
    const absl::CivilMonth start(year, first);
    piece.earliest = absl::CivilDay(start);
    piece.latest = LastDayOfMonth(start + (count - 1));
    return piece;
  };
  if (text == "XX") {
    piece.has_unspecified = true;
    return months(1, 12);
  }
  if (text.size() != 2 || !IsDigits(text)) {
    return Bad(whole, absl::StrCat("a month has two digits, not '", text, "'"));
  }
  const int code = Number(text);
  if (code >= 1 && code <= 12) return months(code, 1);
  if (code == 24 && year == 9999) {
    return Bad(whole, "the winter of 9999 ends after the last year, 9999");
  }
  // Seasons of the north: spring is March to May, winter ends in February of
  // the next year.
  if (code >= 21 && code <= 24) return months((code - 21) * 3 + 3, 3);
  if (code >= 33 && code <= 36) return months((code - 33) * 3 + 1, 3);
  if (code == 40 || code == 41) return months((code - 40) * 6 + 1, 6);
  return Bad(whole,
             absl::StrCat("month ", text,
                          " does not exist; accepted after a year are months "
                          "01-12, seasons 21-24, quarters 33-36 and half-years "
                          "40-41"));
}

// Level 1: `-1985`, and with a letter before it a year of more than four
// digits, `Y170000002`, `Y-170000`.
absl::StatusOr<Piece> ParseFarYear(absl::string_view whole,
                                   absl::string_view text) {
  const bool letter = absl::ConsumePrefix(&text, "Y");
  const bool negative = absl::ConsumePrefix(&text, "-");
  constexpr size_t kMaxDigits = 9;
  const bool fits =
      letter ? text.size() > 4 && text.size() <= kMaxDigits : text.size() == 4;
  if (!fits || !IsDigits(text) || (letter && text[0] == '0') ||
      text == "0000") {
    return Bad(whole,
               "no such year; accepted beyond 0000 to 9999 are -0001 to -9999 "
               "and, with a Y before them, years of five to nine digits");
  }
  const int64_t year = (negative ? -1 : 1) * int64_t{Number(text)};
  Piece piece;
  piece.earliest = absl::CivilDay(year, 1, 1);
  piece.latest = absl::CivilDay(year, 12, 31);
  return piece;
}

// `YYYY`, `YYYY-MM`, `YYYY-MM-DD` and their kin, without qualifier.
absl::StatusOr<Piece> ParseCalendarDate(absl::string_view whole,
                                        absl::string_view text) {
  if (const std::optional<absl::CivilDay> day = PlainDay(text);
      day.has_value()) {
    Piece piece;
    piece.earliest = *day;
    piece.latest = *day;
    return piece;
  }
  if (text[0] == 'Y' || text[0] == '-') return ParseFarYear(whole, text);
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  ASSIGN_OR_RETURN(const Piece year_piece, ParseYear(whole, parts[0]));
  if (parts.size() == 1) return year_piece;
  if (parts.size() > 3) return Bad(whole, "a date has at most three parts");
  if (year_piece.has_unspecified) {
    return Bad(whole, "a month of an unspecified year is beyond level 1");
  }
  const int year = static_cast<int>(year_piece.earliest.year());
  ASSIGN_OR_RETURN(Piece piece, ParseYearPart(whole, year, parts[1]));
  if (parts.size() == 2) return piece;
  if (parts[2] == "XX") {
    if (parts[1] != "XX" && Number(parts[1]) > 12) {
      return Bad(whole, "a season, quarter or half-year has no day");
    }
    piece.has_unspecified = true;
    return piece;
  }
  if (piece.has_unspecified) {
    return Bad(whole, "a day of an unspecified month is beyond level 1");
  }
  const int month = Number(parts[1]);
  if (month > 12) {
    return Bad(whole, "a season, quarter or half-year has no day");
  }
  if (parts[2].size() != 2 || !IsDigits(parts[2])) {
    return Bad(whole,
               absl::StrCat("a day has two digits, not '", parts[2], "'"));
  }
  const int day = Number(parts[2]);
  if (day < 1 || day > DaysInMonth(year, month)) {
    return Bad(whole, absl::StrFormat("day %d does not exist in %04d-%02d", day,
                                      year, month));
  }
  piece.earliest = absl::CivilDay(year, month, day);
  piece.latest = piece.earliest;
  return piece;
}

absl::StatusOr<Piece> ParsePiece(absl::string_view whole,
                                 absl::string_view text) {
  const char last = text.empty() ? '\0' : text.back();
  const bool qualified = last == '?' || last == '~' || last == '%';
  if (qualified) text.remove_suffix(1);
  if (text.empty()) return Bad(whole, "a date is missing");
  ASSIGN_OR_RETURN(Piece piece, ParseCalendarDate(whole, text));
  piece.uncertain = qualified && last != '~';
  piece.approximate = qualified && last != '?';
  return piece;
}

// The time of `T23:20:30`, optionally with `Z`, `+09`, `-04:30`. Only checked:
// our values end at the day.
absl::Status CheckTime(absl::string_view whole, absl::string_view text) {
  const auto bad = [&] {
    return Bad(whole, absl::StrCat("'", text,
                                   "' is no time; accepted are hh:mm:ss with "
                                   "nothing, Z, +hh or +hh:mm after it"));
  };
  const auto in_range = [](absl::string_view digits, int max) {
    return digits.size() == 2 && IsDigits(digits) && Number(digits) <= max;
  };
  if (text.size() < 8 || text[2] != ':' || text[5] != ':' ||
      !in_range(text.substr(0, 2), 23) || !in_range(text.substr(3, 2), 59) ||
      !in_range(text.substr(6, 2), 59)) {
    return bad();
  }
  absl::string_view zone = text.substr(8);
  if (zone.empty() || zone == "Z") return absl::OkStatus();
  if (!absl::ConsumePrefix(&zone, "+") && !absl::ConsumePrefix(&zone, "-")) {
    return bad();
  }
  if (!in_range(zone.substr(0, 2), 23)) return bad();
  zone.remove_prefix(2);
  if (zone.empty()) return absl::OkStatus();
  if (zone[0] != ':' || !in_range(zone.substr(1), 59)) return bad();
  return absl::OkStatus();
}

absl::Status CheckOrder(absl::string_view whole, const Range& range) {
  if (range.start && range.end && range.end->latest < range.start->earliest) {
    return Bad(whole, absl::StrCat("it ends on ", FormatDay(range.end->latest),
                                   ", before it starts on ",
                                   FormatDay(range.start->earliest)));
  }
  return absl::OkStatus();
}

void TakeQualifiers(const Range& range, Edtf& out) {
  for (const auto* side : {&range.start, &range.end}) {
    if (!*side) continue;
    out.uncertain |= (*side)->uncertain;
    out.approximate |= (*side)->approximate;
  }
}

absl::Status ParseInterval(absl::string_view text, Edtf& out) {
  const std::vector<absl::string_view> sides = absl::StrSplit(text, '/');
  if (sides.size() != 2) return Bad(text, "an interval has two sides");
  Range range;
  std::optional<Piece>* const targets[] = {&range.start, &range.end};
  for (size_t i = 0; i < 2; ++i) {
    if (sides[i].empty() || sides[i] == "..") continue;
    ASSIGN_OR_RETURN(const Piece piece, ParsePiece(text, sides[i]));
    if (piece.has_unspecified) {
      return Bad(text, "unspecified digits in an interval are beyond level 1");
    }
    *targets[i] = piece;
  }
  if (!range.start && !range.end) {
    return Bad(text, "an interval needs a date on one side at least");
  }
  RETURN_IF_ERROR(CheckOrder(text, range));
  out.shape = EdtfShape::kInterval;
  TakeQualifiers(range, out);
  if (range.start) {
    out.earliest = range.start->earliest;
    out.start_latest = range.start->latest;
  }
  if (range.end) {
    out.latest = range.end->latest;
    out.end_earliest = range.end->earliest;
  }
  return absl::OkStatus();
}

// One member of a set, `a`, `a..b`, `..b` or `a..`.
absl::StatusOr<Range> ParseMember(absl::string_view whole,
                                  absl::string_view text) {
  Range range;
  const size_t dots = text.find("..");
  if (dots == absl::string_view::npos) {
    ASSIGN_OR_RETURN(const Piece piece, ParsePiece(whole, text));
    range.start = piece;
    range.end = piece;
    return range;
  }
  const absl::string_view start = text.substr(0, dots);
  const absl::string_view end = text.substr(dots + 2);
  if (start.empty() && end.empty()) {
    return Bad(whole, "a range in a set needs a date on one side at least");
  }
  if (!start.empty()) {
    ASSIGN_OR_RETURN(range.start, ParsePiece(whole, start));
  }
  if (!end.empty()) {
    ASSIGN_OR_RETURN(range.end, ParsePiece(whole, end));
  }
  RETURN_IF_ERROR(CheckOrder(whole, range));
  return range;
}

// The member as EDTF of its own: a range of all days is an interval.
std::string MemberText(absl::string_view text) {
  const size_t dots = text.find("..");
  if (dots == absl::string_view::npos) return std::string(text);
  const absl::string_view start = text.substr(0, dots);
  const absl::string_view end = text.substr(dots + 2);
  return absl::StrCat(start.empty() ? ".." : start, "/",
                      end.empty() ? ".." : end);
}

absl::Status ParseSet(absl::string_view text, Edtf& out) {
  const char close = text.front() == '[' ? ']' : '}';
  if (text.size() < 2 || text.back() != close) {
    return Bad(
        text, absl::StrCat("a set that opens with '", text.substr(0, 1),
                           "' ends with '", absl::string_view(&close, 1), "'"));
  }
  out.shape = close == ']' ? EdtfShape::kOneOf : EdtfShape::kAllOf;
  const absl::string_view inside = text.substr(1, text.size() - 2);
  bool open_start = false;
  bool open_end = false;
  for (const absl::string_view part : absl::StrSplit(inside, ',')) {
    ASSIGN_OR_RETURN(const Range range, ParseMember(text, part));
    TakeQualifiers(range, out);
    open_start |= !range.start;
    open_end |= !range.end;
    if (range.start &&
        (!out.earliest || range.start->earliest < out.earliest)) {
      out.earliest = range.start->earliest;
    }
    if (range.end && (!out.latest || range.end->latest > out.latest)) {
      out.latest = range.end->latest;
    }
    if (out.shape == EdtfShape::kAllOf) out.members.push_back(MemberText(part));
  }
  if (open_start) out.earliest.reset();
  if (open_end) out.latest.reset();
  return absl::OkStatus();
}

absl::Status ParseSingle(absl::string_view text, Edtf& out) {
  absl::string_view date = text;
  const size_t time = text.find('T');
  if (time != absl::string_view::npos) {
    date = text.substr(0, time);
    RETURN_IF_ERROR(CheckTime(text, text.substr(time + 1)));
  }
  ASSIGN_OR_RETURN(const Piece piece, ParsePiece(text, date));
  if (time != absl::string_view::npos && piece.earliest != piece.latest) {
    return Bad(text, "a time needs a whole date before it");
  }
  out.earliest = piece.earliest;
  out.latest = piece.latest;
  out.uncertain = piece.uncertain;
  out.approximate = piece.approximate;
  out.is_single_day = piece.earliest == piece.latest;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Edtf> ParseEdtf(absl::string_view text) {
  if (text.size() > kMaxSize) {
    return Bad(text, absl::StrCat("it has ", text.size(),
                                  " bytes; at most 1024 are accepted"));
  }
  Edtf out;
  out.canonical = WithoutSpaces(text);
  const absl::string_view value = out.canonical;
  if (value.empty()) {
    return Bad(text,
               "it is empty; accepted are 2022, 2022-10, 2022-10-26, "
               "2022-35, 2022-40, a/b, [a..b], {a,b}");
  }
  if (value.front() == '[' || value.front() == '{') {
    RETURN_IF_ERROR(ParseSet(value, out));
  } else if (absl::StrContains(value, "/")) {
    RETURN_IF_ERROR(ParseInterval(value, out));
  } else {
    RETURN_IF_ERROR(ParseSingle(value, out));
  }
  return out;
}

std::string FormatDay(absl::CivilDay day) {
  std::string text = "0000-00-00";
  const auto put = [&](size_t last, int64_t value) {
    for (; value > 0; value /= 10, --last) {
      text[last] = static_cast<char>('0' + value % 10);
    }
  };
  constexpr int64_t kLastYear = 9999;
  if (day.year() < 0 || day.year() > kLastYear) {
    return absl::StrFormat("%s%04d-%02d-%02d", day.year() < 0 ? "-" : "",
                           std::abs(day.year()), day.month(), day.day());
  }
  put(3, day.year());
  put(6, day.month());
  put(9, day.day());
  return text;
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  if (const std::optional<absl::CivilDay> day = PlainDay(text)) return *day;
  const absl::StatusOr<Edtf> edtf = ParseEdtf(text);
  constexpr size_t kDaySize = 10;
  if (edtf.ok() && (text.size() != kDaySize || !edtf->is_single_day)) {
    return absl::InvalidArgumentError(
        absl::StrCat("day '", text, "': accepted is YYYY-MM-DD"));
  }
  if (!edtf.ok()) return edtf.status();
  return *edtf->earliest;
}

absl::CivilDay LastDayOfMonth(absl::CivilMonth month) {
  return absl::CivilDay(month + 1) - 1;
}

}  // namespace clearsky::plan
