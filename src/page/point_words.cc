#include "page/point_words.h"

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "google/protobuf/timestamp.pb.h"
#include "plan/edtf.h"

namespace clearsky::page {
namespace {

bool AllDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return !text.empty();
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

}  // namespace

absl::StatusOr<absl::Time> ReadTime(absl::string_view name,
                                    absl::string_view text,
                                    absl::TimeZone zone) {
  if (const auto day = plan::ParseDay(text); day.ok()) {
    return absl::FromCivil(*day, zone);
  }
  absl::Time time;
  std::string error;
  for (const char* const format :
       {"%E4Y-%m-%d%ET%H:%M:%E*S%Ez", "%E4Y-%m-%d%ET%H:%M%Ez",
        "%E4Y-%m-%d%ET%H:%M:%E*S", "%E4Y-%m-%d%ET%H:%M"}) {
    // absl also reads words such as `infinite-future`: no time of a ledger.
    if (!text.empty() &&
        absl::ascii_isdigit(static_cast<unsigned char>(text[0])) &&
        absl::ParseTime(format, text, zone, &time, &error)) {
      return time;
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      name, " '", text,
      "' is not a time that exists; accepted are 2022-09-28T15:00:00+09:00 "
      "(RFC 3339), 2022-09-28T15:00 in the ledger's zone, or a day, "
      "2022-09-28"));
}

absl::StatusOr<v1::PointInTime> ReadPointInTime(const PointNames& names,
                                                absl::string_view as_of,
                                                absl::string_view known_at,
                                                absl::TimeZone zone) {
  v1::PointInTime point;
  if (!as_of.empty()) {
    const auto day = plan::ParseDay(as_of);
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(names.as_of, ": ", day.status().message()));
    }
    point.set_as_of_day(plan::FormatDay(*day));
  }
  if (known_at.empty()) return point;
  if (AllDigits(known_at)) {
    uint64_t position = 0;
    if (!absl::SimpleAtoi(known_at, &position)) {
      return absl::InvalidArgumentError(absl::StrCat(
          names.known_at, " ", known_at, " is larger than any position"));
    }
    point.set_known_position(position);
    return point;
  }
  absl::Time time;
  if (const auto day = plan::ParseDay(known_at); day.ok()) {
    time = absl::FromCivil(*day + 1, zone) - absl::Microseconds(1);
  } else {
    ASSIGN_OR_RETURN(time, ReadTime(names.known_at, known_at, zone));
  }
  *point.mutable_known_time() = ToTimestamp(time);
  return point;
}

}  // namespace clearsky::page
