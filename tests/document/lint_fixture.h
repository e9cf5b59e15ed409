#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "document/lint/lint.h"
#include "document/release_fixture.h"
#include "gtest/gtest.h"

// Documents looked through, and questions about what was found.

namespace clearsky::document::lint {

inline constexpr absl::CivilDay kReleaseDay(2022, 9, 28);

inline LintOptions OptionsOn(absl::CivilDay day) {
  LintOptions options;
  options.day = day;
  options.today = day;
  return options;
}

// What is found in `text`, and questions about it.
class Linted {
 public:
  explicit Linted(const std::string& text, absl::CivilDay day = kReleaseDay,
                  const KnownPlan& plan = {})
      : text_(text) {
    const auto response =
        LintDocument(text, "release.txt", plan, OptionsOn(day));
    EXPECT_TRUE(response.ok()) << response.status();
    if (response.ok()) response_ = *response;
  }

  const v1::LintDocumentResponse& response() const { return response_; }

  std::vector<v1::LintFinding> Of(const std::string& rule) const {
    std::vector<v1::LintFinding> found;
    for (const v1::LintFinding& finding : response_.findings()) {
      if (finding.rule() == rule) found.push_back(finding);
    }
    return found;
  }

  // `12:5 words` of each finding of a rule, in order.
  std::vector<std::string> Places(const std::string& rule) const {
    std::vector<std::string> places;
    for (const v1::LintFinding& finding : Of(rule)) {
      places.push_back(absl::StrCat(finding.place().line(), ":",
                                    finding.place().column(), " ",
                                    finding.place().words()));
    }
    return places;
  }

  // Words of each finding of a rule, in order.
  std::vector<std::string> Words(const std::string& rule) const {
    std::vector<std::string> words;
    for (const v1::LintFinding& finding : Of(rule)) {
      words.push_back(finding.place().words());
    }
    return words;
  }

  // All of them, for messages.
  std::string All() const {
    return absl::StrJoin(response_.findings(), "\n",
                         [](std::string* out, const v1::LintFinding& finding) {
                           absl::StrAppend(out, finding.place().line(), ":",
                                           finding.place().column(), ": ",
                                           finding.rule(), ": ",
                                           finding.message(), " [",
                                           finding.place().words(), "]");
                         });
  }

 private:
  std::string text_;
  v1::LintDocumentResponse response_;
};

// A release of 2022-09-28 with a table of these rows and no other words that a
// rule looks at; the first row is line 7.
inline constexpr int kFirstRow = 7;
inline std::string WithTable(const std::string& rows) {
  return SmallRelease(rows);
}
// The same with running text before the table; it begins on line 5.
inline std::string WithBody(const std::string& body, const std::string& rows) {
  return absl::StrCat(
      "보도 일시\t2022. 9. 28.(수)\n\n한중 협력 강화\n\n", body,
      "\n\n붙임 청천계획 2022년 세부이행계획 주요 내용. 끝.\n\n",
      "분야\t세부사업\t주요 이행현황\n", rows);
}

}  // namespace clearsky::document::lint
