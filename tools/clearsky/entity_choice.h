#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clearsky/v1/plan_state.pb.h"
#include "prompt.h"

// The things of a plan that a verb can be about, as people name them.

namespace clearsky::cli {

// What the second argument of a verb names.
enum class EntityArgument {
  kActivity,
  kNewActivity,
  kAgreement,
  kNewAgreement,
  kProject,
  kNewProject,
  kNewArea,
  kDiscrepancy,
  kNewDiscrepancy,
  kAny,   // Whatever has a name.
  kNone,  // The plan itself.
};

// `ACTIVITY`, `PROJECT`, ...; empty for kNone.
std::string ArgumentName(EntityArgument argument);
// Whether it is an id that is not there yet.
bool IsNew(EntityArgument argument);

// All that there are, activities by their lines in the table.
std::vector<Choice> ChoicesOf(const v1::PlanState& state,
                              EntityArgument argument);

// The id that `words` mean: an id that is known, else the title of one, or a
// part of a title that no other has, which is told on standard error. Words
// that name nothing are returned as they are, for the ledger to refuse with ids
// like it. INVALID_ARGUMENT when several have them, naming each.
absl::StatusOr<std::string> ResolveEntity(const v1::PlanState& state,
                                          EntityArgument argument,
                                          const std::string& words);

}  // namespace clearsky::cli
