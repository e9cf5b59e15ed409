#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/uuid.h"

namespace clearsky::log {

// Figures of a ledger.
struct LedgerStats {
  Uuid ledger_id;
  uint32_t format_version = 0;
  uint64_t events = 0;
  uint64_t streams = 0;
  uint64_t documents = 0;
  // Of the documents themselves; on disk they may take less.
  uint64_t document_bytes = 0;
  // Of the first and the last event; nullopt when there is none.
  std::optional<absl::Time> first_record_time;
  std::optional<absl::Time> last_record_time;
  // What the files of each instance take up, RocksDB's own among them.
  uint64_t log_bytes = 0;
  // Of these, the write-ahead logs: what is not in table files yet.
  uint64_t write_ahead_log_bytes = 0;
  uint64_t derived_bytes = 0;
};

// Figures of the ledger at `path`, opened read-only. Events are not read but
// for the first. Errors are those of EventLog::Open and EventLog::ReadAt.
absl::StatusOr<LedgerStats> ReadLedgerStats(const std::string& path);

}  // namespace clearsky::log
