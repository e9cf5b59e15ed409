#include "service/ledger_service.h"

#include "service/answer_stream.h"

namespace clearsky::service {

grpc::ServerWriteReactor<v1::RebuildProjectionsResponse>*
LedgerServiceImpl::RebuildProjections(
    grpc::CallbackServerContext* context,
    const v1::RebuildProjectionsRequest* request) {
  return AnswerInStream<v1::RebuildProjectionsResponse>(
      calls_, context, request,
      [this](const v1::RebuildProjectionsRequest& asked,
             AnswerStream<v1::RebuildProjectionsResponse>* answers) {
        return ledger_->RebuildProjections(
            asked, [answers](const v1::RebuildProjectionsResponse& answer) {
              // Only progress may be overtaken, and not by the result.
              if (answer.finished()) {
                answers->Send(answer);
              } else {
                answers->Show(answer);
              }
            });
      });
}

}  // namespace clearsky::service
