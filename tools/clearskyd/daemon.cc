#include "daemon.h"

#include <algorithm>
#include <cstdint>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "note.h"
#include "service/http/http_metrics.h"
#include "service/http/routes.h"
#include "service/loopback.h"
#include "service/metric_sources.h"

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
  ASSIGN_OR_RETURN(const service::LoopbackAddress http_address,
                   service::ReadLoopbackAddress(options.http_address));
  RETURN_IF_ERROR(service::CheckFree(http_address));

  Started started;
  ASSIGN_OR_RETURN(started.ledger, OpenOrCreate(options));
  RETURN_IF_ERROR(NoteLedger(options.directory, *started.ledger));
  ASSIGN_OR_RETURN(started.services,
                   service::Services::Create(started.ledger.get(),
                                             service::Services::Options()));
  started.metrics = std::make_unique<service::ServiceMetrics>(
      started.ledger.get(), CLEARSKY_VERSION);
  service::AddServiceSources(started.services.get(), started.metrics.get());
  service::GrpcServer::Options grpc;
  grpc.address = options.grpc_address;
  grpc.metrics = started.metrics.get();
  ASSIGN_OR_RETURN(started.grpc,
                   service::GrpcServer::Start(grpc, started.services.get()));
  // Not make_unique: the constructor is private.
  std::unique_ptr<Daemon> daemon(new Daemon(std::move(started)));
  RETURN_IF_ERROR(daemon->StartHttp(options.http_address));
  return daemon;
}

absl::Status Daemon::StartHttp(const std::string& address) {
  service::ServiceMetrics* const metrics = started_.metrics.get();
  service::RouteOptions routes;
  routes.metrics = [metrics] { return metrics->Text(); };
  routes.ready = [this] { return Ready(); };
  routes.calls = metrics;
  metrics->SetHttp([this] {
    const service::HttpServer* const http = serving_;
    return http == nullptr ? service::HttpSamples()
                           : service::SamplesOf(http->figures());
  });
  service::HttpServer::Options http;
  http.address = address;
  ASSIGN_OR_RETURN(
      started_.http,
      service::HttpServer::Start(http, [&](service::Router* router) {
        service::AddRoutes(started_.ledger.get(), routes, router);
      }));
  serving_ = started_.http.get();
  return absl::OkStatus();
}

absl::Status Daemon::Ready() const {
  if (draining_) return absl::UnavailableError("the daemon is stopping");
  return absl::OkStatus();
}

std::vector<std::pair<std::string, std::string>> Daemon::Listening() const {
  return {{"grpc", started_.grpc->address().ToString()},
          {"http", started_.http->address().ToString()}};
}

void Daemon::Drain(absl::Time deadline) {
  if (draining_.exchange(true)) return;
  // Both at once: there is one deadline.
  std::thread http([this, deadline] {
    if (started_.http == nullptr) return;
    started_.http->Drain(
        std::max(deadline - absl::Now(), absl::ZeroDuration()));
  });
  started_.grpc->Drain(deadline);
  http.join();
}

}  // namespace clearsky::daemon
