#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace clearsky::service {

// Where a server listens: an address of this machine that no other reaches.
struct LoopbackAddress {
  // Numeric: `127.0.0.1`, `::1`.
  std::string ip;
  // 0: any that is free.
  uint16_t port = 0;

  bool is_ipv6() const { return ip.find(':') != std::string::npos; }
  // `127.0.0.1:7420`, `[::1]:7420`.
  std::string ToString() const;
};

// Reads `address`, HOST:PORT. A host may be a name (`localhost`) whose every
// address is loopback; of several, the first of IPv4 is taken, else the first.
// IPv6 stands in brackets. Who may do what is not told yet, so that anything
// that others could reach (also an empty host, `0.0.0.0`, `[::]`) is
// INVALID_ARGUMENT, as is what is no address. Asks the resolver for names.
absl::StatusOr<LoopbackAddress> ReadLoopbackAddress(absl::string_view address);

// Whether `ip`, numeric and without brackets, is one of 127.0.0.0/8 or ::1.
bool IsLoopbackIp(absl::string_view ip);

}  // namespace clearsky::service
