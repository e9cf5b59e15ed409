#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "clearsky/v1/projections.pb.h"
#include "google/protobuf/repeated_field.h"
#include "page/plan_page.h"

// The pages across plans. Names are in `language`; where there is none in it,
// in another, which is told; as the table prints them when it is empty. Pure;
// safe to call from many threads.

namespace clearsky::page {

using CalendarEntries = google::protobuf::RepeatedPtrField<v1::CalendarEntry>;

// What falls, and what may fall, in the span asked for.
PlanPage CalendarPage(const v1::ListCalendarRequest& request,
                      const CalendarEntries& entries,
                      const std::string& language);
// The same as one table.
PageSection CalendarSection(const CalendarEntries& entries,
                            const std::string& language);

// A series, and its members alone.
PlanPage SeriesPage(const v1::GetSeriesResponse& series,
                    const std::string& series_id, const std::string& language);
PageSection SeriesMembers(const v1::GetSeriesResponse& series,
                          const std::string& language);

// All series, one a row.
PageSection SeriesSection(const v1::ListSeriesResponse& all,
                          const std::string& language);

// The plans, one a row.
PageSection PlansSection(const v1::ListPlansResponse& all);

}  // namespace clearsky::page
