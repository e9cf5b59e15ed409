#pragma once

#include <cstdint>
#include <string>

#include "clearsky/v1/plan_event.pb.h"
#include "ledger/entity_names.h"
#include "plan/history.h"

namespace clearsky::ledger {

// What sentences are made with. All must outlive the call.
struct WordContext {
  const EntityNames* names = nullptr;
  // The stream's events, for corrections and voids, which tell what they touch.
  const plan::History* history = nullptr;
  // Revision of the event told.
  uint64_t revision = 0;
};

// What happened, as one plain English sentence without its full stop, for every
// type of event: `“청천 컨퍼런스” was postponed; it had been planned for 3.5~6
// (2020-03-05/2020-03-06)`. Pure.
std::string ChangeWords(const v1::PlanEvent& event, const WordContext& context);

// The sentences of the groups of events that ChangeWords dispatches to; empty
// for events of other groups.
std::string DirectoryWords(const v1::PlanEvent& event,
                           const WordContext& context);
std::string AgreementWords(const v1::PlanEvent& event,
                           const WordContext& context);
std::string PlanWords(const v1::PlanEvent& event, const WordContext& context);
std::string ScheduleWords(const v1::PlanEvent& event,
                          const WordContext& context);
std::string ProgressWords(const v1::PlanEvent& event,
                          const WordContext& context);
std::string AccountWords(const v1::PlanEvent& event,
                         const WordContext& context);

}  // namespace clearsky::ledger
