#pragma once

#include <string>

#include "clearsky/v1/ledger_service.pb.h"

// Faces of a comparison. Pure; safe to call from many threads. The words around
// are in the comparison's language.

namespace clearsky::report {

// `10월 예정, 비대면 → 10.26, 영상`: the fields of a line that differ, the
// state left out, as the date tells it. Empty when none differs.
std::string WayOf(const v1::LineChange& line);

// For a terminal, with ANSI colours when `colour`. Nothing in it but those
// colours steers the terminal.
std::string ComparisonText(const v1::ComparePlanResponse& answer, bool colour);

// GitHub-flavoured Markdown.
std::string ComparisonMarkdown(const v1::ComparePlanResponse& answer);

// RFC 4180, one row a line that differs, heads in English.
std::string ComparisonCsv(const v1::ComparePlanResponse& answer);

// HTML, without a title: the counts, then the lines that differ by project, of
// each the old words struck out, the new ones, and the events behind.
std::string ComparisonHtml(const v1::ComparePlanResponse& answer);

}  // namespace clearsky::report
