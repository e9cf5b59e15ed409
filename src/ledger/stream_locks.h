#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/mutex.h"

namespace clearsky::ledger {

// StreamLocks let one recorder at a time check and append to a stream, so that
// recorders of this process do not make each other start again. Correctness
// does not rest on them: the log checks the revisions that were read. Safe for
// concurrent use; must outlive what Lock returns.
class StreamLocks {
 public:
  // Held until it is destroyed.
  using Hold = std::vector<std::unique_ptr<MutexLock>>;

  // Locks all of `streams`; waits for who holds one of them. A thread holds one
  // Hold at a time.
  Hold Lock(const std::set<std::string>& streams);

 private:
  // Streams share locks by the hash of their names.
  static constexpr size_t kLocks = 64;
  std::array<Mutex, kLocks> locks_;
};

}  // namespace clearsky::ledger
