#pragma once

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "plan/history.h"

namespace clearsky::ledger {

// Ids of the entities whose changes make up the account of `entity`: itself; of
// a project, the activities that serve or once served it, and their parts; of
// an area, its projects with theirs. What was corrected or voided counts, as an
// account shows it. Pure.
std::set<std::string> BelongingTo(const plan::History& history,
                                  absl::string_view entity);

}  // namespace clearsky::ledger
