#include "service/grpc_server.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/server_interceptor.h"
#include "service/call_counting.h"
#include "service/status.h"

namespace clearsky::service {
namespace {

// Answers that are done may still be on their way when no call is left; calls
// of gRPC's own services (somebody watches the health) have as long to end.
constexpr absl::Duration kFlushTime = absl::Milliseconds(500);

// gRPC answers calls of the reflection service on threads of its own, one a
// call, as long as it is open.
constexpr int kMaxReflectionThreads = 16;

// Reflection, once, whether or not the library has added it to every server of
// the process by itself.
class WithReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    plugins->clear();
    plugins->push_back(
        std::make_unique<grpc::reflection::ProtoServerReflectionPlugin>());
  }
};

// `/package.Service/Method` of all methods of the services.
std::set<std::string> MethodsOf(const Services& services) {
  const auto* const pool = google::protobuf::DescriptorPool::generated_pool();
  std::set<std::string> methods;
  for (const std::string& name : services.names()) {
    const auto* const service = pool->FindServiceByName(name);
    if (service == nullptr) continue;
    for (int i = 0; i < service->method_count(); ++i) {
      methods.insert(absl::StrCat("/", name, "/", service->method(i)->name()));
    }
  }
  return methods;
}

// A request that does not parse never reaches its service: gRPC answers
// UNIMPLEMENTED without a word, as it does for a method that is not there. This
// says what was wrong.
class SaysWhatWasWrong final : public grpc::experimental::Interceptor {
 public:
  SaysWhatWasWrong(const std::set<std::string>* methods, std::string method)
      : methods_(methods), method_(std::move(method)) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override {
    if (batch->QueryInterceptionHookPoint(
            grpc::experimental::InterceptionHookPoints::PRE_SEND_STATUS)) {
      const grpc::Status status = batch->GetSendStatus();
      if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED &&
          status.error_message().empty()) {
        batch->ModifySendStatus(ToGrpcStatus(Reason()));
      }
    }
    batch->Proceed();
  }

 private:
  absl::Status Reason() const {
    if (methods_->count(method_) == 0) {
      return absl::UnimplementedError(absl::StrCat(
          "there is no call ", method_, "; reflection lists those there are"));
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "the request to ", method_,
        " is malformed: it does not parse as the message of that call, or has "
        "text that is not UTF-8"));
  }

  const std::set<std::string>* const methods_;
  const std::string method_;
};

class MakesSaysWhatWasWrong final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit MakesSaysWhatWasWrong(std::set<std::string> methods)
      : methods_(std::move(methods)) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new SaysWhatWasWrong(&methods_, info->method());
  }

 private:
  const std::set<std::string> methods_;
};

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

void SetLimits(const GrpcServer::Options& options,
               grpc::ServerBuilder* builder) {
  const auto set = [builder](const char* argument, int value) {
    builder->AddChannelArgument(argument, value);
  };
  // Two servers on one port would each get some of the clients.
  set(GRPC_ARG_ALLOW_REUSEPORT, 0);
  set(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_calls_per_connection);
  set(GRPC_ARG_MAX_METADATA_SIZE, options.max_metadata_bytes);
  set(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
      Milliseconds(options.handshake_timeout));

  // What clients may do. Without "without calls" a client that has none may
  // ping once in two hours only.
  set(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  set(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      Milliseconds(options.min_ping_interval));
  set(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  // What the server does, however long there is nothing to say.
  set(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(options.keepalive_time));
  set(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(options.keepalive_timeout));
  set(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);

  grpc::ResourceQuota quota("clearsky");
  quota.Resize(options.max_buffer_bytes);
  quota.SetMaxThreads(kMaxReflectionThreads);
  builder->SetResourceQuota(quota);
}

}  // namespace

GrpcServer::GrpcServer(LoopbackAddress address, Services* services)
    : address_(std::move(address)), services_(services) {}

GrpcServer::~GrpcServer() { Drain(absl::InfinitePast()); }

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(
    const Options& options, Services* services) {
  ASSIGN_OR_RETURN(LoopbackAddress address,
                   ReadLoopbackAddress(options.address));
  // gRPC would not tell why it cannot listen.
  RETURN_IF_ERROR(CheckFree(address));

  // Not make_unique: the constructor is private.
  std::unique_ptr<GrpcServer> started(
      new GrpcServer(std::move(address), services));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  services->Register(&builder);
  SetLimits(options, &builder);
  builder.SetOption(std::make_unique<WithReflection>());
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      interceptors;
  interceptors.push_back(
      std::make_unique<MakesSaysWhatWasWrong>(MethodsOf(*services)));
  // Behind it, so that what it says is what is counted.
  if (options.metrics != nullptr) {
    interceptors.push_back(CountCalls(options.metrics));
  }
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  int port = 0;
  builder.AddListeningPort(started->address_.ToString(),
                           grpc::InsecureServerCredentials(), &port);
  started->server_ = builder.BuildAndStart();
  if (started->server_ == nullptr || port == 0) {
    // Between the check and now, most likely.
    const absl::Status free = CheckFree(started->address_);
    if (!free.ok()) return free;
    return absl::InternalError(absl::StrCat("gRPC could not listen at ",
                                            started->address_.ToString()));
  }
  started->address_.port = static_cast<uint16_t>(port);
  for (const std::string& name : services->names()) {
    started->server_->GetHealthCheckService()->SetServingStatus(name, true);
  }
  return started;
}

void GrpcServer::Drain(absl::Time deadline) {
  if (server_ == nullptr) return;
  server_->GetHealthCheckService()->Shutdown();
  services_->BeginStop();
  services_->WaitUntilIdle(deadline);
  server_->Shutdown(
      absl::ToChronoTime(std::min(deadline, absl::Now() + kFlushTime)));
  server_.reset();
}

}  // namespace clearsky::service
