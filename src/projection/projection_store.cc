#include "projection/projection_store.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/database.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"
#include "projection/projection_format.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/utilities/write_batch_with_index.h"

namespace clearsky::projection {
namespace {

using log::ToSlice;
using log::ToView;
using Handle = std::shared_ptr<rocksdb::ColumnFamilyHandle>;

constexpr size_t kMiB = size_t{1} << 20;
constexpr char kMemoryPath[] = "/projections";
constexpr char kReading[] = "reading projections/";
constexpr char kWriting[] = "writing projections/";

rocksdb::DBOptions DbOptions(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;
  // Of all families together: rows are a small part of a ledger.
  options.db_write_buffer_size = 32 * kMiB;
  // Families are flushed together, so that a loss of power, which cuts the
  // write-ahead log short, leaves none of them ahead of the others.
  options.atomic_flush = true;
  // RocksDB's own notes and statistics, which nobody reads.
  options.keep_log_file_num = 2;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.max_open_files = 128;
  options.manifest_preallocation_size = 64 << 10;
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions() {
  // One small cache for all stores of the process.
  static const auto* const cache =
      new std::shared_ptr<rocksdb::Cache>(rocksdb::NewLRUCache(16 * kMiB));
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = *cache;
  table.cache_index_and_filter_blocks = true;
  table.format_version = 5;
  // Before a row is written, the one before it is looked for.
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  options.write_buffer_size = 16 * kMiB;
  return options;
}

Handle Own(const std::shared_ptr<rocksdb::DB>& db,
           rocksdb::ColumnFamilyHandle* handle) {
  return Handle(handle, [db](rocksdb::ColumnFamilyHandle* gone) {
    // It can only fail for the default family, which needs no giving back.
    db->DestroyColumnFamilyHandle(gone).PermitUncheckedError();
  });
}

absl::Status NoFamily(absl::string_view family) {
  return absl::NotFoundError(
      absl::StrCat("projections/ has no family `", family, "`"));
}

}  // namespace

struct ProjectionStore::Opened {
  std::unique_ptr<rocksdb::Env> env;
  std::shared_ptr<rocksdb::DB> db;
  std::unique_ptr<rocksdb::WriteBatchWithIndex> overlay;
  std::map<std::string, Handle, std::less<>> families;

  // Opens what is there, or makes it when `options` say so.
  static absl::StatusOr<Opened> Open(const std::string& path, bool read_only,
                                     const rocksdb::DBOptions& options) {
    const std::string doing = absl::StrCat("opening ", path);
    std::vector<std::string> names;
    const rocksdb::Status listed =
        rocksdb::DB::ListColumnFamilies(options, path, &names);
    if (!listed.ok()) {
      if (read_only || options.env->FileExists(path + "/CURRENT").ok()) {
        return log::FromRocksdbOpen(listed, doing);
      }
      names = {rocksdb::kDefaultColumnFamilyName};
    }
    return read_only ? OpenToRead(path, options, names)
                     : OpenToWrite(path, options, names);
  }

 private:
  static absl::StatusOr<Opened> OpenToWrite(
      const std::string& path, const rocksdb::DBOptions& options,
      const std::vector<std::string>& names) {
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    for (const std::string& name : names) {
      descriptors.emplace_back(name, FamilyOptions());
    }
    rocksdb::DB* db = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    const rocksdb::Status status =
        rocksdb::DB::Open(options, path, descriptors, &handles, &db);
    if (!status.ok()) {
      return log::FromRocksdbOpen(status, absl::StrCat("opening ", path));
    }
    Opened opened;
    opened.db.reset(db);
    for (size_t i = 0; i < names.size(); ++i) {
      opened.families[names[i]] = Own(opened.db, handles[i]);
    }
    return opened;
  }

