#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clearsky/v1/feed_service.grpc.pb.h"
#include "ledger/ledger.h"
#include "log_benchmark/harness.h"
#include "log_benchmark/payload.h"
#include "service_benchmark/daemon.h"
#include "service_benchmark/setting.h"

namespace clearsky::bench {
namespace {

constexpr uint64_t kStreams = 500;
constexpr uint64_t kBatch = 500;

// Of a type of its own, so that the daemon folds nothing meanwhile.
void MakeLedger(const std::string& path, uint64_t events) {
  RemoveDirectory(path);
  const auto ledger =
      Require(ledger::Ledger::Create(path, {}), absl::StrCat("making ", path));
  const PlanEvents source(kStreams);
  IdSource ids(7);
  for (uint64_t position = 0; position < events; position += kBatch) {
    std::vector<log::StreamAppend> entries;
    for (uint64_t i = position; i < std::min(events, position + kBatch); ++i) {
      log::StreamAppend entry;
      entry.stream = PlanEvents::StreamName(source.StreamAt(i));
      entry.events.push_back(
          {ids.Next(), "bench.v1.Event", 1, source.Make(i).data, {}});
      entries.push_back(std::move(entry));
    }
    Require(ledger->log().Append(entries).status(), "appending");
  }
  Require(ledger->log().WaitUntilAtRest(), "waiting for the index");
}

double Embedded(const std::string& path, uint64_t events) {
  log::LogOptions options;
  options.read_only = true;
  const auto log = Require(log::EventLog::Open(path, options), "opening");
  const Stopwatch watch;
  const auto subscription = log->Subscribe({});
  v1::StoredEvent event;
  for (uint64_t count = 0; count < events;) {
    const auto item = Require(subscription->Next(), "reading");
    if (item.kind != log::Subscription::Item::Kind::kEvent) continue;
    if (!event.ParseFromArray(item.event.stored.data(),
                              static_cast<int>(item.event.stored.size()))) {
      Fail("a stored event does not parse");
    }
    ++count;
  }
  return static_cast<double>(events) / watch.Seconds();
}

double Served(const Daemon& daemon, uint64_t events) {
  const auto stub =
      v1::FeedService::NewStub(Connect(daemon.grpc_target(), 1).front());
  grpc::ClientContext context;
  const Stopwatch watch;
  const auto reader = stub->Subscribe(&context, v1::SubscribeRequest());
  v1::SubscribeResponse response;
  uint64_t next = 0;
  while (next < events && reader->Read(&response)) {
    for (const v1::StoredEvent& event : response.events()) {
      if (event.position() != next++) Fail("events are not in order");
    }
  }
  if (next != events) Fail("the subscription ended early");
  const double rate = static_cast<double>(events) / watch.Seconds();
  context.TryCancel();
  reader->Finish();
  return rate;
}

}  // namespace

std::vector<Line> CatchUpLines(const Setting& setting) {
  const std::string path = setting.directory + "/catch-up";
  MakeLedger(path, setting.catch_up_events);
  std::vector<double> embedded;
  std::vector<double> served;
  {
    const Daemon daemon(setting.daemon, path);
    // The first reads warm the page cache, and the daemon ends its own reading.
    Embedded(path, setting.catch_up_events);
    Served(daemon, setting.catch_up_events);
    for (int repeat = 0; repeat < setting.repeats; ++repeat) {
      embedded.push_back(Embedded(path, setting.catch_up_events));
      served.push_back(Served(daemon, setting.catch_up_events));
      Progress(absl::StrFormat("catch-up: served %.0f, embedded %.0f events/s",
                               served.back(), embedded.back()));
    }
  }
  RemoveDirectory(path);
  const double ratio = Median(served) / Median(embedded);
  return {{absl::StrCat("Subscribe, catching up ", setting.catch_up_events,
                        " events, parsed"),
           absl::StrFormat("%.0f events/s", Median(served)),
           absl::StrFormat("%.0f events/s", Median(embedded)),
           "a subscription in the process, each event parsed", ratio,
           "at least 0.4", ratio >= 0.4}};
}

}  // namespace clearsky::bench
