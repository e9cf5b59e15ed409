#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "ledger/ledger.h"
#include "log_benchmark/harness.h"
#include "log_benchmark/payload.h"
#include "plan/history.h"
#include "service_benchmark/daemon.h"
#include "service_benchmark/setting.h"

namespace clearsky::bench {
namespace {

constexpr int kConnections = 8;

struct Rates {
  std::vector<double> served;
  std::vector<double> empty;
  std::vector<double> log;
  std::vector<double> ledger;
};

// What each client does next: it moves its meeting to another day than before,
// as a move to the present day is refused. Each client is one thread at a time.
class Moves {
 public:
  explicit Moves(int clients) : turns_(static_cast<size_t>(clients), 0) {}

  v1::RecordEventsRequest Next(int client) {
    return MoveMeeting(client, turns_[static_cast<size_t>(client)]++);
  }

 private:
  std::vector<uint64_t> turns_;
};

std::unique_ptr<ledger::Ledger> CreateLedger(const std::string& path,
                                             int plans) {
  RemoveDirectory(path);
  auto ledger =
      Require(ledger::Ledger::Create(path, {}), absl::StrCat("making ", path));
  for (int i = 0; i < plans; ++i) {
    Require(ledger->RecordEvents(BeginPlan(i)).status(), "beginning a plan");
  }
  return ledger;
}

// A call is deleted by its callback, before it tells that it is done: a context
// keeps its channel, and a channel that is let go of last by gRPC's own thread
// would wait for that thread.

// The health service of the same server: a call with nothing in it.
double EmptyCalls(const Setting& setting, const Daemon& daemon) {
  const auto channels = Connect(daemon.grpc_target(), kConnections);
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  for (const auto& channel : channels) {
    stubs.push_back(std::make_unique<grpc::GenericStub>(channel));
  }
  struct Call {
    grpc::ClientContext context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer response;
  };
  return CallsPerSecond(
      setting.clients, setting.seconds,
      [&](int client, std::function<void()> done) {
        Call* const call = new Call;
        // An empty message has no bytes.
        const grpc::Slice nothing;
        call->request = grpc::ByteBuffer(&nothing, 1);
        stubs[static_cast<size_t>(client % kConnections)]->UnaryCall(
            &call->context, "/grpc.health.v1.Health/Check", {}, &call->request,
            &call->response,
            [call, done = std::move(done)](const grpc::Status& status) {
              if (!status.ok()) Fail("empty call: " + status.error_message());
              delete call;
              done();
            });
      });
}

double ServedAppends(const Setting& setting, const Daemon& daemon,
                     Moves* moves) {
  const auto channels = Connect(daemon.grpc_target(), kConnections);
  std::vector<std::unique_ptr<v1::LedgerService::Stub>> stubs;
  for (const auto& channel : channels) {
    stubs.push_back(v1::LedgerService::NewStub(channel));
  }
  struct Call {
    grpc::ClientContext context;
    v1::RecordEventsRequest request;
    v1::RecordEventsResponse response;
  };
  return CallsPerSecond(
      setting.clients, setting.seconds,
      [&](int client, std::function<void()> done) {
        Call* const call = new Call;
        call->request = moves->Next(client);
        stubs[static_cast<size_t>(client % kConnections)]
            ->async()
            ->RecordEvents(
                &call->context, &call->request, &call->response,
                [call, done = std::move(done)](const grpc::Status& status) {
                  if (!status.ok()) Fail("append: " + status.error_message());
                  delete call;
                  done();
                });
      });
}

// The log alone: the same bytes, no rules.
double LogAppends(const Setting& setting, log::EventLog* log, Moves* moves) {
  std::vector<IdSource> ids;
  for (int i = 0; i < setting.clients; ++i) {
    // Far apart, as a source counts up from its seed.
    ids.emplace_back(static_cast<uint64_t>(i + 1) << 32);
  }
  return ThreadsPerSecond(setting.clients, setting.seconds, [&](int thread) {
    const v1::PlanEvent event =
        moves->Next(thread).streams(0).events(0).event();
    log::StreamAppend entry;
    entry.stream = absl::StrCat("raw-", thread);
    entry.events.push_back({ids[static_cast<size_t>(thread)].Next(),
                            plan::TypeName(event),
                            1,
                            plan::EncodeEvent(event),
                            {}});
    Require(log->Append({entry}).status(), "appending");
  });
}

double LedgerAppends(const Setting& setting, ledger::Ledger* ledger,
                     Moves* moves) {
  return ThreadsPerSecond(setting.clients, setting.seconds, [&](int thread) {
    Require(ledger->RecordEvents(moves->Next(thread)).status(), "recording");
  });
}

std::string PerSecond(const std::vector<double>& rates) {
  return absl::StrFormat("%.0f/s", Median(rates));
}

}  // namespace

std::vector<Line> AppendLines(const Setting& setting) {
  const std::string served = setting.directory + "/append-served";
  const std::string embedded = setting.directory + "/append-embedded";
  CreateLedger(served, setting.clients).reset();
  Rates rates;
  {
    const Daemon daemon(setting.daemon, served);
    const auto ledger = CreateLedger(embedded, setting.clients);
    Moves raw(setting.clients);
    Moves in_process(setting.clients);
    Moves over_grpc(setting.clients);
    for (int repeat = 0; repeat < setting.repeats; ++repeat) {
      rates.empty.push_back(EmptyCalls(setting, daemon));
      rates.log.push_back(LogAppends(setting, &ledger->log(), &raw));
      rates.served.push_back(ServedAppends(setting, daemon, &over_grpc));
      rates.ledger.push_back(LedgerAppends(setting, ledger.get(), &in_process));
      Progress(absl::StrFormat(
          "append: served %.0f, empty call %.0f, log %.0f, ledger %.0f a "
          "second",
          rates.served.back(), rates.empty.back(), rates.log.back(),
          rates.ledger.back()));
    }
  }
  RemoveDirectory(served);
  RemoveDirectory(embedded);
  const bool log_is_lower = Median(rates.log) < Median(rates.empty);
  const auto& lower = log_is_lower ? rates.log : rates.empty;
  const double ratio = Median(rates.served) / Median(lower);
  const double of_ledger = Median(rates.served) / Median(rates.ledger);
  return {
      {absl::StrCat("append of one event, ", setting.clients, " clients"),
       PerSecond(rates.served), PerSecond(lower),
       absl::StrCat(
           "the lower of: an empty unary call (", PerSecond(rates.empty),
           "), the embedded log without rules (", PerSecond(rates.log), ")"),
       ratio, "at least 0.8", ratio >= 0.8},
      {"the same, against the embedded ledger under the rules",
       PerSecond(rates.served), PerSecond(rates.ledger),
       "RecordEvents in the process", of_ledger, "", true}};
}

}  // namespace clearsky::bench
