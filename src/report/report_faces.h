#pragma once

#include <string>

#include "clearsky/v1/report.pb.h"
#include "report/phrases.h"

// Faces of a report. Pure; safe to call from many threads. Names and dates are
// the table's, the words around them of `language`.

namespace clearsky::report {

// For a terminal: counts by area, then each activity with its moves.
std::string ReportText(const v1::PlanReport& report, Language language);

// The same as GitHub-flavoured Markdown.
std::string ReportMarkdown(const v1::PlanReport& report, Language language);

// The same as HTML, without a title: counts, then a table for each area.
std::string ReportHtml(const v1::PlanReport& report, Language language);

// One row an activity, heads in English whatever the language: RFC 4180.
std::string ReportCsv(const v1::PlanReport& report);

// The title of the report: the plan's, the year and the day.
std::string ReportTitle(const v1::PlanReport& report, Language language);

// `10월 → 10.26: held inside the planned month; 0 days of slip`, with who asked
// for it and why.
std::string MoveLine(const v1::PlanMove& move, int year, Language language);

}  // namespace clearsky::report
