#pragma once

#include <functional>
#include <string>

namespace clearsky::bench {

// What the disk takes to make 512 bytes durable.
struct SyncTimes {
  double median_us = 0;
  double p99_us = 0;
};

// Appends 512 bytes to a file of its own in `directory` and calls fdatasync(),
// `count` times. No durable figure means anything without this beside it.
SyncTimes ProbeSync(const std::string& directory, int count);

// A machine has noisy minutes, some of them ours: what an earlier measurement
// left to be written back, files being discarded, other programs. And on a
// kernel that does not preempt (PREEMPT_NONE), one that keeps a core busy
// delays each wake-up after a sync to the next tick, 4 ms at 250 Hz. A
// QuietDisk measures between two probes, and measures again when one of them
// took more than twice the median of the best probe so far. Only the probes
// decide, never the figure.
class QuietDisk {
 public:
  // `patient`: whether to wait, some minutes at most in all, and to measure
  // again.
  QuietDisk(const std::string& directory, int probe_count, bool patient);

  // Calls `prepare`, then, between two probes, `measure`; at most three times.
  // Returns the slower of the last two probes, by its median.
  SyncTimes Around(const std::function<void()>& prepare,
                   const std::function<void()>& measure);

 private:
  // After all that waits to be written back was.
  // After all that waits to be written back was.
  SyncTimes Probe();
  bool IsQuiet(const SyncTimes& sync) const {
    return sync.median_us <= 2 * best_us_;
  }
  // Waits while there is patience left, and returns the last probe.
  SyncTimes WaitUntilQuiet();

  const std::string directory_;
  const int probe_count_;
  double patience_seconds_;
  double best_us_;
};

}  // namespace clearsky::bench
