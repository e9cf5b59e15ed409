#include "base/uuid.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"

namespace clearsky {
namespace {

constexpr size_t kTextSize = 36;

bool IsDashPlace(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

void SetVersion(Uuid* uuid, uint8_t version) {
  uuid->bytes[6] = static_cast<uint8_t>((uuid->bytes[6] & 0x0f) | version << 4);
  uuid->bytes[8] = static_cast<uint8_t>((uuid->bytes[8] & 0x3f) | 0x80);
}

void FillRandom(Uuid* uuid) {
  // Without randomness ids could repeat; there is nothing sensible to go on
  // with.
  if (RAND_bytes(uuid->bytes.data(), static_cast<int>(uuid->bytes.size())) !=
      1) {
    std::abort();
  }
}

bool NamesNothing(const Uuid& uuid) {
  return std::all_of(uuid.bytes.begin(), uuid.bytes.end(),
                     [](uint8_t b) { return b == 0; }) ||
         std::all_of(uuid.bytes.begin(), uuid.bytes.end(),
                     [](uint8_t b) { return b == 0xff; });
}

}  // namespace

std::string Uuid::ToBytes() const {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string Uuid::ToString() const {
  std::string text = absl::BytesToHexString(ToBytes());
  for (const size_t place : {8U, 13U, 18U, 23U}) text.insert(place, 1, '-');
  return text;
}

absl::StatusOr<Uuid> ParseUuid(absl::string_view text) {
  std::string hex;
  bool good = text.size() == kTextSize;
  for (size_t i = 0; good && i < kTextSize; ++i) {
    if (IsDashPlace(i)) {
      good = text[i] == '-';
    } else {
      good = absl::ascii_isxdigit(static_cast<unsigned char>(text[i]));
      hex += text[i];
    }
  }
  if (!good) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", absl::CHexEscape(text.substr(0, 64)),
                     "\" is no UUID; expected the form "
                     "01890a5d-ac96-774b-bcce-b302099a8057"));
  }
  return UuidFromBytes(absl::HexStringToBytes(hex));
}

absl::StatusOr<Uuid> UuidFromBytes(absl::string_view bytes) {
  Uuid uuid;
  if (bytes.size() != uuid.bytes.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a UUID has 16 bytes, not ", bytes.size()));
  }
  std::copy(bytes.begin(), bytes.end(), uuid.bytes.begin());
  if (NamesNothing(uuid)) {
    return absl::InvalidArgumentError(
        "the nil and max UUIDs name nothing and cannot be an event's id");
  }
  return uuid;
}

Uuid MakeUuidV7(absl::Time time) {
  Uuid uuid;
  FillRandom(&uuid);
  const auto ms = static_cast<uint64_t>(absl::ToUnixMillis(time));
  for (size_t i = 0; i < 6; ++i) {
    uuid.bytes[i] = static_cast<uint8_t>(ms >> (8 * (5 - i)) & 0xff);
  }
  SetVersion(&uuid, 7);
  return uuid;
}

Uuid MakeUuidV4() {
  Uuid uuid;
  FillRandom(&uuid);
  SetVersion(&uuid, 4);
  return uuid;
}

Uuid UuidV8OfContent(absl::string_view content) {
  const Sha256Digest digest = Sha256(content);
  Uuid uuid;
  std::copy_n(digest.begin(), uuid.bytes.size(), uuid.bytes.begin());
  SetVersion(&uuid, 8);
  return uuid;
}

}  // namespace clearsky
