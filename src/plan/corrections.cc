#include "plan/corrections.h"

#include <algorithm>

namespace clearsky::plan {

std::optional<CorrectionLink> LinkOf(uint64_t revision,
                                     const v1::PlanEvent& event) {
  if (event.has_event_voided()) {
    return CorrectionLink{revision, event.event_voided().voided_revision(),
                          true};
  }
  if (event.has_fact_corrected()) {
    return CorrectionLink{revision, event.fact_corrected().corrected_revision(),
                          false};
  }
  return std::nullopt;
}

// A link names an earlier event, so that walking from the last to the first
// knows, at each, whether a later one took it out.
Corrections::Corrections(const std::vector<CorrectionLink>& links) {
  for (const CorrectionLink& link : links) links_.emplace(link.revision, link);
  for (auto it = links_.rbegin(); it != links_.rend(); ++it) {
    const CorrectionLink& link = it->second;
    if (IsVoided(link.revision)) continue;
    if (link.voids) {
      if (link.target < link.revision) {
        voided_by_.emplace(link.target, link.revision);
      }
      continue;
    }
    const uint64_t root = RootOf(link.revision);
    if (root < link.revision) corrected_by_[root].push_back(link.revision);
  }
  for (auto& [root, corrections] : corrected_by_) {
    std::reverse(corrections.begin(), corrections.end());
  }
}

const std::vector<uint64_t>& Corrections::Of(uint64_t root) const {
  static const std::vector<uint64_t>* const kNone = new std::vector<uint64_t>();
  const auto found = corrected_by_.find(root);
  return found == corrected_by_.end() ? *kNone : found->second;
}

uint64_t Corrections::RootOf(uint64_t revision) const {
  for (auto it = links_.find(revision);
       it != links_.end() && !it->second.voids && it->second.target < revision;
       it = links_.find(revision)) {
    revision = it->second.target;
  }
  return revision;
}

std::optional<uint64_t> Corrections::SupersededBy(uint64_t revision) const {
  const uint64_t root = RootOf(revision);
  for (const uint64_t taken_out : {revision, root}) {
    const auto voided = voided_by_.find(taken_out);
    if (voided != voided_by_.end()) return voided->second;
  }
  const std::vector<uint64_t>& corrections = Of(root);
  if (corrections.empty() || revision >= corrections.back()) {
    return std::nullopt;
  }
  return corrections.back();
}

std::vector<v1::CorrectionState> Corrections::Counting() const {
  std::vector<v1::CorrectionState> counting;
  for (const auto& [revision, link] : links_) {
    if (SupersededBy(revision).has_value()) continue;
    v1::CorrectionState& correction = counting.emplace_back();
    correction.set_revision(revision);
    correction.set_voided(link.voids);
    correction.set_of_revision(link.target);
  }
  return counting;
}

}  // namespace clearsky::plan
