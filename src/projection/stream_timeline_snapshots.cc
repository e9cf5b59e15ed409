// The states of units on some days: taken, folded anew, thinned out.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/entities.h"
#include "plan/fold_step.h"
#include "projection/stream_timeline.h"
#include "projection/timeline_values.h"

namespace clearsky::projection {

absl::StatusOr<DayNumber> StreamTimeline::FoldUnit(
    const std::string& unit, std::optional<DayNumber> after, DayNumber to,
    uint64_t known,
    const std::function<void(DayNumber, const v1::PlanState&)>& before_each,
    v1::PlanState* state) {
  std::vector<std::pair<DayNumber, uint64_t>> places;
  std::string rest;
  AppendName(unit, &rest);
  if (after.has_value()) AppendNumber(*after + 1, &rest);
  RETURN_IF_ERROR(rows_.Scan(RowKind::kUnitEvent, rest,
                             [&](absl::string_view key, absl::string_view) {
                               if (TakeName(&key) != unit) return false;
                               const DayNumber day = TakeNumber32(&key);
                               if (day > to) return false;
                               const uint64_t revision = TakeNumber64(&key);
                               if (revision < known)
                                 places.emplace_back(day, revision);
                               return true;
                             }));
  for (const auto& [day, revision] : places) {
    ASSIGN_OR_RETURN(const v1::TimelineEvent row, RowAt(day, revision));
    if (before_each != nullptr) before_each(day, *state);
    plan::FoldStep(PlacedOf(row, day, revision), state);
  }
  return places.empty() ? after.value_or(kFirstDay) : places.back().first;
}

absl::Status StreamTimeline::Refold(const std::string& unit, DayNumber from) {
  const auto& days = head_.snapshot_days();
  // The first snapshot that is touched.
  auto next = std::lower_bound(days.begin(), days.end(), from);
  v1::PlanState state = plan::EmptyState(stream_);
  std::optional<DayNumber> after;
  if (next != days.begin()) {
    after = *std::prev(next);
    std::string rest;
    AppendNumber(*after, &rest);
    ASSIGN_OR_RETURN(
        const std::optional<std::string> value,
        rows_.Get(rows_.Key(RowKind::kSnapshot, absl::StrCat(rest, unit))));
    if (value.has_value() && !state.ParseFromString(*value)) {
      return Damaged(stream_, "snapshot");
    }
  }
  const auto put_before = [&](std::optional<DayNumber> day,
                              const v1::PlanState& then) {
    for (; next != days.end() && (!day.has_value() || *next < *day); ++next) {
      std::string rest;
      AppendNumber(*next, &rest);
      rows_.Put(rows_.Key(RowKind::kSnapshot, absl::StrCat(rest, unit)), then);
    }
  };
  ASSIGN_OR_RETURN(const DayNumber last_day,
                   FoldUnit(
                       unit, after, kLastDay, UINT64_MAX,
                       [&](DayNumber day, const v1::PlanState& then) {
                         put_before(day, then);
                       },
                       &state));
  put_before(std::nullopt, state);
  Folded& folded = (*folded_)[unit];
  folded.state = std::move(state);
  folded.last_day = last_day;
  return absl::OkStatus();
}

absl::Status StreamTimeline::TakeSnapshot(DayNumber day) {
  const std::optional<DayNumber> before = SnapshotBefore(day);
  for (const auto& [unit, folded] : *folded_) {
    std::string rest;
    AppendNumber(day, &rest);
    const std::string key =
        rows_.Key(RowKind::kSnapshot, absl::StrCat(rest, unit));
    if (folded.last_day <= day) {
      rows_.Put(key, folded.state);
      continue;
    }
    // It has events that are to become so later.
    v1::PlanState state = plan::EmptyState(stream_);
    if (before.has_value()) {
      std::string earlier;
      AppendNumber(*before, &earlier);
      ASSIGN_OR_RETURN(const std::optional<std::string> value,
                       rows_.Get(rows_.Key(RowKind::kSnapshot,
                                           absl::StrCat(earlier, unit))));
      if (value.has_value() && !state.ParseFromString(*value)) {
        return Damaged(stream_, "snapshot");
      }
    }
    RETURN_IF_ERROR(
        FoldUnit(unit, before, day, UINT64_MAX, nullptr, &state).status());
    rows_.Put(key, state);
  }
  head_.add_snapshot_days(day);
  head_.set_since_snapshot(0);
  return absl::OkStatus();
}

absl::Status StreamTimeline::ThinOut() {
  if (static_cast<size_t>(head_.snapshot_days_size()) <=
      options_.max_snapshots) {
    return absl::OkStatus();
  }
  std::vector<std::string> keys;
  std::vector<DayNumber> kept;
  for (int i = 0; i < head_.snapshot_days_size(); ++i) {
    const DayNumber day = head_.snapshot_days(i);
    if (i % 2 == 1) {
      kept.push_back(day);
      continue;
    }
    std::string first;
    AppendNumber(day, &first);
    RETURN_IF_ERROR(rows_.Scan(RowKind::kSnapshot, first,
                               [&](absl::string_view key, absl::string_view) {
                                 keys.push_back(
                                     rows_.Key(RowKind::kSnapshot, key));
                                 return TakeNumber32(&key) == day;
                               }));
    // The last belongs to the next day, if there was a next.
    if (!keys.empty()) {
      absl::string_view rest = keys.back();
      rest.remove_prefix(rows_.Key(RowKind::kSnapshot, "").size());
      if (TakeNumber32(&rest) != day) keys.pop_back();
    }
  }
  for (const std::string& key : keys) rows_.Delete(key);
  *head_.mutable_snapshot_days() = {kept.begin(), kept.end()};
  head_.set_spacing(head_.spacing() * 2);
  return absl::OkStatus();
}

std::optional<DayNumber> StreamTimeline::SnapshotBefore(DayNumber day) const {
  const auto& days = head_.snapshot_days();
  const auto after = std::upper_bound(days.begin(), days.end(), day);
  if (after == days.begin()) return std::nullopt;
  return *std::prev(after);
}

}  // namespace clearsky::projection
