#include "log/database.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/ledger_directory.h"
#include "log/rocksdb_status.h"
#include "rocksdb/env.h"

namespace clearsky::log {
namespace {

constexpr int kReadOnlyAttempts = 20;

std::vector<rocksdb::ColumnFamilyDescriptor> Descriptors(
    const std::vector<Database::Family>& families) {
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const Database::Family& family : families) {
    descriptors.emplace_back(family.name, family.options);
  }
  return descriptors;
}

// The files that hold data, sorted. Not through RocksDB's environment, which
// takes a directory that may not be read for one that is not there.
absl::StatusOr<std::vector<std::string>> DataFiles(const std::string& path) {
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(path);
  if (absl::IsNotFound(names.status())) {
    return absl::DataLossError(absl::StrCat("directory ", path, " is missing"));
  }
  RETURN_IF_ERROR(names.status());
  std::erase_if(*names, [](const std::string& name) {
    return !absl::EndsWith(name, ".log") && !absl::EndsWith(name, ".sst") &&
           !absl::StartsWith(name, "MANIFEST");
  });
  std::sort(names->begin(), names->end());
  return names;
}

std::string Opening(const std::string& path) {
  return absl::StrCat("opening ", path);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(
    const rocksdb::DBOptions& options, const std::string& path,
    const std::vector<Family>& families) {
  // Compactions can wait, appends and flushes cannot: without this they share
  // the processor, and who waits for a sync is woken late. A first choice of
  // the environment's, which all instances share; where it cannot be had, it is
  // slower.
  options.env
      ->LowerThreadPoolCPUPriority(rocksdb::Env::Priority::LOW,
                                   rocksdb::CpuPriority::kLow)
      .PermitUncheckedError();
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  const rocksdb::Status status =
      rocksdb::DB::Open(options, path, Descriptors(families), &handles, &db);
  if (!status.ok()) return FromRocksdbOpen(status, Opening(path));
  return std::unique_ptr<Database>(new Database(db, std::move(handles)));
}

absl::StatusOr<std::unique_ptr<Database>> Database::OpenReadOnly(
    const rocksdb::DBOptions& options, const std::string& path,
    const std::vector<Family>& families) {
  // RocksDB reads the MANIFEST first and the write-ahead logs after. A writer
  // that flushes in between deletes the log whose content the MANIFEST read
  // does not know yet, and the reader would see a hole. The files being the
  // same before and after tells that this did not happen.
  for (int attempt = 0; attempt < kReadOnlyAttempts; ++attempt) {
    ASSIGN_OR_RETURN(const std::vector<std::string> before, DataFiles(path));
    rocksdb::DB* db = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(
        options, path, Descriptors(families), &handles, &db);
    std::unique_ptr<Database> database;
    if (status.ok()) database.reset(new Database(db, std::move(handles)));
    ASSIGN_OR_RETURN(const std::vector<std::string> after, DataFiles(path));
    if (before != after) continue;
    if (!status.ok()) return FromRocksdbOpen(status, Opening(path));
    return database;
  }
  return absl::UnavailableError(
      absl::StrCat(Opening(path), ": its writer changed the files ",
                   kReadOnlyAttempts, " times while they were being opened"));
}

bool Database::IsTidyingUp() const {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    for (const std::string& property :
         {rocksdb::DB::Properties::kCompactionPending,
          rocksdb::DB::Properties::kNumRunningCompactions,
          rocksdb::DB::Properties::kMemTableFlushPending,
          rocksdb::DB::Properties::kNumRunningFlushes}) {
      uint64_t value = 0;
      if (db_->GetIntProperty(handle, property, &value) && value > 0) {
        return true;
      }
    }
  }
  return false;
}

DatabaseFigures Database::Figures() const {
  using Properties = rocksdb::DB::Properties;
  const auto one = [this](const std::string& property) {
    uint64_t value = 0;
    db_->GetIntProperty(property, &value);
    return value;
  };
  const auto of_all_families = [this](const std::string& property) {
    uint64_t value = 0;
    db_->GetAggregatedIntProperty(property, &value);
    return value;
  };
  DatabaseFigures figures;
  // One cache for all families.
  figures.block_cache_bytes = one(Properties::kBlockCacheUsage);
  figures.memtable_bytes = of_all_families(Properties::kCurSizeAllMemTables);
  figures.live_sst_bytes = of_all_families(Properties::kLiveSstFilesSize);
  figures.pending_compaction_bytes =
      of_all_families(Properties::kEstimatePendingCompactionBytes);
  figures.running_compactions = one(Properties::kNumRunningCompactions);
  figures.running_flushes = one(Properties::kNumRunningFlushes);
  figures.background_errors = one(Properties::kBackgroundErrors);
  figures.is_write_stopped = one(Properties::kIsWriteStopped) > 0;
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    std::map<std::string, std::string> stats;
    if (!db_->GetMapProperty(handle, Properties::kCFStats, &stats)) continue;
    for (const char* key :
         {"io_stalls.total_slowdown", "io_stalls.total_stop"}) {
      uint64_t count = 0;
      if (absl::SimpleAtoi(stats[key], &count)) figures.write_stalls += count;
    }
  }
  return figures;
}

Database::~Database() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    // It can only fail for the default family, which needs no giving back.
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
}

}  // namespace clearsky::log
