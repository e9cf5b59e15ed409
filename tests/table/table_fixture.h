#pragma once

#include <string>
#include <vector>

#include "clearsky/v1/plan_state.pb.h"
#include "plan/partial_date.h"

// Hand-built plan states for the tests of the table.

namespace clearsky::table {

inline v1::Label Ko(const std::string& text,
                    v1::Label::Kind kind = v1::Label::KIND_TABLE) {
  v1::Label label;
  label.set_language("ko");
  label.set_text(text);
  label.set_kind(kind);
  return label;
}

inline v1::PartialDate Date(
    const std::string& edtf,
    v1::PartialDate::Reading reading = v1::PartialDate::READING_UNSPECIFIED) {
  v1::PartialDate date;
  date.set_edtf(edtf);
  date.set_reading(reading);
  const auto normalised = plan::NormalizeDate(date);
  return normalised.ok() ? *normalised : date;
}

inline v1::Delivery Mode(v1::DeliveryMode mode,
                         const std::string& verbatim = "") {
  v1::Delivery delivery;
  delivery.set_mode(mode);
  delivery.set_verbatim(verbatim);
  return delivery;
}

// The plan of 2022 with areas `a1`, `a2` and projects `p1` (a1), `p2` (a1) and
// `p3` (a2).
inline v1::PlanState PlanOf2022() {
  v1::PlanState state;
  state.set_stream("clear-sky/2022");
  *state.mutable_plan()->mutable_period() = Date("2022");
  const auto area = [&state](const std::string& id, uint32_t order,
                             const std::string& name) {
    v1::AreaDefined* definition =
        (*state.mutable_areas())[id].mutable_definition();
    definition->set_area_id(id);
    definition->set_order(order);
    *definition->add_labels() = Ko(name);
  };
  // Neither ids nor map order tell the printed order.
  area("a2", 2, "공동 연구");
  area("a1", 1, "정책 교류");
  const auto project = [&state](const std::string& id, uint32_t number,
                                const std::string& area_id,
                                const std::string& name) {
    v1::ProjectDefined* definition =
        (*state.mutable_projects())[id].mutable_definition();
    definition->set_project_id(id);
    definition->set_number(number);
    definition->set_area_id(area_id);
    *definition->add_labels() = Ko(name);
  };
  project("p3", 3, "a2", "예보 교류");
  project("p1", 2, "a1", "계절관리");
  project("p2", 1, "a1", "대기오염");
  return state;
}

// Adds an activity of project `p1`, in state registered.
inline v1::ActivityState* AddActivity(v1::PlanState* state,
                                      const std::string& id,
                                      const std::string& title,
                                      uint64_t revision) {
  v1::ActivityState* activity = &(*state->mutable_activities())[id];
  activity->mutable_details()->set_activity_id(id);
  activity->mutable_details()->add_project_ids("p1");
  *activity->mutable_details()->add_titles() = Ko(title);
  activity->set_state(v1::ActivityState::STATE_REGISTERED);
  activity->set_registered_revision(revision);
  return activity;
}

inline void Plan(const v1::PartialDate& date, v1::ActivityState* activity) {
  activity->set_state(v1::ActivityState::STATE_PLANNED);
  *activity->mutable_planned_date() = date;
  *activity->mutable_first_planned_date() = date;
}

inline void Hold(const v1::PartialDate& date, v1::ActivityState* activity) {
  activity->set_state(v1::ActivityState::STATE_HELD);
  *activity->mutable_actual_date() = date;
}

// Moves the planned date, as the fold would tell it.
inline void Move(const v1::PartialDate& date, uint64_t revision,
                 v1::ActivityState* activity) {
  v1::DateMove* move = activity->add_date_moves();
  move->set_revision(revision);
  *move->mutable_old_date() = activity->planned_date();
  *move->mutable_new_date() = date;
  move->set_change_class(
      plan::ClassifyDateChange(activity->planned_date(), date));
  activity->set_state(v1::ActivityState::STATE_PLANNED);
  *activity->mutable_planned_date() = date;
}

inline void Postpone(uint64_t revision, v1::ActivityState* activity) {
  v1::DateMove* move = activity->add_date_moves();
  move->set_revision(revision);
  *move->mutable_old_date() = activity->planned_date();
  move->set_change_class(v1::DATE_CHANGE_CLASS_POSTPONED);
  activity->set_state(v1::ActivityState::STATE_POSTPONED);
}

}  // namespace clearsky::table
