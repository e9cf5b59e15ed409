#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "app.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "keeping.h"
#include "log/backup.h"
#include "print.h"
#include "progress.h"
#include "scratch_directory.h"

// The commands that back a ledger up, restore and compact it. Backups are read
// where they lie: no daemon does that.

namespace clearsky::cli {
namespace {

std::string UtcWords(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

void NoteDamaged(uint32_t backup_id, absl::string_view why) {
  Note(absl::StrCat("backup ", backup_id, " cannot be restored: ", why));
}

struct BackupArguments {
  std::string to;
  uint32_t keep = 0;
  bool dry_run = false;
};

// The backups of a directory that one could be added to.
absl::StatusOr<std::vector<log::BackupInfo>> BackupsBefore(
    const std::string& directory, const std::string& ledger_id) {
  const absl::StatusOr<log::BackupList> list = log::ListBackups(directory);
  std::error_code error;
  if (absl::IsNotFound(list.status()) ||
      (absl::IsFailedPrecondition(list.status()) &&
       std::filesystem::is_empty(directory, error) && !error)) {
    return std::vector<log::BackupInfo>();
  }
  RETURN_IF_ERROR(list.status());
  for (const log::BackupInfo& backup : list->backups) {
    if (backup.ledger_id.ToString() == ledger_id) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        directory, " holds backups of ledger ", backup.ledger_id.ToString(),
        "; a directory holds those of one ledger"));
  }
  return list->backups;
}

absl::Status TryBackup(const Place& place, const BackupArguments& arguments) {
  ASSIGN_OR_RETURN(const v1::GetStatsResponse stats, ReadStats(place));
  ASSIGN_OR_RETURN(const std::vector<log::BackupInfo> before,
                   BackupsBefore(arguments.to, stats.ledger_id()));
  const size_t after = before.size() + 1;
  const size_t deleted = arguments.keep == 0 || after <= arguments.keep
                             ? 0
                             : after - arguments.keep;
  Print(absl::StrCat("would back up ledger ", stats.ledger_id(), " to ",
                     arguments.to, "\nevents\t", stats.event_count(),
                     "\nbackups\t", before.size(), "\nwould be deleted\t",
                     deleted, "\n"));
  Note("nothing was backed up, as asked by --dry-run");
  return absl::OkStatus();
}

absl::Status RunBackup(const Place& place, const BackupArguments& arguments) {
  std::optional<ProgressReport> report(std::in_place, "backing up", "bytes");
  const absl::StatusOr<v1::BackUpLedgerResponse> made =
      BackUpLedger(place, arguments.to, arguments.keep, report->Callback());
  report.reset();
  RETURN_IF_ERROR(made.status());
  for (const v1::DamagedBackup& damaged : made->damaged()) {
    NoteDamaged(damaged.backup_id(), damaged.message());
  }
  Print(absl::StrCat("backed up ledger ", made->ledger_id(), " to ",
                     arguments.to, "\nbackup\t", made->backup_id(),
                     "\nevents\t", made->event_count(), "\nbytes\t",
                     made->bytes(), "\ncopied bytes\t", made->copied_bytes(),
                     "\nroot\t", absl::BytesToHexString(made->root()), "\n"));
  return absl::OkStatus();
}

void AddBackup(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"backup", kGroupKeep, "Add a backup of a ledger to a directory",
       "The directory holds backups of one ledger, numbered from 1. Files that "
       "an older\n"
       "one has are shared and not copied again. `clearsky restore` makes the "
       "ledger of\n"
       "one of them. With --server others may record meanwhile, and BACKUP is "
       "a "
       "directory where\n"
       "the daemon runs. Without, nobody may; `clearsky export` can be used "
       "beside a process\n"
       "that records.",
       "clearsky backup --db ./clearsky.db --to /mnt/backup/clearsky\n"
       "clearsky backup --db ./clearsky.db --to /mnt/backup/clearsky --keep "
       "30"});
  const auto arguments = std::make_shared<BackupArguments>();
  command
      ->add_option("--to", arguments->to,
                   "Directory of the ledger's backups; new, empty, or with "
                   "older ones")
      ->type_name("BACKUP")
      ->required();
  command
      ->add_option("--keep", arguments->keep,
                   "Then delete old ones, but for the newest N")
      ->type_name("N")
      ->check(CLI::Range(uint32_t{1}, UINT32_MAX));
  command->add_flag("--dry-run", arguments->dry_run,
                    "Say what would be done, back up and delete nothing");
  program->SetRun(command, [program, arguments] {
    return arguments->dry_run ? TryBackup(program->LedgerPlace(), *arguments)
                              : RunBackup(program->LedgerPlace(), *arguments);
  });
}

