#include "document/lint/findings.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "document/lint/rules.h"

namespace clearsky::document::lint {
namespace {

// Words are told whole up to this many code points.
constexpr size_t kMaxWords = 120;

}  // namespace

v1::LintPlace FindingList::PlaceOf(Span span, const std::string& words) const {
  const Letters& letters = draft_.letters;
  v1::LintPlace place;
  const LineColumn at = letters.PlaceOf(span.begin);
  place.set_line(at.line);
  place.set_column(at.column);
  place.set_begin_byte(letters.ByteOf(span.begin));
  place.set_end_byte(letters.ByteOf(span.end));
  if (!words.empty()) {
    place.set_words(words);
  } else if (span.end - span.begin > kMaxWords) {
    place.set_words(absl::StrCat(
        draft_.Words({span.begin, span.begin + kMaxWords}), "..."));
  } else {
    place.set_words(draft_.Words(span));
  }
  if (const Item* item = draft_.ItemAt(span.begin)) {
    place.set_table(item->place.table);
    place.set_row(item->place.row);
    place.set_cell(item->place.cell);
    place.set_sheet(item->place.sheet);
  }
  return place;
}

void FindingList::Add(const Found& found) {
  const Rule* const rule = RuleNamed(found.rule);
  if (rule == nullptr) return;
  v1::LintFinding& finding = findings_.emplace_back();
  finding.set_rule(std::string(found.rule));
  finding.set_severity(found.severity != v1::LintFinding::SEVERITY_UNSPECIFIED
                           ? found.severity
                           : rule->severity);
  *finding.mutable_place() = PlaceOf(found.span, found.words);
  finding.set_message(found.message);
  finding.set_suggestion(found.suggestion);
  if (found.other) {
    *finding.mutable_other_place() = PlaceOf(*found.other, found.other_words);
  }
}

std::vector<v1::LintFinding> FindingList::Take() {
  std::stable_sort(findings_.begin(), findings_.end(),
                   [](const v1::LintFinding& a, const v1::LintFinding& b) {
                     return std::make_tuple(a.place().begin_byte(), a.rule()) <
                            std::make_tuple(b.place().begin_byte(), b.rule());
                   });
  return std::move(findings_);
}

std::string FindingList::LineWords(Span span) const {
  return absl::StrCat("line ", draft_.letters.PlaceOf(span.begin).line);
}

}  // namespace clearsky::document::lint
