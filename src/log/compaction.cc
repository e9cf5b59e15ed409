#include "log/compaction.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/ledger_directory.h"
#include "log/rocksdb_status.h"
#include "rocksdb/metadata.h"

namespace clearsky::log {
namespace {

// A family is compacted in ranges of about so many bytes, so that it can be
// told how far it has come. Files that two ranges share are rewritten twice:
// few of them, when a range has several.
constexpr uint64_t kRangeBytes = uint64_t{1} << 30;

// Keys up to `end`, exclusive; to the last when it is empty.
struct Range {
  std::string end;
  uint64_t bytes = 0;
};

uint64_t BytesOf(const std::vector<const Database*>& databases) {
  uint64_t bytes = 0;
  for (const Database* database : databases) {
    bytes += BytesIn(database->db()->GetName());
  }
  return bytes;
}

std::vector<Range> RangesOf(const Database& database, size_t family) {
  rocksdb::ColumnFamilyMetaData metadata;
  database.db()->GetColumnFamilyMetaData(database.family(family), &metadata);
  std::vector<std::pair<std::string, uint64_t>> files;
  for (const rocksdb::LevelMetaData& level : metadata.levels) {
    for (const rocksdb::SstFileMetaData& file : level.files) {
      files.emplace_back(file.smallestkey, file.size);
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Range> ranges;
  Range range;
  for (const auto& [first_key, bytes] : files) {
    if (range.bytes >= kRangeBytes && !first_key.empty()) {
      range.end = first_key;
      ranges.push_back(std::exchange(range, Range()));
    }
    range.bytes += bytes;
  }
  ranges.push_back(std::move(range));
  return ranges;
}

}  // namespace

absl::StatusOr<Compacted> CompactDatabases(
    const std::vector<const Database*>& databases, const Progress& progress) {
  rocksdb::CompactRangeOptions options;
  // Not to keep RocksDB's own compactions, which the writer may come to wait
  // for, from running beside this one.
  options.exclusive_manual_compaction = false;
  // The lowest level, too: it was written with the options of its time.
  options.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForceOptimized;
  std::vector<std::vector<std::vector<Range>>> ranges;
  uint64_t total = 0;
  for (const Database* database : databases) {
    std::vector<std::vector<Range>>& of_database = ranges.emplace_back();
    for (size_t family = 0; family < database->families(); ++family) {
      of_database.push_back(RangesOf(*database, family));
      for (const Range& range : of_database.back()) total += range.bytes;
    }
  }
  Compacted compacted;
  compacted.bytes_before = BytesOf(databases);
  uint64_t done = 0;
  for (size_t i = 0; i < databases.size(); ++i) {
    const Database& database = *databases[i];
    for (size_t family = 0; family < database.families(); ++family) {
      rocksdb::Slice begin;
      for (const Range& range : ranges[i][family]) {
        const rocksdb::Slice end = range.end;
        RETURN_IF_ERROR(FromRocksdb(
            database.db()->CompactRange(options, database.family(family),
                                        begin.empty() ? nullptr : &begin,
                                        end.empty() ? nullptr : &end),
            absl::StrCat("compacting ", database.db()->GetName())));
        begin = end;
        done += range.bytes;
        if (progress != nullptr && range.bytes > 0) progress(done, total);
      }
    }
  }
  compacted.bytes_after = BytesOf(databases);
  return compacted;
}

}  // namespace clearsky::log
