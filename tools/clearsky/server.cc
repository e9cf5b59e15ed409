#include "server.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "service/ledger_service.h"
#include "service/status.h"

namespace clearsky::cli {
namespace {

constexpr absl::Duration kConnectTimeout = absl::Seconds(5);
// So that a daemon that vanished is noticed while nothing comes from it.
constexpr int kKeepaliveMillis = 10'000;
// A daemon that is started again is found again soon. The least of a wait is
// also what gRPC gives an attempt to connect, on a busy machine, too.
constexpr int kFirstBackoffMillis = 100;
constexpr int kAttemptMillis = 5'000;
constexpr int kLastBackoffMillis = 2'000;
// A message of an error comes in a header, where each byte of Korean takes
// three; gRPC's own limit would turn it into another error.
constexpr int kMaxMetadataBytes = 1 << 20;

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(service::kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(service::kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMillis);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveMillis);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstBackoffMillis);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kAttemptMillis);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLastBackoffMillis);
  // The daemon is on this machine: no proxy lies between.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // Nor does one connection answer for another that was tried before.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return arguments;
}

std::chrono::system_clock::time_point After(absl::Duration timeout) {
  return absl::ToChronoTime(absl::Now() + timeout);
}

}  // namespace

Server::Server(const std::string& address,
               std::shared_ptr<grpc::Channel> channel)
    : address_(address),
      channel_(std::move(channel)),
      ledger_(v1::LedgerService::NewStub(channel_)),
      lint_(v1::LintService::NewStub(channel_)),
      feed_(v1::FeedService::NewStub(channel_)),
      maintenance_(v1::MaintenanceService::NewStub(channel_)) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Connect(
    const std::string& address) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<Server> server(new Server(
      address, grpc::CreateCustomChannel(absl::StrCat("dns:///", address),
                                         grpc::InsecureChannelCredentials(),
                                         Arguments())));
  const auto deadline = After(kConnectTimeout);
  grpc::Channel& channel = *server->channel_;
  grpc_connectivity_state state = channel.GetState(/*try_to_connect=*/true);
  while (state != GRPC_CHANNEL_READY) {
    if (state == GRPC_CHANNEL_TRANSIENT_FAILURE) {
      return absl::UnavailableError(absl::StrCat(
          "no daemon listens at ", address,
          "; `clearskyd --db DIR` serves a ledger, and says where"));
    }
    if (!channel.WaitForStateChange(state, deadline)) {
      return absl::UnavailableError(absl::StrCat(
          "what listens at ", address, " did not answer as a daemon within ",
          absl::FormatDuration(kConnectTimeout),
          "; `clearskyd --db DIR` serves a ledger, and says at which port for "
          "gRPC"));
    }
    state = channel.GetState(/*try_to_connect=*/true);
  }
  return server;
}

bool Server::WaitUntilConnected(absl::Duration timeout) {
  return channel_->WaitForConnected(After(timeout));
}

absl::Status Server::StatusOf(const grpc::Status& status) {
  const absl::Status ours = service::FromGrpcStatus(status);
  // A call that reaches a server while it closes the connection ends as
  // cancelled, though nobody cancelled it.
  if (!(absl::IsUnavailable(ours) || absl::IsCancelled(ours)) ||
      channel_->GetState(/*try_to_connect=*/false) == GRPC_CHANNEL_READY) {
    return ours;
  }
  return absl::UnavailableError(absl::StrCat(
      "the connection to ", address_, " was lost (", ours.message(),
      "); what was to be recorded may have been: look before repeating it"));
}

}  // namespace clearsky::cli
