#include "log/ledger_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/event_log.h"
#include "log/rocksdb_status.h"
#include "rocksdb/env.h"

namespace clearsky::log {
namespace {

// A LEDGER file is some hundred bytes; a longer one is not ours.
constexpr size_t kMaxLedgerFileBytes = 64 << 10;

std::string Join(const std::string& directory, const char* name) {
  return absl::StrCat(directory, "/", name);
}

// System calls and not RocksDB's environment wherever the error number decides
// what the caller is told.
absl::Status FromErrno(int error, absl::string_view doing) {
  return absl::ErrnoToStatus(error, doing);
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FromErrno(errno, absl::StrCat("cannot open ", path));
  const absl::Cleanup close_file = [&] { close(fd); };
  std::string text(kMaxLedgerFileBytes, '\0');
  size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = read(fd, text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FromErrno(errno, absl::StrCat("cannot read ", path));
    if (count == 0) break;
    size += static_cast<size_t>(count);
  }
  text.resize(size);
  return text;
}

absl::Status NoLedger(const std::string& path, absl::string_view why) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, " is no clearsky ledger: ", why));
}

absl::Status CheckIsDirectory(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) {
      return absl::NotFoundError(absl::StrCat("there is no directory ", path));
    }
    return FromErrno(errno, absl::StrCat("cannot open ", path));
  }
  if (!S_ISDIR(info.st_mode)) return NoLedger(path, "it is not a directory");
  return absl::OkStatus();
}

// A file of the ledger's directory, by its name and the one it is written
// under.
struct FileNames {
  const char* name;
  const char* new_name;
};

absl::Status SyncDirectory(const std::string& path, rocksdb::Env* env) {
  std::unique_ptr<rocksdb::Directory> directory;
  rocksdb::Status status = env->NewDirectory(path, &directory);
  if (status.ok()) status = directory->Fsync();
  return FromRocksdb(status, absl::StrCat("cannot sync directory ", path));
}

// Writes or replaces a file whole or not at all: under its new name, synced,
// renamed, and the directory synced.
absl::Status ReplaceFile(const std::string& ledger_path, const FileNames& names,
                         const std::string& content, rocksdb::Env* env) {
  const std::string new_path = Join(ledger_path, names.new_name);
  const std::string path = Join(ledger_path, names.name);
  const auto failed = [&](const rocksdb::Status& status) {
    return FromRocksdb(status, absl::StrCat("cannot write ", path));
  };
  if (const rocksdb::Status status =
          rocksdb::WriteStringToFile(env, content, new_path,
                                     /*should_sync=*/true);
      !status.ok()) {
    return failed(status);
  }
  if (const rocksdb::Status status = env->RenameFile(new_path, path);
      !status.ok()) {
    return failed(status);
  }
  return SyncDirectory(ledger_path, env);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ListDirectory(
    const std::string& path) {
  DIR* const directory = opendir(path.c_str());
  if (directory == nullptr) {
    return FromErrno(errno, absl::StrCat("cannot list directory ", path));
  }
  const absl::Cleanup close = [&] { closedir(directory); };
  std::vector<std::string> names;
  while (const dirent* entry = readdir(directory)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  return names;
}

std::string LogPath(const std::string& ledger_path) {
  return Join(ledger_path, format::kLogDirectory);
}

std::string DerivedPath(const std::string& ledger_path) {
  return Join(ledger_path, format::kDerivedDirectory);
}

uint64_t BytesIn(const std::string& directory, absl::string_view suffix) {
  uint64_t bytes = 0;
  std::error_code error;
  std::filesystem::directory_iterator it(directory, error);
  for (; !error && it != std::filesystem::directory_iterator();
       it.increment(error)) {
    if (!absl::EndsWith(it->path().native(), suffix)) continue;
    std::error_code gone;
    const uintmax_t size = it->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

absl::StatusOr<std::unique_ptr<LedgerLock>> LedgerLock::Take(
    const std::string& ledger_path) {
  const std::string path = Join(ledger_path, format::kLockFile);
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) {
    return FromErrno(errno,
                     absl::StrCat("cannot write in ledger ", ledger_path,
                                  ": cannot open its lock file for writing"));
  }
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    close(fd);
    if (error == EWOULDBLOCK) {
      return absl::UnavailableError(absl::StrCat(
          "ledger ", ledger_path,
          " is locked: another process has it open for writing; wait until it "
          "is closed, or open it read-only"));
    }
    return FromErrno(error, absl::StrCat("cannot lock ", path));
  }
  return std::unique_ptr<LedgerLock>(new LedgerLock(fd));
}

LedgerLock::~LedgerLock() {
  // Closing would do, unless a forked child shares the open file.
  flock(fd_, LOCK_UN);
  close(fd_);
}

absl::Status MakeLedgerDirectory(const std::string& ledger_path) {
  if (ledger_path.empty()) {
    return absl::InvalidArgumentError("the ledger's path is empty");
  }
  if (mkdir(ledger_path.c_str(), 0777) == 0) return absl::OkStatus();
  if (errno != EEXIST) {
    return FromErrno(errno,
                     absl::StrCat("cannot make directory ", ledger_path));
  }
  struct stat info;
  if (stat(ledger_path.c_str(), &info) == 0 && !S_ISDIR(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(ledger_path, " is there and is not a directory"));
  }
  return absl::OkStatus();
}

absl::Status CheckLedgerDirectoryIsEmpty(const std::string& ledger_path) {
  ASSIGN_OR_RETURN(std::vector<std::string> names, ListDirectory(ledger_path));
  std::erase(names, format::kLockFile);
  if (std::count(names.begin(), names.end(), format::kLedgerFile) > 0) {
    return absl::AlreadyExistsError(
        absl::StrCat("there is a ledger in ", ledger_path, " already"));
  }
  // Leftovers of a creation that was cut short look like a ledger that has lost
  // its LEDGER file, so nothing is ever cleared away here.
  if (!names.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "directory ", ledger_path, " holds other files (", names.front(),
        "); a new ledger needs a directory that is empty or not there"));
  }
  return absl::OkStatus();
}

