#include "plan/moves.h"

#include <set>
#include <utility>

#include "plan/delivery.h"
#include "plan/fold.h"
#include "plan/fold_step.h"
#include "plan/overdue.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

using Activity = v1::ActivityState;
using Moves = std::map<std::string, std::vector<v1::PlanMove>>;

// What moves of an activity.
struct Position {
  std::optional<v1::PartialDate> date;
  std::optional<v1::Delivery> delivery;
  Activity::State state = Activity::STATE_UNSPECIFIED;
};

Position PositionOf(const Activity& activity) {
  Position position;
  position.state = activity.state();
  if (const v1::PartialDate* result = ResultDateOf(activity)) {
    position.date = *result;
  } else if (activity.has_planned_date()) {
    position.date = activity.planned_date();
  }
  if (activity.has_actual_delivery()) {
    position.delivery = activity.actual_delivery();
  } else if (activity.has_delivery()) {
    position.delivery = activity.delivery();
  }
  return position;
}

// Activities that the event may change, as far as they are known before it.
std::set<std::string> Touched(const v1::PlanState& state,
                              const v1::PlanEvent& event) {
  std::set<std::string> touched;
  const auto add = [&](const std::string& id) {
    const auto found = state.activities().find(id);
    if (found == state.activities().end()) return;
    touched.insert(id);
    // What happens to a container happens to its parts.
    for (const std::string& part : found->second.parts()) touched.insert(part);
  };
  if (event.has_discrepancy_resolved()) {
    const auto found = state.discrepancies().find(
        event.discrepancy_resolved().discrepancy_id());
    if (found != state.discrepancies().end()) {
      add(found->second.noted().entity());
    }
  } else {
    add(MainEntityOf(event));
  }
  return touched;
}

void SetDates(const Position& before, const Position& after,
              v1::PlanMove* move) {
  if (before.date.has_value()) *move->mutable_old_date() = *before.date;
  if (!after.date.has_value()) return;
  // A new date after a postponement is a move even where it is the old one.
  const bool set_again = before.state == Activity::STATE_POSTPONED &&
                         after.state == Activity::STATE_PLANNED;
  const bool held =
      after.state != before.state && (after.state == Activity::STATE_HELD ||
                                      after.state == Activity::STATE_COMPLETED);
  if (before.date.has_value() && SameDate(*before.date, *after.date) &&
      !set_again && !held) {
    return;
  }
  *move->mutable_new_date() = *after.date;
  if (!before.date.has_value()) return;
  v1::DateChangeClass change = ClassifyDateChange(*before.date, *after.date);
  if (set_again && !held) change = v1::DATE_CHANGE_CLASS_RESCHEDULED;
  move->set_date_class(change);
  *move->mutable_slip() = SlipMessage(*before.date, *after.date);
}

void SetModes(const Position& before, const Position& after,
              v1::PlanMove* move) {
  if (before.delivery.has_value()) {
    *move->mutable_old_delivery() = *before.delivery;
  }
  if (!after.delivery.has_value()) return;
  if (before.delivery.has_value() &&
      SameDelivery(*before.delivery, *after.delivery)) {
    return;
  }
  *move->mutable_new_delivery() = *after.delivery;
  if (!before.delivery.has_value()) return;
  move->set_mode_class(ClassifyModeChange(*before.delivery, *after.delivery));
}

// What the event did; nullopt when it moved nothing.
std::optional<v1::PlanMove> MoveBetween(const PlacedEvent& placed,
                                        const Position& before,
                                        const Position& after) {
  v1::PlanMove move;
  SetDates(before, after, &move);
  SetModes(before, after, &move);
  if (placed.event().has_activity_postponed()) {
    // A planned date that the event itself tells was there before.
    if (move.has_new_date())
      move.mutable_old_date()->Swap(move.mutable_new_date());
    move.clear_new_date();
    move.clear_slip();
    move.set_date_class(v1::DATE_CHANGE_CLASS_POSTPONED);
  }
  if (!placed.event().has_activity_postponed() && !move.has_new_date() &&
      !move.has_new_delivery() && before.state == after.state) {
    return std::nullopt;
  }
  const v1::Provenance& provenance = placed.event().provenance();
  move.set_revision(placed.content_revision);
  move.set_change(ChangeName(placed.event()));
  *move.mutable_effective() = provenance.effective();
  move.set_old_state(before.state);
  move.set_new_state(after.state);
  *move.mutable_requested_by() = provenance.requested_by();
  if (provenance.has_reason()) *move.mutable_reason() = provenance.reason();
  return move;
}

// Parts begin with what happened to the whole, and their own date.
void BeginParts(const PlacedEvent& placed, const Position& whole,
                const v1::PlanState& state, Moves* moves) {
  const v1::ActivitySplit& split = placed.event().activity_split();
  const std::vector<v1::PlanMove> before = (*moves)[split.activity_id()];
  for (const v1::ActivityPart& part : split.parts()) {
    const auto found = state.activities().find(part.activity_id());
    if (found == state.activities().end()) continue;
    std::vector<v1::PlanMove>& own = (*moves)[part.activity_id()];
    own = before;
    if (auto move = MoveBetween(placed, whole, PositionOf(found->second))) {
      own.push_back(*std::move(move));
    }
  }
}

}  // namespace

v1::DateSlip SlipMessage(const v1::PartialDate& old_date,
                         const v1::PartialDate& new_date) {
  const SlipRange range = SlipOf(old_date, new_date);
  v1::DateSlip slip;
  if (range.min_days) slip.set_min_days(*range.min_days);
  if (range.max_days) slip.set_max_days(*range.max_days);
  return slip;
}

Moves MovesOf(absl::string_view stream, const History& history,
              std::optional<absl::CivilDay> as_of) {
  Moves moves;
  v1::PlanState state = EmptyState(stream);
  for (const PlacedEvent& placed : PlaceEvents(history)) {
    if (as_of.has_value() && placed.day > *as_of) continue;
    std::map<std::string, Position> before;
    for (const std::string& id : Touched(state, placed.event())) {
      before[id] = PositionOf(state.activities().at(id));
    }
    if (FoldStep(placed, &state).has_value()) continue;
    // The whole's own move comes after its parts took what was before it.
    if (placed.event().has_activity_split()) {
      BeginParts(placed, before[placed.event().activity_split().activity_id()],
                 state, &moves);
    }
    for (const auto& [id, position] : before) {
      const Position after = PositionOf(state.activities().at(id));
      if (auto move = MoveBetween(placed, position, after)) {
        moves[id].push_back(*std::move(move));
      }
    }
  }
  return moves;
}

}  // namespace clearsky::plan
