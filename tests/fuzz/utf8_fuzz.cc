// What stands below everything: UTF-8 and UUIDs, base/utf8.h and base/uuid.h.
//
// Invariants: UTF-8 is what a decoder written from RFC 3629 takes, control
// characters are what it yields below U+0020 and from U+007F to U+009F; the
// text of a UUID that is read is written the same, in small letters.

#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "fuzz/fuzz_target.h"

namespace clearsky {
namespace {

using ::clearsky::fuzz::Require;

struct Decoded {
  uint32_t code_point = 0;
  size_t size = 0;
};

// The code point at the start of `text`, which is not empty, by its bits;
// nullopt when it is cut short, overlong, a surrogate, or too large.
std::optional<Decoded> Decode(absl::string_view text) {
  const auto lead = static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return Decoded{lead, 1};
  size_t size = 0;
  uint32_t least = 0;
  uint32_t bits = 0;
  if (lead >> 5 == 0x06) {
    size = 2, least = 0x80, bits = lead & 0x1fu;
  } else if (lead >> 4 == 0x0e) {
    size = 3, least = 0x800, bits = lead & 0x0fu;
  } else if (lead >> 3 == 0x1e) {
    size = 4, least = 0x10000, bits = lead & 0x07u;
  } else {
    return std::nullopt;
  }
  if (text.size() < size) return std::nullopt;
  for (size_t i = 1; i < size; ++i) {
    const auto tail = static_cast<uint8_t>(text[i]);
    if (tail >> 6 != 0x02) return std::nullopt;
    bits = bits << 6 | (tail & 0x3fu);
  }
  if (bits < least || bits > 0x10ffff || (bits >= 0xd800 && bits <= 0xdfff)) {
    return std::nullopt;
  }
  return Decoded{bits, size};
}

void TryText(absl::string_view text) {
  size_t offset = 0;
  bool has_control = false;
  while (offset < text.size()) {
    const std::optional<Decoded> decoded = Decode(text.substr(offset));
    if (!decoded.has_value()) break;
    const uint32_t c = decoded->code_point;
    has_control = has_control || c < 0x20 || (c >= 0x7f && c <= 0x9f);
    offset += decoded->size;
  }
  Require(FirstInvalidUtf8(text) == offset, "the first bad byte is found");
  Require(IsValidUtf8(text) == (offset == text.size()), "UTF-8 is told");
  if (offset == text.size()) {
    Require(HasControlCharacter(text) == has_control, "controls are told");
  }
}

void TryUuid(absl::string_view bytes) {
  if (const auto uuid = ParseUuid(bytes); uuid.ok()) {
    Require(uuid->ToString() == absl::AsciiStrToLower(bytes),
            "a UUID has one text");
  }
  if (const auto uuid = UuidFromBytes(bytes); uuid.ok()) {
    Require(uuid->ToBytes() == bytes, "a UUID has its bytes");
    Require(ParseUuid(uuid->ToString()).ok(), "a UUID's text is read");
  }
}

}  // namespace
}  // namespace clearsky

FUZZ_TARGET(utf8) {
  clearsky::TryText(input);
  clearsky::TryUuid(input);
}
