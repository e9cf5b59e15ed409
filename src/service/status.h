#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace clearsky::service {

// What a status may take up in the trailers of a call, in bytes as sent, the
// message in percent-encoding and the details in base64. Ordinary clients take
// 8 KiB of trailers, and fail a call that has more without telling why.
inline constexpr size_t kMaxStatusBytes = 7 * 1024;

// The one place where our statuses become gRPC's and back. The canonical codes
// are equal in both. A message passes as it is, but for control characters and
// bytes that are not UTF-8, which are escaped (`\x0a`), and for a long
// one, which is cut and says so. The detail (base/error_detail.h) travels in
// `grpc-status-details-bin` as a google.rpc.Status with one
// google.rpc.ErrorInfo; long values are cut and end in `...`.
grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace clearsky::service
