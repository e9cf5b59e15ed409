#include "log_benchmark/read_rows.h"

#include <filesystem>
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
    const std::string uncompressed = Directory("read-clearsky-uncompressed");
    RemoveDirectory(uncompressed);
    std::filesystem::copy(ledger, uncompressed,
                          std::filesystem::copy_options::recursive);
    RewriteUncompressed(EventsDirectory(uncompressed));
    log_ = OpenLedger(ledger);
    uncompressed_log_ = OpenLedger(uncompressed);
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
    uncompressed_log_.reset();
    compressed_.reset();
    uncompressed_.reset();
    sqlite_.reset();
    for (const char* name :
         {"read-clearsky", "read-clearsky-uncompressed", "read-rocksdb",
          "read-rocksdb-uncompressed", "read-sqlite"}) {
      RemoveDirectory(Directory(name));
    }
  }

  const Settings& settings() const { return settings_; }
  log::EventLog& log() const { return *log_; }
  log::EventLog& uncompressed_log() const { return *uncompressed_log_; }
  const RawEvents& compressed() const { return *compressed_; }
  const RawEvents& uncompressed() const { return *uncompressed_; }
  const SqliteEvents& sqlite() const { return *sqlite_; }

 private:
  std::string Directory(const char* name) const {
    return settings_.directory + "/" + name;
  }

  const Settings settings_;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<log::EventLog> uncompressed_log_;
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

// Rows of both ways of keeping the events. PostgreSQL and SQLite do not
// compress values of this size.
std::vector<Row> Everything(const Library& library) {
  const Settings& settings = library.settings();
  const auto read = [&](const log::EventLog& log) {
    return [&] { return ReadEverything(log, settings.scan_events); };
  };
  std::vector<Reader> readers = {
      {"clearsky", read(library.log()), {}},
      {"RocksDB", [&] { return library.compressed().Scan(); }, {}},
      {"clearsky uncompressed", read(library.uncompressed_log()), {}},
      {"RocksDB uncompressed",
       [&] { return library.uncompressed().Scan(); },
       {}},
      {"SQLite", [&] { return library.sqlite().Scan(); }, {}}};
  if (!settings.postgres.empty()) {
    readers.push_back(
        {"PostgreSQL", [&] { return ScanPostgres(settings.postgres); }, {}});
  }
  const std::string work = "read everything, bytes, ";
  Measure(settings, work, readers);
  const Figure postgres = readers.size() > 5 ? readers[5].figure : Figure();
  const auto row_of = [&](const char* how, size_t first, double bound) {
    const Figure& clearsky = readers[first].figure;
    const Figure& rocksdb = readers[first + 1].figure;
    Row row{work + how, {}, {}};
    row.cell(Who::kClearsky) = clearsky.Text("/s");
    row.cell(Who::kRocksdb) = rocksdb.Text("/s");
    row.cell(Who::kSqlite) = readers[4].figure.Text("/s");
    if (!postgres.empty()) row.cell(Who::kPostgres) = postgres.Text("/s");
    row.goals = {
        {NameOf(Who::kRocksdb), Ratio(clearsky, rocksdb), true, 0.9},
        {"PostgreSQL's cursor", Ratio(clearsky, postgres), true, bound}};
    return row;
  };
  return {row_of("compressed", 0, 2), row_of("uncompressed", 2, 4)};
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