  static absl::StatusOr<Opened> OpenToRead(
      const std::string& path, const rocksdb::DBOptions& options,
      const std::vector<std::string>& names) {
    std::vector<log::Database::Family> families;
    for (const std::string& name : names) {
      families.push_back({name, FamilyOptions()});
    }
    ASSIGN_OR_RETURN(std::unique_ptr<log::Database> database,
                     log::Database::OpenReadOnly(options, path, families));
    const std::shared_ptr<log::Database> owner = std::move(database);
    Opened opened;
    opened.db = std::shared_ptr<rocksdb::DB>(owner, owner->db());
    for (size_t i = 0; i < names.size(); ++i) {
      opened.families[names[i]] = Handle(owner, owner->family(i));
    }
    opened.overlay = std::make_unique<rocksdb::WriteBatchWithIndex>(
        rocksdb::BytewiseComparator(), /*reserved_bytes=*/0,
        /*overwrite_key=*/true);
    return opened;
  }
};

std::string ProjectionsPath(const std::string& ledger_path) {
  return absl::StrCat(ledger_path, "/", format::kProjectionsDirectory);
}

absl::StatusOr<rocksdb::ColumnFamilyHandle*> RowReader::Find(
    absl::string_view family) const {
  const auto found = families_.find(family);
  if (found == families_.end()) return NoFamily(family);
  return found->second.get();
}

absl::StatusOr<std::optional<std::string>> RowReader::Get(
    absl::string_view family, absl::string_view key) const {
  ASSIGN_OR_RETURN(rocksdb::ColumnFamilyHandle* const handle, Find(family));
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::string value;
  const rocksdb::Status status =
      overlay_ == nullptr ? db_->Get(options, handle, ToSlice(key), &value)
                          : overlay_->GetFromBatchAndDB(db_, options, handle,
                                                        ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  RETURN_IF_ERROR(log::FromRocksdb(status, kReading));
  return std::optional<std::string>(std::move(value));
}

absl::Status RowReader::Scan(
    absl::string_view family, absl::string_view from, absl::string_view end,
    const std::function<bool(absl::string_view key, absl::string_view value)>&
        visit) const {
  ASSIGN_OR_RETURN(rocksdb::ColumnFamilyHandle* const handle, Find(family));
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options, handle));
  if (overlay_ != nullptr) {
    it.reset(overlay_->NewIteratorWithBase(handle, it.release()));
  }
  for (it->Seek(ToSlice(from)); it->Valid() && ToView(it->key()) < end;
       it->Next()) {
    if (!visit(ToView(it->key()), ToView(it->value()))) break;
  }
  return log::FromRocksdb(it->status(), kReading);
}

ProjectionStore::ProjectionStore(Opened opened)
    : env_(std::move(opened.env)),
      db_(std::move(opened.db)),
      in_memory_(env_ != nullptr || opened.overlay != nullptr),
      overlay_(std::move(opened.overlay)),
      families_(std::move(opened.families)) {}

ProjectionStore::~ProjectionStore() = default;

absl::StatusOr<std::unique_ptr<ProjectionStore>> ProjectionStore::Open(
    const std::string& path, Access access) {
  rocksdb::DBOptions options = DbOptions(rocksdb::Env::Default());
  if (access == Access::kReadOnly) {
    // What cannot be read is made again, in memory.
    absl::StatusOr<Opened> opened = Opened::Open(path, true, options);
    if (!opened.ok()) return InMemory();
    return std::unique_ptr<ProjectionStore>(
        new ProjectionStore(*std::move(opened)));
  }
  options.create_if_missing = true;
  absl::StatusOr<Opened> opened = Opened::Open(path, false, options);
  if (absl::IsDataLoss(opened.status())) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error) {
      return absl::ErrnoToStatus(error.value(),
                                 absl::StrCat("cannot delete ", path));
    }
    opened = Opened::Open(path, false, options);
  }
  RETURN_IF_ERROR(opened.status());
  return std::unique_ptr<ProjectionStore>(
      new ProjectionStore(*std::move(opened)));
}

