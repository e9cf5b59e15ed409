#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "clearsky/v1/maintenance_service.pb.h"
#include "log/progress.h"
#include "place.h"

// What looks after a ledger's files: done here, on the files of a directory, or
// by the daemon that serves it. On the files, no ledger is opened: what only
// reads takes no lock that way, and what writes needs the log alone.

namespace clearsky::cli {

absl::StatusOr<v1::GetStatsResponse> ReadStats(const Place& place);

absl::StatusOr<v1::VerifyLedgerResponse> VerifyLedger(
    const Place& place, const log::Progress& progress);

// To `file` of this machine, which is there whole or not at all.
absl::StatusOr<v1::ExportedLedger> ExportLedger(const Place& place,
                                                const std::string& file,
                                                const log::Progress& progress);

// UNAVAILABLE names the way out where another process has the directory.
absl::StatusOr<v1::BackUpLedgerResponse> BackUpLedger(
    const Place& place, const std::string& directory, uint32_t keep,
    const log::Progress& progress);
absl::StatusOr<v1::CompactLedgerResponse> CompactLedger(
    const Place& place, const log::Progress& progress);

}  // namespace clearsky::cli
