#include "service/unary_call.h"

#include <chrono>

namespace clearsky::service {

absl::Status CheckWanted(const grpc::CallbackServerContext& context) {
  // The deadline first: gRPC cancels what is past it, too.
  if (context.deadline() <= std::chrono::system_clock::now()) {
    return absl::DeadlineExceededError(
        "the deadline passed before the server came to it; nothing was done");
  }
  if (context.IsCancelled()) {
    return absl::CancelledError("the caller went away; nothing was done");
  }
  return absl::OkStatus();
}

}  // namespace clearsky::service
