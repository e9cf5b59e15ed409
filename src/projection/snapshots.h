#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "clearsky/v1/plan_state.pb.h"
#include "log/event_log.h"
#include "projection/timeline.h"

namespace clearsky::projection {

struct SnapshotOptions {
  // Where the rows lie; made when first needed. Empty: in memory.
  std::string directory;
  // Writes nothing on disk, maybe beside a writer: what is not there yet is
  // made in memory.
  bool read_only = false;
  // Shorter streams are folded from their events, which takes a few
  // milliseconds.
  uint64_t min_events = 2048;
  TimelineOptions timeline;
};

// Where the snapshots of a ledger lie in its directory.
std::string SnapshotsPath(const std::string& ledger_path);

// Snapshots keeps the timelines of a ledger's long streams: in a RocksDB
// instance of its own, without syncing, as all of it can be made again.
// Damaged, it is deleted. Safe for concurrent use by many threads.
class Snapshots {
 public:
  // `log` must outlive this. `zone` defines the days on which events were
  // recorded.
  Snapshots(log::EventLog* log, absl::TimeZone zone, SnapshotOptions options);
  // Stops following, at the latest after an event.
  ~Snapshots();

  Snapshots(const Snapshots&) = delete;
  Snapshots& operator=(const Snapshots&) = delete;

  // Begins to take in new events of long streams on a thread of its own, so
  // that those who ask need not. Not for read-only.
  void Follow();

  // Events of the log that the following thread has not been at; 0 when there
  // is none.
  uint64_t lag() const;

  // As Timeline::State; nullptr for a stream that is short, too, and when the
  // files cannot be opened. Errors of reading the log.
  absl::StatusOr<std::shared_ptr<const v1::PlanState>> State(
      absl::string_view stream, uint64_t known, uint64_t size,
      std::optional<absl::CivilDay> as_of);

  // Takes in all durable events of `stream`, however short. Errors as State.
  absl::Status Advance(absl::string_view stream);

  // Makes the rows of all long streams again. FAILED_PRECONDITION when
  // read-only.
  absl::Status Rebuild();

  // Compares answers for some days of each long stream, from the rows as they
  // are, with the fold of its events. DATA_LOSS names the first stream and day
  // that differ.
  absl::Status Verify();

 private:
  struct Opened;

  // Opens the files when that was not done; nullptr when it cannot be.
  Timeline* Open() ABSL_LOCKS_EXCLUDED(mu_);
  void FollowLog();
  // Calls `visit` with each long stream and its size.
  absl::Status ForEachLong(
      const std::function<absl::Status(const std::string& stream,
                                       uint64_t size)>& visit) const;

  log::EventLog* const log_;
  const absl::TimeZone zone_;
  const SnapshotOptions options_;

  std::atomic<bool> stop_ = false;
  // Every event before this was taken in, or passed over, by the follower.
  std::atomic<uint64_t> followed_ = 0;
  // Absent when not following.
  std::unique_ptr<log::Subscription> subscription_;
  std::thread follower_;

  Mutex mu_;
  bool tried_ ABSL_GUARDED_BY(mu_) = false;
  std::unique_ptr<Opened> opened_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::projection
