#include "projection/projection.h"

#include <algorithm>

#include "plan/fold.h"

namespace clearsky::projection {
namespace {

// The fold's version times this, plus that of the rows.
constexpr uint32_t kRowsVersions = 100;

}  // namespace

void FillOrigins(const FoldedStream& stream,
                 const google::protobuf::Map<std::string, uint64_t>& set_by,
                 google::protobuf::RepeatedPtrField<v1::FieldOrigin>* origins) {
  for (const auto& [field, revision] : set_by) {
    if (revision >= stream.positions->size()) continue;
    v1::FieldOrigin* const origin = origins->Add();
    origin->set_field(field);
    origin->set_position((*stream.positions)[revision]);
  }
  std::sort(origins->begin(), origins->end(),
            [](const v1::FieldOrigin& a, const v1::FieldOrigin& b) {
              return a.field() < b.field();
            });
}

uint32_t VersionOfRows(uint32_t rows_version) {
  return plan::kFoldVersion * kRowsVersions + rows_version;
}

std::vector<format::Entity> EntitiesOfState(const v1::PlanState& state) {
  std::vector<format::Entity> entities;
  const auto add = [&](format::EntityKind kind, const auto& map) {
    for (const auto& [id, entity] : map) entities.push_back({kind, id});
  };
  add(format::EntityKind::kActivity, state.activities());
  add(format::EntityKind::kAgreement, state.agreements());
  add(format::EntityKind::kSeries, state.series());
  if (state.has_plan()) entities.push_back({format::EntityKind::kPlan, ""});
  std::sort(entities.begin(), entities.end());
  return entities;
}

bool HasEntity(const v1::PlanState& state, const format::Entity& entity) {
  switch (entity.kind) {
    case format::EntityKind::kActivity:
      return state.activities().contains(entity.id);
    case format::EntityKind::kAgreement:
      return state.agreements().contains(entity.id);
    case format::EntityKind::kSeries:
      return state.series().contains(entity.id);
    case format::EntityKind::kPlan:
      return state.has_plan();
  }
  return false;
}

}  // namespace clearsky::projection
