#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_event.pb.h"

namespace clearsky::plan {

// A unit is what of a plan is folded by itself: an activity with the parts it
// was split into, its outcomes, and the discrepancies about it. What belongs to
// no activity is one unit, kCommonUnit. Folding the events of one unit touches
// entities of that unit only, so that a late event refolds its unit and not
// the plan.
inline constexpr char kCommonUnit[] = "";

// Units knows which unit the ids of a stream belong to. Not safe for concurrent
// use.
class Units {
 public:
  // The unit of an event; of a correction or void, kCommonUnit. An activity
  // that is not known yet is of kCommonUnit.
  const std::string& Of(const v1::PlanEvent& event) const;

  // Takes note of the ids that the event, which comes next, brings into a unit
  // other than kCommonUnit, and returns them with the unit.
  std::vector<std::pair<std::string, std::string>> Learn(
      const v1::PlanEvent& event);

  void Put(const std::string& id, const std::string& unit) {
    units_.insert_or_assign(id, unit);
  }
  const std::string& OfId(absl::string_view id) const;

 private:
  // By id of an activity, part or discrepancy.
  absl::flat_hash_map<std::string, std::string> units_;
};

}  // namespace clearsky::plan
