#pragma once

// A closed ledger's RocksDB instances, to be tampered with behind the log's
// back.

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "log/event_codec.h"
#include "log/format.h"
#include "log/merkle_frontier.h"
#include "rocksdb/db.h"

namespace clearsky::log {

inline std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// One instance, open for as long as this lives.
class RawInstance {
 public:
  RawInstance(const std::string& path,
              const std::vector<const char*>& families) {
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    for (const char* name : families) {
      descriptors.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    rocksdb::DB* db = nullptr;
    EXPECT_TRUE(rocksdb::DB::Open({}, path, descriptors, &handles_, &db).ok());
    db_.reset(db);
  }
  RawInstance(const RawInstance&) = delete;
  RawInstance& operator=(const RawInstance&) = delete;
  ~RawInstance() {
    for (auto* handle : handles_) {
      EXPECT_TRUE(db_->DestroyColumnFamilyHandle(handle).ok());
    }
  }

  std::string Get(size_t family, absl::string_view key) {
    std::string value;
    EXPECT_TRUE(db_->Get({}, handles_[family], Slice(key), &value).ok());
    return value;
  }
  void Put(size_t family, absl::string_view key, absl::string_view value) {
    EXPECT_TRUE(db_->Put({}, handles_[family], Slice(key), Slice(value)).ok());
  }
  void Delete(size_t family, absl::string_view key) {
    EXPECT_TRUE(db_->Delete({}, handles_[family], Slice(key)).ok());
  }

 private:
  static rocksdb::Slice Slice(absl::string_view view) {
    return {view.data(), view.size()};
  }

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

// log/: its families by number.
class RawLog : public RawInstance {
 public:
  static constexpr size_t kMeta = 0;
  static constexpr size_t kCommits = 1;
  static constexpr size_t kDocuments = 2;

  explicit RawLog(const std::string& ledger_path)
      : RawInstance(ledger_path + "/log",
                    {format::kMetaFamily, format::kCommitsFamily,
                     format::kDocumentsFamily}) {}

  std::string GetChunk(uint64_t first) {
    return Get(kCommits, format::ChunkKey(first));
  }
  void PutChunk(uint64_t first, const std::string& value) {
    Put(kCommits, format::ChunkKey(first), value);
  }
  void DeleteChunk(uint64_t first) {
    Delete(kCommits, format::ChunkKey(first));
  }

  // Adds a commit of one event in its stored bytes, and the tree behind it: as
  // the log does, but for what it would refuse.
  void Append(absl::Time time, const std::string& stored) {
    absl::StatusOr<MerkleFrontier> frontier =
        format::DecodeFrontier(Get(kMeta, format::kFrontierKey));
    ASSERT_TRUE(frontier.ok());
    for (const format::KeyValue& chunk : format::EncodeCommit(
             frontier->size(), absl::ToUnixMicros(time), {stored})) {
      Put(kCommits, chunk.key, chunk.value);
    }
    frontier->Add(stored);
    Put(kMeta, format::kFrontierKey, format::EncodeFrontier(*frontier));
  }
  void Append(const EventPlace& place, const NewEvent& event) {
    Append(place.record_time, EncodeEvent(place, event));
  }
};

// derived/: its families by number.
class RawDerived : public RawInstance {
 public:
  static constexpr size_t kCheckpoint = 0;
  static constexpr size_t kClustered = 1;
  static constexpr size_t kHeads = 2;
  static constexpr size_t kIds = 3;

  explicit RawDerived(const std::string& ledger_path)
      : RawInstance(ledger_path + "/derived",
                    {"default", format::kClusteredFamily, format::kHeadsFamily,
                     format::kIdsFamily}) {}
};

}  // namespace clearsky::log
