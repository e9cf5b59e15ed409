#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/value.pb.h"
#include "document/table_reading.h"
#include "notation/korean.h"

// What a line of a table means on the day of its document. Pure.

namespace clearsky::document {

// What the line says of the state, and where its words say nothing, what the
// date does: a date that has begun, without 예정, is one that was kept.
notation::Status StatusOfLine(const ReadActivity& activity, absl::CivilDay day);

// The day on which something of this date had become so: the date itself, but
// no later than `day`, the day of the document that tells of it.
v1::PartialDate EffectiveOf(const v1::PartialDate& date, absl::CivilDay day);

// Whether the date had not wholly passed on `day`, which itself counts as past.
bool MayStillCome(const v1::PartialDate& date, absl::CivilDay day);

// The same line with 예정 written.
ReadActivity AsPlanned(ReadActivity activity);

// Whether the date stands as `11월로 연기`; in `10월에서 12월로 연기` it is the
// first, and the old one.
bool SaysPutOffTo(absl::string_view line,
                  const notation::TableLineReading& reading);

// Whether a deliverable's line tells its start (착수), not its end.
bool TellsStart(const notation::TableLineReading& reading);

// The days of a date that is a list (1.7, 2.11), in order; else the date.
std::vector<v1::PartialDate> SingleDates(const v1::PartialDate& date);

}  // namespace clearsky::document
