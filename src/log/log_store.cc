#include "log/log_store.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "log/ledger_directory.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"
#include "rocksdb/write_batch.h"

namespace clearsky::log {
namespace {

// More than this in the write-ahead log is written as table files on closing:
// else the next opening reads it all again.
constexpr uint64_t kFlushAtCloseBytes = uint64_t{1} << 20;

absl::Status MetaDamaged(absl::string_view key, absl::string_view why) {
  return absl::DataLossError(
      absl::StrCat("the log's record \"", key, "\": ", why));
}

}  // namespace

absl::StatusOr<std::unique_ptr<LogStore>> LogStore::Create(
    const std::string& path, const format::Identity& identity,
    rocksdb::Env* env, const MemoryBudget& budget) {
  rocksdb::DBOptions options = LogDbOptions(env, budget);
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.error_if_exists = true;
  ASSIGN_OR_RETURN(std::unique_ptr<Database> database,
                   Database::Open(options, path, LogFamilies(budget)));
  std::unique_ptr<LogStore> store(
      new LogStore(std::move(database), /*read_only=*/false));
  store->identity_ = identity;
  rocksdb::WriteBatch batch;
  const rocksdb::Status put[] = {
      batch.Put(store->database_->family(kMetaIndex), format::kIdentityKey,
                format::EncodeIdentity(identity)),
      batch.Put(store->database_->family(kMetaIndex), format::kFrontierKey,
                format::EncodeFrontier(MerkleFrontier())),
      batch.Put(store->database_->family(kMetaIndex), format::kDocumentCountKey,
                format::EncodeDocumentCount(0))};
  for (const rocksdb::Status& status : put) {
    RETURN_IF_ERROR(FromRocksdb(status, "making the log"));
  }
  RETURN_IF_ERROR(store->WriteSynced(&batch));
  return store;
}

absl::StatusOr<std::unique_ptr<LogStore>> LogStore::Open(
    const std::string& path, bool read_only, rocksdb::Env* env,
    const MemoryBudget& budget) {
  const rocksdb::DBOptions options = LogDbOptions(env, budget);
  const std::vector<Database::Family> families = LogFamilies(budget);
  absl::StatusOr<std::unique_ptr<Database>> database =
      read_only ? Database::OpenReadOnly(options, path, families)
                : Database::Open(options, path, families);
  RETURN_IF_ERROR(database.status());
  std::unique_ptr<LogStore> store(
      new LogStore(*std::move(database), read_only));
  RETURN_IF_ERROR(store->ReadIdentity());
  RETURN_IF_ERROR(store->ReadEnd());
  return store;
}

absl::StatusOr<std::string> LogStore::GetMeta(absl::string_view key) const {
  std::string value;
  const rocksdb::Status status =
      database_->db()->Get(rocksdb::ReadOptions(),
                           database_->family(kMetaIndex), ToSlice(key), &value);
  if (status.IsNotFound()) return MetaDamaged(key, "it is missing");
  RETURN_IF_ERROR(FromRocksdb(
      status, absl::StrCat("reading the log's record \"", key, "\"")));
  return value;
}

absl::StatusOr<uint64_t> LogStore::ReadDocumentCount() const {
  ASSIGN_OR_RETURN(const std::string value, GetMeta(format::kDocumentCountKey));
  const absl::StatusOr<uint64_t> count = format::DecodeDocumentCount(value);
  if (count.ok()) return *count;
  return MetaDamaged(format::kDocumentCountKey, count.status().message());
}

absl::Status LogStore::CheckDocumentNumbers(uint64_t count) const {
  const std::string end = format::DocumentNumberKey(count);
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> it(database_->db()->NewIterator(
      options, database_->family(kDocumentsIndex)));
  uint64_t next = 0;
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    if (!format::IsDocumentNumber(ToView(it->key()))) continue;
    if (ToView(it->key()) != format::DocumentNumberKey(next)) break;
    ++next;
  }
  RETURN_IF_ERROR(FromRocksdb(it->status(), "reading the documents"));
  if (next == count) return absl::OkStatus();
  return MetaDamaged(format::kDocumentCountKey,
                     absl::StrCat("of ", count, " documents, number ", next,
                                  " (from 0) is missing"));
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
  const std::unique_ptr<rocksdb::Iterator> it =
      NewChunkIterator(rocksdb::ReadOptions());
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
  ASSIGN_OR_RETURN(const uint64_t documents, ReadDocumentCount());
  RETURN_IF_ERROR(CheckDocumentNumbers(documents));
  MutexLock lock(&mu_);
  documents_ = documents;
  return absl::OkStatus();
}

