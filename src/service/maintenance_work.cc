#include "service/maintenance_work.h"

#include "absl/time/time.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "google/protobuf/timestamp.pb.h"
#include "log/backup.h"
#include "log/compaction.h"
#include "log/ledger_directory.h"
#include "log/stats.h"
#include "log/transfer.h"
#include "log/verify.h"
#include "projection/projection_store.h"

namespace clearsky::service {
namespace {

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

}  // namespace

absl::StatusOr<v1::GetStatsResponse> ReadStats(const std::string& path) {
  ASSIGN_OR_RETURN(const log::LedgerStats stats, log::ReadLedgerStats(path));
  v1::GetStatsResponse response;
  response.set_ledger_id(stats.ledger_id.ToString());
  response.set_format_version(stats.format_version);
  response.set_event_count(stats.events);
  response.set_stream_count(stats.streams);
  response.set_document_count(stats.documents);
  response.set_document_bytes(stats.document_bytes);
  if (stats.first_record_time.has_value()) {
    *response.mutable_first_record_time() =
        ToTimestamp(*stats.first_record_time);
  }
  if (stats.last_record_time.has_value()) {
    *response.mutable_last_record_time() = ToTimestamp(*stats.last_record_time);
  }
  response.set_log_bytes(stats.log_bytes);
  response.set_write_ahead_log_bytes(stats.write_ahead_log_bytes);
  response.set_derived_bytes(stats.derived_bytes);
  response.set_projection_bytes(
      log::BytesIn(projection::ProjectionsPath(path)));
  return response;
}

absl::StatusOr<v1::VerifyLedgerResponse> VerifyLedger(
    const std::string& path, const log::Progress& progress,
    const log::HasGone& has_gone) {
  ASSIGN_OR_RETURN(const log::Verified verified,
                   log::VerifyLedger(path, progress, has_gone));
  v1::VerifyLedgerResponse response;
  response.set_event_count(verified.events);
  response.set_stream_count(verified.streams);
  response.set_document_count(verified.documents);
  response.set_indexed_count(verified.indexed);
  response.set_root(DigestBytes(verified.root));
  return response;
}

absl::StatusOr<v1::ExportedLedger> ExportLedger(const std::string& path,
                                                const std::string& file,
                                                const log::Progress& progress,
                                                const log::HasGone& has_gone) {
  ASSIGN_OR_RETURN(const log::Transferred done,
                   log::ExportLedger(path, file, progress, has_gone));
  v1::ExportedLedger exported;
  exported.set_ledger_id(done.ledger_id.ToString());
  exported.set_event_count(done.events);
  exported.set_document_count(done.documents);
  exported.set_root(DigestBytes(done.root));
  return exported;
}

absl::StatusOr<v1::BackUpLedgerResponse> BackUpLedger(
    log::EventLog* log, const std::string& directory, uint32_t keep,
    const log::Progress& progress) {
  ASSIGN_OR_RETURN(const log::BackupResult made,
                   log->Backup(directory, {keep, progress}));
  v1::BackUpLedgerResponse response;
  response.set_ledger_id(made.backup.ledger_id.ToString());
  response.set_backup_id(made.backup.id);
  response.set_event_count(made.backup.events);
  response.set_bytes(made.backup.bytes);
  response.set_copied_bytes(made.copied_bytes);
  response.set_root(DigestBytes(made.backup.root));
  for (const log::DamagedBackup& damaged : made.damaged) {
    v1::DamagedBackup* const told = response.add_damaged();
    told->set_backup_id(damaged.id);
    told->set_message(std::string(damaged.why.message()));
  }
  return response;
}

absl::StatusOr<v1::CompactLedgerResponse> CompactLedger(
    log::EventLog* log, const log::Progress& progress) {
  ASSIGN_OR_RETURN(const log::Compacted compacted, log->Compact(progress));
  v1::CompactLedgerResponse response;
  response.set_bytes_before(compacted.bytes_before);
  response.set_bytes_after(compacted.bytes_after);
  return response;
}

}  // namespace clearsky::service
