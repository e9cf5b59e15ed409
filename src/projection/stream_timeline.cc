#include "projection/stream_timeline.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/entities.h"
#include "plan/fold_step.h"
#include "projection/timeline_values.h"

namespace clearsky::projection {
namespace {

// So much may wait to be stored.
constexpr size_t kStoreBytes = size_t{4} << 20;
// Units count this often in the distance from one snapshot to the next.
constexpr uint64_t kSpacingPerUnit = 2;
// More ids that nothing made known than any plan has that was recorded here.
constexpr size_t kMaxUnknownIds = 10000;

v1::TimelineEvent RowOf(const plan::PlacedEvent& placed,
                        const std::string& unit) {
  v1::TimelineEvent row;
  *row.mutable_event() = placed.event();
  row.set_unit(unit);
  row.set_content_revision(placed.content_revision);
  row.set_earliest(NumberOfDay(placed.earliest));
  return row;
}

// Ids of what the event makes known by doing nothing else.
std::string IntroducedBy(const v1::PlanEvent& event) {
  return plan::IntroducesByItself(event) ? plan::MainEntityOf(event) : "";
}

}  // namespace

StreamTimeline::StreamTimeline(TimelineRows rows, std::string stream,
                               ReadOne read_one, const TimelineOptions& options)
    : rows_(std::move(rows)),
      stream_(std::move(stream)),
      read_one_(std::move(read_one)),
      options_(options) {
  head_.set_spacing(options_.spacing);
}

absl::Status StreamTimeline::Load() {
  ASSIGN_OR_RETURN(const std::optional<std::string> head,
                   rows_.Get(rows_.Key(RowKind::kHead, "")));
  if (!head.has_value()) return absl::OkStatus();
  if (!head_.ParseFromString(*head)) return Damaged(stream_, "head");
  stored_count_ = count();
  unknown_ids_.insert(head_.unknown_ids().begin(), head_.unknown_ids().end());
  absl::Status status;
  RETURN_IF_ERROR(rows_.Scan(
      RowKind::kEntity, "", [&](absl::string_view id, absl::string_view value) {
        v1::TimelineEntity entity;
        if (!entity.ParseFromArray(value.data(),
                                   static_cast<int>(value.size()))) {
          status = Damaged(stream_, absl::StrCat("entity ", id));
          return false;
        }
        if (entity.unit() != plan::kCommonUnit) {
          units_.Put(std::string(id), entity.unit());
        }
        entities_.insert_or_assign(std::string(id), std::move(entity));
        return true;
      }));
  RETURN_IF_ERROR(status);
  return rows_.Scan(RowKind::kLink, "",
                    [&](absl::string_view key, absl::string_view value) {
                      plan::CorrectionLink link;
                      link.revision = TakeNumber64(&key);
                      link.target = TakeNumber64(&value);
                      link.voids = value == "v";
                      links_.push_back(link);
                      return true;
                    });
}

absl::Status StreamTimeline::LoadUnits() {
  folded_.emplace();
  const std::optional<DayNumber> last = SnapshotBefore(kLastDay);
  bool damaged = false;
  if (last.has_value()) {
    std::string first;
    AppendNumber(*last, &first);
    RETURN_IF_ERROR(
        rows_.Scan(RowKind::kSnapshot, first,
                   [&](absl::string_view key, absl::string_view value) {
                     if (TakeNumber32(&key) != *last) return false;
                     Folded& folded = (*folded_)[std::string(key)];
                     folded.last_day = *last;
                     damaged = !folded.state.ParseFromArray(
                         value.data(), static_cast<int>(value.size()));
                     return !damaged;
                   }));
  }
  std::string first;
  if (last.has_value()) AppendNumber(*last + 1, &first);
  RETURN_IF_ERROR(rows_.Scan(
      RowKind::kEvent, first,
      [&](absl::string_view key, absl::string_view value) {
        const DayNumber day = TakeNumber32(&key);
        const uint64_t revision = TakeNumber64(&key);
        v1::TimelineEvent row;
        damaged = damaged || !row.ParseFromArray(
                                 value.data(), static_cast<int>(value.size()));
        if (damaged) return false;
        const auto [found, is_new] = folded_->try_emplace(row.unit());
        if (is_new) found->second.state = plan::EmptyState(stream_);
        found->second.last_day = day;
        plan::FoldStep(PlacedOf(row, day, revision), &found->second.state);
        return true;
      }));
  return damaged ? Damaged(stream_, "rows") : absl::OkStatus();
}

absl::Status StreamTimeline::Store(bool all) {
  if (!options_.store) return absl::OkStatus();
  if (!all && rows_.unstored_bytes() < kStoreBytes) return absl::OkStatus();
  if (stored_count_ == count() && rows_.unstored_bytes() == 0) {
    return absl::OkStatus();
  }
  *head_.mutable_unknown_ids() = {unknown_ids_.begin(), unknown_ids_.end()};
  rows_.Put(rows_.Key(RowKind::kHead, ""), head_);
  RETURN_IF_ERROR(rows_.Store());
  stored_count_ = count();
  return absl::OkStatus();
}

absl::Status StreamTimeline::Clear() {
  RETURN_IF_ERROR(rows_.Clear());
  head_.Clear();
  head_.set_spacing(options_.spacing);
  units_ = plan::Units();
  entities_.clear();
  unknown_ids_.clear();
  links_.clear();
  folded_.reset();
  stored_count_ = 0;
  return absl::OkStatus();
}

absl::Status StreamTimeline::Take(const plan::HistoryEvent& event) {
  if (head_.irregular()) {
    head_.set_count(event.revision + 1);
    return absl::OkStatus();
  }
  if (!folded_.has_value()) RETURN_IF_ERROR(LoadUnits());
  if (event.revision % options_.front_every == 0) {
    std::string front;
    AppendNumber(head_.front_day(), &front);
    rows_.Put(rows_.Key(RowKind::kFront, event.revision), front);
  }
  if (!event.event.has_value()) {
    rows_.Put(rows_.Key(RowKind::kUnknown, event.revision), event.type);
  } else if (const auto link = plan::LinkOf(event.revision, *event.event)) {
    RETURN_IF_ERROR(TakeLink(event, *link));
  } else {
    RETURN_IF_ERROR(TakeEvent(event));
  }
  head_.set_count(event.revision + 1);
  head_.set_irregular(head_.irregular() ||
                      unknown_ids_.size() > kMaxUnknownIds);
  return absl::OkStatus();
}

void StreamTimeline::NoteEntity(const std::string& id,
                                v1::TimelineEntity entity) {
  rows_.Put(rows_.Key(RowKind::kEntity, id), entity);
  entities_.insert_or_assign(id, std::move(entity));
}

void StreamTimeline::NoteNames(const v1::PlanEvent& event, uint64_t revision,
                               DayNumber day) {
  // Before the event's own ids are known.
  const auto make_known = [&](const std::string& id, bool by_itself) {
    // Named before, or taken: the whole fold moves it where the rows do not.
    if (unknown_ids_.contains(id)) head_.set_irregular(true);
    const auto known = entities_.find(id);
    if (known != entities_.end()) {
      if (by_itself || known->second.by_itself()) head_.set_irregular(true);
      return;
    }
    v1::TimelineEntity entity;
    entity.set_unit(units_.OfId(id));
    entity.set_by_itself(by_itself);
    entity.set_revision(revision);
    entity.set_own_day(day);
    entity.set_day(day);
    NoteEntity(id, std::move(entity));
  };
  units_.Learn(event);
  for (const plan::Introduction& made : plan::IntroductionsOf(event)) {
    v1::TimelineEntity entity;
    make_known(made.id, made.by_itself);
    // Outcomes are of no unit by their id, but stand in that of their activity.
    const auto known = entities_.find(made.id);
    if (made.by_itself && known->second.unit() != units_.Of(event)) {
      entity = known->second;
      entity.set_unit(units_.Of(event));
      NoteEntity(made.id, std::move(entity));
    }
  }
  plan::ForEachNameInStream(event, [&](const std::string& id) {
    if (!entities_.contains(id)) unknown_ids_.insert(id);
  });
}

absl::Status StreamTimeline::MoveFront(DayNumber day) {
  const DayNumber front = head_.front_day();
  if (day <= front) return absl::OkStatus();
  const uint64_t spacing =
      std::max<uint64_t>(head_.spacing(), kSpacingPerUnit * folded_->size());
  if (head_.since_snapshot() >= spacing) {
    RETURN_IF_ERROR(TakeSnapshot(day - 1));
    RETURN_IF_ERROR(ThinOut());
  }
  head_.set_front_day(day);
  return absl::OkStatus();
}

absl::Status StreamTimeline::TakeEvent(const plan::HistoryEvent& event) {
  const plan::PlacedEvent placed =
      plan::PlaceAlone(*event.event, event.revision, event.record_day);
  const DayNumber day = NumberOfDay(placed.day);
  NoteNames(*event.event, event.revision, day);
  if (head_.irregular()) return absl::OkStatus();
  const std::string unit = units_.Of(*event.event);
  RETURN_IF_ERROR(MoveFront(std::min(day, NumberOfDay(event.record_day))));
  head_.set_since_snapshot(head_.since_snapshot() + 1);
  const bool late = day < head_.front_day();
  if (late) {
    v1::TimelineDisturbance disturbance;
    disturbance.set_unit(unit);
    disturbance.set_day(day);
    rows_.Put(rows_.Key(RowKind::kLate, event.revision), disturbance);
  }
  PutRows(RowOf(placed, unit), day, event.revision);

  Touched touched;
  ASSIGN_OR_RETURN(const DayNumber disturbed,
                   Pull(*event.event, event.revision, day, &touched));
  if (disturbed != kLastDay) {
    v1::TimelineDisturbance disturbance;
    disturbance.set_day(disturbed);
    rows_.Put(rows_.Key(RowKind::kDisturbance, event.revision), disturbance);
  }
  const auto [found, is_new] = folded_->try_emplace(unit);
  if (is_new) found->second.state = plan::EmptyState(stream_);
  Folded& folded = found->second;
  if (late || day < folded.last_day) {
    Touch(unit, day, &touched);
  } else if (!touched.contains(unit)) {
    plan::FoldStep(placed, &folded.state);
    folded.last_day = day;
  }
  for (const auto& [id, from] : touched) RETURN_IF_ERROR(Refold(id, from));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<StreamTimeline::Standing>>
StreamTimeline::StandingOf(uint64_t root,
                           const plan::Corrections& corrections) const {
  if (corrections.IsVoided(root)) return nullptr;
  auto standing = std::make_unique<Standing>();
  ASSIGN_OR_RETURN(standing->recorded, read_one_(root));
  if (!standing->recorded.event.has_value()) return nullptr;
  for (const uint64_t revision : corrections.Of(root)) {
    ASSIGN_OR_RETURN(standing->replacing.emplace_back(), read_one_(revision));
  }
  std::vector<const plan::HistoryEvent*> replacing;
  for (const plan::HistoryEvent& event : standing->replacing) {
    replacing.push_back(&event);
  }
  standing->placed = plan::PlaceCorrected(standing->recorded, replacing);
  return standing;
}

absl::Status StreamTimeline::TakeLink(const plan::HistoryEvent& event,
                                      const plan::CorrectionLink& link) {
  const plan::Corrections before(links_);
  links_.push_back(link);
  const plan::Corrections after(links_);
  std::string value;
  AppendNumber(link.target, &value);
  value.push_back(link.voids ? 'v' : 'c');
  rows_.Put(rows_.Key(RowKind::kLink, link.revision), value);
  head_.set_since_snapshot(head_.since_snapshot() + 1);

  // A void may be of a correction or a void: what is touched in the end is
  // neither.
  uint64_t root = link.target;
  for (size_t i = links_.size() - 1; i-- > 0;) {
    if (links_[i].revision == root) root = links_[i].target;
  }
  if (root >= link.revision) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::unique_ptr<Standing> old,
                   StandingOf(root, before));
  ASSIGN_OR_RETURN(const std::unique_ptr<Standing> now,
                   StandingOf(root, after));

  DayNumber disturbed = kLastDay;
  Touched touched;
  const std::string introduced =
      old != nullptr   ? IntroducedBy(old->placed.event())
      : now != nullptr ? IntroducedBy(now->placed.event())
                       : "";
  if (now != nullptr && IntroducedBy(now->placed.event()) != introduced) {
    // What was known by this id is known by another.
    head_.set_irregular(true);
  }
  const auto entity = entities_.find(introduced);
  const bool introduces = !introduced.empty() && entity != entities_.end() &&
                          entity->second.revision() == root;
  if (!introduced.empty() && !introduces) head_.set_irregular(true);
  if (head_.irregular()) return absl::OkStatus();
  if (old != nullptr) {
    const DayNumber day =
        introduces ? entity->second.day() : NumberOfDay(old->placed.day);
    ASSIGN_OR_RETURN(const v1::TimelineEvent row, RowAt(day, root));
    DeleteRows(row, day, root);
    Touch(row.unit(), day, &touched);
    disturbed = std::min(disturbed, std::min(day, row.earliest()));
  }
  if (now != nullptr) {
    const v1::PlanEvent& content = now->placed.event();
    const DayNumber day = NumberOfDay(now->placed.day);
    for (const plan::Introduction& made : plan::IntroductionsOf(content)) {
      if (!made.by_itself && !entities_.contains(made.id)) {
        if (unknown_ids_.contains(made.id)) head_.set_irregular(true);
        units_.Learn(content);
        v1::TimelineEntity part;
        part.set_unit(units_.OfId(made.id));
        NoteEntity(made.id, std::move(part));
      }
    }
    plan::ForEachNameInStream(content, [&](const std::string& id) {
      if (!entities_.contains(id)) unknown_ids_.insert(id);
    });
    const std::string unit = units_.Of(content);
    const v1::TimelineEvent row = RowOf(now->placed, unit);
    PutRows(row, day, root);
    Touch(unit, day, &touched);
    disturbed = std::min(disturbed, std::min(day, row.earliest()));
    if (introduces) {
      v1::TimelineEntity moved = entities_.at(introduced);
      moved.set_own_day(day);
      moved.set_day(day);
      moved.set_voided(false);
      NoteEntity(introduced, std::move(moved));
    }
  } else if (introduces) {
    v1::TimelineEntity gone = entities_.at(introduced);
    gone.set_voided(true);
    NoteEntity(introduced, std::move(gone));
  }

  // What the old content named may go back; what the new names may be pulled.
  std::vector<std::string> names;
  if (introduces) names.push_back(introduced);
  if (old != nullptr) {
    plan::ForEachNameInStream(old->placed.event(), [&](const std::string& id) {
      if (id != introduced) names.push_back(id);
    });
  }
  for (const std::string& id : names) {
    ASSIGN_OR_RETURN(const DayNumber day, Release(id, &touched));
    disturbed = std::min(disturbed, day);
  }
  if (now != nullptr) {
    const DayNumber stands = introduces ? entities_.at(introduced).day()
                                        : NumberOfDay(now->placed.day);
    ASSIGN_OR_RETURN(const DayNumber day,
                     Pull(now->placed.event(), root, stands, &touched));
    disturbed = std::min(disturbed, day);
  }
  if (disturbed != kLastDay) {
    v1::TimelineDisturbance disturbance;
    disturbance.set_day(disturbed);
    rows_.Put(rows_.Key(RowKind::kDisturbance, event.revision), disturbance);
  }
  for (const auto& [id, from] : touched) RETURN_IF_ERROR(Refold(id, from));
  return absl::OkStatus();
}

}  // namespace clearsky::projection
