#pragma once

#include <memory>

#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "ledger/ledger.h"
#include "service/ledger_service.h"

namespace clearsky::service {

// A ledger served within this process: a gRPC server that listens nowhere, and
// a stub that reaches it over gRPC's in-process channel. So a caller in this
// process runs the same code path as a remote one. Safe for concurrent use by
// many threads.
class InProcessService {
 public:
  // Serves `ledger`. INTERNAL when gRPC cannot start the server.
  static absl::StatusOr<std::unique_ptr<InProcessService>> Serve(
      std::unique_ptr<ledger::Ledger> ledger);

  InProcessService(const InProcessService&) = delete;
  InProcessService& operator=(const InProcessService&) = delete;
  // Waits for calls that are running, then closes the ledger.
  ~InProcessService();

  // Lives as long as this service.
  v1::LedgerService::StubInterface& stub() { return *stub_; }

 private:
  explicit InProcessService(std::unique_ptr<ledger::Ledger> ledger);

  const std::unique_ptr<ledger::Ledger> ledger_;
  LedgerServiceImpl service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::LedgerService::StubInterface> stub_;
};

}  // namespace clearsky::service
