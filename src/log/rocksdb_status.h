#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/status.h"

namespace clearsky::log {

// The one place where RocksDB's status becomes ours. `doing` says, for the
// message, what was tried: "position 7: reading". NOT_FOUND, DATA_LOSS for
// corruption, PERMISSION_DENIED, UNAVAILABLE when busy, else INTERNAL.
absl::Status FromRocksdb(const rocksdb::Status& status,
                         absl::string_view doing);

// The same for opening a database that must be there: what is missing or does
// not fit together is DATA_LOSS.
absl::Status FromRocksdbOpen(const rocksdb::Status& status,
                             absl::string_view doing);

}  // namespace clearsky::log
