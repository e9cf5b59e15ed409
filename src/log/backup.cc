#include "log/backup.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "log/backup_directory.h"
#include "log/event_log.h"
#include "log/ledger_directory.h"
#include "log/placement.h"
#include "log/rocksdb_status.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"

namespace clearsky::log {
namespace {

// Where RocksDB keeps the table files of all backups.
constexpr char kSharedDirectory[] = "shared_checksum";

std::string NameOf(uint32_t backup, const std::string& directory) {
  return absl::StrCat("backup ", backup, " in ", directory);
}

// `status` with what it is about in front.
absl::Status About(const std::string& what, const absl::Status& status) {
  if (status.ok()) return status;
  return WithMessage(status, absl::StrCat(what, ": ", status.message()));
}

// A backup inside the ledger would be lost with it.
absl::Status CheckIsOutside(const std::string& directory,
                            const std::string& log_path) {
  std::error_code error;
  const std::string ledger =
      std::filesystem::weakly_canonical(log_path, error).parent_path();
  const std::string target =
      std::filesystem::weakly_canonical(directory, error);
  if (target != ledger && !absl::StartsWith(target, ledger + "/")) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat(directory, " lies inside the ledger ", ledger,
                   "; a backup is kept elsewhere, best on another disk"));
}

// Makes the directory unless it is there, and sees that it is empty or has
// backups. Asked before it is locked, so as not to put a lock file among other
// files.
absl::Status PrepareDirectory(const std::string& directory) {
  RETURN_IF_ERROR(MakeLedgerDirectory(directory));
  ASSIGN_OR_RETURN(std::vector<std::string> names, ListDirectory(directory));
  for (const std::string& name : names) {
    if (name == format::kHeadFile || name == "meta") return absl::OkStatus();
  }
  std::erase(names, format::kLockFile);
  std::erase(names, format::kNewHeadFile);
  if (names.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "directory ", directory, " holds other files (", names.front(),
      "); backups need a directory that is empty, not there, or holds backups "
      "of this ledger"));
}

// The directory belongs to one ledger from the first backup's beginning on.
absl::Status ClaimDirectory(const std::string& directory,
                            const format::Head& head, rocksdb::Env* env) {
  ASSIGN_OR_RETURN(std::vector<std::string> names, ListDirectory(directory));
  std::erase(names, format::kLockFile);
  std::erase(names, format::kNewHeadFile);
  if (names.empty()) {
    return WriteHeadFile(directory, {head.ledger_id, MerkleFrontier()}, env);
  }
  ASSIGN_OR_RETURN(const format::Head newest, ReadHeadFile(directory));
  if (newest.ledger_id != head.ledger_id) {
    return absl::FailedPreconditionError(absl::StrCat(
        directory, " holds backups of ledger ", newest.ledger_id.ToString(),
        "; this is ledger ", head.ledger_id.ToString(),
        ", whose backups need a directory of their own"));
  }
  // Else the older history, shorter and newest, would be the one restored.
  if (newest.frontier.size() > head.frontier.size()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the newest backup in ", directory, " holds ", newest.frontier.size(),
        " events, this ledger ", head.frontier.size(),
        ": it has lost some, or was restored from an older backup; back it up "
        "to another directory"));
  }
  return absl::OkStatus();
}

// Number of a table file; 0 when the name has none.
uint64_t NumberOf(const std::string& name) {
  uint64_t number = 0;
  const size_t digits = name.find_first_not_of("0123456789");
  return absl::SimpleAtoi(name.substr(0, digits), &number) ? number : 0;
}

// How many bytes the next backup copies: a guess, as the log goes on growing
// and a shared file is known by its number and size only.
uint64_t BytesToCopy(const std::string& log_path,
                     const std::string& directory) {
  std::set<std::string> shared;
  std::error_code error;
  for (std::filesystem::directory_iterator
           it(absl::StrCat(directory, "/", kSharedDirectory), error),
       end;
       !error && it != end; it.increment(error)) {
    // NUMBER_sSESSION_SIZE.sst
    const std::string name = it->path().filename();
    shared.insert(
        absl::StrCat(NumberOf(name), name.substr(name.rfind('_') + 1)));
  }
  uint64_t bytes = 0;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(log_path, failed), end;
       !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename();
    std::error_code gone;
    const uint64_t size = it->file_size(gone);
    if (gone || name == "IDENTITY" || absl::StartsWith(name, "LO") ||
        absl::StartsWith(name, "OPTIONS")) {
      continue;
    }
    if (absl::EndsWith(name, ".sst") &&
        shared.count(absl::StrCat(NumberOf(name), size, ".sst")) > 0) {
      continue;
    }
    bytes += size;
  }
  return bytes;
}

