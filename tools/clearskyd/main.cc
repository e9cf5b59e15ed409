// clearskyd: a ledger, served to others on this machine.

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "daemon.h"
#include "google/protobuf/stubs/logging.h"
#include "note.h"
#include "stop_signals.h"

namespace clearsky::daemon {
namespace {

constexpr int kExitOk = 0;
constexpr int kExitRefused = 1;
constexpr int kExitUsage = 2;

constexpr char kDefaultDirectory[] = "./clearsky.db";
constexpr char kDefaultGrpcAddress[] = "127.0.0.1:7420";
constexpr char kDefaultHttpAddress[] = "127.0.0.1:7421";

// What cancelled calls and the files of the ledger have to end, behind the time
// that calls are given.
constexpr absl::Duration kCloseTime = absl::Seconds(10);

struct Flags {
  DaemonOptions daemon;
  int drain_seconds = 10;
};

void AddFlags(CLI::App* app, Flags* flags) {
  app->set_version_flag("--version", "clearskyd " CLEARSKY_VERSION);
  app->add_option("--db", flags->daemon.directory,
                  "Directory of the ledger; else $CLEARSKY_DB, else "
                  "./clearsky.db")
      ->type_name("DIR");
  app->add_option("--grpc", flags->daemon.grpc_address,
                  "Where to serve gRPC: a loopback address and a port, 0 for "
                  "any that is free")
      ->capture_default_str()
      ->type_name("HOST:PORT");
  app->add_option("--http", flags->daemon.http_address,
                  "Where to serve HTTP, for browsers and scripts; the same")
      ->capture_default_str()
      ->type_name("HOST:PORT");
  CLI::Option* const init = app->add_flag("--init", flags->daemon.init,
                                          "Make the ledger when there is none");
  app->add_option("--zone", flags->daemon.zone,
                  "IANA time zone that defines the days of a new ledger; else "
                  "Asia/Seoul")
      ->type_name("ZONE")
      ->needs(init);
  app->add_flag("--simulated", flags->daemon.simulated,
                "The recorded clock of a new ledger is set by requests; every "
                "answer is marked so for ever. For demonstrations and tests")
      ->needs(init);
  app->add_option("--drain-seconds", flags->drain_seconds,
                  "How long calls that are running may go on when the daemon "
                  "is told to stop")
      ->capture_default_str()
      ->check(CLI::Range(0, 3600))
      ->type_name("SECONDS");
  app->footer(
      "Prints a line for each address that it serves at (`grpc "
      "127.0.0.1:7420`), then `ready`;\n"
      "all else goes to standard error. SIGTERM or SIGINT stops it, a second "
      "one at once.\n"
      "Exit status: 0 when it was stopped; 1 with `clearskyd: CODE: message`; "
      "2 for usage.\n"
      "Example:\n"
      "  clearskyd --db ./clearsky.db --init");
}

std::string LedgerDirectory(const std::string& given) {
  if (!given.empty()) return given;
  const char* const variable = std::getenv("CLEARSKY_DB");
  if (variable != nullptr && *variable != '\0') return variable;
  return kDefaultDirectory;
}

// Each connection is a file, and those of the ledger must not run short of
// numbers because of them.
void RaiseFileLimit() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

absl::Status PrintAddresses(const Daemon& daemon) {
  std::string lines;
  for (const auto& [name, address] : daemon.Listening()) {
    absl::StrAppend(&lines, name, " ", address, "\n");
  }
  absl::StrAppend(&lines, "ready\n");
  if (std::fwrite(lines.data(), 1, lines.size(), stdout) != lines.size() ||
      std::fflush(stdout) != 0) {
    return absl::UnavailableError("standard output could not be written");
  }
  return absl::OkStatus();
}

absl::Status Serve(const Flags& flags) {
  const absl::Duration drain_time = absl::Seconds(flags.drain_seconds);
  StopSignals stop(drain_time + kCloseTime);
  ASSIGN_OR_RETURN(std::unique_ptr<Daemon> daemon, Daemon::Start(flags.daemon));
  RETURN_IF_ERROR(PrintAddresses(*daemon));
  stop.Wait();
  daemon->Drain(absl::Now() + drain_time);
  daemon.reset();
  Note("stopped");
  return absl::OkStatus();
}

int Run(int argc, char** argv) {
  Flags flags;
  flags.daemon.grpc_address = kDefaultGrpcAddress;
  flags.daemon.http_address = kDefaultHttpAddress;
  CLI::App app(
      "Serves a ledger of cooperation plans to other programs of this machine: "
      "one process\n"
      "has it open for writing, all others ask it.",
      "clearskyd");
  AddFlags(&app, &flags);
  // CLI11 speaks in exceptions; this is where they end.
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, std::cout, std::cerr) == 0 ? kExitOk : kExitUsage;
  }
  flags.daemon.directory = LedgerDirectory(flags.daemon.directory);
  // A reader that went away is an error of the write, not the end.
  std::signal(SIGPIPE, SIG_IGN);
  RaiseFileLimit();
  // What is malformed is told to who sent it; a line of the library's for each
  // would let clients fill the log.
  google::protobuf::SetLogHandler(nullptr);
  const absl::Status served = Serve(flags);
  if (served.ok()) return kExitOk;
  NoteError(served);
  return kExitRefused;
}

}  // namespace
}  // namespace clearsky::daemon

int main(int argc, char** argv) { return clearsky::daemon::Run(argc, argv); }
