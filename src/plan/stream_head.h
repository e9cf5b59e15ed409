#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/history.h"
#include "plan/recording.h"

namespace clearsky::plan {

// A StreamHead is a stream with all its events folded, so that the next event
// at the end of effective time, the common case, is checked against the state
// and costs the same however long the history is. It is not safe for
// concurrent use.
class StreamHead {
 public:
  // Folds `history`, the events of `stream` so far.
  StreamHead(absl::string_view stream, const History& history);
  StreamHead(StreamHead&&) noexcept;
  StreamHead& operator=(StreamHead&&) noexcept;
  ~StreamHead();

  // Number of events taken in.
  uint64_t size() const;

  // What is known of the stream at the end of effective time, before
  // FinishFold (plan/fold_step.h).
  const v1::PlanState& state() const;

  // Checks `event` as CheckEvent would after these events, and takes it in when
  // it may be recorded; after an error the head is as it was. nullopt, and
  // nothing taken in, when it does not stand at the end of effective time: it
  // is late, a correction or a void, and CheckEvent has to fold the history.
  std::optional<absl::StatusOr<CheckedEvent>> Record(
      const v1::PlanEvent& event, absl::CivilDay record_day,
      const EntityExists& exists);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace clearsky::plan
