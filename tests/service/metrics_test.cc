// The text of /metrics: well-formed, true, and never longer than it should be.

#include "service/metrics.h"

#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "base/error_detail.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/ledger_fixture.h"
#include "plan/rules.h"
#include "service/metrics_text.h"

namespace clearsky::service {
namespace {

using test::IsOk;
using test::kPlan;
using test::MetricLabels;
using test::MetricsText;
using test::ReadMetricsText;
using test::StatusIs;
using test::ValueIn;
using ::testing::Contains;
using ::testing::Eq;
using ::testing::Ge;
using ::testing::Key;
using ::testing::Lt;
using ::testing::Optional;

constexpr char kRecord[] = "/clearsky.v1.LedgerService/RecordEvents";
constexpr char kRecordLabel[] = "clearsky.v1.LedgerService/RecordEvents";
constexpr char kTableRoute[] = "GET /v1/plans/{plan}/table";

// The reader is a check of its own: it must be able to say no.
TEST(MetricsTextTest, WhatIsMalformedIsRefused) {
  const std::string head = "# HELP a_total A.\n# TYPE a_total counter\n";
  const std::string gauge = "# HELP g G.\n# TYPE g gauge\n";
  const std::string histogram = "# HELP h H.\n# TYPE h histogram\n";
  EXPECT_THAT(ReadMetricsText(head + "a_total{b=\"c\",d=\"\\\\\\\"\\n\"} 1\n"),
              IsOk());
  EXPECT_THAT(
      ReadMetricsText(histogram + "h_count 3\nh_sum 1.5\nh_bucket{le=\"1\"} 2\n"
                                  "h_bucket{le=\"+Inf\"} 3\n"),
      IsOk());
  for (const std::string& bad : {
           std::string("a_total 1\n"),
           std::string("# HELP a_total A.\na_total 1\n"),
           std::string("# TYPE a_total counter\na_total 1\n"),
           head + "a_total 1",
           head + "a_total -1\n",
           head + "a_total one\n",
           head + "a_total 1 2 3\n",
           head + "a_total{b=\"c} 1\n",
           head + "a_total{b=\"\\t\"} 1\n",
           head + "a_total{b=\"c\" d=\"e\"} 1\n",
           head + "a_total{b=\"c\",b=\"e\"} 1\n",
           head + "a_total{1b=\"c\"} 1\n",
           head + "a_total{b=\"\xff\"} 1\n",
           head + "a_total 1\na_total 2\n",
           head + "a_total 1\n" + gauge + "a_total{b=\"c\"} 1\n",
           head + head + "a_total 1\n",
           std::string("# HELP a A.\n# TYPE a counter\na 1\n"),
           std::string("# HELP g_total G.\n# TYPE g_total gauge\ng_total 1\n"),
           histogram + "h_count 3\nh_sum 1\nh_bucket{le=\"1\"} 2\n",
           histogram + "h_count 3\nh_bucket{le=\"+Inf\"} 3\n",
           histogram + "h_count 4\nh_sum 1\nh_bucket{le=\"+Inf\"} 3\n",
           histogram + "h_count 3\nh_sum 1\nh_bucket{le=\"1\"} 4\n"
                       "h_bucket{le=\"+Inf\"} 3\n",
       }) {
    EXPECT_THAT(ReadMetricsText(bad),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << bad;
  }
}

class MetricsTest : public test::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    metrics_ = std::make_unique<ServiceMetrics>(ledger_.get(), "1.2.3");
    metrics_->AddMethods(CallFace::kHttp, {kTableRoute});
  }

  MetricsText Read() {
    const std::string text = metrics_->Text();
    const absl::StatusOr<MetricsText> read = ReadMetricsText(text);
    EXPECT_THAT(read, IsOk()) << text;
    return read.value_or(MetricsText());
  }
  std::optional<double> Value(absl::string_view name,
                              const MetricLabels& labels = {}) {
    return ValueIn(Read(), name, labels);
  }
  size_t CountSamples() {
    size_t count = 0;
    for (const auto& [name, family] : Read()) count += family.samples.size();
    return count;
  }
  static MetricLabels Call(const std::string& face, const std::string& method,
                           const std::string& code) {
    return {{"face", face}, {"method", method}, {"code", code}};
  }

