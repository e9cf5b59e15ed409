#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "clearsky/v1/lint_service.pb.h"

namespace clearsky::document::lint {

// A rule as people see it.
struct Rule {
  absl::string_view name;
  v1::LintFinding::Severity severity;  // Of most of its findings.
  absl::string_view description;       // A line.
};

// All rules, by name.
absl::Span<const Rule> Rules();

// nullptr when there is none of that name.
const Rule* RuleNamed(absl::string_view name);

// INVALID_ARGUMENT when one of the names is no rule; lists those there are.
absl::Status CheckRules(const std::vector<std::string>& names);

}  // namespace clearsky::document::lint
