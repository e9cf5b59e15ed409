#include "service/loopback.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"

namespace clearsky::service {
namespace {

constexpr char kLoopbackOnly[] =
    "access control is yet to come, so a daemon listens on loopback only: "
    "127.0.0.1:PORT, [::1]:PORT or localhost:PORT";

absl::Status NotAnAddress(absl::string_view address, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("\"", address, "\" ", why,
                                                 "; give HOST:PORT, such as "
                                                 "127.0.0.1:7420"));
}

absl::Status Refused(absl::string_view address, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", address, "\" ", why, "; ", kLoopbackOnly));
}

// Numeric addresses of a name, as the resolver orders them.
absl::StatusOr<std::vector<std::string>> Resolve(absl::string_view address,
                                                 const std::string& host) {
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (error != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", address, "\": host ", host,
                     " is not known: ", gai_strerror(error)));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found,
                                                                 freeaddrinfo);
  std::vector<std::string> ips;
  for (const addrinfo* entry = found; entry != nullptr;
       entry = entry->ai_next) {
    char ip[NI_MAXHOST];
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, ip, sizeof(ip), nullptr,
                    0, NI_NUMERICHOST) == 0) {
      ips.emplace_back(ip);
    }
  }
  return ips;
}

}  // namespace

std::string LoopbackAddress::ToString() const {
  return is_ipv6() ? absl::StrCat("[", ip, "]:", port)
                   : absl::StrCat(ip, ":", port);
}

bool IsLoopbackIp(absl::string_view ip) {
  const std::string text(ip);
  in_addr v4;
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    return (ntohl(v4.s_addr) >> 24) == 127;
  }
  in6_addr v6;
  return inet_pton(AF_INET6, text.c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

absl::StatusOr<LoopbackAddress> ReadLoopbackAddress(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) {
    return NotAnAddress(address, "has no port");
  }
  absl::string_view host = address.substr(0, colon);
  const absl::string_view port = address.substr(colon + 1);
  const bool digits =
      !port.empty() && port.size() <= 5 &&
      std::all_of(port.begin(), port.end(), absl::ascii_isdigit);
  int number = 0;
  if (!digits || !absl::SimpleAtoi(port, &number) || number > 65535) {
    return NotAnAddress(address, "has no port from 0 to 65535");
  }
  const bool bracketed =
      absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  if (!bracketed && host.find_first_of(":[]") != absl::string_view::npos) {
    return NotAnAddress(address, "has an IPv6 address without its brackets");
  }
  if (host.empty()) {
    return Refused(address, "names no host, which would be all addresses");
  }
  if (host.find('\0') != absl::string_view::npos) {
    return NotAnAddress(address, "has a NUL character");
  }

  LoopbackAddress result;
  result.port = static_cast<uint16_t>(number);
  ASSIGN_OR_RETURN(const std::vector<std::string> ips,
                   Resolve(address, std::string(host)));
  std::vector<std::string> reachable;
  for (const std::string& ip : ips) {
    if (!IsLoopbackIp(ip)) reachable.push_back(ip);
  }
  if (!reachable.empty() || ips.empty()) {
    return Refused(address,
                   reachable == std::vector<std::string>{std::string(host)}
                       ? std::string("is not a loopback address")
                       : absl::StrCat("is ", absl::StrJoin(reachable, ", "),
                                      ", not only loopback"));
  }
  const auto v4 = std::find_if(
      ips.begin(), ips.end(),
      [](const std::string& ip) { return ip.find(':') == std::string::npos; });
  result.ip = v4 != ips.end() ? *v4 : ips.front();
  return result;
}

}  // namespace clearsky::service
