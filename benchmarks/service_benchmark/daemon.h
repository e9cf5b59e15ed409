#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace clearsky::bench {

// A clearskyd of its own process on a ledger, on free ports of the loopback;
// stopped with SIGTERM.
class Daemon {
 public:
  Daemon(const std::string& program, const std::string& ledger);
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  ~Daemon();

  int grpc_port() const { return grpc_port_; }
  int http_port() const { return http_port_; }
  std::string grpc_target() const;
  // Memory that is resident now.
  uint64_t ResidentBytes() const;

 private:
  pid_t process_ = -1;
  int grpc_port_ = 0;
  int http_port_ = 0;
};

}  // namespace clearsky::bench
