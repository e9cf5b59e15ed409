#include "log/derived_store.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/rocksdb_status.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace clearsky::log {
namespace {

// Indexes of the checkpoints; a family's index in Families() is one more, as
// RocksDB's default family, unused, comes first.
constexpr size_t kStreams = 0;
constexpr size_t kHeads = 1;
constexpr size_t kIds = 2;

constexpr int kBloomBitsPerKey = 10;

rocksdb::Slice ToSlice(absl::string_view view) {
  return {view.data(), view.size()};
}

absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

rocksdb::DBOptions Options(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;
  options.keep_log_file_num = 4;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  return options;
}

std::vector<Database::Family> Families() {
  // Each append asks whether its ids are new; nearly always they are, and the
  // filter says so without reading a block. The same goes for new streams.
  rocksdb::BlockBasedTableOptions filtered;
  filtered.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  rocksdb::ColumnFamilyOptions point_reads;
  point_reads.table_factory.reset(rocksdb::NewBlockBasedTableFactory(filtered));
  return {{rocksdb::kDefaultColumnFamilyName, {}},
          {format::kStreamsFamily, {}},
          {format::kHeadsFamily, point_reads},
          {format::kIdsFamily, point_reads}};
}

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      "the derived index ", what,
      "; delete the ledger's directory derived/, and the next open makes it "
      "again"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<DerivedStore>> DerivedStore::Open(
    const std::string& path, bool read_only, rocksdb::Env* env) {
  rocksdb::DBOptions options = Options(env);
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  absl::StatusOr<std::unique_ptr<Database>> database =
      read_only ? Database::OpenReadOnly(Options(env), path, Families())
                : Database::Open(options, path, Families());
  RETURN_IF_ERROR(database.status());
  std::unique_ptr<DerivedStore> store(new DerivedStore(*std::move(database)));
  RETURN_IF_ERROR(store->ReadCheckpoints());
  return store;
}

absl::Status DerivedStore::Remove(const std::string& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (!error) return absl::OkStatus();
  return absl::ErrnoToStatus(error.value(),
                             absl::StrCat("cannot delete ", path));
}

absl::Status DerivedStore::ReadCheckpoints() {
  for (size_t family = 0; family < checkpoints_.size(); ++family) {
    std::string value;
    const rocksdb::Status status = database_->db()->Get(
        rocksdb::ReadOptions(), database_->family(family + 1),
        ToSlice(format::kCheckpointKey), &value);
    if (status.IsNotFound()) continue;  // Nothing was indexed yet.
    RETURN_IF_ERROR(FromRocksdb(status, "reading a checkpoint of derived/"));
    ASSIGN_OR_RETURN(checkpoints_[family], format::DecodeCheckpoint(value));
  }
  return absl::OkStatus();
}

uint64_t DerivedStore::size() const {
  return std::min({checkpoints_[kStreams].size, checkpoints_[kHeads].size,
                   checkpoints_[kIds].size});
}

absl::Status DerivedStore::Write(const std::vector<EventPlace>& places) {
  rocksdb::WriteBatch batch;
  std::array<format::Checkpoint, 3> after = checkpoints_;
  const auto put = [&](size_t family, absl::string_view key,
                       absl::string_view value) {
    return FromRocksdb(
        batch.Put(database_->family(family + 1), ToSlice(key), ToSlice(value)),
        "gathering index rows");
  };
  for (const EventPlace& place : places) {
    const std::string position = format::EncodeNumber(place.position);
    for (size_t family = 0; family < after.size(); ++family) {
      if (place.position < after[family].size) continue;
      after[family] = {place.position + 1, place.event_id};
      switch (family) {
        case kStreams:
          RETURN_IF_ERROR(put(family,
                              format::StreamKey(place.stream, place.revision),
                              position));
          break;
        case kHeads:
          RETURN_IF_ERROR(
              put(family, place.stream, format::EncodeNumber(place.revision)));
          break;
        default:
          RETURN_IF_ERROR(put(family, place.event_id.ToBytes(), position));
      }
    }
  }
  for (size_t family = 0; family < after.size(); ++family) {
    RETURN_IF_ERROR(put(family, format::kCheckpointKey,
                        format::EncodeCheckpoint(after[family])));
  }
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  RETURN_IF_ERROR(
      FromRocksdb(database_->db()->Write(options, &batch), "writing derived/"));
  checkpoints_ = after;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<uint64_t>> DerivedStore::GetNumber(
    size_t family, absl::string_view key) const {
  std::string value;
  const rocksdb::Status status =
      database_->db()->Get(rocksdb::ReadOptions(),
                           database_->family(family + 1), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  RETURN_IF_ERROR(FromRocksdb(status, "reading derived/"));
  const absl::StatusOr<uint64_t> number = format::DecodeNumber(value);
  if (!number.ok()) return Damaged("holds a row that is no number");
  return *number;
}

absl::StatusOr<std::optional<uint64_t>> DerivedStore::LastRevision(
    absl::string_view stream) const {
  return GetNumber(kHeads, stream);
}

absl::StatusOr<std::optional<uint64_t>> DerivedStore::PositionOf(
    const Uuid& id) const {
  return GetNumber(kIds, id.ToBytes());
}

absl::StatusOr<std::vector<uint64_t>> DerivedStore::Positions(
    absl::string_view stream, uint64_t first, uint64_t count) const {
  std::vector<uint64_t> positions;
  const std::unique_ptr<rocksdb::Iterator> it(database_->db()->NewIterator(
      rocksdb::ReadOptions(), database_->family(kStreams + 1)));
  it->Seek(format::StreamKey(stream, first));
  for (; positions.size() < count; it->Next()) {
    if (!it->Valid()) {
      RETURN_IF_ERROR(FromRocksdb(it->status(), "reading derived/"));
    }
    const uint64_t wanted = first + positions.size();
    if (!it->Valid() ||
        ToView(it->key()) != format::StreamKey(stream, wanted)) {
      return Damaged(absl::StrCat("misses revision ", wanted, " of stream \"",
                                  stream, "\""));
    }
    const absl::StatusOr<uint64_t> position =
        format::DecodeNumber(ToView(it->value()));
    if (!position.ok()) return Damaged("holds a row that is no number");
    positions.push_back(*position);
  }
  return positions;
}

absl::StatusOr<std::vector<std::string>> DerivedStore::Streams(
    absl::string_view prefix, absl::string_view after, size_t limit) const {
  std::vector<std::string> names;
  const std::unique_ptr<rocksdb::Iterator> it(database_->db()->NewIterator(
      rocksdb::ReadOptions(), database_->family(kHeads + 1)));
  for (it->Seek(ToSlice(std::max(prefix, after)));
       it->Valid() && names.size() < limit; it->Next()) {
    const absl::string_view name = ToView(it->key());
    if (name == format::kCheckpointKey || name == after) continue;
    if (!absl::StartsWith(name, prefix)) break;
    names.emplace_back(name);
  }
  RETURN_IF_ERROR(FromRocksdb(it->status(), "reading derived/"));
  return names;
}

}  // namespace clearsky::log
