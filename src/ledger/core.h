#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "ledger/ledger.h"
#include "log/event_log.h"
#include "projection/plan_histories.h"
#include "projection/projector.h"
#include "projection/stream_heads.h"

namespace clearsky::ledger {

// Most entries that one answer holds.
inline constexpr size_t kMaxPageSize = 1000;

// Metadata key that holds the SHA-256, in hexadecimal, of the event as the
// caller gave it: the engine completes events before they are stored, and a
// repeated request is compared with what was given then. Keys that start with
// kReservedKeyPrefix are the engine's own.
inline constexpr char kGivenKey[] = "clearsky-given";
inline constexpr char kReservedKeyPrefix[] = "clearsky-";

// The clock that stamps events: the engine's, until it is set; then it stands
// still. Only simulated ledgers set it. Safe for concurrent use.
class RecordClock final : public Clock {
 public:
  // `engine` must outlive this.
  explicit RecordClock(const Clock* engine) : engine_(engine) {}

  void Set(absl::Time time) { micros_ = absl::ToUnixMicros(time); }
  absl::Time Now() const override {
    const int64_t micros = micros_;
    return micros == kUnset ? engine_->Now() : absl::FromUnixMicros(micros);
  }

 private:
  static constexpr int64_t kUnset = INT64_MIN;

  const Clock* const engine_;
  std::atomic<int64_t> micros_{kUnset};
};

// What each part of an opened ledger works with. Set once; safe for concurrent
// use, as what it points to is.
struct Core {
  // The ledger's directory.
  std::string path;
  std::string zone_name;
  absl::TimeZone zone;
  bool simulated = false;
  bool read_only = false;
  SystemClock system_clock;
  // The engine's clock; `system_clock` unless the caller gave one.
  const Clock* clock = &system_clock;
  // The log's clock; it stands before the log, which uses it to the end.
  std::unique_ptr<RecordClock> record_clock;
  std::unique_ptr<log::EventLog> log;
  std::unique_ptr<projection::Snapshots> snapshots;
  std::unique_ptr<projection::PlanHistories> histories;
  std::unique_ptr<projection::StreamHeads> heads;
  // Uses all of the above, from a thread of its own.
  std::unique_ptr<projection::Projector> projector;

  // What time it is for the ledger. The clock of a simulated one stands still
  // at the last record time; while it is empty, it is the engine's.
  absl::Time Now() const;
  // The day of `time` in the ledger's zone.
  absl::CivilDay DayOf(absl::Time time) const;
};

// The time of `timestamp`, named `field` in messages. INVALID_ARGUMENT outside
// the years 0001 to 9999.
absl::StatusOr<absl::Time> TimeOf(absl::string_view field,
                                  const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp TimestampOf(absl::Time time);

// INVALID_ARGUMENT for a day that does not exist; OUT_OF_RANGE for a position
// past the end, naming the last, and for a time in the future, later than now
// and not the end of the present day.
absl::StatusOr<Point> ResolvePoint(const Core& core, const v1::PointInTime& at);

// What an answer about a stream of which `stream_count` events are known at
// `point` rests on.
v1::AnswerBasis BasisOf(const Core& core, const Point& point,
                        uint64_t stream_count);

// NOT_FOUND unless `stream` has events, naming the streams that are near;
// INVALID_ARGUMENT when it is empty. `field` names it in messages.
absl::Status RequireStream(const Core& core, absl::string_view field,
                           absl::string_view stream);

// Entries of a page of which `requested` were asked for; 0: as many as allowed.
size_t PageSize(uint32_t requested);

}  // namespace clearsky::ledger
