#include "service/in_process.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "grpcpp/ext/health_check_service_server_builder_option.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace clearsky::service {
namespace {

// The reflection library adds itself to every server of a process, with threads
// of its own: for nobody here, and at a cost for each command.
class WithoutPlugins final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    plugins->clear();
  }
};

}  // namespace

InProcessService::InProcessService(std::unique_ptr<ledger::Ledger> ledger)
    : ledger_(std::move(ledger)) {}

InProcessService::~InProcessService() {
  stub_.reset();
  channel_.reset();
  // Streams that would go on for ever end; a channel that is still held
  // elsewhere leads to nothing.
  if (services_ != nullptr) services_->BeginStop();
  if (server_ != nullptr) server_->Shutdown();
}

absl::StatusOr<std::unique_ptr<InProcessService>> InProcessService::Serve(
    std::unique_ptr<ledger::Ledger> ledger) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<InProcessService> served(
      new InProcessService(std::move(ledger)));
  ASSIGN_OR_RETURN(served->services_, Services::Create(served->ledger_.get(),
                                                       Services::Options()));

  grpc::ServerBuilder builder;
  served->services_->Register(&builder);
  // Nobody asks for the health of one's own process.
  builder.SetOption(
      std::make_unique<grpc::HealthCheckServiceServerBuilderOption>(nullptr));
  builder.SetOption(std::make_unique<WithoutPlugins>());
  served->server_ = builder.BuildAndStart();
  if (served->server_ == nullptr) {
    return absl::InternalError("gRPC could not start the in-process server");
  }

  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  served->channel_ = served->server_->InProcessChannel(arguments);
  served->stub_ = v1::LedgerService::NewStub(served->channel_);
  return served;
}

}  // namespace clearsky::service
