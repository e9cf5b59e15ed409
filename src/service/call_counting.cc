#include "service/call_counting.h"

#include <chrono>

#include "absl/strings/string_view.h"
#include "service/status.h"

namespace clearsky::service {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

// One call. gRPC makes it when the call comes in.
class CallCounter final : public Interceptor {
 public:
  CallCounter(const ServerRpcInfo* info, ServiceMetrics* metrics)
      : info_(info), metrics_(metrics) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(
            InterceptionHookPoints::PRE_SEND_STATUS)) {
      Count(FromGrpcStatus(methods->GetSendStatus()));
    }
    methods->Proceed();
  }

 private:
  void Count(const absl::Status& status) {
    if (info_->type() != ServerRpcInfo::Type::UNARY) {
      metrics_->CountStream(CallFace::kGrpc, info_->method(), status);
      return;
    }
    const std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - began_;
    metrics_->CountCall(CallFace::kGrpc, info_->method(), status, took.count());
  }

  const ServerRpcInfo* const info_;
  ServiceMetrics* const metrics_;
  const std::chrono::steady_clock::time_point began_ =
      std::chrono::steady_clock::now();
};

class CallCounters final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CallCounters(ServiceMetrics* metrics) : metrics_(metrics) {}

  // gRPC owns what it returns.
  Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override {
    return new CallCounter(info, metrics_);
  }

 private:
  ServiceMetrics* const metrics_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
CountCalls(ServiceMetrics* metrics) {
  return std::make_unique<CallCounters>(metrics);
}

}  // namespace clearsky::service
