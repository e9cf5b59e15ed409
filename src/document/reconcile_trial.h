#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/history.h"
#include "plan/recording.h"
#include "plan/units.h"

// Events tried under the rules before anybody is asked, without the rest of the
// plan: what belongs to other activities neither refuses an event nor changes
// its line, but for ordinals that are taken. Pure.

namespace clearsky::document {

// What a trial came to.
struct Tried {
  // The activity on the day of the document.
  v1::ActivityState activity;
  // Its line; empty when it has none.
  std::string line;
};

// Not safe for concurrent use. Borrows all.
class Trial {
 public:
  // `day`: on which lines are asked for; `record_day`: on which is recorded.
  Trial(absl::string_view stream, const plan::History& history,
        absl::CivilDay day, absl::CivilDay record_day, int plan_year,
        plan::EntityExists exists);

  // Records `events` one after the other behind what the plan knows of
  // `activity_id` and of the areas and projects named. As plan::CheckEvent;
  // cost: as the events of the activity, not of the plan.
  absl::StatusOr<Tried> Try(const std::string& activity_id,
                            const v1::StreamRecord& events);

  // The same for events about areas and projects alone.
  absl::Status TryCommon(const v1::StreamRecord& events);

 private:
  // What the plan knows of an activity (kCommonUnit: of no activity).
  plan::History HistoryOf(const std::string& activity_id,
                          const v1::StreamRecord& events);
  absl::StatusOr<plan::History> Record(plan::History history,
                                       const v1::StreamRecord& events) const;
  void Index();

  const std::string stream_;
  const plan::History& history_;
  const absl::CivilDay day_;
  const absl::CivilDay record_day_;
  const int plan_year_;
  const plan::EntityExists exists_;
  bool indexed_ = false;
  plan::Units units_;
  // Revisions by unit, ascending.
  std::map<std::string, std::vector<uint64_t>> of_unit_;
  // Of the common unit: what the plan as a whole is, and what defines areas and
  // projects, by id.
  std::vector<uint64_t> of_plan_;
  std::map<std::string, std::vector<uint64_t>> of_common_id_;
  std::map<std::string, std::string> area_of_project_;
};

}  // namespace clearsky::document
