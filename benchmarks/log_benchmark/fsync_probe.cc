#include "log_benchmark/fsync_probe.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {

SyncTimes ProbeSync(const std::string& directory, int count) {
  const std::string path = directory + "/fsync-probe";
  const int file =
      open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0644);
  if (file < 0) FailErrno("opening " + path);
  std::array<char, 512> block;
  block.fill('c');
  std::vector<double> times_us;
  for (int i = 0; i < count; ++i) {
    const Stopwatch watch;
    if (write(file, block.data(), block.size()) !=
            static_cast<ssize_t>(block.size()) ||
        fdatasync(file) != 0) {
      FailErrno("syncing " + path);
    }
    times_us.push_back(watch.Microseconds());
  }
  close(file);
  unlink(path.c_str());
  return {Median(times_us), Percentile(times_us, 0.99)};
}

QuietDisk::QuietDisk(const std::string& directory, int probe_count,
                     bool patient)
    : directory_(directory),
      probe_count_(probe_count),
      patience_seconds_(patient ? 300 : 0),
      best_us_(ProbeSync(directory, probe_count).median_us) {
  // What the disk does at its best is not known yet.
  for (int i = 0; i < 10 && patient; ++i) Probe();
}

SyncTimes QuietDisk::Probe() {
  const int file = open(directory_.c_str(), O_RDONLY | O_DIRECTORY);
  if (file < 0 || syncfs(file) != 0) FailErrno("syncing " + directory_);
  close(file);
  const SyncTimes sync = ProbeSync(directory_, probe_count_);
  best_us_ = std::min(best_us_, sync.median_us);
  return sync;
}

SyncTimes QuietDisk::WaitUntilQuiet() {
  const Stopwatch watch;
  while (true) {
    const SyncTimes sync = Probe();
    if (IsQuiet(sync) || watch.Seconds() > patience_seconds_) {
      patience_seconds_ -= std::min(patience_seconds_, watch.Seconds());
      return sync;
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

SyncTimes QuietDisk::Around(const std::function<void()>& prepare,
                            const std::function<void()>& measure) {
  for (int attempt = 1;; ++attempt) {
    prepare();
    const SyncTimes before = WaitUntilQuiet();
    measure();
    const SyncTimes after = Probe();
    const SyncTimes worse = before.median_us > after.median_us ? before : after;
    if (IsQuiet(worse) || patience_seconds_ <= 0 || attempt == 3) return worse;
    Progress(absl::StrFormat("the machine was noisy (sync %.0f µs): again",
                             worse.median_us));
  }
}

}  // namespace clearsky::bench
