#include "plan/partial_date.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "plan/edtf.h"

namespace clearsky::plan {
namespace {

using v1::PartialDate;

// `2022-04-29`.
constexpr size_t kDayLength = 10;

constexpr auto kOneDay = PartialDate::READING_ONE_DAY_WITHIN;
constexpr auto kWholeSpan = PartialDate::READING_WHOLE_SPAN;
constexpr auto kAllOf = PartialDate::READING_ALL_OF;
constexpr auto kFrom = PartialDate::READING_FROM;
constexpr auto kUntil = PartialDate::READING_UNTIL;
constexpr auto kToBeDecided = PartialDate::READING_TO_BE_DECIDED;
constexpr auto kOnDemand = PartialDate::READING_ON_DEMAND;

bool IsOpenEnded(const Edtf& edtf) {
  return edtf.shape == EdtfShape::kInterval && !edtf.latest;
}

bool IsOpenStarted(const Edtf& edtf) {
  return edtf.shape == EdtfShape::kInterval && !edtf.earliest;
}

PartialDate::Reading ReadingOfShape(const Edtf& edtf) {
  switch (edtf.shape) {
    case EdtfShape::kAllOf:
      return kAllOf;
    case EdtfShape::kInterval:
      if (absl::EndsWith(edtf.canonical, "/..")) return kFrom;
      if (absl::StartsWith(edtf.canonical, "../")) return kUntil;
      return kWholeSpan;
    case EdtfShape::kDate:
    case EdtfShape::kOneOf:
      return kOneDay;
  }
  return kOneDay;
}

// Why `reading` cannot be that of `edtf`; empty when it can.
absl::string_view MisfitOf(PartialDate::Reading reading, const Edtf& edtf) {
  switch (reading) {
    case kAllOf:
      return edtf.shape == EdtfShape::kAllOf ? "" : "all of needs a set {a,b}";
    case kFrom:
      return IsOpenEnded(edtf) ? "" : "from needs an open end, a/..";
    case kUntil:
      return IsOpenStarted(edtf) ||
                     (edtf.shape == EdtfShape::kOneOf && !edtf.earliest)
                 ? ""
                 : "until needs an open start, ../b";
    case kToBeDecided:
      return "to be decided has no EDTF value";
    case kOnDemand:
      return "";
    case kWholeSpan:
      if (edtf.shape == EdtfShape::kOneOf || edtf.shape == EdtfShape::kAllOf) {
        return "a whole span is a date or an interval a/b, not a set";
      }
      return absl::EndsWith(edtf.canonical, "/..") ||
                     absl::StartsWith(edtf.canonical, "../")
                 ? "an open interval is from or until, not a whole span"
                 : "";
    case kOneDay:
      if (edtf.shape == EdtfShape::kAllOf) {
        return "a set {a,b} is all of, not one day within";
      }
      return IsOpenStarted(edtf)
                 ? "an interval with an open start is until, not one day within"
                 : "";
    default:
      return "there is no such reading";
  }
}

absl::Status CheckTexts(const PartialDate& date) {
  const auto check = [](absl::string_view field, absl::string_view text) {
    if (IsValidUtf8(text)) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("date: field ", field, " is not UTF-8"));
  };
  RETURN_IF_ERROR(check("edtf", date.edtf()));
  RETURN_IF_ERROR(check("verbatim", date.verbatim()));
  RETURN_IF_ERROR(check("condition", date.condition()));
  for (const v1::RelativeDate& relative : date.relative()) {
    RETURN_IF_ERROR(check("relative.activity", relative.activity()));
  }
  if (!PartialDate::Reading_IsValid(date.reading()) ||
      !PartialDate::Certainty_IsValid(date.certainty()) ||
      !PartialDate::PartOfDay_IsValid(date.part_of_day())) {
    return absl::InvalidArgumentError(
        "date: reading, certainty or part of day has a number that is not in "
        "the schema");
  }
  return absl::OkStatus();
}

std::string BoundText(const std::optional<absl::CivilDay>& day) {
  return day ? FormatDay(*day) : "";
}

absl::Status CheckBound(absl::string_view field, absl::string_view given,
                        absl::string_view derived, absl::string_view edtf) {
  if (given.empty() || given == derived) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("date: ", field, " is '", given, "' but EDTF '", edtf,
                   "' gives '", derived, "'; leave it out or give that"));
}

// Bounds are written `YYYY-MM-DD`, so other years have none.
absl::Status CheckYears(const Edtf& edtf) {
  constexpr int64_t kLastYear = 9999;
  for (const auto& day : {edtf.earliest, edtf.latest}) {
    if (!day || (day->year() >= 1 && day->year() <= kLastYear)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("date: EDTF '", edtf.canonical, "' is of the year ",
                     day->year(), "; a date is of the years 0001 to 9999"));
  }
  return absl::OkStatus();
}

