#include "ledger/entity_names.h"

#include <string>

namespace clearsky::ledger {
namespace {

// The value of `key`; nullptr when the map has none.
template <typename Map>
const typename Map::mapped_type* Find(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

bool IsNamed(const EntityNaming& naming) {
  return naming.labels != nullptr || naming.activity != nullptr ||
         naming.person != nullptr;
}

}  // namespace

EntityNaming EntityNames::InPlan(const std::string& id) const {
  if (const auto* activity = Find(state_->activities(), id)) {
    return {.activity = &activity->details()};
  }
  if (const auto* project = Find(state_->projects(), id)) {
    return {.labels = &project->definition().labels()};
  }
  if (const auto* area = Find(state_->areas(), id)) {
    return {.labels = &area->definition().labels()};
  }
  if (const auto* agreement = Find(state_->agreements(), id)) {
    return {.labels = &agreement->titles()};
  }
  if (const auto* measure = Find(state_->measures(), id)) {
    return {.labels = &measure->definition().labels()};
  }
  if (const auto* outcome = Find(state_->outcomes(), id)) {
    return {.labels = &outcome->outcome().about()};
  }
  return {};
}

EntityNaming EntityNames::InDirectory(const std::string& id) const {
  if (const auto* party = Find(directory_->parties(), id)) {
    return {.labels = &party->labels()};
  }
  if (const auto* organisation = Find(directory_->organisations(), id)) {
    return {.labels = &organisation->registration().labels()};
  }
  if (const auto* person = Find(directory_->persons(), id)) {
    return {.person = &person->registration()};
  }
  if (const auto* document = Find(directory_->documents(), id)) {
    return {.labels = &document->registration().titles()};
  }
  if (const auto* series = Find(directory_->series(), id)) {
    return {.labels = &series->definition().labels()};
  }
  if (const auto* role = Find(directory_->roles(), id)) {
    return {.labels = &role->assignment().titles()};
  }
  return {};
}

EntityNaming EntityNames::Of(absl::string_view id) const {
  const std::string key(id);
  if (key == state_->stream() && state_->has_plan() &&
      !state_->plan().titles().empty()) {
    return {.labels = &state_->plan().titles()};
  }
  const EntityNaming naming = InPlan(key);
  return IsNamed(naming) ? naming : InDirectory(key);
}

}  // namespace clearsky::ledger
