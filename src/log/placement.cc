#include "log/placement.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "log/format.h"
#include "log/ledger_directory.h"

namespace clearsky::log {
namespace {

absl::Status SyncDirectoryOf(const std::string& path) {
  std::filesystem::path directory = std::filesystem::path(path).parent_path();
  if (directory.empty()) directory = ".";
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const absl::Cleanup close_directory = [&] {
    if (fd >= 0) close(fd);
  };
  if (fd < 0 || fsync(fd) != 0) {
    return absl::ErrnoToStatus(
        errno, absl::StrCat("cannot sync directory ", directory.string()));
  }
  return absl::OkStatus();
}

}  // namespace

std::string NameBeside(absl::string_view path, absl::string_view what) {
  return absl::StrCat(path, ".", what, "-",
                      MakeUuidV4().ToString().substr(0, 8));
}

absl::StatusOr<std::string> EmptyPlace(const std::string& path,
                                       absl::string_view rule) {
  std::string target = path;
  while (target.size() > 1 && target.back() == '/') target.pop_back();
  if (target.empty()) {
    return absl::InvalidArgumentError("the ledger's path is empty");
  }
  std::error_code error;
  if (!std::filesystem::exists(target, error)) return target;
  const absl::StatusOr<std::vector<std::string>> names = ListDirectory(target);
  if (!names.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(names.status().message(), "; ", rule));
  }
  for (const std::string& name : *names) {
    return absl::FailedPreconditionError(absl::StrCat(
        "directory ", path,
        std::filesystem::exists(target + "/" + format::kLedgerFile, error)
            ? " holds a ledger already"
            : absl::StrCat(" holds other files (", name, ")"),
        "; ", rule));
  }
  // Behind a symbolic link, what it points to is to be replaced.
  const std::filesystem::path canonical =
      std::filesystem::canonical(target, error);
  return error ? target : canonical.string();
}

absl::Status MoveIntoPlace(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    const int error = errno;
    if (error == ENOTEMPTY || error == EEXIST) {
      return absl::FailedPreconditionError(
          absl::StrCat(to, " was filled meanwhile by somebody else"));
    }
    return absl::ErrnoToStatus(error, absl::StrCat("cannot make ", to));
  }
  return SyncDirectoryOf(to);
}

}  // namespace clearsky::log
