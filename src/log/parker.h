#pragma once

#include <atomic>
#include <cstdint>

namespace clearsky::log {

// A Parker lets one thread sleep until another wakes it: a token that is given
// at most once ahead. Lighter than a mutex and a condition, as some ten
// thousand appends a second sleep on theirs. Park() by one thread, Unpark() by
// any.
class Parker {
 public:
  // Sleeps until there is a token, and takes it. What was written before
  // Unpark() is seen after.
  void Park();
  // Gives the token, unless it is there already.
  void Unpark();

 private:
  enum State : uint32_t { kEmpty, kToken, kParked };

  std::atomic<uint32_t> state_ = kEmpty;
};

}  // namespace clearsky::log
