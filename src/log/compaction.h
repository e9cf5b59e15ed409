#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "log/database.h"
#include "log/verify.h"

namespace clearsky::log {

// What EventLog::Compact did: bytes of the files of both instances.
struct Compacted {
  uint64_t bytes_before = 0;
  uint64_t bytes_after = 0;
};

// Rewrites the table files of all families of `databases`, each range of keys
// once, with what is newest in options, and deletes the old ones. Reads and
// writes go on meanwhile. `progress` counts bytes of the files as they were,
// and may be null.
absl::StatusOr<Compacted> CompactDatabases(
    const std::vector<const Database*>& databases, const Progress& progress);

}  // namespace clearsky::log
