#pragma once

// Raw RocksDB given the bytes that the log stores: the ceiling for whatever
// stands on it.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "log_benchmark/store.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"

namespace clearsky::bench {

std::string RocksdbVersion();

// Each event under its position, written with `sync`. `indexed`: and in the
// same batch the position under stream and revision, in a family of its own.
std::unique_ptr<Store> NewRocksdbStore(const std::string& directory,
                                       bool indexed);

// Number and bytes of what was read.
struct ReadCount {
  uint64_t events = 0;
  uint64_t bytes = 0;
};

// The stored events of a ledger, one under each position, compacted, to be read
// from the first to the last.
class RawEvents {
 public:
  // Calls its argument for each event in order.
  using Source =
      std::function<void(const std::function<void(absl::string_view)>&)>;

  // `like`: options of the family whose compression is to be taken.
  RawEvents(const std::string& directory,
            const rocksdb::ColumnFamilyOptions& like, const Source& source);

  ReadCount Scan() const;
  // Parses each event into one message that is reused.
  ReadCount ScanAndParse() const;

 private:
  std::unique_ptr<rocksdb::Iterator> NewIterator() const;

  std::unique_ptr<rocksdb::DB> db_;
};

// Options with which the family `name` of the closed instance in `directory`
// was last opened.
rocksdb::ColumnFamilyOptions FamilyOptionsOf(const std::string& directory,
                                             const std::string& name);
// Writes all tables of the closed instance in `directory` anew, not compressed.
void RewriteUncompressed(const std::string& directory);
// Everything as RocksDB comes, and not compressed.
rocksdb::ColumnFamilyOptions Uncompressed();

}  // namespace clearsky::bench