LogStore::~LogStore() {
  if (read_only_ || !failure().ok()) return;
  if (BytesIn(database_->db()->GetName(), ".log") < kFlushAtCloseBytes) {
    return;
  }
  // When it fails, all is in the write-ahead log still.
  database_->db()
      ->Flush(rocksdb::FlushOptions(),
              {database_->family(kMetaIndex), database_->family(kCommitsIndex),
               database_->family(kDocumentsIndex)})
      .PermitUncheckedError();
}

absl::Status LogStore::failure() const {
  MutexLock lock(&mu_);
  return failure_;
}

uint64_t LogStore::documents() const {
  MutexLock lock(&mu_);
  return documents_;
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
    failure_ = absl::Status(
        status.IsNoSpace() ? absl::StatusCode::kResourceExhausted
                           : absl::StatusCode::kInternal,
        absl::StrCat(status.IsNoSpace() ? "the disk is full"
                                        : "writing to the log failed",
                     ", so that nothing more is recorded until the ledger is "
                     "opened again: ",
                     status.ToString()));
  }
  return failure_;
}

absl::Status LogStore::Write(const Commit& commit,
                             const MerkleFrontier& after) {
  rocksdb::WriteBatch batch;
  for (const format::KeyValue& chunk : commit.chunks) {
    RETURN_IF_ERROR(FromRocksdb(
        batch.Put(database_->family(kCommitsIndex), chunk.key, chunk.value),
        "gathering a commit"));
  }
  RETURN_IF_ERROR(
      FromRocksdb(batch.Put(database_->family(kMetaIndex), format::kFrontierKey,
                            format::EncodeFrontier(after)),
                  "gathering a commit"));
  return WriteSynced(&batch);
}

std::unique_ptr<rocksdb::Iterator> LogStore::NewChunkIterator(
    const rocksdb::ReadOptions& options) const {
  return std::unique_ptr<rocksdb::Iterator>(
      database_->db()->NewIterator(options, database_->family(kCommitsIndex)));
}

absl::Status LogStore::PutDocument(absl::string_view sha256,
                                   absl::string_view content) {
  MutexLock lock(&documents_mu_);
  const bool is_new = absl::IsNotFound(GetDocument(sha256).status());
  const uint64_t count = documents() + (is_new ? 1 : 0);
  rocksdb::WriteBatch batch;
  RETURN_IF_ERROR(FromRocksdb(batch.Put(database_->family(kDocumentsIndex),
                                        ToSlice(sha256), ToSlice(content)),
                              "gathering a document"));
  if (is_new) {
    RETURN_IF_ERROR(FromRocksdb(
        batch.Put(database_->family(kDocumentsIndex),
                  format::DocumentNumberKey(count - 1), ToSlice(sha256)),
        "gathering a document"));
    RETURN_IF_ERROR(FromRocksdb(
        batch.Put(database_->family(kMetaIndex), format::kDocumentCountKey,
                  format::EncodeDocumentCount(count)),
        "gathering a document"));
  }
  RETURN_IF_ERROR(WriteSynced(&batch));
  MutexLock count_lock(&mu_);
  documents_ = count;
  return absl::OkStatus();
}

absl::StatusOr<std::string> LogStore::GetDocument(
    absl::string_view sha256) const {
  const std::string name =
      absl::StrCat("document ", absl::BytesToHexString(sha256));
  std::string content;
  const rocksdb::Status status = database_->db()->Get(
      rocksdb::ReadOptions(), database_->family(kDocumentsIndex),
      ToSlice(sha256), &content);
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
