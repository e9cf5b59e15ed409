#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "clearsky/v1/projections.pb.h"
#include "log/condition.h"
#include "log/event_log.h"
#include "log/progress.h"
#include "projection/follower.h"
#include "projection/projection.h"
#include "projection/projection_store.h"

namespace clearsky::projection {

struct ProjectorOptions {
  // Must outlive the projector.
  log::EventLog* log = nullptr;
  std::string ledger_path;
  // Writes nothing on disk: what is missing is made in memory.
  bool read_only = false;
  // Defines the days on which events were recorded.
  absl::TimeZone zone;
  // The ledger's day; called on threads of the projector, too.
  std::function<absl::CivilDay()> today;
  std::vector<std::shared_ptr<const Projection>> projections;
};

// The rows of all projections at one moment.
struct RowsAt {
  const RowReader* reader = nullptr;
  // Number of events of the log that are in them, and the day as of which they
  // are.
  uint64_t known_count = 0;
  absl::CivilDay as_of;
  // Made by an older version, and maybe behind: the new rows are not there yet.
  bool is_old = false;
  // The family of each projection, by its name.
  std::map<std::string, std::string, std::less<>> families;
};

// What a projector is about.
struct ProjectorStatus {
  // Whether there are rows that answer.
  bool has_rows = false;
  uint64_t known_count = 0;
  // Events of the log that are not in them.
  uint64_t lag = 0;
  // What went wrong last, when following went wrong; it is tried again.
  absl::Status error;
};

// What a rebuild made, or a check compared.
struct Rebuilt {
  uint64_t known_count = 0;
  absl::CivilDay as_of;
  // Rows by projection.
  std::map<std::string, uint64_t> rows;
  std::vector<v1::SetAside> set_aside;
};

// A Projector keeps the rows of projections in `projections/` inside a ledger's
// directory, and follows the log with them. Whoever needs them now brings them
// to the log's end, a background thread does when nobody does.
//
// Families are named `<projection>.<version>.<build>` and written together. A
// new version of any of them, or a rebuild, is made beside those that answer,
// and takes their place when it has caught up; then they are dropped. Rows that
// are damaged, or not of this log, are dropped and made again; nothing of that
// is an error of the ledger.
//
// It is safe for concurrent use by many threads.
class Projector {
 public:
  // Touches nothing yet.
  explicit Projector(ProjectorOptions options);
  Projector(const Projector&) = delete;
  Projector& operator=(const Projector&) = delete;
  // Stops following, at the latest after a step.
  ~Projector();

  // Begins to follow on a thread of its own. Not for read-only.
  void Follow();

  // Brings the rows to the log's end and to today.
  absl::Status CatchUp();

  // Calls `read` with rows that hold all that is durable now, as of today, or
  // of a later day when the clock was set back. Rows of an older version
  // answer, as far as they have come, while the new ones are made by who
  // follows.
  //
  // Errors of the log, of writing rows, and of `read`. DATA_LOSS makes the rows
  // be made again; the events answer meanwhile.
  absl::Status Read(const std::function<absl::Status(const RowsAt&)>& read);

  // Makes all rows again beside those that answer, and swaps them. CANCELLED
  // when another rebuild takes its place; FAILED_PRECONDITION when read-only.
  absl::StatusOr<Rebuilt> Rebuild(const log::Progress& progress);

  // Compares the rows that answer, at their own point, with a fold from nothing
  // (CheckRows).
  absl::StatusOr<Rebuilt> Verify(const log::Progress& progress);

  ProjectorStatus status() const;

 private:
  using Build = v1::RowsDirectory::Build;

  Build BuildOf(uint64_t number) const;
  bool IsCurrent(const Build& build) const;
  // Opens a follower of a build whose families are all there.
  absl::StatusOr<std::unique_ptr<Follower>> OpenFollower(const Build& build)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Opens the store, and takes up the builds in it.
  absl::Status EnsureOpen() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status OpenStore(bool discard) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status TakeUpBuilds() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Whether rows of another version can answer; then `old_` has them.
  bool TakeUpOld(const Build& build) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status DropOthers() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status WriteDirectory() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status BeginNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The next build takes the place of the live one.
  absl::Status Swap() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // After damage, all is made again.
  void Note(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // One step of whatever is behind; true when nothing is.
  absl::StatusOr<bool> Step() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The same for the rows that answer alone.
  absl::StatusOr<bool> StepLive() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The rows that answer, and where they are.
  struct Answering {
    std::shared_ptr<ProjectionStore> store;
    Build build;
    bool is_old = false;
  };
  absl::StatusOr<Answering> FindAnswering() ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status ReadRows(
      const Answering& answering,
      const std::function<absl::Status(const RowsAt&)>& read) const;
  // Counts the rows, and lists what was set aside.
  absl::StatusOr<Rebuilt> Describe(const RowsAt& rows) const;

  void Run();

  const ProjectorOptions options_;
  std::atomic<bool> stop_{false};

  mutable Mutex mu_;
  std::shared_ptr<ProjectionStore> store_ ABSL_GUARDED_BY(mu_);
  // The store is to be deleted and made again.
  bool discard_ ABSL_GUARDED_BY(mu_) = false;
  v1::RowsDirectory directory_ ABSL_GUARDED_BY(mu_);
  // Of the live build, when it is of the current versions; of the next one.
  std::unique_ptr<Follower> live_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<Follower> next_ ABSL_GUARDED_BY(mu_);
  // Whether the live build is one of older versions that can answer.
  bool old_answers_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status error_ ABSL_GUARDED_BY(mu_);

  // What the thread waits for.
  Mutex wait_mu_;
  log::Condition stopped_;
  log::Subscription* waiting_ ABSL_GUARDED_BY(wait_mu_) = nullptr;
  std::thread thread_;
};

}  // namespace clearsky::projection
