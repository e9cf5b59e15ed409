#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace clearsky::log {

// How many values fell where.
struct HistogramFigures {
  // Upper ends of the buckets, inclusive, ascending. One more bucket, of what
  // is above them all, follows.
  std::vector<double> bounds;
  // Values in each bucket, one more than `bounds`.
  std::vector<uint64_t> counts;
  // Of all values.
  double sum = 0;

  uint64_t count() const;
};

// RocksDB's own figures of one instance, now.
struct DatabaseFigures {
  // Both instances of a ledger share one block cache: the same in both.
  uint64_t block_cache_bytes = 0;
  uint64_t memtable_bytes = 0;
  // Table files that count.
  uint64_t live_sst_bytes = 0;
  uint64_t pending_compaction_bytes = 0;
  uint64_t running_compactions = 0;
  uint64_t running_flushes = 0;
  // Errors in the background since opening.
  uint64_t background_errors = 0;
  // How often writes were slowed down or stopped since opening.
  uint64_t write_stalls = 0;
  // Writes are stopped now.
  bool is_write_stopped = false;
};

// Figures of an open log. Counters count from its opening. Each is true by
// itself; they are not of one moment.
struct LogFigures {
  // Durable events, and those of them that derived/ holds.
  uint64_t size = 0;
  uint64_t indexed = 0;

  // Commits written and synced, their events, and the bytes stored of them.
  uint64_t commits = 0;
  uint64_t events = 0;
  uint64_t bytes = 0;
  // Events a commit.
  HistogramFigures commit_events;
  // Seconds to write a commit and to sync it.
  HistogramFigures sync_seconds;

  // Appends answered with success; of them, those that had been recorded.
  uint64_t appends = 0;
  uint64_t duplicates = 0;
  // Appends answered otherwise, by code; codes that never were are left out.
  std::map<absl::StatusCode, uint64_t> refused;
  // Appends that wait for a commit now, and the bytes of their events.
  uint64_t waiting = 0;
  uint64_t waiting_bytes = 0;

  // Subscriptions that are open now, the projections' own among them; and how
  // often one that waited was woken.
  uint64_t subscriptions = 0;
  uint64_t woken = 0;
  // Durable events that the slowest of them has not looked at yet.
  uint64_t subscription_lag = 0;

  // RocksDB's, by instance: `log`, and `derived` when there is one.
  std::map<std::string, DatabaseFigures> databases;
};

}  // namespace clearsky::log
