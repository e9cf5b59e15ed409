#pragma once

#include <memory>

#include "grpcpp/support/server_interceptor.h"
#include "service/metrics.h"

namespace clearsky::service {

// For a grpc::ServerBuilder: counts each call at `metrics` when it is answered,
// whichever service has it. Streams are counted when they end. `metrics` must
// outlive the server.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
CountCalls(ServiceMetrics* metrics);

}  // namespace clearsky::service
