#pragma once

#include "clearsky/v1/lint_service.grpc.pb.h"
#include "ledger/document_lint.h"
#include "ledger/ledger.h"
#include "service/call_runner.h"
#include "service/unary_call.h"

namespace clearsky::service {

// The gRPC face of ledger::LintDocument. It has no state of its own and is safe
// to call from many threads.
class LintServiceImpl final : public v1::LintService::CallbackService {
 public:
  // `ledger` and `calls` must outlive the service.
  LintServiceImpl(ledger::Ledger* ledger, CallRunner* calls)
      : ledger_(ledger), calls_(calls) {}

  grpc::ServerUnaryReactor* LintDocument(
      grpc::CallbackServerContext* context,
      const v1::LintDocumentRequest* request,
      v1::LintDocumentResponse* response) override {
    return AnswerCall(calls_, CallKind::kRead, context, request, response,
                      [this](const v1::LintDocumentRequest& asked) {
                        return ledger::LintDocument(*ledger_, asked);
                      });
  }

 private:
  ledger::Ledger* const ledger_;
  CallRunner* const calls_;
};

}  // namespace clearsky::service
