#pragma once

#include <memory>

#include "absl/time/time.h"

namespace clearsky::daemon {

// SIGTERM and SIGINT as an end to wait for. The first asks to stop, and starts
// a clock: a stop that takes longer than `stop_bound` ends the process with
// exit status 1, whatever still hangs. A second signal ends it at once, with
// 128 and the signal's number. Neither loses what was acknowledged: a ledger
// may be killed at any time.
class StopSignals {
 public:
  // REQUIRES: made before any other thread, which would take the signals.
  explicit StopSignals(absl::Duration stop_bound);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Waits for the first signal; returns at once when it has come already.
  void Wait();

 private:
  struct State;

  // Shared with the thread that takes the signals, which never ends.
  const std::shared_ptr<State> state_;
};

}  // namespace clearsky::daemon
