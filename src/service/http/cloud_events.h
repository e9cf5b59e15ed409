#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "log/event_view.h"

namespace clearsky::service {

// An event as a CloudEvent 1.0 in JSON, on one line (docs/http.md has its
// attributes). Its data is protobuf JSON of v1::PlanEvent; of a type that is
// not known, the stored bytes in `data_base64`. INTERNAL when it cannot be
// printed. Pure; safe to call from many threads.
absl::StatusOr<std::string> CloudEventJson(absl::string_view ledger_id,
                                           const log::EventView& event);

}  // namespace clearsky::service
