#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/value.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace clearsky::ledger {

// EntityNames tell what people call the entities of a stream, and the shared
// ones of the directory. Safe for concurrent use.
class EntityNames {
 public:
  // Both must outlive this. `state` and `directory` know all entities, whatever
  // the day that a question is asked for.
  EntityNames(const v1::PlanState* state, const v1::PlanState* directory)
      : state_(state), directory_(directory) {}

  // The name in quotes (`“제6차 한중 환경국장회의”`); the id in backquotes when
  // there is no name; `the plan` when the id is empty.
  std::string Of(absl::string_view id) const;
  // The name without quotes, else the id.
  std::string Plain(absl::string_view id) const;
  // Names joined by commas.
  std::string List(
      const google::protobuf::RepeatedPtrField<std::string>& ids) const;

  // The host meeting by its printed label, else by its id.
  std::string Host(const v1::HostMeeting& host) const;
  // A delegate: person, role and party, as far as they are known.
  std::string Delegate(const v1::Delegate& delegate) const;
  // Who did something; empty when nothing is known.
  std::string Actor(const v1::Actor& actor) const;

  const v1::PlanState& state() const { return *state_; }
  const v1::PlanState& directory() const { return *directory_; }

 private:
  // Empty when there is none.
  std::string NameInPlan(const std::string& id) const;
  std::string NameInDirectory(const std::string& id) const;

  const v1::PlanState* const state_;
  const v1::PlanState* const directory_;
};

}  // namespace clearsky::ledger
