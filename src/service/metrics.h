#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "ledger/ledger.h"
#include "prometheus/metric_family.h"
#include "service/work_pool.h"

namespace clearsky::service {

// Where a call came in.
enum class CallFace { kGrpc, kHttp };

// Figures of the feeds, now.
struct FeedSamples {
  // Open streams by kind: `subscribe`, `watch`, `consume`.
  std::map<std::string, uint64_t> subscribers;
  // Events that the slowest of them has not been given yet.
  uint64_t subscriber_lag = 0;
  // The same of each durable consumer, behind what it acknowledged; by name.
  std::map<std::string, uint64_t> consumer_lag;
};

// Figures of the HTTP server. The last three count from its start.
struct HttpSamples {
  uint64_t connections = 0;
  uint64_t event_streams = 0;
  // What is kept of requests that come in and of answers that go out.
  uint64_t buffered_bytes = 0;
  // Requests that wait for a thread.
  uint64_t waiting = 0;
  // Connections.
  uint64_t accepted = 0;
  // By class of the status: `2xx`.
  std::map<std::string, uint64_t> responses;
  // What was turned away before it was a call, by reason: `head_too_large`.
  std::map<std::string, uint64_t> refused;
};

// The text of /metrics, in Prometheus' text format: docs/metrics.md lists what
// it has. What others count is asked for when the text is made; calls are
// counted here.
//
// No client chooses what a label says or how many values it has: methods and
// refusals are from fixed lists, the rest counts as `other`. Durable consumers
// alone are told by name, and no more than kMaxSamples of them.
//
// What is plugged in is plugged in before the first call over the face that it
// is about, and before the first text; then it is safe for concurrent use.
class ServiceMetrics {
 public:
  // A source, and a name of the list above, has at most so many samples; of
  // more, the greatest are told.
  static constexpr size_t kMaxSamples = 100;

  // A figure of somebody else's.
  struct Sample {
    // Names and values; values are any text.
    std::vector<std::pair<std::string, std::string>> labels;
    double value = 0;
  };
  struct Source {
    // `clearsky_` and what it is, with its unit at the end, and `_total` behind
    // that when it only grows.
    std::string name;
    // A sentence without a full stop.
    std::string help;
    // Any thread; must not block for long.
    std::function<std::vector<Sample>()> read;
  };

  // `ledger` must outlive this. `version` is that of the program. The methods
  // of gRPC are known already.
  ServiceMetrics(ledger::Ledger* ledger, std::string version);
  ServiceMetrics(const ServiceMetrics&) = delete;
  ServiceMetrics& operator=(const ServiceMetrics&) = delete;
  ~ServiceMetrics();

  // Makes known what CountCall may be told: `GET /v1/plans/{plan}`.
  void AddMethods(CallFace face, const std::vector<std::string>& methods);
  // `pool` must outlive this.
  void AddPool(const std::string& name, const WorkPool* pool);
  void SetFeeds(std::function<FeedSamples()> feeds);
  void SetHttp(std::function<HttpSamples()> http);
  // REQUIRES: the name is none that there is already.
  void AddSource(Source source);

  // A call was answered with `status` after so many seconds. Costs a look into
  // a table and three atomics; of what was refused, reading its detail, too.
  void CountCall(CallFace face, absl::string_view method,
                 const absl::Status& status, double seconds);
  // The same for one that lasts as long as the caller likes: not timed.
  void CountStream(CallFace face, absl::string_view method,
                   const absl::Status& status);

  // The text, in UTF-8. Its content type is kContentType.
  std::string Text() const;
  static constexpr char kContentType[] =
      "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct Calls;
  struct Refusals;
  using CallsByMethod =
      absl::flat_hash_map<std::string, std::unique_ptr<Calls>>;

  Calls* CallsOf(CallFace face, absl::string_view method) const;
  void Count(Calls* calls, const absl::Status& status);
  void AddCalls(std::vector<prometheus::MetricFamily>* families) const;
  void AddRefusals(std::vector<prometheus::MetricFamily>* families) const;
  void AddPools(std::vector<prometheus::MetricFamily>* families) const;
  void AddFeeds(std::vector<prometheus::MetricFamily>* families) const;
  void AddHttp(std::vector<prometheus::MetricFamily>* families) const;

  ledger::Ledger* const ledger_;
  const std::string version_;
  // By face.
  std::map<CallFace, CallsByMethod> calls_;
  const std::unique_ptr<Refusals> refusals_;
  std::vector<std::pair<std::string, const WorkPool*>> pools_;
  std::function<FeedSamples()> feeds_;
  std::function<HttpSamples()> http_;
  std::vector<Source> sources_;
};

}  // namespace clearsky::service
