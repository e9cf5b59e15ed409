#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/reconciliation.pb.h"
#include "document/event_list.h"
#include "document/table_reading.h"
#include "plan/history.h"

// What a line says that the activity it is about does not: as events. Pure.

namespace clearsky::document {

// Something a reader should know about one line.
struct LineFinding {
  std::string rule;
  std::string message;
};

// A line beside its activity. Borrows all.
struct LineBeside {
  std::string stream;
  // As it stands on the day of the document, with what a part has of its whole.
  const v1::ActivityState* state = nullptr;
  const v1::ActivityRegistered* details = nullptr;
  const ReadActivity* line = nullptr;
  absl::CivilDay day;
  const EventSource* source = nullptr;
  const plan::History* history = nullptr;
  // The projects it is to be printed under; empty: as it is.
  std::vector<std::string> project_ids;
  // Its place among the lines of its project, when that changes.
  std::optional<uint32_t> line_order;
  // What is kept of statements that differed before.
  std::vector<const v1::DiscrepancyNoted*> known_discrepancies;
  // An id that is free, made of the one wanted.
  std::function<std::string(absl::string_view)> take_id;
};

// The events that make the activity say what the line says.
struct LineDifferences {
  v1::StreamRecord events;
  // What they come to, one phrase each.
  std::vector<std::string> words;
  // They only add to what the plan says: nothing is moved, renamed or called
  // off.
  bool adds_only = true;
  // A statement beside that of the plan, which stays as it is.
  bool notes_discrepancy = false;
  // The reading is not the only one.
  bool is_doubtful = false;
  std::vector<v1::ReconciliationAlternative> alternatives;
  // Of them, the one that takes out what the plan has wrong: what the line says
  // follows behind it.
  std::optional<size_t> taking_out;
  std::vector<LineFinding> findings;
};

LineDifferences DifferencesOf(const LineBeside& beside);

}  // namespace clearsky::document
