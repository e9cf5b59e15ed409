#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace clearsky {

// A Clock tells the time. Implementations are safe for concurrent use.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The wall clock of the machine.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace clearsky
