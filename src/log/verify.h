#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "base/sha256.h"
#include "log/has_gone.h"
#include "log/progress.h"

namespace clearsky::log {

// What a ledger that was verified holds.
struct Verified {
  uint64_t events = 0;
  uint64_t streams = 0;
  uint64_t documents = 0;
  // Events that the derived instance has indexed; it may be behind the log, or
  // not there, as it is made again of the log.
  uint64_t indexed = 0;
  Sha256Digest root{};
};

// Reads everything of the ledger at `path`, read-only: all that ScanLog checks,
// that event ids are unique, documents against their hashes, each family of
// derived/ against the log up to its checkpoint, every block of every table
// file, and that the log is no shorter than HEAD says. Memory grows with the
// number of streams and of events that are not indexed.
//
// DATA_LOSS naming the first bad position; damage of the log goes before that
// of the derived instance, which can be deleted and made again. Else errors are
// those of EventLog::Open, read-only. `progress` may be null.
absl::StatusOr<Verified> VerifyLedger(const std::string& path,
                                      const Progress& progress,
                                      const HasGone& has_gone = nullptr);

}  // namespace clearsky::log