// Whether the newest backup is there and can be restored.
absl::Status CheckNewest(const KeptBackups& backups,
                         const std::string& directory) {
  const uint32_t newest =
      backups.whole.empty() ? 0 : backups.whole.back().info.id;
  if (!backups.damaged.empty() && backups.damaged.back().id > newest) {
    const DamagedBackup& damaged = backups.damaged.back();
    return absl::DataLossError(absl::StrCat(
        NameOf(damaged.id, directory),
        ", the newest, is damaged: ", damaged.why.message(),
        "; an older one is restored when asked for by its number"));
  }
  ASSIGN_OR_RETURN(const format::Head head, ReadHeadFile(directory));
  const uint64_t events =
      backups.whole.empty() ? 0 : backups.whole.back().info.events;
  if (events >= head.frontier.size()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      "the newest backup in ", directory,
      " is gone: the HEAD file there tells "
      "of one of ",
      head.frontier.size(), " events; ",
      newest == 0
          ? std::string("no other is left")
          : absl::StrCat("the newest that is left, ", newest, ", has ", events,
                         ", and is restored when asked for by its number")));
}

absl::StatusOr<KeptBackup> Choose(const KeptBackups& backups,
                                  const std::string& directory,
                                  const std::optional<uint32_t>& id) {
  if (!id.has_value()) {
    RETURN_IF_ERROR(CheckNewest(backups, directory));
    if (!backups.whole.empty()) return backups.whole.back();
    return absl::NotFoundError(
        absl::StrCat("there is no finished backup in ", directory));
  }
  for (const KeptBackup& kept : backups.whole) {
    if (kept.info.id == *id) return kept;
  }
  for (const DamagedBackup& damaged : backups.damaged) {
    if (damaged.id == *id) return About(NameOf(*id, directory), damaged.why);
  }
  return absl::NotFoundError(absl::StrCat(
      "there is no ", NameOf(*id, directory),
      backups.whole.empty()
          ? ", nor any other"
          : absl::StrCat("; they are ", backups.whole.front().info.id, " to ",
                         backups.whole.back().info.id)));
}

// `status` with what else can be restored when this cannot.
absl::Status WithOthers(const absl::Status& status, const KeptBackups& backups,
                        uint32_t damaged) {
  if (!absl::IsDataLoss(status)) return status;
  std::string others;
  for (const KeptBackup& kept : backups.whole) {
    if (kept.info.id == damaged) continue;
    absl::StrAppend(&others, others.empty() ? "; other backups there: " : ", ",
                    kept.info.id);
  }
  return absl::DataLossError(absl::StrCat(status.message(), others));
}

// Copies the files of the log.
absl::Status Copy(const rocksdb::BackupEngineReadOnly& engine, uint32_t id,
                  const std::string& log_path) {
  const rocksdb::Status status = engine.RestoreDBFromBackup(
      rocksdb::RestoreOptions(), id, log_path, log_path);
  // It compares checksums, but does not always say of which file.
  const rocksdb::Status named =
      status.IsCorruption()
          ? engine.VerifyBackup(id, /*verify_with_checksum=*/true)
          : rocksdb::Status::OK();
  // A file that is missing is damage, as at an opening.
  return FromRocksdbOpen(named.ok() ? status : named, "copying it");
}

// Makes the ledger in `building`, which nobody looks at yet.
absl::StatusOr<Verified> Rebuild(const rocksdb::BackupEngineReadOnly& engine,
                                 const KeptBackup& kept,
                                 const std::string& building,
                                 ByteCounter* copying,
                                 const RestoreOptions& options) {
  RETURN_IF_ERROR(Copy(engine, kept.info.id, LogPath(building)));
  copying->Finish();
  rocksdb::Env* const env = rocksdb::Env::Default();
  RETURN_IF_ERROR(WriteHeadFile(building, kept.record.head, env));
  RETURN_IF_ERROR(WriteLedgerFile(
      building, {kept.record.format_version, kept.record.head.ledger_id}, env));
  // Opening looks whether the log is the one of its HEAD, and makes the derived
  // instance; closing writes it.
  LogOptions log_options;
  log_options.progress = options.indexing;
  RETURN_IF_ERROR(EventLog::Open(building, log_options).status());
  return VerifyLedger(building, options.verifying);
}

}  // namespace

