#include "projection/follower.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/edtf.h"

namespace clearsky::projection {
namespace {

// Events taken in by one step.
constexpr uint64_t kStepEvents = 16'384;
// From so many events on that are missing, plans are folded one by one: in
// order, a plan that is not kept folded would be folded by each step that
// touches it.
constexpr uint64_t kScanFrom = 8 * kStepEvents;
constexpr size_t kScanStreams = 256;
// A scan commits when so much is to be written.
constexpr size_t kMaxWriteBytes = size_t{4} << 20;
// Folded streams are kept while they have so many events together; one is
// kept whatever its size.
constexpr uint64_t kMaxHeadEvents = 500'000;
constexpr size_t kMaxHeads = 4096;

// Adds the entities of `id` that have rows, and those that change with it.
void AddId(const v1::PlanState& state, const std::string& id,
           std::set<format::Entity>* touched) {
  if (id == state.stream()) touched->insert({format::EntityKind::kPlan, ""});
  const auto activity = state.activities().find(id);
  if (activity != state.activities().end()) {
    touched->insert({format::EntityKind::kActivity, id});
    for (const std::string& part : activity->second.parts()) {
      touched->insert({format::EntityKind::kActivity, part});
    }
  }
  if (state.agreements().contains(id)) {
    touched->insert({format::EntityKind::kAgreement, id});
  }
  if (state.series().contains(id)) {
    touched->insert({format::EntityKind::kSeries, id});
  }
}

// The entities whose rows an event may change, in the state behind it.
void AddTouched(const v1::PlanState& state, const v1::PlanEvent& event,
                std::set<format::Entity>* touched) {
  switch (event.change_case()) {
    case v1::PlanEvent::kPlanRegistered:
    case v1::PlanEvent::kPlanAdopted:
    case v1::PlanEvent::kPlanAmended:
    case v1::PlanEvent::kPlanClosed:
      touched->insert({format::EntityKind::kPlan, ""});
      break;
    default:
      break;
  }
  for (const std::string& id : plan::EntitiesOf(event)) {
    AddId(state, id, touched);
    // What is accepted of a discrepancy counts for what it is about.
    const auto discrepancy = state.discrepancies().find(id);
    if (discrepancy != state.discrepancies().end()) {
      AddId(state, discrepancy->second.noted().entity(), touched);
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Follower>> Follower::Open(
    const FollowerOptions& options) {
  std::unique_ptr<Follower> follower(new Follower(options));
  RETURN_IF_ERROR(follower->ReadCheckpoint());
  RETURN_IF_ERROR(follower->CheckAgainstLog());
  return follower;
}

absl::Status Follower::ReadCheckpoint() {
  std::optional<std::string> first;
  const auto read = [&](const RowReader& rows) -> absl::Status {
    for (size_t i = 0; i < options_.families.size(); ++i) {
      const std::string& family = options_.families[i].family;
      ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                       rows.Get(family, format::kCheckpointKey));
      if (i == 0) first = bytes;
      if (bytes != first) {
        return absl::DataLossError(
            absl::StrCat("family ", family, " is at another point than family ",
                         options_.families[0].family));
      }
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(options_.store->Read(read));
  if (!first.has_value()) return absl::OkStatus();  // Nothing in them yet.
  if (!checkpoint_.ParseFromString(*first)) {
    return absl::DataLossError("a checkpoint of projections/ does not parse");
  }
  const absl::StatusOr<absl::CivilDay> day =
      plan::ParseDay(checkpoint_.as_of_day());
  if (!day.ok()) {
    return absl::DataLossError("a checkpoint of projections/ names no day");
  }
  as_of_ = *day;
  return absl::OkStatus();
}

absl::Status Follower::CheckAgainstLog() const {
  const auto check = [&](uint64_t count, const std::string& id) {
    if (count == 0) return absl::OkStatus();
    if (count > options_.log->size()) {
      return absl::DataLossError(absl::StrCat("the rows hold ", count,
                                              " events, and the log has ",
                                              options_.log->size()));
    }
    ASSIGN_OR_RETURN(const log::RecordedEvent last,
                     options_.log->ReadAt(count - 1));
    if (last.event_id.ToBytes() == id) return absl::OkStatus();
    return absl::DataLossError("the rows are of another log");
  };
  RETURN_IF_ERROR(
      check(checkpoint_.known_count(), checkpoint_.last_event_id()));
  return check(checkpoint_.scan_count(), checkpoint_.scan_event_id());
}

absl::Status Follower::Commit(RowWrites writes) {
  if (as_of_.has_value()) checkpoint_.set_as_of_day(plan::FormatDay(*as_of_));
  const std::string checkpoint = checkpoint_.SerializeAsString();
  for (const ProjectedFamily& family : options_.families) {
    writes.Put(family.family, format::kCheckpointKey, checkpoint);
  }
  return options_.store->Write(writes);
}

absl::StatusOr<bool> Follower::Step(uint64_t count, absl::CivilDay day) {
  const v1::RowsCheckpoint before = checkpoint_;
  const std::optional<absl::CivilDay> day_before = as_of_;
  const absl::Status status = [&]() -> absl::Status {
    if (!is_whole()) return ScanSome();
    const uint64_t missing = count > known_count() ? count - known_count() : 0;
    if (!as_of_.has_value() || missing >= kScanFrom ||
        (known_count() == 0 && missing > 0)) {
      return BeginScan(std::max(count, known_count()), day);
    }
    // The day first: what is recorded on a day has mostly become so by then.
    if (*as_of_ < day) return AdvanceTo(day);
    if (missing > 0) return TakeInSome(count);
    return absl::OkStatus();
  }();
  if (!status.ok()) {
    // What was not committed did not happen.
    checkpoint_ = before;
    as_of_ = day_before;
    ForgetHeads();
    return status;
  }
  return is_whole() && known_count() >= count && as_of_.has_value() &&
         *as_of_ >= day;
}

absl::Status Follower::BeginScan(uint64_t count, absl::CivilDay day) {
  ForgetHeads();
  scanned_ = 0;
  as_of_ = as_of_.has_value() ? std::max(*as_of_, day) : day;
  if (count == 0) return Commit({});
  checkpoint_.set_scan_count(count);
  checkpoint_.clear_scan_after();
  ASSIGN_OR_RETURN(const log::RecordedEvent last,
                   options_.log->ReadAt(count - 1));
  checkpoint_.set_scan_event_id(last.event_id.ToBytes());
  return Commit({});
}

absl::Status Follower::ScanSome() {
  ASSIGN_OR_RETURN(
      const std::vector<std::string> streams,
      options_.log->ListStreams("", checkpoint_.scan_after(), kScanStreams));
  if (streams.empty()) return EndScan();
  RowWrites writes;
  for (const std::string& stream : streams) {
    ASSIGN_OR_RETURN(
        StreamFold fold,
        FoldStream(*options_.log, options_.zone, stream,
                   checkpoint_.scan_count(), *as_of_, options_.stop));
    checkpoint_.set_scan_after(stream);
    if (fold.positions.empty()) continue;  // It began later.
    SetAside(fold.unread, &writes);
    if (known_count() == 0) {
      RETURN_IF_ERROR(WriteNew(fold, &writes));
    } else {
      RETURN_IF_ERROR(options_.store->Read([&](const RowReader& rows) {
        return WriteAll(rows, fold, &writes);
      }));
    }
    WriteDue(fold, &writes);
    scanned_ += fold.positions.size();
    PutHead(stream, std::make_unique<StreamFold>(std::move(fold)));
    if (writes.size_bytes() >= kMaxWriteBytes) break;
  }
  return Commit(std::move(writes));
}

absl::Status Follower::EndScan() {
  checkpoint_.set_known_count(checkpoint_.scan_count());
  checkpoint_.set_last_event_id(checkpoint_.scan_event_id());
  checkpoint_.clear_scan_count();
  checkpoint_.clear_scan_event_id();
  checkpoint_.clear_scan_after();
  scanned_ = 0;
  return Commit({});
}

absl::Status Follower::TakeInSome(uint64_t count) {
  const uint64_t end = std::min(count, known_count() + kStepEvents);
  log::ReadRequest request;
  request.from = known_count();
  ASSIGN_OR_RETURN(const std::unique_ptr<log::EventIterator> it,
                   options_.log->Read(request));
  std::map<std::string, plan::History> by_stream;
  Uuid last_id;
  uint64_t next = known_count();
  while (next < end && it->Next()) {
    by_stream[std::string(it->event().stream)].push_back(
        DecodeEvent(it->event(), options_.zone));
    last_id = it->event().event_id;
    ++next;
  }
  RETURN_IF_ERROR(it->status());
  RowWrites writes;
  const auto take_in = [&](const RowReader& rows) {
    for (const auto& [stream, events] : by_stream) {
      RETURN_IF_ERROR(TakeIn(rows, stream, events, next, &writes));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(options_.store->Read(take_in));
  checkpoint_.set_known_count(next);
  checkpoint_.set_last_event_id(last_id.ToBytes());
  return Commit(std::move(writes));
}

absl::Status Follower::TakeIn(const RowReader& rows, const std::string& stream,
                              const plan::History& events, uint64_t count,
                              RowWrites* writes) {
  std::unique_ptr<StreamFold> fold = TakeHead(stream);
  bool in_order = true;
  Touched touched;
  if (fold == nullptr) {
    // What was there before the events at hand, without them.
    ASSIGN_OR_RETURN(StreamFold read,
                     FoldStream(*options_.log, options_.zone, stream,
                                known_count(), *as_of_, options_.stop));
    fold = std::make_unique<StreamFold>(std::move(read));
  }
  // Nothing of it was due since, or it would have been refreshed.
  fold->head.AdvanceTo(*as_of_, [](const v1::PlanEvent&) {});
  for (const plan::HistoryEvent& event : events) {
    fold->positions.push_back(event.position);
    if (!event.event.has_value()) {
      SetAside({UnreadOf(stream, event)}, writes);
    }
    in_order = in_order && fold->head.Add(event);
    if (in_order && event.event.has_value()) {
      AddTouched(fold->head.state(), *event.event, &touched);
    }
  }
  if (in_order) {
    RETURN_IF_ERROR(WriteTouched(rows, *fold, touched, writes));
  } else {
    ASSIGN_OR_RETURN(*fold, FoldStream(*options_.log, options_.zone, stream,
                                       count, *as_of_, options_.stop));
    RETURN_IF_ERROR(WriteAll(rows, *fold, writes));
  }
  WriteDue(*fold, writes);
  PutHead(stream, std::move(fold));
  return absl::OkStatus();
}

absl::Status Follower::AdvanceTo(absl::CivilDay day) {
  as_of_ = day;
  std::set<std::string> due;
  RowWrites writes;
  const auto refresh = [&](const RowReader& rows) {
    // Each family has the same due rows, so that each is whole by itself.
    for (const ProjectedFamily& family : options_.families) {
      RETURN_IF_ERROR(
          rows.Scan(family.family, format::kDuePrefix, format::AfterDue(day),
                    [&](absl::string_view key, absl::string_view) {
                      due.insert(format::StreamOfDue(key));
                      writes.Delete(family.family, std::string(key));
                      return true;
                    }));
    }
    for (const std::string& stream : due) {
      RETURN_IF_ERROR(Refresh(rows, stream, &writes));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(options_.store->Read(refresh));
  return Commit(std::move(writes));
}

absl::Status Follower::Refresh(const RowReader& rows, const std::string& stream,
                               RowWrites* writes) {
  std::unique_ptr<StreamFold> fold = TakeHead(stream);
  if (fold != nullptr) {
    Touched touched;
    fold->head.AdvanceTo(*as_of_, [&](const v1::PlanEvent& event) {
      AddTouched(fold->head.state(), event, &touched);
    });
    RETURN_IF_ERROR(WriteTouched(rows, *fold, touched, writes));
  } else {
    ASSIGN_OR_RETURN(StreamFold read,
                     FoldStream(*options_.log, options_.zone, stream,
                                known_count(), *as_of_, options_.stop));
    fold = std::make_unique<StreamFold>(std::move(read));
    RETURN_IF_ERROR(WriteAll(rows, *fold, writes));
  }
  WriteDue(*fold, writes);
  PutHead(stream, std::move(fold));
  return absl::OkStatus();
}

absl::Status Follower::WriteTouched(const RowReader& rows,
                                    const StreamFold& fold,
                                    const Touched& touched, RowWrites* writes) {
  const absl::string_view stream = fold.head.state().stream();
  for (const ProjectedFamily& family : options_.families) {
    for (const format::Entity& entity : touched) {
      bool failed = false;
      const std::optional<std::string> new_row =
          RowOf(family, fold, entity, &failed, writes);
      if (failed) continue;
      ASSIGN_OR_RETURN(const std::optional<std::string> old_row,
                       rows.Get(family.family, format::RowKey(stream, entity)));
      Replace(family, stream, entity, old_row, new_row, writes);
    }
  }
  return absl::OkStatus();
}

absl::Status Follower::WriteAll(const RowReader& rows, const StreamFold& fold,
                                RowWrites* writes) {
  const absl::string_view stream = fold.head.state().stream();
  const std::string prefix = format::RowsOfStream(stream);
  const std::vector<format::Entity> entities =
      EntitiesOfState(fold.head.state());
  for (const ProjectedFamily& family : options_.families) {
    std::map<format::Entity, std::string> old_rows;
    RETURN_IF_ERROR(
        rows.Scan(family.family, prefix, format::AfterPrefix(prefix),
                  [&](absl::string_view key, absl::string_view value) {
                    const auto name = format::ParseRowKey(key);
                    if (name.has_value()) {
                      old_rows.emplace(name->entity, std::string(value));
                    }
                    return true;
                  }));
    for (const format::Entity& entity : entities) {
      bool failed = false;
      const std::optional<std::string> new_row =
          RowOf(family, fold, entity, &failed, writes);
      auto old_row = old_rows.extract(entity);
      if (failed) continue;
      Replace(family, stream, entity,
              old_row.empty() ? std::nullopt
                              : std::optional<std::string>(old_row.mapped()),
              new_row, writes);
    }
    // What was there and is no more.
    for (const auto& [entity, old_row] : old_rows) {
      Replace(family, stream, entity, old_row, std::nullopt, writes);
    }
  }
  return absl::OkStatus();
}

absl::Status Follower::WriteNew(const StreamFold& fold, RowWrites* writes) {
  const absl::string_view stream = fold.head.state().stream();
  for (const format::Entity& entity : EntitiesOfState(fold.head.state())) {
    for (const ProjectedFamily& family : options_.families) {
      bool failed = false;
      Replace(family, stream, entity, std::nullopt,
              RowOf(family, fold, entity, &failed, writes), writes);
    }
    if (writes->size_bytes() >= kMaxWriteBytes) {
      // The checkpoint stands before this stream, and what is written again
      // after a crash is the same.
      RowWrites part = std::move(*writes);
      *writes = RowWrites();
      RETURN_IF_ERROR(options_.store->Write(part));
    }
  }
  return absl::OkStatus();
}

std::optional<std::string> Follower::RowOf(const ProjectedFamily& family,
                                           const StreamFold& fold,
                                           const format::Entity& entity,
                                           bool* failed,
                                           RowWrites* writes) const {
  absl::StatusOr<std::optional<std::string>> row =
      family.projection->RowOf(fold.View(), entity);
  if (row.ok()) return *std::move(row);
  *failed = true;
  v1::SetAside aside;
  aside.set_position(fold.positions.back());
  aside.set_stream(fold.head.state().stream());
  aside.set_reason(absl::StrCat("the row of `", entity.id,
                                "` was not made: ", row.status().message()));
  writes->Put(family.family, format::SetAsideKey(aside.position()),
              aside.SerializeAsString());
  return std::nullopt;
}

void Follower::Replace(const ProjectedFamily& family, absl::string_view stream,
                       const format::Entity& entity,
                       const std::optional<std::string>& old_row,
                       const std::optional<std::string>& new_row,
                       RowWrites* writes) const {
  if (old_row == new_row) return;
  const std::string key = format::RowKey(stream, entity);
  if (old_row.has_value()) {
    for (std::string& index :
         family.projection->IndexOf(stream, entity, *old_row)) {
      writes->Delete(family.family, std::move(index));
    }
  }
  if (!new_row.has_value()) {
    writes->Delete(family.family, key);
    return;
  }
  writes->Put(family.family, key, *new_row);
  for (std::string& index :
       family.projection->IndexOf(stream, entity, *new_row)) {
    writes->Put(family.family, std::move(index), key);
  }
}

void Follower::WriteDue(const StreamFold& fold, RowWrites* writes) const {
  const std::optional<absl::CivilDay> due = fold.head.next_due();
  if (!due.has_value()) return;
  for (const ProjectedFamily& family : options_.families) {
    writes->Put(family.family, format::DueKey(*due, fold.head.state().stream()),
                "");
  }
}

void Follower::SetAside(const std::vector<v1::SetAside>& events,
                        RowWrites* writes) const {
  for (const v1::SetAside& event : events) {
    for (const ProjectedFamily& family : options_.families) {
      writes->Put(family.family, format::SetAsideKey(event.position()),
                  event.SerializeAsString());
    }
  }
}

std::unique_ptr<StreamFold> Follower::TakeHead(const std::string& stream) {
  const auto found = head_of_.find(stream);
  if (found == head_of_.end()) return nullptr;
  std::unique_ptr<StreamFold> fold = std::move(found->second->fold);
  head_events_ -= fold->positions.size();
  heads_.erase(found->second);
  head_of_.erase(found);
  return fold;
}

void Follower::PutHead(const std::string& stream,
                       std::unique_ptr<StreamFold> fold) {
  head_events_ += fold->positions.size();
  heads_.push_front({stream, std::move(fold)});
  head_of_[stream] = heads_.begin();
  while (heads_.size() > 1 &&
         (head_events_ > kMaxHeadEvents || heads_.size() > kMaxHeads)) {
    head_events_ -= heads_.back().fold->positions.size();
    head_of_.erase(heads_.back().stream);
    heads_.pop_back();
  }
}

void Follower::ForgetHeads() {
  heads_.clear();
  head_of_.clear();
  head_events_ = 0;
}

}  // namespace clearsky::projection
