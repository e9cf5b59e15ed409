#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "ledger/ledger.h"
#include "service/grpc_server.h"
#include "service/services.h"
#include "service/status.h"

namespace clearsky::test {

// A new ledger, served on a socket of its own.
class ServedLedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name =
        (std::filesystem::temp_directory_path() / "clearsky-XXXXXX").string();
    directory_ = mkdtemp(name.data());
    ledger::CreateOptions create;
    create.simulated = is_simulated();
    auto made = ledger::Ledger::Create(directory_ + "/db", create);
    ASSERT_TRUE(made.ok()) << made.status();
    ledger_ = *std::move(made);
    auto services =
        service::Services::Create(ledger_.get(), services_options());
    ASSERT_TRUE(services.ok()) << services.status();
    services_ = *std::move(services);
    auto server = service::GrpcServer::Start(server_options(), services_.get());
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = NewChannel(grpc::ChannelArguments());
    stub_ = v1::LedgerService::NewStub(channel_);
  }
  void TearDown() override {
    server_.reset();
    services_.reset();
    ledger_.reset();
    std::filesystem::remove_all(directory_);
  }

  virtual bool is_simulated() const { return true; }
  virtual service::Services::Options services_options() const { return {}; }
  virtual service::GrpcServer::Options server_options() const { return {}; }

  // A connection of its own: gRPC shares those with equal arguments.
  std::shared_ptr<grpc::Channel> NewChannel(grpc::ChannelArguments arguments) {
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(server_->address().ToString(),
                                     grpc::InsecureChannelCredentials(),
                                     arguments);
  }

  static v1::RecordEventsRequest PartyRequest(const std::string& id,
                                              const std::string& name) {
    v1::RecordEventsRequest request;
    v1::StreamRecord* const stream = request.add_streams();
    stream->set_stream("directory");
    v1::PartyRegistered* const party =
        stream->add_events()->mutable_event()->mutable_party_registered();
    party->set_party_id(id);
    v1::Label* const label = party->add_labels();
    label->set_language("en");
    label->set_text(name);
    return request;
  }

  // Records that party `id` became known.
  absl::Status RecordParty(const std::string& id) {
    grpc::ClientContext context;
    v1::RecordEventsResponse response;
    return service::FromGrpcStatus(
        stub().RecordEvents(&context, PartyRequest(id, "Name"), &response));
  }

  absl::Status AskForPlan(const std::string& plan) {
    grpc::ClientContext context;
    v1::GetPlanRequest request;
    request.set_plan(plan);
    v1::GetPlanResponse response;
    return service::FromGrpcStatus(
        stub().GetPlan(&context, request, &response));
  }

  uint64_t EventCount() {
    return ledger_->GetLedger(v1::GetLedgerRequest())->event_count();
  }

  v1::LedgerService::Stub& stub() { return *stub_; }
  ledger::Ledger& ledger() { return *ledger_; }
  service::Services& services() { return *services_; }
  service::GrpcServer& server() { return *server_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }

 private:
  std::string directory_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<service::Services> services_;
  std::unique_ptr<service::GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::LedgerService::Stub> stub_;
};

}  // namespace clearsky::test