absl::StatusOr<BackupResult> BackUp(const BackupSource& source,
                                    const std::string& directory,
                                    const BackupOptions& options) {
  rocksdb::DB* const db = source.db;
  const format::Head& head = source.head;
  RETURN_IF_ERROR(CheckIsOutside(directory, db->GetName()));
  RETURN_IF_ERROR(PrepareDirectory(directory));
  ASSIGN_OR_RETURN(const std::unique_ptr<BackupLock> lock,
                   BackupLock::Take(directory, BackupLock::Kind::kWrite));
  RETURN_IF_ERROR(ClaimDirectory(directory, head, db->GetEnv()));
  const std::string doing = absl::StrCat("backing up to ", directory);
  const auto counter = std::make_shared<ByteCounter>(
      rocksdb::RateLimiter::OpType::kWrite,
      BytesToCopy(db->GetName(), directory), options.progress);
  rocksdb::BackupEngine* opened = nullptr;
  RETURN_IF_ERROR(
      FromRocksdb(rocksdb::BackupEngine::Open(EngineOptions(directory, counter),
                                              db->GetEnv(), &opened),
                  doing));
  const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  BackupResult result;
  // Looked at before: RocksDB clears away what belongs to none that it can
  // read.
  result.damaged = KeptBy(*engine).damaged;
  // What the write-ahead log holds is copied from it: it is flushed when the
  // writer's load asks for it, and not because of a backup.
  rocksdb::CreateBackupOptions create;
  create.flush_before_backup = false;
  rocksdb::BackupID id = 0;
  RETURN_IF_ERROR(FromRocksdb(
      engine->CreateNewBackupWithMetadata(
          create, db,
          EncodeBackupRecord({source.format_version, source.now, head}), &id),
      doing));
  counter->Finish();
  // From now on the directory tells when this one is gone.
  RETURN_IF_ERROR(WriteHeadFile(directory, head, db->GetEnv()));
  if (options.keep > 0) {
    RETURN_IF_ERROR(
        FromRocksdb(engine->PurgeOldBackups(options.keep),
                    absl::StrCat("deleting old backups in ", directory)));
  }
  KeptBackups backups = KeptBy(*engine);
  if (backups.whole.empty() || backups.whole.back().info.id != id) {
    return absl::InternalError(
        absl::StrCat(NameOf(id, directory), " was made and is not there"));
  }
  result.backup = backups.whole.back().info;
  result.copied_bytes = counter->done();
  return result;
}

absl::StatusOr<BackupList> ListBackups(const std::string& directory) {
  ASSIGN_OR_RETURN(const OpenedBackups opened, OpenBackups(directory, nullptr));
  KeptBackups backups = KeptBy(*opened.engine);
  BackupList list;
  for (const KeptBackup& kept : backups.whole) {
    list.backups.push_back(kept.info);
  }
  list.newest = CheckNewest(backups, directory);
  list.damaged = std::move(backups.damaged);
  return list;
}

absl::StatusOr<std::vector<BackupInfo>> VerifyBackups(
    const std::string& directory, const Progress& progress) {
  ASSIGN_OR_RETURN(const BackupList list, ListBackups(directory));
  for (const DamagedBackup& damaged : list.damaged) {
    return About(NameOf(damaged.id, directory), damaged.why);
  }
  RETURN_IF_ERROR(list.newest);
  uint64_t bytes = 0;
  for (const BackupInfo& backup : list.backups) bytes += backup.bytes;
  const auto counter = std::make_shared<ByteCounter>(
      rocksdb::RateLimiter::OpType::kRead, bytes, progress);
  ASSIGN_OR_RETURN(const OpenedBackups opened, OpenBackups(directory, counter));
  for (const BackupInfo& backup : list.backups) {
    RETURN_IF_ERROR(FromRocksdbOpen(
        opened.engine->VerifyBackup(backup.id, /*verify_with_checksum=*/true),
        NameOf(backup.id, directory)));
  }
  counter->Finish();
  return list.backups;
}

absl::StatusOr<Restored> RestoreLedger(const std::string& directory,
                                       const std::string& path,
                                       const RestoreOptions& options) {
  ASSIGN_OR_RETURN(
      const std::string target,
      EmptyPlace(path,
                 "a backup is restored into a directory that is empty or not "
                 "there"));
  ASSIGN_OR_RETURN(OpenedBackups opened, OpenBackups(directory, nullptr));
  const KeptBackups backups = KeptBy(*opened.engine);
  ASSIGN_OR_RETURN(const KeptBackup kept,
                   Choose(backups, directory, options.backup));
  const std::string name = NameOf(kept.info.id, directory);
  if (kept.record.format_version > kFormatVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        name, " is of a ledger of format version ", kept.record.format_version,
        "; this program reads up to version ", kFormatVersion,
        "; use a newer one"));
  }
  const std::string building = NameBeside(target, "restoring");
  RETURN_IF_ERROR(MakeLedgerDirectory(building));
  absl::Cleanup clear = [&] {
    std::error_code ignored;
    std::filesystem::remove_all(building, ignored);
  };
  // Again, with the total to count up to.
  const auto counter = std::make_shared<ByteCounter>(
      rocksdb::RateLimiter::OpType::kWrite, kept.info.bytes, options.copying);
  ASSIGN_OR_RETURN(opened, OpenBackups(directory, counter));
  const absl::StatusOr<Verified> verified =
      Rebuild(*opened.engine, kept, building, counter.get(), options);
  if (!verified.ok()) {
    return About(name, WithOthers(verified.status(), backups, kept.info.id));
  }
  RETURN_IF_ERROR(MoveIntoPlace(building, target));
  std::move(clear).Cancel();
  return Restored{kept.info, *verified};
}

}  // namespace clearsky::log
