#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Env;
class Iterator;
class Snapshot;
class WriteBatchWithIndex;
}  // namespace rocksdb

namespace clearsky::projection {

// Where the rows of projections lie in a ledger's directory.
std::string ProjectionsPath(const std::string& ledger_path);

// RowWrites is a set of changes to rows, of one or more families, that is
// written as a whole. A later change of a key takes the place of an earlier
// one.
class RowWrites {
 public:
  struct Write {
    std::string family;
    std::string key;
    // nullopt: the row goes.
    std::optional<std::string> value;
  };

  void Put(absl::string_view family, std::string key, std::string value) {
    size_bytes_ += key.size() + value.size();
    writes_.push_back({std::string(family), std::move(key), std::move(value)});
  }
  void Delete(absl::string_view family, std::string key) {
    size_bytes_ += key.size();
    writes_.push_back({std::string(family), std::move(key), std::nullopt});
  }
  const std::vector<Write>& writes() const { return writes_; }
  // Bytes of all keys and values.
  size_t size_bytes() const { return size_bytes_; }

 private:
  std::vector<Write> writes_;
  size_t size_bytes_ = 0;
};

// Rows as they are at one moment, of all families together. For use by one
// thread, inside ProjectionStore::Read.
//
// Errors of every call: DATA_LOSS when stored bytes are damaged; NOT_FOUND for
// a family that is not there.
class RowReader {
 public:
  // The row of that key; nullopt when there is none.
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view family,
                                                 absl::string_view key) const;

  // Calls `visit` for the rows with keys from `from` on, before `end`, in order
  // of keys, until it returns false. The views are valid during the call.
  absl::Status Scan(
      absl::string_view family, absl::string_view from, absl::string_view end,
      const std::function<bool(absl::string_view key, absl::string_view value)>&
          visit) const;

 private:
  friend class ProjectionStore;
  RowReader() = default;

  absl::StatusOr<rocksdb::ColumnFamilyHandle*> Find(
      absl::string_view family) const;

  rocksdb::DB* db_ = nullptr;
  const rocksdb::Snapshot* snapshot_ = nullptr;
  // What was written beside a database that is not to be written; else null.
  rocksdb::WriteBatchWithIndex* overlay_ = nullptr;
  // Kept, so that a family that is dropped meanwhile can be read to the end.
  std::map<std::string, std::shared_ptr<rocksdb::ColumnFamilyHandle>,
           std::less<>>
      families_;
};

// A ProjectionStore keeps rows that were made of a ledger's events, in RocksDB
// families by name, in `projections/` inside the ledger's directory. All of it
// can be made again: what is damaged is deleted, and nobody needs to sync it;
// a crash loses the end, but never a part of a RowWrites. It knows nothing of
// projections. It is safe for concurrent use by many threads.
class ProjectionStore {
 public:
  enum class Access {
    // Makes the directory when it is not there; deletes it first when it does
    // not open.
    kWrite,
    // Touches nothing on disk, maybe beside a writer: sees the rows as they are
    // at this moment, and keeps in memory what is written. Without a store on
    // disk that opens, it begins empty.
    kReadOnly,
  };

  // PERMISSION_DENIED, RESOURCE_EXHAUSTED or INTERNAL when the files cannot be
  // made or read.
  static absl::StatusOr<std::unique_ptr<ProjectionStore>> Open(
      const std::string& path, Access access);
  // An empty store in memory.
  static absl::StatusOr<std::unique_ptr<ProjectionStore>> InMemory();

  ProjectionStore(const ProjectionStore&) = delete;
  ProjectionStore& operator=(const ProjectionStore&) = delete;
  ~ProjectionStore();

  // Names of the families, `calendar.101.1`, sorted; without RocksDB's default
  // one, which is always there, as `default`.
  std::vector<std::string> Families() const ABSL_LOCKS_EXCLUDED(mu_);
  // Makes an empty family, unless it is there.
  absl::Status MakeFamily(const std::string& family) ABSL_LOCKS_EXCLUDED(mu_);
  // Deletes a family and its rows, when it is there. Readers that have begun
  // see it to their end.
  absl::Status DropFamily(const std::string& family) ABSL_LOCKS_EXCLUDED(mu_);

  // Writes all or nothing. NOT_FOUND for a family that is not there.
  absl::Status Write(const RowWrites& writes) ABSL_LOCKS_EXCLUDED(mu_);

  // Calls `read` with the rows as they are now, and returns what it does. In a
  // store that keeps what is written in memory, writes wait for it.
  absl::Status Read(const std::function<absl::Status(const RowReader&)>& read)
      const ABSL_LOCKS_EXCLUDED(mu_);

  // Whether what is written is gone with this.
  bool in_memory() const { return in_memory_; }

 private:
  struct Opened;
  explicit ProjectionStore(Opened opened);

  absl::Status WriteToOverlay(const RowWrites& writes) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Of a store in memory alone; outlives `db_`.
  const std::unique_ptr<rocksdb::Env> env_;
  const std::shared_ptr<rocksdb::DB> db_;
  const bool in_memory_;
  // Of a store that is not to be written.
  const std::unique_ptr<rocksdb::WriteBatchWithIndex> overlay_
      ABSL_PT_GUARDED_BY(mu_);

  mutable Mutex mu_;
  std::map<std::string, std::shared_ptr<rocksdb::ColumnFamilyHandle>,
           std::less<>>
      families_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::projection
