#pragma once

#include <memory>

#include "service/http/route_context.h"
#include "service/http/route_table.h"

namespace clearsky::service {

// Adds the routes for who runs the daemon, the document of all routes, and `/`.
void AddOpsRoutes(const std::shared_ptr<RouteContext>& context,
                  RouteTable* table);

}  // namespace clearsky::service
