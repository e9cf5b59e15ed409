#include "ledger/stream_locks.h"

#include <functional>

namespace clearsky::ledger {

StreamLocks::Hold::~Hold() {
  for (std::mutex* const mu : held_) mu->unlock();
}

std::set<size_t> StreamLocks::IndicesOf(
    const std::set<std::string>& streams) const {
  std::set<size_t> indices;
  for (const std::string& stream : streams) {
    indices.insert(std::hash<std::string>()(stream) % kLocks);
  }
  return indices;
}

StreamLocks::Hold StreamLocks::Lock(const std::set<std::string>& streams) {
  Hold hold;
  // In ascending order, so that two recorders never wait for each other.
  for (const size_t index : IndicesOf(streams)) {
    locks_[index].lock();
    hold.held_.push_back(&locks_[index]);
  }
  return hold;
}

std::optional<StreamLocks::Hold> StreamLocks::TryLock(
    const std::set<std::string>& streams, std::set<size_t>* taken) {
  const std::set<size_t> indices = IndicesOf(streams);
  Hold hold;
  for (const size_t index : indices) {
    if (taken->contains(index) || !locks_[index].try_lock())
      return std::nullopt;
    hold.held_.push_back(&locks_[index]);
  }
  taken->insert(indices.begin(), indices.end());
  return hold;
}

}  // namespace clearsky::ledger
