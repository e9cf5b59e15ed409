#include "ledger/change_order.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "plan/fold.h"
#include "plan/partial_date.h"

namespace clearsky::ledger {
namespace {

// The earlier event that `event` corrects or takes out.
std::optional<uint64_t> Touched(const plan::HistoryEvent& event) {
  if (!event.event) return std::nullopt;
  std::optional<uint64_t> touched;
  if (event.event->has_fact_corrected()) {
    touched = event.event->fact_corrected().corrected_revision();
  } else if (event.event->has_event_voided()) {
    touched = event.event->event_voided().voided_revision();
  }
  // Nothing but an earlier event can be touched.
  if (touched && *touched >= event.revision) return std::nullopt;
  return touched;
}

// The earlier event that the other party speaks of.
std::optional<uint64_t> SpokenOf(const plan::HistoryEvent& event) {
  if (!event.event) return std::nullopt;
  std::optional<uint64_t> of;
  if (event.event->has_change_confirmed()) {
    of = event.event->change_confirmed().confirmed_revision();
  } else if (event.event->has_change_disputed()) {
    of = event.event->change_disputed().disputed_revision();
  }
  if (of && *of >= event.revision) return std::nullopt;
  return of;
}

// By the event's own effective date, else by the day it was recorded.
void PlaceByItself(const plan::HistoryEvent& event, ChangePlace* place) {
  place->day = event.record_day;
  place->earliest = event.record_day;
  if (!event.event) return;
  const v1::PlanEvent& dated =
      event.event->has_fact_corrected() && event.event->fact_corrected()
                                               .replacement()
                                               .provenance()
                                               .has_effective()
          ? event.event->fact_corrected().replacement()
          : *event.event;
  if (!dated.provenance().has_effective()) return;
  const plan::DayBounds bounds = plan::BoundsOf(dated.provenance().effective());
  if (bounds.latest) place->day = *bounds.latest;
  place->earliest = bounds.earliest.value_or(place->day);
}

}  // namespace

std::vector<ChangePlace> OrderChanges(const plan::History& history) {
  std::map<uint64_t, plan::PlacedEvent> counting;
  for (plan::PlacedEvent& placed : plan::PlaceEvents(history)) {
    const uint64_t revision = placed.content_revision;
    counting.emplace(revision, std::move(placed));
  }
  // In order of revision, so that what is touched is placed before what touches
  // it.
  std::vector<ChangePlace> places;
  for (const plan::HistoryEvent& event : history) {
    ChangePlace place;
    place.revision = event.revision;
    place.root = event.revision;
    place.supersedes = Touched(event);
    place.superseded_by = plan::SupersededBy(history, event.revision);
    PlaceByItself(event, &place);
    if (const auto found = counting.find(event.revision);
        found != counting.end()) {
      place.day = found->second.day;
      place.earliest = found->second.earliest;
    } else if (place.supersedes) {
      const ChangePlace& touched =
          places[static_cast<size_t>(*place.supersedes)];
      const bool is_void = event.event->has_event_voided();
      const bool dated =
          event.event->has_fact_corrected() && event.event->fact_corrected()
                                                   .replacement()
                                                   .provenance()
                                                   .has_effective();
      if (is_void || !dated) {
        place.day = touched.day;
        place.earliest = touched.earliest;
      }
    }
    if (place.supersedes) {
      place.root = places[static_cast<size_t>(*place.supersedes)].root;
    }
    places.push_back(place);
  }
  std::sort(places.begin(), places.end(),
            [](const ChangePlace& a, const ChangePlace& b) {
              return std::tie(a.day, a.root, a.revision) <
                     std::tie(b.day, b.root, b.revision);
            });
  return places;
}

std::vector<std::vector<std::string>> EntitiesByRevision(
    const plan::History& history) {
  std::vector<std::vector<std::string>> entities;
  for (const plan::HistoryEvent& event : history) {
    std::vector<std::string>& about = entities.emplace_back();
    if (!event.event) continue;
    about = plan::EntitiesOf(*event.event);
    std::optional<uint64_t> touched = Touched(event);
    if (!touched) touched = SpokenOf(event);
    if (!touched) continue;
    for (const std::string& entity : entities[static_cast<size_t>(*touched)]) {
      if (std::find(about.begin(), about.end(), entity) == about.end()) {
        about.push_back(entity);
      }
    }
  }
  return entities;
}

}  // namespace clearsky::ledger
