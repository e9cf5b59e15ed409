#pragma once

// A stream told in a few words: each call makes one event, checks it as the
// engine does, and appends it.

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "gtest/gtest.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "plan/partial_date.h"
#include "plan/recording.h"

namespace clearsky::test {

// The date of an EDTF text; `tbd` for one to be decided.
inline v1::PartialDate Date(absl::string_view edtf) {
  v1::PartialDate date;
  if (edtf == "tbd") {
    date.set_reading(v1::PartialDate::READING_TO_BE_DECIDED);
    return date;
  }
  date = plan::DateOfEdtf(edtf).value();
  return date;
}

inline v1::Delivery Mode(v1::DeliveryMode mode) {
  v1::Delivery delivery;
  delivery.set_mode(mode);
  return delivery;
}

inline v1::Label Ko(absl::string_view text) {
  v1::Label label;
  label.set_language("ko");
  label.set_text(std::string(text));
  return label;
}

// An event with its effective day (EDTF); empty: left to the engine.
inline v1::PlanEvent Effective(absl::string_view day,
                               v1::PlanEvent event = {}) {
  if (!day.empty()) {
    *event.mutable_provenance()->mutable_effective() = Date(day);
  }
  return event;
}

inline v1::PlanEvent Registered(
    absl::string_view id, absl::string_view day,
    v1::ActivityKind kind = v1::ACTIVITY_KIND_MEETING) {
  v1::PlanEvent event = Effective(day);
  auto* change = event.mutable_activity_registered();
  change->set_activity_id(std::string(id));
  change->set_kind(kind);
  *change->add_titles() = Ko(id);
  change->add_project_ids("p1");
  return event;
}

inline v1::PlanEvent Scheduled(absl::string_view id, absl::string_view date,
                               absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_activity_scheduled()->set_activity_id(std::string(id));
  *event.mutable_activity_scheduled()->mutable_date() = Date(date);
  return event;
}

inline v1::PlanEvent Refined(absl::string_view id, absl::string_view date,
                             absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_schedule_refined()->set_activity_id(std::string(id));
  *event.mutable_schedule_refined()->mutable_new_date() = Date(date);
  return event;
}

inline v1::PlanEvent Rescheduled(absl::string_view id, absl::string_view date,
                                 absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_activity_rescheduled()->set_activity_id(std::string(id));
  *event.mutable_activity_rescheduled()->mutable_new_date() = Date(date);
  return event;
}

inline v1::PlanEvent Postponed(absl::string_view id, absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_activity_postponed()->set_activity_id(std::string(id));
  return event;
}

inline v1::PlanEvent Held(absl::string_view id, absl::string_view date,
                          absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_activity_held()->set_activity_id(std::string(id));
  *event.mutable_activity_held()->mutable_date() = Date(date);
  return event;
}

inline v1::PlanEvent Logged(absl::string_view id, absl::string_view date,
                            absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_occurrence_logged()->set_activity_id(std::string(id));
  *event.mutable_occurrence_logged()->mutable_date() = Date(date);
  return event;
}

inline v1::PlanEvent Cancelled(absl::string_view id, absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_activity_cancelled()->set_activity_id(std::string(id));
  return event;
}

inline v1::PlanEvent Reinstated(absl::string_view id, absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_activity_reinstated()->set_activity_id(std::string(id));
  return event;
}

inline v1::PlanEvent MovedOnline(absl::string_view id, v1::DeliveryMode mode,
                                 absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_activity_moved_online()->set_activity_id(std::string(id));
  *event.mutable_activity_moved_online()->mutable_new_delivery() = Mode(mode);
  return event;
}

inline v1::PlanEvent ModeChanged(absl::string_view id, v1::DeliveryMode mode,
                                 absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_delivery_mode_changed()->set_activity_id(std::string(id));
  *event.mutable_delivery_mode_changed()->mutable_new_delivery() = Mode(mode);
  return event;
}

inline v1::PlanEvent SplitInto(absl::string_view id, absl::string_view first,
                               absl::string_view second,
                               absl::string_view day) {
  v1::PlanEvent event = Effective(day);
  event.mutable_activity_split()->set_activity_id(std::string(id));
  event.mutable_activity_split()->add_parts()->set_activity_id(
      std::string(first));
  event.mutable_activity_split()->add_parts()->set_activity_id(
      std::string(second));
  return event;
}

inline v1::PlanEvent Corrected(uint64_t revision, v1::PlanEvent replacement) {
  v1::PlanEvent event;
  event.mutable_fact_corrected()->set_corrected_revision(revision);
  *event.mutable_fact_corrected()->mutable_replacement() =
      std::move(replacement);
  return event;
}

inline v1::PlanEvent Voided(uint64_t revision) {
  v1::PlanEvent event;
  event.mutable_event_voided()->set_voided_revision(revision);
  return event;
}

// A stream with its events. Other streams know every id but those that start
// with `unknown`.
class PlanStory {
 public:
  explicit PlanStory(std::string stream = "clear-sky/2022",
                     absl::CivilDay today = absl::CivilDay(2022, 12, 31))
      : stream_(std::move(stream)), today_(today) {}

