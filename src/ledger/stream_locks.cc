#include "ledger/stream_locks.h"

#include <functional>

namespace clearsky::ledger {

StreamLocks::Hold StreamLocks::Lock(const std::set<std::string>& streams) {
  // In ascending order, so that two recorders never wait for each other.
  std::set<size_t> indices;
  for (const std::string& stream : streams) {
    indices.insert(std::hash<std::string>()(stream) % kLocks);
  }
  Hold hold;
  for (const size_t index : indices) {
    hold.push_back(std::make_unique<MutexLock>(&locks_[index]));
  }
  return hold;
}

}  // namespace clearsky::ledger
