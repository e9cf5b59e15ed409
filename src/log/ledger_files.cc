#include "log/ledger_files.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/ledger_directory.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"

namespace clearsky::log {
namespace {

constexpr size_t kMeta = 0;
constexpr size_t kCommits = 1;
constexpr size_t kDocuments = 2;

rocksdb::DBOptions Options() {
  rocksdb::DBOptions options;
  // As the log is recovered (docs/format.md): by RocksDB's default, what
  // follows a bad record would be dropped in silence.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  return options;
}

std::unique_ptr<rocksdb::Iterator> NewIterator(const Database& database,
                                               size_t family) {
  rocksdb::ReadOptions options;
  options.fill_cache = false;  // Everything is read, and read once.
  return std::unique_ptr<rocksdb::Iterator>(
      database.db()->NewIterator(options, database.family(family)));
}

absl::Status MetaDamaged(absl::string_view key, absl::string_view why) {
  return absl::DataLossError(
      absl::StrCat("the log's record \"", key, "\": ", why));
}

}  // namespace

absl::StatusOr<std::unique_ptr<LedgerFiles>> LedgerFiles::Open(
    const std::string& ledger_path) {
  ASSIGN_OR_RETURN(const format::LedgerFile ledger,
                   ReadLedgerFile(ledger_path));
  std::unique_ptr<LedgerFiles> files(new LedgerFiles());
  // The derived instance first: a writer beside us may go on meanwhile, and an
  // index that is ahead of its log would look like damage.
  files->derived_status_ = files->OpenDerived(ledger_path);
  if (!files->derived_status_.ok()) {
    files->derived_.reset();
    files->checkpoint_ = {};
  }
  RETURN_IF_ERROR(files->OpenLog(ledger_path));
  if (files->identity_.ledger_id != ledger.ledger_id ||
      files->identity_.format_version != ledger.format_version) {
    return absl::DataLossError(
        absl::StrCat("the LEDGER file of ", ledger_path, " names ledger ",
                     ledger.ledger_id.ToString(), ", its log ",
                     files->identity_.ledger_id.ToString(),
                     ": they do not belong together"));
  }
  return files;
}

absl::Status LedgerFiles::OpenLog(const std::string& ledger_path) {
  ASSIGN_OR_RETURN(log_,
                   Database::OpenReadOnly(Options(), LogPath(ledger_path),
                                          {{format::kMetaFamily, {}},
                                           {format::kCommitsFamily, {}},
                                           {format::kDocumentsFamily, {}}}));
  ASSIGN_OR_RETURN(const std::string identity, GetMeta(format::kIdentityKey));
  absl::StatusOr<format::Identity> decoded = format::DecodeIdentity(identity);
  if (!decoded.ok()) {
    return MetaDamaged(format::kIdentityKey, decoded.status().message());
  }
  identity_ = *std::move(decoded);
  ASSIGN_OR_RETURN(const std::string frontier, GetMeta(format::kFrontierKey));
  absl::StatusOr<MerkleFrontier> tree = format::DecodeFrontier(frontier);
  if (!tree.ok()) {
    return MetaDamaged(format::kFrontierKey, tree.status().message());
  }
  frontier_ = *std::move(tree);
  ASSIGN_OR_RETURN(const std::string count, GetMeta(format::kDocumentCountKey));
  const absl::StatusOr<uint64_t> documents = format::DecodeDocumentCount(count);
  if (!documents.ok()) {
    return MetaDamaged(format::kDocumentCountKey, documents.status().message());
  }
  documents_ = *documents;
  return absl::OkStatus();
}

absl::StatusOr<std::string> LedgerFiles::GetMeta(const char* key) const {
  std::string value;
  const rocksdb::Status status =
      log_->db()->Get(rocksdb::ReadOptions(), log_->family(kMeta), key, &value);
  if (status.IsNotFound()) return MetaDamaged(key, "it is missing");
  RETURN_IF_ERROR(FromRocksdb(
      status, absl::StrCat("reading the log's record \"", key, "\"")));
  return value;
}

absl::Status LedgerFiles::OpenDerived(const std::string& ledger_path) {
  const std::string path = DerivedPath(ledger_path);
  // Nothing to open: whoever opens the ledger makes it of the log.
  if (absl::IsNotFound(ListDirectory(path).status())) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      derived_, Database::OpenReadOnly(Options(), path,
                                       {{rocksdb::kDefaultColumnFamilyName, {}},
                                        {format::kClusteredFamily, {}},
                                        {format::kHeadsFamily, {}},
                                        {format::kIdsFamily, {}}}));
  std::string value;
  const rocksdb::Status status =
      derived_->db()->Get(rocksdb::ReadOptions(), derived_->family(0),
                          format::kCheckpointKey, &value);
  if (status.IsNotFound()) return absl::OkStatus();  // Nothing indexed yet.
  RETURN_IF_ERROR(FromRocksdb(status, "reading the checkpoint of derived/"));
  ASSIGN_OR_RETURN(checkpoint_, format::DecodeCheckpoint(value));
  return absl::OkStatus();
}

std::unique_ptr<rocksdb::Iterator> LedgerFiles::NewChunkIterator() const {
  return NewIterator(*log_, kCommits);
}

std::unique_ptr<rocksdb::Iterator> LedgerFiles::NewDocumentIterator() const {
  return NewIterator(*log_, kDocuments);
}

absl::StatusOr<LedgerFiles::Documents> LedgerFiles::CountDocuments() const {
  Documents documents;
  const std::unique_ptr<rocksdb::Iterator> it = NewDocumentIterator();
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    if (format::IsDocumentNumber(ToView(it->key()))) continue;
    ++documents.count;
    documents.bytes += it->value().size();
  }
  RETURN_IF_ERROR(FromRocksdb(it->status(), "reading the documents"));
  return documents;
}

absl::StatusOr<std::optional<uint64_t>> LedgerFiles::DerivedRow(
    Family family, absl::string_view key) const {
  std::string value;
  const rocksdb::Status status = derived_->db()->Get(
      rocksdb::ReadOptions(), derived_->family(family), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  RETURN_IF_ERROR(FromRocksdb(status, "reading derived/"));
  ASSIGN_OR_RETURN(const uint64_t number, format::DecodeNumber(value));
  return number;
}

std::unique_ptr<rocksdb::Iterator> LedgerFiles::NewDerivedIterator(
    Family family) const {
  return NewIterator(*derived_, family);
}

absl::Status LedgerFiles::CheckTableFiles() const {
  RETURN_IF_ERROR(
      FromRocksdb(log_->db()->VerifyChecksum(), "the table files of log/"));
  if (!has_derived()) return absl::OkStatus();
  return FromRocksdb(derived_->db()->VerifyChecksum(),
                     "the table files of derived/");
}

}  // namespace clearsky::log
