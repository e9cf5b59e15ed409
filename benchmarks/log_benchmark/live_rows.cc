#include "log_benchmark/live_rows.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "log_benchmark/clearsky_log.h"
#include "log_benchmark/fsync_probe.h"

namespace clearsky::bench {

std::vector<Row> LiveRows(const Settings& settings) {
  const std::string directory = settings.directory + "/live-clearsky";
  QuietDisk disk(settings.directory, settings.probe_count(), !settings.quick);
  Figure median_us, p99_us, sync_us;
  for (int repeat = 0; repeat < settings.repeats; ++repeat) {
    std::vector<double> times_us;
    std::unique_ptr<log::EventLog> log;
    const SyncTimes sync = disk.Around(
        [&] {
          log.reset();
          log = CreateLedger(directory);
        },
        [&] {
          times_us = AcknowledgedToDelivered(*log, PlanEvents(1'000),
                                             settings.quick ? 200 : 5'000);
          log.reset();
        });
    median_us.Add(Percentile(times_us, 0.5));
    p99_us.Add(Percentile(times_us, 0.99), sync);
    sync_us.Add(sync.median_us);
    Progress(absl::StrFormat(
        "live latency: median %.0f µs, p99 %.0f µs; sync %.0f/%.0f µs",
        Percentile(times_us, 0.5), Percentile(times_us, 0.99), sync.median_us,
        sync.p99_us));
  }
  RemoveDirectory(directory);
  Row row{"live latency, append acknowledged to delivered", {}, {}};
  row.cell(Who::kClearsky) =
      absl::StrCat("p50 ", median_us.Text(" µs"), ", p99 ", p99_us.Text(" µs"));
  row.goals = {{"the sync latency", Ratio(p99_us, sync_us), false, 0.5}};
  return {row};
}

}  // namespace clearsky::bench
