// Answers: a snapshot, and what is folded onto it.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/entities.h"
#include "plan/fold_step.h"
#include "projection/stream_timeline.h"
#include "projection/timeline_values.h"

namespace clearsky::projection {

absl::StatusOr<DayNumber> StreamTimeline::FrontBefore(uint64_t revision) {
  ASSIGN_OR_RETURN(
      const std::optional<std::string> value,
      rows_.Get(rows_.Key(RowKind::kFront, revision / options_.front_every *
                                               options_.front_every)));
  if (!value.has_value()) return head_.front_day();
  absl::string_view number = *value;
  return TakeNumber32(&number);
}

absl::Status StreamTimeline::AddPossible(uint64_t known, DayNumber as_of,
                                         v1::PlanState* state) {
  std::vector<std::pair<DayNumber, uint64_t>> places;
  for (size_t i = 0; i < std::size(kPartialDays); ++i) {
    const DayNumber longest = kPartialDays[i];
    const char length = static_cast<char>(i);
    std::string first(1, length);
    AppendNumber(as_of + 1, &first);
    RETURN_IF_ERROR(rows_.Scan(RowKind::kPartial, first,
                               [&](absl::string_view key, absl::string_view) {
                                 if (key.front() != length) return false;
                                 key.remove_prefix(1);
                                 const DayNumber day = TakeNumber32(&key);
                                 if (day - as_of > longest) return false;
                                 const uint64_t revision = TakeNumber64(&key);
                                 if (revision < known)
                                   places.emplace_back(day, revision);
                                 return true;
                               }));
  }
  for (const auto& [day, revision] : places) {
    ASSIGN_OR_RETURN(const v1::TimelineEvent row, RowAt(day, revision));
    if (row.earliest() > as_of) continue;
    plan::AddPossible(PlacedOf(row, day, revision), state);
  }
  return absl::OkStatus();
}

absl::Status StreamTimeline::AddAccount(uint64_t known, v1::PlanState* state) {
  RETURN_IF_ERROR(
      rows_.Scan(RowKind::kUnknown, "",
                 [&](absl::string_view key, absl::string_view type) {
                   const uint64_t revision = TakeNumber64(&key);
                   if (revision >= known) return false;
                   plan::AddUnknown(revision, type, state);
                   return true;
                 }));
  std::vector<plan::CorrectionLink> links;
  for (const plan::CorrectionLink& link : links_) {
    if (link.revision < known) links.push_back(link);
  }
  for (v1::CorrectionState& counting : plan::Corrections(links).Counting()) {
    *state->add_corrections() = std::move(counting);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const v1::PlanState>> StreamTimeline::State(
    uint64_t known, std::optional<absl::CivilDay> as_of) {
  if (head_.irregular() || known > count()) return nullptr;
  const DayNumber to = as_of.has_value() ? NumberOfDay(*as_of) : kLastDay;
  std::optional<DayNumber> base = SnapshotBefore(to);
  std::set<std::string> anew;
  if (known < count()) {
    ASSIGN_OR_RETURN(const DayNumber front, FrontBefore(known));
    base = front == kFirstDay ? std::nullopt
                              : SnapshotBefore(std::min(to, front - 1));
    std::string first;
    AppendNumber(known, &first);
    bool disturbed = false;
    RETURN_IF_ERROR(rows_.Scan(
        RowKind::kDisturbance, first,
        [&](absl::string_view, absl::string_view value) {
          v1::TimelineDisturbance disturbance;
          disturbed = !disturbance.ParseFromArray(
                          value.data(), static_cast<int>(value.size())) ||
                      disturbance.day() <= to;
          return !disturbed;
        }));
    if (disturbed) return nullptr;
    if (base.has_value()) {
      RETURN_IF_ERROR(
          rows_.Scan(RowKind::kLate, first,
                     [&](absl::string_view, absl::string_view value) {
                       v1::TimelineDisturbance late;
                       disturbed = !late.ParseFromArray(
                           value.data(), static_cast<int>(value.size()));
                       if (late.day() <= *base) anew.insert(late.unit());
                       return !disturbed;
                     }));
      if (disturbed) return Damaged(stream_, "late events");
    }
  }

  // Messages that follow each other read as one that has the fields of all.
  std::string bytes;
  if (base.has_value()) {
    std::string first;
    AppendNumber(*base, &first);
    RETURN_IF_ERROR(
        rows_.Scan(RowKind::kSnapshot, first,
                   [&](absl::string_view key, absl::string_view value) {
                     if (TakeNumber32(&key) != *base) return false;
                     if (anew.empty() || !anew.contains(std::string(key))) {
                       absl::StrAppend(&bytes, value);
                     }
                     return true;
                   }));
  }
  const std::shared_ptr<v1::PlanState> state = plan::NewSharedState();
  if (!state->ParseFromString(bytes)) return Damaged(stream_, "snapshot");
  state->MergeFrom(plan::EmptyState(stream_));

  std::string first;
  if (base.has_value()) AppendNumber(*base + 1, &first);
  bool damaged = false;
  v1::TimelineEvent row;
  RETURN_IF_ERROR(rows_.Scan(
      RowKind::kEvent, first,
      [&](absl::string_view key, absl::string_view value) {
        const DayNumber day = TakeNumber32(&key);
        if (day > to) return false;
        const uint64_t revision = TakeNumber64(&key);
        if (revision >= known) return true;
        damaged =
            !row.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (damaged) return false;
        if (!anew.empty() && anew.contains(row.unit())) return true;
        plan::FoldStep(PlacedOf(row, day, revision), state.get());
        return true;
      }));
  if (damaged) return Damaged(stream_, "rows");
  for (const std::string& unit : anew) {
    v1::PlanState part;
    RETURN_IF_ERROR(
        FoldUnit(unit, std::nullopt, to, known, nullptr, &part).status());
    state->MergeFrom(part);
  }
  if (as_of.has_value() && to != kLastDay) {
    RETURN_IF_ERROR(AddPossible(known, to, state.get()));
  }
  RETURN_IF_ERROR(AddAccount(known, state.get()));
  plan::FinishFold(state.get());
  return state;
}

}  // namespace clearsky::projection
