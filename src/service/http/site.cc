#include "service/http/site.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "service/loopback.h"

namespace clearsky::service {

bool IsLoopbackHost(absl::string_view host) {
  if (absl::ConsumePrefix(&host, "[")) {
    const size_t end = host.find(']');
    if (end == absl::string_view::npos) return false;
    const absl::string_view ip = host.substr(0, end);
    absl::string_view port = host.substr(end + 1);
    if (ip.find(':') == absl::string_view::npos || !IsLoopbackIp(ip)) {
      return false;
    }
    return port.empty() ||
           (absl::ConsumePrefix(&port, ":") &&
            std::all_of(port.begin(), port.end(), absl::ascii_isdigit));
  }
  if (const size_t colon = host.find(':'); colon != absl::string_view::npos) {
    const absl::string_view port = host.substr(colon + 1);
    if (!std::all_of(port.begin(), port.end(), absl::ascii_isdigit)) {
      return false;
    }
    host = host.substr(0, colon);
  }
  return absl::EqualsIgnoreCase(host, "localhost") || IsLoopbackIp(host);
}

bool IsLoopbackOrigin(absl::string_view origin) {
  return (absl::ConsumePrefix(&origin, "http://") ||
          absl::ConsumePrefix(&origin, "https://")) &&
         IsLoopbackHost(origin);
}

}  // namespace clearsky::service
