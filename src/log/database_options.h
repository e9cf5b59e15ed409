#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "log/database.h"
#include "rocksdb/options.h"

namespace rocksdb {
class Cache;
class Env;
class WriteBufferManager;
}  // namespace rocksdb

namespace clearsky::log {

// What both instances of a ledger share: one budget for the block cache, the
// write buffers and the tail. Copies share the same. Thread-compatible.
struct MemoryBudget {
  // Bounds all that an open ledger keeps, to about `bytes`, at least 16 MiB.
  static MemoryBudget Of(size_t bytes);

  // What the tail may take: it is ours, RocksDB does not count it.
  size_t tail_bytes = 0;
  // A memtable of the log.
  size_t write_buffer_bytes = 0;
  std::shared_ptr<rocksdb::Cache> cache;
  std::shared_ptr<rocksdb::WriteBufferManager> write_buffers;
};

// How log/ and derived/ are opened: each option that differs from RocksDB's
// default, with its reason. docs/performance.md has what they are worth.
rocksdb::DBOptions LogDbOptions(rocksdb::Env* env, const MemoryBudget& budget);
// Families kMeta, kCommits, kDocuments, in this order.
std::vector<Database::Family> LogFamilies(const MemoryBudget& budget);
inline constexpr size_t kMetaIndex = 0;
inline constexpr size_t kCommitsIndex = 1;
inline constexpr size_t kDocumentsIndex = 2;

rocksdb::DBOptions DerivedDbOptions(rocksdb::Env* env,
                                    const MemoryBudget& budget);
// RocksDB's default family (the checkpoint), clustered, heads, ids.
std::vector<Database::Family> DerivedFamilies(const MemoryBudget& budget);
inline constexpr size_t kCheckpointIndex = 0;
inline constexpr size_t kClusteredIndex = 1;
inline constexpr size_t kHeadsIndex = 2;
inline constexpr size_t kIdsIndex = 3;

// For going through much of the log once: reads ahead, and leaves the cache to
// those who come back to the same blocks.
rocksdb::ReadOptions ScanOptions();

}  // namespace clearsky::log