absl::StatusOr<std::unique_ptr<ProjectionStore>> ProjectionStore::InMemory() {
  std::unique_ptr<rocksdb::Env> env(
      rocksdb::NewMemEnv(rocksdb::Env::Default()));
  rocksdb::DBOptions options = DbOptions(env.get());
  options.create_if_missing = true;
  ASSIGN_OR_RETURN(Opened opened, Opened::Open(kMemoryPath, false, options));
  opened.env = std::move(env);
  return std::unique_ptr<ProjectionStore>(
      new ProjectionStore(std::move(opened)));
}

std::vector<std::string> ProjectionStore::Families() const {
  std::vector<std::string> names;
  MutexLock lock(&mu_);
  for (const auto& [name, handle] : families_) {
    if (name != rocksdb::kDefaultColumnFamilyName) names.push_back(name);
  }
  return names;
}

absl::Status ProjectionStore::MakeFamily(const std::string& family) {
  MutexLock lock(&mu_);
  if (families_.contains(family)) return absl::OkStatus();
  if (overlay_ != nullptr) {
    return absl::FailedPreconditionError(absl::StrCat(
        "family `", family, "` cannot be made: projections/ is read-only"));
  }
  rocksdb::ColumnFamilyHandle* handle = nullptr;
  RETURN_IF_ERROR(log::FromRocksdb(
      db_->CreateColumnFamily(FamilyOptions(), family, &handle), kWriting));
  families_[family] = Own(db_, handle);
  return absl::OkStatus();
}

absl::Status ProjectionStore::DropFamily(const std::string& family) {
  MutexLock lock(&mu_);
  const auto found = families_.find(family);
  if (found == families_.end()) return absl::OkStatus();
  if (overlay_ == nullptr) {
    RETURN_IF_ERROR(
        log::FromRocksdb(db_->DropColumnFamily(found->second.get()), kWriting));
  }
  families_.erase(found);
  return absl::OkStatus();
}

absl::Status ProjectionStore::WriteToOverlay(const RowWrites& writes) const {
  for (const RowWrites::Write& write : writes.writes()) {
    rocksdb::ColumnFamilyHandle* const handle =
        families_.find(write.family)->second.get();
    RETURN_IF_ERROR(log::FromRocksdb(
        write.value.has_value()
            ? overlay_->Put(handle, ToSlice(write.key), ToSlice(*write.value))
            : overlay_->Delete(handle, ToSlice(write.key)),
        kWriting));
  }
  return absl::OkStatus();
}

absl::Status ProjectionStore::Write(const RowWrites& writes) {
  rocksdb::WriteBatch batch;
  std::map<absl::string_view, Handle> handles;
  {
    MutexLock lock(&mu_);
    for (const RowWrites::Write& write : writes.writes()) {
      if (handles.contains(write.family)) continue;
      const auto found = families_.find(write.family);
      if (found == families_.end()) return NoFamily(write.family);
      handles[write.family] = found->second;
    }
    if (overlay_ != nullptr) return WriteToOverlay(writes);
  }
  for (const RowWrites::Write& write : writes.writes()) {
    rocksdb::ColumnFamilyHandle* const handle =
        handles.find(write.family)->second.get();
    RETURN_IF_ERROR(log::FromRocksdb(
        write.value.has_value()
            ? batch.Put(handle, ToSlice(write.key), ToSlice(*write.value))
            : batch.Delete(handle, ToSlice(write.key)),
        kWriting));
  }
  return log::FromRocksdb(db_->Write(rocksdb::WriteOptions(), &batch),
                          kWriting);
}

absl::Status ProjectionStore::Read(
    const std::function<absl::Status(const RowReader&)>& read) const {
  RowReader reader;
  reader.db_ = db_.get();
  {
    MutexLock lock(&mu_);
    reader.families_ = families_;
    if (overlay_ != nullptr) {
      reader.overlay_ = overlay_.get();
      return read(reader);
    }
  }
  rocksdb::ManagedSnapshot snapshot(db_.get());
  reader.snapshot_ = snapshot.snapshot();
  return read(reader);
}

}  // namespace clearsky::projection
