#include "service/http/routes.h"

#include <memory>

#include "service/http/across_routes.h"
#include "service/http/event_routes.h"
#include "service/http/ops_routes.h"
#include "service/http/plan_routes.h"
#include "service/http/record_routes.h"
#include "service/http/route_context.h"

namespace clearsky::service {

RouteTable MakeRoutes(ledger::Ledger* ledger, const RouteOptions& options) {
  const auto context = std::make_shared<RouteContext>(ledger, options);
  RouteTable table;
  AddOpsRoutes(context, &table);
  AddAcrossRoutes(context, &table);
  AddEventRoutes(context, &table);
  AddRecordRoutes(context, &table);
  AddPlanRoutes(context, &table);
  if (options.calls != nullptr) table.CountAt(options.calls);
  return table;
}

void AddRoutes(ledger::Ledger* ledger, const RouteOptions& options,
               Router* router) {
  Serve(std::make_shared<const RouteTable>(MakeRoutes(ledger, options)),
        router);
}

}  // namespace clearsky::service
