#include "place.h"

#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace clearsky::cli {
namespace {

constexpr char kAccepted[] =
    "accepted is HOST:PORT of a daemon, localhost:7420, 127.0.0.1:7420 or "
    "[::1]:7420";

bool IsPort(absl::string_view text) {
  uint32_t port = 0;
  return !text.empty() && text.size() <= 5 && absl::ascii_isdigit(text[0]) &&
         absl::SimpleAtoi(text, &port) && port >= 1 && port <= 65535;
}

// Whether it is an address of this machine. What a ledger tells is not
// encrypted on its way, and nobody is asked who they are.
bool IsLoopback(absl::string_view host) {
  if (absl::EqualsIgnoreCase(host, "localhost") || host == "[::1]") return true;
  const std::vector<absl::string_view> parts = absl::StrSplit(host, '.');
  if (parts.size() != 4 || parts[0] != "127") return false;
  for (const absl::string_view part : parts) {
    uint32_t number = 0;
    if (part.empty() || part.size() > 3 || !absl::ascii_isdigit(part[0]) ||
        !absl::SimpleAtoi(part, &number) || number > 255) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string CheckServer(const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 ||
      !IsPort(absl::string_view(text).substr(colon + 1))) {
    return absl::StrCat("'", text, "' names no daemon; ", kAccepted);
  }
  if (!IsLoopback(absl::string_view(text).substr(0, colon))) {
    return absl::StrCat("'", text,
                        "' is not on this machine, and a daemon serves its own "
                        "machine only; ",
                        kAccepted, ". A tunnel leads to another machine's");
  }
  return "";
}

}  // namespace clearsky::cli
