#include "projection/calendar.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::projection {
namespace {

using State = v1::ActivityState;

// Rises with every change of rows or index.
constexpr uint32_t kRowsVersion = 1;

// The index, behind format::kIndexPrefix:
//
//   u8 CLASS  i32 DAY  row's key without its prefix
//
// The class of dates that span fewer than 2^CLASS days, with DAY the earliest:
// so a question looks back by no more than the class is long, and a long date
// does not make it look back further for short ones.
constexpr char kOpenEnd = 'w';    // DAY is the earliest; the latest is open.
constexpr char kOpenStart = 'x';  // DAY is the latest; the earliest is open.
constexpr char kNoBounds = 'y';   // DAY is the first there is.
// Years of dates have four digits: fewer than 2^22 days.
constexpr int kClasses = 23;

std::string IndexKey(char date_class, absl::CivilDay day) {
  return absl::StrCat(format::kIndexPrefix, absl::string_view(&date_class, 1),
                      format::DayKey(day));
}

// The first and last bounds that are given, of a date.
plan::DayBounds BoundsOf(const v1::CalendarDate& date) {
  plan::DayBounds bounds;
  if (const auto day = plan::ParseDay(date.earliest()); day.ok()) {
    bounds.earliest = *day;
  }
  if (const auto day = plan::ParseDay(date.latest()); day.ok()) {
    bounds.latest = *day;
  }
  return bounds;
}

std::string IndexKeyOf(const v1::CalendarDate& date) {
  const plan::DayBounds bounds = BoundsOf(date);
  if (bounds.earliest.has_value() && bounds.latest.has_value()) {
    const auto days = static_cast<uint64_t>(
        std::max<int64_t>(*bounds.latest - *bounds.earliest, 0));
    return IndexKey(static_cast<char>(std::bit_width(days)), *bounds.earliest);
  }
  if (bounds.earliest.has_value()) return IndexKey(kOpenEnd, *bounds.earliest);
  if (bounds.latest.has_value()) return IndexKey(kOpenStart, *bounds.latest);
  return IndexKey(kNoBounds, absl::CivilDay::min());
}

v1::CalendarDate MakeDate(const v1::PartialDate& date, bool actual,
                          bool occurrence) {
  v1::CalendarDate made;
  *made.mutable_date() = date;
  const plan::DayBounds bounds = plan::BoundsOf(date);
  if (bounds.earliest.has_value()) {
    made.set_earliest(plan::FormatDay(*bounds.earliest));
  }
  if (bounds.latest.has_value()) {
    made.set_latest(plan::FormatDay(*bounds.latest));
  }
  made.set_actual(actual);
  made.set_occurrence(occurrence);
  return made;
}

// The dates on which an activity fell, falls, or may fall.
void FillDates(const State& activity, v1::CalendarRow* row) {
  for (const v1::Occurrence& occurrence : activity.occurrences()) {
    *row->add_dates() = MakeDate(occurrence.date(), true, true);
  }
  switch (activity.state()) {
    case State::STATE_HELD:
      *row->add_dates() = MakeDate(activity.actual_date(), true, false);
      break;
    case State::STATE_COMPLETED:
      // Of an operation that ended its uses count.
      if (activity.occurrences().empty()) {
        *row->add_dates() =
            MakeDate(activity.has_end_date() ? activity.end_date()
                                             : activity.actual_date(),
                     true, false);
      }
      break;
    case State::STATE_POSTPONED:
      // The date that it had is no more; another one is not known.
      *row->add_dates() = MakeDate(v1::PartialDate(), false, false);
      break;
    case State::STATE_REGISTERED:
    case State::STATE_PLANNED:
    case State::STATE_ONGOING:
      *row->add_dates() = MakeDate(activity.planned_date(), false, false);
      break;
    default:  // Cancelled; split, when the parts count.
      break;
  }
}

class Calendar final : public Projection {
 public:
  absl::string_view name() const override { return kCalendarName; }
  uint32_t version() const override { return VersionOfRows(kRowsVersion); }

  absl::StatusOr<std::optional<std::string>> RowOf(
      const FoldedStream& stream, const format::Entity& entity) const override {
    if (entity.kind != format::EntityKind::kActivity) return std::nullopt;
    const auto found = stream.state->activities().find(entity.id);
    if (found == stream.state->activities().end()) return std::nullopt;
    const State& activity = found->second;
    const v1::ActivityRegistered& details = activity.details();
    v1::CalendarRow row;
    row.set_plan(std::string(stream.name));
    row.set_activity_id(entity.id);
    row.set_kind(details.kind());
    *row.mutable_titles() = details.titles();
    row.set_series_id(details.series_id());
    row.set_ordinal(details.ordinal());
    row.set_ordinal_text(details.ordinal_text());
    row.set_edition_year(details.edition_year());
    row.set_state(activity.state());
    if (activity.has_planned_date()) {
      *row.mutable_planned_date() = activity.planned_date();
    }
    if (activity.has_actual_date()) {
      *row.mutable_actual_date() = activity.actual_date();
    }
    if (activity.has_actual_delivery()) {
      *row.mutable_delivery() = activity.actual_delivery();
    } else if (activity.has_delivery()) {
      *row.mutable_delivery() = activity.delivery();
    }
    *row.mutable_venues() = activity.venues();
    row.set_part_of(activity.part_of());
    FillDates(activity, &row);
    FillOrigins(stream, activity.set_by(), row.mutable_origins());
    return row.SerializeAsString();
  }

