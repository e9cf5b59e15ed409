// Corrections, voids and the order of the fold. Every event that is neither
// void nor correction nor taken out stands once in the result, in the place of
// its own revision.

#include <algorithm>
#include <memory>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "plan/corrections.h"
#include "plan/entities.h"
#include "plan/fold.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

Corrections CorrectionsOf(const History& history) {
  std::vector<CorrectionLink> links;
  for (const HistoryEvent& event : history) {
    if (!event.event.has_value()) continue;
    const std::optional<CorrectionLink> link =
        LinkOf(event.revision, *event.event);
    if (link.has_value()) links.push_back(*link);
  }
  return Corrections(links);
}

// Documents, parties, persons, series and the plan itself: once known, known.
bool ResolvesByPosition(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kDocumentRegistered:
    case v1::PlanEvent::kPartyRegistered:
    case v1::PlanEvent::kOrganisationRegistered:
    case v1::PlanEvent::kPersonRegistered:
    case v1::PlanEvent::kSeriesDefined:
    case v1::PlanEvent::kPlanRegistered:
      return true;
    default:
      return false;
  }
}

void SetDay(absl::CivilDay record_day, PlacedEvent* placed) {
  if (ResolvesByPosition(placed->event())) {
    placed->day = absl::CivilDay::min();
    placed->earliest = placed->day;
    return;
  }
  const DayBounds days = EffectiveDays(placed->event(), record_day);
  placed->day = *days.latest;
  placed->earliest = *days.earliest;
}

// Moves each introduction to the first thing that happened to, or names, what
// it introduces: a meeting held on a day was known on that day, whatever day
// its registration claims.
void PullIntroductions(std::vector<PlacedEvent>* events) {
  absl::flat_hash_map<absl::string_view, PlacedEvent*> introduced;
  absl::CivilDay last = absl::CivilDay::min();
  for (PlacedEvent& placed : *events) {
    const v1::PlanEvent& event = placed.event();
    if (!IntroducesByItself(event)) continue;
    introduced.emplace(MainEntityOf(event), &placed);
    last = std::max(last, placed.day);
  }
  // An activity pulls its project, and that its area: as many rounds as the
  // longest chain of names.
  bool moved = true;
  while (moved) {
    moved = false;
    for (const PlacedEvent& by : *events) {
      // No introduction stands later than `last`.
      if (by.day == absl::CivilDay::min() || by.day >= last) continue;
      ForEachNameInStream(by.event(), [&](const std::string& name) {
        const auto found = introduced.find(name);
        if (found == introduced.end()) return;
        PlacedEvent& introduction = *found->second;
        if (by.day >= introduction.day) return;
        introduction.day = by.day;
        introduction.earliest = std::min(introduction.earliest, by.earliest);
        moved = true;
      });
    }
  }
}

}  // namespace

v1::PlanEvent* PlacedEvent::MutableEvent() {
  if (replaced == nullptr)
    replaced = std::make_shared<v1::PlanEvent>(*recorded);
  return replaced.get();
}

PlacedEvent PlaceAlone(const v1::PlanEvent& event, uint64_t revision,
                       absl::CivilDay record_day) {
  PlacedEvent placed;
  placed.revision = revision;
  placed.content_revision = revision;
  placed.recorded = &event;
  SetDay(record_day, &placed);
  return placed;
}

DayBounds EffectiveDays(const v1::PlanEvent& event, absl::CivilDay record_day) {
  const DayBounds told = BoundsOf(event.provenance().effective());
  absl::CivilDay latest =
      told.latest.value_or(told.earliest.value_or(record_day));
  const absl::CivilDay earliest = told.earliest.value_or(latest);
  // What is told has happened: of a month that is not over, the days to come
  // are out of the question.
  if (latest > record_day && earliest <= record_day &&
      !MayTakeEffectLater(event)) {
    latest = record_day;
  }
  return {std::min(earliest, latest), latest};
}

PlacedEvent PlaceCorrected(
    const HistoryEvent& event,
    const std::vector<const HistoryEvent*>& corrections) {
  PlacedEvent placed;
  placed.revision = event.revision;
  placed.content_revision = event.revision;
  placed.recorded = &*event.event;
  absl::CivilDay told_on = event.record_day;
  for (const HistoryEvent* correction : corrections) {
    v1::PartialDate effective = placed.event().provenance().effective();
    const v1::PlanEvent& replacement =
        correction->event->fact_corrected().replacement();
    if (replacement.provenance().has_effective()) {
      effective = replacement.provenance().effective();
      told_on = correction->record_day;
    }
    placed.replaced = std::make_shared<v1::PlanEvent>(replacement);
    *placed.replaced->mutable_provenance() = correction->event->provenance();
    *placed.replaced->mutable_provenance()->mutable_effective() =
        std::move(effective);
    placed.content_revision = correction->revision;
  }
  SetDay(told_on, &placed);
  return placed;
}

std::vector<PlacedEvent> PlaceEvents(const History& history) {
  const Corrections corrections = CorrectionsOf(history);
  std::vector<PlacedEvent> events;
  events.reserve(history.size());
  std::vector<const HistoryEvent*> replacing;
  for (const HistoryEvent& event : history) {
    if (!event.event.has_value() || corrections.IsVoided(event.revision) ||
        LinkOf(event.revision, *event.event).has_value()) {
      continue;
    }
    replacing.clear();
    for (const uint64_t revision : corrections.Of(event.revision)) {
      replacing.push_back(&history[revision]);
    }
    events.push_back(PlaceCorrected(event, replacing));
  }
  PullIntroductions(&events);
  const auto before = [](const PlacedEvent& a, const PlacedEvent& b) {
    return std::tie(a.day, a.revision) < std::tie(b.day, b.revision);
  };
  if (!std::is_sorted(events.begin(), events.end(), before)) {
    std::sort(events.begin(), events.end(), before);
  }
  return events;
}

std::optional<uint64_t> SupersededBy(const History& history,
                                     uint64_t revision) {
  return CorrectionsOf(history).SupersededBy(revision);
}

std::vector<v1::CorrectionState> CountingCorrections(const History& history) {
  return CorrectionsOf(history).Counting();
}

}  // namespace clearsky::plan