struct RestoreArguments {
  std::string from;
  std::string to;
  std::optional<uint32_t> backup;
  bool list = false;
  bool verify = false;
  bool dry_run = false;
};

std::string RowOf(const log::BackupInfo& backup) {
  return absl::StrCat(backup.id, "\t", UtcWords(backup.time), "\t",
                      backup.events, " events\t", backup.bytes, " bytes\troot ",
                      DigestHex(backup.root), "\n");
}

absl::Status RunList(const std::string& from) {
  ASSIGN_OR_RETURN(const log::BackupList list, log::ListBackups(from));
  for (const log::BackupInfo& backup : list.backups) Print(RowOf(backup));
  for (const log::DamagedBackup& damaged : list.damaged) {
    NoteDamaged(damaged.id, damaged.why.message());
  }
  return list.newest;
}

absl::Status RunVerify(const std::string& from) {
  std::optional<ProgressReport> report(std::in_place, "verifying", "bytes");
  const absl::StatusOr<std::vector<log::BackupInfo>> backups =
      log::VerifyBackups(from, report->Callback());
  report.reset();
  RETURN_IF_ERROR(backups.status());
  for (const log::BackupInfo& backup : *backups) Print(RowOf(backup));
  return absl::OkStatus();
}

// Restores into `directory`, showing how far it is.
absl::StatusOr<log::Restored> Restore(const RestoreArguments& arguments,
                                      const std::string& directory) {
  std::optional<ProgressReport> copying(std::in_place, "copying", "bytes");
  std::optional<ProgressReport> indexing;
  std::optional<ProgressReport> verifying;
  log::RestoreOptions options;
  options.backup = arguments.backup;
  options.copying = copying->Callback();
  options.indexing = [&](uint64_t done, uint64_t total) {
    copying.reset();
    if (!indexing.has_value()) indexing.emplace("indexing");
    indexing->Show(done, total);
  };
  options.verifying = [&](uint64_t done, uint64_t total) {
    copying.reset();
    indexing.reset();
    if (!verifying.has_value()) verifying.emplace("verifying");
    verifying->Show(done, total);
  };
  return log::RestoreLedger(arguments.from, directory, options);
}

absl::Status RunRestore(const RestoreArguments& arguments) {
  std::optional<ScratchDirectory> scratch;
  if (arguments.dry_run) {
    absl::StatusOr<ScratchDirectory> made =
        ScratchDirectory::BesideOf(arguments.to);
    // As the real thing says it.
    if (absl::IsAlreadyExists(made.status())) {
      return absl::FailedPreconditionError(
          absl::StrCat("directory ", arguments.to,
                       " holds a ledger already; a backup is restored into a "
                       "directory that is empty or not there"));
    }
    RETURN_IF_ERROR(made.status());
    scratch.emplace(*std::move(made));
  }
  const absl::StatusOr<log::Restored> restored =
      Restore(arguments, scratch.has_value() ? scratch->path() : arguments.to);
  if (!restored.ok()) {
    return scratch.has_value() ? scratch->AboutTarget(restored.status())
                               : restored.status();
  }
  Print(absl::StrCat(
      arguments.dry_run ? "would restore ledger " : "restored ledger ",
      restored->backup.ledger_id.ToString(), " in ", arguments.to, "\nbackup\t",
      restored->backup.id, "\nof\t", UtcWords(restored->backup.time),
      "\nevents\t", restored->ledger.events, "\ndocuments\t",
      restored->ledger.documents, "\nroot\t", DigestHex(restored->ledger.root),
      "\n"));
  if (arguments.dry_run) Note("nothing was made, as asked by --dry-run");
  return absl::OkStatus();
}

