#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "base/mutex.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/history.h"
#include "rocksdb/db.h"

namespace clearsky::projection {

class StreamTimeline;

// Version of the rows; those of another are dropped and made anew.
inline constexpr uint32_t kTimelineVersion = 1;

struct TimelineOptions {
  // Events from one snapshot to the next, at least; twice as many as the stream
  // has units when that is more, so that snapshots stay in proportion.
  uint64_t spacing = 2048;
  // Snapshots of a stream; past that every second is dropped, and the spacing
  // doubled.
  size_t max_snapshots = 512;
  // Events from one note of the front to the next; part of the rows, as what is
  // asked of the past starts from the note before it.
  uint64_t front_every = 256;
  // Who asks takes in at most so many events; further behind, the history is
  // folded instead, which is quicker than to make its rows.
  uint64_t max_catch_up = 20'000;
  // Streams whose folded ends are kept in memory.
  size_t max_streams = 16;
  // Whether rows are stored; otherwise they are kept in memory, for a ledger
  // that is open for reading only.
  bool store = true;
};

// Reads the events of a stream from a revision on, in order, until `visit`
// returns false.
using ReadHistory = std::function<absl::Status(
    absl::string_view stream, uint64_t from,
    const std::function<bool(plan::HistoryEvent)>& visit)>;

// A Timeline answers for a stream on any past day by what lies between a
// snapshot and the day, not by the length of the history. It keeps the events
// of each stream at their places in the fold, and snapshots of the folded state
// on some days, unit by unit (plan/units.h): a late event, correction or void
// refolds the unit that it touches, and leaves the snapshots of the others.
//
// An answer is the one that plan::Fold gives; what the rows cannot prove to be
// that is not answered. All it keeps is derived: dropped, it is made again.
// Safe for concurrent use by many threads; calls for one stream wait for each
// other.
class Timeline {
 public:
  // `db` and `family` must outlive this.
  Timeline(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
           ReadHistory read_history, const TimelineOptions& options);
  ~Timeline();

  Timeline(const Timeline&) = delete;
  Timeline& operator=(const Timeline&) = delete;

  // Takes in the first `count` events of `stream`, if it has not yet, however
  // many.
  absl::Status Advance(absl::string_view stream, uint64_t count);
  // The same from the beginning.
  absl::Status Rebuild(absl::string_view stream, uint64_t count);

  // The state of `stream` on `as_of` (nullopt: at the end of effective time),
  // as known by its first `known` events, of the `size` that it has; takes in
  // what it has not yet, if it is not far behind. nullptr when it has to be
  // folded from its events: what is known since disturbs the days asked for, or
  // its rows cannot be trusted.
  absl::StatusOr<std::shared_ptr<const v1::PlanState>> State(
      absl::string_view stream, uint64_t known, uint64_t size,
      std::optional<absl::CivilDay> as_of);

 private:
  struct Entry {
    Mutex mu;
    std::unique_ptr<StreamTimeline> timeline ABSL_GUARDED_BY(mu);
    // Rises with each use.
    uint64_t used = 0;
  };

  std::shared_ptr<Entry> EntryOf(absl::string_view stream);
  std::unique_ptr<StreamTimeline> New(absl::string_view stream);
  // Reads what is stored, unless that was done.
  absl::Status LoadLocked(absl::string_view stream, Entry* entry)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(entry->mu);
  absl::StatusOr<bool> HasEvent(absl::string_view stream,
                                uint64_t revision) const;
  absl::Status AdvanceLocked(absl::string_view stream, uint64_t count,
                             Entry* entry)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(entry->mu);
  absl::Status TakeUpTo(absl::string_view stream, uint64_t count,
                        StreamTimeline* timeline);

  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const family_;
  const ReadHistory read_history_;
  const TimelineOptions options_;

  Mutex mu_;
  uint64_t uses_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<std::string, std::shared_ptr<Entry>> entries_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::projection
