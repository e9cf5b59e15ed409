#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace clearsky::log {

// CRC-32C (Castagnoli, RFC 3720 appendix B.4) of `bytes`. `before` is the
// CRC-32C of what stands before them, so that a checksum can be made in parts.
uint32_t Crc32c(absl::string_view bytes, uint32_t before = 0);

}  // namespace clearsky::log
