#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "log/database_options.h"
#include "log/derived_store.h"
#include "log/heads_cache.h"
#include "log/log_store.h"
#include "log/progress.h"
#include "log/tail.h"

namespace clearsky::log {

// An Index answers where streams and events are: the derived instance for what
// the indexer has reached, the tail in memory for the rest. A thread of its own
// moves events from the one to the other. It is safe for concurrent use.
class Index {
 public:
  struct Options {
    bool read_only = false;
    rocksdb::Env* env = nullptr;
    // Told of events read again, when it is more than the tail takes.
    Progress progress;
  };

  // Opens the derived instance of the ledger at `ledger_path`. What of the log
  // it lacks is read from `store` again; what is lost, damaged, of another log,
  // or ahead of this one is deleted and made anew. When read-only, the same is
  // done in memory. `store` is used during the call only.
  static absl::StatusOr<std::unique_ptr<Index>> Open(
      const std::string& ledger_path, const LogStore& store,
      const MemoryBudget& budget, const Options& options);

  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;
  // Indexes what is left, when it is much, and closes.
  ~Index();

  Tail& tail() { return tail_; }
  const Tail& tail() const { return tail_; }
  // Null when there is none to read: then the tail holds everything.
  const DerivedStore* derived() const { return derived_.get(); }

  // Nullopt when there is no such stream or event, as far as `scope` sees.
  absl::StatusOr<std::optional<uint64_t>> LastRevision(absl::string_view stream,
                                                       Tail::Scope scope) const;
  absl::StatusOr<std::optional<uint64_t>> PositionOf(const Uuid& id,
                                                     Tail::Scope scope) const;
  // At most `limit` names with `prefix`, behind `after`, in byte order.
  absl::StatusOr<std::vector<std::string>> Streams(absl::string_view prefix,
                                                   absl::string_view after,
                                                   size_t limit) const;

 private:
  Index(LogEnd end, const Tail::Limits& limits,
        std::unique_ptr<DerivedStore> derived);

  // Reads from the log what the derived instance lacks.
  absl::Status CatchUp(const LogStore& store, const Tail::Limits& limits,
                       const Options& options);
  absl::Status Write(const std::vector<std::shared_ptr<const Commit>>& commits);
  void RunIndexer();

  Tail tail_;
  const std::unique_ptr<DerivedStore> derived_;
  mutable HeadsCache heads_;
  std::thread indexer_;
};

}  // namespace clearsky::log
