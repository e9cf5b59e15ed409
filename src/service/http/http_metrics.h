#pragma once

#include "service/http/http_options.h"
#include "service/metrics.h"

namespace clearsky::service {

// What the HTTP server counts, for /metrics: ServiceMetrics::SetHttp.
HttpSamples SamplesOf(const HttpFigures& figures);

}  // namespace clearsky::service
