#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "plan/entities.h"
#include "plan/history.h"

namespace clearsky::plan {

// The events of a stream that an entity's state depends on, as a history of
// their own: numbered anew, with corrections and voids naming the new numbers.
struct EntityHistory {
  History events;
  // By the new number: the revision in the stream.
  std::vector<uint64_t> revisions;
  // By the new number: whether the event can change the entity. The others only
  // tell from when on it, or what it depends on, was known.
  std::vector<bool> matters;
};

// Folding the events of the result that matter, at the places that PlaceEvents
// gives them in it, comes for the entity to what folding all of `history` does;
// and so for each prefix. Walks `history` a few times and folds nothing. Pure;
// safe to call from many threads.
EntityHistory EventsFor(const History& history, EntityKind kind,
                        absl::string_view entity);

}  // namespace clearsky::plan
