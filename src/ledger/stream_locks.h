#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace clearsky::ledger {

// StreamLocks let one recorder at a time check and append to a stream, so that
// recorders of this process do not make each other start again. Correctness
// does not rest on them: the log checks the revisions that were read. Safe for
// concurrent use; must outlive what it returns.
//
// Which locks are held is decided as the program runs, so that they are none
// that the thread-safety analysis follows.
class StreamLocks {
 public:
  // Streams that are locked until it is destroyed, by the thread that locked
  // them.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept : held_(std::exchange(other.held_, {})) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold();

   private:
    friend class StreamLocks;
    std::vector<std::mutex*> held_;
  };

  // Locks all of `streams`; waits for who holds one of them. A thread holds one
  // Hold of it at a time.
  Hold Lock(const std::set<std::string>& streams);

  // The same without waiting, so that a thread may take several: nullopt when
  // one of `streams` is locked, or may be. `taken` is the thread's own note of
  // what it has locked in this way, empty at first.
  std::optional<Hold> TryLock(const std::set<std::string>& streams,
                              std::set<size_t>* taken);

 private:
  // Streams share locks by the hash of their names; so many that those written
  // at the same time seldom do.
  static constexpr size_t kLocks = 1024;

  std::set<size_t> IndicesOf(const std::set<std::string>& streams) const;

  std::array<std::mutex, kLocks> locks_;
};

}  // namespace clearsky::ledger
