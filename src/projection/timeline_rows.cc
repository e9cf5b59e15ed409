#include "projection/timeline_rows.h"

#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace clearsky::projection {
namespace {

// Names hold no control characters, so that this ends them and sorts first.
constexpr char kEndOfName = '\0';

const absl::CivilDay& DayOne() {
  static const absl::CivilDay* const kDay = new absl::CivilDay(0, 3, 1);
  return *kDay;
}

rocksdb::Slice SliceOf(absl::string_view text) {
  return {text.data(), text.size()};
}

absl::string_view ViewOf(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

absl::Status FromRows(const rocksdb::Status& status, absl::string_view what) {
  if (status.ok()) return absl::OkStatus();
  const std::string message =
      absl::StrCat(what, " snapshots: ", status.ToString());
  return status.IsCorruption() ? absl::DataLossError(message)
                               : absl::InternalError(message);
}

}  // namespace

DayNumber NumberOfDay(absl::CivilDay day) {
  if (day <= DayOne()) return kFirstDay;
  const int64_t days = day - DayOne();
  return days >= int64_t{kLastDay} ? kLastDay : static_cast<DayNumber>(days);
}

absl::CivilDay DayOfNumber(DayNumber number) {
  if (number == kFirstDay) return absl::CivilDay::min();
  return DayOne() + int64_t{number};
}

char PartialClass(DayNumber earliest, DayNumber day) {
  char length = 0;
  while (day - earliest > kPartialDays[static_cast<size_t>(length)]) ++length;
  return length;
}

void AppendNumber(uint32_t number, std::string* key) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    key->push_back(static_cast<char>(number >> shift));
  }
}

void AppendNumber(uint64_t number, std::string* key) {
  AppendNumber(static_cast<uint32_t>(number >> 32), key);
  AppendNumber(static_cast<uint32_t>(number), key);
}

void AppendName(absl::string_view name, std::string* key) {
  absl::StrAppend(key, name);
  key->push_back(kEndOfName);
}

uint32_t TakeNumber32(absl::string_view* key) {
  uint32_t number = 0;
  const size_t size = std::min<size_t>(4, key->size());
  for (size_t i = 0; i < size; ++i) {
    number = number << 8 | static_cast<unsigned char>((*key)[i]);
  }
  key->remove_prefix(size);
  return number;
}

uint64_t TakeNumber64(absl::string_view* key) {
  const uint64_t high = TakeNumber32(key);
  return high << 32 | TakeNumber32(key);
}

absl::string_view TakeName(absl::string_view* key) {
  const size_t end = key->find(kEndOfName);
  const absl::string_view name = key->substr(0, end);
  key->remove_prefix(end == absl::string_view::npos ? key->size() : end + 1);
  return name;
}

TimelineRows::TimelineRows(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
                           absl::string_view stream)
    : db_(db),
      family_(family),
      prefix_(absl::StrCat(stream, absl::string_view("\0", 1))),
      pending_(rocksdb::BytewiseComparator(), /*reserved_bytes=*/0,
               /*overwrite_key=*/true) {}

std::string TimelineRows::Key(RowKind kind, absl::string_view rest) const {
  std::string key = prefix_;
  key.push_back(static_cast<char>(kind));
  absl::StrAppend(&key, rest);
  return key;
}

std::string TimelineRows::Key(RowKind kind, uint64_t revision) const {
  std::string key = Key(kind, "");
  AppendNumber(revision, &key);
  return key;
}

std::string TimelineRows::Key(RowKind kind, DayNumber day,
                              uint64_t revision) const {
  std::string key = Key(kind, "");
  AppendNumber(day, &key);
  AppendNumber(revision, &key);
  return key;
}

absl::StatusOr<std::optional<std::string>> TimelineRows::Get(
    const std::string& key) {
  std::string value;
  const rocksdb::Status status = pending_.GetFromBatchAndDB(
      db_, rocksdb::ReadOptions(), family_, key, &value);
  if (status.IsNotFound()) return std::nullopt;
  RETURN_IF_ERROR(FromRows(status, "reading"));
  return value;
}

void TimelineRows::Put(const std::string& key, absl::string_view value) {
  // Fails only for keys of gigabytes.
  pending_.Put(family_, key, SliceOf(value)).PermitUncheckedError();
}

void TimelineRows::Put(const std::string& key,
                       const google::protobuf::Message& value) {
  Put(key, value.SerializeAsString());
}

void TimelineRows::Delete(const std::string& key) {
  pending_.Delete(family_, key).PermitUncheckedError();
}

absl::Status TimelineRows::Clear() {
  std::vector<std::string> keys;
  const std::unique_ptr<rocksdb::Iterator> rows(pending_.NewIteratorWithBase(
      family_, db_->NewIterator(rocksdb::ReadOptions(), family_)));
  for (rows->Seek(prefix_);
       rows->Valid() && absl::StartsWith(ViewOf(rows->key()), prefix_);
       rows->Next()) {
    keys.emplace_back(ViewOf(rows->key()));
  }
  RETURN_IF_ERROR(FromRows(rows->status(), "clearing"));
  for (const std::string& key : keys) Delete(key);
  return absl::OkStatus();
}

absl::Status TimelineRows::Scan(
    RowKind kind, absl::string_view first,
    const std::function<bool(absl::string_view, absl::string_view)>& visit) {
  const std::string prefix = Key(kind, "");
  const std::unique_ptr<rocksdb::Iterator> rows(pending_.NewIteratorWithBase(
      family_, db_->NewIterator(rocksdb::ReadOptions(), family_)));
  for (rows->Seek(absl::StrCat(prefix, first)); rows->Valid(); rows->Next()) {
    absl::string_view key = ViewOf(rows->key());
    if (!absl::StartsWith(key, prefix)) break;
    key.remove_prefix(prefix.size());
    if (!visit(key, ViewOf(rows->value()))) return absl::OkStatus();
  }
  return FromRows(rows->status(), "reading");
}

absl::Status TimelineRows::Store() {
  rocksdb::WriteOptions options;
  // What is lost in a power cut is made again.
  options.sync = false;
  RETURN_IF_ERROR(
      FromRows(db_->Write(options, pending_.GetWriteBatch()), "writing"));
  pending_.Clear();
  return absl::OkStatus();
}

}  // namespace clearsky::projection
