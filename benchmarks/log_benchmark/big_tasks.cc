#include "log_benchmark/big_tasks.h"

#include <algorithm>
#include <vector>

#include "log_benchmark/child.h"
#include "log_benchmark/clearsky_log.h"
#include "log_benchmark/machine.h"

namespace clearsky::bench {
namespace {

// `settings.directory` is the ledger.
class Task {
 public:
  explicit Task(const Settings& settings)
      : settings_(settings), events_(StreamsOf(settings.big_events)) {}

  void Sequential() const {
    const auto log = OpenLedger(settings_.directory);
    DropPageCache(settings_.directory);
    const Stopwatch watch;
    const ReadCount count = ReadEverything(
        *log, std::min<uint64_t>(settings_.big_events, 2'000'000));
    Tell("rate", static_cast<double>(count.events) / watch.Seconds());
  }

  void Streams() const {
    const auto log = OpenLedger(settings_.directory);
    for (const uint64_t stream : SomeStreams()) {
      DropPageCache(settings_.directory);
      const Stopwatch watch;
      const ReadCount count =
          ReadOneStream(*log, PlanEvents::StreamName(stream));
      Tell("seconds", watch.Seconds());
      if (count.events < kRevisions) Fail("a stream is too short");
    }
  }

  void Positions() const {
    const auto log = OpenLedger(settings_.directory);
    for (const uint64_t stream : SomeStreams()) {
      const std::vector<uint64_t> positions =
          events_.PositionsOf(stream, kRevisions);
      DropPageCache(settings_.directory);
      const Stopwatch watch;
      ReadPositions(*log, positions);
      Tell("seconds", watch.Seconds());
    }
  }

  void Growth() const {
    const Stopwatch opening;
    auto log = OpenLedger(settings_.directory);
    Tell("open_us", opening.Microseconds());
    for (int i = 0; i < 20; ++i) {
      const Stopwatch watch;
      ReadTail(*log, 1'000);
      Tell("tail_us", watch.Microseconds());
    }
    const int singles = settings_.quick ? 100 : 5'000;
    IdSource ids(log->size());
    const SourceEvent event = events_.Make(0);
    const Stopwatch one;
    for (int i = 0; i < singles; ++i) {
      const uint64_t stream =
          static_cast<uint64_t>(i) * 7'919 % events_.streams();
      AppendOne(*log, PlanEvents::StreamName(stream), event, ids.Next());
    }
    Tell("one_rate", singles / one.Seconds());
    const uint64_t begin = log->size();
    const auto batches = MakeBatches(
        events_, begin, begin + (settings_.quick ? 5'000 : 100'000));
    const Stopwatch batched;
    for (const auto& batch : batches) AppendBatch(*log, batch);
    const uint64_t end = log->size();
    // Writes what the indexes lack.
    log.reset();
    Tell("batch_rate", static_cast<double>(end - begin) / batched.Seconds());
  }

  void Memory() const {
    Tell("before", static_cast<double>(ResidentBytes()));
    const auto log = OpenLedger(settings_.directory);
    Tell("opened", static_cast<double>(ResidentBytes()));
    IdSource ids(log->size());
    for (uint64_t i = 0; i < 500; ++i) {
      AppendOne(*log, PlanEvents::StreamName(i % events_.streams()),
                events_.Make(i), ids.Next());
    }
    const uint64_t begin = log->size();
    AppendPlanEvents(*log, events_, begin,
                     begin + (settings_.quick ? 5'000 : 200'000));
    Tell("appended", static_cast<double>(ResidentBytes()));
    ReadEverything(*log, log->size());
    for (uint64_t stream = 0;
         stream < std::min<uint64_t>(500, events_.streams()); ++stream) {
      ReadOneStream(*log, PlanEvents::StreamName(stream));
    }
    CatchUp(*log, log->size());
    Tell("read", static_cast<double>(ResidentBytes()));
    Tell("peak", static_cast<double>(PeakResidentBytes()));
  }

 private:
  std::vector<uint64_t> SomeStreams() const {
    std::vector<uint64_t> streams;
    for (uint64_t i = 0; i < (settings_.quick ? 3 : 20); ++i) {
      streams.push_back((i * 7'919 + 13) % events_.streams());
    }
    return streams;
  }

  const Settings settings_;
  const PlanEvents events_;
};

}  // namespace

void RunTask(const Settings& settings, const std::string& task) {
  const Task made(settings);
  if (task == "sequential") return made.Sequential();
  if (task == "streams") return made.Streams();
  if (task == "positions") return made.Positions();
  if (task == "growth") return made.Growth();
  if (task == "memory") return made.Memory();
  Fail("no such task: " + task);
}

}  // namespace clearsky::bench
