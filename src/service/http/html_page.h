#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "report/phrases.h"

// What HTML answers have in common: the readable pages until there is a
// console. They need no script and nothing from elsewhere, can be read on a
// telephone and printed. Pure; safe to call from many threads.

namespace clearsky::service {

// A link: its URL and its words.
using HtmlLink = std::pair<std::string, std::string>;

struct HtmlPage {
  report::Language language = report::Language::kKorean;
  std::string title;
  // Above the title, to where one came from.
  std::vector<HtmlLink> way;
  // Below it.
  std::vector<HtmlLink> links;
  // HTML.
  std::string body;
  // What the answer rests on; empty for none.
  std::string basis;
  // The same in other formats.
  std::vector<HtmlLink> formats;
};

std::string RenderHtmlPage(const HtmlPage& page);

// The Content-Security-Policy of every answer: nothing is loaded, run or
// framed; only the style sheets of the pages and of the report's picture hold.
const std::string& ContentSecurityPolicy();

// A field of a form: a name, its words, its value, and what kind of `input` it
// is (`date`, `text`).
struct FormField {
  std::string name;
  std::string label;
  std::string value;
  std::string type;
  // Shown while it is empty.
  std::string example;
};

// A form that asks the page at `path` again with other values. `hidden` are
// sent as they are.
std::string FormHtml(
    absl::string_view path, const std::vector<FormField>& fields,
    const std::vector<std::pair<std::string, std::string>>& hidden,
    report::Language language);

// Words that the pages have of their own.
namespace words {
extern const report::Phrase kAsOf;
extern const report::Phrase kKnownAt;
extern const report::Phrase kKnownAtExample;
extern const report::Phrase kShow;
extern const report::Phrase kPlans;
extern const report::Phrase kPlan;
extern const report::Phrase kTable;
extern const report::Phrase kHistory;
extern const report::Phrase kCompare;
extern const report::Phrase kReport;
extern const report::Phrase kCalendar;
extern const report::Phrase kSeries;
extern const report::Phrase kFrom;
extern const report::Phrase kTo;
extern const report::Phrase kFromKnownAt;
extern const report::Phrase kToKnownAt;
extern const report::Phrase kYear;
extern const report::Phrase kFormats;
extern const report::Phrase kBasis;
extern const report::Phrase kNothingYet;
extern const report::Phrase kNothingKnown;
extern const report::Phrase kEverything;
extern const report::Phrase kSimulated;
extern const report::Phrase kNext;
}  // namespace words

}  // namespace clearsky::service
