#pragma once

#include <cstdint>
#include <functional>
#include <map>
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
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/timeline.pb.h"
#include "plan/corrections.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/units.h"
#include "projection/timeline.h"
#include "projection/timeline_rows.h"

namespace clearsky::projection {

// The timeline of one stream. Internal to src/projection; not safe for
// concurrent use. Errors are those of the rows and of reading events; after one
// while taking in an event it is of no more use.
//
// What makes an answer right:
// 1. Rows and snapshots say what all events taken in amount to.
// 2. An event is late when its day lies before the front: the last day that an
//    event had when it was recorded (its recorded day, if earlier). All that is
//    not late stands at or after the front of its time, so that it changes no
//    snapshot of a day before.
// 3. Late events are listed, with the unit that they touch: who asks what was
//    known before them folds that unit anew.
// 4. What moves or replaces events that were there (corrections, voids, and
//    introductions pulled to an earlier day) is listed as a disturbance from
//    the first day it touches: who asks what was known before, about that day
//    or later, is not answered.
class StreamTimeline {
 public:
  using ReadOne =
      std::function<absl::StatusOr<plan::HistoryEvent>(uint64_t revision)>;

  StreamTimeline(TimelineRows rows, std::string stream, ReadOne read_one,
                 const TimelineOptions& options);

  // Reads what is stored; before anything else.
  absl::Status Load();
  // Number of events taken in.
  uint64_t count() const { return head_.count(); }

  // Takes in the next event.
  absl::Status Take(const plan::HistoryEvent& event);
  // Stores what was taken in, all or nothing, once it is much or `all` is
  // asked for.
  absl::Status Store(bool all);
  // Forgets everything.
  absl::Status Clear();

  // As Timeline::State.
  absl::StatusOr<std::shared_ptr<const v1::PlanState>> State(
      uint64_t known, std::optional<absl::CivilDay> as_of);

 private:
  // A unit folded to its end.
  struct Folded {
    v1::PlanState state;
    // Day of its last event in the fold.
    DayNumber last_day = kFirstDay;
  };
  // Units that have to be folded anew, and from which day on.
  using Touched = std::map<std::string, DayNumber>;

  absl::Status LoadUnits();

  absl::Status TakeEvent(const plan::HistoryEvent& event);
  absl::Status TakeLink(const plan::HistoryEvent& event,
                        const plan::CorrectionLink& link);
  void NoteNames(const v1::PlanEvent& event, uint64_t revision, DayNumber day);
  void NoteEntity(const std::string& id, v1::TimelineEntity entity);
  absl::Status MoveFront(DayNumber day);

  // The event of `root` as `corrections` leave it; nullopt when it is taken out
  // or not known.
  struct Standing {
    plan::HistoryEvent recorded;
    std::vector<plan::HistoryEvent> replacing;
    plan::PlacedEvent placed;
  };
  absl::StatusOr<std::unique_ptr<Standing>> StandingOf(
      uint64_t root, const plan::Corrections& corrections) const;

  // Puts an event to its place, and takes it away. `day` is where the fold
  // places it.
  void PutRows(const v1::TimelineEvent& row, DayNumber day, uint64_t revision);
  void DeleteRows(const v1::TimelineEvent& row, DayNumber day,
                  uint64_t revision);
  absl::StatusOr<v1::TimelineEvent> RowAt(DayNumber day, uint64_t revision);

  // Moves the introductions that the event of `revision` names to its day where
  // they stand later; and what those name, in turn. Returns the first day that
  // was disturbed; kLastDay when none.
  absl::StatusOr<DayNumber> Pull(const v1::PlanEvent& event, uint64_t revision,
                                 DayNumber day, Touched* touched);
  // Moves an introduction to where it belongs when less names it, or it says
  // another day, than before.
  absl::StatusOr<DayNumber> Release(const std::string& id, Touched* touched);
  absl::StatusOr<DayNumber> MoveIntroduction(const std::string& id,
                                             DayNumber day, Touched* touched);
  absl::StatusOr<DayNumber> FirstNaming(const std::string& id,
                                        const v1::TimelineEntity& entity);

  absl::Status Refold(const std::string& unit, DayNumber from);
  // Folds the unit's events after `after`, up to `to`, that are among the first
  // `known`, onto `state`; returns the day of the last.
  absl::StatusOr<DayNumber> FoldUnit(
      const std::string& unit, std::optional<DayNumber> after, DayNumber to,
      uint64_t known,
      const std::function<void(DayNumber day, const v1::PlanState& before)>&
          before_each,
      v1::PlanState* state);
  absl::Status TakeSnapshot(DayNumber day);
  absl::Status ThinOut();
  // The last snapshot on or before `day`.
  std::optional<DayNumber> SnapshotBefore(DayNumber day) const;

  absl::StatusOr<DayNumber> FrontBefore(uint64_t revision);
  absl::Status AddPossible(uint64_t known, DayNumber as_of,
                           v1::PlanState* state);
  absl::Status AddAccount(uint64_t known, v1::PlanState* state);

  TimelineRows rows_;
  const std::string stream_;
  const ReadOne read_one_;
  const TimelineOptions options_;

  v1::TimelineHead head_;
  // Number of events that are stored.
  uint64_t stored_count_ = 0;
  plan::Units units_;
  absl::flat_hash_map<std::string, v1::TimelineEntity> entities_;
  std::set<std::string> unknown_ids_;
  std::vector<plan::CorrectionLink> links_;
  // Absent until an event is taken in.
  std::optional<std::map<std::string, Folded>> folded_;
};

}  // namespace clearsky::projection
