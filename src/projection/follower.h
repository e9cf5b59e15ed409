#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clearsky/v1/projections.pb.h"
#include "log/event_log.h"
#include "projection/projection.h"
#include "projection/projection_store.h"
#include "projection/stream_fold.h"

namespace clearsky::projection {

// A projection and the family that holds its rows.
struct ProjectedFamily {
  const Projection* projection = nullptr;
  std::string family;
};

// What a follower works with; all that is pointed to must outlive it.
struct FollowerOptions {
  const log::EventLog* log = nullptr;
  ProjectionStore* store = nullptr;
  // Defines the days on which events were recorded.
  absl::TimeZone zone;
  // At least one.
  std::vector<ProjectedFamily> families;
  // Ends a long step with CANCELLED.
  const std::atomic<bool>* stop = nullptr;
};

// A Follower brings the rows of some projections after the log: the rows are
// those of the fold of every stream on a day, as known by a number of events.
// Rows and how far they are go into one RowWrites, so that a crash between any
// two leaves rows of one point, or a scan that goes on where it was.
//
// A few events are taken in by their order, the streams they belong to being
// kept folded; many (a new family, or one far behind) plan by plan, so that a
// plan is folded once and not once for each batch that touches it.
//
// It is not safe for concurrent use.
class Follower {
 public:
  // DATA_LOSS when the families are no rows of this log: they hold more than
  // the log, or other events, or are not at one point. They are to be made
  // again.
  static absl::StatusOr<std::unique_ptr<Follower>> Open(
      const FollowerOptions& options);

  // Whether all rows are at one point: no scan is under way.
  bool is_whole() const { return checkpoint_.scan_count() == 0; }
  // Number of events of the log in the rows; during a scan, in those that it
  // has not been at.
  uint64_t known_count() const { return checkpoint_.known_count(); }
  // The day as of which they are; nullopt while there is nothing in them.
  std::optional<absl::CivilDay> as_of() const { return as_of_; }

  // Brings the rows nearer to the first `count` events as of `day`, by a step
  // of bounded length, and commits it. True when they are there. What is
  // further is not taken back.
  absl::StatusOr<bool> Step(uint64_t count, absl::CivilDay day);

  // How many of its events the scan under way has taken in, of how many; 0
  // without one.
  uint64_t scanned_count() const { return scanned_; }
  uint64_t scan_count() const { return checkpoint_.scan_count(); }

 private:
  using Touched = std::set<format::Entity>;

  explicit Follower(const FollowerOptions& options) : options_(options) {}

  absl::Status ReadCheckpoint();
  absl::Status CheckAgainstLog() const;
  absl::Status Commit(RowWrites writes);

  // Many events, plan by plan.
  absl::Status BeginScan(uint64_t count, absl::CivilDay day);
  absl::Status ScanSome();
  absl::Status ScanStream(const std::string& stream);
  absl::Status EndScan();

  // A few events, in their order.
  absl::Status TakeInSome(uint64_t count);
  absl::Status TakeIn(const RowReader& rows, const std::string& stream,
                      const plan::History& events, uint64_t count,
                      RowWrites* writes);
  // What changes on a later day without an event.
  absl::Status AdvanceTo(absl::CivilDay day);
  absl::Status Refresh(const RowReader& rows, const std::string& stream,
                       RowWrites* writes);

  // Rows of a folded stream: of some entities; of all, whatever rows there
  // were; of all, where there are none.
  absl::Status WriteTouched(const RowReader& rows, const StreamFold& fold,
                            const Touched& touched, RowWrites* writes);
  absl::Status WriteAll(const RowReader& rows, const StreamFold& fold,
                        RowWrites* writes);
  absl::Status WriteNew(const StreamFold& fold, RowWrites* writes);
  // The row that `fold` gives an entity; sets aside what gives none by an
  // error, and then `failed` is true.
  std::optional<std::string> RowOf(const ProjectedFamily& family,
                                   const StreamFold& fold,
                                   const format::Entity& entity, bool* failed,
                                   RowWrites* writes) const;
  void Replace(const ProjectedFamily& family, absl::string_view stream,
               const format::Entity& entity,
               const std::optional<std::string>& old_row,
               const std::optional<std::string>& new_row,
               RowWrites* writes) const;
  void WriteDue(const StreamFold& fold, RowWrites* writes) const;
  void SetAside(const std::vector<v1::SetAside>& events,
                RowWrites* writes) const;

  // Folded streams, with all events that are in the rows; those used last.
  std::unique_ptr<StreamFold> TakeHead(const std::string& stream);
  void PutHead(const std::string& stream, std::unique_ptr<StreamFold> fold);
  void ForgetHeads();

  const FollowerOptions options_;
  v1::RowsCheckpoint checkpoint_;
  std::optional<absl::CivilDay> as_of_;
  // Events of the streams that the scan has been at.
  uint64_t scanned_ = 0;

  struct Head {
    std::string stream;
    std::unique_ptr<StreamFold> fold;
  };
  // Used last first.
  std::list<Head> heads_;
  absl::flat_hash_map<std::string, std::list<Head>::iterator> head_of_;
  uint64_t head_events_ = 0;
};

}  // namespace clearsky::projection
