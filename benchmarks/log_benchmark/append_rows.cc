#include "log_benchmark/append_rows.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "log_benchmark/clearsky_log.h"
#include "log_benchmark/peer_nats.h"
#include "log_benchmark/peer_postgres.h"
#include "log_benchmark/peer_rocksdb.h"
#include "log_benchmark/peer_sqlite.h"

namespace clearsky::bench {
namespace {

constexpr uint64_t kBatch = 1'000;
constexpr uint64_t kInFlight = 2'048;

struct Load {
  int writers = 1;
  uint64_t batch = 1;
  // Kept unanswered by all writers together; 0: each waits for its answer.
  uint64_t in_flight = 0;
};

// Events to be appended again and again, each time with new ids.
std::vector<SourceEvent> MakePool(uint64_t size) {
  const PlanEvents events(1'000);
  std::vector<SourceEvent> pool;
  pool.reserve(size);
  for (uint64_t i = 0; i < size; ++i) pool.push_back(events.MakeStored(i));
  return pool;
}

class Runner {
 public:
  Runner(const Settings& settings, uint64_t pool)
      : settings_(settings),
        disk_(settings.directory, settings.probe_count(), !settings.quick),
        pool_(MakePool(pool)) {}

  // Events a second that became durable under `load`. The store is warmed up
  // first.
  double Rate(Store& store, const Load& load, double seconds) const {
    std::vector<std::unique_ptr<Writer>> writers;
    for (int i = 0; i < load.writers; ++i) {
      writers.push_back(store.NewWriter(i));
    }
    Run(writers, load, seconds / 10);
    const Stopwatch watch;
    const uint64_t events = Run(writers, load, seconds);
    // Indexes that lag behind are owed for the batches, whatever their size.
    if (load.batch > 1) store.Settle();
    return static_cast<double>(events) / watch.Seconds();
  }
  double Rate(Store& store, const Load& load) const {
    return Rate(store, load, settings_.seconds);
  }

  QuietDisk& disk() { return disk_; }
  const Settings& settings() const { return settings_; }
  std::string directory(const char* name) const {
    return settings_.directory + "/" + name;
  }

 private:
  uint64_t Run(const std::vector<std::unique_ptr<Writer>>& writers,
               const Load& load, double seconds) const {
    std::atomic<bool> stop = false;
    std::atomic<uint64_t> events = 0;
    std::vector<std::thread> threads;
    for (size_t i = 0; i < writers.size(); ++i) {
      threads.emplace_back(
          [&, i] { events += RunWriter(*writers[i], load, i * 997, stop); });
    }
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    stop = true;
    for (std::thread& thread : threads) thread.join();
    return events;
  }

  uint64_t RunWriter(Writer& writer, const Load& load, uint64_t offset,
                     const std::atomic<bool>& stop) const {
    const absl::Span<const SourceEvent> pool = pool_;
    if (load.in_flight > 0) {
      return writer.AppendInFlight(
          pool, load.in_flight / static_cast<uint64_t>(load.writers), stop);
    }
    uint64_t events = 0;
    while (!stop) {
      offset %= pool.size() - load.batch + 1;
      writer.Append(pool.subspan(offset, load.batch));
      offset += load.batch;
      events += load.batch;
    }
    return events;
  }

  const Settings settings_;
  QuietDisk disk_;
  const std::vector<SourceEvent> pool_;
};

struct Contender {
  Who who;
  Load load;
  std::function<std::unique_ptr<Store>()> open;
};

using Figures = std::array<Figure, kWhoCount>;

Figure& At(Figures& figures, Who who) {
  return figures[static_cast<size_t>(who)];
}

// Contenders take turns within each repeat, so that a noisy minute of the disk
// meets all of them.
Figures Measure(Runner& runner, const std::string& work,
                const std::vector<Contender>& contenders) {
  Figures figures;
  for (int repeat = 0; repeat < runner.settings().repeats; ++repeat) {
    for (const Contender& contender : contenders) {
      double rate = 0;
      std::unique_ptr<Store> store;
      const SyncTimes sync =
          runner.disk().Around([&] { store = contender.open(); },
                               [&] {
                                 rate = runner.Rate(*store, contender.load);
                                 // What it still does is not to be taken for
                                 // noise.
                                 store.reset();
                               });
      At(figures, contender.who).Add(rate, sync);
      Progress(absl::StrFormat("%s, %s: %s/s, sync %.0f/%.0f µs", work,
                               NameOf(contender.who), Readable(rate),
                               sync.median_us, sync.p99_us));
    }
  }
  return figures;
}

Row RowOf(const std::string& work, const Figures& figures) {
  Row row{work, {}, {}};
  for (size_t i = 0; i < kWhoCount; ++i) {
    if (!figures[i].empty()) row.cells[i] = figures[i].Text("/s");
  }
  return row;
}

Goal AtLeast(Figures& figures, Who of, double bound) {
  return {NameOf(of), Ratio(At(figures, Who::kClearsky), At(figures, of)), true,
          bound};
}

// The peers' ways of opening, empty at each repeat.
Contender Clearsky(const Runner& runner, const Load& load) {
  const std::string directory = runner.directory("append-clearsky");
  return {Who::kClearsky, load, [=] { return NewClearskyStore(directory); }};
}

Contender Rocksdb(const Runner& runner, const Load& load) {
  const std::string directory = runner.directory("append-rocksdb");
  const bool indexed = load.batch > 1;
  return {Who::kRocksdb, load,
          [=] { return NewRocksdbStore(directory, indexed); }};
}

void AddSqlite(const Runner& runner, const Load& load,
               std::vector<Contender>& contenders) {
  const std::string directory = runner.directory("append-sqlite");
  contenders.push_back(
      {Who::kSqlite, load, [=] { return NewSqliteStore(directory); }});
}

void AddPostgres(const Load& load, const PostgresOptions& options,
                 std::vector<Contender>& contenders) {
  if (options.connection.empty()) return;
  contenders.push_back(
      {Who::kPostgres, load, [=] { return NewPostgresStore(options); }});
}

void AddNats(const Runner& runner, const Load& load,
             std::vector<Contender>& contenders) {
  const std::string address = runner.settings().nats;
  if (address.empty()) return;
  contenders.push_back(
      {Who::kNats, load, [=] { return NewNatsStore(address); }});
}

// The number of connections, and the delay, with which PostgreSQL is fastest.
std::pair<Load, PostgresOptions> BestPostgres(const Runner& runner) {
  PostgresOptions best{runner.settings().postgres};
  Load best_load;
  if (best.connection.empty()) return {best_load, best};
  double best_rate = 0;
  for (const int connections : {8, 16, 32, 64}) {
    for (const int delay : {0, 100}) {
      PostgresOptions options = best;
      options.commit_delay_us = delay;
      const Load load{connections};
      const double rate = runner.Rate(*NewPostgresStore(options), load,
                                      runner.settings().seconds / 2);
      Progress(absl::StrCat("PostgreSQL with ", connections,
                            " connections, commit_delay ", delay, ": ",
                            Readable(rate), "/s"));
      if (rate <= best_rate) continue;
      best_rate = rate;
      best_load = load;
      best = options;
    }
  }
  return {best_load, best};
}

// Whether COPY is faster than arrays given to a function.
PostgresOptions BestBatches(const Runner& runner, const Load& load) {
  PostgresOptions options{runner.settings().postgres};
  if (options.connection.empty()) return options;
  std::array<double, 2> rates{};
  for (const bool copy : {false, true}) {
    options.copy = copy;
    rates[copy] = runner.Rate(*NewPostgresStore(options), load,
                              runner.settings().seconds / 2);
    Progress(absl::StrCat("PostgreSQL with ", copy ? "COPY" : "arrays", ": ",
                          Readable(rates[copy]), "/s"));
  }
  options.copy = rates[1] > rates[0];
  return options;
}

Row OneWriter(Runner& runner) {
  const Load load;
  std::vector<Contender> contenders = {Clearsky(runner, load),
                                       Rocksdb(runner, load)};
  AddPostgres(load, {runner.settings().postgres}, contenders);
  AddSqlite(runner, load, contenders);
  AddNats(runner, load, contenders);
  const std::string work = "durable append, 1 writer, 1 event";
  Figures figures = Measure(runner, work, contenders);
  Row row = RowOf(work, figures);
  row.goals = {AtLeast(figures, Who::kRocksdb, 0.9),
               AtLeast(figures, Who::kPostgres, 1),
               AtLeast(figures, Who::kSqlite, 1)};
  return row;
}

std::vector<Row> ManyWriters(Runner& runner) {
  const Load load{64};
  const auto [postgres_load, postgres] = BestPostgres(runner);
  std::vector<Contender> contenders = {Clearsky(runner, load),
                                       Rocksdb(runner, load)};
  AddPostgres(postgres_load, postgres, contenders);
  AddSqlite(runner, load, contenders);
  AddNats(runner, load, contenders);
  std::string work = "durable append, 64 blocking writers, 1 event each";
  Figures blocking = Measure(runner, work, contenders);
  if (!postgres.connection.empty()) {
    absl::StrAppend(&work, " (PostgreSQL: ", postgres_load.writers,
                    " connections, commit_delay ", postgres.commit_delay_us,
                    " µs)");
  }
  Row row = RowOf(work, blocking);
  row.goals = {AtLeast(blocking, Who::kRocksdb, 2),
               AtLeast(blocking, Who::kPostgres, 4)};

  const Load in_flight{4, 1, kInFlight};
  contenders = {Clearsky(runner, in_flight)};
  AddNats(runner, in_flight, contenders);
  work = "durable append, asynchronous, 2,048 in flight from 4 threads";
  Figures asynchronous = Measure(runner, work, contenders);
  Row second = RowOf(work, asynchronous);
  second.cell(Who::kRocksdb) = "as above";
  second.goals = {
      {"RocksDB with 64 threads",
       Ratio(At(asynchronous, Who::kClearsky), At(blocking, Who::kRocksdb)),
       true, 6}};
  return {row, second};
}

Row Batches(Runner& runner) {
  const Load load{1, kBatch};
  const PostgresOptions postgres = BestBatches(runner, load);
  std::vector<Contender> contenders = {Clearsky(runner, load),
                                       Rocksdb(runner, load)};
  AddPostgres(load, postgres, contenders);
  AddSqlite(runner, load, contenders);
  AddNats(runner, load, contenders);
  std::string work = "durable append, batches of 1,000, indexes caught up";
  Figures figures = Measure(runner, work, contenders);
  if (postgres.copy) absl::StrAppend(&work, " (PostgreSQL: COPY)");
  Row row = RowOf(work, figures);
  row.goals = {AtLeast(figures, Who::kRocksdb, 2.5)};
  return row;
}

}  // namespace

std::vector<Row> AppendRows(const Settings& settings) {
  Runner runner(settings, settings.quick ? 5'000 : 50'000);
  std::vector<Row> rows = {OneWriter(runner)};
  for (Row& row : ManyWriters(runner)) rows.push_back(std::move(row));
  rows.push_back(Batches(runner));
  for (const char* name :
       {"append-clearsky", "append-rocksdb", "append-sqlite"}) {
    RemoveDirectory(runner.directory(name));
  }
  return rows;
}

}  // namespace clearsky::bench
