#pragma once

#include "service/metrics.h"
#include "service/services.h"

namespace clearsky::service {

// Plugs in what the services count: their pools of threads, `grpc-read`,
// `grpc-write` and `grpc-long`, and the feeds. `services` must outlive
// `metrics`.
void AddServiceSources(Services* services, ServiceMetrics* metrics);

}  // namespace clearsky::service
