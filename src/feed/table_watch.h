#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clearsky/v1/feed_service.pb.h"
#include "feed/day_ticker.h"
#include "feed/table_cache.h"
#include "feed/watch_cursor.h"
#include "ledger/ledger.h"
#include "log/subscription.h"

namespace clearsky::feed {

struct TableFeedOptions {
  // How often it is looked whether a new day has begun.
  absl::Duration day_interval = absl::Seconds(1);
  // Of the tables that are kept, to be shared by those who watch the same.
  size_t cache_bytes = size_t{32} << 20;
};

// What all watches of a ledger's tables share. It is safe for concurrent use.
class TableFeed {
 public:
  // `ledger` must outlive the feed.
  TableFeed(ledger::Ledger* ledger, const TableFeedOptions& options)
      : ledger_(ledger),
        cache_(ledger, options.cache_bytes),
        days_(ledger, options.day_interval) {}

  ledger::Ledger& ledger() { return *ledger_; }
  TableCache& cache() { return cache_; }
  DayTicker& days() { return days_; }

 private:
  ledger::Ledger* const ledger_;
  TableCache cache_;
  DayTicker days_;
};

// A TableWatch tells how the rows of a plan's table change, by events and by
// new days. It is a cursor and holds no queue: who asks seldom is told at once
// of all that happened meanwhile. It holds the table that was told last, which
// is shared.
//
// For use by one thread at a time. It must not outlive the feed.
class TableWatch {
 public:
  // INVALID_ARGUMENT for a style that there is not, and for a cursor of another
  // table or that this ledger did not make; else errors are those of
  // Ledger::GetTable.
  static absl::StatusOr<std::unique_ptr<TableWatch>> Start(
      TableFeed* feed, const v1::WatchTableRequest& request);

  TableWatch(const TableWatch&) = delete;
  TableWatch& operator=(const TableWatch&) = delete;
  ~TableWatch();

  // What changed since the answer before; nullopt when nothing did. DATA_LOSS
  // as when reading.
  absl::StatusOr<std::optional<v1::WatchTableResponse>> Next();

  // Calls `ready` once or twice, as soon as Next may have something to say: as
  // log::Subscription::NotifyWhenReady does. To be asked again after each
  // nullopt.
  void NotifyWhenReady(const std::function<void()>& ready);

  // Number of events of the log that the last answer knows.
  uint64_t known_count() const { return at_.point.known_count; }

 private:
  TableWatch(TableFeed* feed, TableName name) : feed_(feed), name_(name) {}

  // Takes the cursor as what was told; without a table when that cannot be had
  // again.
  absl::Status GoOnFrom(const std::string& cursor);
  // How many events of the log are known, counted up to the last of the plan,
  // so that all that watch it ask for the same.
  absl::StatusOr<uint64_t> CountSeen();
  absl::StatusOr<std::string> CursorAt(const ledger::Point& point) const;
  absl::StatusOr<v1::WatchTableResponse> Tell(TableAt now);

  TableFeed* const feed_;
  const TableName name_;
  std::string ledger_id_;
  std::unique_ptr<log::Subscription> events_;
  // Up to where the events were looked at when it began; then behind the last
  // one of the plan.
  uint64_t seen_ = 0;
  // What was told last; without a table before the first.
  TableAt at_;
};

}  // namespace clearsky::feed
