#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "document/lint/letters.h"

// Numbers of meetings where they stand: 제6차, 6th, 第六次.

namespace clearsky::document::lint {

struct OrdinalWords {
  uint32_t value = 0;
  Span span;
};

// The number of a meeting at `i`: `제6차`, `제 6 회`, `6차 `, `6th`, `Sixth`,
// `第六次`, `第6届`. nullopt when there is none, or it is a part of another
// word (4차 산업혁명, 3차원).
std::optional<OrdinalWords> ReadOrdinalAt(const Letters& letters, size_t i);

// `value` in the form of the words at `like`.
std::string OrdinalLike(const Letters& letters, Span like, uint32_t value);

}  // namespace clearsky::document::lint
