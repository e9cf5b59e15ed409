#include "daemon.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "note.h"
#include "service/loopback.h"

namespace clearsky::daemon {
namespace {

using ::clearsky::ledger::Ledger;

constexpr uint64_t kProgressSteps = 4;

// Tells of each quarter of what is indexed again.
std::function<void(uint64_t, uint64_t)> IndexingProgress() {
  return [told = uint64_t{0}](uint64_t done, uint64_t total) mutable {
    if (total == 0) return;
    const auto step = static_cast<uint64_t>(
        static_cast<double>(done) / static_cast<double>(total) *
        static_cast<double>(kProgressSteps));
    if (step <= told) return;
    told = step;
    Note(absl::StrCat("indexing: ", done, " of ", total, " events"));
  };
}

absl::StatusOr<std::unique_ptr<Ledger>> Open(const std::string& directory) {
  ledger::OpenOptions options;
  options.progress = IndexingProgress();
  absl::StatusOr<std::unique_ptr<Ledger>> opened =
      Ledger::Open(directory, options);
  if (!absl::IsNotFound(opened.status())) return opened;
  return absl::NotFoundError(absl::StrCat(
      opened.status().message(),
      "; --db or $CLEARSKY_DB names the ledger, --init makes one"));
}

// The ledger that is there, as `options` would have made it.
absl::StatusOr<std::unique_ptr<Ledger>> OpenAlike(
    const DaemonOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<Ledger> opened, Open(options.directory));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse about,
                   opened->GetLedger(v1::GetLedgerRequest()));
  if (!options.zone.empty() && options.zone != about.zone()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the ledger in ", options.directory, " is there already, in zone ",
        about.zone(), ", not ", options.zone, "; leave out --zone"));
  }
  if (options.simulated && !about.simulated()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the ledger in ", options.directory,
        " is there already, and its clock is not simulated; leave out "
        "--simulated"));
  }
  return opened;
}

absl::StatusOr<std::unique_ptr<Ledger>> OpenOrCreate(
    const DaemonOptions& options) {
  if (!options.init) return Open(options.directory);
  ledger::CreateOptions create;
  if (!options.zone.empty()) create.zone = options.zone;
  create.simulated = options.simulated;
  absl::StatusOr<std::unique_ptr<Ledger>> created =
      Ledger::Create(options.directory, create);
  if (!absl::IsAlreadyExists(created.status())) return created;
  return OpenAlike(options);
}

absl::Status NoteLedger(const std::string& directory, const Ledger& ledger) {
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse about,
                   ledger.GetLedger(v1::GetLedgerRequest()));
  Note(absl::StrCat("ledger ", about.ledger_id(), " in ", directory, ": ",
                    about.event_count(), " events, zone ", about.zone(),
                    about.simulated() ? ", simulated clock" : ""));
  return absl::OkStatus();
}

}  // namespace

Daemon::Daemon(Started started) : started_(std::move(started)) {}

Daemon::~Daemon() { Drain(absl::InfinitePast()); }

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Start(
    const DaemonOptions& options) {
  ASSIGN_OR_RETURN(const service::LoopbackAddress grpc_address,
                   service::ReadLoopbackAddress(options.grpc_address));
  RETURN_IF_ERROR(service::CheckFree(grpc_address));

  Started started;
  ASSIGN_OR_RETURN(started.ledger, OpenOrCreate(options));
  RETURN_IF_ERROR(NoteLedger(options.directory, *started.ledger));
  ASSIGN_OR_RETURN(started.services,
                   service::Services::Create(started.ledger.get(),
                                             service::Services::Options()));
  service::GrpcServer::Options grpc;
  grpc.address = options.grpc_address;
  ASSIGN_OR_RETURN(started.grpc,
                   service::GrpcServer::Start(grpc, started.services.get()));
  // Not make_unique: the constructor is private.
  return std::unique_ptr<Daemon>(new Daemon(std::move(started)));
}

std::vector<std::pair<std::string, std::string>> Daemon::Listening() const {
  return {{"grpc", started_.grpc->address().ToString()}};
}

void Daemon::Drain(absl::Time deadline) { started_.grpc->Drain(deadline); }

}  // namespace clearsky::daemon
