#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace clearsky::ledger {

// Number of bytes to insert, take out or replace to make `b` of `a`.
size_t EditDistance(absl::string_view a, absl::string_view b);

// The end of a message that says that `wanted` is not known: the names of
// `known` that are near it (`; did you mean ...?`), or else some of them
// (`; known: ...`); empty when nothing is known.
std::string NearNames(absl::string_view wanted,
                      const std::vector<std::string>& known);

}  // namespace clearsky::ledger