  std::unique_ptr<ServiceMetrics> metrics_;
};

TEST_F(MetricsTest, FreshLedgerHasAWellFormedText) {
  const MetricsText text = Read();
  EXPECT_THAT(text, Contains(Key("clearsky_appends_total")));
  EXPECT_THAT(ValueIn(text, "clearsky_appends_total"), Optional(0));
  EXPECT_THAT(ValueIn(text, "clearsky_build_info", {{"version", "1.2.3"}}),
              Optional(1));
  // A rise from nothing can only be seen from 0.
  EXPECT_THAT(ValueIn(text, "clearsky_requests_total",
                      Call("grpc", kRecordLabel, "OK")),
              Optional(0));
  EXPECT_THAT(ValueIn(text, "clearsky_requests_total",
                      Call("grpc", "clearsky.v1.FeedService/Subscribe", "OK")),
              Optional(0));
}

TEST_F(MetricsTest, FiguresRiseByWhatWasDone) {
  RecordPlan();
  ASSERT_THAT(ledger_->RecordEvents(test::WithIds(test::RequestFor(
                  kPlan, {test::Registered("m", "2022-03-01")}))),
              IsOk());
  const MetricsText text = Read();
  EXPECT_THAT(ValueIn(text, "clearsky_log_size_events"), Optional(4));
  EXPECT_THAT(ValueIn(text, "clearsky_appends_total"), Optional(2));
  EXPECT_THAT(ValueIn(text, "clearsky_events_total"), Optional(4));
  EXPECT_THAT(ValueIn(text, "clearsky_commit_events_count"), Optional(2));
  EXPECT_THAT(ValueIn(text, "clearsky_commit_events_sum"), Optional(4));
  EXPECT_THAT(ValueIn(text, "clearsky_commit_events_bucket", {{"le", "2"}}),
              Optional(1));
  EXPECT_THAT(ValueIn(text, "clearsky_commit_events_bucket", {{"le", "4"}}),
              Optional(2));
  EXPECT_THAT(ValueIn(text, "clearsky_sync_seconds_count"), Optional(2));
  EXPECT_THAT(ValueIn(text, "clearsky_indexer_lag_events"), Optional(4));
  ASSERT_THAT(ledger_->log().WaitUntilIndexed(), IsOk());
  EXPECT_THAT(Value("clearsky_indexer_lag_events"), Optional(0));
}

TEST_F(MetricsTest, RefusedAppendsAreToldByCode) {
  log::StreamAppend append;
  append.stream = kPlan;
  append.expected = log::ExpectedRevision::StreamExists();
  EXPECT_THAT(ledger_->log().Append({append}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Value("clearsky_appends_refused_total", {{"code", "ABORTED"}}),
              Optional(1));
}

TEST_F(MetricsTest, ProjectionsCatchUp) {
  RecordPlan();
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  const auto lag = [&](const char* projection) {
    return Value("clearsky_projection_lag_events",
                 {{"projection", projection}});
  };
  ASSERT_NE(lag("rows"), std::nullopt);
  ASSERT_NE(lag("snapshots"), std::nullopt);
  while ((lag("rows") != 0 || lag("snapshots") != 0) &&
         absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_THAT(lag("rows"), Optional(0));
  EXPECT_THAT(lag("snapshots"), Optional(0));
}

TEST_F(MetricsTest, SubscriptionsOfTheLogAreTold) {
  // More than those with which projections and snapshots come and go.
  constexpr int kCount = 20;
  std::vector<std::unique_ptr<log::Subscription>> subscriptions;
  for (int i = 0; i < kCount; ++i) {
    subscriptions.push_back(
        ledger_->log().Subscribe({.from = 0, .filter = {}}));
  }
  EXPECT_THAT(Value("clearsky_log_subscriptions"), Optional(Ge(kCount)));
  RecordPlan();
  // These read nothing.
  EXPECT_THAT(Value("clearsky_log_subscription_lag_events"), Optional(3));
  subscriptions.clear();
  EXPECT_THAT(Value("clearsky_log_subscriptions"), Optional(Lt(kCount)));
}

TEST_F(MetricsTest, CallsAreCountedByFaceMethodAndCode) {
  metrics_->CountCall(CallFace::kGrpc, kRecord, absl::OkStatus(), 0.003);
  metrics_->CountCall(CallFace::kGrpc, kRecord, absl::OkStatus(), 0.2);
  metrics_->CountCall(CallFace::kGrpc, kRecord, absl::AbortedError(""), 0.0001);
  metrics_->CountCall(CallFace::kHttp, kTableRoute, absl::NotFoundError(""), 7);
  const MetricsText text = Read();
  const auto count = [&](const MetricLabels& labels) {
    return ValueIn(text, "clearsky_requests_total", labels);
  };
  EXPECT_THAT(count(Call("grpc", kRecordLabel, "OK")), Optional(2));
  EXPECT_THAT(count(Call("grpc", kRecordLabel, "ABORTED")), Optional(1));
  EXPECT_THAT(count(Call("http", kTableRoute, "NOT_FOUND")), Optional(1));
  EXPECT_THAT(count(Call("http", kTableRoute, "OK")), Optional(0));
  const auto below = [&](const std::string& le) {
    return ValueIn(text, "clearsky_request_seconds_bucket",
                   {{"face", "grpc"}, {"method", kRecordLabel}, {"le", le}});
  };
  EXPECT_THAT(below("0.005"), Optional(2));
  EXPECT_THAT(below("0.1"), Optional(2));
  EXPECT_THAT(below("+Inf"), Optional(3));
  EXPECT_THAT(ValueIn(text, "clearsky_request_seconds_sum",
                      {{"face", "grpc"}, {"method", kRecordLabel}}),
              Optional(::testing::DoubleNear(0.2031, 1e-6)));
}

TEST_F(MetricsTest, StreamsAreCountedAndNotTimed) {
  metrics_->CountStream(CallFace::kGrpc, "clearsky.v1.FeedService/Subscribe",
                        absl::CancelledError("gone"));
  const MetricsText text = Read();
  EXPECT_THAT(
      ValueIn(text, "clearsky_requests_total",
              Call("grpc", "clearsky.v1.FeedService/Subscribe", "CANCELLED")),
      Optional(1));
  EXPECT_TRUE(text.at("clearsky_request_seconds").samples.empty());
}

TEST_F(MetricsTest, OddDurationsDoNoHarm) {
  for (const double seconds :
       {-1.0, 1e300, std::numeric_limits<double>::infinity()}) {
    metrics_->CountCall(CallFace::kGrpc, kRecord, absl::OkStatus(), seconds);
  }
  EXPECT_THAT(Value("clearsky_request_seconds_bucket",
                    {{"face", "grpc"}, {"method", kRecordLabel}, {"le", "60"}}),
              Optional(1));
}

TEST_F(MetricsTest, RefusalsAreCountedByRule) {
  const auto count = [&](const absl::Status& status) {
    metrics_->CountCall(CallFace::kGrpc, kRecord, status, 0.001);
  };
  RecordPlan();
  // Refusals of the ledger itself.
  count(Record(kPlan, {test::PlanNamed("또", "2022")}).status());
  count(Record(kPlan, {test::Held("m", "2022-05", "")}).status());
  count(Record("none/2022", {test::Registered("m", "2022-03")}).status());
  count(absl::InternalError("no detail"));
  count(WithDetail(absl::AbortedError(""), {"MADE_UP", {}}));
  count(absl::OkStatus());
  const MetricsText text = Read();
  const auto refusals = [&](const char* rule, const char* code) {
    return ValueIn(text, "clearsky_refusals_total",
                   {{"rule", rule}, {"code", code}});
  };
  EXPECT_THAT(refusals("plan-registered", "ALREADY_EXISTS"), Optional(1));
  EXPECT_THAT(refusals("unknown-id", "NOT_FOUND"), Optional(1));
  EXPECT_THAT(refusals("unknown-plan", "NOT_FOUND"), Optional(1));
  EXPECT_THAT(refusals("none", "INTERNAL"), Optional(1));
  EXPECT_THAT(refusals("other", "ABORTED"), Optional(1));
  EXPECT_EQ(text.at("clearsky_refusals_total").samples.size(), 5);
}

// The reasons in the second table of docs/errors.md, and the rules.
std::set<std::string> DocumentedReasons() {
  std::set<std::string> reasons;
  for (const absl::string_view rule : plan::kRules) {
    reasons.insert(ReasonOfRule(rule));
  }
  std::ifstream file(CLEARSKY_SOURCE_DIR "/docs/errors.md");
  std::string line;
  bool in_section = false;
  while (std::getline(file, line)) {
    if (line.starts_with("## ")) in_section = line == "## Details for programs";
    if (in_section && line.starts_with("| `")) {
      reasons.insert(line.substr(3, line.find('`', 3) - 3));
    }
  }
  return reasons;
}

TEST_F(MetricsTest, EveryDocumentedReasonHasItsOwnLabel) {
  const std::set<std::string> reasons = DocumentedReasons();
  EXPECT_THAT(reasons, Contains("REVISION_MISMATCH"));
  for (const std::string& reason : reasons) {
    metrics_->CountCall(CallFace::kGrpc, kRecord,
                        WithDetail(absl::AbortedError(""), {reason, {}}), 0);
  }
  const MetricsText text = Read();
  EXPECT_EQ(text.at("clearsky_refusals_total").samples.size(), reasons.size());
  EXPECT_EQ(ValueIn(text, "clearsky_refusals_total",
                    {{"rule", "other"}, {"code", "ABORTED"}}),
            std::nullopt);
}

TEST_F(MetricsTest, TenThousandNamesOfClientsAddNoSeries) {
  constexpr int kNames = 10'000;
  FeedSamples feeds;
  feeds.subscribers = {{"subscribe", 1}};
  for (int i = 0; i < kNames; ++i) {
    feeds.consumer_lag[absl::StrCat("consumer-", i)] = static_cast<uint64_t>(i);
  }
  metrics_->SetFeeds([&] { return feeds; });
  metrics_->AddSource({"clearsky_test_things", "Things", [] {
                         std::vector<ServiceMetrics::Sample> samples;
                         for (int i = 0; i < kNames; ++i) {
                           samples.push_back({{{"thing", absl::StrCat(i)}},
                                              static_cast<double>(i)});
                         }
                         return samples;
                       }});
  // One of each, so that what is counted from now on is more of the same.
  const auto count = [&](const std::string& name) {
    const absl::Status status =
        WithDetail(absl::AbortedError(name), {name, {{"entity", name}}});
    metrics_->CountCall(CallFace::kGrpc, name, status, 0.001);
    metrics_->CountCall(CallFace::kHttp, name, status, 0.001);
    metrics_->CountStream(CallFace::kHttp, name, status);
  };
  count("first");
  const size_t before = CountSamples();
  for (int i = 0; i < kNames; ++i) {
    count(absl::StrCat("GET /v1/plans/", i, "/table"));
  }
  EXPECT_EQ(CountSamples(), before);
  const MetricsText text = Read();
  EXPECT_THAT(ValueIn(text, "clearsky_requests_total",
                      Call("http", "other", "ABORTED")),
              Optional(2 * (kNames + 1)));
  EXPECT_EQ(text.at("clearsky_consumer_lag_events").samples.size(),
            ServiceMetrics::kMaxSamples);
  EXPECT_EQ(text.at("clearsky_test_things").samples.size(),
            ServiceMetrics::kMaxSamples);
  EXPECT_THAT(ValueIn(text, "clearsky_consumers"), Optional(kNames));
  // The slowest are those one looks for.
  EXPECT_THAT(ValueIn(text, "clearsky_consumer_lag_events",
                      {{"consumer", "consumer-9999"}}),
              Optional(9999));
  EXPECT_EQ(ValueIn(text, "clearsky_consumer_lag_events",
                    {{"consumer", "consumer-9899"}}),
            std::nullopt);
}

TEST_F(MetricsTest, NamesCannotBreakTheText) {
  FeedSamples feeds;
  feeds.consumer_lag = {
      {"a\"} 1\nb{c=\"\\", 1}, {"청천", 2}, {"x\xff\xfey", 3}};
  metrics_->SetFeeds([&] { return feeds; });
  const MetricsText text = Read();
  const auto lag = [&](const std::string& name) {
    return ValueIn(text, "clearsky_consumer_lag_events", {{"consumer", name}});
  };
  EXPECT_THAT(lag("a\"} 1\nb{c=\"\\"), Optional(1));
  EXPECT_THAT(lag("청천"), Optional(2));
  EXPECT_THAT(lag("x\xEF\xBF\xBD\xEF\xBF\xBDy"), Optional(3));
}

TEST_F(MetricsTest, WhatOthersCountIsAskedForWhenTheTextIsMade) {
  FeedSamples feeds;
  HttpSamples http;
  double source = 1;
  metrics_->SetFeeds([&] { return feeds; });
  metrics_->SetHttp([&] { return http; });
  metrics_->AddSource(
      {"clearsky_test_done_total", "Things done", [&] {
         return std::vector<ServiceMetrics::Sample>{{{}, source}};
       }});
  EXPECT_THAT(Value("clearsky_test_done_total"), Optional(1));
  feeds.subscribers = {{"subscribe", 3}, {"watch", 1}};
  feeds.subscriber_lag = 17;
  http.connections = 5;
  http.event_streams = 2;
  http.buffered_bytes = 4096;
  http.waiting = 3;
  http.accepted = 8;
  http.responses = {{"2xx", 10}, {"4xx", 1}};
  http.refused = {{"head_too_large", 4}};
  source = 2;
  const MetricsText text = Read();
  EXPECT_THAT(ValueIn(text, "clearsky_subscribers", {{"kind", "subscribe"}}),
              Optional(3));
  EXPECT_THAT(ValueIn(text, "clearsky_subscribers", {{"kind", "watch"}}),
              Optional(1));
  EXPECT_THAT(ValueIn(text, "clearsky_subscriber_lag_events"), Optional(17));
  EXPECT_THAT(ValueIn(text, "clearsky_http_connections"), Optional(5));
  EXPECT_THAT(ValueIn(text, "clearsky_http_event_streams"), Optional(2));
  EXPECT_THAT(ValueIn(text, "clearsky_http_buffered_bytes"), Optional(4096));
  EXPECT_THAT(ValueIn(text, "clearsky_http_waiting"), Optional(3));
  EXPECT_THAT(ValueIn(text, "clearsky_http_accepted_total"), Optional(8));
  EXPECT_THAT(
      ValueIn(text, "clearsky_http_responses_total", {{"class", "2xx"}}),
      Optional(10));
  EXPECT_THAT(ValueIn(text, "clearsky_http_refused_total",
                      {{"reason", "head_too_large"}}),
              Optional(4));
  EXPECT_THAT(ValueIn(text, "clearsky_test_done_total"), Optional(2));
}

TEST_F(MetricsTest, PoolsTellWhatWaitsAndWhatWasTurnedAway) {
  Mutex mu;
  log::Condition changed;
  bool is_released = false;
  bool is_running = false;
  WorkPool pool({.max_threads = 1, .max_waiting = 1});
  metrics_->AddPool("reads", &pool);
  ASSERT_TRUE(pool.TrySubmit([&] {
    MutexLock lock(&mu);
    is_running = true;
    changed.NotifyAll();
    while (!is_released) changed.Wait(&mu);
  }));
  {
    MutexLock lock(&mu);
    while (!is_running) changed.Wait(&mu);
  }
  ASSERT_TRUE(pool.TrySubmit([] {}));
  ASSERT_FALSE(pool.TrySubmit([] {}));
  const MetricsText text = Read();
  {
    MutexLock lock(&mu);
    is_released = true;
    changed.NotifyAll();
  }
  EXPECT_THAT(ValueIn(text, "clearsky_pool_waiting", {{"pool", "reads"}}),
              Optional(1));
  EXPECT_THAT(
      ValueIn(text, "clearsky_pool_turned_away_total", {{"pool", "reads"}}),
      Optional(1));
}

TEST_F(MetricsTest, ProcessIsDescribed) {
  // Exactly ten more, once the ledger's own threads open and close nothing
  // meanwhile.
  constexpr int kAttempts = 50;
  constexpr int kOpened = 10;
  MetricsText text;
  std::optional<double> more;
  for (int i = 0; i < kAttempts && more != kOpened; ++i) {
    const auto files = ValueIn(Read(), "process_open_fds");
    ASSERT_NE(files, std::nullopt);
    std::vector<std::unique_ptr<std::ifstream>> opened;
    for (int file = 0; file < kOpened; ++file) {
      opened.push_back(std::make_unique<std::ifstream>("/dev/null"));
    }
    text = Read();
    const auto now = ValueIn(text, "process_open_fds");
    ASSERT_NE(now, std::nullopt);
    more = *now - *files;
  }
  EXPECT_THAT(more, Optional(Eq(kOpened)));
  EXPECT_GT(ValueIn(text, "process_resident_memory_bytes"), 1e6);
  EXPECT_LT(ValueIn(text, "process_resident_memory_bytes"),
            ValueIn(text, "process_virtual_memory_bytes"));
  EXPECT_GE(ValueIn(text, "process_threads"), 1);
  EXPECT_GE(ValueIn(text, "process_max_fds"),
            ValueIn(text, "process_open_fds"));
  EXPECT_GT(ValueIn(text, "process_cpu_seconds_total"), 0);
  const auto now = static_cast<double>(absl::ToUnixSeconds(absl::Now()));
  // The machine tells its start to the second.
  EXPECT_LE(ValueIn(text, "process_start_time_seconds"), now + 2);
  EXPECT_GE(ValueIn(text, "process_start_time_seconds"), now - 600);
}

TEST_F(MetricsTest, CountsLoseNothingWhileTheTextIsMade) {
  constexpr int kThreads = 4;
  constexpr int kEach = 2'000;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        metrics_->CountCall(
            CallFace::kGrpc, kRecord,
            WithDetail(absl::NotFoundError(""), {"UNKNOWN_ID", {}}), 1e-5);
      }
    });
  }
  for (int i = 0; i < 20; ++i) Read();
  for (std::thread& thread : threads) thread.join();
  const MetricsText text = Read();
  EXPECT_THAT(ValueIn(text, "clearsky_requests_total",
                      Call("grpc", kRecordLabel, "NOT_FOUND")),
              Optional(kThreads * kEach));
  EXPECT_THAT(ValueIn(text, "clearsky_refusals_total",
                      {{"rule", "unknown-id"}, {"code", "NOT_FOUND"}}),
              Optional(kThreads * kEach));
  EXPECT_THAT(ValueIn(text, "clearsky_request_seconds_count",
                      {{"face", "grpc"}, {"method", kRecordLabel}}),
              Optional(kThreads * kEach));
}

