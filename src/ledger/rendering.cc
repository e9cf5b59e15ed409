#include "ledger/rendering.h"

#include <memory>

#include "base/status_macros.h"
#include "clearsky/v1/plan_state.pb.h"
#include "table/table.h"

namespace clearsky::ledger {

absl::StatusOr<v1::ImplementationTable> RenderTable(
    const Core& core, const std::string& plan, const Point& point,
    const Rendition& rendition) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const v1::PlanState> state,
                   core.histories->State(plan, point.known_count, point.as_of));
  return table::MakeTable(*state, rendition.language, rendition.style);
}

}  // namespace clearsky::ledger
