#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clearsky/v1/lint_service.pb.h"
#include "document/lint/draft.h"

namespace clearsky::document::lint {

// One finding as a rule gives it.
struct Found {
  absl::string_view rule;
  Span span;
  std::string message;
  std::string suggestion = {};
  std::optional<Span> other = {};
  // Other than the rule's.
  v1::LintFinding::Severity severity = v1::LintFinding::SEVERITY_UNSPECIFIED;
  // Told in place of the words of `span` and of `other`, where those are
  // personal.
  std::string words = {};
  std::string other_words = {};
};

// What the rules found. Borrows the draft.
class FindingList {
 public:
  explicit FindingList(const Draft& draft) : draft_(draft) {}

  void Add(const Found& found);

  // In the order of the document, then of the rules' names.
  std::vector<v1::LintFinding> Take();

  // `line 12`.
  std::string LineWords(Span span) const;

 private:
  v1::LintPlace PlaceOf(Span span, const std::string& words) const;

  const Draft& draft_;
  std::vector<v1::LintFinding> findings_;
};

}  // namespace clearsky::document::lint
