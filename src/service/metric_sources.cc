#include "service/metric_sources.h"

#include "service/call_runner.h"
#include "service/feed_service.h"

namespace clearsky::service {
namespace {

FeedSamples MetricsOf(const FeedFigures& figures) {
  FeedSamples metrics;
  metrics.subscribers = {{"subscribe", figures.subscriptions},
                         {"watch", figures.watches},
                         {"consume", figures.sessions}};
  metrics.subscriber_lag = figures.max_subscription_lag;
  for (const v1::Consumer& consumer : figures.consumers) {
    metrics.consumer_lag[consumer.name()] = consumer.lag();
  }
  return metrics;
}

}  // namespace

void AddServiceSources(Services* services, ServiceMetrics* metrics) {
  CallRunner& calls = services->calls();
  metrics->AddPool("grpc-read", &calls.pool(CallKind::kRead));
  metrics->AddPool("grpc-write", &calls.pool(CallKind::kWrite));
  metrics->AddPool("grpc-long", &calls.pool(CallKind::kLong));
  metrics->SetFeeds(
      [services] { return MetricsOf(services->feeds().Figures()); });
}

}  // namespace clearsky::service
