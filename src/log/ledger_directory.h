#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "log/format.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace clearsky::log {

// Where the parts of a ledger lie (docs/format.md).
std::string LogPath(const std::string& ledger_path);
std::string DerivedPath(const std::string& ledger_path);

// Bytes of the files in a directory whose names end with `suffix`, as they are
// now: one that goes meanwhile counts nothing, and neither does a directory
// that is not there.
uint64_t BytesIn(const std::string& directory, absl::string_view suffix = "");

// Names in a directory, without "." and "..". NOT_FOUND, PERMISSION_DENIED.
absl::StatusOr<std::vector<std::string>> ListDirectory(const std::string& path);

// Holds the lock that keeps a second writer out of a ledger, until destroyed.
// The lock is the operating system's (flock), so it goes with the process.
class LedgerLock {
 public:
  // UNAVAILABLE when it is held, PERMISSION_DENIED when the lock file cannot be
  // written.
  static absl::StatusOr<std::unique_ptr<LedgerLock>> Take(
      const std::string& ledger_path);

  LedgerLock(const LedgerLock&) = delete;
  LedgerLock& operator=(const LedgerLock&) = delete;
  ~LedgerLock();

 private:
  explicit LedgerLock(int fd) : fd_(fd) {}

  const int fd_;
};

// The first steps of making a ledger: makes its directory, unless it is there;
// and sees that nothing but maybe a lock file is in it. The second is to be
// asked before the lock is taken, so as not to put it among other files, and
// again after, as another process may have made a ledger meanwhile. Errors are
// those of EventLog::Create.
absl::Status MakeLedgerDirectory(const std::string& ledger_path);
absl::Status CheckLedgerDirectoryIsEmpty(const std::string& ledger_path);

// Writes the LEDGER file, whole or not at all, and syncs it, the directory, and
// the one that the directory is in. The last step of making a ledger: before it
// there is none.
absl::Status WriteLedgerFile(const std::string& ledger_path,
                             const format::LedgerFile& ledger,
                             rocksdb::Env* env);

// Replaces the HEAD file, whole or not at all, and syncs it and the directory.
// After an error the one before may be there or the new one, and is whole.
absl::Status WriteHeadFile(const std::string& ledger_path,
                           const format::Head& head, rocksdb::Env* env);

// Reads the HEAD file. DATA_LOSS when it is missing, as each ledger has one
// from the beginning, or damaged; PERMISSION_DENIED.
absl::StatusOr<format::Head> ReadHeadFile(const std::string& ledger_path);

// Reads the LEDGER file. Errors are those of EventLog::Open: NOT_FOUND,
// FAILED_PRECONDITION (no ledger, newer format), PERMISSION_DENIED, DATA_LOSS.
absl::StatusOr<format::LedgerFile> ReadLedgerFile(
    const std::string& ledger_path);

}  // namespace clearsky::log
