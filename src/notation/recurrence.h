#pragma once

#include <cstddef>
#include <optional>

#include "notation/text.h"

namespace clearsky::notation {

// The index after a count that recurs (`twice a year`, `every two months`,
// 每年2次) at `i`; nullopt when there is none. REQUIRES: English or Chinese.
std::optional<size_t> ReadRecurrence(const Text& text, size_t i);

}  // namespace clearsky::notation
