#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/sha256.h"
#include "base/uuid.h"
#include "log/format.h"
#include "log/verify.h"

namespace rocksdb {
class DB;
}  // namespace rocksdb

namespace clearsky::log {

// A backup of a ledger, in a directory that holds those of one ledger.
struct BackupInfo {
  // From 1, in the order in which they were made.
  uint32_t id = 0;
  // When it was begun, by the ledger's clock.
  absl::Time time;
  Uuid ledger_id;
  // Events that were durable when it was begun, and their root. It may hold
  // some more, that were appended meanwhile.
  uint64_t events = 0;
  Sha256Digest root{};
  // Of its files, those shared with other backups among them.
  uint64_t bytes = 0;
};

// A backup that cannot be restored.
struct DamagedBackup {
  uint32_t id = 0;
  // DATA_LOSS, naming the file.
  absl::Status why;
};

// What of a directory of backups can be told without reading all of it.
struct BackupList {
  // The oldest first. Their files are there.
  std::vector<BackupInfo> backups;
  std::vector<DamagedBackup> damaged;
  // DATA_LOSS when the newest is damaged or gone.
  absl::Status newest;
};

struct BackupOptions {
  // Afterwards this many of the newest are kept, and older ones deleted; 0
  // keeps all.
  uint32_t keep = 0;
  // Counts bytes; the total is a good guess. Called by another thread, while
  // the caller waits. May be null.
  Progress progress;
};

struct BackupResult {
  BackupInfo backup;
  // Bytes that were copied; the rest of the backup is shared with older ones.
  uint64_t copied_bytes = 0;
  // Older backups of the directory that cannot be restored any more, as far as
  // a BackupList tells.
  std::vector<DamagedBackup> damaged;
};

// A log that is open, to be backed up.
struct BackupSource {
  rocksdb::DB* db = nullptr;
  uint32_t format_version = 0;
  // Durable in it.
  format::Head head;
  absl::Time now;
};

// What EventLog::Backup does.
absl::StatusOr<BackupResult> BackUp(const BackupSource& source,
                                    const std::string& directory,
                                    const BackupOptions& options);

// The backups of `directory`. Their files are not read.
//
// NOT_FOUND when there is no such directory, FAILED_PRECONDITION when it holds
// no backups, UNAVAILABLE while a backup is being added.
absl::StatusOr<BackupList> ListBackups(const std::string& directory);

// Reads every file of every backup of `directory` and compares its checksum.
// All are whole, and returned; or the first that is not is DATA_LOSS naming the
// file, as is the newest that is gone. Else errors are those of ListBackups.
// `progress` counts bytes, and may be null.
absl::StatusOr<std::vector<BackupInfo>> VerifyBackups(
    const std::string& directory, const Progress& progress);

struct RestoreOptions {
  // The backup's id; nullopt is the newest.
  std::optional<uint32_t> backup;
  // Counts bytes; called by another thread, while the caller waits. May be
  // null.
  Progress copying = nullptr;
  // Count events. May be null.
  Progress indexing = nullptr;
  Progress verifying = nullptr;
};

struct Restored {
  BackupInfo backup;
  Verified ledger;
};

// Makes the ledger at `path` of a backup in `directory`. It is made in a
// directory beside `path`: copied with each file's checksum compared, opened so
// that its index is made, verified whole; and then put in its place. A ledger
// is there whole or not at all.
//
// FAILED_PRECONDITION when `path` is there and is no empty directory, or the
// backup is of a newer format; NOT_FOUND when there is no such backup.
// DATA_LOSS, naming the file or position, when the backup is damaged; also,
// unless a backup is asked for by its id, when the newest one is damaged or
// gone: no older ledger is restored in silence. Else errors are those of
// ListBackups.
absl::StatusOr<Restored> RestoreLedger(const std::string& directory,
                                       const std::string& path,
                                       const RestoreOptions& options);

}  // namespace clearsky::log
