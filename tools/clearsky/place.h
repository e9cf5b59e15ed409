#pragma once

#include <string>

namespace clearsky::cli {

// Where the ledger is that a command works on: a directory, or a daemon on this
// machine that serves one.
struct Place {
  // Empty when it is served.
  std::string directory;
  // `HOST:PORT`; empty when it is a directory.
  std::string server;

  bool is_served() const { return !server.empty(); }
};

// A check of options for CLI11: empty when `text` is the HOST:PORT of a daemon
// on this machine; else what is wrong.
std::string CheckServer(const std::string& text);

}  // namespace clearsky::cli
