#include "ledger/change_order.h"

#include <algorithm>
#include <map>
#include <set>
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

// Whether the event is a correction that gives another effective date.
bool GivesNewDay(const plan::HistoryEvent& event) {
  return event.event && event.event->has_fact_corrected() &&
         event.event->fact_corrected()
             .replacement()
             .provenance()
             .has_effective();
}

// The revisions that something may have taken out or replaced: those that are
// named, and corrections, of which the last one known counts.
std::set<uint64_t> Touchable(const plan::History& history) {
  std::set<uint64_t> touchable;
  for (const plan::HistoryEvent& event : history) {
    const std::optional<uint64_t> touched = Touched(event);
    if (!touched) continue;
    touchable.insert(*touched);
    touchable.insert(event.revision);
  }
  return touchable;
}

// By the event's own effective date, else by the day it was recorded.
void PlaceByItself(const plan::HistoryEvent& event, ChangePlace* place) {
  place->day = event.record_day;
  place->earliest = event.record_day;
  if (!event.event) return;
  const v1::PlanEvent& dated = GivesNewDay(event)
                                   ? event.event->fact_corrected().replacement()
                                   : *event.event;
  if (!dated.provenance().has_effective()) return;
  const plan::DayBounds days = plan::EffectiveDays(dated, event.record_day);
  place->day = *days.latest;
  place->earliest = *days.earliest;
}

// Corrections and voids have no day of their own: they stand at that of what
// they touch, unless they give another.
void PlaceByTouched(const ChangePlace& touched, bool has_own_day,
                    ChangePlace* place) {
  place->root = touched.root;
  if (!has_own_day) {
    place->day = touched.day;
    place->earliest = touched.earliest;
  }
  place->told_from = std::min(place->earliest, touched.told_from);
}

}  // namespace

std::vector<ChangePlace> OrderChanges(const plan::History& history) {
  std::map<uint64_t, plan::PlacedEvent> counting;
  for (plan::PlacedEvent& placed : plan::PlaceEvents(history)) {
    const uint64_t revision = placed.content_revision;
    counting.emplace(revision, std::move(placed));
  }
  const std::set<uint64_t> touchable = Touchable(history);
  // In order of revision, so that what is touched is placed before what touches
  // it.
  std::vector<ChangePlace> places;
  for (const plan::HistoryEvent& event : history) {
    ChangePlace place;
    place.revision = event.revision;
    place.root = event.revision;
    place.supersedes = Touched(event);
    if (touchable.contains(event.revision)) {
      place.superseded_by = plan::SupersededBy(history, event.revision);
    }
    PlaceByItself(event, &place);
    const auto found = counting.find(event.revision);
    const bool counts = found != counting.end();
    if (counts) {
      place.day = found->second.day;
      place.earliest = found->second.earliest;
    }
    place.told_from = place.earliest;
    if (place.supersedes) {
      PlaceByTouched(places[static_cast<size_t>(*place.supersedes)],
                     counts || GivesNewDay(event), &place);
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
  // Revision of the last event that told of each discrepancy.
  std::map<std::string, uint64_t> noted;
  for (const plan::HistoryEvent& event : history) {
    std::vector<std::string>& about = entities.emplace_back();
    if (!event.event) continue;
    about = plan::EntitiesOf(*event.event);
    std::optional<uint64_t> touched = Touched(event);
    if (!touched) touched = SpokenOf(event);
    const v1::PlanEvent& told =
        event.event->has_fact_corrected()
            ? event.event->fact_corrected().replacement()
            : *event.event;
    if (told.has_discrepancy_noted()) {
      noted[told.discrepancy_noted().discrepancy_id()] = event.revision;
    } else if (told.has_discrepancy_resolved()) {
      const auto found =
          noted.find(told.discrepancy_resolved().discrepancy_id());
      if (!touched && found != noted.end()) touched = found->second;
    }
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
