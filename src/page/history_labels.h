#pragma once

#include "absl/strings/string_view.h"

namespace clearsky::page {

// The words around an account, in the language that the ledger tells it in.
struct HistoryLabels {
  const char* language;
  const char* the_plan;
  // Between a type of event and what it is about: `ActivityHeld of forum`.
  const char* of;
  const char* possible;
  const char* recorded;
  const char* position;
  const char* revision;
  const char* who;
  const char* asked_by;
  const char* said_by;
  const char* why;
  const char* source;
  const char* side;
  const char* finding;
  const char* no_name;
  const char* effective;
  const char* type;
  const char* sentence;
  // Heads of a field's history.
  const char* value;
  const char* from;
  const char* to;
  const char* known_from;
  const char* known_until;
  const char* set_by;
  const char* field_date;
  const char* field_mode;
  const char* field_status;
  const char* field_venue;
  const char* field_title;
};

// The labels of a language of an answer; English for one that has none.
const HistoryLabels& LabelsOf(absl::string_view language);

}  // namespace clearsky::page
