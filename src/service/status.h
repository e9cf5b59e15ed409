#pragma once

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace clearsky::service {

// The one place where our statuses become gRPC's and back. The canonical codes
// are equal in both, so code and message pass unchanged.
grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace clearsky::service
