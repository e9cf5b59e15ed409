#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace clearsky {

inline constexpr size_t kSha256Size = 32;
using Sha256Digest = std::array<uint8_t, kSha256Size>;

// SHA-256 (FIPS 180-4) of `bytes`. Safe to call from many threads.
Sha256Digest Sha256(absl::string_view bytes);

// The same of the parts one after the other, without joining them.
Sha256Digest Sha256OfParts(std::initializer_list<absl::string_view> parts);

// The digest's 32 bytes as a string, and as 64 lower-case hexadecimal digits.
std::string DigestBytes(const Sha256Digest& digest);
std::string DigestHex(const Sha256Digest& digest);

}  // namespace clearsky
