#pragma once

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/value.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace clearsky::ledger {

using Labels = google::protobuf::RepeatedPtrField<v1::Label>;

// What an entity is called, in all languages: at most one is set.
struct EntityNaming {
  const Labels* labels = nullptr;
  // An activity, whose number or year stands beside its title.
  const v1::ActivityRegistered* activity = nullptr;
  const v1::PersonRegistered* person = nullptr;
};

// EntityNames tell what the entities of a stream, and the shared ones of the
// directory, are called. Safe for concurrent use.
class EntityNames {
 public:
  // Both must outlive this. `state` and `directory` know all entities, whatever
  // the day that a question is asked for.
  EntityNames(const v1::PlanState* state, const v1::PlanState* directory)
      : state_(state), directory_(directory) {}

  // Nothing is set for an id that is not known.
  EntityNaming Of(absl::string_view id) const;

  const v1::PlanState& state() const { return *state_; }
  const v1::PlanState& directory() const { return *directory_; }

 private:
  EntityNaming InPlan(const std::string& id) const;
  EntityNaming InDirectory(const std::string& id) const;

  const v1::PlanState* const state_;
  const v1::PlanState* const directory_;
};

}  // namespace clearsky::ledger
