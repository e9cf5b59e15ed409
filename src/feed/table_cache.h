#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "base/mutex.h"
#include "clearsky/v1/answer.pb.h"
#include "clearsky/v1/feed_service.pb.h"
#include "feed/row_changes.h"
#include "feed/watch_cursor.h"
#include "ledger/ledger.h"
#include "projection/byte_lru.h"

namespace clearsky::feed {

// A table, made. Never changes.
struct MadeTable {
  std::vector<NamedRow> rows;
  std::vector<std::string> heads;
  // Zone, and whether the clock is simulated.
  v1::AnswerBasis basis;
};

// A table at a point.
struct TableAt {
  ledger::Point point;
  // Number of events of the plan that are known there.
  uint64_t stream_count = 0;
  // Shared with the cache and with all that watch the same.
  std::shared_ptr<const MadeTable> table;
};

// The tables that are watched, and what changed from one to the next: each is
// made once, however many watch it. A table is a function of the plan's events
// and the day, so that what is kept stays right for ever. It is safe for
// concurrent use.
class TableCache {
 public:
  // `ledger` must outlive the cache. About `max_bytes` are kept.
  TableCache(const ledger::Ledger* ledger, size_t max_bytes);

  // Errors are those of Ledger::GetTable. REQUIRES: something is known at
  // `point`.
  absl::StatusOr<TableAt> At(const TableName& name, const ledger::Point& point)
      ABSL_LOCKS_EXCLUDED(mu_);

  // The changed rows, with the events behind each.
  using Changes = std::vector<v1::TableRowChange>;
  absl::StatusOr<std::shared_ptr<const Changes>> Between(const TableName& name,
                                                         const TableAt& from,
                                                         const TableAt& to)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Tables made so far; for those who measure.
  uint64_t made() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  using TableKey = std::tuple<TableName, uint64_t, absl::CivilDay>;
  using ChangesKey =
      std::tuple<TableName, uint64_t, absl::CivilDay, uint64_t, absl::CivilDay>;

  absl::StatusOr<std::shared_ptr<const MadeTable>> Make(
      const TableName& name, const ledger::Point& point) const;
  absl::StatusOr<Changes> MakeChanges(const TableName& name,
                                      const TableAt& from,
                                      const TableAt& to) const;
  // Held by who makes something of that plan, so that others who want the same
  // wait for it.
  Mutex* MakerOf(const std::string& plan);

  const ledger::Ledger* const ledger_;
  std::array<Mutex, 16> makers_;
  mutable Mutex mu_;
  projection::ByteLru<TableKey, MadeTable> tables_ ABSL_GUARDED_BY(mu_);
  projection::ByteLru<ChangesKey, Changes> changes_ ABSL_GUARDED_BY(mu_);
  uint64_t made_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace clearsky::feed
