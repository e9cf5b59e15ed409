#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "log/event_log.h"

namespace clearsky::log {

// Whether an append is within the limits and well formed by itself; looks at
// nothing but its argument. INVALID_ARGUMENT naming the entry or event, and
// what would be accepted.
absl::Status ValidateAppend(const std::vector<StreamAppend>& entries);

// What an append counts towards the limits: its events' data and metadata.
size_t AppendBytes(const std::vector<StreamAppend>& entries);

// Whether a ledger's attributes are UTF-8. INVALID_ARGUMENT otherwise.
absl::Status ValidateAttributes(
    const std::map<std::string, std::string>& attributes);

}  // namespace clearsky::log
