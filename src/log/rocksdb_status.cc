#include "log/rocksdb_status.h"

#include <cerrno>
#include <cstring>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace clearsky::log {
namespace {

// RocksDB keeps the error number of a failed system call in its message only.
bool IsPermissionDenied(const std::string& message) {
  return absl::StrContains(message, std::strerror(EACCES)) ||
         absl::StrContains(message, std::strerror(EPERM)) ||
         absl::StrContains(message, std::strerror(EROFS));
}

absl::StatusCode CodeOf(const rocksdb::Status& status) {
  switch (status.code()) {
    case rocksdb::Status::kOk:
      return absl::StatusCode::kOk;
    case rocksdb::Status::kNotFound:
      return absl::StatusCode::kNotFound;
    case rocksdb::Status::kCorruption:
      return absl::StatusCode::kDataLoss;
    case rocksdb::Status::kBusy:
    case rocksdb::Status::kTimedOut:
    case rocksdb::Status::kTryAgain:
      return absl::StatusCode::kUnavailable;
    case rocksdb::Status::kIOError:
      if (status.IsNoSpace()) return absl::StatusCode::kResourceExhausted;
      return IsPermissionDenied(status.ToString())
                 ? absl::StatusCode::kPermissionDenied
                 : absl::StatusCode::kInternal;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status Make(absl::StatusCode code, const rocksdb::Status& status,
                  absl::string_view doing) {
  return absl::Status(code, absl::StrCat(doing, ": ", status.ToString()));
}

}  // namespace

absl::Status FromRocksdb(const rocksdb::Status& status,
                         absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  return Make(CodeOf(status), status, doing);
}

absl::Status FromRocksdbOpen(const rocksdb::Status& status,
                             absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  // RocksDB tries what its options ask for on CURRENT, and takes any failure to
  // open it for a fault of the options.
  for (const char* tried :
       {"Direct I/O is not supported", "incompatible with filesystem"}) {
    if (status.IsInvalidArgument() &&
        absl::StrContains(status.ToString(), tried)) {
      return Make(absl::StatusCode::kInternal, status,
                  absl::StrCat(doing, ": cannot open its file CURRENT"));
    }
  }
  // "does not exist (create_if_missing is false)", for a lost CURRENT, and a
  // column family that is not there are invalid arguments to RocksDB.
  if (status.IsInvalidArgument() || status.IsNotFound() ||
      status.IsPathNotFound()) {
    return Make(absl::StatusCode::kDataLoss, status, doing);
  }
  return Make(CodeOf(status), status, doing);
}

}  // namespace clearsky::log
