#include "log/parker.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace clearsky::log {
namespace {

// futex(2) on a 32-bit atomic, which has the layout of its number.
static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t));

void FutexWait(std::atomic<uint32_t>* word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
}

void FutexWake(std::atomic<uint32_t>* word) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

}  // namespace

void Parker::Park() {
  uint32_t expected = kEmpty;
  state_.compare_exchange_strong(expected, kParked, std::memory_order_acquire);
  while (true) {
    expected = kToken;
    if (state_.compare_exchange_strong(expected, kEmpty,
                                       std::memory_order_acquire)) {
      return;
    }
    // Returns at once when the token came meanwhile, and may for no reason.
    FutexWait(&state_, kParked);
  }
}

void Parker::Unpark() {
  if (state_.exchange(kToken, std::memory_order_release) == kParked) {
    FutexWake(&state_);
  }
}

}  // namespace clearsky::log
