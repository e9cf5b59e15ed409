#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/report.pb.h"
#include "report/phrases.h"

namespace clearsky::report {

// The report as a picture, SVG 1.1, UTF-8: one bar an activity, grouped by
// area, over the months of the year, wider where dates lie outside (up to two
// years on either side; what lies farther ends at the edge). Planned dates in
// outline, earlier ones dashed, actual ones solid, moves as arrows; postponed,
// cancelled and overdue are marked, the as-of day is a line. It has a title and
// a description, and no scripts. Pure; safe to call from many threads.
// The content of its style element is always ReportSvgStyle().
std::string ReportSvg(const v1::PlanReport& report, Language language);

absl::string_view ReportSvgStyle();

}  // namespace clearsky::report