absl::Status WriteLedgerFile(const std::string& ledger_path,
                             const format::LedgerFile& ledger,
                             rocksdb::Env* env) {
  RETURN_IF_ERROR(ReplaceFile(ledger_path,
                              {format::kLedgerFile, format::kNewLedgerFile},
                              format::EncodeLedgerFile(ledger), env));
  // Else a loss of power could take the ledger's directory as a whole. By its
  // own ".." as the path may end in a slash, or be relative.
  return SyncDirectory(Join(ledger_path, ".."), env);
}

absl::Status WriteHeadFile(const std::string& ledger_path,
                           const format::Head& head, rocksdb::Env* env) {
  return ReplaceFile(ledger_path, {format::kHeadFile, format::kNewHeadFile},
                     format::EncodeHead(head), env);
}

absl::StatusOr<format::Head> ReadHeadFile(const std::string& ledger_path) {
  const std::string path = Join(ledger_path, format::kHeadFile);
  const absl::StatusOr<std::string> text = ReadSmallFile(path);
  if (absl::IsNotFound(text.status())) {
    return absl::DataLossError(
        absl::StrCat("the file ", path,
                     " is missing; without it nothing tells whether the "
                     "log is as long as it was"));
  }
  RETURN_IF_ERROR(text.status());
  absl::StatusOr<format::Head> head = format::DecodeHead(*text);
  if (!head.ok()) {
    return absl::DataLossError(absl::StrCat(
        "the file ", path, " is damaged: ", head.status().message()));
  }
  return head;
}

absl::StatusOr<format::LedgerFile> ReadLedgerFile(
    const std::string& ledger_path) {
  RETURN_IF_ERROR(CheckIsDirectory(ledger_path));
  absl::StatusOr<std::string> text =
      ReadSmallFile(Join(ledger_path, format::kLedgerFile));
  if (absl::IsNotFound(text.status())) {
    return NoLedger(ledger_path, "it has no LEDGER file");
  }
  RETURN_IF_ERROR(text.status());
  absl::StatusOr<format::LedgerFile> ledger = format::DecodeLedgerFile(*text);
  if (absl::IsFailedPrecondition(ledger.status())) {
    return NoLedger(ledger_path, absl::StrCat("in its LEDGER file, ",
                                              ledger.status().message()));
  }
  if (!ledger.ok()) {
    return absl::DataLossError(
        absl::StrCat("the LEDGER file of ", ledger_path,
                     " is damaged: ", ledger.status().message()));
  }
  if (ledger->format_version > kFormatVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "ledger ", ledger_path, " has format version ", ledger->format_version,
        "; this program reads up to version ", kFormatVersion,
        "; use a newer one"));
  }
  return ledger;
}

}  // namespace clearsky::log
