#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server_builder.h"
#include "ledger/ledger.h"
#include "service/call_runner.h"
#include "service/document_service.h"
#include "service/feed_service.h"
#include "service/ledger_service.h"
#include "service/lint_service.h"
#include "service/maintenance_service.h"

namespace clearsky::service {

// All that one ledger serves over gRPC: the services and the threads that do
// their calls. The same behind a socket (GrpcServer) and within a process
// (InProcessService). Safe for concurrent use.
class Services {
 public:
  struct Options {
    CallRunner::Options calls;
    FeedOptions feeds;
  };

  // `ledger` must outlive them. No thread is started before a call comes.
  static absl::StatusOr<std::unique_ptr<Services>> Create(
      ledger::Ledger* ledger, const Options& options);

  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  // REQUIRES: the server that they are registered at is gone.
  ~Services();

  // Registers each service, and the largest messages. They must outlive the
  // server.
  void Register(grpc::ServerBuilder* builder);

  // Full names of the services, `clearsky.v1.LedgerService`.
  std::vector<std::string> names() const;

  CallRunner& calls() { return calls_; }
  FeedServiceImpl& feeds() { return feed_service_; }

  // Turns new calls away with UNAVAILABLE and ends the streams that would go on
  // for ever; calls that were let in go on.
  void BeginStop();
  // Waits until no call is left, at most until `deadline`: whether none is.
  bool WaitUntilIdle(absl::Time deadline);

 private:
  Services(ledger::Ledger* ledger, const Options& options);

  // Stopped first of all (~Services): its threads use the services.
  CallRunner calls_;
  LedgerServiceImpl ledger_service_;
  LintServiceImpl lint_service_;
  DocumentServiceImpl document_service_;
  FeedServiceImpl feed_service_;
  MaintenanceService maintenance_service_;
};

}  // namespace clearsky::service
