#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_event.pb.h"

// What events introduce and what they name. Pure; safe to call from many
// threads.

namespace clearsky::plan {

// Kinds of entities that events introduce and refer to.
enum class EntityKind {
  kDocument,
  kParty,
  kOrganisation,
  kPerson,
  kRole,
  kSeries,
  kAgreement,
  kArea,
  kProject,
  kMeasure,
  kActivity,
  kOutcome,
  kDiscrepancy,
  kPublication,
  kPlan,
  kAny,
};

// `activity`, `party`, ...; `any`.
absl::string_view EntityKindName(EntityKind kind);

// An entity that an event makes known.
struct Introduction {
  EntityKind kind = EntityKind::kAny;
  std::string id;
  // The event does nothing else, and the id must be new. Otherwise the entity
  // may be known before (an agreement proposed, then signed) or comes with a
  // change of something else (a part of a split).
  bool by_itself = true;
};

// What the event introduces; of a correction, what its replacement does.
std::vector<Introduction> IntroductionsOf(const v1::PlanEvent& event);

// A field that names an entity.
struct Reference {
  // `activity_scheduled.date.relative.activity`.
  std::string field;
  // Any of these kinds will do.
  std::vector<EntityKind> kinds;
  // `directory`, another stream, or empty for the event's own.
  std::string stream;
  std::string id;
};

// The entities that the event names, by the `reference` options of the schema;
// empty fields name nothing.
std::vector<Reference> ReferencesOf(const v1::PlanEvent& event);

// Whether the event does nothing but make one entity known, MainEntityOf.
bool IntroducesByItself(const v1::PlanEvent& event);

// Calls `visit` with each id of entities of its own stream that the event names
// or is about; one may come twice.
void ForEachNameInStream(
    const v1::PlanEvent& event,
    const std::function<void(const std::string& id)>& visit);

// The same in a list.
std::vector<std::string> NamesInStream(const v1::PlanEvent& event);

}  // namespace clearsky::plan
