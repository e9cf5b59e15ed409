#pragma once

#include "absl/status/status.h"

namespace clearsky::service {

// Codes of HTTP (RFC 9110) that say more than a canonical code does.
inline constexpr int kHttpNotAcceptable = 406;
inline constexpr int kHttpPreconditionFailed = 412;
inline constexpr int kHttpUnsupportedMediaType = 415;
inline constexpr int kHttpUnprocessable = 422;

// An error that is answered with this code of HTTP instead of the one that its
// canonical code stands for.
absl::Status WithHttpStatus(absl::Status status, int http_status);

// The code of HTTP that an error is answered with.
int HttpStatusOf(const absl::Status& status);

}  // namespace clearsky::service
