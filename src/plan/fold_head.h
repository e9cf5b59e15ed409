#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/history.h"

namespace clearsky::plan {

// A FoldHead is a stream folded on a day, to which recorded events are added
// one by one: what stands at the end of effective time, the common case, costs
// one step of the fold, however long the history is. Nothing is checked, as the
// events were when they were recorded. It is not safe for concurrent use.
class FoldHead {
 public:
  // Without events; `as_of` is inclusive.
  FoldHead(absl::string_view stream, absl::CivilDay as_of);
  // Folds `history`, the events of `stream` so far.
  FoldHead(absl::string_view stream, const History& history,
           absl::CivilDay as_of);
  FoldHead(FoldHead&&) noexcept;
  FoldHead& operator=(FoldHead&&) noexcept;
  ~FoldHead();

  // Number of events taken in.
  uint64_t size() const;
  absl::CivilDay as_of() const;

  // The entities of Fold(stream, history, as_of()). Findings, corrections and
  // possible changes are those of the fold in substance, not in order.
  const v1::PlanState& state() const;

  // Takes in the next event. False, and the head is of no more use, when the
  // history has to be folded again: the event is late, a correction or a void,
  // or something was refused that it may make possible.
  bool Add(const HistoryEvent& event);

  // Goes on to a later day, at which events that were waiting count. Calls
  // `visit` for each of them.
  template <typename Visit>
  void AdvanceTo(absl::CivilDay day, const Visit& visit) {
    while (const v1::PlanEvent* event = TakeNextDue(day)) visit(*event);
  }

  // The day on which the next event counts that waits for it; nullopt when none
  // does.
  std::optional<absl::CivilDay> next_due() const;

 private:
  // Folds the next event that counts by `day` and returns it, until the next
  // call; nullptr when there is none, and then it is `day`.
  const v1::PlanEvent* TakeNextDue(absl::CivilDay day);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace clearsky::plan
