#include "log/backup_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/ledger_directory.h"
#include "log/rocksdb_status.h"
#include "rocksdb/env.h"

namespace clearsky::log {
namespace {

constexpr absl::string_view kRecordKey = "clearsky backup";
constexpr size_t kNumberBytes = 8;

// How much is copied between two reports: small enough for a bar to move.
constexpr int64_t kCopyBytes = 1 << 20;

absl::Status DamagedRecord(absl::string_view why) {
  return absl::DataLossError(
      absl::StrCat("the record kept with it is damaged: ", why));
}

absl::StatusOr<KeptBackup> KeptOf(const rocksdb::BackupInfo& info) {
  ASSIGN_OR_RETURN(BackupRecord record, DecodeBackupRecord(info.app_metadata));
  KeptBackup kept;
  kept.info = {info.backup_id,
               record.time,
               record.head.ledger_id,
               record.head.frontier.size(),
               record.head.frontier.Root(),
               info.size};
  kept.record = std::move(record);
  return kept;
}

}  // namespace

std::string EncodeBackupRecord(const BackupRecord& record) {
  return format::Seal(kRecordKey,
                      absl::StrCat(format::EncodeNumber(record.format_version),
                                   format::EncodeNumber(static_cast<uint64_t>(
                                       absl::ToUnixMicros(record.time))),
                                   format::EncodeHead(record.head)));
}

absl::StatusOr<BackupRecord> DecodeBackupRecord(absl::string_view bytes) {
  const absl::StatusOr<absl::string_view> unsealed =
      format::Unseal(kRecordKey, bytes);
  if (!unsealed.ok()) return DamagedRecord(unsealed.status().message());
  if (unsealed->size() < 2 * kNumberBytes) return DamagedRecord("it is short");
  ASSIGN_OR_RETURN(const uint64_t version,
                   format::DecodeNumber(unsealed->substr(0, kNumberBytes)));
  ASSIGN_OR_RETURN(
      const uint64_t time_us,
      format::DecodeNumber(unsealed->substr(kNumberBytes, kNumberBytes)));
  absl::StatusOr<format::Head> head =
      format::DecodeHead(unsealed->substr(2 * kNumberBytes));
  if (!head.ok()) return DamagedRecord(head.status().message());
  return BackupRecord{static_cast<uint32_t>(version),
                      absl::FromUnixMicros(static_cast<int64_t>(time_us)),
                      *std::move(head)};
}

absl::StatusOr<std::unique_ptr<BackupLock>> BackupLock::Take(
    const std::string& directory, Kind kind) {
  const bool is_write = kind == Kind::kWrite;
  const std::string path = absl::StrCat(directory, "/", format::kLockFile);
  const int fd = open(path.c_str(),
                      is_write ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY, 0666);
  if (fd < 0) {
    if (!is_write) return std::unique_ptr<BackupLock>(new BackupLock(-1));
    return absl::ErrnoToStatus(
        errno, absl::StrCat("cannot write backups to ", directory,
                            ": cannot open its lock file for writing"));
  }
  std::unique_ptr<BackupLock> lock(new BackupLock(fd));
  if (flock(fd, (is_write ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return absl::UnavailableError(
        absl::StrCat("the backups in ", directory, " are being ",
                     is_write ? "written or read" : "written",
                     " by another process; try again when it is done"));
  }
  if (!is_write) return lock;
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot lock ", path));
}

BackupLock::~BackupLock() {
  if (fd_ >= 0) close(fd_);
}

uint64_t ByteCounter::done() const {
  MutexLock lock(&mu_);
  return done_;
}

void ByteCounter::Finish() {
  MutexLock lock(&mu_);
  if (progress_ == nullptr || total_ == 0 || done_ >= total_) return;
  progress_(total_, total_);
}

void ByteCounter::Request(int64_t bytes, rocksdb::Env::IOPriority,
                          rocksdb::Statistics*, OpType type) {
  if (type != counted_) return;
  MutexLock lock(&mu_);
  done_ += static_cast<uint64_t>(bytes);
  if (progress_ != nullptr && total_ > 0) {
    progress_(std::min(done_, total_), total_);
  }
}

int64_t ByteCounter::GetSingleBurstBytes() const { return kCopyBytes; }

int64_t ByteCounter::GetTotalBytesThrough(rocksdb::Env::IOPriority) const {
  return static_cast<int64_t>(done());
}

int64_t ByteCounter::GetTotalRequests(rocksdb::Env::IOPriority) const {
  return 0;
}

int64_t ByteCounter::GetBytesPerSecond() const { return 0; }

rocksdb::BackupEngineOptions EngineOptions(
    const std::string& directory, const std::shared_ptr<ByteCounter>& counter) {
  rocksdb::BackupEngineOptions options(directory);
  // Table files, which never change, are kept once for all backups that have
  // them, under names that tell two histories of one ledger apart. Both are
  // RocksDB's defaults, and what makes backups incremental.
  options.share_table_files = true;
  options.share_files_with_checksum = true;
  // A backup that was told to be made is to survive a loss of power, and so is
  // a ledger that was restored.
  options.sync = true;
  options.backup_rate_limiter = counter;
  options.restore_rate_limiter = counter;
  return options;
}

absl::StatusOr<OpenedBackups> OpenBackups(
    const std::string& directory, const std::shared_ptr<ByteCounter>& counter) {
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(directory);
  if (absl::IsNotFound(names.status())) {
    return absl::NotFoundError(
        absl::StrCat("there is no directory ", directory));
  }
  RETURN_IF_ERROR(names.status());
  const auto has = [&](absl::string_view name) {
    return std::find(names->begin(), names->end(), name) != names->end();
  };
  if (has(format::kLedgerFile)) {
    return absl::FailedPreconditionError(absl::StrCat(
        directory, " is a ledger itself; name a directory of its backups"));
  }
  if (!has(format::kHeadFile) && !has("meta")) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory, " is no directory of backups"));
  }
  OpenedBackups opened;
  ASSIGN_OR_RETURN(opened.lock,
                   BackupLock::Take(directory, BackupLock::Kind::kRead));
  rocksdb::BackupEngineReadOnly* engine = nullptr;
  RETURN_IF_ERROR(FromRocksdbOpen(
      rocksdb::BackupEngineReadOnly::Open(EngineOptions(directory, counter),
                                          rocksdb::Env::Default(), &engine),
      absl::StrCat("opening the backups in ", directory)));
  opened.engine.reset(engine);
  return opened;
}

KeptBackups KeptBy(const rocksdb::BackupEngineReadOnlyBase& engine) {
  std::vector<rocksdb::BackupInfo> infos;
  engine.GetBackupInfo(&infos);
  KeptBackups backups;
  for (const rocksdb::BackupInfo& info : infos) {
    absl::StatusOr<KeptBackup> kept = KeptOf(info);
    if (kept.ok()) {
      backups.whole.push_back(*std::move(kept));
    } else {
      backups.damaged.push_back({info.backup_id, kept.status()});
    }
  }
  std::vector<rocksdb::BackupID> corrupted;
  engine.GetCorruptedBackups(&corrupted);
  for (const rocksdb::BackupID id : corrupted) {
    rocksdb::BackupInfo ignored;
    backups.damaged.push_back(
        {id,
         absl::DataLossError(engine.GetBackupInfo(id, &ignored).ToString())});
  }
  std::sort(backups.damaged.begin(), backups.damaged.end(),
            [](const DamagedBackup& a, const DamagedBackup& b) {
              return a.id < b.id;
            });
  return backups;
}

}  // namespace clearsky::log
