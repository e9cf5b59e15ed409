#include "service/document_service.h"

#include "service/unary_call.h"

namespace clearsky::service {

grpc::ServerUnaryReactor* DocumentServiceImpl::ReconcileDocument(
    grpc::CallbackServerContext* context,
    const v1::ReconcileDocumentRequest* request,
    v1::ReconcileDocumentResponse* response) {
  return AnswerCall(calls_, CallKind::kRead, context, request, response,
                    [this](const v1::ReconcileDocumentRequest& asked) {
                      return ledger_->ReconcileDocument(asked);
                    });
}

grpc::ServerUnaryReactor* DocumentServiceImpl::ApplyReconciliation(
    grpc::CallbackServerContext* context,
    const v1::ApplyReconciliationRequest* request,
    v1::ApplyReconciliationResponse* response) {
  return AnswerCall(calls_, CallKind::kWrite, context, request, response,
                    [this](const v1::ApplyReconciliationRequest& asked) {
                      return ledger_->ApplyReconciliation(asked);
                    });
}

}  // namespace clearsky::service
