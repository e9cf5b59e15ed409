#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace clearsky {

// What an error is about, for programs: the message is for people. A status
// carries it as a payload, and faces tell it in their own way (gRPC's status
// details, the members of an HTTP problem). Its shape is that of
// v1::ErrorDetail.
struct ErrorDetail {
  // A constant in UPPER_SNAKE_CASE: `REVISION_MISMATCH`, `STATE_FORBIDS`.
  std::string reason;
  // Lower-case keys with underscores; UTF-8 values.
  std::map<std::string, std::string> metadata;

  friend bool operator==(const ErrorDetail&, const ErrorDetail&) = default;
};

// `status` with the detail; one that it had is replaced. An OK status stays as
// it is.
absl::Status WithDetail(absl::Status status, const ErrorDetail& detail);

// `status` with `metadata` added to its detail; what that has already stays.
// Unchanged when it has no detail.
absl::Status AddToDetail(absl::Status status,
                         const std::map<std::string, std::string>& metadata);

// The detail of `status`; nullopt when it has none.
std::optional<ErrorDetail> DetailOf(const absl::Status& status);

// `status` with another message, and all that it carries.
absl::Status WithMessage(const absl::Status& status, absl::string_view message);

// `state-forbids` as a reason: STATE_FORBIDS.
std::string ReasonOfRule(absl::string_view rule);

}  // namespace clearsky
