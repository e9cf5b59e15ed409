#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "log/backup.h"
#include "log/format.h"
#include "rocksdb/rate_limiter.h"
#include "rocksdb/utilities/backup_engine.h"

// A directory of backups, as it lies on disk (docs/format.md).

namespace clearsky::log {

// What is kept with each backup beside its files: what EventLog::Backup knew
// when it began.
struct BackupRecord {
  uint32_t format_version = 0;
  absl::Time time;
  format::Head head;
};
std::string EncodeBackupRecord(const BackupRecord& record);
// DATA_LOSS when `bytes` is nothing that EncodeBackupRecord makes.
absl::StatusOr<BackupRecord> DecodeBackupRecord(absl::string_view bytes);

// One backup, and what it was made of.
struct KeptBackup {
  BackupInfo info;
  BackupRecord record;
};

// The backups of a directory, the oldest first.
struct KeptBackups {
  std::vector<KeptBackup> whole;
  std::vector<DamagedBackup> damaged;
};

// Holds the lock of a directory of backups, until destroyed: one process adds
// and prunes alone, many read together.
class BackupLock {
 public:
  enum class Kind { kRead, kWrite };

  // UNAVAILABLE when it is held otherwise. For reading, a directory that has no
  // lock or cannot be locked, as on a read-only medium, is no error.
  static absl::StatusOr<std::unique_ptr<BackupLock>> Take(
      const std::string& directory, Kind kind);

  BackupLock(const BackupLock&) = delete;
  BackupLock& operator=(const BackupLock&) = delete;
  ~BackupLock();

 private:
  explicit BackupLock(int fd) : fd_(fd) {}

  const int fd_;  // -1 when there is none.
};

// RocksDB asks a rate limiter for leave to copy so many bytes, and tells of its
// progress in no other way while it restores or verifies. This one always gives
// it, and counts. It is asked by the one thread that copies, and by nobody
// when that is done.
class ByteCounter final : public rocksdb::RateLimiter {
 public:
  // `progress` may be null. `total` may be a guess: no more is ever told.
  ByteCounter(OpType counted, uint64_t total, Progress progress)
      : RateLimiter(Mode::kAllIo),
        counted_(counted),
        total_(total),
        progress_(std::move(progress)) {}

  // Bytes so far.
  uint64_t done() const ABSL_LOCKS_EXCLUDED(mu_);
  // Tells that all is done, whatever the total was guessed to be.
  void Finish() ABSL_LOCKS_EXCLUDED(mu_);

  using RateLimiter::Request;
  void Request(int64_t bytes, rocksdb::Env::IOPriority priority,
               rocksdb::Statistics* statistics, OpType type) override
      ABSL_LOCKS_EXCLUDED(mu_);

  void SetBytesPerSecond(int64_t) override {}
  int64_t GetSingleBurstBytes() const override;
  int64_t GetTotalBytesThrough(rocksdb::Env::IOPriority) const override;
  int64_t GetTotalRequests(rocksdb::Env::IOPriority) const override;
  int64_t GetBytesPerSecond() const override;

 private:
  const OpType counted_;
  const uint64_t total_;
  const Progress progress_;
  // Held while `progress_` is called: the calls come one after the other.
  mutable Mutex mu_;
  uint64_t done_ ABSL_GUARDED_BY(mu_) = 0;
};

// RocksDB's options for backups in `directory`; `counter` may be null.
rocksdb::BackupEngineOptions EngineOptions(
    const std::string& directory, const std::shared_ptr<ByteCounter>& counter);

// The backups of a directory, open to be read and locked meanwhile.
struct OpenedBackups {
  std::unique_ptr<BackupLock> lock;
  std::unique_ptr<rocksdb::BackupEngineReadOnly> engine;
};

// NOT_FOUND when `directory` is not there; FAILED_PRECONDITION when it is no
// directory of backups; DATA_LOSS when RocksDB cannot list them.
absl::StatusOr<OpenedBackups> OpenBackups(
    const std::string& directory, const std::shared_ptr<ByteCounter>& counter);

// What `engine` holds.
KeptBackups KeptBy(const rocksdb::BackupEngineReadOnlyBase& engine);

}  // namespace clearsky::log
