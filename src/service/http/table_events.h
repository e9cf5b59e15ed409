#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "feed/table_watch.h"
#include "service/http/event_source.h"
#include "service/http/route_context.h"

namespace clearsky::service {

// The changed rows of a table as Server-Sent Events: `id` is the cursor,
// `event` `clearsky-table`, `data` protobuf JSON of v1::WatchTableResponse. An
// error is the last event, `clearsky-error`, with a problem as its data.
class TableEvents final : public EventSource {
 public:
  TableEvents(std::shared_ptr<RouteContext> context,
              std::unique_ptr<feed::TableWatch> watch)
      : context_(std::move(context)), watch_(std::move(watch)) {}

  bool Pull(size_t max_bytes, std::string* out) override;
  void NotifyWhenReady(std::function<void()> ready) override;

 private:
  // Has the feed, which the watch must not outlive.
  const std::shared_ptr<RouteContext> context_;
  const std::unique_ptr<feed::TableWatch> watch_;
  bool has_begun_ = false;
};

}  // namespace clearsky::service
