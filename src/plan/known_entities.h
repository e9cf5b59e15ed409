#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "plan/apply.h"
#include "plan/entities.h"
#include "plan/recording.h"

// What is known in a stream by position, and the checks of a new event that
// need nothing more. Internal to src/plan.

namespace clearsky::plan {

// Entities that events of a stream made known.
struct KnownEntities {
  // Kind and revision by id.
  std::map<std::string, std::pair<EntityKind, uint64_t>> entities;
  // The plan is registered.
  bool plan = false;

  void Add(const v1::PlanEvent& event, uint64_t revision);

  // Whether the reference, which is to `stream` itself, names one of them.
  bool Resolves(absl::string_view stream, const Reference& reference) const;
};

// The revision that a correction, void, confirmation or dispute is about;
// nullopt for others.
std::optional<uint64_t> RevisionNamed(const v1::PlanEvent& event);

absl::Status ToStatus(const Refusal& refusal);

// NOT_FOUND when the plan's stream has no PlanRegistered, unless this is it.
absl::Status CheckPlanKnown(absl::string_view stream,
                            const KnownEntities& known,
                            const v1::PlanEvent& event);

// FAILED_PRECONDITION when what took place, or the effective date, lies wholly
// after the recorded day.
absl::Status CheckNotInFuture(const v1::PlanEvent& event,
                              absl::CivilDay record_day);

// ALREADY_EXISTS when an id that the event introduces is taken; ids are never
// reused, those of what was entered in error included.
absl::Status CheckIdsFree(const KnownEntities& taken,
                          const v1::PlanEvent& event);

// NOT_FOUND when the event names what is not known. `known` is of `stream`
// before the event.
absl::Status CheckReferences(absl::string_view stream,
                             const KnownEntities& known,
                             const v1::PlanEvent& event,
                             const EntityExists& exists);

// All of the above, in the order in which a caller should hear of them.
absl::Status CheckAgainstKnown(absl::string_view stream,
                               const KnownEntities& known,
                               const KnownEntities& taken,
                               const v1::PlanEvent& event,
                               absl::CivilDay record_day,
                               const EntityExists& exists);

// NOT_FOUND when the event is about a revision that `stream`, of `size` events,
// does not have.
absl::Status CheckRevisionNamed(absl::string_view stream, uint64_t size,
                                const v1::PlanEvent& event);

}  // namespace clearsky::plan
