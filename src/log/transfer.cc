#include "log/transfer.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "log/database.h"
#include "log/database_options.h"
#include "log/event_codec.h"
#include "log/event_log.h"
#include "log/export_file.h"
#include "log/ledger_directory.h"
#include "log/ledger_files.h"
#include "log/log_scan.h"
#include "log/log_store.h"
#include "log/placement.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"
#include "rocksdb/env.h"
#include "rocksdb/write_batch.h"

namespace clearsky::log {
namespace {

// A commit holds one append, or several up to an append's limit; events with
// one record time beyond this are none. Metadata takes more than it counts.
constexpr size_t kMaxCommitBytes = 8 * kMaxAppendBytes;

MemoryBudget DefaultBudget() {
  return MemoryBudget::Of(LogOptions().memory_budget_bytes);
}

// Writes events and documents into a log that nobody has seen yet: unsynced,
// and durable when Finish returns.
class BulkWriter {
 public:
  static absl::StatusOr<BulkWriter> Open(const std::string& log_path) {
    // As the log is opened, so that its files are made as any others: all
    // families reach the disk together, as without a write-ahead log a crash
    // would tear them apart; the ledger would be of no use anyhow.
    const MemoryBudget budget = DefaultBudget();
    ASSIGN_OR_RETURN(
        std::unique_ptr<Database> database,
        Database::Open(LogDbOptions(rocksdb::Env::Default(), budget), log_path,
                       LogFamilies(budget)));
    return BulkWriter(std::move(database));
  }

  absl::Status AddDocument(absl::string_view content) {
    const std::string sha256 = DigestBytes(Sha256(content));
    RETURN_IF_ERROR(
        Put(kDocuments, format::DocumentNumberKey(documents_++), sha256));
    return Put(kDocuments, sha256, content);
  }

  // Events of one record time make a commit, as times differ between commits.
  absl::Status AddEvent(const RecordedEvent& event) {
    if (event.record_time != record_time_) {
      RETURN_IF_ERROR(WriteCommit());
      first_position_ = event.position;
      record_time_ = event.record_time;
    }
    commit_bytes_ += event.stored.size();
    if (commit_bytes_ > kMaxCommitBytes) {
      return absl::DataLossError(
          absl::StrCat("event ", event.position, ": from event ",
                       first_position_, " to it, ", commit_bytes_,
                       " bytes have one record time; a commit has at most ",
                       kMaxCommitBytes));
    }
    stored_.push_back(event.stored);
    return absl::OkStatus();
  }

  absl::Status Finish() {
    RETURN_IF_ERROR(WriteCommit());
    RETURN_IF_ERROR(
        Put(kMeta, format::kFrontierKey, format::EncodeFrontier(frontier_)));
    RETURN_IF_ERROR(Put(kMeta, format::kDocumentCountKey,
                        format::EncodeDocumentCount(documents_)));
    return FromRocksdb(database_->db()->Flush(rocksdb::FlushOptions(),
                                              {database_->family(kMeta),
                                               database_->family(kCommits),
                                               database_->family(kDocuments)}),
                       "writing the log");
  }

  const MerkleFrontier& frontier() const { return frontier_; }

 private:
  enum Family : size_t {
    kMeta = kMetaIndex,
    kCommits = kCommitsIndex,
    kDocuments = kDocumentsIndex,
  };

  explicit BulkWriter(std::unique_ptr<Database> database)
      : database_(std::move(database)) {}

  absl::Status Put(Family family, absl::string_view key,
                   absl::string_view value) {
    rocksdb::WriteOptions options;
    options.disableWAL = true;
    return FromRocksdb(database_->db()->Put(options, database_->family(family),
                                            ToSlice(key), ToSlice(value)),
                       "writing the log");
  }

  absl::Status WriteCommit() {
    for (const std::string& stored : stored_) frontier_.Add(stored);
    for (const format::KeyValue& chunk : format::EncodeCommit(
             first_position_, absl::ToUnixMicros(record_time_), stored_)) {
      RETURN_IF_ERROR(Put(kCommits, chunk.key, chunk.value));
    }
    stored_.clear();
    commit_bytes_ = 0;
    return absl::OkStatus();
  }