// A row of the table in docs/metrics.md.
struct DocumentedMetric {
  std::string type;
  std::set<std::string> labels;
  friend bool operator==(const DocumentedMetric&,
                         const DocumentedMetric&) = default;
  friend std::ostream& operator<<(std::ostream& out,
                                  const DocumentedMetric& metric) {
    out << metric.type;
    for (const std::string& label : metric.labels) out << " " << label;
    return out;
  }
};

std::map<std::string, DocumentedMetric> DocumentedMetrics() {
  std::map<std::string, DocumentedMetric> metrics;
  std::ifstream file(CLEARSKY_SOURCE_DIR "/docs/metrics.md");
  std::string line;
  while (std::getline(file, line)) {
    if (!line.starts_with("| `")) continue;
    // | `name` | type | `label`, `label` | what |
    const std::vector<std::string> cells = absl::StrSplit(line, '|');
    if (cells.size() < 5) continue;
    const std::vector<std::string> name = absl::StrSplit(cells[1], '`');
    DocumentedMetric& metric = metrics[name[1]];
    metric.type = std::string(absl::StripAsciiWhitespace(cells[2]));
    const std::vector<std::string> marks = absl::StrSplit(cells[3], '`');
    for (size_t i = 1; i < marks.size(); i += 2) metric.labels.insert(marks[i]);
  }
  return metrics;
}

