#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clearsky/v1/feed_service.grpc.pb.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "ledger/ledger.h"
#include "log_benchmark/harness.h"
#include "service_benchmark/daemon.h"
#include "service_benchmark/setting.h"

namespace clearsky::bench {
namespace {

// One subscriber that got one event and waits for the next.
struct Subscriber {
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReader<v1::SubscribeResponse>> reader;
};

// What the memory of the daemon grows by with so many subscribers over so many
// connections.
double GrowthMiB(const Daemon& daemon, int subscribers, int connections) {
  const uint64_t before = daemon.ResidentBytes();
  const auto channels = Connect(daemon.grpc_target(), connections);
  std::vector<std::unique_ptr<Subscriber>> open;
  for (int i = 0; i < subscribers; ++i) {
    auto subscriber = std::make_unique<Subscriber>();
    const auto stub = v1::FeedService::NewStub(
        channels[static_cast<size_t>(i % connections)]);
    subscriber->reader =
        stub->Subscribe(&subscriber->context, v1::SubscribeRequest());
    v1::SubscribeResponse response;
    if (!subscriber->reader->Read(&response)) Fail("a subscription ended");
    open.push_back(std::move(subscriber));
  }
  const uint64_t after = daemon.ResidentBytes();
  for (const auto& subscriber : open) {
    subscriber->context.TryCancel();
    subscriber->reader->Finish();
  }
  return static_cast<double>(after - std::min(after, before)) / (1 << 20);
}

}  // namespace

std::vector<Line> IdleLines(const Setting& setting) {
  const std::string path = setting.directory + "/idle";
  RemoveDirectory(path);
  {
    const auto ledger =
        Require(ledger::Ledger::Create(path, {}), "making a ledger");
    Require(ledger->RecordEvents(BeginPlan(0)).status(), "beginning a plan");
  }
  std::vector<Line> lines;
  for (const int connections : {setting.idle_subscribers, 10}) {
    std::vector<double> growth;
    for (int repeat = 0; repeat < setting.repeats; ++repeat) {
      // A daemon of its own each time: memory is not given back.
      const Daemon daemon(setting.daemon, path);
      growth.push_back(
          GrowthMiB(daemon, setting.idle_subscribers, connections));
    }
    Progress(
        absl::StrFormat("idle: %d subscribers over %d connections %.1f MiB",
                        setting.idle_subscribers, connections, Median(growth)));
    lines.push_back(
        {absl::StrCat(setting.idle_subscribers, " idle subscribers, ",
                      connections, " connections"),
         absl::StrFormat("%.1f MiB", Median(growth)), "64 MiB",
         "what the daemon's memory grows by", Median(growth) / 64, "below 1",
         Median(growth) < 64});
  }
  RemoveDirectory(path);
  return lines;
}

}  // namespace clearsky::bench
