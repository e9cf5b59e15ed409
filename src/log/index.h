#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "log/commit.h"
#include "log/derived_store.h"
#include "log/event_log.h"
#include "log/log_store.h"
#include "log/tail.h"

namespace clearsky::log {

// An Index answers where streams and events are: the derived instance for what
// the indexer has reached, the tail in memory for the rest. A thread of its own
// moves events from the one to the other. It is safe for concurrent use.
class Index {
 public:
  // Opens the derived instance of the ledger at `ledger_path`. What of the log
  // it lacks is read from `store` again; what is lost, damaged, of another log,
  // or ahead of this one is deleted and made anew. With `read_only`, the
  // same is done in memory. `store` is used during the call only.
  static absl::StatusOr<std::unique_ptr<Index>> Open(
      const std::string& ledger_path, const LogStore& store, bool read_only,
      rocksdb::Env* env);

  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;
  // Indexes what is left, and closes.
  ~Index();

  Tail& tail() { return tail_; }
  const Tail& tail() const { return tail_; }
  // Null when there is none.
  const DerivedStore* derived() const { return derived_.get(); }

  // Nullopt when there is no such stream or event.
  absl::StatusOr<std::optional<uint64_t>> LastRevision(
      absl::string_view stream) const;
  absl::StatusOr<std::optional<uint64_t>> PositionOf(const Uuid& id) const;
  // Positions of the stream's revisions from `first` to `first` + `count`.
  // REQUIRES: the stream has them.
  absl::StatusOr<std::vector<uint64_t>> Positions(absl::string_view stream,
                                                  uint64_t first,
                                                  uint64_t count) const;
  // At most `limit` names with `prefix`, behind `after`, in byte order.
  absl::StatusOr<std::vector<std::string>> Streams(absl::string_view prefix,
                                                   absl::string_view after,
                                                   size_t limit) const;

 private:
  Index(LogEnd end, std::unique_ptr<DerivedStore> derived)
      : tail_(std::move(end)), derived_(std::move(derived)) {}

  // Reads from the log what the derived instance lacks.
  absl::Status CatchUp(const LogStore& store, bool read_only);
  void RunIndexer();

  Tail tail_;
  // Null when there is none to read: then the tail holds everything.
  const std::unique_ptr<DerivedStore> derived_;
  std::thread indexer_;
};

}  // namespace clearsky::log
