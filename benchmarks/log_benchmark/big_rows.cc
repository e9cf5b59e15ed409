#include "log_benchmark/big_rows.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "log_benchmark/big_tasks.h"
#include "log_benchmark/child.h"
#include "log_benchmark/clearsky_log.h"
#include "log_benchmark/fsync_probe.h"

namespace clearsky::bench {
namespace {

// The budget that the log is given by default, and what the rest may take.
constexpr double kMebibyte = 1 << 20;
constexpr double kMemoryBound = (256 + 64) * kMebibyte;

// Two ledgers, alike but for their size.
struct Ledgers {
  std::string small_path;
  uint64_t small_events;
  std::string big_path;
  uint64_t big_events;
};

void MakeLedger(const std::string& path, uint64_t events) {
  Progress(absl::StrCat("making a ledger of ", events, " events"));
  const Stopwatch watch;
  {
    const auto log = CreateLedger(path);
    const PlanEvents source(StreamsOf(events));
    const uint64_t step = std::max<uint64_t>(events / 10, 1);
    for (uint64_t begin = 0; begin < events; begin += step) {
      AppendPlanEvents(*log, source, begin, std::min(begin + step, events));
      Progress(absl::StrFormat("  %d events after %.0f s",
                               std::min(begin + step, events),
                               watch.Seconds()));
    }
    // A ledger grows over years: what is measured is one that is at rest.
    Require(log->WaitUntilAtRest(), "waiting for compactions");
    Progress(absl::StrFormat("  at rest after %.0f s", watch.Seconds()));
  }
  Progress(absl::StrFormat("  closed after %.0f s", watch.Seconds()));
}

double MedianOf(const ChildFigures& figures, const std::string& name) {
  const auto found = figures.find(name);
  if (found == figures.end()) Fail("a task did not tell " + name);
  return Median(found->second);
}

Row OneStream(const Settings& settings, const Ledgers& ledgers) {
  Figure sequential, streams, positions;
  for (int repeat = 0; repeat < settings.repeats; ++repeat) {
    const auto run = [&](const char* task, const char* name) {
      return MedianOf(
          RunChild(settings, task, ledgers.big_path, ledgers.big_events), name);
    };
    sequential.Add(run("sequential", "rate"));
    streams.Add(kRevisions / run("streams", "seconds"));
    positions.Add(kRevisions / run("positions", "seconds"));
    Progress(absl::StrCat("one stream from the disk: ", streams.Text("/s"),
                          ", sequential ", sequential.Text("/s"),
                          ", through positions ", positions.Text("/s")));
  }
  Row row{absl::StrFormat(
              "read one stream of 1,000 events among %s streams of "
              "%s events, cold cache",
              Readable(static_cast<double>(StreamsOf(ledgers.big_events))),
              Readable(static_cast<double>(ledgers.big_events))),
          {},
          {}};
  row.cell(Who::kClearsky) =
      absl::StrCat(streams.Text("/s"), " (sequential ", sequential.Text("/s"),
                   ", through positions ", positions.Text("/s"), ")");
  row.goals = {{"the sequential rate", Ratio(streams, sequential), true, 0.3},
               {"through positions", Ratio(streams, positions), true, 10}};
  return row;
}

// One quantity of both ledgers. A goal of growth is about the time that it
// takes, hence the reciprocal of rates.
struct Growth {
  std::string work;
  std::string name;
  std::string unit;
  bool is_rate;
  Figure small, big;
};

std::vector<Row> GrowthRows(const Settings& settings, const Ledgers& ledgers) {
  std::vector<Growth> all = {
      {"append 1 event", "one_rate", "/s", true, {}, {}},
      {"append batches of 1,000", "batch_rate", "/s", true, {}, {}},
      {"read the last 1,000 events", "tail_us", " µs", false, {}, {}},
      {"open", "open_us", " µs", false, {}, {}}};
  QuietDisk disk(settings.directory, settings.probe_count(), !settings.quick);
  const auto measure = [&](const std::string& path, uint64_t events,
                           Figure Growth::*side) {
    ChildFigures figures;
    const SyncTimes sync = disk.Around(
        [] {}, [&] { figures = RunChild(settings, "growth", path, events); });
    for (Growth& growth : all) {
      const double value = MedianOf(figures, growth.name);
      if (growth.is_rate) {
        (growth.*side).Add(value, sync);
      } else {
        (growth.*side).Add(value);
      }
      Progress(absl::StrCat("at ", events, " events, ", growth.work, ": ",
                            Readable(value), growth.unit));
    }
  };
  for (int repeat = 0; repeat < settings.repeats; ++repeat) {
    measure(ledgers.small_path, ledgers.small_events, &Growth::small);
    measure(ledgers.big_path, ledgers.big_events, &Growth::big);
  }
  std::vector<Row> rows;
  for (const Growth& growth : all) {
    Row row{"growth: " + growth.work, {}, {}};
    row.cell(Who::kClearsky) =
        absl::StrCat(growth.big.Text(growth.unit), " at ",
                     Readable(static_cast<double>(ledgers.big_events)), ", ",
                     growth.small.Text(growth.unit), " at ",
                     Readable(static_cast<double>(ledgers.small_events)));
    row.goals = {{"the time at the smaller size",
                  growth.is_rate ? Ratio(growth.small, growth.big)
                                 : Ratio(growth.big, growth.small),
                  false, 1.3}};
    rows.push_back(row);
  }
  return rows;
}

Row MemoryRow(const Settings& settings, const Ledgers& ledgers) {
  Figure peak, bound;
  std::string parts;
  for (int repeat = 0; repeat < settings.repeats; ++repeat) {
    const ChildFigures figures =
        RunChild(settings, "memory", ledgers.big_path, ledgers.big_events);
    peak.Add(MedianOf(figures, "peak") / kMebibyte);
    parts.clear();
    for (const char* name : {"before", "opened", "appended", "read"}) {
      absl::StrAppendFormat(&parts, ", %s %.0f", name,
                            MedianOf(figures, name) / kMebibyte);
    }
    Progress(absl::StrCat("memory: peak ", peak.Text(" MiB"), parts));
  }
  bound.Add(kMemoryBound / kMebibyte);
  Row row{"memory resident, opened, appended to and read", {}, {}};
  row.cell(Who::kClearsky) =
      absl::StrCat("peak ", peak.Text(" MiB"), " (", parts.substr(2), ")");
  row.goals = {{"the budget and 64 MiB", Ratio(peak, bound), false, 1}};
  return row;
}

Row DiskRow(const Ledgers& ledgers) {
  const PlanEvents source(StreamsOf(ledgers.big_events));
  const uint64_t sample = std::min<uint64_t>(ledgers.big_events, 100'000);
  double payload = 0;
  for (uint64_t i = 0; i < sample; ++i) {
    // Over all of the ledger, and over all streams.
    payload += static_cast<double>(
        source.Make(i * (ledgers.big_events / sample)).data.size());
  }
  payload /= static_cast<double>(sample);
  const auto events = static_cast<double>(ledgers.big_events);
  const double log =
      static_cast<double>(DiskBytes(ledgers.big_path + "/log")) / events;
  const double derived =
      static_cast<double>(DiskBytes(ledgers.big_path + "/derived")) / events;
  Row row{
      absl::StrFormat("bytes on disk for each event, all copies and indexes "
                      "(payload %.0f)",
                      payload),
      {},
      {}};
  row.cell(Who::kClearsky) = absl::StrFormat(
      "%.0f B (log/ %.0f, derived/ %.0f)", log + derived, log, derived);
  row.goals = {{"the payload", (log + derived) / payload, false, 1.2}};
  Progress(row.cell(Who::kClearsky));
  return row;
}

}  // namespace

std::vector<Row> BigRows(const Settings& settings) {
  const Ledgers ledgers = {settings.directory + "/small-clearsky",
                           settings.quick ? 10'000u : 100'000u,
                           settings.directory + "/big-clearsky",
                           settings.big_events};
  MakeLedger(ledgers.small_path, ledgers.small_events);
  if (!settings.keep || !std::filesystem::exists(ledgers.big_path)) {
    MakeLedger(ledgers.big_path, ledgers.big_events);
  }
  // Before anything is appended to it.
  const Row disk = DiskRow(ledgers);
  std::vector<Row> rows = {OneStream(settings, ledgers)};
  for (Row& row : GrowthRows(settings, ledgers)) rows.push_back(row);
  rows.push_back(MemoryRow(settings, ledgers));
  rows.push_back(disk);
  RemoveDirectory(ledgers.small_path);
  if (!settings.keep) RemoveDirectory(ledgers.big_path);
  return rows;
}

}  // namespace clearsky::bench
