// A document looked through before it is published, document/lint/lint.h; after
// a line of `====` the names of a plan, one a line, the last number of a series
// behind a tab.
//
// Invariants: an answer or INVALID_ARGUMENT; the answer is a function of what
// is read; places lie in the text, on the boundaries of characters, and their
// line and column are those of their first byte; findings are in the order of
// the document; words are UTF-8.

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/utf8.h"
#include "document/lint/lint.h"
#include "document/lint/rules.h"
#include "fuzz/fuzz_target.h"

namespace clearsky::document::lint {
namespace {

using ::clearsky::fuzz::Require;

constexpr absl::string_view kBetween = "\n====\n";
constexpr absl::CivilDay kDay(2022, 9, 28);

KnownPlan PlanOf(absl::string_view lines) {
  KnownPlan plan;
  if (!IsValidUtf8(lines)) return plan;
  for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits('\t', 1));
    plan.names.push_back({"project p", std::string(parts.first)});
    uint32_t last = 0;
    if (absl::SimpleAtoi(parts.second, &last)) {
      plan.series.push_back({std::string(parts.first), {last}});
    }
  }
  return plan;
}

void RequirePlace(absl::string_view text, const v1::LintPlace& place) {
  Require(
      place.begin_byte() <= place.end_byte() && place.end_byte() <= text.size(),
      "a place lies in the text", place);
  const absl::string_view before = text.substr(0, place.begin_byte());
  Require(IsValidUtf8(before), "a place begins a character", place);
  Require(IsValidUtf8(text.substr(place.begin_byte(),
                                  place.end_byte() - place.begin_byte())),
          "a place ends with a character", place);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  Require(place.line() == static_cast<uint32_t>(lines) + 1,
          "its line is that of its first byte", place);
  const size_t start = before.rfind('\n') + 1;  // npos + 1 is 0.
  uint32_t column = 1;
  for (const char c : before.substr(start)) {
    // Bytes that begin a character.
    column += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  }
  Require(place.column() == column, "its column counts characters", place);
  Require(IsValidUtf8(place.words()), "words are UTF-8");
}

void TryDocument(absl::string_view content, const KnownPlan& plan) {
  LintOptions options;
  options.today = kDay;
  const auto document = ReadDocument(content, "a.txt");
  if (!document.ok()) {
    Require(absl::IsInvalidArgument(document.status()) ||
                absl::IsResourceExhausted(document.status()),
            "what cannot be read is INVALID_ARGUMENT",
            document.status().ToString());
    return;
  }
  const v1::LintDocumentResponse response =
      LintTable(document->table, plan, options);
  const auto again = LintDocument(content, "a.txt", plan, options);
  Require(again.ok() && again->findings_size() == response.findings_size() &&
              std::equal(again->findings().begin(), again->findings().end(),
                         response.findings().begin(),
                         [](const auto& a, const auto& b) {
                           return a.SerializeAsString() ==
                                  b.SerializeAsString();
                         }),
          "the same is found again");
  const std::string& text = document->table.text;
  uint64_t last = 0;
  for (const v1::LintFinding& finding : response.findings()) {
    Require(RuleNamed(finding.rule()) != nullptr, "rules have names", finding);
    RequirePlace(text, finding.place());
    if (finding.has_other_place()) RequirePlace(text, finding.other_place());
    Require(IsValidUtf8(finding.message()) && IsValidUtf8(finding.suggestion()),
            "what is told is UTF-8");
    Require(!finding.message().empty(), "findings say what is wrong", finding);
    Require(finding.place().begin_byte() >= last,
            "findings are in the order of the document", finding);
    last = finding.place().begin_byte();
  }
}

}  // namespace
}  // namespace clearsky::document::lint

FUZZ_TARGET(lint) {
  using namespace clearsky::document::lint;  // Of this file alone.
  const size_t between = input.find(kBetween);
  TryDocument(input.substr(0, between),
              between == absl::string_view::npos
                  ? KnownPlan()
                  : PlanOf(input.substr(between + kBetween.size())));
}
