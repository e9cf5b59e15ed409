#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "plan/history.h"

namespace clearsky::ledger {

// An event of a stream at its place in the account.
struct ChangePlace {
  // Where it stands: its latest effective day; that of what it touches, for a
  // void.
  absl::CivilDay day;
  absl::CivilDay earliest;
  // From when it is told: `earliest`, or before, when what it touches is told
  // before: a correction counts at the old day and at the new.
  absl::CivilDay told_from;
  uint64_t revision = 0;
  // The first event of the chain of corrections and voids that it belongs to;
  // its own revision when it belongs to none.
  uint64_t root = 0;
  // The void or correction that took it out or replaced it.
  std::optional<uint64_t> superseded_by;
  // The event that it corrects or takes out.
  std::optional<uint64_t> supersedes;
};

// Every event of `history` at its place: by day, then by the revision that
// gives the place, then by its own. Those that no longer count are among them.
// Pure.
std::vector<ChangePlace> OrderChanges(const plan::History& history);

// Ids of the entities that each event of `history` is about, by revision:
// corrections, voids, confirmations and disputes are about what they touch,
// too, and a settlement about what the discrepancy is about. Pure.
std::vector<std::vector<std::string>> EntitiesByRevision(
    const plan::History& history);

}  // namespace clearsky::ledger
