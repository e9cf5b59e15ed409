#include "log/derived_store.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/derived_rows.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"
#include "rocksdb/env.h"
#include "rocksdb/sst_file_writer.h"

namespace clearsky::log {
namespace {

// Where table files are made before RocksDB takes them in; in the instance's
// directory, so that taking in is a rename.
constexpr char kIncoming[] = "incoming";

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      "the derived index ", what,
      "; delete the ledger's directory derived/, and the next open makes it "
      "again"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<DerivedStore>> DerivedStore::Open(
    const std::string& path, bool read_only, rocksdb::Env* env,
    const MemoryBudget& budget) {
  rocksdb::DBOptions options = DerivedDbOptions(env, budget);
  std::vector<Database::Family> families = DerivedFamilies(budget);
  absl::StatusOr<std::unique_ptr<Database>> database;
  if (read_only) {
    database = Database::OpenReadOnly(options, path, families);
  } else {
    options.create_if_missing = true;
    options.create_missing_column_families = true;
    database = Database::Open(options, path, families);
  }
  RETURN_IF_ERROR(database.status());
  std::unique_ptr<DerivedStore> store(
      new DerivedStore(path, env, std::move(families), *std::move(database)));
  RETURN_IF_ERROR(store->ReadCheckpoint());
  RETURN_IF_ERROR(store->ReadLastId());
  if (!read_only) RETURN_IF_ERROR(store->ClearIncoming());
  return store;
}

absl::Status DerivedStore::Remove(const std::string& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (!error) return absl::OkStatus();
  return absl::ErrnoToStatus(error.value(),
                             absl::StrCat("cannot delete ", path));
}

absl::Status DerivedStore::ReadCheckpoint() {
  std::string value;
  const rocksdb::Status status = database_->db()->Get(
      rocksdb::ReadOptions(), database_->family(kCheckpointIndex),
      format::kCheckpointKey, &value);
  if (status.IsNotFound()) return absl::OkStatus();  // Nothing indexed yet.
  RETURN_IF_ERROR(FromRocksdb(status, "reading the checkpoint of derived/"));
  ASSIGN_OR_RETURN(checkpoint_, format::DecodeCheckpoint(value));
  return absl::OkStatus();
}

absl::Status DerivedStore::ReadLastId() {
  const std::unique_ptr<rocksdb::Iterator> it(database_->db()->NewIterator(
      rocksdb::ReadOptions(), database_->family(kIdsIndex)));
  it->SeekForPrev(ToSlice(format::kLastIdsKey));
  if (it->Valid() && ToView(it->key()) == format::kLastIdsKey) it->Prev();
  RETURN_IF_ERROR(FromRocksdb(it->status(), "reading derived/"));
  if (!it->Valid() || ToView(it->key()) == format::kFirstIdsKey) {
    return absl::OkStatus();
  }
  const absl::StatusOr<Uuid> id = UuidFromBytes(ToView(it->key()));
  if (!id.ok()) return Damaged("holds an id that is none");
  MutexLock lock(&mu_);
  last_id_ = *id;
  return absl::OkStatus();
}

absl::Status DerivedStore::ClearIncoming() {
  const std::string incoming = absl::StrCat(path_, "/", kIncoming);
  RETURN_IF_ERROR(Remove(incoming));
  return FromRocksdb(env_->CreateDirIfMissing(incoming),
                     absl::StrCat("making ", incoming));
}

absl::Status DerivedStore::Write(
    const std::vector<std::shared_ptr<const Commit>>& commits) {
  if (commits.empty()) return absl::OkStatus();
  const DerivedRows rows(commits);
  const Commit& last = *commits.back();
  const format::Checkpoint after = {last.end(), last.events.back().id};
  std::vector<rocksdb::IngestExternalFileArg> args;
  const absl::Cleanup remove = [&] {  // What was not taken in.
    for (const auto& arg : args) {
      env_->DeleteFile(arg.external_files.front()).PermitUncheckedError();
    }
  };
  const auto add =
      [&](size_t family,
          const std::function<absl::Status(const RowSink&)>& for_rows) {
        rocksdb::IngestExternalFileArg& arg = args.emplace_back();
        arg.column_family = database_->family(family);
        arg.external_files = {absl::StrCat(path_, "/", kIncoming, "/",
                                           families_[family].name, ".sst")};
        arg.options.move_files = true;
        arg.options.write_global_seqno = false;
        rocksdb::Options options(database_->db()->GetDBOptions(),
                                 families_[family].options);
        rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), options,
                                      arg.column_family);
        RETURN_IF_ERROR(FromRocksdb(writer.Open(arg.external_files.front()),
                                    "writing derived/"));
        RETURN_IF_ERROR(
            for_rows([&](absl::string_view key, absl::string_view value) {
              return FromRocksdb(writer.Put(ToSlice(key), ToSlice(value)),
                                 "writing derived/");
            }));
        return FromRocksdb(writer.Finish(), "writing derived/");
      };
  RETURN_IF_ERROR(add(kClusteredIndex, [&](const RowSink& sink) {
    return rows.ForClustered(sink);
  }));
  RETURN_IF_ERROR(add(
      kHeadsIndex, [&](const RowSink& sink) { return rows.ForHeads(sink); }));
  RETURN_IF_ERROR(
      add(kIdsIndex, [&](const RowSink& sink) { return rows.ForIds(sink); }));
  RETURN_IF_ERROR(add(kCheckpointIndex, [&](const RowSink& sink) {
    return sink(format::kCheckpointKey, format::EncodeCheckpoint(after));
  }));
  {
    // Before they can be found: who asks meanwhile looks, and finds none.
    MutexLock lock(&mu_);
    if (!last_id_.has_value() || *last_id_ < rows.last_id()) {
      last_id_ = rows.last_id();
    }
  }
  RETURN_IF_ERROR(FromRocksdb(database_->db()->IngestExternalFiles(args),
                              "writing derived/"));
  checkpoint_ = after;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<uint64_t>> DerivedStore::GetNumber(
    size_t family, absl::string_view key) const {
  rocksdb::PinnableSlice value;
  const rocksdb::Status status = database_->db()->Get(
      rocksdb::ReadOptions(), database_->family(family), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  RETURN_IF_ERROR(FromRocksdb(status, "reading derived/"));
  const absl::StatusOr<uint64_t> number = format::DecodeNumber(ToView(value));
  if (!number.ok()) return Damaged("holds a row that is no number");
  return *number;
}

absl::StatusOr<std::optional<uint64_t>> DerivedStore::LastRevision(
    absl::string_view stream) const {
  return GetNumber(kHeadsIndex, stream);
}

absl::StatusOr<std::optional<uint64_t>> DerivedStore::PositionOf(
    const Uuid& id) const {
  {
    MutexLock lock(&mu_);
    if (!last_id_.has_value() || id > *last_id_) return std::nullopt;
  }
  return GetNumber(kIdsIndex, id.ToBytes());
}

absl::StatusOr<std::vector<std::string>> DerivedStore::Streams(
    absl::string_view prefix, absl::string_view after, size_t limit) const {
  std::vector<std::string> names;
  const std::unique_ptr<rocksdb::Iterator> it(database_->db()->NewIterator(
      rocksdb::ReadOptions(), database_->family(kHeadsIndex)));
  for (it->Seek(ToSlice(std::max(prefix, after)));
       it->Valid() && names.size() < limit; it->Next()) {
    const absl::string_view name = ToView(it->key());
    if (name == format::kFirstHeadsKey || name == after) continue;
    if (name == format::kLastHeadsKey || !absl::StartsWith(name, prefix)) break;
    names.emplace_back(name);
  }
  RETURN_IF_ERROR(FromRocksdb(it->status(), "reading derived/"));
  return names;
}

std::unique_ptr<rocksdb::Iterator> DerivedStore::NewStreamIterator() const {
  return std::unique_ptr<rocksdb::Iterator>(database_->db()->NewIterator(
      rocksdb::ReadOptions(), database_->family(kClusteredIndex)));
}

}  // namespace clearsky::log
