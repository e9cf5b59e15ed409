#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ledger/ledger.h"
#include "service/grpc_server.h"
#include "service/http/http_server.h"
#include "service/metrics.h"
#include "service/services.h"

namespace clearsky::daemon {

struct DaemonOptions {
  // Directory of the ledger.
  std::string directory;

  // Makes the ledger when there is none. `zone` and `simulated` are for a new
  // one; one that is there must have the same, where they are given.
  bool init = false;
  // Empty: not given.
  std::string zone;
  bool simulated = false;

  // Where to listen: see service::ReadLoopbackAddress.
  std::string grpc_address;
  std::string http_address;
};

// A ledger that is served: what was started, in the order in which it stands on
// each other. For use by one thread.
class Daemon {
 public:
  // Opens the ledger and serves it. Addresses are looked at first, so that a
  // refused one leaves no ledger behind. As ReadLoopbackAddress, CheckFree and
  // ledger::Ledger::Open or Create; FAILED_PRECONDITION when the ledger is
  // another than `init` would have made.
  static absl::StatusOr<std::unique_ptr<Daemon>> Start(
      const DaemonOptions& options);

  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  // Drain, without patience; closes the ledger.
  ~Daemon();

  // What listens and where, `{"grpc", "127.0.0.1:7420"}`.
  std::vector<std::pair<std::string, std::string>> Listening() const;

  // Takes no new work, over gRPC and HTTP alike, and gives what is running
  // until `deadline`.
  void Drain(absl::Time deadline);

 private:
  // Each stands on those before it: they are made in this order, and go in the
  // other.
  struct Started {
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<service::Services> services;
    std::unique_ptr<service::ServiceMetrics> metrics;
    std::unique_ptr<service::GrpcServer> grpc;
    std::unique_ptr<service::HttpServer> http;
  };

  explicit Daemon(Started started);

  absl::Status StartHttp(const std::string& address);
  // What /readyz says.
  absl::Status Ready() const;

  std::atomic<bool> draining_ = false;
  // The HTTP server, once it is there: it may be asked for its figures before
  // it is among what was started.
  std::atomic<const service::HttpServer*> serving_ = nullptr;
  Started started_;
};

}  // namespace clearsky::daemon
