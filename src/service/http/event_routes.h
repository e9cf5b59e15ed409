#pragma once

#include <memory>

#include "service/http/route_context.h"
#include "service/http/route_table.h"

namespace clearsky::service {

// Adds the routes of the events as recorded: as CloudEvents, in batches and as
// Server-Sent Events.
void AddEventRoutes(const std::shared_ptr<RouteContext>& context,
                    RouteTable* table);

}  // namespace clearsky::service
