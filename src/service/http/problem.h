#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/error_detail.h"

namespace clearsky::service {

// The media type of a problem, RFC 9457.
inline constexpr char kProblemType[] = "application/problem+json";

// An error as HTTP tells it.
struct Problem {
  // Of HTTP: 400 to 599.
  int status = 500;
  // Empty: the words that go with the status.
  std::string title;
  // What was wrong, where, and what would be accepted.
  std::string detail;
  std::string type = "about:blank";
  // A reference to this occurrence; empty: none.
  std::string instance;
  // The canonical code, `INVALID_ARGUMENT`; empty: none, as what refused knows
  // HTTP alone.
  std::string code;
  // For programs: members `reason` and `metadata`.
  std::optional<ErrorDetail> error;
};

// `problem` as a JSON object in one line. What is not UTF-8 is replaced by
// U+FFFD.
std::string ProblemJson(const Problem& problem);

// A refusal of the ledger as a problem. REQUIRES: !status.ok().
Problem ProblemOf(const absl::Status& status);

// The status of HTTP that goes with a canonical code (docs/errors.md).
int HttpStatusOf(absl::StatusCode code);

// The words that go with a status of HTTP: `Not Found`.
absl::string_view HttpPhrase(int status);

// `text` as a string of JSON, with its quotes.
std::string JsonString(absl::string_view text);

}  // namespace clearsky::service
