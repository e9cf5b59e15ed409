#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "clearsky/v1/maintenance_service.pb.h"
#include "log/event_log.h"
#include "log/has_gone.h"
#include "log/progress.h"

namespace clearsky::service {

// What v1::MaintenanceService does, each as its last message tells it: for the
// service, and for who has the files at hand. Errors are those of the functions
// of clearsky::log that do it. Safe to call from many threads.

// Of the ledger in the directory `path`, also while another has it open.
absl::StatusOr<v1::GetStatsResponse> ReadStats(const std::string& path);
absl::StatusOr<v1::VerifyLedgerResponse> VerifyLedger(
    const std::string& path, const log::Progress& progress,
    const log::HasGone& has_gone);
absl::StatusOr<v1::ExportedLedger> ExportLedger(const std::string& path,
                                                const std::string& file,
                                                const log::Progress& progress,
                                                const log::HasGone& has_gone);

// Of a log that is open for writing. `keep` 0 keeps all backups.
absl::StatusOr<v1::BackUpLedgerResponse> BackUpLedger(
    log::EventLog* log, const std::string& directory, uint32_t keep,
    const log::Progress& progress);
absl::StatusOr<v1::CompactLedgerResponse> CompactLedger(
    log::EventLog* log, const log::Progress& progress);

}  // namespace clearsky::service
