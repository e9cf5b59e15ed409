#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

// What every face of an answer says in the same way. Pure but for the machine's
// time zones; safe to call from many threads.

namespace clearsky::page {

// The message as protobuf JSON and a newline: over many lines to read, or on
// one line for JSON lines; equal messages give equal bytes. INTERNAL when it
// cannot be printed.
enum class JsonLayout { kIndented, kOneLine };
absl::StatusOr<std::string> JsonOf(const google::protobuf::Message& message,
                                   JsonLayout layout);

// RFC 3339 in the zone; in UTC when this machine does not know the zone.
std::string TimeWords(const google::protobuf::Timestamp& time,
                      const std::string& zone);

}  // namespace clearsky::page
