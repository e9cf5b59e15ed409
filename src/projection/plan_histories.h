#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "clearsky/v1/plan_state.pb.h"
#include "log/event_log.h"
#include "plan/history.h"
#include "projection/byte_lru.h"
#include "projection/snapshots.h"

namespace clearsky::projection {

// How much memory the caches may take.
struct CacheLimits {
  size_t history_bytes = size_t{256} << 20;
  size_t state_bytes = size_t{64} << 20;
};

// A count of events of the whole log: everything that is durable.
inline constexpr uint64_t kEverythingKnown = UINT64_MAX;

// PlanHistories reads streams of the log as the domain sees them, and folds
// them. It keeps what it decoded and folded in bounded memory, and of a stream
// that grew it reads the new events only. It is safe for concurrent use by many
// threads. What it returns is shared with its caches and never changes.
//
// Errors of every call: those of reading the log.
class PlanHistories {
 public:
  // `log` must outlive this. `zone` defines the days on which events were
  // recorded.
  PlanHistories(const log::EventLog* log, absl::TimeZone zone,
                const CacheLimits& limits);

  // Lets states of long streams be made by `snapshots`, which must outlive
  // this; before anything else.
  void UseSnapshots(Snapshots* snapshots) { snapshots_ = snapshots; }

  PlanHistories(const PlanHistories&) = delete;
  PlanHistories& operator=(const PlanHistories&) = delete;

  // The events of `stream` among the first `known_count` events of the log, in
  // order of revision; empty when there are none.
  absl::StatusOr<std::shared_ptr<const plan::History>> Read(
      absl::string_view stream, uint64_t known_count) const;

  // Number of events of `stream` among the first `known_count` of the log.
  absl::StatusOr<uint64_t> CountKnown(absl::string_view stream,
                                      uint64_t known_count) const;

  // Positions of the events of `stream` at `revisions`, which are ascending.
  absl::StatusOr<std::vector<uint64_t>> Positions(
      absl::string_view stream, const std::vector<uint64_t>& revisions) const;

  // The state of `stream` on `as_of` (nullopt: at the end of effective time),
  // as known by the first `known_count` events of the log.
  absl::StatusOr<std::shared_ptr<const v1::PlanState>> State(
      absl::string_view stream, uint64_t known_count,
      std::optional<absl::CivilDay> as_of) const;
  // The same after the first `stream_count` events of `stream` itself, which it
  // must have.
  absl::StatusOr<std::shared_ptr<const v1::PlanState>> StateAfter(
      absl::string_view stream, uint64_t stream_count,
      std::optional<absl::CivilDay> as_of) const;

 private:
  // A state is determined by how many events of its stream are folded, so that
  // it stays right for ever: nothing is ever taken out of the cache for being
  // old.
  struct StateKey {
    std::string stream;
    uint64_t stream_count = 0;
    // Days of the fold; no day is the end of effective time.
    std::optional<absl::CivilDay> as_of;

    bool operator<(const StateKey& other) const;
  };

  // What is kept of a stream, with its size, so that one that grew is not
  // measured again.
  struct SizedHistory {
    plan::History events;
    size_t bytes = 0;
  };

  // All durable events of `stream`.
  absl::StatusOr<std::shared_ptr<const plan::History>> ReadToEnd(
      absl::string_view stream) const;
  // Decodes the events of `stream` from `revision` on.
  absl::StatusOr<plan::History> Decode(absl::string_view stream,
                                       uint64_t revision) const;

  // What is kept of `stream`; nullptr when nothing is.
  std::shared_ptr<const SizedHistory> Kept(absl::string_view stream) const;

  const log::EventLog* const log_;
  const absl::TimeZone zone_;
  // nullptr: every state is folded from its events.
  Snapshots* snapshots_ = nullptr;

  mutable Mutex mu_;
  mutable ByteLru<std::string, SizedHistory> histories_ ABSL_GUARDED_BY(mu_);
  mutable ByteLru<StateKey, v1::PlanState> states_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::projection
