#pragma once

#include <string>

#include "absl/time/time.h"
#include "clearsky/v1/maintenance_service.grpc.pb.h"
#include "ledger/ledger.h"
#include "service/turns.h"
#include "service/work_pool.h"

namespace clearsky::service {

// The gRPC face of what looks after the files of a ledger that is open. Long
// work is done on a pool, one at a time; who waits for a turn, or went away,
// holds no thread. A reader that takes nothing for a while is cancelled, so
// that the others get their turn. Safe to call from many threads.
class MaintenanceService final
    : public v1::MaintenanceService::CallbackService {
 public:
  // All must outlive the service; figures are read on a pool of their own, not
  // to wait for what takes long. A reader has `patience` for each piece of an
  // export.
  MaintenanceService(ledger::Ledger* ledger, WorkPool* long_work,
                     WorkPool* figures,
                     absl::Duration patience = absl::Minutes(1));

  grpc::ServerUnaryReactor* GetStats(grpc::CallbackServerContext* context,
                                     const v1::GetStatsRequest* request,
                                     v1::GetStatsResponse* response) override;
  grpc::ServerWriteReactor<v1::VerifyLedgerResponse>* VerifyLedger(
      grpc::CallbackServerContext* context,
      const v1::VerifyLedgerRequest* request) override;
  grpc::ServerWriteReactor<v1::ExportLedgerResponse>* ExportLedger(
      grpc::CallbackServerContext* context,
      const v1::ExportLedgerRequest* request) override;
  grpc::ServerWriteReactor<v1::BackUpLedgerResponse>* BackUpLedger(
      grpc::CallbackServerContext* context,
      const v1::BackUpLedgerRequest* request) override;
  grpc::ServerWriteReactor<v1::CompactLedgerResponse>* CompactLedger(
      grpc::CallbackServerContext* context,
      const v1::CompactLedgerRequest* request) override;

 private:
  ledger::Ledger* const ledger_;
  const absl::Duration patience_;
  Turns long_work_;
  // Figures are read by opening the ledger once more; one at a time, and not
  // behind what takes long.
  Turns figures_;
};

}  // namespace clearsky::service
