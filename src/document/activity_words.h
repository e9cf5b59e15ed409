#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_event.pb.h"
#include "document/table_reading.h"

// Words of activities, and what facts call them.

namespace clearsky::document {

// The kind that facts write (`standing_operation`); unspecified when none.
v1::ActivityKind KindOfWord(absl::string_view word);

// The kind that the last word of a title tells (`... 워크숍`); else a meeting.
v1::ActivityKind KindOfTitle(absl::string_view title);

// The mode that facts write (`VIDEO_CONFERENCE`); unspecified when none.
v1::DeliveryMode ModeOfCode(absl::string_view code);

// Equal for lines that print the same activity: same title, date and fields.
std::string ActivityKey(const notation::TableLineReading& reading);

// Reports where a fact about an activity says otherwise than the table, which
// is what counts.
void CompareWithFact(const ReadActivity& activity, Findings* findings);

}  // namespace clearsky::document
