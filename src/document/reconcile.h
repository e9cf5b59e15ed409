#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/reconciliation.pb.h"
#include "document/event_list.h"
#include "document/published_table.h"
#include "plan/history.h"

// A new version of a plan's table becomes proposed events. Pure; safe to call
// from many threads.

namespace clearsky::document {

// A document beside a plan. Borrows all.
struct ReconcileInput {
  const PublishedTable* table = nullptr;
  std::string plan;  // Its stream.
  // The day that the table stands for.
  absl::CivilDay day;
  // The day on which it would be recorded; not before `day`.
  absl::CivilDay record_day;
  // All that is known of the plan, on `day` and at the end of effective time.
  const plan::History* history = nullptr;
  const v1::PlanState* state = nullptr;
  const v1::PlanState* latest = nullptr;
  const v1::PlanState* directory = nullptr;
  // The document as the directory has it, or will have it.
  EventSource source;
  // Who records it; may be empty.
  v1::Actor actor;
  // Told into the ids of events: another basis gives others.
  std::string basis;
};

// Proposes the smallest set of events by which the plan says on that day what
// the table says. What cannot be told becomes a question, what would be refused
// a finding; everything else is proposed all the same. A line that the table
// will not print as it is written has a finding, `not-as-written`.
//
// The document, sources and basis of the answer are for the caller to fill in.
v1::Reconciliation Reconcile(const ReconcileInput& input);

}  // namespace clearsky::document
