#include "projection/timeline.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "projection/stream_timeline.h"
#include "projection/timeline_rows.h"

namespace clearsky::projection {

Timeline::Timeline(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
                   ReadHistory read_history, const TimelineOptions& options)
    : db_(db),
      family_(family),
      read_history_(std::move(read_history)),
      options_(options) {}

Timeline::~Timeline() = default;

std::shared_ptr<Timeline::Entry> Timeline::EntryOf(absl::string_view stream) {
  MutexLock lock(&mu_);
  std::shared_ptr<Entry>& entry = entries_[std::string(stream)];
  if (entry == nullptr) entry = std::make_shared<Entry>();
  entry->used = ++uses_;
  const std::shared_ptr<Entry> kept = entry;
  if (entries_.size() <= options_.max_streams) return kept;
  // Who has an entry in use got it under this lock.
  auto oldest = entries_.end();
  for (auto it = entries_.begin(); it != entries_.end(); ++it) {
    if (it->second.use_count() > 1) continue;
    if (oldest == entries_.end() || it->second->used < oldest->second->used) {
      oldest = it;
    }
  }
  if (oldest != entries_.end()) entries_.erase(oldest);
  return kept;
}

absl::Status Timeline::TakeUpTo(absl::string_view stream, uint64_t count,
                                StreamTimeline* timeline) {
  if (timeline->count() >= count) return absl::OkStatus();
  absl::Status taken;
  RETURN_IF_ERROR(read_history_(
      stream, timeline->count(), [&](const plan::HistoryEvent& event) {
        taken = timeline->Take(event);
        if (taken.ok()) taken = timeline->Store(false);
        return taken.ok() && timeline->count() < count;
      }));
  RETURN_IF_ERROR(taken);
  return timeline->Store(true);
}

std::unique_ptr<StreamTimeline> Timeline::New(absl::string_view stream) {
  const auto read_one =
      [this, name = std::string(stream)](
          uint64_t revision) -> absl::StatusOr<plan::HistoryEvent> {
    std::optional<plan::HistoryEvent> found;
    RETURN_IF_ERROR(
        read_history_(name, revision, [&](plan::HistoryEvent event) {
          found = std::move(event);
          return false;
        }));
    if (found.has_value() && found->revision == revision) {
      return *std::move(found);
    }
    return absl::DataLossError(
        absl::StrCat("stream ", name, ": revision ", revision, " is missing"));
  };
  return std::make_unique<StreamTimeline>(TimelineRows(db_, family_, stream),
                                          std::string(stream), read_one,
                                          options_);
}

absl::StatusOr<bool> Timeline::HasEvent(absl::string_view stream,
                                        uint64_t revision) const {
  bool has = false;
  RETURN_IF_ERROR(
      read_history_(stream, revision, [&](const plan::HistoryEvent& event) {
        has = event.revision == revision;
        return false;
      }));
  return has;
}

absl::Status Timeline::LoadLocked(absl::string_view stream, Entry* entry) {
  if (entry->timeline != nullptr) return absl::OkStatus();
  std::unique_ptr<StreamTimeline> timeline = New(stream);
  absl::Status status = timeline->Load();
  // Damaged, or rows of another, longer log: made anew.
  bool usable = !absl::IsDataLoss(status);
  if (status.ok() && timeline->count() > 0) {
    ASSIGN_OR_RETURN(usable, HasEvent(stream, timeline->count() - 1));
  }
  if (!usable) {
    timeline = New(stream);
    status = timeline->Clear();
  }
  RETURN_IF_ERROR(status);
  entry->timeline = std::move(timeline);
  return absl::OkStatus();
}

absl::Status Timeline::AdvanceLocked(absl::string_view stream, uint64_t count,
                                     Entry* entry) {
  RETURN_IF_ERROR(LoadLocked(stream, entry));
  absl::Status status = TakeUpTo(stream, count, entry->timeline.get());
  if (absl::IsDataLoss(status)) {
    // What is damaged is made anew.
    entry->timeline = New(stream);
    RETURN_IF_ERROR(entry->timeline->Clear());
    status = TakeUpTo(stream, count, entry->timeline.get());
  }
  if (!status.ok()) entry->timeline.reset();
  return status;
}

absl::Status Timeline::Advance(absl::string_view stream, uint64_t count) {
  const std::shared_ptr<Entry> entry = EntryOf(stream);
  MutexLock lock(&entry->mu);
  return AdvanceLocked(stream, count, entry.get());
}

absl::Status Timeline::Rebuild(absl::string_view stream, uint64_t count) {
  const std::shared_ptr<Entry> entry = EntryOf(stream);
  MutexLock lock(&entry->mu);
  entry->timeline = New(stream);
  RETURN_IF_ERROR(entry->timeline->Clear());
  return AdvanceLocked(stream, count, entry.get());
}

absl::StatusOr<std::shared_ptr<const v1::PlanState>> Timeline::State(
    absl::string_view stream, uint64_t known, uint64_t size,
    std::optional<absl::CivilDay> as_of) {
  const std::shared_ptr<Entry> entry = EntryOf(stream);
  MutexLock lock(&entry->mu);
  RETURN_IF_ERROR(LoadLocked(stream, entry.get()));
  if (entry->timeline->count() < known) {
    if (known - entry->timeline->count() > options_.max_catch_up) {
      return nullptr;
    }
    RETURN_IF_ERROR(AdvanceLocked(stream, std::max(known, size), entry.get()));
  }
  absl::StatusOr<std::shared_ptr<const v1::PlanState>> state =
      entry->timeline->State(known, as_of);
  if (absl::IsDataLoss(state.status())) {
    // Made anew next time; this answer is folded.
    RETURN_IF_ERROR(entry->timeline->Clear());
    RETURN_IF_ERROR(entry->timeline->Store(true));
    entry->timeline.reset();
    return nullptr;
  }
  return state;
}

}  // namespace clearsky::projection
