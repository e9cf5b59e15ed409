#pragma once

#include <memory>

#include "service/http/route_context.h"
#include "service/http/route_table.h"

namespace clearsky::service {

// Adds the routes that answer for one plan: itself, its table, history,
// comparison and report.
void AddPlanRoutes(const std::shared_ptr<RouteContext>& context,
                   RouteTable* table);

}  // namespace clearsky::service
