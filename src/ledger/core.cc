#include "ledger/core.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "ledger/near_names.h"
#include "plan/edtf.h"
#include "plan/recording.h"

namespace clearsky::ledger {
namespace {

// google.protobuf.Timestamp: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
constexpr int64_t kMinSeconds = -62135596800;
constexpr int64_t kMaxSeconds = 253402300799;
constexpr int32_t kNanosInSecond = 1000000000;

// Streams looked through for a name that is near.
constexpr size_t kNearNameStreams = 10000;

// Nobody can say yet what will be known at a time to come, and an answer must
// be the same when it is asked for again. The end of the present day is as far
// as a day reaches that means its end.
absl::Status CheckNotAhead(const Core& core, absl::Time time) {
  const absl::Time last = core.log->last_record_time();
  const absl::Time now = std::max(core.Now(), last);
  const absl::Time tomorrow = absl::FromCivil(core.DayOf(now) + 1, core.zone);
  const bool ends_today =
      time < tomorrow && time >= tomorrow - absl::Seconds(1);
  if (time <= now || ends_today) return absl::OkStatus();
  const auto words = [&core](absl::Time at) {
    return absl::FormatTime(absl::RFC3339_full, at, core.zone);
  };
  return WithDetail(
      absl::OutOfRangeError(absl::StrCat(
          "at.known_time ", words(time),
          " is in the future: for the ledger it is ", words(now), ", and ",
          last == absl::InfinitePast()
              ? "it has no events"
              : absl::StrCat("its last event, position ", core.log->size() - 1,
                             ", was recorded at ", words(last)),
          "; leave it out to ask for all that is known")),
      {"TIME_IN_FUTURE", {{"given", words(time)}, {"now", words(now)}}});
}

absl::StatusOr<uint64_t> KnownCount(const Core& core,
                                    const v1::PointInTime& at) {
  switch (at.known_at_case()) {
    case v1::PointInTime::kKnownTime: {
      ASSIGN_OR_RETURN(const absl::Time time,
                       TimeOf("at.known_time", at.known_time()));
      RETURN_IF_ERROR(CheckNotAhead(core, time));
      return core.log->CountAtTime(time);
    }
    case v1::PointInTime::kKnownPosition: {
      const uint64_t count = core.log->size();
      if (at.known_position() < count) return at.known_position() + 1;
      return WithDetail(
          absl::OutOfRangeError(absl::StrCat(
              "at.known_position ", at.known_position(), " is past the end: ",
              count == 0 ? "the ledger has no events"
                         : absl::StrCat("the last position is ", count - 1))),
          {"POSITION_PAST_END",
           {{"given", absl::StrCat(at.known_position())},
            {"below", absl::StrCat(count)}}});
    }
    case v1::PointInTime::KNOWN_AT_NOT_SET:
      break;
  }
  return core.log->size();
}

}  // namespace

absl::Time Core::Now() const {
  if (!simulated) return clock->Now();
  const absl::Time last = log->last_record_time();
  return last == absl::InfinitePast() ? clock->Now() : last;
}

absl::CivilDay Core::DayOf(absl::Time time) const {
  return absl::ToCivilDay(time, zone);
}

absl::StatusOr<absl::Time> TimeOf(
    absl::string_view field, const google::protobuf::Timestamp& timestamp) {
  if (timestamp.seconds() < kMinSeconds || timestamp.seconds() > kMaxSeconds ||
      timestamp.nanos() < 0 || timestamp.nanos() >= kNanosInSecond) {
    return absl::InvalidArgumentError(absl::StrCat(
        field, ": ", timestamp.seconds(), " seconds and ", timestamp.nanos(),
        " nanoseconds is no time between the years 0001 and 9999"));
  }
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

absl::StatusOr<Point> ResolvePoint(const Core& core,
                                   const v1::PointInTime& at) {
  Point point;
  if (at.as_of_day().empty()) {
    point.as_of = core.DayOf(core.Now());
  } else {
    const absl::StatusOr<absl::CivilDay> day = plan::ParseDay(at.as_of_day());
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("at.as_of_day: ", day.status().message()));
    }
    point.as_of = *day;
  }
  ASSIGN_OR_RETURN(point.known_count, KnownCount(core, at));
  return point;
}

v1::AnswerBasis BasisOf(const Core& core, const Point& point,
                        uint64_t stream_count) {
  v1::AnswerBasis basis;
  basis.set_as_of_day(plan::FormatDay(point.as_of));
  basis.set_known_count(point.known_count);
  basis.set_stream_count(stream_count);
  basis.set_simulated(core.simulated);
  basis.set_zone(core.zone_name);
  return basis;
}

absl::Status RequireStream(const Core& core, absl::string_view field,
                           absl::string_view stream) {
  if (stream.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(field,
                     " is empty; name a plan, for example "
                     "`clear-sky/2022`"));
  }
  if (stream.size() <= log::kMaxStreamNameBytes) {
    ASSIGN_OR_RETURN(const uint64_t count, core.log->StreamSize(stream));
    if (count > 0) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> streams,
                   core.log->ListStreams("", "", kNearNameStreams));
  return NotKnown(absl::StrCat("unknown plan `", stream, "`"), stream, streams,
                  {"UNKNOWN_PLAN", {{"stream", std::string(stream)}}});
}

size_t PageSize(uint32_t requested) {
  if (requested == 0) return kMaxPageSize;
  return std::min<size_t>(requested, kMaxPageSize);
}

}  // namespace clearsky::ledger
