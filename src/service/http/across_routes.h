#pragma once

#include <memory>

#include "service/http/route_context.h"
#include "service/http/route_table.h"

namespace clearsky::service {

// Adds the routes that answer across plans: the ledger, the plans, the
// calendar and the series.
void AddAcrossRoutes(const std::shared_ptr<RouteContext>& context,
                     RouteTable* table);

}  // namespace clearsky::service
