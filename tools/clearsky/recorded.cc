#include "recorded.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "print.h"

namespace clearsky::cli {
namespace {

using Recorded = google::protobuf::RepeatedPtrField<v1::RecordedPosition>;

}  // namespace

void NoteFindingsByRule(const Recorded& all) {
  struct Findings {
    int count = 0;
    uint64_t first_position = 0;
    v1::Finding first;
  };
  std::map<std::string, Findings> rules;
  for (const v1::RecordedPosition& recorded : all) {
    for (const v1::Finding& finding : recorded.findings()) {
      Findings& findings = rules[finding.rule()];
      if (findings.count++ > 0) continue;
      findings.first_position = recorded.position();
      findings.first = finding;
    }
  }
  for (const auto& [rule, findings] : rules) {
    NoteFinding(
        absl::StrCat("position ", findings.first_position,
                     findings.count > 1
                         ? absl::StrCat(" (and ", findings.count - 1, " more)")
                         : ""),
        findings.first);
  }
}

void PrintRecorded(const Recorded& all) {
  struct Span {
    int count = 0;
    uint64_t first = 0;
    uint64_t last = 0;
  };
  std::vector<std::pair<std::string, Span>> spans;
  for (const v1::RecordedPosition& recorded : all) {
    auto span = std::find_if(
        spans.begin(), spans.end(),
        [&](const auto& known) { return known.first == recorded.stream(); });
    if (span == spans.end()) {
      const Span fresh{0, recorded.position(), recorded.position()};
      span = spans.insert(spans.end(), {recorded.stream(), fresh});
    }
    ++span->second.count;
    span->second.first = std::min(span->second.first, recorded.position());
    span->second.last = std::max(span->second.last, recorded.position());
  }
  for (const auto& [stream, span] : spans) {
    Print(absl::StrCat(stream, "\t", span.count, " events\tpositions ",
                       span.first, " to ", span.last, "\n"));
  }
  NoteFindingsByRule(all);
}

}  // namespace clearsky::cli
