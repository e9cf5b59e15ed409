#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clearsky/v1/feed_service.grpc.pb.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "clearsky/v1/lint_service.grpc.pb.h"
#include "clearsky/v1/maintenance_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"

namespace clearsky::cli {

// A daemon that serves a ledger, reached over a socket of this machine. Safe
// for concurrent use.
class Server {
 public:
  // Connects to the daemon at `address`, a HOST:PORT that CheckServer accepts.
  // UNAVAILABLE, and what can be done, when nothing answers there within a few
  // seconds.
  static absl::StatusOr<std::unique_ptr<Server>> Connect(
      const std::string& address);

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  const std::string& address() const { return address_; }

  // For stubs of other services.
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }

  // Live as long as this.
  v1::LedgerService::StubInterface& ledger() { return *ledger_; }
  v1::LintService::StubInterface& lint() { return *lint_; }
  v1::FeedService::StubInterface& feed() { return *feed_; }
  v1::MaintenanceService::StubInterface& maintenance() { return *maintenance_; }

  // Waits for the connection, also when it was lost and the daemon is started
  // again; whether it is there after `timeout`.
  bool WaitUntilConnected(absl::Duration timeout);

  // The status of a call. Of one that ended because the connection did, says
  // so.
  absl::Status StatusOf(const grpc::Status& status);

 private:
  Server(const std::string& address, std::shared_ptr<grpc::Channel> channel);

  const std::string address_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::LedgerService::StubInterface> ledger_;
  const std::unique_ptr<v1::LintService::StubInterface> lint_;
  const std::unique_ptr<v1::FeedService::StubInterface> feed_;
  const std::unique_ptr<v1::MaintenanceService::StubInterface> maintenance_;
};

}  // namespace clearsky::cli