TEST_F(MetricsTest, DocumentListsAllThereIs) {
  // One of everything, so that each family has a sample.
  RecordPlan();
  EXPECT_FALSE(ledger_->log().Append({log::StreamAppend()}).ok());
  metrics_->CountCall(CallFace::kGrpc, kRecord, absl::InternalError(""), 0.1);
  metrics_->SetFeeds([] {
    return FeedSamples{{{"subscribe", 1}}, 1, {{"copy", 1}}};
  });
  metrics_->SetHttp([] {
    HttpSamples http;
    http.responses = {{"2xx", 1}};
    http.refused = {{"head_too_large", 1}};
    return http;
  });
  WorkPool pool({});
  metrics_->AddPool("reads", &pool);
  std::map<std::string, DocumentedMetric> told;
  for (const auto& [name, family] : Read()) {
    DocumentedMetric& metric = told[name];
    metric.type = family.type;
    EXPECT_FALSE(family.samples.empty()) << name;
    for (const test::MetricSample& sample : family.samples) {
      for (const auto& [label, value] : sample.labels) {
        if (label != "le") metric.labels.insert(label);
      }
    }
  }
  const std::map<std::string, DocumentedMetric> documented =
      DocumentedMetrics();
  for (const auto& [name, metric] : told) {
    const auto found = documented.find(name);
    if (found == documented.end()) {
      ADD_FAILURE() << name << " is not in docs/metrics.md";
    } else {
      EXPECT_EQ(found->second, metric) << name;
    }
  }
  for (const auto& [name, metric] : documented) {
    EXPECT_TRUE(told.contains(name)) << name << " is documented and not told";
  }
}

}  // namespace
}  // namespace clearsky::service
