// Corrections, voids and the order of the fold.
//
// Invariants:
// 1. A void or correction names an earlier event, so that walking from the last
//    event to the first knows, at each, whether a later one took it out.
// 2. Every event that is neither void nor correction nor taken out stands once
//    in the result, in the place of its own revision.

#include <algorithm>
#include <map>
#include <tuple>

#include "plan/entities.h"
#include "plan/fold.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

// What the corrections and voids of a history amount to.
struct Corrections {
  // Whether a void that counts names the event.
  std::vector<bool> voided;
  // Revision of the void that does.
  std::map<uint64_t, uint64_t> voided_by;
  // Corrections that count, by the event they correct, ascending.
  std::map<uint64_t, std::vector<uint64_t>> corrected_by;
};

// The event that a chain of corrections starts from.
uint64_t RootOf(const History& history, uint64_t revision) {
  while (revision < history.size() && history[revision].event.has_value() &&
         history[revision].event->has_fact_corrected()) {
    const uint64_t target =
        history[revision].event->fact_corrected().corrected_revision();
    if (target >= revision) break;
    revision = target;
  }
  return revision;
}

Corrections ResolveCorrections(const History& history) {
  Corrections result;
  result.voided.assign(history.size(), false);
  for (size_t i = history.size(); i-- > 0;) {
    if (result.voided[i] || !history[i].event.has_value()) continue;
    const v1::PlanEvent& event = *history[i].event;
    if (event.has_event_voided()) {
      const uint64_t target = event.event_voided().voided_revision();
      if (target < i && !result.voided[target]) {
        result.voided[target] = true;
        result.voided_by[target] = i;
      }
    } else if (event.has_fact_corrected()) {
      const uint64_t root = RootOf(history, i);
      if (root < i) {
        auto& list = result.corrected_by[root];
        list.insert(list.begin(), i);
      }
    }
  }
  return result;
}

bool IsMeta(const v1::PlanEvent& event) {
  return event.has_event_voided() || event.has_fact_corrected();
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
  const DayBounds bounds = BoundsOf(placed->event.provenance().effective());
  placed->day = bounds.latest.value_or(bounds.earliest.value_or(record_day));
  placed->earliest = bounds.earliest.value_or(placed->day);
  if (ResolvesByPosition(placed->event)) {
    placed->day = absl::CivilDay::min();
    placed->earliest = placed->day;
  }
}

// The event as it counts: the last correction's change, the effective date that
// the last correction to give one gave, else its own.
PlacedEvent Place(const History& history, uint64_t revision,
                  const std::vector<uint64_t>& corrections) {
  PlacedEvent placed;
  placed.revision = revision;
  placed.content_revision = revision;
  placed.event = *history[revision].event;
  for (const uint64_t correction : corrections) {
    const v1::PlanEvent& event = *history[correction].event;
    v1::PartialDate effective = placed.event.provenance().effective();
    const v1::PlanEvent& replacement = event.fact_corrected().replacement();
    if (replacement.provenance().has_effective()) {
      effective = replacement.provenance().effective();
    }
    placed.event = replacement;
    *placed.event.mutable_provenance() = event.provenance();
    *placed.event.mutable_provenance()->mutable_effective() = effective;
    placed.content_revision = correction;
  }
  SetDay(history[revision].record_day, &placed);
  return placed;
}

// Moves each introduction to the first thing that happened to, or names, what
// it introduces: a meeting held on a day was known on that day, whatever day
// its registration claims.
void PullIntroductions(std::vector<PlacedEvent>* events) {
  std::map<std::string, size_t> introduced_at;
  std::vector<std::vector<std::string>> names(events->size());
  for (size_t i = 0; i < events->size(); ++i) {
    names[i] = NamesInStream((*events)[i].event);
    for (const Introduction& made : IntroductionsOf((*events)[i].event)) {
      if (made.by_itself) introduced_at.emplace(made.id, i);
    }
  }
  const auto pull = [&](const std::string& id, const PlacedEvent& by) {
    const auto found = introduced_at.find(id);
    if (found == introduced_at.end()) return false;
    PlacedEvent& introduction = (*events)[found->second];
    if (by.day >= introduction.day) return false;
    introduction.day = by.day;
    introduction.earliest = std::min(introduction.earliest, by.earliest);
    return true;
  };
  // An activity pulls its project, and that its area: as many rounds as the
  // longest chain of names.
  for (bool moved = true; moved;) {
    moved = false;
    for (size_t i = 0; i < events->size(); ++i) {
      const PlacedEvent& event = (*events)[i];
      if (event.day == absl::CivilDay::min()) continue;
      for (const std::string& id : names[i]) moved = pull(id, event) || moved;
    }
  }
}

}  // namespace

PlacedEvent PlaceAlone(const v1::PlanEvent& event, uint64_t revision,
                       absl::CivilDay record_day) {
  PlacedEvent placed;
  placed.revision = revision;
  placed.content_revision = revision;
  placed.event = event;
  SetDay(record_day, &placed);
  return placed;
}

std::vector<PlacedEvent> PlaceEvents(const History& history) {
  const Corrections corrections = ResolveCorrections(history);
  std::vector<PlacedEvent> events;
  events.reserve(history.size());
  for (size_t i = 0; i < history.size(); ++i) {
    if (!history[i].event.has_value() || corrections.voided[i]) continue;
    if (IsMeta(*history[i].event)) continue;
    const auto found = corrections.corrected_by.find(i);
    static const std::vector<uint64_t>* const kNone =
        new std::vector<uint64_t>();
    events.push_back(Place(
        history, i,
        found == corrections.corrected_by.end() ? *kNone : found->second));
  }
  PullIntroductions(&events);
  std::sort(events.begin(), events.end(),
            [](const PlacedEvent& a, const PlacedEvent& b) {
              return std::tie(a.day, a.revision) < std::tie(b.day, b.revision);
            });
  return events;
}

std::optional<uint64_t> SupersededBy(const History& history,
                                     uint64_t revision) {
  const Corrections corrections = ResolveCorrections(history);
  if (const auto found = corrections.voided_by.find(revision);
      found != corrections.voided_by.end()) {
    return found->second;
  }
  const uint64_t root = RootOf(history, revision);
  if (const auto voided = corrections.voided_by.find(root);
      voided != corrections.voided_by.end()) {
    return voided->second;
  }
  const auto found = corrections.corrected_by.find(root);
  if (found == corrections.corrected_by.end()) return std::nullopt;
  const uint64_t last = found->second.back();
  if (revision >= last) return std::nullopt;
  return last;
}

}  // namespace clearsky::plan
