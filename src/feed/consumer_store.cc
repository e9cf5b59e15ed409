// Keys, told apart by the first byte; all values are sealed under their keys:
//
//   i                            text: format version, newline, ledger id
//   c NAME                       u32 witness, v1::Consumer
//   s NAME 00 u64 POSITION       v1::EventSetAside without the event

#include "feed/consumer_store.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/database.h"
#include "log/format.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "rocksdb/write_batch.h"

namespace clearsky::feed {
namespace {

using log::ToSlice;
using log::ToView;

constexpr char kDirectory[] = "consumers";
constexpr char kIdentityKey[] = "i";
constexpr char kConsumerPrefix = 'c';
constexpr char kSetAsidePrefix = 's';
constexpr absl::string_view kFormat = "1";
constexpr size_t kWitnessBytes = 4;

rocksdb::DBOptions DbOptions() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  // RocksDB's own notes and statistics, which nobody reads.
  options.keep_log_file_num = 2;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.max_open_files = 64;
  options.manifest_preallocation_size = 64 << 10;
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions() {
  rocksdb::ColumnFamilyOptions options;
  // Some thousands of small rows, most of them written again and again.
  options.write_buffer_size = size_t{2} << 20;
  return options;
}

rocksdb::WriteOptions WriteOptionsOf(Durability durability) {
  rocksdb::WriteOptions options;
  options.sync = durability == Durability::kSynced;
  return options;
}

std::string ConsumerKey(absl::string_view name) {
  return absl::StrCat(std::string(1, kConsumerPrefix), name);
}

// Names have no zero byte, so that it ends them.
std::string SetAsideOf(absl::string_view name) {
  std::string key = absl::StrCat(std::string(1, kSetAsidePrefix), name);
  key.push_back('\0');
  return key;
}

std::string SetAsideKey(absl::string_view name, uint64_t position) {
  return absl::StrCat(SetAsideOf(name), log::format::EncodeNumber(position));
}

std::string ConsumerValue(absl::string_view key, const KeptConsumer& kept) {
  v1::Consumer consumer = kept.consumer;
  consumer.clear_connected();
  consumer.clear_lag();
  std::string payload;
  for (int shift = 24; shift >= 0; shift -= 8) {
    payload.push_back(static_cast<char>((kept.witness >> shift) & 0xff));
  }
  payload += consumer.SerializeAsString();
  return log::format::Seal(key, payload);
}

std::string SetAsideValue(absl::string_view key,
                          const v1::EventSetAside& event) {
  v1::EventSetAside kept = event;
  kept.clear_event();
  return log::format::Seal(key, kept.SerializeAsString());
}

absl::Status Damaged(const std::string& path, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      path, ": ", what,
      " is damaged; with the ledger closed the directory may be deleted, and "
      "the consumers be made anew: it holds their places and nothing else"));
}

absl::StatusOr<KeptConsumer> ParseConsumer(const std::string& path,
                                           absl::string_view key,
                                           absl::string_view value) {
  const absl::StatusOr<absl::string_view> payload =
      log::format::Unseal(key, value);
  const std::string what =
      absl::StrCat("the row of consumer `", key.substr(1), "`");
  if (!payload.ok() || payload->size() < kWitnessBytes) {
    return Damaged(path, what);
  }
  KeptConsumer kept;
  for (size_t i = 0; i < kWitnessBytes; ++i) {
    kept.witness =
        (kept.witness << 8) | static_cast<unsigned char>((*payload)[i]);
  }
  const absl::string_view message = payload->substr(kWitnessBytes);
  if (!kept.consumer.ParseFromArray(message.data(),
                                    static_cast<int>(message.size()))) {
    return Damaged(path, what);
  }
  return kept;
}

absl::StatusOr<v1::EventSetAside> ParseSetAside(const std::string& path,
                                                absl::string_view key,
                                                absl::string_view value) {
  const absl::StatusOr<absl::string_view> payload =
      log::format::Unseal(key, value);
  v1::EventSetAside event;
  if (!payload.ok() ||
      !event.ParseFromArray(payload->data(),
                            static_cast<int>(payload->size()))) {
    return Damaged(path, "a row of what was set aside");
  }
  return event;
}

}  // namespace

std::string ConsumersPath(const std::string& ledger_path) {
  return absl::StrCat(ledger_path, "/", kDirectory);
}

ConsumerStore::ConsumerStore(std::string path,
                             std::unique_ptr<log::Database> database)
    : path_(std::move(path)), database_(std::move(database)) {}

ConsumerStore::~ConsumerStore() = default;

absl::StatusOr<std::unique_ptr<ConsumerStore>> ConsumerStore::Open(
    const std::string& path, const std::string& ledger_id) {
  ASSIGN_OR_RETURN(auto database,
                   log::Database::Open(
                       DbOptions(), path,
                       {{rocksdb::kDefaultColumnFamilyName, FamilyOptions()}}));
  std::unique_ptr<ConsumerStore> store(
      new ConsumerStore(path, std::move(database)));
  RETURN_IF_ERROR(store->CheckIdentity(ledger_id));
  return store;
}

