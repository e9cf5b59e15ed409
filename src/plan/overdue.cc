#include "plan/overdue.h"

#include <algorithm>

namespace clearsky::plan {
namespace {

using State = v1::ActivityState;

// In work: what has begun and is to be finished by its planned date.
bool IsDeliverableInWork(const State& activity) {
  return activity.state() == State::STATE_ONGOING &&
         activity.details().kind() == v1::ACTIVITY_KIND_DELIVERABLE;
}

}  // namespace

const v1::PartialDate* ResultDateOf(const State& activity) {
  if (activity.state() == State::STATE_HELD && activity.has_actual_date()) {
    return &activity.actual_date();
  }
  if (activity.state() == State::STATE_COMPLETED && activity.has_end_date()) {
    return &activity.end_date();
  }
  return nullptr;
}

Answer IsOverdue(const State& activity, absl::CivilDay day) {
  if (activity.state() != State::STATE_PLANNED &&
      !IsDeliverableInWork(activity)) {
    return Answer::kNo;
  }
  const DayBounds bounds = BoundsOf(activity.planned_date());
  if (bounds == DayBounds()) return Answer::kNo;
  if (bounds.latest && *bounds.latest < day) return Answer::kYes;
  if (bounds.earliest && *bounds.earliest > day) return Answer::kNo;
  return Answer::kPossible;
}

Answer CanStillTakePlace(const State& activity, int year, absl::CivilDay day) {
  switch (activity.state()) {
    case State::STATE_REGISTERED:
    case State::STATE_PLANNED:
    case State::STATE_POSTPONED:
      break;
    default:
      if (!IsDeliverableInWork(activity)) return Answer::kNo;
  }
  const absl::CivilDay first(year, 1, 1);
  const absl::CivilDay last(year, 12, 31);
  if (day > last) return Answer::kNo;
  // A date that was put off says nothing of what is to come.
  if (activity.state() == State::STATE_POSTPONED) return Answer::kPossible;
  const DayBounds bounds = BoundsOf(activity.planned_date());
  if (bounds.earliest && *bounds.earliest > last) return Answer::kNo;
  const bool ahead =
      bounds.earliest && *bounds.earliest >= std::max(first, day);
  return ahead && bounds.latest && *bounds.latest <= last ? Answer::kYes
                                                          : Answer::kPossible;
}

}  // namespace clearsky::plan
