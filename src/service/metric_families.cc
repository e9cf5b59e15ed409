#include "service/metric_families.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "prometheus/client_metric.h"
#include "prometheus/metric_type.h"

namespace clearsky::service {
namespace {

// The text format is UTF-8; a scraper drops all of a text that is not.
std::string AsUtf8(const std::string& text) {
  std::string good;
  absl::string_view rest = text;
  while (!rest.empty()) {
    const size_t bad = FirstInvalidUtf8(rest);
    absl::StrAppend(&good, rest.substr(0, bad));
    if (bad == rest.size()) break;
    absl::StrAppend(&good, "\xEF\xBF\xBD");  // U+FFFD.
    rest.remove_prefix(bad + 1);
  }
  return good;
}

prometheus::ClientMetric WithLabels(const LabelList& labels) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : labels) {
    metric.label.push_back({name, AsUtf8(value)});
  }
  return metric;
}

double AsDouble(uint64_t value) { return static_cast<double>(value); }

// A figure of RocksDB's, of each instance.
template <typename Value>
void AddOfDatabases(absl::string_view name, absl::string_view help,
                    const log::LogFigures& figures, Value value,
                    Families* families) {
  prometheus::MetricFamily family =
      MakeFamily(absl::StrCat("clearsky_rocksdb_", name), help);
  for (const auto& [instance, database] : figures.databases) {
    AddSample({{"instance", instance}}, AsDouble(value(database)), &family);
  }
  families->push_back(std::move(family));
}

void AddDatabases(const log::LogFigures& figures, Families* families) {
  using Database = log::DatabaseFigures;
  AddOfDatabases(
      "block_cache_bytes", "Block cache, which all instances share", figures,
      [](const Database& of) { return of.block_cache_bytes; }, families);
  AddOfDatabases(
      "memtable_bytes", "Memtables", figures,
      [](const Database& of) { return of.memtable_bytes; }, families);
  AddOfDatabases(
      "live_sst_bytes", "Table files that count", figures,
      [](const Database& of) { return of.live_sst_bytes; }, families);
  AddOfDatabases(
      "pending_compaction_bytes", "Estimate of what is to be compacted",
      figures, [](const Database& of) { return of.pending_compaction_bytes; },
      families);
  AddOfDatabases(
      "running_compactions", "Compactions that run", figures,
      [](const Database& of) { return of.running_compactions; }, families);
  AddOfDatabases(
      "running_flushes", "Flushes that run", figures,
      [](const Database& of) { return of.running_flushes; }, families);
  AddOfDatabases(
      "background_errors_total", "Errors of compactions and flushes", figures,
      [](const Database& of) { return of.background_errors; }, families);
  AddOfDatabases(
      "write_stalls_total", "Times that writes were slowed down or stopped",
      figures, [](const Database& of) { return of.write_stalls; }, families);
  AddOfDatabases(
      "write_stopped", "1 while writes are stopped", figures,
      [](const Database& of) { return uint64_t{of.is_write_stopped}; },
      families);
}

}  // namespace

prometheus::MetricFamily MakeFamily(absl::string_view name,
                                    absl::string_view help) {
  prometheus::MetricFamily family;
  family.name = std::string(name);
  family.help = std::string(help);
  family.type = absl::EndsWith(name, "_total") ? prometheus::MetricType::Counter
                                               : prometheus::MetricType::Gauge;
  return family;
}

prometheus::MetricFamily MakeHistogramFamily(absl::string_view name,
                                             absl::string_view help) {
  prometheus::MetricFamily family = MakeFamily(name, help);
  family.type = prometheus::MetricType::Histogram;
  return family;
}

void AddSample(const LabelList& labels, double value,
               prometheus::MetricFamily* family) {
  prometheus::ClientMetric metric = WithLabels(labels);
  if (family->type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  family->metric.push_back(std::move(metric));
}

void AddHistogram(const LabelList& labels, const log::HistogramFigures& figures,
                  prometheus::MetricFamily* family) {
  prometheus::ClientMetric metric = WithLabels(labels);
  uint64_t below = 0;
  for (size_t i = 0; i < figures.bounds.size(); ++i) {
    below += figures.counts[i];
    metric.histogram.bucket.push_back({below, figures.bounds[i]});
  }
  metric.histogram.sample_count = figures.count();
  metric.histogram.sample_sum = figures.sum;
  family->metric.push_back(std::move(metric));
}

void AddOne(absl::string_view name, absl::string_view help, double value,
            Families* families) {
  prometheus::MetricFamily family = MakeFamily(name, help);
  AddSample({}, value, &family);
  families->push_back(std::move(family));
}

void AddByLabel(absl::string_view name, absl::string_view help,
                const std::string& label,
                const std::map<std::string, uint64_t>& values,
                Families* families) {
  prometheus::MetricFamily family = MakeFamily(name, help);
  for (const auto& [is, value] : values) {
    AddSample({{label, is}}, AsDouble(value), &family);
  }
  families->push_back(std::move(family));
}

void AddLogFigures(const log::LogFigures& figures, Families* families) {
  const auto add = [families](absl::string_view name, absl::string_view help,
                              uint64_t value) {
    AddOne(name, help, AsDouble(value), families);
  };
  add("clearsky_log_size_events", "Durable events of the ledger", figures.size);
  add("clearsky_appends_total", "Appends answered with success",
      figures.appends);
  add("clearsky_append_duplicates_total",
      "Of these, those that had been recorded before", figures.duplicates);
  std::map<std::string, uint64_t> refused;
  for (const auto& [code, count] : figures.refused) {
    refused[absl::StatusCodeToString(code)] = count;
  }
  AddByLabel("clearsky_appends_refused_total",
             "Appends that the log refused or failed at", "code", refused,
             families);
  add("clearsky_appends_waiting", "Appends that wait for a commit",
      figures.waiting);
  add("clearsky_appends_waiting_bytes", "Bytes of the events of these",
      figures.waiting_bytes);
  add("clearsky_events_total", "Events made durable", figures.events);
  add("clearsky_event_bytes_total", "Bytes stored of these", figures.bytes);
  prometheus::MetricFamily commits =
      MakeHistogramFamily("clearsky_commit_events", "Events of each commit");
  AddHistogram({}, figures.commit_events, &commits);
  families->push_back(std::move(commits));
  prometheus::MetricFamily syncs = MakeHistogramFamily(
      "clearsky_sync_seconds", "Time to write and sync a commit");
  AddHistogram({}, figures.sync_seconds, &syncs);
  families->push_back(std::move(syncs));
  add("clearsky_indexer_lag_events", "Durable events that are not indexed yet",
      figures.size - figures.indexed);
  add("clearsky_log_subscriptions",
      "Subscriptions of the log, the projections' own among them",
      figures.subscriptions);
  add("clearsky_log_subscription_lag_events",
      "Durable events that the slowest of these has not looked at",
      figures.subscription_lag);
  add("clearsky_log_subscription_wakes_total",
      "Times that one of these was woken", figures.woken);
  AddDatabases(figures, families);
}

}  // namespace clearsky::service