absl::Status ConsumerStore::CheckIdentity(const std::string& ledger_id) {
  rocksdb::DB* const db = database_->db();
  std::string value;
  const rocksdb::Status read =
      db->Get(rocksdb::ReadOptions(), kIdentityKey, &value);
  const std::string identity = absl::StrCat(kFormat, "\n", ledger_id);
  if (read.IsNotFound()) {
    return log::FromRocksdb(
        db->Put(WriteOptionsOf(Durability::kSynced), kIdentityKey,
                log::format::Seal(kIdentityKey, identity)),
        "writing consumers/");
  }
  RETURN_IF_ERROR(log::FromRocksdb(read, "reading consumers/"));
  const auto kept = log::format::Unseal(kIdentityKey, value);
  if (!kept.ok()) return Damaged(path_, "the row that says whose it is");
  if (*kept == identity) return absl::OkStatus();
  if (!absl::StartsWith(*kept, absl::StrCat(kFormat, "\n"))) {
    return absl::FailedPreconditionError(
        absl::StrCat(path_, " is of format ", kept->substr(0, kept->find('\n')),
                     ", and this program knows ", kFormat));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      path_, " is of the ledger ", kept->substr(kFormat.size() + 1),
      ", and this is ", ledger_id,
      "; it may be deleted, and the consumers be made anew"));
}

absl::StatusOr<std::vector<KeptConsumer>> ConsumerStore::Load() const {
  std::vector<KeptConsumer> consumers;
  const std::unique_ptr<rocksdb::Iterator> rows(
      database_->db()->NewIterator(rocksdb::ReadOptions()));
  for (rows->Seek(std::string(1, kConsumerPrefix));
       rows->Valid() &&
       rows->key().starts_with(std::string(1, kConsumerPrefix));
       rows->Next()) {
    ASSIGN_OR_RETURN(
        KeptConsumer kept,
        ParseConsumer(path_, ToView(rows->key()), ToView(rows->value())));
    consumers.push_back(std::move(kept));
  }
  RETURN_IF_ERROR(log::FromRocksdb(rows->status(), "reading consumers/"));
  return consumers;
}

absl::Status ConsumerStore::Put(const KeptConsumer& kept,
                                Durability durability) {
  const std::string key = ConsumerKey(kept.consumer.name());
  return log::FromRocksdb(database_->db()->Put(WriteOptionsOf(durability), key,
                                               ConsumerValue(key, kept)),
                          "writing consumers/");
}

absl::Status ConsumerStore::Delete(const std::string& name) {
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.Delete(ConsumerKey(name));
  // One by one: they are few, and a deleted range is looked at by every read.
  const std::string prefix = SetAsideOf(name);
  const std::unique_ptr<rocksdb::Iterator> rows(
      database_->db()->NewIterator(rocksdb::ReadOptions()));
  for (rows->Seek(prefix);
       status.ok() && rows->Valid() && rows->key().starts_with(prefix);
       rows->Next()) {
    status = batch.Delete(rows->key());
  }
  RETURN_IF_ERROR(log::FromRocksdb(rows->status(), "reading consumers/"));
  if (status.ok()) {
    status =
        database_->db()->Write(WriteOptionsOf(Durability::kSynced), &batch);
  }
  return log::FromRocksdb(status, "writing consumers/");
}

absl::Status ConsumerStore::PutSetAside(const KeptConsumer& kept,
                                        const v1::EventSetAside& event) {
  const std::string& name = kept.consumer.name();
  const std::string key = ConsumerKey(name);
  const std::string event_key = SetAsideKey(name, event.position());
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.Put(key, ConsumerValue(key, kept));
  if (status.ok()) {
    status = batch.Put(event_key, SetAsideValue(event_key, event));
  }
  if (status.ok()) {
    status =
        database_->db()->Write(WriteOptionsOf(Durability::kSynced), &batch);
  }
  return log::FromRocksdb(status, "writing consumers/");
}

absl::Status ConsumerStore::DeleteSetAside(const KeptConsumer& kept,
                                           uint64_t position) {
  const std::string& name = kept.consumer.name();
  const std::string key = ConsumerKey(name);
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.Put(key, ConsumerValue(key, kept));
  if (status.ok()) status = batch.Delete(SetAsideKey(name, position));
  if (status.ok()) {
    status =
        database_->db()->Write(WriteOptionsOf(Durability::kSynced), &batch);
  }
  return log::FromRocksdb(status, "writing consumers/");
}

absl::StatusOr<std::optional<v1::EventSetAside>> ConsumerStore::FindSetAside(
    const std::string& name, uint64_t position) const {
  const std::string key = SetAsideKey(name, position);
  std::string value;
  const rocksdb::Status read =
      database_->db()->Get(rocksdb::ReadOptions(), key, &value);
  if (read.IsNotFound()) return std::nullopt;
  RETURN_IF_ERROR(log::FromRocksdb(read, "reading consumers/"));
  ASSIGN_OR_RETURN(v1::EventSetAside event, ParseSetAside(path_, key, value));
  return event;
}

absl::StatusOr<std::vector<v1::EventSetAside>> ConsumerStore::ListSetAside(
    const std::string& name, uint64_t from, size_t limit) const {
  std::vector<v1::EventSetAside> events;
  const std::string prefix = SetAsideOf(name);
  const std::unique_ptr<rocksdb::Iterator> rows(
      database_->db()->NewIterator(rocksdb::ReadOptions()));
  for (rows->Seek(SetAsideKey(name, from));
       rows->Valid() && rows->key().starts_with(prefix) &&
       events.size() < limit;
       rows->Next()) {
    ASSIGN_OR_RETURN(
        v1::EventSetAside event,
        ParseSetAside(path_, ToView(rows->key()), ToView(rows->value())));
    events.push_back(std::move(event));
  }
  RETURN_IF_ERROR(log::FromRocksdb(rows->status(), "reading consumers/"));
  return events;
}

}  // namespace clearsky::feed
