#include "service/http/etag.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/sha256.h"

namespace clearsky::service {
namespace {

// 128 bits of the digest, in hexadecimal.
constexpr size_t kTagDigits = 32;

}  // namespace

std::string ETagOf(std::initializer_list<absl::string_view> parts) {
  std::string joined;
  // Each with its length, so that no two lists of parts join to the same.
  for (const absl::string_view part : parts) {
    absl::StrAppend(&joined, part.size(), ":", part);
  }
  return absl::StrCat("\"", DigestHex(Sha256(joined)).substr(0, kTagDigits),
                      "\"");
}

bool MatchesETag(absl::string_view if_none_match, absl::string_view etag) {
  absl::string_view rest = if_none_match;
  while (true) {
    while (!rest.empty() &&
           (rest[0] == ' ' || rest[0] == '\t' || rest[0] == ',')) {
      rest.remove_prefix(1);
    }
    if (rest.empty()) return false;
    if (rest[0] == '*') return true;
    absl::ConsumePrefix(&rest, "W/");
    const size_t end = rest.size() > 1 ? rest.find('"', 1) : rest.npos;
    if (end == rest.npos || rest[0] != '"') return false;
    if (rest.substr(0, end + 1) == etag) return true;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace clearsky::service
