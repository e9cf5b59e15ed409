// Where events stand: their rows, and introductions that what names them moves.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/entities.h"
#include "plan/fold_step.h"
#include "projection/stream_timeline.h"
#include "projection/timeline_values.h"

namespace clearsky::projection {

void StreamTimeline::PutRows(const v1::TimelineEvent& row, DayNumber day,
                             uint64_t revision) {
  rows_.Put(rows_.Key(RowKind::kEvent, day, revision), row);
  std::string rest;
  AppendName(row.unit(), &rest);
  AppendNumber(day, &rest);
  AppendNumber(revision, &rest);
  rows_.Put(rows_.Key(RowKind::kUnitEvent, rest), "");
  if (row.earliest() < day) {
    std::string partial(1, PartialClass(row.earliest(), day));
    AppendNumber(day, &partial);
    AppendNumber(revision, &partial);
    rows_.Put(rows_.Key(RowKind::kPartial, partial), "");
  }
  plan::ForEachNameInStream(row.event(), [&](const std::string& id) {
    const auto found = entities_.find(id);
    if (found == entities_.end() || !found->second.by_itself()) return;
    if (row.unit() != plan::kCommonUnit && found->second.unit() == row.unit()) {
      return;
    }
    std::string naming;
    AppendName(id, &naming);
    AppendNumber(day, &naming);
    AppendNumber(revision, &naming);
    rows_.Put(rows_.Key(RowKind::kNaming, naming), "");
  });
}

void StreamTimeline::DeleteRows(const v1::TimelineEvent& row, DayNumber day,
                                uint64_t revision) {
  rows_.Delete(rows_.Key(RowKind::kEvent, day, revision));
  std::string rest;
  AppendName(row.unit(), &rest);
  AppendNumber(day, &rest);
  AppendNumber(revision, &rest);
  rows_.Delete(rows_.Key(RowKind::kUnitEvent, rest));
  if (row.earliest() < day) {
    std::string partial(1, PartialClass(row.earliest(), day));
    AppendNumber(day, &partial);
    AppendNumber(revision, &partial);
    rows_.Delete(rows_.Key(RowKind::kPartial, partial));
  }
  plan::ForEachNameInStream(row.event(), [&](const std::string& id) {
    std::string naming;
    AppendName(id, &naming);
    AppendNumber(day, &naming);
    AppendNumber(revision, &naming);
    rows_.Delete(rows_.Key(RowKind::kNaming, naming));
  });
}

absl::StatusOr<v1::TimelineEvent> StreamTimeline::RowAt(DayNumber day,
                                                        uint64_t revision) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value,
                   rows_.Get(rows_.Key(RowKind::kEvent, day, revision)));
  v1::TimelineEvent row;
  if (!value.has_value() || !row.ParseFromString(*value)) {
    return Damaged(stream_, absl::StrCat("row of revision ", revision));
  }
  return row;
}

absl::StatusOr<DayNumber> StreamTimeline::Pull(const v1::PlanEvent& event,
                                               uint64_t revision, DayNumber day,
                                               Touched* touched) {
  // What resolves by position says nothing of days.
  if (day == kFirstDay) return kLastDay;
  std::set<std::string> pulled;
  plan::ForEachNameInStream(event, [&](const std::string& id) {
    const auto found = entities_.find(id);
    if (found == entities_.end()) return;
    const v1::TimelineEntity& entity = found->second;
    if (entity.by_itself() && !entity.voided() &&
        entity.revision() != revision && day < entity.day()) {
      pulled.insert(id);
    }
  });
  DayNumber disturbed = kLastDay;
  for (const std::string& id : pulled) {
    ASSIGN_OR_RETURN(const DayNumber moved, MoveIntroduction(id, day, touched));
    disturbed = std::min(disturbed, moved);
  }
  return disturbed;
}

absl::StatusOr<DayNumber> StreamTimeline::MoveIntroduction(
    const std::string& id, DayNumber day, Touched* touched) {
  v1::TimelineEntity entity = entities_.at(id);
  const DayNumber old_day = entity.day();
  const uint64_t revision = entity.revision();
  ASSIGN_OR_RETURN(v1::TimelineEvent row, RowAt(old_day, revision));
  DayNumber disturbed = std::min(row.earliest(), day);
  DeleteRows(row, old_day, revision);
  entity.set_day(day);
  NoteEntity(id, std::move(entity));
  if (day == entities_.at(id).own_day()) {
    ASSIGN_OR_RETURN(const std::unique_ptr<Standing> standing,
                     StandingOf(revision, plan::Corrections(links_)));
    row.set_earliest(NumberOfDay(standing->placed.earliest));
  } else {
    row.set_earliest(day);
  }
  PutRows(row, day, revision);
  Touch(row.unit(), std::min(day, old_day), touched);
  disturbed = std::min(disturbed, row.earliest());
  if (day < old_day) {
    ASSIGN_OR_RETURN(const DayNumber moved,
                     Pull(row.event(), revision, day, touched));
    disturbed = std::min(disturbed, moved);
  } else {
    std::vector<std::string> names;
    plan::ForEachNameInStream(row.event(), [&](const std::string& name) {
      if (name != id) names.push_back(name);
    });
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(const DayNumber moved, Release(name, touched));
      disturbed = std::min(disturbed, moved);
    }
  }
  return disturbed;
}

absl::StatusOr<DayNumber> StreamTimeline::FirstNaming(
    const std::string& id, const v1::TimelineEntity& entity) {
  DayNumber first = kLastDay;
  std::string rest;
  AppendName(id, &rest);
  const std::string prefix = rest;
  // What stands at the beginning of time pulls nothing.
  AppendNumber(DayNumber{1}, &rest);
  RETURN_IF_ERROR(rows_.Scan(RowKind::kNaming, rest,
                             [&](absl::string_view key, absl::string_view) {
                               if (TakeName(&key) != id) return false;
                               const DayNumber day = TakeNumber32(&key);
                               if (TakeNumber64(&key) == entity.revision())
                                 return true;
                               first = day;
                               return false;
                             }));
  if (entity.unit() == plan::kCommonUnit) return first;
  std::vector<std::pair<DayNumber, uint64_t>> places;
  rest.clear();
  AppendName(entity.unit(), &rest);
  AppendNumber(DayNumber{1}, &rest);
  RETURN_IF_ERROR(rows_.Scan(RowKind::kUnitEvent, rest,
                             [&](absl::string_view key, absl::string_view) {
                               if (TakeName(&key) != entity.unit())
                                 return false;
                               const DayNumber day = TakeNumber32(&key);
                               if (day >= first) return false;
                               places.emplace_back(day, TakeNumber64(&key));
                               return true;
                             }));
  for (const auto& [day, revision] : places) {
    if (revision == entity.revision()) continue;
    ASSIGN_OR_RETURN(const v1::TimelineEvent row, RowAt(day, revision));
    bool names = false;
    plan::ForEachNameInStream(row.event(), [&](const std::string& name) {
      names = names || name == id;
    });
    if (names) return day;
  }
  return first;
}

absl::StatusOr<DayNumber> StreamTimeline::Release(const std::string& id,
                                                  Touched* touched) {
  const auto found = entities_.find(id);
  if (found == entities_.end()) return kLastDay;
  const v1::TimelineEntity entity = found->second;
  if (!entity.by_itself() || entity.voided()) return kLastDay;
  ASSIGN_OR_RETURN(const DayNumber named, FirstNaming(id, entity));
  const DayNumber day = std::min(entity.own_day(), named);
  if (day == entity.day()) return kLastDay;
  return MoveIntroduction(id, day, touched);
}

}  // namespace clearsky::projection