void AddRestore(Program* program) {
  CLI::App* const command = program->AddMakingLedger(
      {"restore", kGroupKeep, "Make a ledger of a backup",
       "In a new or empty directory. Every file is compared with its checksum "
       "and the\n"
       "ledger verified before it is there; what was damaged makes no ledger. "
       "The newest\n"
       "backup is restored, and never an older one in its place unless "
       "--backup asks for\n"
       "it.",
       "clearsky restore /mnt/backup/clearsky --to ./clearsky.db\n"
       "clearsky restore /mnt/backup/clearsky --to ./older.db --backup 3\n"
       "clearsky restore /mnt/backup/clearsky --list"},
      /*has_db=*/false);
  const auto arguments = std::make_shared<RestoreArguments>();
  command
      ->add_option("BACKUP", arguments->from,
                   "The directory that `clearsky backup` wrote to")
      ->required();
  CLI::Option* const to =
      command
          ->add_option("--to", arguments->to,
                       "Directory of the ledger to make; new or empty")
          ->type_name("DIR");
  command
      ->add_option("--backup", arguments->backup,
                   "Number of the backup; else the newest")
      ->type_name("ID")
      ->check(CLI::Range(uint32_t{1}, UINT32_MAX))
      ->needs(to);
  CLI::Option* const list =
      command
          ->add_flag("--list", arguments->list,
                     "Only list the backups: number, when (UTC), events, "
                     "bytes, root")
          ->excludes(to);
  command
      ->add_flag("--verify", arguments->verify,
                 "Only read all backups and compare every checksum")
      ->excludes(to)
      ->excludes(list);
  command
      ->add_flag("--dry-run", arguments->dry_run,
                 "Restore beside and verify, then keep nothing of it")
      ->needs(to);
  program->SetRun(command, [arguments] {
    if (arguments->list) return RunList(arguments->from);
    if (arguments->verify) return RunVerify(arguments->from);
    if (!arguments->to.empty()) return RunRestore(*arguments);
    return UsageError(
        "--to DIR names the ledger to make; or --list or --verify the backups");
  });
}

absl::Status RunCompact(const Place& place, bool dry_run) {
  if (dry_run) {
    ASSIGN_OR_RETURN(const v1::GetStatsResponse stats, ReadStats(place));
    Print(absl::StrCat("would compact ledger ", stats.ledger_id(), "\nevents\t",
                       stats.event_count(), "\n"));
    Note("nothing was rewritten, as asked by --dry-run");
    return absl::OkStatus();
  }
  std::optional<ProgressReport> report(std::in_place, "compacting", "bytes");
  const absl::StatusOr<v1::CompactLedgerResponse> compacted =
      CompactLedger(place, report->Callback());
  report.reset();
  RETURN_IF_ERROR(compacted.status());
  Print(absl::StrCat("bytes before\t", compacted->bytes_before(),
                     "\nbytes after\t", compacted->bytes_after(), "\n"));
  return absl::OkStatus();
}

void AddCompact(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"compact", kGroupKeep, "Rewrite a ledger's files in as few as it takes",
       "Changes nothing that can be asked. Of use after many short openings, "
       "or with a\n"
       "program that stores events in less space. Tells the bytes on disk "
       "before and\n"
       "after.",
       "clearsky compact --db ./clearsky.db"});
  const auto dry_run = std::make_shared<bool>(false);
  command->add_flag("--dry-run", *dry_run,
                    "Say what would be rewritten, rewrite nothing");
  program->SetRun(command, [program, dry_run] {
    return RunCompact(program->LedgerPlace(), *dry_run);
  });
}

}  // namespace

void AddBackupCommands(Program* program) {
  AddBackup(program);
  AddRestore(program);
  AddCompact(program);
}

}  // namespace clearsky::cli
