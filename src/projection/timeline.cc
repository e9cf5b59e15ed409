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

absl::Status Timeline::AdvanceLocked(absl::string_view stream, uint64_t count,
                                     Entry* entry) {
  const auto open = [&] {
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
      return absl::DataLossError(absl::StrCat("stream ", name, ": revision ",
                                              revision, " is missing"));
    };
    entry->timeline = std::make_unique<StreamTimeline>(
        TimelineRows(db_, family_, stream), std::string(stream), read_one,
        options_);
  };
  absl::Status status;
  if (entry->timeline == nullptr) {
    open();
    status = entry->timeline->Load();
    // Rows of another, longer log: that before it was restored.
    if (status.ok() && entry->timeline->count() > count) {
      status = absl::DataLossError("rows ahead of the log");
    }
  }
  if (status.ok()) status = TakeUpTo(stream, count, entry->timeline.get());
  if (!absl::IsDataLoss(status)) {
    if (!status.ok()) entry->timeline.reset();
    return status;
  }
  // What is damaged is made anew.
  open();
  RETURN_IF_ERROR(entry->timeline->Clear());
  status = TakeUpTo(stream, count, entry->timeline.get());
  if (!status.ok()) entry->timeline.reset();
  return status;
}

absl::Status Timeline::Advance(absl::string_view stream, uint64_t count) {
  const std::shared_ptr<Entry> entry = EntryOf(stream);
  MutexLock lock(&entry->mu);
  if (entry->timeline != nullptr && entry->timeline->count() >= count) {
    return absl::OkStatus();
  }
  return AdvanceLocked(stream, count, entry.get());
}

absl::StatusOr<std::shared_ptr<const v1::PlanState>> Timeline::State(
    absl::string_view stream, uint64_t known, uint64_t size,
    std::optional<absl::CivilDay> as_of) {
  const std::shared_ptr<Entry> entry = EntryOf(stream);
  MutexLock lock(&entry->mu);
  if (entry->timeline == nullptr || entry->timeline->count() < known) {
    RETURN_IF_ERROR(AdvanceLocked(stream, std::max(known, size), entry.get()));
  }
  absl::StatusOr<std::shared_ptr<const v1::PlanState>> state =
      entry->timeline->State(known, as_of);
  if (absl::IsDataLoss(state.status())) {
    // Read again from the beginning next time; this answer is folded.
    RETURN_IF_ERROR(entry->timeline->Clear());
    RETURN_IF_ERROR(entry->timeline->Store(true));
    entry->timeline.reset();
    return nullptr;
  }
  return state;
}

}  // namespace clearsky::projection
