#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/ledger_service.pb.h"

namespace clearsky::service {

// The key of an Idempotency-Key header: a string of RFC 8941 in quotes, or
// bare; 1 to 255 visible ASCII characters. INVALID_ARGUMENT otherwise.
absl::StatusOr<std::string> ReadIdempotencyKey(absl::string_view header);

// Gives the events ids that are a function of the key, the stream and their
// place, so that the same request, whenever it comes again, is the same events;
// and notes their number with each, so that the same key with more or fewer is
// not. INVALID_ARGUMENT when an event has an id of its own, or there is none.
absl::Status DeriveEventIds(absl::string_view key, v1::StreamRecord* record);

}  // namespace clearsky::service
