#include "log/stats.h"

#include <memory>
#include <vector>

#include "base/status_macros.h"
#include "log/event_log.h"
#include "log/ledger_directory.h"
#include "log/ledger_files.h"
#include "log/rocksdb_status.h"
#include "rocksdb/iterator.h"

namespace clearsky::log {
namespace {

constexpr size_t kPageStreams = 10'000;

absl::StatusOr<uint64_t> CountStreams(const EventLog& log) {
  uint64_t count = 0;
  std::string after;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<std::string> page,
                     log.ListStreams("", after, kPageStreams));
    count += page.size();
    if (page.size() < kPageStreams) return count;
    after = page.back();
  }
}

}  // namespace

absl::StatusOr<LedgerStats> ReadLedgerStats(const std::string& path) {
  LogOptions options;
  options.read_only = true;
  ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                   EventLog::Open(path, options));
  ASSIGN_OR_RETURN(const std::unique_ptr<LedgerFiles> files,
                   LedgerFiles::Open(path));
  LedgerStats stats;
  stats.ledger_id = log->ledger_id();
  stats.format_version = files->identity().format_version;
  stats.events = log->size();
  ASSIGN_OR_RETURN(stats.streams, CountStreams(*log));
  ASSIGN_OR_RETURN(const LedgerFiles::Documents documents,
                   files->CountDocuments());
  stats.documents = documents.count;
  stats.document_bytes = documents.bytes;
  if (stats.events > 0) {
    ASSIGN_OR_RETURN(const RecordedEvent first, log->ReadAt(0));
    stats.first_record_time = first.record_time;
    stats.last_record_time = log->last_record_time();
  }
  stats.log_bytes = BytesIn(LogPath(path));
  stats.write_ahead_log_bytes = BytesIn(LogPath(path), ".log");
  stats.derived_bytes = BytesIn(DerivedPath(path));
  return stats;
}

}  // namespace clearsky::log
