#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server.h"
#include "service/loopback.h"
#include "service/metrics.h"
#include "service/services.h"

namespace clearsky::service {

// The services of a ledger on a socket of the loopback interface, with the
// standard services of health (grpc.health.v1) and reflection. Safe for
// concurrent use.
class GrpcServer {
 public:
  struct Options {
    // Where to listen: see ReadLoopbackAddress.
    std::string address = "127.0.0.1:0";

    // A client may ping as often; one that does so more often is told to calm
    // down and loses its connection. Ordinary clients ping every 10 s, with and
    // without calls.
    absl::Duration min_ping_interval = absl::Seconds(5);
    // A client that says nothing for so long is pinged, and is taken for dead
    // when it does not answer within the timeout.
    absl::Duration keepalive_time = absl::Seconds(30);
    absl::Duration keepalive_timeout = absl::Seconds(20);
    // So long a new connection may take to greet.
    absl::Duration handshake_timeout = absl::Seconds(10);

    // Calls at a time on one connection; further ones wait at the client.
    int max_calls_per_connection = 1000;
    // Metadata of a call, in bytes; above it the call is RESOURCE_EXHAUSTED.
    int max_metadata_bytes = 16 * 1024;
    // Messages on their way in and out, all together.
    size_t max_buffer_bytes = size_t{512} << 20;

    // Counts the calls; must outlive the server. nullptr: nobody does.
    ServiceMetrics* metrics = nullptr;
  };

  // Serves `services`, which must outlive the server. As ReadLoopbackAddress
  // and CheckFree; INTERNAL when gRPC cannot start for another reason.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(
      const Options& options, Services* services);

  GrpcServer(const GrpcServer&) = delete;
  GrpcServer& operator=(const GrpcServer&) = delete;
  // Drain, without patience.
  ~GrpcServer();

  // Where it listens, with the port that it got.
  const LoopbackAddress& address() const { return address_; }
  int port() const { return address_.port; }

  // Tells all who ask for its health that it does not serve any longer, takes
  // no new call, ends the streams that would go on for ever, and waits for the
  // calls that are running; what is left at `deadline` is cancelled. Work that
  // is being done then is still waited for. Further calls do nothing.
  void Drain(absl::Time deadline);

 private:
  GrpcServer(LoopbackAddress address, Services* services);

  LoopbackAddress address_;
  Services* const services_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace clearsky::service
