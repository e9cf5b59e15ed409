#pragma once

#include <string>

#include "absl/status/status.h"
#include "clearsky/v1/event.pb.h"
#include "clearsky/v1/ledger_service.pb.h"

namespace clearsky::cli {

// The event with its data decoded, where its type is known to this program.
v1::ReadEvent Decoded(v1::StoredEvent stored);

// Prints an event on one line: as JSON when `format` is `json`, else position,
// stream@revision, when recorded, event id, what it is about, what happened.
absl::Status PrintEvent(const v1::ReadEvent& event, const std::string& format,
                        const std::string& zone);

}  // namespace clearsky::cli
