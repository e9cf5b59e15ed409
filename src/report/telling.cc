#include "report/telling.h"

#include "absl/strings/str_join.h"
#include "plan/delivery.h"
#include "plan/moves.h"
#include "plan/overdue.h"
#include "plan/partial_date.h"

namespace clearsky::report {
namespace {

using Activity = v1::ActivityState;

const v1::Delivery& DeliveryOf(const Activity& activity) {
  return activity.has_actual_delivery() ? activity.actual_delivery()
                                        : activity.delivery();
}

}  // namespace

Telling::Telling(const Activity& from, const Activity& to)
    : from_(from), to_(to) {
  TellState();
  TellMode();
  if (to.occurrences_size() != from.occurrences_size()) {
    Add(to.occurrences_size() > from.occurrences_size()
            ? v1::LINE_CHANGE_CLASS_USED
            : v1::LINE_CHANGE_CLASS_NO_LONGER);
  }
  if (classes_.empty()) Add(v1::LINE_CHANGE_CLASS_DESCRIBED);
}

std::string Telling::Words(Language language) const {
  std::vector<std::string> words;
  for (const v1::LineChangeClass change : classes_) {
    // That a mode became precise is seen in the mode.
    if (change == v1::LINE_CHANGE_CLASS_MODE_REFINED && classes_.size() > 1) {
      continue;
    }
    words.push_back(ClassWords(change, from_.planned_date(), language));
  }
  if (slip_.has_value()) words.push_back(SlipWords(*slip_, language));
  return absl::StrJoin(words, "; ");
}

void Telling::Add(v1::LineChangeClass change) {
  for (const v1::LineChangeClass known : classes_) {
    if (known == change) return;
  }
  classes_.push_back(change);
}

void Telling::TellState() {
  const v1::PartialDate* const old_result = plan::ResultDateOf(from_);
  const v1::PartialDate* const new_result = plan::ResultDateOf(to_);
  if (old_result != nullptr && new_result != nullptr) {
    if (plan::SameDate(*old_result, *new_result)) return;
    Add(v1::LINE_CHANGE_CLASS_HELD_DATE_CHANGED);
    slip_ = plan::SlipMessage(*old_result, *new_result);
  } else if (new_result != nullptr) {
    TellHeld(*new_result);
  } else if (old_result != nullptr) {
    Add(v1::LINE_CHANGE_CLASS_NO_LONGER);
  } else {
    TellPlan();
  }
}

void Telling::TellHeld(const v1::PartialDate& result) {
  if (!from_.has_planned_date()) return Add(v1::LINE_CHANGE_CLASS_HELD);
  slip_ = plan::SlipMessage(from_.planned_date(), result);
  switch (plan::ClassifyDateChange(from_.planned_date(), result)) {
    case v1::DATE_CHANGE_CLASS_NONE:
      return Add(v1::LINE_CHANGE_CLASS_HELD_AS_PLANNED);
    case v1::DATE_CHANGE_CLASS_REFINED:
      return Add(v1::LINE_CHANGE_CLASS_HELD_WITHIN_PLAN);
    default:
      return Add(v1::LINE_CHANGE_CLASS_HELD_OUTSIDE_PLAN);
  }
}

void Telling::TellPlan() {
  const auto now = [&](Activity::State state) {
    return to_.state() == state && from_.state() != state;
  };
  const auto before = [&](Activity::State state) {
    return from_.state() == state && to_.state() != state;
  };
  if (now(Activity::STATE_CANCELLED)) {
    return Add(v1::LINE_CHANGE_CLASS_CANCELLED);
  }
  if (before(Activity::STATE_CANCELLED)) {
    Add(v1::LINE_CHANGE_CLASS_REINSTATED);
  }
  if (now(Activity::STATE_POSTPONED)) {
    return Add(v1::LINE_CHANGE_CLASS_POSTPONED);
  }
  if (!from_.has_planned_date() && !to_.has_planned_date()) return;
  if (!from_.has_planned_date()) {
    return Add(v1::LINE_CHANGE_CLASS_FIRST_PLANNED);
  }
  if (!to_.has_planned_date()) return Add(v1::LINE_CHANGE_CLASS_NO_LONGER);
  const bool set_again = before(Activity::STATE_POSTPONED);
  const auto change =
      plan::ClassifyDateChange(from_.planned_date(), to_.planned_date());
  if (change == v1::DATE_CHANGE_CLASS_NONE && !set_again) return;
  Add(change == v1::DATE_CHANGE_CLASS_REFINED && !set_again
          ? v1::LINE_CHANGE_CLASS_REFINED
          : v1::LINE_CHANGE_CLASS_RESCHEDULED);
  slip_ = plan::SlipMessage(from_.planned_date(), to_.planned_date());
}

void Telling::TellMode() {
  const v1::Delivery& old_delivery = DeliveryOf(from_);
  if (old_delivery.mode() == v1::DELIVERY_MODE_UNSPECIFIED) return;
  switch (plan::ClassifyModeChange(old_delivery, DeliveryOf(to_))) {
    case v1::MODE_CHANGE_CLASS_MOVED_ONLINE:
      return Add(v1::LINE_CHANGE_CLASS_MOVED_ONLINE);
    case v1::MODE_CHANGE_CLASS_REFINED:
      return Add(v1::LINE_CHANGE_CLASS_MODE_REFINED);
    case v1::MODE_CHANGE_CLASS_CHANGED:
      return Add(v1::LINE_CHANGE_CLASS_MODE_CHANGED);
    default:
      return;
  }
}

}  // namespace clearsky::report
