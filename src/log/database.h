#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "log/metrics.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"

namespace clearsky::log {

// A Database is an open RocksDB instance with its column families. It is safe
// for concurrent use, as RocksDB is.
class Database {
 public:
  struct Family {
    std::string name;
    rocksdb::ColumnFamilyOptions options;
  };

  // The first of `families` is RocksDB's default one. Errors are RocksDB's, as
  // FromRocksdbOpen translates them.
  static absl::StatusOr<std::unique_ptr<Database>> Open(
      const rocksdb::DBOptions& options, const std::string& path,
      const std::vector<Family>& families);

  // Opens without writing, maybe beside a writer: what is there at this moment,
  // for as long as it is open. UNAVAILABLE when the writer moves its files
  // about too often to get hold of them.
  static absl::StatusOr<std::unique_ptr<Database>> OpenReadOnly(
      const rocksdb::DBOptions& options, const std::string& path,
      const std::vector<Family>& families);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  rocksdb::DB* db() const { return db_.get(); }
  // The family at that index of the list given to Open.
  rocksdb::ColumnFamilyHandle* family(size_t index) const {
    return handles_[index];
  }
  size_t families() const { return handles_.size(); }
  // Whether RocksDB compacts or flushes, or has reason to.
  bool IsTidyingUp() const;
  // RocksDB's own figures.
  DatabaseFigures Figures() const;

 private:
  Database(rocksdb::DB* db, std::vector<rocksdb::ColumnFamilyHandle*> handles)
      : db_(db), handles_(std::move(handles)) {}

  const std::unique_ptr<rocksdb::DB> db_;
  // Owned by `db_`; given back before it closes.
  const std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace clearsky::log
