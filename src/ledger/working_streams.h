#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "ledger/core.h"
#include "log/event_log.h"
#include "plan/entities.h"
#include "plan/history.h"

namespace clearsky::ledger {

// WorkingStreams are the streams that one attempt to record reads, with the
// events of the batch that were checked so far at their ends. It remembers at
// which revision it read each, so that the append can expect exactly that. Not
// safe for concurrent use.
class WorkingStreams {
 public:
  // `core` must outlive this.
  explicit WorkingStreams(const Core* core) : core_(core) {}

  // The events of `stream`, those appended here included. Valid until the next
  // is appended to it.
  absl::StatusOr<const plan::History*> HistoryOf(absl::string_view stream);

  // Puts a checked event at the end of `stream`; returns its revision.
  absl::StatusOr<uint64_t> Append(absl::string_view stream,
                                  const v1::PlanEvent& event,
                                  absl::CivilDay record_day);

  // Tells that the batch makes this entity of `directory` known, at whatever
  // place in it.
  void ExpectInDirectory(plan::EntityKind kind, const std::string& id);

  // As plan::EntityExists.
  absl::StatusOr<bool> Exists(absl::string_view stream, plan::EntityKind kind,
                              absl::string_view id);

  // Number of events that `stream` had when it was read.
  absl::StatusOr<uint64_t> SizeRead(absl::string_view stream);

  // Where each stream that was read is expected to be.
  std::map<std::string, log::ExpectedRevision> Expectations() const;
  // The streams that were read.
  std::set<std::string> Names() const;

 private:
  struct Stream {
    // As read; shared with the cache of histories.
    std::shared_ptr<const plan::History> read;
    // The same and what was appended here; absent while nothing was.
    std::optional<plan::History> grown;
    // All that is known of it; absent when it grew since, or was not asked for.
    std::shared_ptr<const v1::PlanState> state;
  };

  absl::StatusOr<Stream*> Open(absl::string_view stream);

  const Core* const core_;
  std::map<std::string, Stream> streams_;
  std::set<std::pair<plan::EntityKind, std::string>> ahead_in_directory_;
};

}  // namespace clearsky::ledger
