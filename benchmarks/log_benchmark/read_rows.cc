#include "log_benchmark/read_rows.h"

#include <functional>
#include <memory>

#include "absl/strings/str_cat.h"
#include "log_benchmark/clearsky_log.h"
#include "log_benchmark/peer_postgres.h"
#include "log_benchmark/peer_rocksdb.h"
#include "log_benchmark/peer_sqlite.h"

namespace clearsky::bench {
namespace {

// The same stored events in the log and in each peer, read again and again by
// one reader with the kernel's page cache warm.
class Library {
 public:
  explicit Library(const Settings& settings) : settings_(settings) {
    const std::string ledger = Directory("read-clearsky");
    Progress(absl::StrCat("loading ", settings.scan_events, " events"));
    {
      const auto log = CreateLedger(ledger);
      AppendPlanEvents(*log, PlanEvents(1'000), 0, settings.scan_events);
    }
    const auto compression =
        FamilyOptionsOf(EventsDirectory(ledger), kEventsFamily);
    log_ = OpenLedger(ledger);
    const auto source =
        [this](const std::function<void(absl::string_view)>& visit) {
          VisitStored(*log_, visit);
        };
    Progress("copying them to the peers");
    compressed_ = std::make_unique<RawEvents>(Directory("read-rocksdb"),
                                              compression, source);
    uncompressed_ = std::make_unique<RawEvents>(
        Directory("read-rocksdb-uncompressed"), Uncompressed(), source);
    sqlite_ = std::make_unique<SqliteEvents>(Directory("read-sqlite"), source);
    if (!settings.postgres.empty()) LoadPostgres(settings.postgres, source);
  }

  ~Library() {
    log_.reset();
    compressed_.reset();
    uncompressed_.reset();
    sqlite_.reset();
    for (const char* name : {"read-clearsky", "read-rocksdb",
                             "read-rocksdb-uncompressed", "read-sqlite"}) {
      RemoveDirectory(Directory(name));
    }
  }

  const Settings& settings() const { return settings_; }
  const log::EventLog& log() const { return *log_; }
  const RawEvents& compressed() const { return *compressed_; }
  const RawEvents& uncompressed() const { return *uncompressed_; }
  const SqliteEvents& sqlite() const { return *sqlite_; }

 private:
  std::string Directory(const char* name) const {
    return settings_.directory + "/" + name;
  }

  const Settings settings_;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<RawEvents> compressed_;
  std::unique_ptr<RawEvents> uncompressed_;
  std::unique_ptr<SqliteEvents> sqlite_;
};

struct Reader {
  std::string name;
  std::function<ReadCount()> read;
  Figure figure;
};

// Readers take turns. Each reads once before what counts.
void Measure(const Settings& settings, const std::string& work,
             std::vector<Reader>& readers) {
  for (int repeat = -1; repeat < settings.repeats; ++repeat) {
    for (Reader& reader : readers) {
      const Stopwatch watch;
      const ReadCount count = reader.read();
      const double seconds = watch.Seconds();
      if (count.events != settings.scan_events) {
        Fail(absl::StrCat(reader.name, " read ", count.events, " events"));
      }
      if (repeat < 0) continue;
      reader.figure.Add(static_cast<double>(count.events) / seconds);
      Progress(absl::StrCat(
          work, ", ", reader.name, ": ",
          Readable(static_cast<double>(count.events) / seconds), "/s, ",
          Readable(static_cast<double>(count.bytes) / seconds / 1e6), " MB/s"));
    }
  }
}

std::vector<Row> Everything(const Library& library) {
  const Settings& settings = library.settings();
  std::vector<Reader> readers = {
      {"clearsky",
       [&] { return ReadEverything(library.log(), settings.scan_events); },
       {}},
      {"RocksDB", [&] { return library.compressed().Scan(); }, {}},
      {"RocksDB uncompressed",
       [&] { return library.uncompressed().Scan(); },
       {}},
      {"SQLite", [&] { return library.sqlite().Scan(); }, {}}};
  if (!settings.postgres.empty()) {
    readers.push_back(
        {"PostgreSQL", [&] { return ScanPostgres(settings.postgres); }, {}});
  }
  const std::string work = "read everything, bytes";
  Measure(settings, work, readers);
  const Figure& clearsky = readers[0].figure;
  Row row{work, {}, {}};
  row.cell(Who::kClearsky) = clearsky.Text("/s");
  row.cell(Who::kRocksdb) =
      absl::StrCat(readers[1].figure.Text("/s"), " (uncompressed ",
                   readers[2].figure.Text("/s"), ")");
  row.cell(Who::kSqlite) = readers[3].figure.Text("/s");
  const Figure postgres = readers.size() > 4 ? readers[4].figure : Figure();
  if (!postgres.empty()) row.cell(Who::kPostgres) = postgres.Text("/s");
  row.goals = {
      {NameOf(Who::kRocksdb), Ratio(clearsky, readers[1].figure), true, 0.9},
      {"PostgreSQL's cursor", Ratio(clearsky, postgres), true, 2}};
  return {row};
}

Row Decoded(const Library& library) {
  const uint64_t events = library.settings().scan_events;
  std::vector<Reader> readers = {
      {"clearsky", [&] { return CatchUp(library.log(), events); }, {}},
      {"RocksDB", [&] { return library.compressed().ScanAndParse(); }, {}}};
  const std::string work = "catch-up subscription, decoded into one message";
  Measure(library.settings(), work, readers);
  Row row{work, {}, {}};
  row.cell(Who::kClearsky) = readers[0].figure.Text("/s");
  row.cell(Who::kRocksdb) = readers[1].figure.Text("/s");
  row.goals = {{"raw iterator and parse",
                Ratio(readers[0].figure, readers[1].figure), true, 0.8}};
  return row;
}

}  // namespace

std::vector<Row> ReadRows(const Settings& settings) {
  const Library library(settings);
  std::vector<Row> rows = Everything(library);
  rows.push_back(Decoded(library));
  return rows;
}

}  // namespace clearsky::bench