  std::vector<std::string> IndexOf(absl::string_view stream,
                                   const format::Entity& entity,
                                   absl::string_view bytes) const override {
    v1::CalendarRow row;
    if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return {};
    }
    std::set<std::string> keys;  // Two dates may have the same bounds.
    for (const v1::CalendarDate& date : row.dates()) {
      keys.insert(absl::StrCat(IndexKeyOf(date),
                               format::RowKey(stream, entity).substr(1)));
    }
    return {keys.begin(), keys.end()};
  }
};

bool IsOpen(const v1::CalendarDate& date) { return !date.actual(); }

std::optional<v1::CalendarEntry::Within> WithinOf(const v1::CalendarDate& date,
                                                  const CalendarSpan& span,
                                                  absl::CivilDay as_of) {
  const plan::DayBounds bounds = BoundsOf(date);
  if (!bounds.earliest.has_value() && !bounds.latest.has_value()) {
    // It has not taken place, as far as is known: it may from now on.
    if (date.actual() || span.to >= as_of) {
      return v1::CalendarEntry::WITHIN_POSSIBLE;
    }
    return std::nullopt;
  }
  switch (plan::FallsWithin(date.date(), span.from, span.to)) {
    case plan::Answer::kYes:
      return v1::CalendarEntry::WITHIN_YES;
    case plan::Answer::kPossible:
      return v1::CalendarEntry::WITHIN_POSSIBLE;
    case plan::Answer::kNo:
      break;
  }
  return std::nullopt;
}

// Key ranges of the index that may lead to dates in the span.
std::vector<std::pair<std::string, std::string>> RangesOf(
    const CalendarSpan& span) {
  std::vector<std::pair<std::string, std::string>> ranges;
  for (int date_class = 0; date_class < kClasses; ++date_class) {
    const char key = static_cast<char>(date_class);
    const int64_t longest = (int64_t{1} << date_class) - 1;
    ranges.emplace_back(IndexKey(key, span.from - longest),
                        IndexKey(key, span.to + 1));
  }
  ranges.emplace_back(IndexKey(kOpenEnd, absl::CivilDay::min()),
                      IndexKey(kOpenEnd, span.to + 1));
  ranges.emplace_back(IndexKey(kOpenStart, span.from),
                      IndexKey(kOpenStart, absl::CivilDay::max()));
  const std::string none =
      absl::StrCat(format::kIndexPrefix, absl::string_view(&kNoBounds, 1));
  ranges.emplace_back(none, format::AfterPrefix(none));
  return ranges;
}

}  // namespace

std::unique_ptr<Projection> MakeCalendar() {
  return std::make_unique<Calendar>();
}

void AddEntries(const v1::CalendarRow& row, const CalendarSpan& span,
                absl::CivilDay as_of, std::vector<v1::CalendarEntry>* entries) {
  if (!absl::StartsWith(row.plan(), span.plan_prefix)) return;
  for (int i = 0; i < row.dates_size(); ++i) {
    if (span.open_only && !IsOpen(row.dates(i))) continue;
    const auto within = WithinOf(row.dates(i), span, as_of);
    if (!within.has_value()) continue;
    v1::CalendarEntry& entry = entries->emplace_back();
    *entry.mutable_row() = row;
    entry.set_date_index(static_cast<uint32_t>(i));
    entry.set_within(*within);
  }
}

absl::StatusOr<std::vector<v1::CalendarEntry>> ReadCalendar(
    const RowReader& rows, absl::string_view family, const CalendarSpan& span,
    absl::CivilDay as_of) {
  // A row with several dates is found several times.
  std::set<std::string> keys;
  const std::string wanted = absl::StrCat(format::kRowPrefix, span.plan_prefix);
  for (const auto& [from, end] : RangesOf(span)) {
    RETURN_IF_ERROR(rows.Scan(
        family, from, end, [&](absl::string_view, absl::string_view row_key) {
          if (absl::StartsWith(row_key, wanted)) keys.emplace(row_key);
          return true;
        }));
  }
  std::vector<v1::CalendarEntry> entries;
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                     rows.Get(family, key));
    v1::CalendarRow row;
    if (!bytes.has_value() || !row.ParseFromString(*bytes)) {
      return absl::DataLossError(
          absl::StrCat("family ", family, " lacks a row that its index names"));
    }
    AddEntries(row, span, as_of, &entries);
  }
  return entries;
}

std::string SortKeyOf(const v1::CalendarEntry& entry) {
  const v1::CalendarDate& date =
      entry.row().dates(static_cast<int>(entry.date_index()));
  // An open start stands before all days, an open end behind; `~` behind
  // digits.
  const bool bounds = !date.earliest().empty() || !date.latest().empty();
  std::string key = absl::StrCat(
      bounds ? absl::string_view(date.earliest()) : "~", "\n",
      date.latest().empty() ? absl::string_view("~") : date.latest(), "\n",
      entry.row().plan(), "\n", entry.row().activity_id(), "\n",
      absl::Dec(entry.date_index(), absl::kZeroPad8));
  return key;
}

void SortEntries(std::vector<v1::CalendarEntry>* entries) {
  std::vector<std::pair<std::string, v1::CalendarEntry>> keyed;
  keyed.reserve(entries->size());
  for (v1::CalendarEntry& entry : *entries) {
    std::string key = SortKeyOf(entry);
    keyed.emplace_back(std::move(key), std::move(entry));
  }
  std::sort(keyed.begin(), keyed.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  entries->clear();
  for (auto& [key, entry] : keyed) entries->push_back(std::move(entry));
}

}  // namespace clearsky::projection
