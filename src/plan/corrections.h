#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/plan_state.pb.h"

namespace clearsky::plan {

// A correction or void: the event of `revision` replaces or takes out that of
// `target`.
struct CorrectionLink {
  uint64_t revision = 0;
  uint64_t target = 0;
  bool voids = false;
};

// The link of a correction or void; nullopt for other events.
std::optional<CorrectionLink> LinkOf(uint64_t revision,
                                     const v1::PlanEvent& event);

// What the corrections and voids of a stream amount to. A correction may be
// corrected again, the last one counts; or voided, which brings back what it
// replaced, as the void of a void does. Pure.
class Corrections {
 public:
  // `links` in order of revision. Those that name no earlier event count for
  // nothing.
  explicit Corrections(const std::vector<CorrectionLink>& links);

  // Whether a void that counts names the event.
  bool IsVoided(uint64_t revision) const {
    return voided_by_.contains(revision);
  }
  // The corrections that count of an event that is none itself, ascending.
  const std::vector<uint64_t>& Of(uint64_t root) const;
  // The event that a chain of corrections starts from; `revision` itself when
  // it is no correction.
  uint64_t RootOf(uint64_t revision) const;
  // The void or correction that took the event out or replaced it; nullopt when
  // it counts.
  std::optional<uint64_t> SupersededBy(uint64_t revision) const;
  // The corrections and voids that count, in order of revision.
  std::vector<v1::CorrectionState> Counting() const;

 private:
  // Corrections and voids by revision.
  std::map<uint64_t, CorrectionLink> links_;
  // The void that takes the event out.
  std::map<uint64_t, uint64_t> voided_by_;
  std::map<uint64_t, std::vector<uint64_t>> corrected_by_;
};

}  // namespace clearsky::plan
