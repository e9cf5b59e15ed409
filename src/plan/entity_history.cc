// Which events an entity depends on.
//
// 1. An activity depends on its own events; on those of the activity it is a
//    part of, and of its parts (a split copies, a cancellation reaches the
//    parts); on discrepancies about any of these.
// 2. What belongs to the frame of a plan depends on all of the frame.
// 3. Events that correct or void each other stand or fall together.
// 4. An introduction stands no later than what names it (placement.cc), so that
//    what names an introduction that matters is needed for its place.

#include "plan/entity_history.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace clearsky::plan {
namespace {

using Links = std::map<std::string, std::set<std::string>>;

// The change that an event tells of; of a correction, its replacement's.
const v1::PlanEvent& ToldBy(const v1::PlanEvent& event) {
  return event.has_fact_corrected()
             ? ToldBy(event.fact_corrected().replacement())
             : event;
}

// The earlier event that a correction or void names.
std::optional<uint64_t> TargetOf(const HistoryEvent& event) {
  if (!event.event) return std::nullopt;
  std::optional<uint64_t> target;
  if (event.event->has_fact_corrected()) {
    target = event.event->fact_corrected().corrected_revision();
  } else if (event.event->has_event_voided()) {
    target = event.event->event_voided().voided_revision();
  }
  if (target && *target >= event.revision) return std::nullopt;
  return target;
}

bool IsOfTheFrame(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kPlanRegistered:
    case v1::PlanEvent::kPlanAdopted:
    case v1::PlanEvent::kPlanAmended:
    case v1::PlanEvent::kPlanClosed:
    case v1::PlanEvent::kAreaDefined:
    case v1::PlanEvent::kProjectDefined:
    case v1::PlanEvent::kProjectDiscontinued:
    case v1::PlanEvent::kProjectCarriedOver:
    case v1::PlanEvent::kMeasureDefined:
    case v1::PlanEvent::kAgreementProposed:
    case v1::PlanEvent::kAgreementAgreed:
    case v1::PlanEvent::kAgreementSigned:
    case v1::PlanEvent::kAgreementAmended:
    case v1::PlanEvent::kAgreementEnded:
    case v1::PlanEvent::kLabelChanged:
      return true;
    default:
      return false;
  }
}

// `start` and all that is linked to it.
std::set<std::string> Reach(const std::string& start, const Links& links) {
  std::set<std::string> reached = {start};
  std::deque<std::string> open = {start};
  while (!open.empty()) {
    const auto found = links.find(open.front());
    open.pop_front();
    if (found == links.end()) continue;
    for (const std::string& next : found->second) {
      if (reached.insert(next).second) open.push_back(next);
    }
  }
  return reached;
}

// The activities that `entity` depends on, itself included.
std::set<std::string> DependsOn(const History& history,
                                absl::string_view entity) {
  Links links;
  for (const HistoryEvent& event : history) {
    if (!event.event) continue;
    const v1::PlanEvent& told = ToldBy(*event.event);
    for (const v1::ActivityPart& part : told.activity_split().parts()) {
      const std::string& parent = told.activity_split().activity_id();
      links[parent].insert(part.activity_id());
      links[part.activity_id()].insert(parent);
    }
  }
  return Reach(std::string(entity), links);
}

// By revision: whether the event, taken by itself, can change the entity.
std::vector<bool> Matters(const History& history, EntityKind kind,
                          absl::string_view entity) {
  const std::set<std::string> ids = DependsOn(history, entity);
  std::set<std::string> discrepancies;
  for (const HistoryEvent& event : history) {
    if (!event.event) continue;
    const v1::DiscrepancyNoted& noted =
        ToldBy(*event.event).discrepancy_noted();
    if (ids.contains(noted.entity())) {
      discrepancies.insert(noted.discrepancy_id());
    }
  }
  std::vector<bool> matters(history.size(), false);
  for (const HistoryEvent& event : history) {
    if (!event.event) continue;
    const v1::PlanEvent& told = ToldBy(*event.event);
    const std::string main = MainEntityOf(told);
    const bool is_discrepancy =
        told.has_discrepancy_noted() || told.has_discrepancy_resolved();
    matters[event.revision] =
        (is_discrepancy ? discrepancies : ids).contains(main) ||
        (kind != EntityKind::kActivity && IsOfTheFrame(told));
  }
  return matters;
}

