#pragma once

#include "clearsky/v1/document_service.grpc.pb.h"
#include "ledger/ledger.h"
#include "service/call_runner.h"

namespace clearsky::service {

// The gRPC face of documents: each call is the ledger's method of the same
// name, and its status the call's. Reading a document is work like reading a
// plan, agreeing to what it proposes a write. Without state of its own; safe to
// call from many threads.
class DocumentServiceImpl final : public v1::DocumentService::CallbackService {
 public:
  // `ledger` and `calls` must outlive the service.
  DocumentServiceImpl(ledger::Ledger* ledger, CallRunner* calls)
      : ledger_(ledger), calls_(calls) {}

  grpc::ServerUnaryReactor* ReconcileDocument(
      grpc::CallbackServerContext* context,
      const v1::ReconcileDocumentRequest* request,
      v1::ReconcileDocumentResponse* response) override;
  grpc::ServerUnaryReactor* ApplyReconciliation(
      grpc::CallbackServerContext* context,
      const v1::ApplyReconciliationRequest* request,
      v1::ApplyReconciliationResponse* response) override;

 private:
  ledger::Ledger* const ledger_;
  CallRunner* const calls_;
};

}  // namespace clearsky::service
