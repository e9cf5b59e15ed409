#include "log/database_options.h"

#include <algorithm>

#include "log/format.h"
#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/write_buffer_manager.h"

namespace clearsky::log {
namespace {

constexpr size_t kMiB = size_t{1} << 20;
constexpr size_t kMinBudget = 16 * kMiB;
constexpr int kBloomBitsPerKey = 10;

// Common to both instances.
rocksdb::DBOptions CommonDbOptions(rocksdb::Env* env,
                                   const MemoryBudget& budget) {
  rocksdb::DBOptions options;
  options.env = env;
  options.write_buffer_manager = budget.write_buffers;
  // RocksDB's own notes; by default 1,000 of these files pile up.
  options.keep_log_file_num = 4;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  // Notes of statistics, written every ten minutes to nobody.
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  // Opening a ledger reads the properties of every table file for estimates
  // that serve compactions of overwritten data; nothing is overwritten here.
  options.skip_stats_update_on_db_open = true;
  // A few table files are opened with the ledger, the others when they are
  // first read, and not more stay open than this: by default all are, which
  // takes time and memory beside the budget that grow with the ledger.
  options.max_open_files = 512;
  // Table files reach the disk as they are written and not all at the end,
  // where the flood would delay the log's syncs.
  options.bytes_per_sync = kMiB;
  // Read ahead, as compactions read in order.
  options.compaction_readahead_size = 2 * kMiB;
  return options;
}

rocksdb::BlockBasedTableOptions TableOptions(const MemoryBudget& budget) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = budget.cache;
  // In the cache, and so in the budget, instead of beside it; those of the
  // newest files, which every read passes, stay.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  // The keys of a block share much: whole streams, and high bytes of positions.
  table.block_size = 16 << 10;
  return table;
}

void Compress(rocksdb::ColumnFamilyOptions* options, int level,
              bool with_dictionary) {
  options->compression = rocksdb::kZSTD;
  options->compression_opts.level = level;
  if (!with_dictionary) return;
  // Blocks of 16 KiB are too small to learn by themselves what events of a plan
  // have in common.
  options->compression_opts.max_dict_bytes = 16 << 10;
  // The dictionary is made of samples as they are: training one took a quarter
  // of an append's time, and saved nothing that could be seen.
  options->compression_opts.zstd_max_train_bytes = 0;
  options->compression_opts.max_dict_buffer_bytes = 4 * kMiB;
}

}  // namespace

MemoryBudget MemoryBudget::Of(size_t bytes) {
  bytes = std::max(bytes, kMinBudget);
  MemoryBudget budget;
  // What the write buffers take is taken from the cache. A sixteenth is for
  // what RocksDB does not count: blocks being read ahead, table files being
  // made.
  budget.tail_bytes = bytes / 6;
  budget.write_buffer_bytes = bytes / 8;
  budget.cache = rocksdb::NewLRUCache(bytes - budget.tail_bytes - bytes / 16);
  budget.write_buffers =
      std::make_shared<rocksdb::WriteBufferManager>(bytes / 4, budget.cache);
  return budget;
}

rocksdb::DBOptions LogDbOptions(rocksdb::Env* env, const MemoryBudget& budget) {
  rocksdb::DBOptions options = CommonDbOptions(env, budget);
  // A crash may tear the record being written; nobody was told that it was
  // durable, so a record cut short by the end of the file is dropped. Anything
  // else that does not read is damage and fails the open. Not
  // kPointInTimeRecovery, RocksDB's default: it drops in silence all that
  // follows a bad record in the middle, synced commits among it. Not
  // kAbsoluteConsistency: it refuses the torn tail, too, and a ledger must open
  // by itself after a crash. What this mode cannot tell from a torn tail is a
  // flip in the length of the very last record, and it skips blocks of zeros;
  // a hole is caught by the positions of the chunks, which have no gaps.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // Families are flushed together: else the frontier, a few bytes a commit,
  // would keep every old write-ahead log from being deleted.
  options.atomic_flush = true;
  // The write-ahead log is preallocated by RocksDB's default, which keeps the
  // file's size: the room beyond it is given back when the file is closed.
  // The MANIFEST grows by some hundred bytes a flush and needs no 4 MiB ahead.
  options.manifest_preallocation_size = 64 << 10;
  return options;
}