  std::unique_ptr<Database> database_;
  MerkleFrontier frontier_;
  uint64_t documents_ = 0;
  // The commit that is being gathered.
  uint64_t first_position_ = 0;
  absl::Time record_time_;
  std::vector<std::string> stored_;
  size_t commit_bytes_ = 0;
};

// Makes `log/` in the directory `path` of the export.
absl::Status WriteLog(ExportReader* reader, const std::string& path,
                      const Progress& progress) {
  const ExportHeader& header = reader->header();
  // Made as any ledger's, then filled by ways of our own.
  RETURN_IF_ERROR(LogStore::Create(LogPath(path), header.identity,
                                   rocksdb::Env::Default(), DefaultBudget())
                      .status());
  ASSIGN_OR_RETURN(BulkWriter writer, BulkWriter::Open(LogPath(path)));
  for (uint64_t i = 0; i < header.documents; ++i) {
    ASSIGN_OR_RETURN(const std::string content, reader->ReadDocument());
    RETURN_IF_ERROR(writer.AddDocument(content));
  }
  for (uint64_t position = 0; position < header.events; ++position) {
    ASSIGN_OR_RETURN(const std::string stored, reader->ReadEvent());
    ASSIGN_OR_RETURN(const RecordedEvent event, DecodeEvent(position, stored));
    RETURN_IF_ERROR(writer.AddEvent(event));
    if (progress != nullptr) progress(position + 1, header.events);
  }
  ASSIGN_OR_RETURN(const Sha256Digest root, reader->Finish());
  RETURN_IF_ERROR(writer.Finish());
  if (root != writer.frontier().Root()) {
    return absl::DataLossError(absl::StrCat(
        "the trailer of the export has root ", DigestHex(root),
        ", the events have ", DigestHex(writer.frontier().Root())));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Transferred> ExportLedger(const std::string& path,
                                         const std::string& file,
                                         const Progress& progress,
                                         const HasGone& has_gone) {
  ASSIGN_OR_RETURN(const std::unique_ptr<LedgerFiles> files,
                   LedgerFiles::Open(path));
  std::error_code error;
  if (std::filesystem::exists(file, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat(file, " is there already; name a file that is not there"));
  }
  ASSIGN_OR_RETURN(const LedgerFiles::Documents documents,
                   files->CountDocuments());
  const ExportHeader header = {files->frontier().size(), documents.count,
                               files->identity()};
  const std::string unfinished = NameBeside(file, "unfinished");
  absl::Cleanup remove = [&] { std::remove(unfinished.c_str()); };
  ASSIGN_OR_RETURN(ExportWriter writer,
                   ExportWriter::Create(unfinished, header));
  RETURN_IF_ERROR(
      ScanDocuments(*files, [&](absl::string_view, absl::string_view content) {
        return writer.AddDocument(content);
      }));
  const absl::Status scanned = ScanLog(*files, [&](const RecordedEvent& event) {
    RETURN_IF_ERROR(writer.AddEvent(event.stored));
    if (progress != nullptr) progress(event.position + 1, header.events);
    if (has_gone != nullptr && has_gone()) {
      return absl::CancelledError("the ledger was not copied to its end");
    }
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(scanned);
  const Sha256Digest root = files->frontier().Root();
  RETURN_IF_ERROR(writer.Finish(root));
  RETURN_IF_ERROR(MoveIntoPlace(unfinished, file));
  std::move(remove).Cancel();
  return Transferred{header.identity.ledger_id, header.events, header.documents,
                     root};
}

absl::StatusOr<Transferred> LoadLedger(const std::string& file,
                                       const std::string& path,
                                       const Progress& progress) {
  ASSIGN_OR_RETURN(
      const std::string target,
      EmptyPlace(path,
                 "an export is loaded into a directory that is empty or "
                 "not there"));
  ASSIGN_OR_RETURN(ExportReader reader, ExportReader::Open(file));
  const format::Identity& identity = reader.header().identity;
  if (identity.format_version != kFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("export ", file, " is of a ledger of format version ",
                     identity.format_version, "; this program loads version ",
                     kFormatVersion));
  }
  const std::string building = NameBeside(target, "loading");
  RETURN_IF_ERROR(MakeLedgerDirectory(building));
  absl::Cleanup clear = [&] {
    std::error_code ignored;
    std::filesystem::remove_all(building, ignored);
  };
  RETURN_IF_ERROR(WriteLog(&reader, building, progress));
  // HEAD of an empty log is true of any; opening checks all that is beyond it,
  // and closing writes the one of this log.
  RETURN_IF_ERROR(WriteHeadFile(building,
                                {identity.ledger_id, MerkleFrontier()},
                                rocksdb::Env::Default()));
  RETURN_IF_ERROR(WriteLedgerFile(
      building, {kFormatVersion, identity.ledger_id}, rocksdb::Env::Default()));
  // Opening makes the derived instance, and closing writes it.
  RETURN_IF_ERROR(EventLog::Open(building, LogOptions()).status());
  absl::StatusOr<Verified> verified = VerifyLedger(building, nullptr);
  if (!verified.ok()) {
    return WithMessage(verified.status(),
                       absl::StrCat("the ledger that export ", file,
                                    " holds: ", verified.status().message()));
  }
  RETURN_IF_ERROR(MoveIntoPlace(building, target));
  std::move(clear).Cancel();
  return Transferred{identity.ledger_id, verified->events, verified->documents,
                     verified->root};
}

}  // namespace clearsky::log
