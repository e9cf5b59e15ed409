#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "absl/strings/str_format.h"
#include "clearsky/v1/feed_service.grpc.pb.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "ledger/ledger.h"
#include "log_benchmark/fsync_probe.h"
#include "log_benchmark/harness.h"
#include "service_benchmark/daemon.h"
#include "service_benchmark/setting.h"

namespace clearsky::bench {
namespace {

using Clock = std::chrono::steady_clock;

// From the return of an append to its delivery to a subscriber of another
// thread, in microseconds; 0 when it came first. One append each 2 ms.
std::vector<double> Deliver(const Daemon& daemon, int count) {
  const auto channels = Connect(daemon.grpc_target(), 2);
  const auto feed = v1::FeedService::NewStub(channels[0]);
  const auto ledger = v1::LedgerService::NewStub(channels[1]);

  std::mutex mu;
  std::map<uint64_t, Clock::time_point> acknowledged;
  std::map<uint64_t, Clock::time_point> delivered;
  grpc::ClientContext context;
  v1::SubscribeRequest request;
  request.set_from_end(true);
  const auto reader = feed->Subscribe(&context, request);
  reader->WaitForInitialMetadata();
  std::atomic<int> seen = 0;
  std::thread subscriber([&] {
    v1::SubscribeResponse response;
    while (reader->Read(&response)) {
      const auto now = Clock::now();
      const std::lock_guard<std::mutex> lock(mu);
      for (const auto& event : response.events()) {
        delivered.emplace(event.position(), now);
        ++seen;
      }
    }
  });
  for (int i = 0; i < count; ++i) {
    grpc::ClientContext append;
    v1::RecordEventsResponse response;
    const grpc::Status status = ledger->RecordEvents(
        &append, MoveMeeting(0, static_cast<uint64_t>(i)), &response);
    const auto now = Clock::now();
    if (!status.ok()) Fail("append: " + status.error_message());
    {
      const std::lock_guard<std::mutex> lock(mu);
      acknowledged.emplace(response.recorded(0).position(), now);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  while (seen < count) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  context.TryCancel();
  subscriber.join();
  reader->Finish();
  std::vector<double> times_us;
  for (const auto& [position, at] : acknowledged) {
    const std::chrono::duration<double, std::micro> took =
        delivered.at(position) - at;
    times_us.push_back(std::max(0.0, took.count()));
  }
  return times_us;
}

}  // namespace

std::vector<Line> DeliveryLines(const Setting& setting) {
  const std::string path = setting.directory + "/delivery";
  RemoveDirectory(path);
  {
    const auto ledger =
        Require(ledger::Ledger::Create(path, {}), "making a ledger");
    Require(ledger->RecordEvents(BeginPlan(0)).status(), "beginning a plan");
  }
  std::vector<double> median_us, p99_us, sync_us, sync_p99_us;
  {
    const Daemon daemon(setting.daemon, path);
    QuietDisk disk(setting.directory, setting.quick ? 50 : 500, !setting.quick);
    for (int repeat = 0; repeat < setting.repeats; ++repeat) {
      std::vector<double> times_us;
      const SyncTimes sync = disk.Around(
          [] {},
          [&] { times_us = Deliver(daemon, setting.quick ? 200 : 2000); });
      median_us.push_back(Percentile(times_us, 0.5));
      p99_us.push_back(Percentile(times_us, 0.99));
      sync_us.push_back(sync.median_us);
      sync_p99_us.push_back(sync.p99_us);
      Progress(absl::StrFormat(
          "delivery: p50 %.0f, p99 %.0f us; sync %.0f/%.0f us",
          median_us.back(), p99_us.back(), sync.median_us, sync.p99_us));
    }
  }
  RemoveDirectory(path);
  const double ratio = Median(p99_us) / Median(sync_us);
  return {{"append acknowledged to event delivered, gRPC",
           absl::StrFormat("p50 %.0f us, p99 %.0f us", Median(median_us),
                           Median(p99_us)),
           absl::StrFormat("p50 %.0f us, p99 %.0f us", Median(sync_us),
                           Median(sync_p99_us)),
           "p99 against the median of a 512-byte append and fdatasync", ratio,
           "below 3", ratio < 3}};
}

}  // namespace clearsky::bench
