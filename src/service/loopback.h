#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace clearsky::service {

// A place to listen at that only this machine reaches.
struct LoopbackAddress {
  // Numeric: `127.0.0.1`, `::1`.
  std::string ip;
  // 0: any that is free.
  uint16_t port = 0;

  bool is_ipv6() const { return ip.find(':') != std::string::npos; }
  // `127.0.0.1:7420`, `[::1]:7420`.
  std::string ToString() const;
};

// What `address` (`HOST:PORT`, `[IPV6]:PORT`) means. A name is resolved, to an
// IPv4 address where it has one. INVALID_ARGUMENT when it is no such address,
// or any address of the host is reachable from other machines: who may do what
// is not decided yet, so nobody else is let in. UNAVAILABLE when the name
// cannot be resolved now.
absl::StatusOr<LoopbackAddress> ReadLoopbackAddress(absl::string_view address);

// Whether `ip`, numeric and without brackets, is one of 127.0.0.0/8 or ::1.
bool IsLoopbackIp(absl::string_view ip);

// Whether `address` can be listened at now: UNAVAILABLE when the port is taken,
// INVALID_ARGUMENT when this machine does not have the address,
// PERMISSION_DENIED when the port is one of the system's.
absl::Status CheckFree(const LoopbackAddress& address);

}  // namespace clearsky::service
