#include "document/line_meaning.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::document {

using notation::Status;

Status StatusOfLine(const ReadActivity& activity, absl::CivilDay day) {
  const notation::TableLineReading& reading = activity.reading;
  if (!reading.date.has_value()) return reading.status;
  const bool begun = plan::IsAfter(*reading.date, day) != plan::Answer::kYes;
  switch (reading.status) {
    case Status::kNone:
      return begun ? Status::kHeld : Status::kPlanned;
    case Status::kPlanned: {
      // Of a date that has begun, the table would say that it is planned; and
      // what has been used was not only planned.
      const bool is_closed = plan::BoundsOf(*reading.date).latest.has_value();
      if (begun && (activity.kind == v1::ACTIVITY_KIND_STANDING_OPERATION ||
                    (!activity.says_planned && is_closed))) {
        return Status::kHeld;
      }
      return reading.status;
    }
    default:
      return reading.status;
  }
}

v1::PartialDate EffectiveOf(const v1::PartialDate& date, absl::CivilDay day) {
  const plan::DayBounds bounds = plan::BoundsOf(date);
  if (!bounds.latest.has_value() || *bounds.latest > day) {
    return plan::DateOfDay(day);
  }
  if (date.reading() == v1::PartialDate::READING_ALL_OF) {
    return plan::DateOfDay(*bounds.latest);
  }
  v1::PartialDate effective = date;
  effective.clear_verbatim();
  return effective;
}

bool MayStillCome(const v1::PartialDate& date, absl::CivilDay day) {
  const plan::DayBounds bounds = plan::BoundsOf(date);
  return !bounds.latest.has_value() || *bounds.latest > day;
}

ReadActivity AsPlanned(ReadActivity activity) {
  activity.reading.status = Status::kPlanned;
  activity.says_planned = true;
  return activity;
}

bool SaysPutOffTo(absl::string_view line,
                  const notation::TableLineReading& reading) {
  if (!reading.date.has_value() || reading.date->verbatim().empty()) {
    return false;
  }
  const std::string& words = reading.date->verbatim();
  const size_t at = line.find(words);
  if (at == absl::string_view::npos) return false;
  absl::string_view rest =
      absl::StripLeadingAsciiWhitespace(line.substr(at + words.size()));
  absl::ConsumePrefix(&rest, "중");
  absl::ConsumePrefix(&rest, "으");
  return absl::ConsumePrefix(&rest, "로") &&
         absl::StartsWith(absl::StripLeadingAsciiWhitespace(rest), "연기");
}

bool TellsStart(const notation::TableLineReading& reading) {
  return absl::EndsWith(reading.title.name, "착수") ||
         reading.title.suffix == "착수" || reading.status == Status::kOngoing;
}

std::vector<v1::PartialDate> SingleDates(const v1::PartialDate& date) {
  const auto edtf = plan::ParseEdtf(date.edtf());
  if (!edtf.ok() || edtf->shape != plan::EdtfShape::kAllOf) return {date};
  std::vector<v1::PartialDate> dates;
  for (const std::string& member : edtf->members) {
    if (const auto one = plan::DateOfEdtf(member); one.ok()) {
      dates.push_back(*one);
    }
  }
  std::stable_sort(dates.begin(), dates.end(),
                   [](const v1::PartialDate& a, const v1::PartialDate& b) {
                     return a.earliest() < b.earliest();
                   });
  return dates;
}

}  // namespace clearsky::document
