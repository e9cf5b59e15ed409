#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace clearsky {

// A UUID (RFC 9562): 16 bytes, ordered as bytes.
struct Uuid {
  std::array<uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;

  template <typename H>
  friend H AbslHashValue(H state, const Uuid& uuid) {
    return H::combine(std::move(state), uuid.bytes);
  }

  // The 36-character text form, lower case.
  std::string ToString() const;
  // The 16 bytes as a string.
  std::string ToBytes() const;
};

// Reads the 36-character text form, either case. INVALID_ARGUMENT otherwise,
// and for the nil and max UUIDs, which name nothing.
absl::StatusOr<Uuid> ParseUuid(absl::string_view text);

// Reads the 16 bytes. INVALID_ARGUMENT when `bytes` has another size or is the
// nil or max UUID.
absl::StatusOr<Uuid> UuidFromBytes(absl::string_view bytes);

// A new UUIDv7: `time` in milliseconds, then random bits of the system's
// generator. Safe to call from many threads.
Uuid MakeUuidV7(absl::Time time);

// A new random UUIDv4.
Uuid MakeUuidV4();

// A UUIDv8 that is a function of `content`: the first bits of its SHA-256.
// Equal content gives equal ids, on every machine.
Uuid UuidV8OfContent(absl::string_view content);

}  // namespace clearsky
