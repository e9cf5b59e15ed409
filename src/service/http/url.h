#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace clearsky::service {

// The text that `encoded` stands for: `%2F` is `/`; `+` stands for itself, so
// that times with an offset can be typed. INVALID_ARGUMENT for `%` without two
// hexadecimal digits behind it, and when the text is not UTF-8 or has control
// characters; `what` names it.
absl::StatusOr<std::string> DecodeUrl(absl::string_view what,
                                      absl::string_view encoded);

// `a=1&b=2` in order, decoded. INVALID_ARGUMENT as above.
absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadQuery(
    absl::string_view query);

// Path and query of a request's target; a fragment is left out.
std::pair<absl::string_view, absl::string_view> SplitTarget(
    absl::string_view target);

// Whether the segments of a path, as they were sent, are those of a pattern;
// appends what stands for its variables (`{plan}`), as it was sent, by their
// names. `{plan}` takes one or more segments, but only one if that has `%2F` in
// it.
bool MatchPath(const std::vector<std::string>& pattern,
               const std::vector<absl::string_view>& path,
               std::vector<std::pair<std::string, std::string>>* variables);

}  // namespace clearsky::service
