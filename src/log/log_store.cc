#include "log/log_store.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "log/rocksdb_status.h"
#include "rocksdb/write_batch.h"

namespace clearsky::log {
namespace {

// Indexes of the families in Families().
constexpr size_t kMeta = 0;
constexpr size_t kCommits = 1;
constexpr size_t kDocuments = 2;

rocksdb::Slice ToSlice(absl::string_view view) {
  return {view.data(), view.size()};
}

absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

rocksdb::DBOptions Options(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;
  // A crash may tear the record being written; nobody was told that it was
  // durable, so a record cut short by the end of the file is dropped. Anything
  // else that does not read is damage and fails the open. Not
  // kPointInTimeRecovery, RocksDB's default: it drops in silence all that
  // follows a bad record in the middle, synced commits among it. Not
  // kAbsoluteConsistency: it refuses the torn tail, too, and a ledger must open
  // by itself after a crash. What this mode cannot tell from a torn tail is a
  // flip in the length of the very last record, and it skips blocks of zeros;
  // a hole is caught by the positions of the chunks, which have no gaps.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // Families are flushed together: else the frontier, a few bytes a commit,
  // would keep every old write-ahead log from being deleted.
  options.atomic_flush = true;
  // RocksDB's own notes; by default 1,000 of these files pile up.
  options.keep_log_file_num = 4;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  return options;
}

std::vector<Database::Family> Families() {
  return {{format::kMetaFamily, {}},
          {format::kCommitsFamily, {}},
          {format::kDocumentsFamily, {}}};
}

absl::Status MetaDamaged(absl::string_view key, absl::string_view why) {
  return absl::DataLossError(
      absl::StrCat("the log's record \"", key, "\": ", why));
}

}  // namespace

absl::StatusOr<std::unique_ptr<LogStore>> LogStore::Create(
    const std::string& path, const format::Identity& identity,
    rocksdb::Env* env) {
  rocksdb::DBOptions options = Options(env);
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.error_if_exists = true;
  ASSIGN_OR_RETURN(std::unique_ptr<Database> database,
                   Database::Open(options, path, Families()));
  std::unique_ptr<LogStore> store(new LogStore(std::move(database)));
  store->identity_ = identity;
  rocksdb::WriteBatch batch;
  const rocksdb::Status put[] = {
      batch.Put(store->database_->family(kMeta), format::kIdentityKey,
                format::EncodeIdentity(identity)),
      batch.Put(store->database_->family(kMeta), format::kFrontierKey,
                format::EncodeFrontier(MerkleFrontier()))};
  for (const rocksdb::Status& status : put) {
    RETURN_IF_ERROR(FromRocksdb(status, "making the log"));
  }
  RETURN_IF_ERROR(store->WriteSynced(&batch));
  return store;
}

absl::StatusOr<std::unique_ptr<LogStore>> LogStore::Open(
    const std::string& path, bool read_only, rocksdb::Env* env) {
  absl::StatusOr<std::unique_ptr<Database>> database =
      read_only ? Database::OpenReadOnly(Options(env), path, Families())
                : Database::Open(Options(env), path, Families());
  RETURN_IF_ERROR(database.status());
  std::unique_ptr<LogStore> store(new LogStore(*std::move(database)));
  RETURN_IF_ERROR(store->ReadIdentity());
  RETURN_IF_ERROR(store->ReadEnd());
  return store;
}

absl::StatusOr<std::string> LogStore::GetMeta(absl::string_view key) const {
  std::string value;
  const rocksdb::Status status = database_->db()->Get(
      rocksdb::ReadOptions(), database_->family(kMeta), ToSlice(key), &value);
  if (status.IsNotFound()) return MetaDamaged(key, "it is missing");
  RETURN_IF_ERROR(FromRocksdb(
      status, absl::StrCat("reading the log's record \"", key, "\"")));
  return value;
}

absl::Status LogStore::ReadIdentity() {
  ASSIGN_OR_RETURN(const std::string value, GetMeta(format::kIdentityKey));
  absl::StatusOr<format::Identity> identity = format::DecodeIdentity(value);
  if (!identity.ok()) {
    return MetaDamaged(format::kIdentityKey, identity.status().message());
  }
  identity_ = *std::move(identity);
  return absl::OkStatus();
}

absl::Status LogStore::ReadEnd() {
  ASSIGN_OR_RETURN(const std::string value, GetMeta(format::kFrontierKey));
  absl::StatusOr<MerkleFrontier> frontier = format::DecodeFrontier(value);
  if (!frontier.ok()) {
    return MetaDamaged(format::kFrontierKey, frontier.status().message());
  }
  const std::unique_ptr<rocksdb::Iterator> it = NewChunkIterator();
  it->SeekToLast();
  RETURN_IF_ERROR(
      FromRocksdb(it->status(),
                  absl::StrCat("position ",
                               frontier->size() == 0 ? 0 : frontier->size() - 1,
                               ": reading the last chunk")));
  if (it->Valid()) {
    ASSIGN_OR_RETURN(
        const format::Chunk chunk,
        format::DecodeChunk(ToView(it->key()), ToView(it->value())));
    end_at_open_.size = chunk.end();
    end_at_open_.last_record_time = absl::FromUnixMicros(chunk.record_time_us);
  }
  // Chunks and frontier are written in one batch, so that a difference is
  // damage and never a crash's doing.
  if (end_at_open_.size != frontier->size()) {
    return absl::DataLossError(
        absl::StrCat("position ", std::min(end_at_open_.size, frontier->size()),
                     ": the chunks end at position ", end_at_open_.size,
                     ", the tree frontier at ", frontier->size()));
  }
  end_at_open_.frontier = *std::move(frontier);
  return absl::OkStatus();
}

absl::Status LogStore::failure() const {
  MutexLock lock(&mu_);
  return failure_;
}

absl::Status LogStore::WriteSynced(rocksdb::WriteBatch* batch) {
  MutexLock write_lock(&write_mu_);
  RETURN_IF_ERROR(failure());
  rocksdb::WriteOptions options;
  options.sync = true;
  const rocksdb::Status status = database_->db()->Write(options, batch);
  if (status.ok()) return absl::OkStatus();
  MutexLock lock(&mu_);
  // After a failed sync the kernel may have dropped the pages and forgotten
  // the error: a second try could succeed without the bytes being on disk.
  if (failure_.ok()) {
    failure_ = absl::InternalError(
        absl::StrCat("writing to the log failed, so that nothing more is "
                     "recorded until the ledger is opened again: ",
                     status.ToString()));
  }
  return failure_;
}

absl::Status LogStore::Write(const Commit& commit,
                             const MerkleFrontier& after) {
  rocksdb::WriteBatch batch;
  for (const format::KeyValue& chunk : format::EncodeCommit(
           commit.first_position, absl::ToUnixMicros(commit.record_time),
           commit.stored)) {
    RETURN_IF_ERROR(FromRocksdb(
        batch.Put(database_->family(kCommits), chunk.key, chunk.value),
        "gathering a commit"));
  }
  RETURN_IF_ERROR(
      FromRocksdb(batch.Put(database_->family(kMeta), format::kFrontierKey,
                            format::EncodeFrontier(after)),
                  "gathering a commit"));
  return WriteSynced(&batch);
}

std::unique_ptr<rocksdb::Iterator> LogStore::NewChunkIterator() const {
  return std::unique_ptr<rocksdb::Iterator>(database_->db()->NewIterator(
      rocksdb::ReadOptions(), database_->family(kCommits)));
}

absl::Status LogStore::PutDocument(absl::string_view sha256,
                                   absl::string_view content) {
  rocksdb::WriteBatch batch;
  RETURN_IF_ERROR(FromRocksdb(batch.Put(database_->family(kDocuments),
                                        ToSlice(sha256), ToSlice(content)),
                              "gathering a document"));
  return WriteSynced(&batch);
}

absl::StatusOr<std::string> LogStore::GetDocument(
    absl::string_view sha256) const {
  const std::string name =
      absl::StrCat("document ", absl::BytesToHexString(sha256));
  std::string content;
  const rocksdb::Status status = database_->db()->Get(
      rocksdb::ReadOptions(), database_->family(kDocuments), ToSlice(sha256),
      &content);
  if (status.IsNotFound()) {
    return absl::NotFoundError(absl::StrCat("there is no ", name));
  }
  RETURN_IF_ERROR(FromRocksdb(status, absl::StrCat("reading ", name)));
  if (DigestBytes(Sha256(content)) != sha256) {
    return absl::DataLossError(
        absl::StrCat(name, ": the stored content has another hash"));
  }
  return content;
}

}  // namespace clearsky::log
