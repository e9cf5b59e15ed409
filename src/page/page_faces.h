#pragma once

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "page/plan_page.h"
#include "report/phrases.h"

// More faces of a page. Pure; safe to call from many threads.

namespace clearsky::page {

// RFC 4180, a head and one row a line; a cell that a spreadsheet would take for
// a formula gets a leading apostrophe.
std::string SectionCsv(const PageSection& section);

// Where a cell leads, a URL; empty for nowhere. `head` is that of its column,
// in English.
using LinkOf =
    std::function<std::string(absl::string_view head, absl::string_view cell)>;

// The facts as an HTML `dl` and the parts as tables, each under an `h2` when it
// has a title; without the page's title. Words of the page itself are in
// `language`.
std::string PageHtml(const PlanPage& page, report::Language language,
                     const LinkOf& link_of);

}  // namespace clearsky::page
