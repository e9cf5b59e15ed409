#pragma once

// Random histories: what the engine accepts of random steps, late events,
// corrections and voids among them. RapidCheck prints the seed of a failure;
// RC_PARAMS="seed=..." replays it.

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plan/edtf.h"
#include "test/plan_story.h"

namespace clearsky::test {

// Kinds of events that Draw::kind tells apart.
inline constexpr uint32_t kDrawKinds = 27;

// One random step: which event, about which activity, on which days.
struct Draw {
  uint32_t kind = 0;
  uint32_t activity = 0;
  uint32_t day = 0;
  uint32_t date = 0;
};

inline void showValue(const Draw& draw, std::ostream& os) {
  os << "{kind " << draw.kind << ", activity " << draw.activity << ", day "
     << draw.day << ", date " << draw.date << "}";
}

inline std::string DayOf(uint32_t n) {
  return plan::FormatDay(absl::CivilDay(2022, 1, 1) +
                         static_cast<int64_t>(std::min(n, 359U)));
}

// Days mostly go on with the history; each fifth event is recorded late.
inline uint32_t DayAfter(size_t history_size, uint32_t draw) {
  if (draw % 5 == 0) return draw % 360;
  return static_cast<uint32_t>(history_size) * 4 + draw % 6;
}

// Days, months, thirds, spans and open ends, so that refinements occur.
inline std::string DateOf(uint32_t n) {
  const std::vector<std::string> dates = {"2022-10",
                                          "2022-11",
                                          "2022-10-26",
                                          "2022-10-05",
                                          "2022-35",
                                          "2022-40",
                                          "2022-12/..",
                                          "[2022-10-21..2022-10-31]",
                                          "2022-04-29",
                                          "2022-08-31/2022-09-02",
                                          "{2022-01-07,2022-02-11}"};
  return dates[n % dates.size()];
}

inline v1::PlanEvent EventOf(const Draw& draw, size_t history_size) {
  const std::string id = "m" + std::to_string(draw.activity % 3);
  const uint32_t n = DayAfter(history_size, draw.day);
  const std::string day = DayOf(n);
  const std::string date = DateOf(draw.date);
  const auto mode = static_cast<v1::DeliveryMode>(draw.date % 5);
  const uint64_t target = draw.date % std::max<size_t>(history_size, 1);
  switch (draw.kind % kDrawKinds) {
    case 0:
    case 1:
      return Registered(id, day);
    case 2:
    case 3:
      return Scheduled(id, date, day);
    case 4:
      return Refined(id, date, day);
    case 5:
      return Rescheduled(id, date, day);
    case 6:
      return Postponed(id, day);
    case 7:
      return Held(id, day, day);
    case 8:
      return Logged(id, day, day);
    case 9:
      return Cancelled(id, day);
    case 10:
      return Reinstated(id, day);
    case 11:
      return MovedOnline(id, mode, day);
    case 12:
      return ModeChanged(id, mode, day);
    case 13:
      return SplitInto(id, id + "-a" + std::to_string(draw.day),
                       id + "-b" + std::to_string(draw.day), day);
    case 14:
      return Corrected(target, Scheduled(id, date, ""));
    case 15:
      return Voided(target);
    case 16: {
      v1::PlanEvent event = Effective(day);
      auto* change = event.mutable_outcome_recorded();
      change->set_outcome_id("o" + std::to_string(draw.date));
      change->set_activity_id(id);
      change->set_kind(v1::OUTCOME_KIND_AGREED);
      *change->add_about() = Ko("합의");
      return event;
    }
    case 17: {
      v1::PlanEvent event = Effective(day);
      auto* change = event.mutable_discrepancy_noted();
      change->set_discrepancy_id("d" + std::to_string(draw.date % 4));
      change->set_entity(draw.day % 3 == 0 ? "p1" : id);
      change->set_field("date");
      change->set_kind(v1::DISCREPANCY_KIND_COMPATIBLE);
      for (const char* said : {"2022-10", "2022-10-26"}) {
        v1::DiscrepantValue* value = change->add_values();
        value->set_text(said);
        *value->mutable_date() = Date(said);
      }
      return event;
    }
    case 18: {
      v1::PlanEvent event = Effective(day);
      auto* change = event.mutable_discrepancy_resolved();
      change->set_discrepancy_id("d" + std::to_string(draw.activity));
      change->set_accepted_value(draw.date % 2);
      return event;
    }
    case 19: {
      v1::PlanEvent event = Effective(day);
      auto* change = event.mutable_label_changed();
      change->set_entity(draw.day % 3 == 0 ? "p1" : id);
      *change->mutable_new_label() = Ko(absl::StrCat("이름 ", draw.date));
      return event;
    }
    case 20: {
      v1::PlanEvent event = Effective(day);
      auto* change = event.mutable_agreement_proposed();
      change->set_agreement_id("agreement");
      *change->add_titles() = Ko("협력 계획");
      change->set_at_activity(id);
      return event;
    }
    case 21: {
      v1::PlanEvent event = Effective(day);
      event.mutable_activity_hosted_within()->set_activity_id(id);
      event.mutable_activity_hosted_within()->mutable_host()->set_activity(
          "m" + std::to_string(draw.date % 3));
      return event;
    }
    case 22: {
      // Numbers that clash, skip, and are corrected.
      v1::PlanEvent event = Effective(day);
      auto* change = event.mutable_activity_details_changed();
      change->set_activity_id(id);
      change->add_changed_fields("series_id");
      change->add_changed_fields("ordinal");
      change->mutable_details()->set_series_id("s");
      change->mutable_details()->set_ordinal(1 + draw.date % 5);
      return event;
    }
    case 23: {
      v1::PlanEvent event = Registered(id, day);
      event.mutable_activity_registered()->clear_project_ids();
      return Corrected(target, event);
    }
    case 24: {
      v1::PlanEvent event = Effective(day);
      auto* change = event.mutable_project_defined();
      change->set_project_id("p" + std::to_string(2 + draw.activity));
      change->set_number(2 + draw.activity);
      change->set_area_id("a1");
      *change->add_labels() = Ko("사업");
      return event;
    }
    case 25: {
      // In some month, so that it is possible before it is sure.
      const char* months[] = {"2022-02", "2022-05", "2022-33", "2022"};
      return Rescheduled(id, date, months[draw.day % 4]);
    }
    default: {
      v1::PlanEvent event = Registered(id, day);
      event.mutable_activity_registered()->add_project_ids(
          "p" + std::to_string(2 + draw.date % 3));
      return event;
    }
  }
}

// Uniform at every size; RapidCheck's ranges grow with the size of a run.
inline rc::Gen<uint32_t> Below(uint32_t end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<uint32_t>(0, end));
}

inline rc::Gen<std::vector<Draw>> Draws() {
  return rc::gen::container<std::vector<Draw>>(
      rc::gen::build<Draw>(rc::gen::set(&Draw::kind, Below(kDrawKinds)),
                           rc::gen::set(&Draw::activity, Below(3)),
                           rc::gen::set(&Draw::day, Below(1000)),
                           rc::gen::set(&Draw::date, Below(1000))));
}

// Records what the engine accepts of the draws.
inline PlanStory Recorded(const std::vector<Draw>& draws) {
  PlanStory story = PlanStory::OfAPlan();
  for (const Draw& draw : draws) {
    static_cast<void>(story.Try(EventOf(draw, story.history().size())));
  }
  return story;
}

}  // namespace clearsky::test
