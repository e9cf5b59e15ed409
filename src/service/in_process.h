#pragma once

#include <memory>

#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "ledger/ledger.h"
#include "service/services.h"

namespace clearsky::service {

// A ledger served within this process: a gRPC server that listens nowhere, and
// a channel that reaches it. So a caller in this process runs the same code
// path as a remote one. Safe for concurrent use by many threads.
class InProcessService {
 public:
  // Serves `ledger`. INTERNAL when gRPC cannot start the server.
  static absl::StatusOr<std::unique_ptr<InProcessService>> Serve(
      std::unique_ptr<ledger::Ledger> ledger);

  InProcessService(const InProcessService&) = delete;
  InProcessService& operator=(const InProcessService&) = delete;
  // Waits for calls that are running, then closes the ledger.
  ~InProcessService();

  // For stubs of other services. They must not be used once this is gone.
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }

  // Lives as long as this service.
  v1::LedgerService::StubInterface& stub() { return *stub_; }

 private:
  explicit InProcessService(std::unique_ptr<ledger::Ledger> ledger);

  const std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::LedgerService::StubInterface> stub_;
};

}  // namespace clearsky::service
