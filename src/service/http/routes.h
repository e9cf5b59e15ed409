#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "ledger/ledger.h"
#include "service/http/route_table.h"
#include "service/http/router.h"
#include "service/metrics.h"

namespace clearsky::service {

struct RouteOptions {
  // The text of /metrics, in Prometheus' format. nullptr: there is no such
  // route.
  std::function<std::string()> metrics;
  // What /readyz says: OK, or why not. nullptr: always ready. It must not
  // block.
  std::function<absl::Status()> ready;
  // Counts what the routes answer; must outlive them. nullptr: nobody does.
  ServiceMetrics* calls = nullptr;
  // What rendered answers may take in memory.
  size_t cache_bytes = size_t{32} << 20;
};

// The routes of the daemon (docs/http.md). `ledger` must outlive them.
RouteTable MakeRoutes(ledger::Ledger* ledger, const RouteOptions& options);

// Adds them to `router`. Handlers run on the thread that answers, and may
// block: they read, fold, and wait for a sync.
void AddRoutes(ledger::Ledger* ledger, const RouteOptions& options,
               Router* router);

}  // namespace clearsky::service