std::vector<Database::Family> LogFamilies(const MemoryBudget& budget) {
  rocksdb::ColumnFamilyOptions meta;
  meta.table_factory.reset(
      rocksdb::NewBlockBasedTableFactory(TableOptions(budget)));
  // One row, overwritten by each commit: it needs no room of its own.
  meta.write_buffer_size = budget.write_buffer_bytes;

  rocksdb::ColumnFamilyOptions commits;
  commits.table_factory.reset(
      rocksdb::NewBlockBasedTableFactory(TableOptions(budget)));
  commits.write_buffer_size = budget.write_buffer_bytes;
  // Keys only grow, so that table files never overlap: a compaction finds
  // nothing to merge and moves them down as they are. So they are compressed
  // once, when flushed, at the level that costs least.
  Compress(&commits, /*level=*/1, /*with_dictionary=*/true);
  commits.target_file_size_base = 64 * kMiB;
  commits.level_compaction_dynamic_level_bytes = true;

  // Documents are few, large and unlike each other: a dictionary finds nothing,
  // and compressing better costs little.
  rocksdb::ColumnFamilyOptions documents = commits;
  documents.compression_opts = {};
  return {{format::kMetaFamily, meta},
          {format::kCommitsFamily, commits},
          {format::kDocumentsFamily, documents}};
}

rocksdb::DBOptions DerivedDbOptions(rocksdb::Env* env,
                                    const MemoryBudget& budget) {
  return CommonDbOptions(env, budget);
}

std::vector<Database::Family> DerivedFamilies(const MemoryBudget& budget) {
  rocksdb::ColumnFamilyOptions common;
  common.level_compaction_dynamic_level_bytes = true;
  common.target_file_size_base = 32 * kMiB;
  // Nothing is written through memtables.
  common.write_buffer_size = kMiB;

  rocksdb::ColumnFamilyOptions clustered = common;
  // An index in parts: reading one stream fetches a few KiB of it and not all.
  rocksdb::BlockBasedTableOptions in_parts = TableOptions(budget);
  in_parts.index_type =
      rocksdb::BlockBasedTableOptions::IndexType::kTwoLevelIndexSearch;
  in_parts.pin_top_level_index_and_filter = true;
  // A stream lies in a few blocks of the files that are not merged yet, and as
  // a whole in one: who comes to a second block reads much of what follows.
  in_parts.num_file_reads_for_auto_readahead = 1;
  in_parts.initial_auto_readahead_size = 64 << 10;
  clustered.table_factory.reset(rocksdb::NewBlockBasedTableFactory(in_parts));
  Compress(&clustered, /*level=*/1, /*with_dictionary=*/true);

  // Each append asks whether its ids are new; nearly always they are, and the
  // filter says so without reading a block. The same goes for new streams.
  // Partitioned, so that what is used of it is cached and not the whole.
  rocksdb::BlockBasedTableOptions filtered = TableOptions(budget);
  filtered.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  filtered.partition_filters = true;
  filtered.index_type =
      rocksdb::BlockBasedTableOptions::IndexType::kTwoLevelIndexSearch;
  filtered.pin_top_level_index_and_filter = true;
  filtered.block_size = 4 << 10;
  rocksdb::ColumnFamilyOptions points = common;
  points.table_factory.reset(rocksdb::NewBlockBasedTableFactory(filtered));
  // Half of an id is random and does not compress; what LZ4 finds is enough.
  points.compression = rocksdb::kLZ4Compression;

  rocksdb::ColumnFamilyOptions checkpoint = common;
  checkpoint.table_factory.reset(
      rocksdb::NewBlockBasedTableFactory(TableOptions(budget)));

  return {{rocksdb::kDefaultColumnFamilyName, checkpoint},
          {format::kClusteredFamily, clustered},
          {format::kHeadsFamily, points},
          {format::kIdsFamily, points}};
}

rocksdb::ReadOptions ScanOptions() {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  options.readahead_size = 2 * kMiB;
  return options;
}

}  // namespace clearsky::log
