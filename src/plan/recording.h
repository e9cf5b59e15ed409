#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/entities.h"
#include "plan/history.h"

namespace clearsky::plan {

// Whether `stream` has an entity of this kind and id, by position: known at
// all, on whatever effective day. For kPlan, whether the stream is a plan; id
// empty. For kAny, an entity of any kind. Asked for streams other than the one
// recorded to, and for `directory` itself; sees the earlier events of the same
// batch, and all that the batch brings into `directory`.
using EntityExists = std::function<absl::StatusOr<bool>(
    absl::string_view stream, EntityKind kind, absl::string_view id)>;

// An event that may be recorded.
struct CheckedEvent {
  // As it is to be stored: dates normalised, effective day and old values
  // filled in.
  v1::PlanEvent event;
  // Oddities, accepted and flagged.
  std::vector<v1::Finding> findings;
};

// Checks that `event` may be recorded on `record_day` as the next revision of
// `stream`, whose events so far are `history`, and completes it. Pure but for
// `exists`. Cost: one fold of the history at worst.
//
// INVALID_ARGUMENT: the event is malformed by itself: no change, a required
// field missing, an impossible date, an id that is no slug, text that is not
// UTF-8, an end before the start, the wrong stream; names the field.
// NOT_FOUND: it names an entity that is not known; names id and kind.
// ALREADY_EXISTS: an id is taken, or an ordinal is taken in the plan.
// FAILED_PRECONDITION: the state forbids it, it is mislabelled, it lies in the
// future, or it would make later events impossible; names the rule, the present
// state, the event that set it, and what would be accepted.
absl::StatusOr<CheckedEvent> CheckEvent(absl::string_view stream,
                                        const History& history,
                                        const v1::PlanEvent& event,
                                        absl::CivilDay record_day,
                                        const EntityExists& exists);

// INVALID_ARGUMENT unless `stream` is a name for plans: 1 to 256 characters of
// `[a-z0-9._/-]`, starting and ending with a letter or digit.
absl::Status CheckPlanName(absl::string_view stream);

// INVALID_ARGUMENT unless `id` is a slug: 1 to 128 characters of
// `[a-z0-9.-]`, starting with a letter or digit. `field` is named.
absl::Status CheckSlug(absl::string_view field, absl::string_view id);

}  // namespace clearsky::plan
