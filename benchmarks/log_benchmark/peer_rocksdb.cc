#include "log_benchmark/peer_rocksdb.h"

#include <array>
#include <atomic>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clearsky/v1/event.pb.h"
#include "log_benchmark/harness.h"
#include "rocksdb/cache.h"
#include "rocksdb/table.h"
#include "rocksdb/utilities/options_util.h"
#include "rocksdb/version.h"
#include "rocksdb/write_batch.h"

namespace clearsky::bench {
namespace {

void RequireOk(const rocksdb::Status& status, const char* doing) {
  if (!status.ok()) Fail(absl::StrCat(doing, ": ", status.ToString()));
}

// As much as the log takes by default for all that it caches.
constexpr size_t kCacheBytes = size_t{256} << 20;

std::string BigEndian(uint64_t number) {
  std::string bytes(8, '\0');
  for (size_t i = 8; i-- > 0; number >>= 8) {
    bytes[i] = static_cast<char>(number & 0xff);
  }
  return bytes;
}

// What a careful user changes: more background threads, an LRU cache of a
// sensible size, larger blocks for values that are read in order.
rocksdb::Options BaseOptions() {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.IncreaseParallelism(2);
  options.compression = rocksdb::kZSTD;
  rocksdb::BlockBasedTableOptions table;
  table.block_size = size_t{16} << 10;
  table.block_cache = rocksdb::NewLRUCache(kCacheBytes);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

class RocksdbStore final : public Store {
 public:
  RocksdbStore(const std::string& directory, bool indexed) {
    MakeEmptyDirectory(directory);
    const rocksdb::Options options = BaseOptions();
    std::vector<rocksdb::ColumnFamilyDescriptor> families = {
        {rocksdb::kDefaultColumnFamilyName, options}};
    if (indexed) families.emplace_back("streams", options);
    rocksdb::DB* db = nullptr;
    RequireOk(rocksdb::DB::Open(options, directory, families, &handles_, &db),
              "opening RocksDB");
    db_.reset(db);
  }
  ~RocksdbStore() override {
    for (auto* handle : handles_) {
      RequireOk(db_->DestroyColumnFamilyHandle(handle), "closing RocksDB");
    }
  }

  std::unique_ptr<Writer> NewWriter(int number) override;
  void Append(absl::Span<const SourceEvent> events, const std::string& stream,
              uint64_t revision) {
    const uint64_t first = next_.fetch_add(events.size());
    rocksdb::WriteBatch batch;
    for (size_t i = 0; i < events.size(); ++i) {
      const std::string key = BigEndian(first + i);
      RequireOk(batch.Put(handles_[0], key, events[i].stored), "gathering");
      if (handles_.size() == 1) continue;
      const std::string place = stream + '\0' + BigEndian(revision + i);
      RequireOk(batch.Put(handles_[1], place, key), "gathering");
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    RequireOk(db_->Write(options, &batch), "writing to RocksDB");
  }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  std::atomic<uint64_t> next_ = 0;
};

class RocksdbWriter final : public Writer {
 public:
  RocksdbWriter(RocksdbStore* store, int number)
      : store_(store), number_(number) {}

  void Append(absl::Span<const SourceEvent> events) override {
    const size_t stream = turn_++ % kStreamsOfWriter;
    store_->Append(events, WriterStream(number_, stream), next_[stream]);
    next_[stream] += events.size();
  }

 private:
  RocksdbStore* const store_;
  const int number_;
  size_t turn_ = 0;
  std::array<uint64_t, kStreamsOfWriter> next_{};
};

std::unique_ptr<Writer> RocksdbStore::NewWriter(int number) {
  return std::make_unique<RocksdbWriter>(this, number);
}

}  // namespace

std::string RocksdbVersion() {
  return absl::StrCat(ROCKSDB_MAJOR, ".", ROCKSDB_MINOR, ".", ROCKSDB_PATCH);
}

std::unique_ptr<Store> NewRocksdbStore(const std::string& directory,
                                       bool indexed) {
  return std::make_unique<RocksdbStore>(directory, indexed);
}

RawEvents::RawEvents(const std::string& directory,
                     const rocksdb::ColumnFamilyOptions& like,
                     const Source& source) {
  MakeEmptyDirectory(directory);
  rocksdb::Options options = BaseOptions();
  options.compression = like.compression;
  options.compression_opts = like.compression_opts;
  options.bottommost_compression = like.bottommost_compression;
  options.bottommost_compression_opts = like.bottommost_compression_opts;
  rocksdb::DB* db = nullptr;
  RequireOk(rocksdb::DB::Open(options, directory, &db), "opening RocksDB");
  db_.reset(db);
  uint64_t position = 0;
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;
  source([&](absl::string_view stored) {
    RequireOk(db_->Put(unlogged, BigEndian(position++),
                       rocksdb::Slice(stored.data(), stored.size())),
              "loading RocksDB");
  });
  RequireOk(db_->Flush({}), "flushing RocksDB");
  RequireOk(db_->CompactRange({}, nullptr, nullptr), "compacting RocksDB");
}

std::unique_ptr<rocksdb::Iterator> RawEvents::NewIterator() const {
  rocksdb::ReadOptions options;
  // A scan would only push out what is in the cache.
  options.fill_cache = false;
  options.readahead_size = size_t{2} << 20;
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options));
  it->SeekToFirst();
  return it;
}

ReadCount RawEvents::Scan() const {
  ReadCount count;
  const auto it = NewIterator();
  for (; it->Valid(); it->Next()) {
    ++count.events;
    count.bytes += it->value().size();
  }
  RequireOk(it->status(), "reading RocksDB");
  return count;
}

ReadCount RawEvents::ScanAndParse() const {
  ReadCount count;
  v1::StoredEvent event;
  const auto it = NewIterator();
  for (; it->Valid(); it->Next()) {
    if (!event.ParseFromArray(it->value().data(),
                              static_cast<int>(it->value().size()))) {
      Fail("an event in raw RocksDB does not parse");
    }
    ++count.events;
    count.bytes += event.data().size();
  }
  RequireOk(it->status(), "reading RocksDB");
  return count;
}

namespace {

std::vector<rocksdb::ColumnFamilyDescriptor> FamiliesOf(
    const std::string& directory, rocksdb::DBOptions* options) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  RequireOk(rocksdb::LoadLatestOptions(rocksdb::ConfigOptions(), directory,
                                       options, &families),
            "reading the options of the log");
  return families;
}

}  // namespace