// Lets events that correct or void each other stand or fall together.
void JoinCorrected(const History& history, std::vector<bool>* matters) {
  // Of each event, the first of its chain.
  std::vector<uint64_t> roots(history.size());
  for (const HistoryEvent& event : history) {
    const std::optional<uint64_t> target = TargetOf(event);
    roots[event.revision] = target ? roots[*target] : event.revision;
  }
  std::vector<bool> root_matters(history.size(), false);
  for (size_t i = 0; i < roots.size(); ++i) {
    if ((*matters)[i]) root_matters[roots[i]] = true;
  }
  for (size_t i = 0; i < roots.size(); ++i) {
    (*matters)[i] = root_matters[roots[i]];
  }
}

// By revision: whether the event is one of `seeds`, or is needed for the place
// of one that is.
std::vector<bool> NeededFor(const History& history,
                            const std::vector<bool>& seeds) {
  std::map<std::string, std::vector<uint64_t>> named_by;
  for (const HistoryEvent& event : history) {
    if (!event.event) continue;
    for (const std::string& name : NamesInStream(*event.event)) {
      named_by[name].push_back(event.revision);
    }
  }
  std::vector<bool> needed(history.size(), false);
  std::set<std::string> introduced;
  std::deque<uint64_t> open;
  for (size_t i = 0; i < seeds.size(); ++i) {
    if (seeds[i]) open.push_back(i);
  }
  while (!open.empty()) {
    const uint64_t revision = open.front();
    open.pop_front();
    if (needed[revision]) continue;
    needed[revision] = true;
    if (!history[revision].event) continue;
    for (const Introduction& made : IntroductionsOf(*history[revision].event)) {
      if (!made.by_itself || !introduced.insert(made.id).second) continue;
      const std::vector<uint64_t>& namers = named_by[made.id];
      open.insert(open.end(), namers.begin(), namers.end());
    }
  }
  return needed;
}

// The same event with the numbers of `numbers` for those that it names.
HistoryEvent Renumbered(const HistoryEvent& event,
                        const std::vector<uint64_t>& numbers) {
  HistoryEvent result = event;
  result.revision = numbers[event.revision];
  const std::optional<uint64_t> target = TargetOf(event);
  if (!target) return result;
  if (result.event->has_fact_corrected()) {
    result.event->mutable_fact_corrected()->set_corrected_revision(
        numbers[*target]);
  } else {
    result.event->mutable_event_voided()->set_voided_revision(numbers[*target]);
  }
  return result;
}

}  // namespace

EntityHistory EventsFor(const History& history, EntityKind kind,
                        absl::string_view entity) {
  std::vector<bool> matters = Matters(history, kind, entity);
  JoinCorrected(history, &matters);
  // What corrects an event that is needed may introduce something in turn.
  std::vector<bool> needed = matters;
  for (std::vector<bool> before; before != needed;) {
    before = needed;
    needed = NeededFor(history, needed);
    JoinCorrected(history, &needed);
  }
  EntityHistory result;
  std::vector<uint64_t> numbers(history.size(), 0);
  for (const HistoryEvent& event : history) {
    if (!needed[event.revision]) continue;
    numbers[event.revision] = result.events.size();
    result.events.push_back(Renumbered(event, numbers));
    result.revisions.push_back(event.revision);
    result.matters.push_back(matters[event.revision]);
  }
  return result;
}

}  // namespace clearsky::plan
