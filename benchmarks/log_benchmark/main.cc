// How does the log compare with what a user would pick instead, and how near is
// it to what RocksDB allows? Measures clearsky and its peers in one run on one
// disk and prints one table (docs/performance.md).

#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "log_benchmark/append_rows.h"
#include "log_benchmark/big_rows.h"
#include "log_benchmark/big_tasks.h"
#include "log_benchmark/harness.h"
#include "log_benchmark/live_rows.h"
#include "log_benchmark/machine.h"
#include "log_benchmark/peer_nats.h"
#include "log_benchmark/peer_postgres.h"
#include "log_benchmark/peer_rocksdb.h"
#include "log_benchmark/peer_sqlite.h"
#include "log_benchmark/read_rows.h"
#include "log_benchmark/table.h"

namespace clearsky::bench {
namespace {

std::vector<std::pair<std::string, std::string>> Head(
    const Settings& settings) {
  auto head = DescribeMachine(settings.directory);
  head.emplace_back("clearsky", settings.revision);
  head.emplace_back("RocksDB", RocksdbVersion());
  if (!settings.postgres.empty()) {
    head.emplace_back("PostgreSQL", PostgresVersion(settings.postgres));
  }
  head.emplace_back("SQLite", SqliteVersion());
  if (!settings.nats.empty()) {
    head.emplace_back("NATS", NatsVersion(settings.nats));
  }
  head.emplace_back("durability",
                    "clearsky: a sync each commit; RocksDB: WriteOptions.sync; "
                    "PostgreSQL: fsync and synchronous_commit on; SQLite: WAL, "
                    "synchronous=FULL; NATS JetStream: file storage, never "
                    "synced, not durable");
  head.emplace_back("clients",
                    "in this process: threads calling the library; PostgreSQL: "
                    "libpq over a Unix socket, prepared, binary; NATS: TCP on "
                    "the same machine");
  head.emplace_back("figures",
                    absl::StrCat("medians of ", settings.repeats,
                                 "; sync: median/p99 of a 512-byte append and "
                                 "fdatasync just before"));
  if (settings.quick) head.emplace_back("beware", "--quick: means nothing");
  return head;
}

bool Wants(const Settings& settings, const char* rows) {
  return settings.rows.empty() || absl::c_linear_search(settings.rows, rows);
}

void Run(const Settings& settings) {
  std::vector<Row> rows;
  const auto add = [&rows](std::vector<Row> more) {
    for (Row& row : more) rows.push_back(std::move(row));
  };
  if (Wants(settings, "append")) add(AppendRows(settings));
  if (Wants(settings, "read")) add(ReadRows(settings));
  if (Wants(settings, "live")) add(LiveRows(settings));
  if (Wants(settings, "big")) add(BigRows(settings));
  for (const auto& [name, value] : Head(settings)) {
    std::cout << "* " << name << ": " << value << "\n";
  }
  std::cout << "\n";
  PrintTable(rows, std::cout);
}

int Main(int argc, char** argv) {
  CLI::App app("The log beside its peers, on one disk, in one table");
  Settings settings;
  settings.directory = "log-benchmark";
  app.add_option("--dir", settings.directory,
                 "Works in this directory, on the disk to be measured")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--rows", settings.rows,
                 "Only these of append, read, live, big")
      ->delimiter(',')
      ->type_name("ROWS")
      ->check(CLI::IsMember({"append", "read", "live", "big"}));
  app.add_flag("--quick", settings.quick,
               "Small sizes, to see that all works; the figures mean nothing");
  app.add_option("--repeats", settings.repeats)->check(CLI::PositiveNumber);
  app.add_option("--seconds", settings.seconds,
                 "How long one append measurement lasts");
  app.add_option("--events", settings.big_events, "Size of the big ledger");
  app.add_option("--scan-events", settings.scan_events,
                 "Number of events that are read from end to end");
  app.add_flag("--keep", settings.keep,
               "Take the big ledger that is there, and leave it there");
  app.add_option("--postgres", settings.postgres, "libpq connection string");
  app.add_option("--nats", settings.nats, "HOST:PORT");
  app.add_option("--revision", settings.revision, "Version of clearsky");
  std::string child;
  app.add_option("--child", child)->group("");
  CLI11_PARSE(app, argc, argv);
  if (settings.quick) {
    settings.seconds = 0.3;
    settings.scan_events = 20'000;
    settings.big_events = std::min<uint64_t>(settings.big_events, 100'000);
  }
  settings.directory =
      std::filesystem::absolute(settings.directory).lexically_normal();
  if (!child.empty()) {
    RunTask(settings, child);
    return 0;
  }
  std::filesystem::create_directories(settings.directory);
  Run(settings);
  return 0;
}

}  // namespace
}  // namespace clearsky::bench

int main(int argc, char** argv) { return clearsky::bench::Main(argc, argv); }
