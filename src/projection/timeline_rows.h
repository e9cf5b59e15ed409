#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/timeline.pb.h"
#include "rocksdb/db.h"
#include "rocksdb/utilities/write_batch_with_index.h"

// Rows of a timeline: their keys, and access to those of one stream. The one
// place that writes and parses keys; docs/format.md describes them.

namespace clearsky::projection {

// Days in keys: 0 is the beginning of time, where the fold places what resolves
// by position; then days since 0000-03-01, near enough to year 0. They sort as
// days do.
using DayNumber = uint32_t;
inline constexpr DayNumber kFirstDay = 0;
inline constexpr DayNumber kLastDay = UINT32_MAX;
DayNumber NumberOfDay(absl::CivilDay day);
absl::CivilDay DayOfNumber(DayNumber number);

// What a row is, the byte after the stream's name.
enum class RowKind : char {
  kHead = 'h',         // TimelineHead.
  kEntity = 'i',       // By id: TimelineEntity.
  kEvent = 'e',        // By day, revision: TimelineEvent.
  kUnitEvent = 'u',    // By unit, day, revision: empty.
  kNaming = 'n',       // By id, day, revision: empty. An event of another unit,
                       // or of the common one, names the entity.
  kSnapshot = 's',     // By day, unit: PlanState of the unit.
  kLate = 'l',         // By revision: TimelineDisturbance.
  kDisturbance = 'd',  // By revision: TimelineDisturbance.
  kLink = 'm',         // By revision: target, `c` or `v`. A correction, a void.
  kUnknown = 'x',      // By revision: name of the type. Not read by us.
  kPartial = 'p',      // By class of length, day, revision: empty. An event
                       // whose effective date is longer than a day.
  kFront = 'r',        // By revision, of some: front day before it.
};

// Lengths of effective dates, in days, that kPartial rows are told apart by:
// those of class i are at most kPartialDays[i] days longer than one day.
inline constexpr DayNumber kPartialDays[] = {31, 92, 366, kLastDay};
char PartialClass(DayNumber earliest, DayNumber day);

// Parts of keys.
void AppendNumber(uint32_t number, std::string* key);
void AppendNumber(uint64_t number, std::string* key);
void AppendName(absl::string_view name, std::string* key);
uint32_t TakeNumber32(absl::string_view* key);
uint64_t TakeNumber64(absl::string_view* key);
absl::string_view TakeName(absl::string_view* key);

// TimelineRows is where the rows of one stream are read and written: a family
// of RocksDB, and what was written since and is not stored yet. Not safe for
// concurrent use.
class TimelineRows {
 public:
  // `db` and `family` must outlive this.
  TimelineRows(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
               absl::string_view stream);

  // The key of a row: the stream, the kind, and `rest`.
  std::string Key(RowKind kind, absl::string_view rest) const;
  std::string Key(RowKind kind, uint64_t revision) const;
  std::string Key(RowKind kind, DayNumber day, uint64_t revision) const;

  // nullopt when there is no such row. DATA_LOSS when it cannot be read.
  absl::StatusOr<std::optional<std::string>> Get(const std::string& key);
  void Put(const std::string& key, absl::string_view value);
  void Put(const std::string& key, const google::protobuf::Message& value);
  void Delete(const std::string& key);
  // Takes out all rows of the stream.
  absl::Status Clear();

  // Calls `visit` with the keys, without the stream and the kind, and values of
  // rows from `first` on, `first` being without them too, until it returns
  // false. Nothing may be written meanwhile.
  absl::Status Scan(RowKind kind, absl::string_view first,
                    const std::function<bool(absl::string_view rest,
                                             absl::string_view value)>& visit);

  // Stores what was written, all or nothing; INTERNAL when it fails.
  absl::Status Store();
  size_t unstored_bytes() { return pending_.GetWriteBatch()->GetDataSize(); }

 private:
  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const family_;
  const std::string prefix_;
  rocksdb::WriteBatchWithIndex pending_;
};

}  // namespace clearsky::projection
