#include "service/in_process.h"

#include <utility>

#include "absl/status/status.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace clearsky::service {

InProcessService::InProcessService(std::unique_ptr<ledger::Ledger> ledger)
    : ledger_(std::move(ledger)), service_(ledger_.get()) {}

InProcessService::~InProcessService() {
  stub_.reset();
  if (server_ != nullptr) server_->Shutdown();
}

absl::StatusOr<std::unique_ptr<InProcessService>> InProcessService::Serve(
    std::unique_ptr<ledger::Ledger> ledger) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<InProcessService> served(
      new InProcessService(std::move(ledger)));

  grpc::ServerBuilder builder;
  builder.RegisterService(&served->service_);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  served->server_ = builder.BuildAndStart();
  if (served->server_ == nullptr) {
    return absl::InternalError("gRPC could not start the in-process server");
  }

  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  served->stub_ =
      v1::LedgerService::NewStub(served->server_->InProcessChannel(arguments));
  return served;
}

}  // namespace clearsky::service
