#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "service/call_runner.h"
#include "service/status.h"

namespace clearsky::service {

// Whether somebody still waits for the answer: CANCELLED when the caller went
// away, DEADLINE_EXCEEDED when its deadline has passed.
absl::Status CheckWanted(const grpc::CallbackServerContext& context);

// Answers a unary call with `work(*request)`, an absl::StatusOr<Response>, done
// on a thread for calls of that kind. It is not done for a call that was
// cancelled, or whose deadline has passed, when its turn comes. `runner` and
// what `work` refers to must outlive the server.
template <typename Request, typename Response, typename Work>
grpc::ServerUnaryReactor* AnswerCall(CallRunner* runner, CallKind kind,
                                     grpc::CallbackServerContext* context,
                                     const Request* request, Response* response,
                                     Work work) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Status taken = runner->Run(
      kind, request->ByteSizeLong(),
      [context, request, response, reactor, work = std::move(work)] {
        absl::Status status = CheckWanted(*context);
        if (status.ok()) {
          absl::StatusOr<Response> answer = work(*request);
          status = answer.status();
          if (answer.ok()) *response = *std::move(answer);
        }
        // Nothing of the call is there any longer behind this.
        reactor->Finish(ToGrpcStatus(status));
      });
  if (!taken.ok()) reactor->Finish(ToGrpcStatus(taken));
  return reactor;
}

}  // namespace clearsky::service