std::optional<Edtf> EdtfOf(const PartialDate& date) {
  absl::StatusOr<Edtf> edtf = ParseEdtf(date.edtf());
  if (!edtf.ok()) return std::nullopt;
  return *std::move(edtf);
}

PartialDate::Reading ReadingOf(const PartialDate& date) {
  if (date.reading() != PartialDate::READING_UNSPECIFIED) return date.reading();
  const std::optional<Edtf> edtf = EdtfOf(date);
  return edtf ? ReadingOfShape(*edtf) : kToBeDecided;
}

// Days on which the date can begin: all its bounds when it is one day, else
// the bounds of its start.
DayBounds StartsOf(const PartialDate& date) {
  const std::optional<Edtf> edtf = EdtfOf(date);
  if (!edtf) return {};
  const PartialDate::Reading reading = ReadingOf(date);
  if (reading != kWholeSpan && reading != kFrom) {
    return {edtf->earliest, edtf->latest};
  }
  if (edtf->shape == EdtfShape::kInterval) {
    return {edtf->earliest, edtf->start_latest};
  }
  return {edtf->earliest, edtf->earliest};
}

bool LiesInside(const DayBounds& inner, const DayBounds& outer) {
  if (outer.earliest &&
      (!inner.earliest || *inner.earliest < *outer.earliest)) {
    return false;
  }
  return !outer.latest || (inner.latest && *inner.latest <= *outer.latest);
}

Answer OneDayWithin(const DayBounds& bounds, absl::CivilDay first,
                    absl::CivilDay last) {
  if (bounds.latest && *bounds.latest < first) return Answer::kNo;
  if (bounds.earliest && *bounds.earliest > last) return Answer::kNo;
  return bounds.earliest && bounds.latest && *bounds.earliest >= first &&
                 *bounds.latest <= last
             ? Answer::kYes
             : Answer::kPossible;
}

// Whether any day of a span is in [first, last]. An end that is unknown leaves
// it possible.
Answer AnyDayWithin(const DayBounds& bounds, absl::CivilDay first,
                    absl::CivilDay last) {
  if (bounds.latest && *bounds.latest < first) return Answer::kNo;
  if (bounds.earliest && *bounds.earliest > last) return Answer::kNo;
  if (bounds.earliest && bounds.latest) return Answer::kYes;
  const auto& known = bounds.earliest ? bounds.earliest : bounds.latest;
  return known && *known >= first && *known <= last ? Answer::kYes
                                                    : Answer::kPossible;
}

Answer AnyMemberWithin(const Edtf& set, absl::CivilDay first,
                       absl::CivilDay last) {
  Answer best = Answer::kNo;
  for (const std::string& member : set.members) {
    PartialDate date;
    date.set_edtf(member);
    best = std::max(best, FallsWithin(date, first, last));
  }
  return best;
}

}  // namespace

PartialDate DateOfDay(absl::CivilDay day) {
  PartialDate date;
  date.set_edtf(FormatDay(day));
  date.set_reading(kOneDay);
  date.set_earliest(date.edtf());
  date.set_latest(date.edtf());
  return date;
}

absl::StatusOr<PartialDate> DateOfEdtf(absl::string_view edtf) {
  PartialDate date;
  date.set_edtf(std::string(edtf));
  return NormalizeDate(date);
}

absl::StatusOr<PartialDate> NormalizeDate(const PartialDate& date) {
  RETURN_IF_ERROR(CheckTexts(date));
  PartialDate normal = date;
  if (date.edtf().empty()) {
    if (date.reading() == PartialDate::READING_UNSPECIFIED) {
      normal.set_reading(kToBeDecided);
    }
    if (normal.reading() != kToBeDecided && normal.reading() != kOnDemand) {
      return absl::InvalidArgumentError(absl::StrCat(
          "date: reading ", PartialDate::Reading_Name(date.reading()),
          " needs an EDTF value; without one it is to be decided or on "
          "demand"));
    }
    RETURN_IF_ERROR(CheckBound("earliest", date.earliest(), "", ""));
    RETURN_IF_ERROR(CheckBound("latest", date.latest(), "", ""));
    return normal;
  }
  ASSIGN_OR_RETURN(const Edtf edtf, ParseEdtf(date.edtf()));
  RETURN_IF_ERROR(CheckYears(edtf));
  normal.set_edtf(edtf.canonical);
  if (date.reading() == PartialDate::READING_UNSPECIFIED) {
    normal.set_reading(ReadingOfShape(edtf));
  }
  const absl::string_view misfit = MisfitOf(normal.reading(), edtf);
  if (!misfit.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "date: reading ", PartialDate::Reading_Name(normal.reading()),
        " does not fit EDTF '", edtf.canonical, "': ", misfit));
  }
  const std::string earliest = BoundText(edtf.earliest);
  const std::string latest = BoundText(edtf.latest);
  RETURN_IF_ERROR(
      CheckBound("earliest", date.earliest(), earliest, edtf.canonical));
  RETURN_IF_ERROR(CheckBound("latest", date.latest(), latest, edtf.canonical));
  normal.set_earliest(earliest);
  normal.set_latest(latest);
  return normal;
}

