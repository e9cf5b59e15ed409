#pragma once

#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/value.pb.h"
#include "plan/partial_date.h"

// Whether an activity is late. Pure; safe to call from many threads.

namespace clearsky::plan {

// The date on which the activity was held or the deliverable completed; nullptr
// when neither is so. Borrows the activity.
const v1::PartialDate* ResultDateOf(const v1::ActivityState& activity);

// Whether the activity is overdue at the end of `day`: yes when its planned
// date lies wholly before the day, no when it lies wholly after, else possible.
// What has no planned day that could be over is not overdue: registered or to
// be decided, postponed without a new date, held, completed, cancelled, split,
// a standing operation in use. A deliverable in work is, by its planned date.
Answer IsOverdue(const v1::ActivityState& activity, absl::CivilDay day);

// Whether the activity can still take place in `year`, seen from the end of
// `day`: no when it is held, completed, cancelled, split or in use, when the
// year is over on `day` or its planned date lies wholly after the year; yes
// when its planned date lies wholly in what is left of the year; else possible.
Answer CanStillTakePlace(const v1::ActivityState& activity, int year,
                         absl::CivilDay day);

}  // namespace clearsky::plan
