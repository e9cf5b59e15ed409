#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// How what takes long to make appears whole or not at all: under a name beside
// its place, and renamed when it is finished.

namespace clearsky::log {

// A name beside `path` for what is not finished.
std::string NameBeside(absl::string_view path, absl::string_view what);

// Where a ledger is to be put, as a path that can be renamed to.
// FAILED_PRECONDITION when `path` is there and is no empty directory; the
// message ends with `rule`, what is accepted.
absl::StatusOr<std::string> EmptyPlace(const std::string& path,
                                       absl::string_view rule);

// Puts what is finished in its place, for good.
absl::Status MoveIntoPlace(const std::string& from, const std::string& to);

}  // namespace clearsky::log
