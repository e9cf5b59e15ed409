#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/projections.pb.h"

// The plan of a new year prepared from that of the old: what goes on in it, and
// what follows what took place. A proposal: nothing is recorded by it, and no
// date is made up. Pure; safe to call from many threads.

namespace clearsky::plan {

// What is asked for.
struct NewYearRequest {
  // The stream of the new plan, `clear-sky/2023`.
  std::string to;
  // Its period; left out: the year after that of the old plan.
  std::optional<v1::PartialDate> period;
  // Its titles; those of a language that is not among them are derived.
  std::vector<v1::Label> titles;
  // Ids of the old plan: activities that would be left out, to be taken in; and
  // projects, areas and activities to be left out.
  std::set<std::string> include;
  std::set<std::string> exclude;
  // What an official gives as the provenance of all of it: who, asked by whom,
  // why, on which document. Its effective day is not used.
  v1::Provenance provenance;
};

// What it is prepared from, all of one day and known to one position.
struct NewYearSources {
  // The old plan as it stands on `day`.
  v1::PlanState from;
  absl::CivilDay day;
  // The members of each series that it has meetings of, in all plans; a series
  // that is not here has not been looked at.
  std::map<std::string, std::vector<v1::SeriesRow>> series;
};

// One thing that would be recorded, taken or left as a whole.
struct NewYearItem {
  enum class Kind {
    kPlan,     // The plan, and who is responsible for it.
    kArea,     // An area.
    kProject,  // A project, carried over on both sides, with its
               // responsibilities.
    kCarried,  // An activity that has not taken place, or goes on.
    kNext,     // The one after an activity that took place.
  };
  Kind kind = Kind::kPlan;
  // Its id in the new plan and in the old one; of the plan the streams.
  std::string id;
  std::string from;
  // What it is, in words: `제8차 대기오염관리 정책 기술 교류회`.
  std::string name;
  // What was derived and what is not carried over, in words.
  std::vector<std::string> notes;
  // Why somebody should look at it first; what has none is safe.
  std::vector<std::string> doubts;
  // Events of the new plan and of the old one.
  std::vector<v1::PlanEvent> to_events;
  std::vector<v1::PlanEvent> from_events;
  // Indices of the items that it stands on; all are less than its own.
  std::vector<size_t> needs;

  bool is_safe() const { return doubts.empty(); }
};

// What does not go on, and why.
struct LeftOut {
  std::string id;
  std::string name;
  std::string why;
};

struct NewYearProposal {
  std::string from;
  std::string to;
  // The plan first, areas, projects, and activities as the table has them.
  std::vector<NewYearItem> items;
  std::vector<LeftOut> left_out;
};

// Proposes the new year's plan.
//
// INVALID_ARGUMENT: `to` is no name of a plan or the old plan's, a period that
// is no year (or is needed, as the old one is none), a title without text.
// NOT_FOUND: an id to include or exclude that the old plan does not have.
// FAILED_PRECONDITION: the old stream is no plan.
absl::StatusOr<NewYearProposal> ProposeNewYear(const NewYearSources& sources,
                                               const NewYearRequest& request);

// `accepted` and all that they stand on. REQUIRES: indices of `proposal.items`.
std::set<size_t> WithNeeds(const NewYearProposal& proposal,
                           const std::set<size_t>& accepted);

// What records `accepted` in one append: the new plan, which must not be there,
// and the sides of the old one. REQUIRES: as of WithNeeds, and whole.
v1::RecordEventsRequest RequestOf(const NewYearProposal& proposal,
                                  const std::set<size_t>& accepted);

}  // namespace clearsky::plan