  // A plan of 2022 with area `a1` and project `p1`: revisions 0, 1 and 2.
  static PlanStory OfAPlan() {
    PlanStory story;
    v1::PlanEvent plan = Effective("2022-01-01");
    *plan.mutable_plan_registered()->add_titles() = Ko("청천계획");
    *plan.mutable_plan_registered()->mutable_period() = Date("2022");
    v1::PlanEvent area = Effective("2022-01-01");
    area.mutable_area_defined()->set_area_id("a1");
    area.mutable_area_defined()->set_order(1);
    *area.mutable_area_defined()->add_labels() = Ko("공동 연구");
    v1::PlanEvent project = Effective("2022-01-01");
    project.mutable_project_defined()->set_project_id("p1");
    project.mutable_project_defined()->set_number(1);
    project.mutable_project_defined()->set_area_id("a1");
    *project.mutable_project_defined()->add_labels() = Ko("교류");
    story.Tell(plan);
    story.Tell(area);
    story.Tell(project);
    return story;
  }

  // What the engine says of the event; nothing is appended.
  absl::StatusOr<plan::CheckedEvent> Check(const v1::PlanEvent& event) const {
    return plan::CheckEvent(stream_, history_, event, today_,
                            [](absl::string_view, plan::EntityKind,
                               absl::string_view id) -> absl::StatusOr<bool> {
                              return id.substr(0, 7) != "unknown";
                            });
  }

  // Records the event, or returns why not.
  absl::Status Try(const v1::PlanEvent& event) {
    const absl::StatusOr<plan::CheckedEvent> checked = Check(event);
    if (!checked.ok()) return checked.status();
    history_.push_back({history_.size(), history_.size(), today_,
                        plan::TypeName(checked->event), checked->event});
    return absl::OkStatus();
  }

  // Records the event, which must be accepted; returns its revision.
  uint64_t Tell(const v1::PlanEvent& event) {
    const absl::Status status = Try(event);
    EXPECT_TRUE(status.ok()) << status << "\n" << event.ShortDebugString();
    return history_.size() - 1;
  }

  v1::PlanState State() const {
    return plan::Fold(stream_, history_, std::nullopt);
  }
  v1::PlanState StateOn(absl::string_view day) const {
    return plan::Fold(stream_, history_, plan::ParseDay(day).value());
  }
  v1::ActivityState Activity(const std::string& id) const {
    const v1::PlanState state = State();
    const auto found = state.activities().find(id);
    return found == state.activities().end() ? v1::ActivityState()
                                             : found->second;
  }

  plan::History& history() { return history_; }
  const plan::History& history() const { return history_; }
  void set_today(absl::CivilDay today) { today_ = today; }

 private:
  std::string stream_;
  absl::CivilDay today_;
  plan::History history_;
};

}  // namespace clearsky::test