rocksdb::ColumnFamilyOptions FamilyOptionsOf(const std::string& directory,
                                             const std::string& name) {
  rocksdb::DBOptions options;
  for (const auto& family : FamiliesOf(directory, &options)) {
    if (family.name == name) return family.options;
  }
  Fail("the log has no family " + name);
}

void RewriteUncompressed(const std::string& directory) {
  rocksdb::DBOptions options;
  auto families = FamiliesOf(directory, &options);
  // The ledger was made by the instance whose options these are.
  options.error_if_exists = false;
  for (auto& family : families) {
    family.options.compression = rocksdb::kNoCompression;
    family.options.compression_per_level.clear();
    family.options.bottommost_compression = rocksdb::kDisableCompressionOption;
  }
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  RequireOk(rocksdb::DB::Open(options, directory, families, &handles, &db),
            "opening the log as RocksDB");
  const std::unique_ptr<rocksdb::DB> owner(db);
  rocksdb::CompactRangeOptions all;
  all.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  RequireOk(db->Flush({}, handles), "flushing the log");
  for (auto* handle : handles) {
    RequireOk(db->CompactRange(all, handle, nullptr, nullptr),
              "rewriting the log");
    RequireOk(db->DestroyColumnFamilyHandle(handle), "closing the log");
  }
}

rocksdb::ColumnFamilyOptions Uncompressed() {
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kNoCompression;
  return options;
}

}  // namespace clearsky::bench
