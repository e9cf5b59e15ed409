#pragma once

// SQLite as an event store: one connection, write-ahead log, every commit
// synced (synchronous=FULL), prepared statements.

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "log_benchmark/peer_rocksdb.h"
#include "log_benchmark/store.h"

namespace clearsky::bench {

std::string SqliteVersion();

// In a new database in `directory`. SQLite has one writer at a time: writers
// take turns on one connection.
std::unique_ptr<Store> NewSqliteStore(const std::string& directory);

// A database that holds the events of `source`, to be read in order.
class SqliteEvents {
 public:
  using Source =
      std::function<void(const std::function<void(absl::string_view stored)>&)>;

  SqliteEvents(const std::string& directory, const Source& source);
  ~SqliteEvents();
  ReadCount Scan() const;

 private:
  class Database;
  std::unique_ptr<Database> database_;
};

}  // namespace clearsky::bench
