#pragma once

#include <string>
#include <vector>

#include "clearsky/v1/plan_event.pb.h"
#include "document/reconcile_differences.h"

// What describes an activity, as a line has it. Pure.

namespace clearsky::document {

struct DetailsChange {
  // Without fields when nothing differs.
  v1::ActivityDetailsChanged event;
  std::vector<std::string> words;
  bool adds_only = true;
  bool is_doubtful = false;
};

// Number, level and the like, the projects and the place in the table. Of what
// is over, only how and where it is printed.
DetailsChange DetailsChangeOf(const LineBeside& beside, bool is_over);

}  // namespace clearsky::document
