#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clearsky/v1/implementation_table.pb.h"
#include "clearsky/v1/plan_event.pb.h"
#include "ledger/core.h"

namespace clearsky::ledger {

// How a table is made.
struct Rendition {
  std::string language;
  v1::TableStyle style = v1::TABLE_STYLE_UNSPECIFIED;
};

// The table of `plan` at `point`, as the renderer of today makes it; without
// the positions of its lines. UNIMPLEMENTED for a language that it does not
// have. Safe to call from many threads.
absl::StatusOr<v1::ImplementationTable> RenderTable(const Core& core,
                                                    const std::string& plan,
                                                    const Point& point,
                                                    const Rendition& rendition);

}  // namespace clearsky::ledger
