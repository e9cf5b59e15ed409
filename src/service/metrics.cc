#include "service/metrics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <optional>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/error_detail.h"
#include "clearsky/v1/feed_service.pb.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "clearsky/v1/maintenance_service.pb.h"
#include "log/counters.h"
#include "plan/rules.h"
#include "prometheus/text_serializer.h"
#include "service/metric_families.h"

namespace clearsky::service {
namespace {

// What is in no list, so that no client makes the lists longer.
constexpr char kOther[] = "other";
// Of errors that have no detail.
constexpr char kNoRule[] = "none";

// Reasons of ErrorDetails (docs/errors.md) that are no rule of src/plan.
constexpr absl::string_view kReasons[] = {
    "EVENT_ID_TAKEN",    "INVALID_FIELD",     "OVERLOADED",
    "PLACE_LOST",        "POSITION_PAST_END", "READ_ONLY",
    "REVISION_MISMATCH", "SESSION_ENDED",     "STOPPING",
    "TIME_IN_FUTURE",    "UNKNOWN_PLAN",      "UNKNOWN_REVISION",
    "WRONG_STREAM"};

// Of absl::StatusCode, 0 to 16.
constexpr size_t kCodes = 17;
using CountByCode = std::array<std::atomic<uint64_t>, kCodes>;

// Microseconds: 100 µs to 60 s.
constexpr std::array<int64_t, 15> kSecondsBounds = {
    100,     250,       500,       1'000,      2'500,
    5'000,   10'000,    25'000,    50'000,     100'000,
    250'000, 1'000'000, 5'000'000, 20'000'000, 60'000'000};

size_t IndexOf(absl::StatusCode code) {
  const auto index = static_cast<size_t>(code);
  return index < kCodes ? index
                        : static_cast<size_t>(absl::StatusCode::kUnknown);
}

std::string CodeName(size_t index) {
  return absl::StatusCodeToString(static_cast<absl::StatusCode>(index));
}

void Increment(std::atomic<uint64_t>* count) {
  count->fetch_add(1, std::memory_order_relaxed);
}

const char* FaceName(CallFace face) {
  return face == CallFace::kGrpc ? "grpc" : "http";
}

// `clearsky.v1.LedgerService/GetTable`, of all services.
std::vector<std::string> GrpcMethods() {
  std::vector<std::string> methods;
  for (const google::protobuf::FileDescriptor* file :
       {v1::GetLedgerRequest::descriptor()->file(),
        v1::SubscribeRequest::descriptor()->file(),
        v1::GetStatsRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) {
      const google::protobuf::ServiceDescriptor* service = file->service(i);
      for (int k = 0; k < service->method_count(); ++k) {
        methods.push_back(absl::StrCat(service->full_name(), "/",
                                       service->method(k)->name()));
      }
    }
  }
  return methods;
}

// The greatest of what is more than a text takes.
void KeepGreatest(std::vector<ServiceMetrics::Sample>* samples) {
  const size_t most = ServiceMetrics::kMaxSamples;
  if (samples->size() <= most) return;
  const auto end = samples->begin() + static_cast<ptrdiff_t>(most);
  std::partial_sort(
      samples->begin(), end, samples->end(), [](const auto& a, const auto& b) {
        return std::tie(b.value, a.labels) < std::tie(a.value, b.labels);
      });
  samples->erase(end, samples->end());
}

}  // namespace

struct ServiceMetrics::Calls {
  CountByCode codes = {};
  log::HistogramCounter<kSecondsBounds.size()> seconds{kSecondsBounds, 1e6};
};

struct ServiceMetrics::Refusals {
  Refusals() {
    for (const absl::string_view rule : plan::kRules) {
      by_reason[ReasonOfRule(rule)];
    }
    for (const absl::string_view reason : kReasons) {
      by_reason[std::string(reason)];
    }
  }

