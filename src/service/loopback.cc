#include "service/loopback.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace clearsky::service {
namespace {

constexpr char kWanted[] =
    "; wanted is a loopback address with a port, like 127.0.0.1:7420, "
    "[::1]:7420 or localhost:7420, where port 0 is any that is free";

absl::Status Malformed(absl::string_view address, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("cannot listen at '", address, "': ", why, kWanted));
}

struct HostAndPort {
  std::string host;
  uint16_t port = 0;
};

absl::StatusOr<HostAndPort> Split(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) {
    return Malformed(address, "it has no port");
  }
  absl::string_view host = address.substr(0, colon);
  const absl::string_view port = address.substr(colon + 1);
  if (!host.empty() && host.front() == '[') {
    if (host.size() < 2 || host.back() != ']') {
      return Malformed(address, "its bracket is not closed before the port");
    }
    host = host.substr(1, host.size() - 2);
  } else if (absl::StrContains(host, ':')) {
    return Malformed(address, "an IPv6 address stands in brackets");
  }
  if (host.empty()) {
    return Malformed(address,
                     "without a host it would be every address of this "
                     "machine");
  }
  HostAndPort split;
  split.host = std::string(host);
  uint32_t number = 0;
  // SimpleAtoi would take spaces and signs.
  for (const char c : port) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      return Malformed(address, "its port is no number from 0 to 65535");
    }
  }
  if (!absl::SimpleAtoi(port, &number) || number > 65535) {
    return Malformed(address, "its port is no number from 0 to 65535");
  }
  split.port = static_cast<uint16_t>(number);
  return split;
}

bool IsLoopback(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    const auto* const v4 = reinterpret_cast<const sockaddr_in*>(address);
    return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
  }
  if (address->sa_family == AF_INET6) {
    const auto* const v6 = reinterpret_cast<const sockaddr_in6*>(address);
    return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
  }
  return false;
}

std::string NumericHost(const addrinfo& address) {
  char host[NI_MAXHOST] = {};
  if (getnameinfo(address.ai_addr, address.ai_addrlen, host, sizeof(host),
                  nullptr, 0, NI_NUMERICHOST) != 0) {
    return "?";
  }
  return host;
}

}  // namespace

std::string LoopbackAddress::ToString() const {
  return is_ipv6() ? absl::StrCat("[", ip, "]:", port)
                   : absl::StrCat(ip, ":", port);
}

absl::StatusOr<LoopbackAddress> ReadLoopbackAddress(absl::string_view address) {
  ASSIGN_OR_RETURN(const HostAndPort split, Split(address));
  addrinfo wanted = {};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(split.host.c_str(), nullptr, &wanted, &found);
  if (error == EAI_AGAIN) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen at '", address, "': its host cannot be resolved now"));
  }
  if (error != 0) {
    return Malformed(address,
                     absl::StrCat("no host '", split.host, "' is known"));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found,
                                                                 freeaddrinfo);
  const addrinfo* chosen = nullptr;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    if (!IsLoopback(each->ai_addr)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "cannot listen at '", address, "': ", NumericHost(*each),
          " can be reached from other machines, and who may do what is yet to "
          "be decided (access control is to come)",
          kWanted));
    }
    if (chosen == nullptr ||
        (chosen->ai_family != AF_INET && each->ai_family == AF_INET)) {
      chosen = each;
    }
  }
  if (chosen == nullptr) {
    return Malformed(address,
                     absl::StrCat("host '", split.host, "' has no address"));
  }
  LoopbackAddress result;
  result.ip = NumericHost(*chosen);
  result.port = split.port;
  return result;
}

bool IsLoopbackIp(absl::string_view ip) {
  const std::string text(ip);
  in_addr v4 = {};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    return (ntohl(v4.s_addr) >> 24) == 127;
  }
  in6_addr v6 = {};
  return inet_pton(AF_INET6, text.c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

absl::Status CheckFree(const LoopbackAddress& address) {
  sockaddr_storage storage = {};
  socklen_t size = 0;
  if (address.is_ipv6()) {
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&storage);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(address.port);
    inet_pton(AF_INET6, address.ip.c_str(), &v6->sin6_addr);
    size = sizeof(*v6);
  } else {
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&storage);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(address.port);
    inet_pton(AF_INET, address.ip.c_str(), &v4->sin_addr);
    size = sizeof(*v4);
  }
  const int descriptor =
      socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int error = descriptor < 0 ? errno : 0;
  if (descriptor >= 0) {
    // As a server does: what is left of old connections is no hindrance.
    const int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(descriptor, reinterpret_cast<const sockaddr*>(&storage), size) !=
            0 ||
        listen(descriptor, 1) != 0) {
      error = errno;
    }
    close(descriptor);
  }
  const auto cannot = [&address](absl::string_view why) {
    return absl::StrCat("cannot listen at ", address.ToString(), ": ", why);
  };
  switch (error) {
    case 0:
      return absl::OkStatus();
    case EADDRINUSE:
      return absl::UnavailableError(cannot(absl::StrCat(
          "port ", address.port,
          " is taken by another program; choose another, or 0 for any")));
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
      return absl::InvalidArgumentError(
          cannot("this machine does not have that address"));
    case EACCES:
      return absl::PermissionDeniedError(cannot(
          absl::StrCat("port ", address.port,
                       " is for the system alone; choose one above 1023")));
    default:
      return absl::UnavailableError(cannot(std::strerror(error)));
  }
}

}  // namespace clearsky::service
