#include "scratch_directory.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "log/ledger_directory.h"

namespace clearsky::cli {

absl::StatusOr<ScratchDirectory> ScratchDirectory::BesideOf(
    const std::string& target) {
  std::error_code error;
  if (std::filesystem::exists(target, error)) {
    RETURN_IF_ERROR(log::CheckLedgerDirectoryIsEmpty(target));
  }
  std::string name = target;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  absl::StrAppend(&name, ".dry-run-XXXXXX");
  if (mkdtemp(name.data()) == nullptr) {
    const std::string message = absl::StrCat("cannot make directory ", target,
                                             ": ", std::strerror(errno));
    if (errno == EACCES || errno == EPERM || errno == EROFS) {
      return absl::PermissionDeniedError(message);
    }
    return absl::NotFoundError(message);
  }
  return ScratchDirectory(target, name);
}

ScratchDirectory::~ScratchDirectory() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

absl::Status ScratchDirectory::AboutTarget(const absl::Status& status) const {
  if (status.ok()) return status;
  return WithMessage(status,
                     absl::StrReplaceAll(status.message(), {{path_, target_}}));
}

}  // namespace clearsky::cli