DayBounds BoundsOf(const PartialDate& date) {
  // Most dates are one day; the fold asks for those of every event.
  if (date.edtf().size() == kDayLength) {
    if (const absl::StatusOr<absl::CivilDay> day = ParseDay(date.edtf());
        day.ok()) {
      return {*day, *day};
    }
  }
  const std::optional<Edtf> edtf = EdtfOf(date);
  if (!edtf) return {};
  return {edtf->earliest, edtf->latest};
}

Answer IsBefore(const PartialDate& date, absl::CivilDay day) {
  const DayBounds bounds = BoundsOf(date);
  if (bounds.latest && *bounds.latest < day) return Answer::kYes;
  if (bounds.earliest && *bounds.earliest >= day) return Answer::kNo;
  return Answer::kPossible;
}

Answer IsAfter(const PartialDate& date, absl::CivilDay day) {
  const DayBounds bounds = BoundsOf(date);
  if (bounds.earliest && *bounds.earliest > day) return Answer::kYes;
  if (bounds.latest && *bounds.latest <= day) return Answer::kNo;
  return Answer::kPossible;
}

Answer FallsWithin(const PartialDate& date, absl::CivilDay first,
                   absl::CivilDay last) {
  const std::optional<Edtf> edtf = EdtfOf(date);
  if (!edtf) return Answer::kPossible;
  const DayBounds bounds = {edtf->earliest, edtf->latest};
  switch (ReadingOf(date)) {
    case kWholeSpan:
      return AnyDayWithin(bounds, first, last);
    case kFrom:
      // It runs on, so it holds the last day once it surely started by then.
      if (edtf->start_latest && *edtf->start_latest <= last) {
        return Answer::kYes;
      }
      return OneDayWithin(bounds, first, last);
    case kAllOf:
      return AnyMemberWithin(*edtf, first, last);
    default:
      return OneDayWithin(bounds, first, last);
  }
}

bool SameDate(const PartialDate& a, const PartialDate& b) {
  const std::optional<Edtf> edtf_a = EdtfOf(a);
  const std::optional<Edtf> edtf_b = EdtfOf(b);
  const std::string& text_a = edtf_a ? edtf_a->canonical : a.edtf();
  const std::string& text_b = edtf_b ? edtf_b->canonical : b.edtf();
  return text_a == text_b && ReadingOf(a) == ReadingOf(b) &&
         a.certainty() == b.certainty();
}

v1::DateChangeClass ClassifyDateChange(const PartialDate& old_date,
                                       const PartialDate& new_date) {
  if (SameDate(old_date, new_date)) return v1::DATE_CHANGE_CLASS_NONE;
  if (new_date.edtf().empty()) return v1::DATE_CHANGE_CLASS_POSTPONED;
  const PartialDate::Reading old_reading = ReadingOf(old_date);
  if (old_reading == kFrom && ReadingOf(new_date) == kFrom) {
    return StartsOf(old_date) == StartsOf(new_date)
               ? v1::DATE_CHANGE_CLASS_NONE
               : v1::DATE_CHANGE_CLASS_RESCHEDULED;
  }
  if (old_reading == kOneDay || old_reading == kUntil) {
    const DayBounds old_bounds = BoundsOf(old_date);
    const DayBounds new_bounds = BoundsOf(new_date);
    if (new_bounds != old_bounds && LiesInside(new_bounds, old_bounds)) {
      return v1::DATE_CHANGE_CLASS_REFINED;
    }
  }
  return v1::DATE_CHANGE_CLASS_RESCHEDULED;
}

SlipRange SlipOf(const PartialDate& old_date, const PartialDate& new_date) {
  const v1::DateChangeClass change = ClassifyDateChange(old_date, new_date);
  if (change == v1::DATE_CHANGE_CLASS_REFINED ||
      change == v1::DATE_CHANGE_CLASS_NONE) {
    return {0, 0};
  }
  const DayBounds old_starts = StartsOf(old_date);
  const DayBounds new_starts = StartsOf(new_date);
  SlipRange slip;
  if (new_starts.earliest && old_starts.latest) {
    slip.min_days = *new_starts.earliest - *old_starts.latest;
  }
  if (new_starts.latest && old_starts.earliest) {
    slip.max_days = *new_starts.latest - *old_starts.earliest;
  }
  return slip;
}

}  // namespace clearsky::plan
