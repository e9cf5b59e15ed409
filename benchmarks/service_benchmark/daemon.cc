#include "service_benchmark/daemon.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {
namespace {

int PortOf(absl::string_view address) {
  int port = 0;
  const std::vector<absl::string_view> parts = absl::StrSplit(address, ':');
  if (!absl::SimpleAtoi(parts.back(), &port)) {
    Fail(absl::StrCat("the daemon printed no port: ", address));
  }
  return port;
}

}  // namespace

Daemon::Daemon(const std::string& program, const std::string& ledger) {
  std::array<int, 2> out;
  if (pipe(out.data()) != 0) FailErrno("making a pipe");
  process_ = fork();
  if (process_ < 0) FailErrno("starting the daemon");
  if (process_ == 0) {
    dup2(out[1], STDOUT_FILENO);
    close(out[0]);
    close(out[1]);
    execl(program.c_str(), program.c_str(), "--db", ledger.c_str(), "--grpc",
          "127.0.0.1:0", "--http", "127.0.0.1:0", nullptr);
    _exit(127);
  }
  close(out[1]);
  std::FILE* const lines = fdopen(out[0], "r");
  std::array<char, 256> line;
  bool ready = false;
  while (!ready && std::fgets(line.data(), line.size(), lines) != nullptr) {
    absl::string_view text =
        absl::StripSuffix(absl::string_view(line.data()), "\n");
    if (absl::ConsumePrefix(&text, "grpc ")) grpc_port_ = PortOf(text);
    if (absl::ConsumePrefix(&text, "http ")) http_port_ = PortOf(text);
    ready = text == "ready";
  }
  // It prints nothing more.
  std::fclose(lines);
  if (!ready) Fail(absl::StrCat(program, " did not start on ", ledger));
}

Daemon::~Daemon() {
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    Fail("the daemon did not end well");
  }
}

std::string Daemon::grpc_target() const {
  return absl::StrCat("127.0.0.1:", grpc_port_);
}

uint64_t Daemon::ResidentBytes() const {
  std::ifstream statm(absl::StrCat("/proc/", process_, "/statm"));
  uint64_t size = 0;
  uint64_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace clearsky::bench
