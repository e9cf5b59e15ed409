#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/error_detail.h"

namespace clearsky::ledger {

// Number of bytes to insert, take out or replace to make `b` of `a`.
size_t EditDistance(absl::string_view a, absl::string_view b);

// The end of a message that says that `wanted` is not known: the names of
// `known` that are near it (`; did you mean ...?`), or else some of them
// (`; known: ...`); empty when nothing is known.
std::string NearNames(absl::string_view wanted,
                      const std::vector<std::string>& known);

// NOT_FOUND: `message` and NearNames. Its detail is `detail` and the near names
// (`near`, by commas), if any.
absl::Status NotKnown(absl::string_view message, absl::string_view wanted,
                      const std::vector<std::string>& known,
                      ErrorDetail detail);

}  // namespace clearsky::ledger
