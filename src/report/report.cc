// The report of a year.
//
// Invariants, of every ReportCounts:
// 1. activities = held + ongoing + open + cancelled.
// 2. held = on_time + late + possibly_on_time + held_unplanned.

#include "report/report.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "plan/edtf.h"
#include "plan/moves.h"
#include "plan/overdue.h"
#include "plan/partial_date.h"
#include "report/names.h"
#include "table/table_line.h"

namespace clearsky::report {
namespace {

using Activity = v1::ActivityState;
using Moves = std::map<std::string, std::vector<v1::PlanMove>>;

v1::ReportAnswer ToReportAnswer(plan::Answer answer) {
  switch (answer) {
    case plan::Answer::kNo:
      return v1::REPORT_ANSWER_NO;
    case plan::Answer::kPossible:
      return v1::REPORT_ANSWER_POSSIBLE;
    case plan::Answer::kYes:
      return v1::REPORT_ANSWER_YES;
  }
  return v1::REPORT_ANSWER_UNSPECIFIED;
}

// Whether a slip keeps the plan: no later than its bounds.
v1::ReportAnswer KeepsPlan(const v1::DateSlip& slip) {
  if (slip.has_max_days() && slip.max_days() <= 0) {
    return v1::REPORT_ANSWER_YES;
  }
  if (slip.has_min_days() && slip.min_days() > 0) return v1::REPORT_ANSWER_NO;
  return v1::REPORT_ANSWER_POSSIBLE;
}

// Whether a date says of a day at all.
bool HasDays(const v1::PartialDate& date) { return !date.edtf().empty(); }

bool IsInYear(const v1::PlanState& state, const Activity& activity, int year) {
  const absl::CivilDay first(year, 1, 1);
  const absl::CivilDay last(year, 12, 31);
  bool dated = false;
  bool in_year = false;
  const auto look = [&](const v1::PartialDate& date) {
    if (!HasDays(date)) return;
    dated = true;
    in_year =
        in_year || plan::FallsWithin(date, first, last) != plan::Answer::kNo;
  };
  look(activity.first_planned_date());
  look(activity.planned_date());
  look(activity.actual_date());
  look(activity.end_date());
  for (const v1::Occurrence& use : activity.occurrences()) look(use.date());
  if (dated) return in_year;
  return plan::FallsWithin(state.plan().period(), first, last) !=
         plan::Answer::kNo;
}

// Places in the order of the table.
struct Place {
  // Areas by order; what is in none comes last.
  std::vector<std::string> area_ids;
  std::tuple<uint64_t, std::string, uint64_t, bool, uint32_t, uint64_t,
             std::string>
      order;
};

Place PlaceOf(const v1::PlanState& state, const Activity& activity) {
  const v1::ActivityRegistered details = table::DetailsOf(state, activity);
  // Order and id of an area, number of the project.
  std::set<std::tuple<uint64_t, std::string, uint64_t>> served;
  for (const std::string& id : details.project_ids()) {
    const auto project = state.projects().find(id);
    if (project == state.projects().end()) continue;
    const v1::ProjectDefined& definition = project->second.definition();
    const auto area = state.areas().find(definition.area_id());
    if (area == state.areas().end()) continue;
    served.emplace(area->second.definition().order(), definition.area_id(),
                   definition.number());
  }
  if (served.empty()) served.emplace(UINT64_MAX, "", UINT64_MAX);
  Place place;
  for (const auto& [order, area_id, number] : served) {
    if (place.area_ids.empty() || place.area_ids.back() != area_id) {
      place.area_ids.push_back(area_id);
    }
  }
  const auto& [order, area_id, number] = *served.begin();
  place.order = {order,
                 area_id,
                 number,
                 details.line_order() == 0,
                 details.line_order(),
                 activity.registered_revision(),
                 details.activity_id()};
  return place;
}

void SetSlips(const Activity& activity, v1::ReportActivity* reported) {
  const bool planned = HasDays(activity.first_planned_date());
  const v1::PartialDate* const result = plan::ResultDateOf(activity);
  if (result == nullptr) {
    const bool open = activity.state() == Activity::STATE_PLANNED;
    if (open && planned && HasDays(activity.planned_date()) &&
        !plan::SameDate(activity.first_planned_date(),
                        activity.planned_date())) {
      *reported->mutable_slip_from_first() = plan::SlipMessage(
          activity.first_planned_date(), activity.planned_date());
    }
    return;
  }
  *reported->mutable_actual() = *result;
  if (planned) {
    *reported->mutable_slip_from_first() =
        plan::SlipMessage(activity.first_planned_date(), *result);
    reported->set_on_time(KeepsPlan(reported->slip_from_first()));
  }
  if (HasDays(activity.planned_date())) {
    *reported->mutable_slip_from_last() =
        plan::SlipMessage(activity.planned_date(), *result);
    reported->set_on_time_by_last_plan(KeepsPlan(reported->slip_from_last()));
  }
}

v1::ReportActivity Report(const v1::PlanState& state, const Activity& activity,
                          const Moves& moves, int year, absl::CivilDay as_of) {
  v1::ReportActivity reported;
  reported.set_activity_id(activity.details().activity_id());
  reported.set_text(TitleOf(state, activity));
  reported.set_state(activity.state());
  if (activity.has_first_planned_date()) {
    *reported.mutable_first_planned() = activity.first_planned_date();
  }
  if (activity.has_planned_date()) {
    *reported.mutable_last_planned() = activity.planned_date();
  }
  for (const v1::Occurrence& use : activity.occurrences()) {
    *reported.add_occurrences() = use.date();
  }
  const auto moved = moves.find(reported.activity_id());
  if (moved != moves.end()) {
    for (const v1::PlanMove& move : moved->second) *reported.add_moves() = move;
  }
  SetSlips(activity, &reported);
  reported.set_overdue(ToReportAnswer(plan::IsOverdue(activity, as_of)));
  reported.set_still_possible(
      ToReportAnswer(plan::CanStillTakePlace(activity, year, as_of)));
  reported.set_condition(activity.condition());
  return reported;
}

void Increase(bool condition, uint32_t (v1::ReportCounts::*get)() const,
              void (v1::ReportCounts::*set)(uint32_t),
              v1::ReportCounts* counts) {
  if (condition) (counts->*set)((counts->*get)() + 1);
}

// Counts by what is reported alone, so that a reader can count after.
void Count(const v1::ReportActivity& activity, v1::ReportCounts* counts) {
  using Counts = v1::ReportCounts;
  const Activity::State state = activity.state();
  const bool held =
      state == Activity::STATE_HELD || state == Activity::STATE_COMPLETED;
  const bool ongoing = state == Activity::STATE_ONGOING;
  const bool cancelled = state == Activity::STATE_CANCELLED;
  bool rescheduled = false;
  bool moved_online = false;
  bool postponed = false;
  for (const v1::PlanMove& move : activity.moves()) {
    const bool by_result = move.new_state() == Activity::STATE_HELD ||
                           move.new_state() == Activity::STATE_COMPLETED;
    rescheduled =
        rescheduled ||
        (!by_result && move.date_class() == v1::DATE_CHANGE_CLASS_RESCHEDULED);
    moved_online =
        moved_online || move.mode_class() == v1::MODE_CHANGE_CLASS_MOVED_ONLINE;
    postponed =
        postponed || move.date_class() == v1::DATE_CHANGE_CLASS_POSTPONED;
  }
  const auto on_time = [&](v1::ReportAnswer answer) {
    return held && activity.on_time() == answer;
  };
  Increase(true, &Counts::activities, &Counts::set_activities, counts);
  Increase(HasDays(activity.first_planned()), &Counts::planned,
           &Counts::set_planned, counts);
  Increase(held, &Counts::held, &Counts::set_held, counts);
  Increase(on_time(v1::REPORT_ANSWER_YES), &Counts::on_time,
           &Counts::set_on_time, counts);
  Increase(on_time(v1::REPORT_ANSWER_NO), &Counts::late, &Counts::set_late,
           counts);
  Increase(on_time(v1::REPORT_ANSWER_POSSIBLE), &Counts::possibly_on_time,
           &Counts::set_possibly_on_time, counts);
  Increase(on_time(v1::REPORT_ANSWER_UNSPECIFIED), &Counts::held_unplanned,
           &Counts::set_held_unplanned, counts);
  Increase(held && activity.on_time_by_last_plan() == v1::REPORT_ANSWER_YES,
           &Counts::on_time_by_last_plan, &Counts::set_on_time_by_last_plan,
           counts);
  Increase(rescheduled, &Counts::rescheduled, &Counts::set_rescheduled, counts);
  Increase(moved_online, &Counts::moved_online, &Counts::set_moved_online,
           counts);
  Increase(postponed, &Counts::postponed, &Counts::set_postponed, counts);
  Increase(state == Activity::STATE_POSTPONED, &Counts::postponed_now,
           &Counts::set_postponed_now, counts);
  Increase(cancelled, &Counts::cancelled, &Counts::set_cancelled, counts);
  Increase(ongoing, &Counts::ongoing, &Counts::set_ongoing, counts);
  Increase(!held && !ongoing && !cancelled, &Counts::open, &Counts::set_open,
           counts);
  Increase(activity.overdue() == v1::REPORT_ANSWER_YES, &Counts::overdue,
           &Counts::set_overdue, counts);
  Increase(activity.overdue() == v1::REPORT_ANSWER_POSSIBLE,
           &Counts::possibly_overdue, &Counts::set_possibly_overdue, counts);
  Increase(activity.still_possible() == v1::REPORT_ANSWER_YES ||
               activity.still_possible() == v1::REPORT_ANSWER_POSSIBLE,
           &Counts::still_possible, &Counts::set_still_possible, counts);
}

// The areas of the state in order, and one without an id where it is needed.
void AddAreas(const v1::PlanState& state, bool with_rest,
              v1::PlanReport* report) {
  std::vector<const v1::AreaDefined*> areas;
  for (const auto& [id, area] : state.areas()) {
    areas.push_back(&area.definition());
  }
  std::sort(areas.begin(), areas.end(), [](const auto* a, const auto* b) {
    return std::make_tuple(a->order(), a->area_id()) <
           std::make_tuple(b->order(), b->area_id());
  });
  for (const v1::AreaDefined* definition : areas) {
    v1::ReportArea* area = report->add_areas();
    area->set_area_id(definition->area_id());
    area->set_text(
        table::NameOf(definition->labels(), definition->area_id()).text);
    area->mutable_counts();
  }
  if (with_rest) report->add_areas()->mutable_counts();
}

}  // namespace

v1::PlanReport MakeReport(const v1::PlanState& state, const Moves& moves,
                          int year, absl::CivilDay as_of) {
  v1::PlanReport report;
  report.set_stream(state.stream());
  *report.mutable_titles() = state.plan().titles();
  report.set_year(static_cast<uint32_t>(year));
  report.set_as_of_day(plan::FormatDay(as_of));
  report.mutable_total();

  std::vector<std::pair<Place, const Activity*>> placed;
  bool with_rest = false;
  for (const auto& [id, activity] : state.activities()) {
    if (activity.state() == Activity::STATE_SPLIT ||
        !IsInYear(state, activity, year)) {
      continue;
    }
    placed.emplace_back(PlaceOf(state, activity), &activity);
    with_rest = with_rest || placed.back().first.area_ids.front().empty();
  }
  std::sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) {
    return a.first.order < b.first.order;
  });
  AddAreas(state, with_rest, &report);
  for (const auto& [place, activity] : placed) {
    v1::ReportActivity* reported = report.add_activities();
    *reported = Report(state, *activity, moves, year, as_of);
    Count(*reported, report.mutable_total());
    for (const std::string& area_id : place.area_ids) {
      reported->add_area_ids(area_id);
      for (v1::ReportArea& area : *report.mutable_areas()) {
        if (area.area_id() == area_id) Count(*reported, area.mutable_counts());
      }
    }
  }
  return report;
}

}  // namespace clearsky::report
