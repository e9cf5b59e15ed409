#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clearsky/v1/plan_event.pb.h"
#include "notation/korean.h"

// How a recorded change is told anew: what an official says is right, put into
// the event that was wrong.

namespace clearsky::cli {

// What is right; empty words are left as they were.
struct Amendment {
  std::string date;
  std::string mode;
  std::string venue;
  // `FIELD=WORDS`, a field of the change as the schema calls it.
  std::vector<std::string> fields;
  // JSON of the whole event, or the name of a file with it.
  std::string event;

  bool empty() const {
    return date.empty() && mode.empty() && venue.empty() && fields.empty() &&
           event.empty();
  }
};

// Makes of `event`, with the effective date that it counts with, what is right.
// What happened on its date becomes so on the new one. Old values are left out,
// so that the ledger fills them in. INVALID_ARGUMENT names the option and says
// what is accepted.
absl::Status Amend(const Amendment& amendment, const notation::Context& context,
                   v1::PlanEvent* event);

// The same change under the other name that it can have: refined or
// rescheduled, moved online or another change of mode. False when it has none.
bool Relabel(v1::PlanEvent* event);

}  // namespace clearsky::cli