  // Not changed after construction but for the counts.
  std::map<std::string, CountByCode, std::less<>> by_reason;
  CountByCode other = {};
  CountByCode none = {};
};

ServiceMetrics::ServiceMetrics(ledger::Ledger* ledger, std::string version)
    : ledger_(ledger),
      version_(std::move(version)),
      refusals_(std::make_unique<Refusals>()) {
  AddMethods(CallFace::kGrpc, GrpcMethods());
  AddMethods(CallFace::kHttp, {});
}

ServiceMetrics::~ServiceMetrics() = default;

void ServiceMetrics::AddMethods(CallFace face,
                                const std::vector<std::string>& methods) {
  CallsByMethod& calls = calls_[face];
  calls.try_emplace(kOther, std::make_unique<Calls>());
  for (const std::string& method : methods) {
    calls.try_emplace(method, std::make_unique<Calls>());
  }
}

void ServiceMetrics::AddPool(const std::string& name, const WorkPool* pool) {
  pools_.emplace_back(name, pool);
}

void ServiceMetrics::SetFeeds(std::function<FeedSamples()> feeds) {
  feeds_ = std::move(feeds);
}

void ServiceMetrics::SetHttp(std::function<HttpSamples()> http) {
  http_ = std::move(http);
}

void ServiceMetrics::AddSource(Source source) {
  sources_.push_back(std::move(source));
}

ServiceMetrics::Calls* ServiceMetrics::CallsOf(CallFace face,
                                               absl::string_view method) const {
  const CallsByMethod& calls = calls_.at(face);
  // gRPC's own name of a method begins with a slash.
  if (face == CallFace::kGrpc) absl::ConsumePrefix(&method, "/");
  const auto found = calls.find(method);
  return found == calls.end() ? calls.at(kOther).get() : found->second.get();
}

void ServiceMetrics::Count(Calls* calls, const absl::Status& status) {
  const size_t code = IndexOf(status.code());
  Increment(&calls->codes[code]);
  if (status.ok()) return;
  CountByCode* refusals = &refusals_->none;
  if (const std::optional<ErrorDetail> detail = DetailOf(status)) {
    const auto found = refusals_->by_reason.find(detail->reason);
    refusals = found == refusals_->by_reason.end() ? &refusals_->other
                                                   : &found->second;
  }
  Increment(&(*refusals)[code]);
}

void ServiceMetrics::CountCall(CallFace face, absl::string_view method,
                               const absl::Status& status, double seconds) {
  constexpr double kLongest = 1e9;
  Calls* const calls = CallsOf(face, method);
  Count(calls, status);
  calls->seconds.Count(std::llround(std::clamp(seconds, 0.0, kLongest) * 1e6));
}

void ServiceMetrics::CountStream(CallFace face, absl::string_view method,
                                 const absl::Status& status) {
  Count(CallsOf(face, method), status);
}

void ServiceMetrics::AddCalls(Families* families) const {
  prometheus::MetricFamily requests = MakeFamily(
      "clearsky_requests_total",
      "Calls that were answered, and streams that ended, by status code");
  prometheus::MetricFamily seconds = MakeHistogramFamily(
      "clearsky_request_seconds",
      "Time from a call's coming in to its answer; streams are not timed");
  for (const auto& [face, by_method] : calls_) {
    // In order, so that one text is like the next.
    std::map<std::string, const Calls*> ordered;
    for (const auto& [method, calls] : by_method) {
      ordered[method] = calls.get();
    }
    for (const auto& [method, calls] : ordered) {
      const LabelList labels = {{"face", FaceName(face)}, {"method", method}};
      for (size_t i = 0; i < kCodes; ++i) {
        const uint64_t count = calls->codes[i].load(std::memory_order_relaxed);
        // From the beginning, so that the first success is a rise.
        if (count == 0 && i > 0) continue;
        LabelList with_code = labels;
        with_code.emplace_back("code", CodeName(i));
        AddSample(with_code, static_cast<double>(count), &requests);
      }
      const log::HistogramFigures figures = calls->seconds.Figures();
      if (figures.count() > 0) AddHistogram(labels, figures, &seconds);
    }
  }
  families->push_back(std::move(requests));
  families->push_back(std::move(seconds));
}

void ServiceMetrics::AddRefusals(Families* families) const {
  prometheus::MetricFamily family =
      MakeFamily("clearsky_refusals_total",
                 "Calls that were refused or failed, by rule and status code");
  const auto add = [&family](const std::string& rule,
                             const CountByCode& counts) {
    for (size_t i = 1; i < kCodes; ++i) {
      const uint64_t count = counts[i].load(std::memory_order_relaxed);
      if (count == 0) continue;
      AddSample({{"rule", rule}, {"code", CodeName(i)}},
                static_cast<double>(count), &family);
    }
  };
  for (const auto& [reason, counts] : refusals_->by_reason) {
    std::string rule = absl::AsciiStrToLower(reason);
    std::replace(rule.begin(), rule.end(), '_', '-');
    add(rule, counts);
  }
  add(kOther, refusals_->other);
  add(kNoRule, refusals_->none);
  families->push_back(std::move(family));
}

void ServiceMetrics::AddPools(Families* families) const {
  std::map<std::string, uint64_t> waiting;
  std::map<std::string, uint64_t> turned_away;
  for (const auto& [name, pool] : pools_) {
    waiting[name] = pool->waiting();
    turned_away[name] = pool->turned_away();
  }
  AddByLabel("clearsky_pool_waiting", "Work that waits for a thread", "pool",
             waiting, families);
  AddByLabel("clearsky_pool_turned_away_total",
             "Work that was turned away, as too much waited", "pool",
             turned_away, families);
}

void ServiceMetrics::AddFeeds(Families* families) const {
  const FeedSamples figures = feeds_ ? feeds_() : FeedSamples();
  AddByLabel("clearsky_subscribers", "Open streams of the feeds", "kind",
             figures.subscribers, families);
  AddOne("clearsky_subscriber_lag_events",
         "Events that the slowest of these has not been given",
         static_cast<double>(figures.subscriber_lag), families);
  AddOne("clearsky_consumers", "Durable consumers",
         static_cast<double>(figures.consumer_lag.size()), families);
  std::vector<Sample> lags;
  for (const auto& [name, lag] : figures.consumer_lag) {
    lags.push_back({{{"consumer", name}}, static_cast<double>(lag)});
  }
  KeepGreatest(&lags);
  prometheus::MetricFamily family =
      MakeFamily("clearsky_consumer_lag_events",
                 "Events behind what a durable consumer acknowledged");
  for (const Sample& lag : lags) AddSample(lag.labels, lag.value, &family);
  families->push_back(std::move(family));
}

void ServiceMetrics::AddHttp(Families* families) const {
  const HttpSamples figures = http_ ? http_() : HttpSamples();
  AddOne("clearsky_http_connections", "Open connections",
         static_cast<double>(figures.connections), families);
  AddOne("clearsky_http_event_streams",
         "Of these, those that are streams of events",
         static_cast<double>(figures.event_streams), families);
  AddOne("clearsky_http_buffered_bytes",
         "Bytes of requests that come in and answers that go out",
         static_cast<double>(figures.buffered_bytes), families);
  AddOne("clearsky_http_waiting", "Requests that wait for a thread",
         static_cast<double>(figures.waiting), families);
  AddOne("clearsky_http_accepted_total", "Connections that were accepted",
         static_cast<double>(figures.accepted), families);
  AddByLabel("clearsky_http_responses_total", "Answers by class of status",
             "class", figures.responses, families);
  AddByLabel("clearsky_http_refused_total",
             "Connections and requests that were turned away", "reason",
             figures.refused, families);
}

std::string ServiceMetrics::Text() const {
  Families families;
  prometheus::MetricFamily build =
      MakeFamily("clearsky_build_info", "1, of the version that runs");
  AddSample({{"version", version_}}, 1, &build);
  families.push_back(std::move(build));
  AddLogFigures(ledger_->log().Figures(), &families);
  AddByLabel("clearsky_projection_lag_events",
             "Durable events that a projection has not taken in", "projection",
             ledger_->ProjectionLags(), &families);
  AddCalls(&families);
  AddRefusals(&families);
  AddPools(&families);
  AddFeeds(&families);
  AddHttp(&families);
  for (const Source& source : sources_) {
    prometheus::MetricFamily family = MakeFamily(source.name, source.help);
    std::vector<Sample> samples = source.read();
    KeepGreatest(&samples);
    for (const Sample& sample : samples) {
      AddSample(sample.labels, sample.value, &family);
    }
    families.push_back(std::move(family));
  }
  AddProcessFigures(&families);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace clearsky::service
