#include "document/reconcile_trial.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/status_macros.h"
#include "plan/entities.h"
#include "plan/fold.h"
#include "plan/known_entities.h"
#include "table/table_line.h"

namespace clearsky::document {
namespace {

// Gives the event the revision that the one it names has in a history of fewer
// events.
void Rename(const std::map<uint64_t, uint64_t>& revisions,
            v1::PlanEvent* event) {
  const auto renamed = [&](uint64_t revision) {
    const auto found = revisions.find(revision);
    return found == revisions.end() ? revision : found->second;
  };
  if (event->has_fact_corrected()) {
    v1::FactCorrected* change = event->mutable_fact_corrected();
    change->set_corrected_revision(renamed(change->corrected_revision()));
  } else if (event->has_event_voided()) {
    v1::EventVoided* change = event->mutable_event_voided();
    change->set_voided_revision(renamed(change->voided_revision()));
  }
}

}  // namespace

Trial::Trial(absl::string_view stream, const plan::History& history,
             absl::CivilDay day, absl::CivilDay record_day, int plan_year,
             plan::EntityExists exists)
    : stream_(stream),
      history_(history),
      day_(day),
      record_day_(record_day),
      plan_year_(plan_year),
      exists_(std::move(exists)) {}

void Trial::Index() {
  if (indexed_) return;
  indexed_ = true;
  std::vector<std::string> unit_of(history_.size());
  for (const plan::HistoryEvent& at : history_) {
    if (!at.event.has_value()) continue;
    const v1::PlanEvent& event = *at.event;
    const std::optional<uint64_t> named = plan::RevisionNamed(event);
    if (event.has_fact_corrected() || event.has_event_voided()) {
      if (!named.has_value() || *named >= at.revision ||
          !history_[*named].event.has_value()) {
        continue;
      }
      unit_of[at.revision] = unit_of[*named];
      const std::string& unit = unit_of[at.revision];
      if (unit != plan::kCommonUnit) {
        of_unit_[unit].push_back(at.revision);
      } else if (!plan::MainEntityOf(*history_[*named].event).empty()) {
        of_common_id_[plan::MainEntityOf(*history_[*named].event)].push_back(
            at.revision);
      } else {
        of_plan_.push_back(at.revision);
      }
      continue;
    }
    std::string unit = units_.Of(event);
    units_.Learn(event);
    unit_of[at.revision] = unit;
    if (unit != plan::kCommonUnit) {
      of_unit_[unit].push_back(at.revision);
      continue;
    }
    switch (event.change_case()) {
      case v1::PlanEvent::kPlanRegistered:
      case v1::PlanEvent::kPlanAmended:
      case v1::PlanEvent::kPlanClosed:
        of_plan_.push_back(at.revision);
        break;
      case v1::PlanEvent::kProjectDefined:
        area_of_project_[event.project_defined().project_id()] =
            event.project_defined().area_id();
        [[fallthrough]];
      case v1::PlanEvent::kAreaDefined:
      case v1::PlanEvent::kProjectDiscontinued:
      case v1::PlanEvent::kLabelChanged:
        of_common_id_[plan::MainEntityOf(event)].push_back(at.revision);
        break;
      default:
        break;
    }
  }
}

plan::History Trial::HistoryOf(const std::string& activity_id,
                               const v1::StreamRecord& events) {
  Index();
  std::vector<uint64_t> revisions = of_plan_;
  const auto add = [&](const std::map<std::string, std::vector<uint64_t>>& of,
                       const std::string& id) {
    const auto found = of.find(id);
    if (found == of.end()) return;
    revisions.insert(revisions.end(), found->second.begin(),
                     found->second.end());
  };
  std::set<std::string> names;
  const auto name = [&names](const std::string& id) { names.insert(id); };
  if (!activity_id.empty()) {
    const std::string& unit = units_.OfId(activity_id);
    const auto own = of_unit_.find(unit);
    if (unit != plan::kCommonUnit && own != of_unit_.end()) {
      revisions.insert(revisions.end(), own->second.begin(), own->second.end());
      for (const uint64_t revision : own->second) {
        plan::ForEachNameInStream(*history_[revision].event, name);
      }
    }
  }
  for (const v1::EventToRecord& event : events.events()) {
    plan::ForEachNameInStream(event.event(), name);
  }
  std::set<std::string> with_areas = names;
  for (const std::string& id : names) {
    const auto area = area_of_project_.find(id);
    if (area != area_of_project_.end()) with_areas.insert(area->second);
  }
  for (const std::string& id : with_areas) add(of_common_id_, id);
  std::sort(revisions.begin(), revisions.end());
  revisions.erase(std::unique(revisions.begin(), revisions.end()),
                  revisions.end());

  plan::History history;
  history.reserve(revisions.size() + static_cast<size_t>(events.events_size()));
  std::map<uint64_t, uint64_t> renamed;
  for (const uint64_t revision : revisions) {
    renamed[revision] = history.size();
    plan::HistoryEvent& added = history.emplace_back(history_[revision]);
    added.revision = history.size() - 1;
    Rename(renamed, &*added.event);
  }
  return history;
}

absl::StatusOr<plan::History> Trial::Record(
    plan::History history, const v1::StreamRecord& events) const {
  for (const v1::EventToRecord& given : events.events()) {
    v1::PlanEvent event = given.event();
    if (event.has_fact_corrected() || event.has_event_voided()) {
      std::map<uint64_t, uint64_t> renamed;
      for (const plan::HistoryEvent& known : history) {
        // Positions are kept, and tell which event it was.
        if (known.position < history_.back().position + 1) {
          const auto at = std::lower_bound(
              history_.begin(), history_.end(), known.position,
              [](const plan::HistoryEvent& a, uint64_t position) {
                return a.position < position;
              });
          renamed[at->revision] = known.revision;
        }
      }
      Rename(renamed, &event);
    }
    ASSIGN_OR_RETURN(
        plan::CheckedEvent checked,
        plan::CheckEvent(stream_, history, event, record_day_, exists_));
    plan::HistoryEvent& added = history.emplace_back();
    added.revision = history.size() - 1;
    added.position = history_.empty()
                         ? added.revision
                         : history_.back().position + history.size();
    added.record_day = record_day_;
    added.type = plan::TypeName(checked.event);
    added.event = std::move(checked.event);
  }
  return history;
}

absl::StatusOr<Tried> Trial::Try(const std::string& activity_id,
                                 const v1::StreamRecord& events) {
  ASSIGN_OR_RETURN(const plan::History history,
                   Record(HistoryOf(activity_id, events), events));
  const v1::PlanState state = plan::Fold(stream_, history, day_);
  Tried tried;
  const auto found = state.activities().find(activity_id);
  if (found == state.activities().end()) return tried;
  tried.activity = found->second;
  const table::LineStyle style = {&state, v1::TABLE_STYLE_AS_PUBLISHED,
                                  plan_year_};
  if (const auto line = table::MakeLine(style, found->second)) {
    tried.line = line->text();
  }
  return tried;
}

absl::Status Trial::TryCommon(const v1::StreamRecord& events) {
  return Record(HistoryOf("", events), events).status();
}

}  // namespace clearsky::document
