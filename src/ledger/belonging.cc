#include "ledger/belonging.h"

#include <algorithm>
#include <map>
#include <vector>

namespace clearsky::ledger {
namespace {

// Ids of what belongs to each id, one step down.
using Members = std::map<std::string, std::vector<std::string>>;

void AddMembers(const v1::PlanEvent& event, Members* members) {
  switch (event.change_case()) {
    case v1::PlanEvent::kProjectDefined:
      (*members)[event.project_defined().area_id()].push_back(
          event.project_defined().project_id());
      break;
    case v1::PlanEvent::kActivityRegistered:
      for (const auto& project : event.activity_registered().project_ids()) {
        (*members)[project].push_back(
            event.activity_registered().activity_id());
      }
      break;
    case v1::PlanEvent::kActivityDetailsChanged: {
      const auto& changed = event.activity_details_changed();
      const auto& fields = changed.changed_fields();
      if (std::find(fields.begin(), fields.end(), "project_ids") ==
          fields.end()) {
        break;
      }
      for (const auto& project : changed.details().project_ids()) {
        (*members)[project].push_back(changed.activity_id());
      }
      break;
    }
    case v1::PlanEvent::kFactCorrected:
      AddMembers(event.fact_corrected().replacement(), members);
      break;
    default:
      break;
  }
}

// The parts that an event splits an activity into.
void AddParts(const v1::PlanEvent& event, Members* parts) {
  if (event.has_fact_corrected()) {
    AddParts(event.fact_corrected().replacement(), parts);
  }
  for (const v1::ActivityPart& part : event.activity_split().parts()) {
    (*parts)[event.activity_split().activity_id()].push_back(
        part.activity_id());
  }
}

void Collect(const std::string& id, const Members& members,
             std::set<std::string>* result) {
  // What is there already has its members, too.
  if (!result->insert(id).second) return;
  const auto found = members.find(id);
  if (found == members.end()) return;
  for (const std::string& member : found->second) {
    Collect(member, members, result);
  }
}

}  // namespace

std::set<std::string> BelongingTo(const plan::History& history,
                                  absl::string_view entity) {
  Members members;
  Members parts;
  for (const plan::HistoryEvent& event : history) {
    if (!event.event) continue;
    AddMembers(*event.event, &members);
    AddParts(*event.event, &parts);
  }
  const std::string id(entity);
  // The account of an activity is its own: a part goes its own way.
  if (members.contains(id)) {
    for (const auto& [activity, made] : parts) {
      members[activity].insert(members[activity].end(), made.begin(),
                               made.end());
    }
  }
  std::set<std::string> result;
  Collect(id, members, &result);
  return result;
}

}  // namespace clearsky::ledger
