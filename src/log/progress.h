#pragma once

#include <cstdint>
#include <functional>

namespace clearsky::log {

// Told of long work as it goes on: so much of so much is done. May be empty.
// Called from the thread that works.
using Progress = std::function<void(uint64_t done, uint64_t total)>;

}  // namespace clearsky::log
